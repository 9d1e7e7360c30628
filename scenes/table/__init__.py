"""A table of a run that fills row by row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.ease import share, smooth
from scenes.frames import soft_box
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.table import actions, model
from scenes.table.grid import ColumnSize, Grid, lay_out
from scenes.table.model import Column, Mark, Params, State
from scenes.typeset import em
from script.errors import did_you_mean

if TYPE_CHECKING:
    from manim import Mobject, VGroup

__all__ = ["KIND", "Column", "Params", "State", "Table"]

_FIGURES = frozenset("0123456789.,+-%e ")
_TITLE_DROP, _TITLE_ROOM = 0.38, 0.85
_RISE = 0.12
_QUIET = 0.96
"""Opacity of the ratios, which stand behind the entries in rank; every colour still reads."""
_PAD = 0.08
_ARC, _ARC_GAP = 0.16, 0.08
"""Scene units: how far a ratio's arrow bulges, and the space on both sides of it."""


class Table:
    """The table. Its columns and rows have their places from the start."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {
        "fill": actions.Fill,
        "step": actions.Step,
        "back": actions.Back,
        "ratios": actions.ShowRatios,
        "unratios": actions.HideRatios,
        "highlight": actions.Highlight,
        "unhighlight": actions.Unhighlight,
    }

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        trajectory = runs[params.run]
        self.steps = trajectory.steps
        if not 0 <= params.rows <= self.steps:
            raise Mistake(f"the run has {self.steps} steps, rows: {params.rows} is past its end")
        self._index = {str(column.of): i for i, column in enumerate(params.columns)}
        if not params.columns or len(self._index) < len(params.columns):
            raise Mistake("a table needs columns, each of another quantity")
        self.entries = tuple(_entries(column, trajectory, params.rows) for column in params.columns)

    def initial(self) -> model.State:
        """Return the table with its head and no rows."""
        return model.State((0.0,) * (self.params.rows + 1))

    def check(self, action: Any, state: model.State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        if hasattr(action, "check"):
            action.check(state, self)

    def owns(self, run: str | None) -> bool:
        """Return whether an action for ``run`` (None: for all) is for this table."""
        return run in (None, "", self.params.run)

    def column(self, of: str) -> int:
        """Return the index of a column; ``Mistake`` when there is none of that quantity."""
        if of not in self._index:
            hint = did_you_mean(of, self._index)
            raise Mistake(f"the table has no column {of}" + (f" - {hint}" if hint else ""))
        return self._index[of]

    def must_have(self, row: int) -> None:
        """Raise ``Mistake`` when the table has no row ``row``."""
        if not 0 <= row <= self.params.rows:
            raise Mistake(f"the table has the rows k = 0 to {self.params.rows}, not k = {row}")

    def draw(self, state: model.State) -> dict[str, Mobject]:
        """Return the head, the boxes, the rows in sight and the ratios beside them."""
        parts: dict[str, Mobject] = {"head": self._head()}
        for mark in state.marks:
            parts[f"mark.{mark.row}.{mark.column}".rstrip(".")] = self._mark(mark)
        for k, seen in enumerate(state.rows):
            if seen >= 1:
                parts[f"row.{k}"] = self._row(k)
            elif seen > 0:
                parts[f"row.{k}"] = faded(
                    self._row(k).copy().shift((0, _RISE * (seen - 1), 0)), seen
                )
        for ratios in state.ratios:
            for k, seen in enumerate(state.rows[1:]):
                light = seen * smooth(share(ratios.strength, k, self.params.rows, 0.7))
                if light > 0:
                    name = f"ratio.{ratios.column}.{k}"
                    parts[name] = self._ratio(ratios.column, k, light)
        return parts

    @cached_property
    def grid(self) -> Grid:
        """Where everything stands."""
        room = self.box.inset(_PAD, _PAD, _PAD, _TITLE_ROOM if self.params.title else _PAD)
        sizes = [self._measure(i) for i in range(len(self.params.columns))]
        grid = lay_out(sizes, self.params.rows + 1, room, self.look.type)
        if grid is None:
            raise Mistake(
                f"a table of {len(sizes)} columns and {self.params.rows + 1} rows does not fit "
                "the panel, even in the smallest type - take a larger region or drop some"
            )
        return grid

    def _measure(self, index: int) -> ColumnSize:
        """Return the widths of a column in em: the same at every size."""
        size = self.look.type.small
        split = [_split(entry) for entry in self.entries[index]]
        before = max(self._advance(whole, size) for whole, _ in split)
        after = max(self._advance(rest, size) for _, rest in split)
        head = float(self._column_head(index, size).width)
        beside = self._ratio_room(index)
        return ColumnSize(head / em(size), before / em(size), after / em(size), beside)

    @part
    def _advance(self, shown: str, size: float) -> float:
        figures: Any = typeset.number(shown, size, "#FFFFFF")
        return float(figures.advance)

    @part
    def _column_head(self, index: int, size: float) -> VGroup:
        column = self.params.columns[index]
        return typeset.math(column.head, size, self.look.palette.of(column.shade))

    @part
    def _head(self) -> VGroup:
        """Return the title, the names of the columns and the line under them."""
        from manim import Line, VGroup

        grid, palette = self.grid, self.look.palette
        left, right = grid.columns[0].left - _PAD, grid.columns[-1].right + _PAD
        rule = Line(
            [left, grid.rule, 0], [right, grid.rule, 0], stroke_width=2, color=palette.faint
        )
        head = VGroup(rule)
        for i, place in enumerate(grid.columns):
            name = self._column_head(i, grid.size).copy()
            head.add(typeset.place(name, place.middle, grid.head, "center"))
        if self.params.title:
            title = typeset.text(
                self.params.title, self.look.type.body, palette.ink, weight="semibold"
            )
            half = title.width / 2
            middle = max((left + right) / 2, self.box.left + half)
            middle = min(middle, self.box.right - half)
            head.add(typeset.place(title, middle, grid.top + _TITLE_ROOM - _TITLE_DROP, "center"))
        return head

    @part
    def _row(self, k: int) -> VGroup:
        """Return the entries of row ``k``, their decimal points under one another."""
        from manim import VGroup

        row = VGroup()
        for column, place, entries in zip(
            self.params.columns, self.grid.columns, self.entries, strict=True
        ):
            whole, _ = _split(entries[k])
            figures = typeset.number(entries[k], self.grid.size, self.look.palette.of(column.shade))
            x = place.point - self._advance(whole, self.grid.size)
            row.add(figures.shift((x, self.grid.baseline(k), 0)))
        return row

    @part
    def _mark(self, mark: Mark) -> Mobject:
        """Return the soft box behind a row or an entry."""
        index = self.column(mark.column) if mark.column else None
        first, last = (0, -1) if index is None else (index, index)
        grid, columns = self.grid, self.params.columns
        left, right = grid.columns[first].left - _PAD, grid.columns[last].right + _PAD
        color = (
            self.look.palette.ink if index is None else self.look.palette.of(columns[index].shade)
        )
        height = 0.94 * grid.pitch
        box = Box(left, grid.middle(mark.row) - height / 2, right - left, height)
        return soft_box(box, color, mark.strength)

    @part
    def _ratio(self, column: str, k: int, light: float) -> Mobject:
        return faded(self._arrow(self.column(column), k), light)

    @part
    def _arrow(self, index: int, k: int) -> VGroup:
        """Return the arrow from row ``k`` of a column to the next, with the ratio beside it."""
        from manim import ArcBetweenPoints, Triangle, VGroup

        grid, color = self.grid, self.look.palette.of(self.params.columns[index].shade)
        x = grid.columns[index].right + _ARC_GAP
        top, bottom = grid.middle(k) - 0.08, grid.middle(k + 1) + 0.1
        arc = ArcBetweenPoints([x, top, 0], [x, bottom, 0], angle=-2.0, color=color, stroke_width=3)
        tip = Triangle(color=color, fill_opacity=1, stroke_width=0).scale(0.07)
        tip.rotate(2.3).move_to((x + 0.01, bottom, 0))
        words = self._ratio_text(index).copy()
        left = x + _ARC + _ARC_GAP
        return VGroup(arc, tip, words.move_to((left + words.width / 2, (top + bottom) / 2, 0)))

    @part
    def _ratio_text(self, index: int) -> VGroup:
        column = self.params.columns[index]
        text = typeset.text(column.ratio, self.look.type.small, self.look.palette.of(column.shade))
        return text.set_opacity(_QUIET)

    def _ratio_room(self, index: int) -> float:
        """Return the width of a column's ratios with their arrows, in scene units."""
        if not self.params.columns[index].ratio:
            return 0.0
        return 2 * _ARC_GAP + _ARC + float(self._ratio_text(index).width) + _ARC_GAP


def _entries(column: Column, trajectory: Trajectory, rows: int) -> tuple[str, ...]:
    """Return a column's entries for k = 0 to ``rows``."""
    try:
        entries = tuple(column.text(trajectory, k) for k in range(rows + 1))
    except ValueError:
        raise Mistake(f"{column.format} is no format of a number, such as .2f") from None
    for k, entry in enumerate(entries):
        if not _FIGURES.issuperset(entry):
            raise Mistake(f"the column {column.of} would show {entry} at k = {k}: not a number")
    return entries


def _split(entry: str) -> tuple[str, str]:
    """Return what stands before the decimal point, and the rest."""
    whole, point, rest = entry.partition(".")
    return whole, point + rest


KIND = Table
