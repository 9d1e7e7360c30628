"""From a lesson's name to its plan: load, resolve, speak, put on the clock."""

from __future__ import annotations

from pathlib import Path

from pipeline import voices
from pipeline.key import code_digest, digest_of_inputs, is_ours
from pipeline.narrate import narrate, take_inputs
from pipeline.plan import Plan, plan
from pipeline.progress import Stage, quiet
from pipeline.resolve import ReadyLesson, resolve
from pipeline.store import Store
from pipeline.take import Take, dumps, loads
from pipeline.voices import Voice, VoiceFailed
from scenes.look import Look
from script.load import find_lesson, load_course, load_lesson
from script.say import Line

LESSONS = Path(__file__).parent.parent / "script" / "lessons"
"""Where lessons are looked for by id or number."""


def lesson_path(name: str) -> Path:
    """Return the file of a lesson named by path, id or number."""
    return find_lesson(LESSONS, name)


def ready(path: Path, look: Look) -> ReadyLesson:
    """Return the lesson at ``path`` resolved for ``look``, with the course beside it if any."""
    course_file = path.parent / "course.yaml"
    course = load_course(course_file) if course_file.exists() else None
    return resolve(load_lesson(path, course), look)


def the_voice(lesson: ReadyLesson, name: str | None) -> Voice:
    """Return the voice asked for, else the lesson's.

    Raises
    ------
    VoiceFailed
        When there is none of that name, or it cannot work here.
    """
    voice = voices.get(name or lesson.lesson.voice)
    missing = voice.missing()
    if missing is not None:
        raise VoiceFailed(f"voice {voice.name}: {missing}")
    return voice


def planned(
    lesson: ReadyLesson,
    look: Look,
    voice: Voice,
    store: Store,
    stage: Stage = quiet,
) -> Plan:
    """Return the plan of a lesson; its takes come from the store, or are spoken and kept there."""
    lines = {f"{scene.spec.id}/{beat.spec.id}": beat.line for scene, beat in lesson.beats()}
    takes = {}
    with stage("voice", len(lines)) as done:
        for name, line in lines.items():
            takes[name] = take(line, voice, store)
            done(name)
    return plan(lesson, takes, look)


def take(line: Line, voice: Voice, store: Store) -> Take:
    """Return a line's take, spoken at most once."""
    engine = type(voice).__module__
    code = {name: code_digest(name) for name in ("pipeline.narrate", engine) if is_ours(name)}
    asked = {"take": take_inputs(line, voice), "code": code}
    key = digest_of_inputs(asked)
    path = store.get(key)
    if path is None:
        data = dumps(narrate(line, voice))
        path = store.put(key, asked, lambda file: _write(file, data))
    return loads(path.read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
