"""Captions from narration: the cheapest way to cut all words of a lesson into captions.

A shortest path over the words: each caption is an edge, whose cost is made of where it ends, how
its lines break and how long it can be read. Times are whole milliseconds, as the files have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from pipeline.captions.breaks import break_cost, split_lines
from pipeline.captions.caption import (
    FAST_CPS,
    LINE_CHARS,
    LINES,
    LONGEST_MS,
    OPEN_GAP_MS,
    SHORTEST_MS,
    TOO_FAST_CPS,
    Caption,
)
from script.say import Line
from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH

Spoken = tuple[Line, Sequence[tuple[float, float]]]
"""A line of narration, and start and stop of each of its units."""

_PER_CAPTION = 10
_ACROSS_SENTENCES = 12
_ACROSS_BEATS = 60
_TOO_SHORT = 400
_TOO_LONG = 1_000
_TOO_FAST = 400
_FAST_PER_CPS = 30
_FOREVER_S = 10.0**9


@dataclass(frozen=True, slots=True)
class _Word:
    """A shown word and its time: to end a caption here costs ``after``, to go on ``within``."""

    shown: str
    start_ms: int
    stop_ms: int
    after: int
    within: int


def captions(
    spoken: Iterable[Spoken],
    end_s: float = inf,
    chars: int = LINE_CHARS["landscape"],
    language: Language = ENGLISH,
) -> tuple[Caption, ...]:
    """Return the captions of a lesson.

    Parameters
    ----------
    spoken
        Each beat's line with start and stop of each of its units, in seconds on the lesson's
        clock, ascending.
    end_s
        Where the lesson ends, in seconds; no caption outlasts it.
    chars
        Characters a line may have.
    language
        What is spoken: it decides where lines break well.

    Notes
    -----
    A caption starts with its first word and ends at most 0.5 s after its last (later only to be
    there for a second), or where the next one starts when that is nearer. What no cut can mend (a
    word longer than a line, speech faster than 20 characters a second) is left for the gate to
    refuse.
    """
    words = tuple(_words(spoken, language))
    end_ms = round(min(end_s, _FOREVER_S) * 1000)
    cuts = _cheapest(words, end_ms, chars)
    return tuple(_caption(words, first, stop, end_ms, chars)[1] for first, stop in cuts)


def _words(spoken: Iterable[Spoken], language: Language) -> Iterator[_Word]:
    for line, times in spoken:
        units = line.units
        for i, (unit, (start, stop)) in enumerate(zip(units, times, strict=True)):
            last = i + 1 == len(units)
            cost = 0
            if not (last or unit.ends_sentence):
                cost = break_cost(unit.shown, units[i + 1].shown, language)
            within = _ACROSS_BEATS if last else _ACROSS_SENTENCES if unit.ends_sentence else 0
            yield _Word(unit.shown, round(start * 1000), round(stop * 1000), cost, within)


def _cheapest(words: tuple[_Word, ...], end_ms: int, chars: int) -> list[tuple[int, int]]:
    """Return the captions as pairs of word indices, by the shortest path from the end."""
    count = len(words)
    cost = [0] * (count + 1)
    stop = [count] * (count + 1)
    for first in range(count - 1, -1, -1):
        options = [
            (_caption(words, first, end, end_ms, chars)[0] + cost[end], -end)
            for end in _ends(words, first, chars)
        ]
        cost[first], end = min(options)
        stop[first] = -end
    path = []
    at = 0
    while at < count:
        path.append((at, stop[at]))
        at = stop[at]
    return path


def _ends(words: tuple[_Word, ...], first: int, chars: int) -> Iterator[int]:
    """Yield where a caption that begins at ``first`` can end; one word is always possible."""
    length = -1
    for end in range(first + 1, len(words) + 1):
        length += len(words[end - 1].shown) + 1
        too_long = words[end - 1].stop_ms - words[first].start_ms > LONGEST_MS
        if end > first + 1 and (length > LINES * chars + 1 or too_long):
            return
        yield end


def _caption(
    words: tuple[_Word, ...], first: int, end: int, end_ms: int, chars: int
) -> tuple[int, Caption]:
    """Return the caption of words ``first:end`` and its cost."""
    inside = words[first:end]
    start = inside[0].start_ms
    following = words[end].start_ms if end < len(words) else end_ms
    cost, lines = split_lines(
        tuple(word.shown for word in inside), tuple(word.after for word in inside), chars
    )
    caption = Caption(start, _stop(start, inside[-1].stop_ms, following), lines)
    cost += _PER_CAPTION + 2 * inside[-1].after + sum(word.within for word in inside[:-1])
    if caption.shown_ms < SHORTEST_MS:
        cost += _TOO_SHORT
    if caption.shown_ms > LONGEST_MS:
        cost += _TOO_LONG
    if caption.cps > FAST_CPS:
        cost += round(_FAST_PER_CPS * (caption.cps - FAST_CPS))
    if caption.cps > TOO_FAST_CPS:
        cost += _TOO_FAST
    return cost, caption


def _stop(start: int, spoken: int, following: int) -> int:
    """Return when a caption ends: with the next one when that is near, else a little after.

    It stays for a second at the least, where the next one lets it. The gap that is left is either
    none or at least 0.5 s.
    """
    gap = following - spoken
    if gap < OPEN_GAP_MS:
        return following
    hold = max(OPEN_GAP_MS, start + SHORTEST_MS - spoken)
    return spoken + min(gap - OPEN_GAP_MS, hold)
