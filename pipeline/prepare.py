"""From a lesson's name to its plan: load, resolve, speak, put on the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from pipeline import music
from pipeline.cast import Cast, Speaker
from pipeline.key import code_digest, digest_of_inputs, is_ours
from pipeline.narrate import narrate, phrases, take_inputs
from pipeline.plan import Plan, plan
from pipeline.progress import Stage, quiet
from pipeline.recordings.found import Cut
from pipeline.recordings.recorded_take import BadRecording
from pipeline.recordings.stored_take import stored_take
from pipeline.resolve import ReadyLesson, resolve
from pipeline.said import Kept
from pipeline.store import Store
from pipeline.take import dumps, stored
from pipeline.voices import Sounding, Voice
from scenes.look import Look
from script.errors import DownhillError, Findings, did_you_mean
from script.files import original_of, tag_of, translations_of
from script.load import find_lesson, load_lesson
from script.say import Line
from script.schema import Lesson
from script.translation import Asked, Texts, ask_titles, load_translation, translated

LESSONS = Path(__file__).parent.parent / "script" / "lessons"
"""Where lessons are looked for by id or number."""


class NoSuchTranslation(DownhillError):
    """A language that a lesson is not translated into."""

    exit_code = 2


def lesson_path(name: str) -> Path:
    """Return the file of a lesson named by path, id or number."""
    return find_lesson(LESSONS, name)


def in_language(path: Path, tag: str | None) -> Path:
    """Return the file of a lesson in a language: its own or that of a translation.

    ``path`` is the lesson or a translation of it; None leaves it as it is.

    Raises
    ------
    NoSuchTranslation
        When there is none.
    """
    lesson = original_of(path)
    there = translations_of(lesson)
    if tag is None or tag in there:
        return there[tag] if tag else path
    if tag == load_lesson(lesson).language:
        return lesson
    hint = did_you_mean(tag, there) if there else f"render.py translate {lesson.stem} {tag}"
    raise NoSuchTranslation(f"{lesson.stem} is not translated into {tag} - {hint}")


def in_all_languages(path: Path) -> tuple[Path, ...]:
    """Return the file of a lesson and those of its translations."""
    lesson = original_of(path)
    return (lesson, *translations_of(lesson).values())


def ready(path: Path, look: Look | Callable[[Lesson], Look]) -> ReadyLesson:
    """Return the lesson at ``path`` resolved, with the course beside it if any.

    ``path`` may be a translation: then it is the lesson beside it with those words. ``look`` is
    what it is resolved for, or gives it: theme and aspect are the lesson's to say.

    Raises
    ------
    ScriptErrors
        With everything that is wrong in the lesson and in its translation.
    """
    source = original_of(path)
    lesson, texts, findings = load_lesson(source), Texts(), Findings()
    if (tag := tag_of(path)) is not None:
        translation = load_translation(path, lesson.language, tag)
        texts = Texts(translation)
        lesson = translated(lesson, translation, texts, findings)
    chosen = look if isinstance(look, Look) else look(lesson)
    noted = len(findings)
    with findings:
        found = resolve(lesson, chosen, texts)
    if len(findings) == noted:
        texts.check(findings)
    findings.check()
    return found


def texts_of(lesson: Lesson, look: Look) -> tuple[Asked, ...]:
    """Return all texts with words of a lesson but what is spoken: of titles and of pictures.

    Raises
    ------
    ScriptErrors
        As ``ready`` does.
    """
    texts = Texts()
    ask_titles(lesson, texts)
    resolve(lesson, look, texts)
    return texts.asked


def planned(
    lesson: ReadyLesson,
    look: Look,
    by: Cast | Voice,
    store: Store,
    stage: Stage = quiet,
) -> Plan:
    """Return the plan of a lesson; its takes come from the store, or are spoken and kept there.

    ``by`` is who speaks it; raises as ``spoken`` does.
    """
    return on_clock(lesson, look, spoken(lesson, by, store, stage))


def spoken(
    lesson: ReadyLesson, by: Cast | Voice, store: Store, stage: Stage = quiet
) -> Mapping[str, Path]:
    """Return each beat's stored take; those that are not stored are made, several at once.

    Beats that nobody of a cast speaks are left out.

    Raises
    ------
    VoiceFailed
        When a voice cannot speak a beat.
    ScriptErrors
        With all that is wrong in recordings.
    """
    if lesson.music is not None:
        music.keep(lesson.music, store)
    lines = {f"{scene.spec.id}/{beat.spec.id}": beat.line for scene, beat in lesson.beats()}
    speakers = by.speakers if isinstance(by, Cast) else dict.fromkeys(lines, by)
    findings = Findings()
    with stage("voice", len(speakers)) as done, ThreadPoolExecutor(os.cpu_count()) as threads:
        futures = {
            threads.submit(take, lines[name], speaker, store): name
            for name, speaker in speakers.items()
        }
        try:
            for future in as_completed(futures):
                _collect(future, speakers[futures[future]], findings)
                done(futures[future])
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
    findings.check()
    return {name: future.result() for future, name in futures.items()}


def _collect(future: Future[Path], speaker: Speaker, findings: Findings) -> None:
    """Note what is wrong with a recording, and let everything else through."""
    try:
        future.result()
    except BadRecording as error:
        assert isinstance(speaker, Cut)
        for message, hint in error.flaws:
            findings.add(speaker.place, message, hint)


def on_clock(lesson: ReadyLesson, look: Look, takes: Mapping[str, Path]) -> Plan:
    """Return the plan of a lesson from its stored takes."""
    return plan(lesson, {name: stored(path) for name, path in takes.items()}, look)


def take(line: Line, speaker: Speaker, store: Store) -> Path:
    """Return the file of a line's take, spoken at most once; raises as ``spoken`` does."""
    if isinstance(speaker, Cut):
        return stored_take(speaker, line, store)
    kept = Kept(speaker, store, dict(line.sounds)) if isinstance(speaker, Sounding) else None
    voice: Voice = kept or speaker
    modules = ("pipeline.narrate", type(speaker).__module__, *(("pipeline.heard",) if kept else ()))
    code = {name: code_digest(name) for name in modules if is_ours(name)}
    asked = {"take": take_inputs(line, voice), "code": code}
    key = digest_of_inputs(asked)
    there = store.get(key)
    if there is not None and kept is not None:
        for phrase in phrases(line):
            kept.use(phrase.text)
    return there or store.put(
        key, asked, lambda path: path.write_bytes(dumps(narrate(line, voice)))
    )
