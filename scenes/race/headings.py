"""The names of the columns of a grid, each behind the marker of its dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.column import paragraph, rows
from scenes.look import Look
from scenes.parts import part
from scenes.race.state import Params
from scenes.strokes import marks
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup

_MARKER = 0.11
_ROOM = 0.36
"""From the left of a marker to the name behind it."""
_LINE = 0.56
_APART = 0.5


class Headings:
    """Names over their columns; where one is too long for that, all in lines above the markers.

    ``left`` is the room that the names of rows take.
    """

    def __init__(self, params: Params, box: Box, look: Look, left: float) -> None:
        self._params, self._look = params, look
        self._whole, self._box = box, box.inset(left=left)

    @property
    def _count(self) -> int:
        return len(self._params.columns)

    @part
    def _is_over(self) -> bool:
        """Whether every name has room over its column."""
        return all(
            float(self._text(column).width) <= self._name_room for column in range(self._count)
        )

    @property
    def _name_room(self) -> float:
        return self._box.width / self._count - _ROOM - 0.06

    @part
    def _text(self, column: int) -> Any:
        """Return a name, broken where it is too long and has a space, at no place yet."""
        says, ink = self._params.columns[column].name, self._look.palette.ink
        natural: Any = typeset.text(says, self._look.type.small, ink)
        if float(natural.width) <= self._name_room:
            return natural
        broken: Any = paragraph(says, self._look.type.small, ink, self._name_room)
        longest = max(len(word) for word in says.split())
        fits = len(rows(broken)) <= len(says.split()) and longest < len(says)
        return broken if fits and float(broken.width) <= self._name_room else natural

    @property
    def room(self) -> float:
        """The height of all names."""
        if self._is_over():
            return max(float(self._text(column).height) for column in range(self._count)) + 0.35
        return _LINE * (len(self._lines()) + 1)

    @property
    def baseline(self) -> float:
        """The baseline of names that take one line."""
        high = self.room if self._is_over() else _LINE
        return self._whole.top - high / 2 - 0.27 * em(self._look.type.small)

    def _lines(self) -> list[list[int]]:
        """Return the columns whose names share a line above the markers."""
        lines: list[list[int]] = [[]]
        gone = 0.0
        for column in range(self._count):
            width = _ROOM + float(self._text(column).width)
            if lines[-1] and gone + width > self._box.width:
                lines.append([])
                gone = 0.0
            lines[-1].append(column)
            gone += width + _APART
        return lines

    def draw(self, colors: tuple[str, ...]) -> VGroup:
        """Return the names in their places."""
        from manim import VGroup

        group = VGroup()
        middle = self._whole.top - self.room / 2
        for column in range(self._count):
            slot = self._box.part(column / self._count, 0, 1 / self._count, 1)
            if self._is_over():
                width = _ROOM + float(self._text(column).width)
                left = max(slot.left + (slot.width - width) / 2, slot.left)
                group.add(*self._named(column, colors, left, middle))
            else:
                low = self._whole.top - self.room + _LINE / 2
                group.add(self._marker(column, colors, slot.center[0], low))
        for i, line in enumerate([] if self._is_over() else self._lines()):
            left = self._box.left
            for column in line:
                group.add(*self._named(column, colors, left, self._whole.top - (i + 0.5) * _LINE))
                left += _ROOM + float(self._text(column).width) + _APART
        return group

    def _named(
        self, column: int, colors: tuple[str, ...], left: float, middle: float
    ) -> tuple[Any, Any]:
        """Return a marker and the name behind it."""
        text = self._text(column)
        name: Any = text.copy()
        name.baseline = text.baseline
        if len(rows(name)) > 1:
            typeset.place(name, left + _ROOM, middle, on_baseline=False)
        else:
            typeset.place(name, left + _ROOM, middle - 0.27 * em(self._look.type.small))
        return self._marker(column, colors, left + _MARKER, middle), name

    def _marker(self, column: int, colors: tuple[str, ...], x: float, y: float) -> Any:
        return marks(np.array([[x, y]]), column, _MARKER).set_fill(colors[column], 1.0)
