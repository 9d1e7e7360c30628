"""The keys of lesson and course files: each dataclass is a mapping a writer may write.

``script.load`` reads these and makes the types of ``script.schema`` of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from gdmath.curves import Advice, Truth, Verdict
from gdmath.objectives import Objective
from gdmath.optimizers import Optimizer, Rate
from gdmath.run import Claim, Precision
from gdmath.steps_needed import Method
from gdmath.theory import Measure
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.scalars import Seconds
from script.schema import Aspect, CaptionPlace, Earcon, Theme

MOST = 5000
"""Numbers a range may have."""
FADE = Seconds(2)
"""How long music takes to come and to go, where a script does not say."""


@dataclass(frozen=True, slots=True)
class MusicForm:
    """``music: {file: music/theme.flac, level: -30, below: 22, fade: 2}``, or the file alone."""

    file: Scalar
    place: Place
    level: float = -30.0
    below: float = 22.0
    fade: Seconds = FADE

    def __post_init__(self) -> None:
        if not -50 <= self.level <= -28:
            raise ValueError("level is in LUFS, from -50 to -28: speech is at -14")
        if not 20 <= self.below <= 40:
            raise ValueError("below is in dB under the speech, from 20 to 40")
        if self.fade > 20:
            raise ValueError("fade lasts at most 20 seconds")


@dataclass(frozen=True, slots=True)
class CourseForm:
    """``course.yaml``."""

    title: str
    lessons: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    voice: Node | None = None
    theme: Theme = "dark"
    language: Scalar | None = None
    lexicon: Map | None = None
    music: MusicForm | None = None


@dataclass(frozen=True, slots=True)
class EntryForm:
    """``Hessian: {say: hessian, arpabet: HH EH S IY AH N}``."""

    say: Scalar
    arpabet: Scalar | None = None


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
class VerdictForm:
    """``expect: overfitting``."""

    verdict: Verdict
    place: Place


@dataclass(frozen=True, slots=True)
class CurveForm:
    """``a: moons_lr10``, or ``b: {run: net, every: 10, validation: 0, expect: crawling}``."""

    place: Place
    stored: Scalar | None = None
    run: Scalar | None = None
    every: int = 1
    validation: int | None = None
    expect: VerdictForm | None = None

    def __post_init__(self) -> None:
        if (self.stored is None) == (self.run is None):
            raise ValueError("a curve is either stored or that of a run")
        if self.stored is not None and (self.every != 1 or self.validation is not None):
            raise ValueError("every and validation belong to the curve of a run")
        if self.every < 1:
            raise ValueError("every must be 1 or more")


@dataclass(frozen=True, slots=True)
class RangeForm:
    """``{from: 0.0001, to: 0.499, count: 200, also: [0.1]}``: numbers the same factor apart."""

    from_: float
    to: float
    count: int = 100
    also: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.from_ < self.to:
            raise ValueError("from must be above 0 and below to")
        if not 2 <= self.count <= MOST:
            raise ValueError(f"count must be between 2 and {MOST}")


@dataclass(frozen=True, slots=True)
class RateSweepForm:
    """``{run: good, lr: {from: 0.0001, to: 0.499}, until: 0.01, of: loss}``."""

    run: Scalar
    lr: tuple[float, ...] | RangeForm
    until: float
    of: Measure = "loss"
    watched: int | None = None


@dataclass(frozen=True, slots=True)
class KappaSweepForm:
    """``{kappa: {from: 1, to: 10000}, optimizer: heavy_ball, by: 100}``."""

    kappa: tuple[float, ...] | RangeForm
    optimizer: Method = Method.GD
    by: float = 100.0


@dataclass(frozen=True, slots=True)
class MomentsForm:
    """``{objective: {five_dots: {noise: 1}}, lr: 0.1, steps: 200, batch: 1}``."""

    objective: Objective
    lr: Rate
    steps: int
    start: tuple[float, ...] | None = None
    batch: int = 1


@dataclass(frozen=True, slots=True)
class TallyForm:
    """``{truth: too-low, verdict: crawling, advice: raise}``: how many trainings are so."""

    truth: Truth | None = None
    verdict: Verdict | None = None
    advice: Advice | None = None


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
    """What may stand beside the action of a cue: ``{step: {to: 4}, at: go, after: 1, for: 3}``.

    ``sound`` may also stand without an action.
    """

    at: Scalar | None = None
    after: Seconds | None = None
    for_: Seconds | None = None
    sound: Earcon | None = None


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
    voice: Node | None = None

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
    voice: Node | None = None
    theme: Theme | None = None
    aspect: Aspect = "landscape"
    language: Scalar | None = None
    captions: CaptionPlace = "files"
    aha: Scalar | None = None
    music: MusicForm | None = None
    lexicon: Map | None = None
    runs: Map | None = None
    curves: Map | None = None
    sweeps: Map | None = None
    moments: Map | None = None
    tallies: Map | None = None
    values: Map | None = None

    def __post_init__(self) -> None:
        if not self.minutes > 0:
            raise ValueError("minutes must be more than 0")
