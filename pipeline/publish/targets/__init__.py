"""Where lessons are published: a file for each kind of place, all used in the same way."""

from pipeline.publish.targets.chosen import target_at
from pipeline.publish.targets.target import (
    Later,
    NoSuchTarget,
    NotUsable,
    PlaceFailed,
    Target,
    Unknown,
)

__all__ = [
    "Later",
    "NoSuchTarget",
    "NotUsable",
    "PlaceFailed",
    "Target",
    "Unknown",
    "target_at",
]
