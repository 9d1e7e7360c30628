"""The keys of lesson and course files: each dataclass is a mapping a writer may write.

``script.load`` reads these and makes the types of ``script.schema`` of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gdmath.objectives import Objective
from gdmath.optimizers import Optimizer
from gdmath.run import Claim, Precision
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.scalars import Seconds


@dataclass(frozen=True, slots=True)
class CourseForm:
    """``course.yaml``."""

    title: str
    lessons: tuple[str, ...] = ()
    voice: str = "espeak"
    lexicon: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """``expect: diverges``."""

    claim: Claim
    place: Place


@dataclass(frozen=True, slots=True)
class RunForm:
    """``big: {objective: bowl, optimizer: {gd: {lr: 0.6}}, steps: 10, expect: diverges}``."""

    objective: Objective
    optimizer: Optimizer
    steps: int
    place: Place
    start: tuple[float, ...] | None = None
    expect: ClaimForm | None = None
    dtype: Precision = Precision.FLOAT64


@dataclass(frozen=True, slots=True)
class PanelForm:
    """``map: {kind: descent_2d, at: left, with: {...}}``."""

    kind: str
    place: Place
    at: str = "full"
    hidden: bool = False
    with_: Node | None = None


@dataclass(frozen=True, slots=True)
class CueForm:
    """What may stand beside the action of a cue: ``{step: {to: 4}, at: go, after: 1, for: 3}``."""

    at: Scalar | None = None
    after: Seconds | None = None
    for_: Seconds | None = None


@dataclass(frozen=True, slots=True)
class BeatForm:
    """``- {id: slope, say: ..., do: [...]}``."""

    id: Scalar
    say: Scalar
    place: Place
    do: Node | None = None
    pause: Seconds | None = None
    describe: str | None = None


@dataclass(frozen=True, slots=True)
class SceneForm:
    """A scene: either ``panels`` or, for one panel in the whole frame, ``kind`` and ``with``."""

    id: Scalar
    title: str
    beats: Sequence
    place: Place
    panels: Map | None = None
    kind: str | None = None
    with_: Node | None = None

    def __post_init__(self) -> None:
        if (self.panels is None) == (self.kind is None):
            raise ValueError("a scene has either kind or panels")
        if self.panels is not None and self.with_ is not None:
            raise ValueError("where a scene has panels, with belongs to each of them")


@dataclass(frozen=True, slots=True)
class LessonForm:
    """A lesson file."""

    lesson: Scalar
    title: str
    objective: str
    minutes: float
    scenes: Sequence
    number: int | None = None
    voice: str | None = None
    aha: Scalar | None = None
    lexicon: Map | None = None
    runs: Map | None = None
    values: Map | None = None

    def __post_init__(self) -> None:
        if not self.minutes > 0:
            raise ValueError("minutes must be more than 0")
