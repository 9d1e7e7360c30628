"""Finds the formulas in a line of narration: runs of words that hold symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from script.say import Unit

_STOPS = ".,;:?!"
_AROUND = f"{_STOPS}“”‘’«»\"'…"
_PROSE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ0-9.,'’&%°–—-]*")
"""What prose and plain numbers are written with: a word of anything else is symbolic."""
_VALUE = re.compile(r"−?[\d.,]+%?|[b-zB-HJ-Z]\d?")
"""What belongs to a formula it touches: a number, or a letter that is no word."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a line as they are shown.

    A formula has ``words``, how it is said; the punctuation after it stands in ``stop``.
    """

    shown: str
    words: str = ""
    stop: str = ""


def parts(units: Sequence[Unit]) -> Iterator[Part]:
    """Yield a line in parts, its formulas apart: ``We set``, ``η = 0.6``, ``here.``.

    A formula ends with a punctuation mark at the latest.
    """
    prose: list[Unit] = []
    at = 0
    while at < len(units):
        stop = _formula_from(units, at)
        if stop == at:
            prose.append(units[at])
            at += 1
            continue
        if prose:
            yield Part(" ".join(unit.shown for unit in prose))
            prose.clear()
        run = units[at:stop]
        words = " ".join(unit.spoken for unit in run).replace(" ,", ",").rstrip(_STOPS)
        shown = " ".join(unit.shown for unit in run)
        core = shown.rstrip(_STOPS)
        yield Part(core, words, shown[len(core) :])
        at = stop
    if prose:
        yield Part(" ".join(unit.shown for unit in prose))


def _formula_from(units: Sequence[Unit], first: int) -> int:
    """Return where a formula that begins at a word ends: there, when none begins."""
    stop, has_symbol, opened = first, False, 0
    while stop < len(units):
        shown = units[stop].shown
        is_symbolic = _is_symbolic(shown)
        if not (is_symbolic or _VALUE.fullmatch(shown.strip(_AROUND).strip("()"))):
            break
        has_symbol |= is_symbolic
        stop += 1
        opened += shown.count("(") - shown.count(")")
        if shown[-1] in _STOPS and opened <= 0:
            break
    return stop if has_symbol else first


def _is_symbolic(shown: str) -> bool:
    core = shown.strip(_AROUND).strip("()[]")
    return not _PROSE.fullmatch(core) and not re.fullmatch(_VALUE, core)
