"""Rests of the voice: after the sentence with which a formula comes, a second to read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from script.say import Line

AFTER_FORMULA_S = 1.0
"""Seconds of silence after such a sentence, where the words name no pause of their own."""


def resting(line: Line, marks: Iterable[str | None]) -> Line:
    """Return a line with a rest after each sentence in which a formula comes, but for the last.

    ``marks`` are those at which formulas come; None is the beginning. A pause that a writer put
    there stays, longer or shorter.
    """
    ends = {_end(line, mark) for mark in marks}
    rests = {end: AFTER_FORMULA_S for end in sorted(ends) if end < len(line.units)}
    return replace(line, pauses={**rests, **line.pauses}) if rests else line


def rests_at_the_end(line: Line, marks: Iterable[str | None]) -> bool:
    """Return whether a formula comes with the last sentence, and the words name no pause there."""
    end = len(line.units)
    return end not in line.pauses and any(_end(line, mark) == end for mark in marks)


def _end(line: Line, mark: str | None) -> int:
    """Return the unit after the sentence that the word after a mark is in."""
    first = 0 if mark is None else line.marks[mark]
    stops = (i + 1 for i, unit in enumerate(line.units) if i >= first and unit.ends_sentence)
    return next(stops, len(line.units))
