"""The texts among the dots: what squares come to, what is told at a dot, the labels of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d.geometry import Rect, beside, free_place, held, inside
from scenes.ease import mix, smooth
from scenes.header import figure, shown
from scenes.look import Look
from scenes.parts import faded, part
from scenes.plots.layout import spread
from scenes.strokes import edged
from scenes.terms import ink

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_MARGIN = 0.12
_SUDDEN = 0.05
"""Over how many scene units a number fades that finds its room, or loses it."""
_OFF = 0.16
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Label:
    """A line's label: where the line enters and leaves the plane, and its rank from below."""

    line: str
    says: str
    color: str
    ends: tuple[Array, Array]
    rank: float
    seen: float


class Captions:
    """Writes the texts of a frame inside a box; ``taken`` are the places texts keep clear of."""

    def __init__(self, look: Look, box: Box) -> None:
        self._look, self._box = look, box

    def square(
        self, value: float, square: Array, line: tuple[Array, Array] | None, taken: list[Rect]
    ) -> list[tuple[Rect, VGroup, float]]:
        """Return what a square comes to: the place of the text, the text and its opacity.

        It stands at the dot's end of its square, beside the line where that crosses, and is left
        out while it does not fit there or would stand on another text; what has shrunk to a dot
        on the line has it over the dot. There are three places, of which at most one is seen.
        """
        text = self._number(_short(value), self._look.palette.ink)
        wide, high = float(text.width), float(text.height)
        dot, corner, far = square[0], square[1], square[2]
        over = beside(dot, (wide, high), np.array([-1.0, 1.0]))
        apart = min((_gap(over, other) for other in taken), default=_NEVER)
        gone = smooth(1 - abs(float(far[1] - dot[1])) / _SUDDEN)
        gone *= smooth((apart - 0.03) / _SUDDEN) * (over == held(over, self._box))
        start, stop = sorted((float(dot[0]), float(corner[0])))
        start, stop = max(start, self._box.left), min(stop, self._box.right)
        y = float(dot[1]) + (1.0 if far[1] > dot[1] else -1.0) * (_MARGIN + high / 2)
        tall = smooth((abs(float(far[1] - dot[1])) - high - 2 * _MARGIN) / _SUDDEN)
        left, right = _crossed(line, y - high / 2 - 0.05, y + high / 2 + 0.05, start, stop)
        found = []
        for (a, b), rest in ((left, right[1] - right[0]), (right, left[1] - left[0])):
            place = Rect((a + b - wide) / 2, y - high / 2, wide, high)
            apart = min((_gap(place, other) for other in taken), default=_NEVER)
            seen = smooth((b - a - wide - 2 * _MARGIN) / _SUDDEN) * tall
            seen *= smooth((b - a - rest) / _SUDDEN) * smooth((apart - 0.03) / _SUDDEN)
            found.append((place, text, seen if place == held(place, self._box) else 0.0))
        return [*found, (over, text, gone)]

    def told(
        self,
        text: VGroup,
        at: Array,
        first: Sequence[tuple[float, float]],
        lines: Sequence[Array],
        taken: list[Rect],
    ) -> Mobject | None:
        """Return what is told at a dot, on the ``first`` of its sides with room.

        None for a dot out of sight.
        """
        if not inside(at, self._box):
            return None
        size = float(text.width), float(text.height)
        place = free_place(at, size, lines, taken, self._box, [np.array(side) for side in first])
        taken.append(place)
        return _put(text, place)

    def labels(self, wanted: Sequence[Label], taken: list[Rect]) -> dict[str, Mobject]:
        """Return the labels of lines by name, each near the right end of what is seen of its line.

        A label stands under a line that rises or is level, over one that falls; those that would
        meet move apart, in the order of their lines' ranks. One that is wider than the plane is
        left out.
        """
        room = self._box.width - 2 * _OFF
        wanted = [one for one in wanted if self._text(one.says, one.color).width < room]
        texts = [self._text(one.says, one.color) for one in wanted]
        places = [self._near(one, text) for one, text in zip(wanted, texts, strict=True)]
        order = sorted(range(len(wanted)), key=lambda i: (wanted[i].rank, i))
        high = max((place.height for place in places), default=0.0)
        heights = spread(
            [places[i].bottom for i in order],
            [max(wanted[i].seen, 1e-3) for i in order],
            high + 0.1,
            self._box.bottom + 0.1,
            self._box.top - 0.1 - high,
        )
        for i, bottom in zip(order, heights, strict=True):
            places[i] = Rect(places[i].left, bottom, places[i].width, places[i].height)
        taken += places
        return {
            one.line: put(text, place, one.seen)
            for one, text, place in zip(wanted, texts, places, strict=True)
        }

    def _near(self, one: Label, text: VGroup) -> Rect:
        """Return the place of a label that stands alone."""
        wide, high = float(text.width), float(text.height)
        (x0, y0), (x1, y1) = (end.tolist() for end in one.ends)
        slope = (y1 - y0) / (x1 - x0) if x1 - x0 > 1e-9 else math.copysign(1e9, y1 - y0)
        left = min(self._box.right - _OFF - wide, x1 + _OFF)
        start = y1 + slope * min(left - x1, 0.0)
        under = min(start - _OFF, self._box.top - _OFF) - high / 2
        over = max(start + _OFF, self._box.bottom + _OFF) + high / 2
        y = mix(under, over, smooth((-slope - 0.1) / 0.2))
        return held(Rect(left, y - high / 2, wide, high), self._box)

    def dots(self, at: Array) -> list[Rect]:
        """Return the places of dots (n, 2)."""
        return [beside(point, (0.24, 0.24), np.zeros(2)) for point in at]

    def sentence(self, markup: str) -> VGroup:
        """Return what a script wants told at a dot."""
        return self._text(markup, self._look.palette.ink)

    @part
    def letters(self, times: float) -> VGroup:
        """Return ``x + times y``, each in its colour."""
        from manim import VGroup

        palette = self._look.palette
        sign, factor = "-" if times < 0 else "+", "" if abs(times) == 1 else f"{abs(times):g} "
        sources = ["x"] if times == 0 else ["x", f"{sign} {factor}y"]
        terms = ink.terms(sources, self._look.type.small, (palette.x, palette.y)[: len(sources)])
        return edged(VGroup(*(glyph for term in terms for glyph in term)), palette.background)

    @part
    def _text(self, markup: str, color: str) -> VGroup:
        text = typeset.text(markup, self._look.type.small, color)
        return edged(text, self._look.palette.background)

    @part
    def _number(self, said: str, color: str) -> VGroup:
        text = figure(said, self._look.type.small, color)
        return edged(text, self._look.palette.background)


def put(text: VGroup, place: Rect, opacity: float) -> Mobject:
    """Return a copy of a text at its place."""
    return faded(_put(text, place), opacity)


def _put(text: Any, place: Rect) -> Any:
    center = place.left + place.width / 2, place.bottom + place.height / 2, 0.0
    return text.copy().move_to(np.array(center))


def _crossed(
    line: tuple[Array, Array] | None, low: float, high: float, start: float, stop: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return what is free of a line between ``start`` and ``stop``, left and right of it.

    Only its part between two heights counts; where that does not cross, all is free on the left.
    """
    free = (start, stop), (stop, stop)
    if line is None:
        return free
    (x0, y0), (x1, y1) = (end.tolist() for end in line)
    if y1 == y0:
        heights = (x0, x1) if low < y0 < high else None
    else:
        a, b = sorted(((low - y0) / (y1 - y0), (high - y0) / (y1 - y0)))
        heights = (
            (x0 + max(a, 0.0) * (x1 - x0), x0 + min(b, 1.0) * (x1 - x0))
            if a < 1 and b > 0
            else None
        )
    if heights is None or heights[1] < start or heights[0] > stop:
        return free
    return (start, max(heights[0], start)), (min(heights[1], stop), stop)


def _gap(one: Rect, other: Rect) -> float:
    """Return how far two places are apart; 0 when they meet."""
    across = max(one.left - other.left - other.width, other.left - one.left - one.width, 0.0)
    up = max(one.bottom - other.bottom - other.height, other.bottom - one.bottom - one.height, 0.0)
    return float(np.hypot(across, up))


def _short(value: float) -> str:
    """Return a squared error with few signs: whole from 100 up, with one decimal below."""
    said = shown(value, 0 if value >= 99.5 else 1)
    return said.removesuffix(".0")
