"""Where the parts of a grid of races stand in their box."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.column import paragraph
from scenes.look import Look
from scenes.parts import part
from scenes.race.results import Results, grouped
from scenes.race.state import Params
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup

_HEADING = 2.7
"""Width of the column of row names."""
_WIDE = 9.0
"""In a box at least so wide the rows' names stand at the left, else above their rows."""
_LINE = 0.56
_GAP = 0.1
_PAD = 0.09
_FLAT = 1.3
"""A cell so much wider than high has its number at the right of its map, else below."""
MARKER = 0.38
"""Room for the marker before the name of a column."""
CLOCK_GAP = 0.15


class Layout:
    """Divides a box: names of columns on top, rows of cells, what the numbers mean below."""

    def __init__(self, params: Params, results: Results, box: Box, look: Look) -> None:
        self._params, self._results, self.box, self._look = params, results, box, look
        self._has_names = any(row.name for row in params.rows)
        self.beside = self._has_names and box.width >= _WIDE

    @cached_property
    def grid(self) -> Box:
        """The part of the box that the rows share."""
        left = _HEADING if self.beside else 0.0
        top = max(float(name.height) for name in map(self.column_name, self._columns)) + 0.3
        clock = 0.0 if self.beside or self._shares_a_line else _LINE
        return self.box.inset(left=left, bottom=self._legend_room + clock, top=top)

    @cached_property
    def _shares_a_line(self) -> bool:
        """Whether the clock has room at the right of what the numbers mean."""
        return float(self.legend.width) + self.clock_room + 0.5 < self.box.width

    @property
    def clock_room(self) -> float:
        """The width of the clock, at its widest."""
        size, ink = self._look.type.small, self._look.palette.ink
        last = max(self._results.end(row) for row in range(len(self._params.rows)))
        number = typeset.number(grouped(last), size, ink, weight="semibold")
        return float(self.clock_word.width) + CLOCK_GAP + float(number.width)

    @cached_property
    def clock_word(self) -> Any:
        """What stands before the steps taken: how the clock runs when that is not evenly."""
        says = "log clock: step" if self._params.clock == "log" else "step"
        return typeset.text(says, self._look.type.small, self._look.palette.muted)

    @property
    def _columns(self) -> range:
        return range(len(self._params.columns))

    @cached_property
    def _legend_room(self) -> float:
        return float(self.legend.height) + 0.25

    @cached_property
    def legend(self) -> VGroup:
        """What the numbers mean, in its place at the foot of the box."""
        params, size, muted = self._params, self._look.type.small, self._look.palette.muted
        says = params.legend or (
            f"steps until the loss stays below {100 * params.fraction:g} % of its start"
        )
        text: Any = paragraph(str(says), size, muted, self.box.width)
        low = float(text.get_bottom()[1])
        text.shift(np.array([self.box.left - text.get_left()[0], self.box.bottom - low, 0.0]))
        text.baseline += self.box.bottom - low
        return text

    @part
    def column_name(self, column: int) -> VGroup:
        """Return the name of a column, at no place yet."""
        width = self.box.width - (_HEADING if self.beside else 0.0)
        room = width / len(self._columns) - MARKER - 0.2
        ink = self._look.palette.ink
        return paragraph(self._params.columns[column].name, self._look.type.small, ink, room)

    def name_place(self, column: int) -> tuple[float, float]:
        """Return the left end and the middle height of a column's name with its marker."""
        slot, width = self.slot(0, column), float(self.column_name(column).width) + MARKER
        left = max(slot.left + (slot.width - width) / 2, slot.left)
        return left, (self.box.top + self.grid.top) / 2

    @part
    def row_name(self, row: int) -> VGroup | None:
        """Return the name of a row in its place, if it has one."""
        says, slot = self._params.rows[row].name, self.row(row)
        if not says:
            return None
        room = _HEADING - 0.3 if self.beside else self.box.width
        ink = self._look.palette.ink
        text: Any = paragraph(says, self._look.type.small, ink, room)
        y = slot.center[1] if self.beside else slot.top - _LINE / 2
        return typeset.place(text, self.box.left, y, on_baseline=False)

    def row(self, row: int) -> Box:
        """Return the band of a row; its name stands in it when that is above its cells."""
        count = len(self._params.rows)
        return self.grid.part(0, 1 - (row + 1) / count, 1, 1 / count)

    def slot(self, row: int, column: int) -> Box:
        """Return the frame of a cell."""
        band = self.row(row)
        above = _LINE if self._has_names and not self.beside else 0.0
        band = band.inset(top=above + _GAP / 2, bottom=_GAP / 2)
        count = len(self._columns)
        gap = _GAP / 2
        return band.part(column / count, 0, 1 / count, 1).inset(left=gap, right=gap)

    @cached_property
    def number_size(self) -> float:
        """The size of the number of a cell: large in a large one."""
        slot = self.slot(0, 0)
        large = min(slot.width, slot.height) > 2.6
        return self._look.type.heading if large else self._look.type.small

    @cached_property
    def _number_room(self) -> float:
        """The width of the widest thing a cell can say."""
        results, size = self._results, self.number_size
        said = (
            results.said(row, column, float("inf"))
            for row in range(len(self._params.rows))
            for column in results.cells(row)
        )
        words = max(self._width(says, size) for says in said)
        return max(words, self._width(self._params.winner, self._look.type.small))

    @property
    def _is_flat(self) -> bool:
        slot = self.slot(0, 0)
        return slot.width > _FLAT * slot.height and self._number_room < 0.65 * slot.width

    def map(self, row: int, column: int) -> Box:
        """Return the place of a cell's map."""
        slot = self.slot(row, column).inset(_PAD, _PAD, _PAD, _PAD)
        if self._is_flat:
            return slot.inset(right=self._number_room + 0.2)
        return slot.inset(bottom=1.5 * em(self.number_size))

    def number_places(self, row: int, column: int) -> tuple[tuple[float, float], ...]:
        """Return the middles, on their baselines, of what a cell says and of the winner's word."""
        slot = self.slot(row, column).inset(_PAD, _PAD, _PAD, _PAD)
        size = self.number_size
        if self._is_flat:
            x, y = slot.right - self._number_room / 2 - 0.05, slot.center[1]
            return (x, y + 0.3 * em(size)), (x, y - 0.95 * em(size))
        x, y = slot.center[0], slot.bottom + 0.3 * em(size)
        half, word = self._number_room / 2, self._width(self._params.winner, self._look.type.small)
        if half + 0.3 + word > slot.width / 2:
            return (x, y), (x, self.map(row, column).bottom + 0.2)
        return (x, y), (x + half + 0.3 + word / 2, y)

    def _width(self, says: str, size: float) -> float:
        return float(typeset.text(says, size, self._look.palette.ink).width) if says else 0.0

    def clock_place(self) -> tuple[float, float]:
        """Return the left end and the baseline of the clock."""
        if self.beside:
            return self.box.left, self.heading
        if self._shares_a_line:
            return self.box.right - self.clock_room, float(self.legend.baseline)
        return self.box.left, self.grid.bottom - _LINE / 2 - 0.1

    @property
    def heading(self) -> float:
        """The baseline of the names of the columns, where they take one line."""
        return (self.box.top + self.grid.top) / 2 - 0.27 * em(self._look.type.small)
