"""Texts of a frame that find themselves free places; each set once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d.geometry import Rect, held
from scenes.ink import Ink
from scenes.look import Look
from scenes.parts import faded, part

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_GAP = 0.16
"""Between a word and the number after it."""
_FIGURES = frozenset("0123456789.,+−-=%×:/()eNa ")
"""What a number is set in without asking Typst: it may run."""
_OFF = 0.2
"""From a point to the text beside it."""
_CLEAR = 0.07
"""How far lines keep off a text."""
_SIDES = ((1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (1, 0), (-1, 0), (0, -1))


class Lettering:
    """Sets texts in the smallest size, on an edge of their own, and keeps them."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._ink = Ink(look.palette)

    @part
    def text(self, words: str, number: str, color: str) -> VGroup:
        """Return words and a number behind them, near the origin; place a copy."""
        from manim import VGroup

        size = self.look.type.small
        if not _FIGURES.issuperset(number):
            words, number = f"{words} {number}", ""
        row: Any = VGroup()
        row.baseline = 0.0
        for said in self._words(words, color) if words else ():
            row.add(said.copy())
        if number:
            end = float(row.get_right()[0]) + _GAP if words else 0.0
            row.add(*typeset.number(number, size, color).shift(np.array([end, 0.0, 0.0])))
        return self._ink.edged(row)

    @part
    def _words(self, words: str, color: str) -> tuple[Any, ...]:
        text = typeset.text(words, self.look.type.small, color)
        return tuple(typeset.place(text, 0.0, 0.0).submobjects)


class Notes:
    """The texts of one frame: each keeps clear of lines and of those before it, inside a box."""

    def __init__(
        self, lettering: Lettering, box: Box, busy: Sequence[Array], taken: Sequence[Rect] = ()
    ) -> None:
        self._lettering = lettering
        self._box = box
        points = [line for line in busy if len(line)]
        self._busy = np.concatenate(points) if points else np.zeros((0, 2))
        self._taken = list(taken)
        self.parts: dict[str, Mobject] = {}

    def put(
        self,
        name: str,
        text: tuple[str, str, str],
        points: Sequence[Array],
        opacity: float,
        first: tuple[float, float] | None = None,
    ) -> None:
        """Write words, a number and their colour (``text``) beside the first point with room.

        ``first`` is the side to try first. A text that would stand on another is left out.
        """
        if opacity <= 0:
            return
        group = self._lettering.text(*text)
        size = float(group.width), float(group.height)
        sides = _SIDES if first is None else (first, *_SIDES)
        places = [place for place in self._places(points, size, sides) if self._is_free(place)]
        if not places:
            return
        place = min(places, key=self._crossings)
        self._taken.append(place)
        center = place.left + size[0] / 2, place.bottom + size[1] / 2, 0.0
        self.parts[name] = faded(group.copy().move_to(np.array(center)), opacity)

    def _places(
        self,
        points: Sequence[Array],
        size: tuple[float, float],
        sides: Sequence[tuple[float, float]],
    ) -> Iterator[Rect]:
        """Yield the places beside the points, near ones first, moved into the box."""
        width, height = size
        for off in (_OFF, 2.5 * _OFF):
            for point in points:
                for x, y in sides:
                    left = point[0] - width / 2 + x * (off + width / 2)
                    bottom = point[1] - height / 2 + y * (off + height / 2)
                    wish = Rect(float(left), float(bottom), width, height)
                    place = held(wish, self._box)
                    if abs(place.left - wish.left) + abs(place.bottom - wish.bottom) < 0.4:
                        yield place

    def _is_free(self, place: Rect) -> bool:
        fits = place == held(place, self._box)
        return fits and not any(place.crowds(other) for other in self._taken)

    def _crossings(self, place: Rect) -> int:
        """Return how many points of lines a place holds."""
        x, y = self._busy[:, 0], self._busy[:, 1]
        across = (place.left - _CLEAR < x) & (x < place.left + place.width + _CLEAR)
        up = (place.bottom - _CLEAR < y) & (y < place.bottom + place.height + _CLEAR)
        return int((across & up).sum())
