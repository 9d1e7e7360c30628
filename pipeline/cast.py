"""Who speaks which beat: its recording where there is one, else the voice of its scene."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline import voices
from pipeline.chosen_voice import chosen
from pipeline.recordings.found import Cut, Found, find, own_name, recordings_of
from pipeline.resolve import ReadyLesson
from pipeline.unchanged import digest_of
from pipeline.voices import Voice, VoiceFailed
from script.errors import Findings
from script.nodes import Map, Place
from script.schema import Lesson, SceneSpec, VoiceSpec

Speaker: TypeAlias = Voice | Cut
RECORDED = "recorded"
"""The voice that is nothing but recordings."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The speakers of a lesson, by ``scene/beat``.

    ``read`` gives the digests of the files they depend on outside of Python's packages, as they
    were when the cast was made (None: there was none). ``notes`` are for the writer.
    """

    speakers: Mapping[str, Speaker]
    read: Mapping[Path, str | None]
    notes: tuple[str, ...]


def cast(lesson: ReadyLesson, name: str | None = None, *, must_work: bool = True) -> Cast:
    """Return who speaks a lesson.

    Parameters
    ----------
    lesson
        The lesson; its scenes may have voices of their own.
    name
        A voice that speaks everything, whatever is recorded; it has the settings that the lesson
        gives it, where it names it too. None: the recordings, and the lesson's voices.
    must_work
        Whether the voices must work on this machine.

    Raises
    ------
    VoiceFailed
        When a voice that must speak is unknown, does not know the language or cannot work here.
    ScriptErrors
        When settings are wrong, or a beat has no recording and must have one.
    """
    if name is not None and name not in voices.names():
        voices.get(name)
    found = find(lesson) if name in (None, RECORDED) else Found({}, (), (), {}, {})
    findings = Findings()
    speakers: dict[str, Speaker] = dict(found.cuts)
    known: dict[VoiceSpec, Voice] = {}
    for scene, beat in lesson.beats():
        place = f"{scene.spec.id}/{beat.spec.id}"
        if place in speakers:
            continue
        spec = _spec(lesson.lesson, scene.spec, name)
        if spec.name == RECORDED:
            file = recordings_of(lesson.lesson) / own_name(scene.spec.id, beat.spec.id)
            hint = f"render.py record-sheet {lesson.lesson.path} writes what to say"
            findings.add(beat.spec.place, f"{file} is missing", hint)
        elif spec not in known:
            with findings:
                known[spec] = chosen(spec).speaking(lesson.lesson.language)
                if must_work:
                    _check(known[spec], spec, asked=name is not None)
        if spec in known:
            speakers[place] = known[spec]
    findings.check()
    in_order = {f"{s.spec.id}/{b.spec.id}": None for s, b in lesson.beats()}
    files = sorted({path for voice in known.values() for path in voice.files()})
    read = {**found.read, **{path: digest_of(path) for path in files}}
    return Cast({place: speakers[place] for place in in_order}, read, tuple(_notes(lesson, found)))


def _check(voice: Voice, spec: VoiceSpec, *, asked: bool) -> None:
    """Raise VoiceFailed when a voice cannot work here."""
    missing = voice.missing()
    if missing is not None:
        where = "" if asked else f"{spec.place}: "
        raise VoiceFailed(f"{where}voice {voice.name}: {missing}")


def _spec(lesson: Lesson, scene: SceneSpec, name: str | None) -> VoiceSpec:
    spec = scene.voice or lesson.voice
    if name is None or name == spec.name:
        return spec
    place = Place(str(lesson.path), 1, 1)
    return VoiceSpec(name, Map((), place), place)


def _notes(lesson: ReadyLesson, found: Found) -> Iterator[str]:
    for beat in found.stale:
        path = found.cuts[beat].recording.path
        yield f"{beat} reads otherwise than when {path} was accepted: record it again"
    if found.new:
        count = f"{len(found.new)} recording{'s are' if found.new[1:] else ' is'}"
        yield f"{count} not accepted: listen, then render.py accept-recordings {lesson.lesson.path}"
    for path, hint in found.strange.items():
        yield f"{path} is of no beat of {lesson.lesson.path.name}" + (f" - {hint}" if hint else "")
