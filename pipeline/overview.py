"""What one should know of every lesson of a course at a glance, without rendering anything.

What follows from a lesson's script and voices alone (``Facts``) is written down beside the store,
with the digests of all it depends on: a lesson that did not change is not planned again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.build import status
from pipeline.cast import cast
from pipeline.deliver import lesson_made_from
from pipeline.outputs import standing
from pipeline.pace import overall_pace, remarks
from pipeline.prepare import planned, ready
from pipeline.store import Store
from pipeline.unchanged import Built, code, digest_of, recalled, remember
from pipeline.voices import VoiceFailed
from scenes.look import Look
from script.errors import ScriptErrors
from script.files import COURSE_FILE, original_of, translations_of
from script.load import load_lesson
from script.schema import Lesson

FRESH, UNDELIVERED = "fresh", "not written"
"""All beats are drawn, and the files of the lesson are, or are not, as they would be written."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What follows from a lesson's script and voices: no picture, no file.

    ``seconds`` and ``pace`` (words a minute) are None where it cannot be put on the clock. ``keys``
    are those of each beat's segment and still, ``made_from`` that of its files, ``look`` the name
    of their folder. ``languages`` tells how many mistakes each translation has.
    """

    lesson: str
    number: int | None
    title: str
    minutes: float
    beats: int
    seconds: float | None = None
    pace: float | None = None
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    made_from: str = ""
    look: str = ""
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """A lesson at a glance; ``missing`` of its beats would be drawn by a build."""

    facts: Facts
    missing: int
    is_written: bool

    @property
    def state(self) -> str:
        """In words: fresh, not written, or how many beats are to be drawn."""
        if not self.facts.keys:
            return "has mistakes" if self.facts.findings else "not known"
        if self.missing:
            return f"{self.missing} to draw"
        return FRESH if self.is_written else UNDELIVERED


def overview(path: Path, look: Callable[[Lesson], Look], store: Store, output: Path) -> Overview:
    """Return a lesson at a glance.

    Parameters
    ----------
    path
        The lesson's file; a lesson that cannot be read has its mistakes as findings.
    look
        Gives the look that a lesson is published in.
    store
        Where its footage is looked for; what is spoken to know its length is kept there.
    output
        The folder of all lessons' files.
    """
    request = f"status {path.absolute()} {sorted(translations_of(path))}"
    there = recalled(store.root, request)
    if there is not None and there.stands(store.root):
        facts = _read(there.said[0])
    else:
        facts, read = _facts(path, look, store)
        texts = {str(file.absolute()): digest for file, digest in read.items()}
        told = (json.dumps(asdict(facts)),)
        remember(store.root, request, Built(texts, code(), (), (), told, ()))
    missing = sum(1 for pair in facts.keys.values() if not all(map(store.get, pair)))
    folder = output / path.stem / facts.look
    made = facts.made_from and standing(folder, path.stem, facts.made_from)
    return Overview(facts, missing, bool(made))


def _read(told: str) -> Facts:
    found: dict[str, Any] = json.loads(told)
    for name in ("findings", "notes"):
        found[name] = tuple(found[name])
    found["keys"] = {beat: (segment, still) for beat, (segment, still) in found["keys"].items()}
    return Facts(**found)


def _facts(
    path: Path, look: Callable[[Lesson], Look], store: Store
) -> tuple[Facts, dict[Path, str | None]]:
    """Return what is to be known of a lesson, and the digests of the files it was known from."""
    files = [path, path.parent / COURSE_FILE, *translations_of(path).values()]
    read = {file: digest_of(file) for file in files}
    try:
        lesson = load_lesson(path)
    except ScriptErrors as errors:
        return _unreadable(path, errors), read
    if lesson.music is not None:
        read[lesson.music.file] = digest_of(lesson.music.file)
    known: dict[str, Any] = {
        "lesson": lesson.id,
        "number": lesson.number,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "beats": sum(len(scene.beats) for scene in lesson.scenes),
        "look": look(lesson).name,
        "languages": {
            tag: _mistakes(file, look(lesson)) for tag, file in translations_of(path).items()
        },
    }
    try:
        known |= _planned(path, look(lesson), store, read)
    except ScriptErrors as errors:
        known["findings"] = tuple(map(str, errors.findings))
    except VoiceFailed as failed:
        known["notes"] = (str(failed),)
    return Facts(**known), read


def _planned(path: Path, look: Look, store: Store, read: dict[Path, str | None]) -> dict[str, Any]:
    """Return what is known once a lesson is on the clock; note what its voices read."""
    resolved = ready(path, look)
    by = cast(resolved)
    read |= by.read
    plan = planned(resolved, look, by, store)
    found = remarks(plan)
    statuses = status(plan, store)
    keys = {one.beat.name: (one.identity.key, one.identity.still_key) for one in statuses}
    return {
        "seconds": plan.seconds,
        "pace": overall_pace(plan),
        "findings": tuple(str(one.finding) for one in found if one.is_error),
        "notes": tuple(str(one.finding) for one in found if not one.is_error),
        "keys": keys,
        "made_from": lesson_made_from(plan, {beat: key for beat, (key, _) in keys.items()}),
    }


def _mistakes(translation: Path, look: Look) -> int:
    """Return how many mistakes a translation has that the lesson itself has not."""
    try:
        ready(translation, look)
    except ScriptErrors as errors:
        lesson = str(original_of(translation))
        return sum(1 for one in errors.findings if one.place.file != lesson)
    return 0


def _unreadable(path: Path, errors: ScriptErrors) -> Facts:
    findings = tuple(map(str, errors.findings))
    return Facts(path.stem, None, path.stem, 0.0, 0, findings=findings)
