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
from scenes.race.headings import Headings
from scenes.race.results import Results, grouped
from scenes.race.state import Params
from scenes.stage import Mistake
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup

_WIDEST_NAME = 2.3
"""Names of rows at the left of their rows take so much at most."""
_ASIDE = 0.25
"""Between the names of rows, or the clock over them, and the first column."""
_WIDE = 1.9
"""Where cells are at least so wide, rows have their names at the left, else above them."""
_LINE = 0.56
_GAP = 0.1
_PAD = 0.09
_FLAT = 1.3
"""A cell so much wider than high has its number at the right of its map, else below."""
_LEAST = (1.3, 1.12)
"""Width and height of the smallest cell that shows something."""
CLOCK_GAP = 0.15


class Layout:
    """Divides a box: names of columns on top, rows of cells, what the numbers mean below.

    Raises
    ------
    Mistake
        When there is no room for all cells.
    """

    def __init__(self, params: Params, results: Results, box: Box, look: Look) -> None:
        self._params, self._results, self.box, self._look = params, results, box, look
        self._has_names = any(row.name for row in params.rows)
        across = (box.width - _WIDEST_NAME - _ASIDE) / max(len(params.columns), 1)
        self.beside = self._has_names and across >= _WIDE
        self._check_room()

    def _check_room(self) -> None:
        """Hold a cell against the smallest one that shows something; nothing is measured here."""
        box, params = self.box, self._params
        above = 0.0 if self.beside or not self._has_names else _LINE
        wide = (box.width - (_WIDEST_NAME + _ASIDE if self.beside else 0.0)) / len(params.columns)
        high = (box.height - (1.3 if self.beside else 1.9)) / len(params.rows) - above
        for what, size, least in (("wide", wide, _LEAST[0]), ("high", high, _LEAST[1])):
            if size < least:
                raise Mistake(
                    f"a cell of this race would be {size:.1f} units {what} and needs {least:.1f}: "
                    "give it a larger panel, or fewer rows or columns"
                )

    @cached_property
    def grid(self) -> Box:
        """The part of the box that the rows share."""
        bottom = float(self.legend.height) + 0.25
        return self.box.inset(
            left=self._names_room,
            bottom=bottom + (0.0 if self._clock_fits else _LINE),
            top=self.headings.room,
        )

    @cached_property
    def _names_room(self) -> float:
        """The width that names at the left of their rows take, and the clock over them."""
        if not self.beside:
            return 0.0
        names = [self._row_text(row) for row in range(len(self._params.rows))]
        widths = [float(name.width) for name in names if name is not None]
        return max(*widths, min(self.clock_room, _WIDEST_NAME)) + _ASIDE

    @cached_property
    def headings(self) -> Headings:
        """The names of the columns."""
        return Headings(self._params, self.box, self._look, self._names_room)

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

    @cached_property
    def clock_words(self) -> tuple[str, ...]:
        """What stands before the clock's number, and apart from it: how the clock runs."""
        if self._params.clock == "steps":
            return ("step",)
        return ("step", "log clock") if self.beside else ("log clock: step",)

    @cached_property
    def _clock_fits(self) -> bool:
        """Whether what the legend's line must hold beside it has room there."""
        if self.beside and len(self.clock_words) == 1:
            return True
        room = self._width(self.clock_words[1]) if self.beside else self.clock_room
        return float(self.legend.width) + room + 0.5 < self.box.width

    @cached_property
    def clock_room(self) -> float:
        """The width of the clock, at its widest."""
        size, ink = self._look.type.small, self._look.palette.ink
        last = max(self._results.end(row) for row in range(len(self._params.rows)))
        number = typeset.number(grouped(last), size, ink, weight="semibold")
        return self._width(self.clock_words[0]) + CLOCK_GAP + float(number.width)

    def clock_place(self) -> tuple[float, float]:
        """Return the left end and the baseline of the clock."""
        if self.beside:
            return self.box.left, self.headings.baseline
        return self._in_legend(self.clock_room)

    def pace_place(self) -> tuple[float, float]:
        """Return the left end and the baseline of how the clock runs."""
        return self._in_legend(self._width(self.clock_words[1]))

    def _in_legend(self, width: float) -> tuple[float, float]:
        legend: Any = self.legend
        if self._clock_fits:
            return self.box.right - width, float(legend.baseline)
        return self.box.left, float(legend.get_top()[1]) + 0.25

    @part
    def row_name(self, row: int) -> VGroup | None:
        """Return the name of a row in its place, if it has one."""
        text, slot = self._row_text(row), self.row(row)
        if text is None:
            return None
        y = self.slot(row, 0).center[1] if self.beside else slot.top - _LINE / 2
        copy: Any = text.copy()
        return typeset.place(copy, self.box.left, y, on_baseline=False)

    @part
    def _row_text(self, row: int) -> VGroup | None:
        says = self._params.rows[row].name
        if not says:
            return None
        ink = self._look.palette.ink
        if not self.beside:
            return typeset.text(says.replace("\\ ", ""), self._look.type.small, ink)
        return paragraph(says, self._look.type.small, ink, _WIDEST_NAME)

    def row(self, row: int) -> Box:
        """Return the band of a row; its name stands in it when that is above its cells."""
        count = len(self._params.rows)
        return self.grid.part(0, 1 - (row + 1) / count, 1, 1 / count)

    def slot(self, row: int, column: int) -> Box:
        """Return the frame of a cell."""
        band = self.row(row)
        above = _LINE if self._has_names and not self.beside else 0.0
        band = band.inset(top=above + _GAP / 2, bottom=_GAP / 2)
        count = len(self._params.columns)
        return band.part(column / count, 0, 1 / count, 1).inset(left=_GAP / 2, right=_GAP / 2)

    @cached_property
    def number_size(self) -> float:
        """The size of the number of a cell: large in a large one."""
        slot = self.slot(0, 0)
        large = min(slot.width, slot.height) > 2.6
        return self._look.type.heading if large else self._look.type.small

    @cached_property
    def _number_room(self) -> float:
        """The width of the widest thing a cell can say."""
        results = self._results
        said = (
            results.said(row, column, float("inf"))
            for row in range(len(self._params.rows))
            for column in results.cells(row)
        )
        return max(self._width(says, self.number_size) for says in said)

    @cached_property
    def _word_room(self) -> float:
        return self._width(self._params.winner)

    @cached_property
    def _is_flat(self) -> bool:
        slot, room = self.slot(0, 0), max(self._number_room, self._word_room)
        return slot.width > _FLAT * slot.height and room < 0.65 * slot.width

    @cached_property
    def _is_wide(self) -> bool:
        """Whether a winner's word has room beside the number below its map."""
        return self._number_room / 2 + 0.3 + self._word_room < self.slot(0, 0).width / 2

    def map(self, row: int, column: int) -> Box:
        """Return the place of a cell's map."""
        slot = self.slot(row, column).inset(_PAD, _PAD, _PAD, _PAD)
        if self._is_flat:
            return slot.inset(right=max(self._number_room, self._word_room) + 0.2)
        lines = 1.3 if self._is_wide else 2.5
        return slot.inset(bottom=lines * em(self.number_size))

    def number_places(self, row: int, column: int) -> tuple[tuple[float, float], ...]:
        """Return the middles, on their baselines, of what a cell says and of the winner's word."""
        slot = self.slot(row, column).inset(_PAD, _PAD, _PAD, _PAD)
        size = em(self.number_size)
        if self._is_flat:
            x = slot.right - max(self._number_room, self._word_room) / 2 - 0.05
            return (x, slot.center[1] + 0.3 * size), (x, slot.center[1] - 0.95 * size)
        x, y = slot.center[0], slot.bottom + 0.25 * size
        if self._is_wide:
            return (x, y), (x + self._number_room / 2 + 0.3 + self._word_room / 2, y)
        return (x, y + 1.2 * size), (x, y)

    def _width(self, says: str, size: float | None = None) -> float:
        size = size or self._look.type.small
        return float(typeset.text(says, size, self._look.palette.ink).width) if says else 0.0
