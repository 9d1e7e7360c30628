"""``publish``: what is to be sent where is told; with ``--yes`` it is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.commands.course import ALL
from pipeline.commands.options import QUALITY_LETTERS, Options, UsageError
from pipeline.prepare import LESSONS, NoSuchTranslation, in_all_languages, in_language, lesson_path
from pipeline.progress import watched
from pipeline.publish.course import read_course
from pipeline.publish.package import CoursePackage, NotPublished, Refusal
from pipeline.publish.planning import done, planned
from pipeline.publish.reading import Shelf
from pipeline.publish.state import State, alone
from pipeline.publish.targets import target_at
from pipeline.running import keep, recall
from pipeline.store import Store
from scenes.look import QUALITIES
from script.files import COURSE_FILE
from script.load import load_course

RENDITION = "m"
"""Is published beside a larger film, where it is built."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What ``publish`` is asked for: lessons as ``build`` names them, and where they go."""

    lessons: tuple[str, ...]
    to: str
    yes: bool
    supersede: bool
    asked: Options


def publish(asked: Publishing) -> int:
    """Print what would be done at a target so that it holds the lessons, or do it.

    Raises
    ------
    DownhillError
        When anything is refused; then nothing is sent.
    """
    folder, paths = lessons_asked(asked.lessons or (ALL,), asked.asked.language)
    target = target_at(asked.to, folder)
    course, refused = package_course(folder, paths, asked.asked)
    if not asked.yes:
        doing = planned(course, target, State(folder).of(target.name), refused)
        for line in doing.lines():
            print(line)
        _note(doing.notes)
        if doing.refusals:
            raise NotPublished(doing.refusals)
        if not doing.is_empty:
            words = "--yes --supersede" if doing.supersedes else "--yes"
            print(f"nothing was sent: {words} sends it to {target.name}")
        return 0
    with alone(folder) as state:
        doing = planned(course, target, state.of(target.name), refused)
        _note(doing.notes)
        done(doing, course, target, state, supersede=asked.supersede, told=_say)
        if doing.is_empty:
            print("nothing to do")
    return 0


def package_course(
    folder: Path, paths: Sequence[Path], asked: Options
) -> tuple[CoursePackage, tuple[Refusal, ...]]:
    """Return a course with the packages of some lessons, and why others have none.

    The quality asked for is what platforms get; a smaller one is a rendition, where it is built.
    """
    sizes = {letter: QUALITIES[letter][0] for letter in QUALITY_LETTERS}
    looks = [(asked.look, _words(asked))]
    if asked.resolution is None and sizes[RENDITION] < sizes[asked.quality]:
        smaller = replace(asked, quality=RENDITION)
        looks.append((smaller.look, _words(smaller)))
    store = Store(asked.store)
    recall(store.code)
    try:
        return read_course(folder, paths, Shelf(tuple(looks), store, asked.output), watched())
    finally:
        keep(store.code)
        store.close()


def _words(asked: Options) -> str:
    """Return the words that ask ``build`` for the same look."""
    default = Options("", (), "h", None, None, Path(), Path(), None, verbose=False)
    words = {
        "-q": (asked.quality, default.quality),
        "-r": (asked.resolution, default.resolution),
        "--fps": (asked.fps, default.fps),
    }
    return " ".join(f"{option} {one}" for option, (one, usual) in words.items() if one != usual)


def lessons_asked(names: Sequence[str], language: str | None) -> tuple[Path, tuple[Path, ...]]:
    """Return the folder of the course that lessons belong to, and their files.

    Raises
    ------
    UsageError
        When they belong to no course, or to several.
    DownhillError
        When there is no such lesson, or not in that language.
    """
    if list(names) == [ALL]:
        return LESSONS, tuple(_spoken(_all(LESSONS), language, skip=True))
    paths = [lesson_path(name) for name in names]
    folders = {path.parent for path in paths}
    if len(folders) > 1:
        raise UsageError(f"{' '.join(names)}: publish the lessons of one course at a time")
    folder = folders.pop()
    if not (folder / COURSE_FILE).is_file():
        raise UsageError(f"{folder}: there is no {COURSE_FILE} - write one that lists the lesson")
    return folder, tuple(_spoken(paths, language, skip=False))


def _all(folder: Path) -> list[Path]:
    course = load_course(folder / COURSE_FILE)
    return [lesson_path(one.id) for one in (*course.listed, *course.shorts)]


def _spoken(paths: Sequence[Path], language: str | None, *, skip: bool) -> Iterator[Path]:
    """Yield the files of lessons in a language, or in all; ``skip`` those that have it not."""
    for path in paths:
        if language == ALL:
            yield from in_all_languages(path)
            continue
        try:
            yield in_language(path, language)
        except NoSuchTranslation:
            if not skip:
                raise


def _say(line: str) -> None:
    print(line, flush=True)


def _note(notes: Sequence[str]) -> None:
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
