"""Which recordings a lesson has: a file for a beat, or one long take of a whole scene.

They lie beside the lesson, in ``voice/<name of its file>/``: ``<scene>/<beat>.wav`` for a beat,
``<scene>.wav`` for all beats of a scene one after the other; WAV, FLAC or MP3. A beat's own file
wins over its scene's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.recordings.accepted import ACCEPTED, Accepted, read
from pipeline.resolve import ReadyLesson, ReadyScene
from pipeline.unchanged import digest_of
from script.errors import Findings, closest
from script.nodes import Place
from script.say import Line
from script.schema import Lesson

FORMATS = ("wav", "flac", "mp3")
_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Recording:
    """A file, by its path for people and its SHA-256, and what it says beat by beat, in order.

    ``language`` is the tag of what it is spoken in; ``sounds`` are the pronunciations that the
    lesson's lexicon has for words of it.
    """

    path: Path
    sha256: str
    says: tuple[tuple[str, str], ...]
    language: str = "en"
    sounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cut:
    """A beat's part of a recording; ``beat`` is its id. ``place`` is where a fault is told."""

    recording: Recording
    beat: str
    place: Place

    @property
    def text(self) -> str:
        """What is said there."""
        return dict(self.recording.says)[self.beat]


@dataclass(frozen=True, slots=True)
class Found:
    """The recordings of a lesson.

    ``cuts`` are by ``scene/beat``; ``stale`` are those that say another text than the lesson now;
    ``new`` are files that nobody has accepted; ``strange`` are files of no beat, with a hint each.
    ``read`` gives the digest of each file that was looked for (None: there is none).
    """

    cuts: Mapping[str, Cut]
    stale: tuple[str, ...]
    new: tuple[Path, ...]
    strange: Mapping[Path, str]
    read: Mapping[Path, str | None]


def recordings_of(lesson: Lesson) -> Path:
    """Return where the recordings of a lesson lie."""
    return lesson.path.parent / "voice" / lesson.path.stem


def own_name(scene: str, beat: str) -> str:
    """Return the name of a beat's own recording, in the folder of its lesson's recordings."""
    return f"{scene}/{beat}.{FORMATS[0]}"


def find(lesson: ReadyLesson, accepted: Accepted | None = None) -> Found:
    """Return the recordings of a lesson.

    ``accepted`` is what is accepted; None reads it from the folder of recordings.

    Raises
    ------
    ScriptErrors
        When there are two recordings of one beat or scene, or what is accepted cannot be read.
    OSError
        When a file is there and cannot be read.
    """
    folder = recordings_of(lesson.lesson)
    if accepted is None:
        accepted = read(folder / ACCEPTED)
    finder = _Finder(folder, accepted, lesson.lesson.language)
    for scene in lesson.scenes:
        finder.scene(scene)
    finder.findings.check()
    known = {path.relative_to(folder).as_posix() for path in finder.read}
    return Found(
        finder.cuts,
        tuple(finder.stale),
        tuple(finder.new),
        dict(_strange(folder, known)),
        {folder / ACCEPTED: digest_of(folder / ACCEPTED), **finder.read},
    )


class _Finder:
    """Looks for the files of one scene after the other."""

    def __init__(self, folder: Path, accepted: Accepted, language: str) -> None:
        self.language = language
        self.folder = folder
        self.accepted = accepted
        self.findings = Findings()
        self.cuts: dict[str, Cut] = {}
        self.stale: list[str] = []
        self.new: list[Path] = []
        self.read: dict[Path, str | None] = {}

    def scene(self, scene: ReadyScene) -> None:
        name, place = scene.spec.id, scene.spec.place
        whole = self.recording(name, {beat.spec.id: beat.line for beat in scene.beats}, place)
        for beat in scene.beats:
            at = beat.spec.place
            own = self.recording(f"{name}/{beat.spec.id}", {beat.spec.id: beat.line}, at)
            if own is not None:
                self.cut(name, Cut(own, beat.spec.id, at), beat.line.spoken)
            elif whole is not None and beat.spec.id in dict(whole.says):
                self.cut(name, Cut(whole, beat.spec.id, place), beat.line.spoken)

    def cut(self, scene: str, cut: Cut, spoken: str) -> None:
        self.cuts[f"{scene}/{cut.beat}"] = cut
        if cut.text != spoken:
            self.stale.append(f"{scene}/{cut.beat}")

    def recording(self, name: str, lines: Mapping[str, Line], place: Place) -> Recording | None:
        """Return the recording of a name, in whichever format it is; ``lines`` are to be said."""
        candidates = [self.folder / f"{name}.{suffix}" for suffix in FORMATS]
        digests = {path: digest_of(path) for path in candidates}
        self.read |= digests
        there = [(path, digest) for path, digest in digests.items() if digest is not None]
        if len(there) > 1:
            files = " and ".join(str(path) for path, _ in there)
            self.findings.add(place, f"{files} are both recordings of {name}", "keep one of them")
        if not there:
            return None
        path, digest = there[0]
        known = self.accepted.get(path.relative_to(self.folder).as_posix())
        says = {beat: line.spoken for beat, line in lines.items()}
        if known is None or known.sha256 != digest:
            self.new.append(path)
        else:
            says = dict(known.says)
        sounds = {word: phones for line in lines.values() for word, phones in line.sounds.items()}
        return Recording(path, digest, tuple(says.items()), self.language, sounds)


def _strange(folder: Path, known: set[str]) -> Iterator[tuple[Path, str]]:
    """Yield the sound files of a folder that belong to no beat or scene, with a hint each."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower().lstrip(".") in FORMATS and name not in known:
            like = closest(name, known, _LIKE)
            yield path, f"did you mean {like}?" if like else ""
