"""Building several lessons at once: ``build all``, ``build 5 6 7``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline import course, ffmpeg, unchanged
from pipeline.build import RenderFailed, discard, status
from pipeline.commands import building
from pipeline.commands.options import Options, UsageError
from pipeline.commands.telling import Outcome, may_stand, request, tell
from pipeline.course import Entry, Finished
from pipeline.executors import LOCAL, opened
from pipeline.pace import paced
from pipeline.prepare import (
    LESSONS,
    NoSuchTranslation,
    in_all_languages,
    in_language,
    lesson_path,
    on_clock,
    ready,
    spoken,
)
from pipeline.progress import quiet, watched
from pipeline.reports import Failure
from pipeline.resolve import ReadyLesson
from pipeline.store import Store
from pipeline.unchanged import Built, recalled
from script.errors import Findings
from script.load import find_lessons

ALL = "all"


def build(options: Options) -> int:
    """Render what changed and write one lesson, or several that share one pool of workers."""
    paths = several(options)
    if not paths:
        return building.build(options)
    if options.verify or options.verify_pixels:
        for path in paths:
            building.build(replace(options, lesson=str(path), parts=(), language=None))
        return 0
    ffmpeg.version()  # a missing program is told now, not after the last beat
    there = _standing(paths, options)
    with options.opened() as store:
        changed = [path for path in paths if path not in there]
        finished = list(_built(_entries(changed, options, store), options, store))
    _tell(paths, there, finished, options)
    return 0


def _standing(paths: Sequence[Path], options: Options) -> dict[Path, Built]:
    """Return what the lessons were built from that stand as they were built."""
    if not may_stand(options):
        return {}
    known = {path: recalled(options.store, request(options, path)) for path in paths}
    return {path: one for path, one in known.items() if one and one.stands(options.store)}


def several(options: Options) -> tuple[Path, ...]:
    """Return the lessons asked for when they are several: ``all``, numbers, or files.

    A lesson in several languages is several. Empty when one lesson is asked for, and scenes or
    beats of it.
    """
    names = (options.lesson, *options.parts)
    if options.lesson == ALL and not Path(ALL).is_file():
        if options.parts:
            raise UsageError(f"{' '.join(options.parts)}: parts are asked for of one lesson")
        return _spoken(find_lessons(LESSONS), options.language)
    if options.parts and not all(map(_is_lesson, names[1:])):
        if options.language == ALL:
            raise UsageError(f"{' '.join(options.parts)}: parts are asked for in one language")
        return ()
    if not options.parts and options.language != ALL:
        return ()
    paths = tuple(dict.fromkeys(map(lesson_path, names)))
    if options.language == ALL:
        paths = _spoken(paths, ALL)
    else:
        paths = tuple(in_language(path, options.language) for path in paths)
    for path in paths:
        if (twin := [other for other in paths if other.stem == path.stem])[1:]:
            files = " and ".join(map(str, twin))
            raise UsageError(f"{files} would be written to the same files")
    return paths


def _spoken(paths: Sequence[Path], tag: str | None) -> tuple[Path, ...]:
    """Return the files of lessons in a language, in all of them, or (None) in their own.

    Lessons that are not in the language are left out; ``UsageError`` when none is left.
    """
    if tag is None:
        return tuple(paths)
    if tag == ALL:
        return tuple(dict.fromkeys(file for path in paths for file in in_all_languages(path)))
    found = []
    for path in paths:
        with suppress(NoSuchTranslation):
            found.append(in_language(path, tag))
    if not found:
        raise UsageError(f"--language {tag}: no lesson is in it")
    return tuple(found)


def _is_lesson(name: str) -> bool:
    return name.isdecimal() or Path(name).suffix in (".yaml", ".yml")


def _entries(
    paths: Sequence[Path], options: Options, store: Store
) -> dict[Entry, tuple[Store, str]]:
    """Plan every lesson; return each with a store that knows what it needs, and its name there.

    Raises
    ------
    ScriptErrors
        With the mistakes of all lessons, before anything is rendered.
    """
    findings = Findings()
    lessons = []
    for path in paths:
        with findings:
            lessons.append(ready(path, options.look))
    findings.check()
    with watched()("lessons", len(lessons)) as done:
        entries = {}
        for lesson in lessons:
            own = Store(store.root, store.remote)
            with findings:
                one, name = _entry(lesson, options, own)
                own.need(name, lesson.lesson.path, _keys(one), add=True)
                entries[one] = own, name
            done(lesson.lesson.path.stem)
    findings.check()
    return entries


def _entry(lesson: ReadyLesson, options: Options, store: Store) -> tuple[Entry, str]:
    chosen = options.look(lesson.lesson)
    by = options.cast(lesson)
    takes = spoken(lesson, by, store, quiet)
    plan = on_clock(lesson, chosen, takes)
    remarks = paced(plan)
    statuses = status(plan, store)
    if options.force:
        statuses = discard(statuses, store)
    folder = options.folder(lesson.lesson.path.stem, chosen)
    made = course.entry(plan, by, takes, statuses, store, folder)
    return replace(made, remarks=remarks), options.name(plan)


def _keys(one: Entry) -> list[str]:
    return [key for asked in one.beats.values() for key in (asked.key, asked.still_key)]


def _built(
    entries: dict[Entry, tuple[Store, str]], options: Options, store: Store
) -> Iterator[Finished]:
    waiting = [one for one in entries if one.standing is None]
    parts = sum(len(one.wanted) for one in waiting) + len(waiting)
    draws = any(one.wanted for one in waiting)
    using = opened(options.executor if draws else LOCAL, options.jobs)
    with watched()("course", parts) as done, using as crew:
        for one in course.build(list(entries), store, crew, done):
            own, name = entries[one.entry]
            if one.delivery is not None:
                own.need(name, one.entry.ready.lesson.path, one.used, add=not one.delivery.is_new)
            store.share(*one.used)
            yield replace(one, used=one.used | own.used)


def _tell(
    paths: Sequence[Path],
    there: Mapping[Path, Built],
    finished: Sequence[Finished],
    options: Options,
) -> None:
    """Print what became of every lesson, in order.

    Raises
    ------
    RenderFailed
        When any failed.
    """
    failures: dict[str, Failure] = {}
    made = {one.entry.ready.lesson.path: one for one in finished}
    for path in sorted(paths, key=str):
        if path in there:
            unchanged.tell([there[path]])
            continue
        failures |= made[path].failures or {}
        if (outcome := _outcome(made[path])) is not None:
            tell(outcome, options)
    if may_stand(options) and not failures:
        asked = [request(options, path) for path in sorted(paths, key=str)]
        unchanged.remember_answer(options.store, options.words, asked, paths)
    if failures:
        failed = RenderFailed(failures)
        if options.verbose:
            print(*failed.traces, sep="\n", file=sys.stderr)
        raise failed


def _outcome(one: Finished) -> Outcome | None:
    """Return how a lesson was built, or None when it was not."""
    if one.delivery is None:
        return None
    entry = one.entry
    return Outcome(
        entry.ready.lesson,
        entry.by,
        entry.seconds,
        len(entry.beats),
        len(entry.wanted),
        (one.delivery,),
        one.used,
        entry.remarks,
        one_of_many=True,
    )
