"""Where lessons are published: a file for each kind of place, all used in the same way."""

from pipeline.publish.targets.chosen import target_at
from pipeline.publish.targets.target import NoSuchTarget, Target

__all__ = ["NoSuchTarget", "Target", "target_at"]
