"""Rules of the chapters in a video's description: one break, and YouTube ignores them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.gate.problem import Problem

FEWEST = 3
SHORTEST_S = 10
TITLE_CHARS = 49
_LINE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d\d) (\S.*)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A title and the whole second it begins at; the last line of a list ends at the film's."""

    start_s: float
    title: str


def begins_at_zero(chapters: Sequence[Chapter]) -> Iterator[str]:
    """Begins with a chapter at 0:00."""
    if chapters[0].start_s:
        yield f"the first chapter begins at {chapters[0].start_s} s, not 0"


def enough_chapters(chapters: Sequence[Chapter]) -> Iterator[str]:
    """At least three."""
    if len(chapters) - 1 < FEWEST:
        yield f"{len(chapters) - 1} chapters, not at least {FEWEST}"


def long_enough(chapters: Sequence[Chapter]) -> Iterator[str]:
    """In ascending order, each at least ten seconds long."""
    for one, following in pairwise(chapters):
        length = following.start_s - one.start_s
        if length < SHORTEST_S:
            yield f"{one.title!r} lasts {length:.0f} s, not at least {SHORTEST_S}"


def short_title(chapters: Sequence[Chapter]) -> Iterator[str]:
    """Titles of at most 49 characters."""
    for chapter in chapters:
        if len(chapter.title) > TITLE_CHARS:
            yield f"{chapter.title!r} has {len(chapter.title)} characters, not {TITLE_CHARS}"


CHAPTER_RULES: tuple[Callable[[Sequence[Chapter]], Iterator[str]], ...] = (
    begins_at_zero,
    enough_chapters,
    long_enough,
    short_title,
)


def chapter_problems(file: Path, seconds: float) -> tuple[Problem, ...]:
    """Return every broken rule of a list of chapters of a film that lasts ``seconds``.

    A line is ``m:ss title`` or ``h:mm:ss title``.
    """
    chapters = []
    for line in file.read_text(encoding="utf-8").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            return (Problem("readable", f"not a chapter: {line!r}"),)
        hours, minutes, ones, title = match.groups()
        chapters.append(Chapter((int(hours or 0) * 60 + int(minutes)) * 60 + int(ones), title))
    chapters.append(Chapter(seconds, ""))
    return tuple(
        Problem(rule.__name__, message) for rule in CHAPTER_RULES for message in rule(chapters)
    )
