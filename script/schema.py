"""The types of a lesson: what the YAML says, each part with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gdmath.curves import Tally, Verdict
from gdmath.moments import SampledRun
from gdmath.run import Claim, Run
from gdmath.steps_needed import KappaSweep, RateSweep
from script.nodes import Node, Place, Scalar
from script.say import Lexicon

Theme = Literal["dark", "light"]
"""The colours of a lesson."""
Aspect = Literal["landscape", "portrait"]
"""The shape of the frame: 16 to 9, or 9 to 16 for shorts."""
Earcon = Literal["question", "answer"]
"""A short sound with a meaning: something is asked, or answered."""
CaptionPlace = Literal["files", "burned"]
"""Where captions are: in files beside the film only, or part of its picture too."""


@dataclass(frozen=True, slots=True)
class RunSpec:
    """A named run of the lesson and what the lesson claims of its outcome."""

    name: str
    run: Run
    expect: Claim | None
    place: Place
    expect_place: Place | None = None


@dataclass(frozen=True, slots=True)
class CurveSpec:
    """A named loss curve and what the lesson claims it shows.

    Either ``stored`` names a curve of ``gdmath.curves`` or ``run`` names a run of the lesson,
    whose losses count ``every`` so many steps; ``validation`` is the seed of the samples that
    judge a network.
    """

    name: str
    stored: str | None
    run: str | None
    every: int
    validation: int | None
    expect: Verdict | None
    place: Place
    expect_place: Place | None = None


@dataclass(frozen=True, slots=True)
class SweepSpec:
    """A named sweep: the steps needed over learning rates or condition numbers."""

    name: str
    question: RateSweep | KappaSweep
    place: Place


@dataclass(frozen=True, slots=True)
class MomentsSpec:
    """A named expectation of stochastic gradient descent, over all draws."""

    name: str
    run: SampledRun
    place: Place


@dataclass(frozen=True, slots=True)
class TallySpec:
    """A named count among the stored trainings of ``gdmath.curves``."""

    name: str
    tally: Tally
    place: Place


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """A named quantity computed from results, such as ``left: 100 * good.f[10] / good.f[0]``."""

    name: str
    expression: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cue:
    """One action tied to a mark in the words.

    ``panel`` is the panel the action is meant for (``map.step``) or None, when every panel of the
    scene that knows the action takes it. ``mark`` None means the start of the beat; ``after_s``
    delays the action; ``for_s`` None leaves the length to the action.
    """

    panel: str | None
    action: str
    argument: Node
    mark: str | None
    after_s: float
    for_s: float | None
    place: Place


@dataclass(frozen=True, slots=True)
class EarconCue:
    """An earcon tied to a mark in the words, as a ``Cue`` is."""

    earcon: Earcon
    mark: str | None
    after_s: float
    place: Place


@dataclass(frozen=True, slots=True)
class MusicSpec:
    """Background music from a file, for the whole length of a lesson.

    ``level_lufs`` is its loudness where nobody speaks; while somebody does, it stays ``below_db``
    under the speech. It fades in and out over ``fade_s`` seconds.
    """

    file: Path
    level_lufs: float
    below_db: float
    fade_s: float
    place: Place


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing said with what is seen meanwhile.

    ``words`` is what is said, with its markup (``script.say``). ``pause_s`` is silence after the
    last word (seconds); None leaves it to the pipeline. ``describe`` says in words what is seen,
    where ``say`` does not.
    """

    id: str
    words: Scalar
    cues: tuple[Cue, ...]
    pause_s: float | None
    describe: str | None
    place: Place
    earcons: tuple[EarconCue, ...] = ()

    @property
    def say(self) -> str:
        """The text of ``words``, its markup unread."""
        return self.words.text

    @property
    def say_place(self) -> Place:
        """Where ``words`` begins."""
        return self.words.place


@dataclass(frozen=True, slots=True)
class Panel:
    """A named part of the frame, drawn by one kind. ``params`` is the panel's ``with:``."""

    name: str
    kind: str
    region: str
    hidden: bool
    params: Node
    place: Place


@dataclass(frozen=True, slots=True)
class VoiceSpec:
    """A voice by its name; its ``settings`` are unread, since only the pipeline knows voices."""

    name: str
    settings: Node
    place: Place


@dataclass(frozen=True, slots=True)
class SceneSpec:
    """A run of beats that share their panels; its title is a chapter of the video.

    ``voice`` None is the lesson's.
    """

    id: str
    title: str
    panels: tuple[Panel, ...]
    beats: tuple[Beat, ...]
    place: Place
    voice: VoiceSpec | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What the lessons of a course share (``course.yaml``).

    ``shorts`` are the ids of those that belong to the course but not to its order.
    """

    title: str
    voice: VoiceSpec
    lexicon: Lexicon
    lessons: tuple[str, ...]
    path: Path
    theme: Theme = "dark"
    music: MusicSpec | None = None
    language: str = "en"
    shorts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson file.

    ``lexicon`` says how shown forms are said (the course's, over it the lesson's). ``aha`` names
    the beat the lesson is about, as ``scene/beat``. ``theme`` and ``music`` are the lesson's own,
    else the course's. ``language`` is the tag of what it is spoken and written in. ``path`` is the
    file of its words: that of the translation, where it has one, and then ``original`` is the
    lesson it translates.
    """

    id: str
    number: int | None
    title: str
    objective: str
    minutes: float
    voice: VoiceSpec
    runs: tuple[RunSpec, ...]
    values: tuple[ValueSpec, ...]
    scenes: tuple[SceneSpec, ...]
    path: Path
    course: Course | None = None
    lexicon: Lexicon = field(default_factory=dict)
    aha: str | None = None
    curves: tuple[CurveSpec, ...] = ()
    sweeps: tuple[SweepSpec, ...] = ()
    moments: tuple[MomentsSpec, ...] = ()
    tallies: tuple[TallySpec, ...] = ()
    theme: Theme = "dark"
    aspect: Aspect = "landscape"
    music: MusicSpec | None = None
    captions: CaptionPlace = "files"
    language: str = "en"
    original: Path | None = None

    @property
    def source(self) -> Path:
        """The file of its runs, panels and cues."""
        return self.original or self.path

    @property
    def name(self) -> str:
        """Its id, with the language where it is a translation: ``ten-steps.es``."""
        return self.id if self.original is None else f"{self.id}.{self.language}"
