"""A line of readouts over a picture: names that stay, numbers that change from frame to frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes import typeset
from scenes.box import Box
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup

ROW = 0.58
"""Height of a row, in scene units."""
_GAP = 0.3
_BASELINE = 0.4
_NAME_GAP = 0.14
_NARROW, _LETTER, _FIGURE, _BROAD = 0.3, 0.6, 0.65, 0.97
"""Ems that signs take at most; figures are tabular."""
_NARROW_SIGNS, _BROAD_SIGNS = frozenset("iljtf.,:;!|' "), frozenset("mwMW%@∞")


def shown(value: float, decimals: int, most: int = 7) -> str:
    """Return a number for a readout in at most ``most`` signs, so that it keeps to its room.

    As it grows it loses decimals, then it is written ``1.2e+9``; with three digits in the exponent
    it may have a sign more. What is not finite is ``∞``, ``-∞`` or ``NaN``.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    plain = (f"{value:.{digits}f}" for digits in range(decimals, -1, -1))
    powers = (f"{value:.{digits}e}" for digits in (2, 1, 0))
    texts = [text.replace("e+0", "e+") for text in (*plain, *powers)]
    text = next((text for text in texts if len(text) <= most), texts[-1])
    return text.removeprefix("-") if float(text) == 0 else text


def figure(said: str, size: float, color: str) -> VGroup:
    """Return the number that ``shown`` wrote, its baseline's left end at the origin.

    Its ``advance`` is where the next sign would stand.
    """
    if "∞" not in said:
        return typeset.number(said, size, color)
    text: Any = typeset.text(said.replace("-", "−"), size, color)
    typeset.place(text, 0.0, 0.0)
    text.advance = float(text.width)
    return text


def beside(name: Any, number: Any, x: float, baseline: float) -> VGroup:
    """Return a copy of a name at ``x`` and its number after it, both on a baseline."""
    from manim import VGroup

    baseline_of, name = name.baseline, name.copy()
    name.baseline = baseline_of
    typeset.place(name, x, baseline)
    number.shift((float(name.get_right()[0]) + _NAME_GAP, baseline - number.baseline, 0.0))
    number.baseline = baseline
    return VGroup(name, number)


def room(markup: str, size: float) -> float:
    """Return at least how wide a text in small letters and figures is set, in scene units.

    It is told by its signs alone, so that a layout needs no typesetting and what does not fit is
    known before anything is drawn.
    """
    return em(size) * sum(map(_advance, markup))


def _advance(sign: str) -> float:
    if sign in _NARROW_SIGNS:
        return _NARROW
    if sign in _BROAD_SIGNS:
        return _BROAD
    return _LETTER if sign.isalpha() else _FIGURE


@dataclass(frozen=True, slots=True)
class Header:
    """Where readouts stand: in rows from the top of a box, from left to right.

    ``places`` are the left ends and baselines of the readouts in their order; ``height`` is what
    the rows take.
    """

    places: tuple[tuple[float, float], ...]
    height: float


def header(widths: Sequence[float], box: Box) -> Header:
    """Return the places for readouts of these widths; one that finds no room begins a new row."""
    places: list[tuple[float, float]] = []
    x, row = box.left, 0
    for wide in widths:
        if x > box.left and x + wide > box.right + 1e-9:
            x, row = box.left, row + 1
        places.append((x, box.top - row * ROW - _BASELINE))
        x += wide + _GAP
    return Header(tuple(places), (row + 1) * ROW if places else 0.0)
