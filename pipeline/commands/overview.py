"""``status``: every lesson of the course in a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.commands.options import published
from pipeline.overview import Overview, overview
from pipeline.prepare import LESSONS
from pipeline.progress import watched
from pipeline.running import keep, recall
from pipeline.store import Store
from script.course import check_course
from script.errors import Findings
from script.files import COURSE_FILE
from script.load import find_lessons, load_course
from script.schema import Course

HEADS = ("lesson", "title", "minutes", "beats", "wpm", "state", "findings", "notes", "languages")
_TO_THE_RIGHT = frozenset({"minutes", "beats", "wpm", "findings", "notes"})
_LONGEST_TITLE = 44
_OTHERS = "Outside of its phases"


def status(output: Path, place: Path, *, as_json: bool = False) -> int:
    """Print a line for each lesson, in the order of the course; render nothing.

    Parameters
    ----------
    output
        The folder of the lessons' files.
    place
        The folder of the store.
    as_json
        Whether all that is known is printed as JSON.
    """
    findings, course = Findings(), None
    if (LESSONS / COURSE_FILE).is_file():
        with findings:
            course = load_course(LESSONS / COURSE_FILE)
            check_course(course, findings)
    store = Store(place)
    recall(store.code)
    try:
        known = {row.facts.lesson: row for row in _rows(store, output)}
    finally:
        keep(store.code)
        store.close()
    parts = _parts(course, known)
    if as_json:
        rows = [_told(row, part) for part, rows in parts.items() for row in rows]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print(*_table(parts), sep="\n")
    findings.check()
    return 0


def _rows(store: Store, output: Path) -> Iterator[Overview]:
    paths = find_lessons(LESSONS)
    with watched()("status", len(paths)) as done:
        for path in paths:
            yield overview(path, published, store, output)
            done(path.stem)


def _parts(course: Course | None, known: Mapping[str, Overview]) -> dict[str, list[Overview]]:
    """Return the lessons by the titles of the phases, the shorts and what is in neither last."""
    left = dict(known)
    asked = {phase.title: phase.lessons for phase in course.phases} if course else {}
    if course and not course.phases:
        asked[course.title] = course.listed
    if course:
        asked["Shorts"] = course.shorts
    parts = {
        title: [left.pop(one.id) for one in lessons if one.id in left]
        for title, lessons in asked.items()
    }
    parts[_OTHERS] = list(left.values())
    return {title: rows for title, rows in parts.items() if rows}


def _told(row: Overview, part: str) -> dict[str, Any]:
    facts = row.facts
    return {
        "lesson": facts.lesson,
        "number": facts.number,
        "phase": part,
        "title": facts.title,
        "minutes": facts.minutes,
        "seconds": facts.seconds,
        "beats": facts.beats,
        "words_a_minute": facts.pace,
        "state": row.state,
        "to_draw": row.missing,
        "findings": list(facts.findings),
        "notes": list(facts.notes),
        "languages": dict(facts.languages),
    }


def _table(parts: Mapping[str, Sequence[Overview]]) -> Iterator[str]:
    cells = {part: [_cells(row) for row in rows] for part, rows in parts.items()}
    lines = [HEADS, *(line for rows in cells.values() for line in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    yield _line(HEADS, widths)
    for part, rows in cells.items():
        yield part
        yield from (_line(row, widths) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = [
        cell.rjust(width) if head in _TO_THE_RIGHT else cell.ljust(width)
        for cell, width, head in zip(cells, widths, HEADS, strict=True)
    ]
    return "  ".join(aligned).rstrip()


def _cells(row: Overview) -> tuple[str, ...]:
    facts = row.facts
    title = facts.title
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    real = "-" if facts.seconds is None else f"{facts.seconds / 60:.1f}"
    languages = [f"{tag} ({n} wrong)" if n else tag for tag, n in facts.languages.items()]
    return (
        f"{facts.number or ''} {facts.lesson}".strip(),
        title,
        f"{real} of {facts.minutes:g}",
        str(facts.beats),
        "-" if facts.pace is None else f"{facts.pace:.0f}",
        row.state,
        str(len(facts.findings)),
        str(len(facts.notes)),
        " ".join(languages) or "-",
    )
