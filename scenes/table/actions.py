"""What can happen to a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, share, smooth
from scenes.pace import steps_s
from scenes.stage import Mistake
from scenes.table.model import Mark, Ratios, State
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.table import Table

_ROW_S = 0.3
_ARRIVAL, _SETTLED = 0.6, 0.95
"""The part of a step at which its row begins to appear, and stands."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Shows the rows up to k = ``to``, one after another.

    Attributes
    ----------
    to : int
        The last row to show.
    """

    to: int

    def length(self, state: State, stage: Table) -> float:
        """Return 0.3 seconds a row, at least half a second."""
        return max(_ROW_S * (self.to - state.last), 0.5)

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Fade the rows in."""
        new = [k for k in range(self.to + 1) if state.rows[k] < 1]
        rows = list(state.rows)
        for i, k in enumerate(new):
            rows[k] = mix(rows[k], 1.0, smooth(share(alpha, i, len(new), 0.3)))
        return replace(state, rows=tuple(rows))

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when there is nothing to show."""
        stage.must_have(self.to)
        if all(state.rows[: self.to + 1]):
            raise Mistake(f"the rows up to k = {self.to} are filled already")


@dataclass(frozen=True, slots=True)
class Step:
    """Shows each row as the walker on the map arrives at its iterate: evenly in time.

    Rows past the table's end do not show; the steps of another run are not the table's.

    Attributes
    ----------
    to : int
        The iterate to step to.
    run : RunName
        Whose step it is; by default, everybody's.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: Table) -> float:
        """Return the time of the steps, by the pace that all kinds share."""
        count = self.to - max(state.last, 0)
        if not stage.owns(self.run) or count <= 0:
            return 0.0
        return steps_s(count)

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Fade each row in at the end of its step."""
        if not stage.owns(self.run):
            return state
        first = max(state.last, 0)
        steps = max(self.to - first, 1)
        rows = list(state.rows)
        for k in range(min(self.to + 1, len(rows))):
            begun = share(alpha, max(k - first - 1, 0), steps)
            shown = (
                smooth((begun - _ARRIVAL) / (_SETTLED - _ARRIVAL)) if k > first else smooth(begun)
            )
            rows[k] = mix(rows[k], 1.0, shown)
        return replace(state, rows=tuple(rows))

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when the run is shorter."""
        if stage.owns(self.run) and self.to > stage.steps:
            raise Mistake(f"the run has {stage.steps} steps, to: {self.to} is past its end")


@dataclass(frozen=True, slots=True)
class Back:
    """Takes the rows after k = ``to`` away, the last first.

    Attributes
    ----------
    to : int
        The last row that stays.
    run : RunName
        Whose step it is; by default, everybody's.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: Table) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Fade the rows out."""
        if not stage.owns(self.run):
            return state
        gone = range(len(state.rows) - 1, self.to, -1)
        rows = list(state.rows)
        for i, k in enumerate(k for k in gone if rows[k] > 0):
            count = state.last - self.to
            rows[k] = mix(state.rows[k], 0.0, smooth(share(alpha, i, count, 0.5)))
        return replace(state, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class ShowRatios:
    """Puts arrows from each entry of a column to the next, with the column's ratio beside them.

    Attributes
    ----------
    column : str
        The quantity of the column, one with a ``ratio``.
    """

    column: str

    def length(self, state: State, stage: Table) -> float:
        """Return seconds by the number of rows in sight."""
        return 0.8 + 0.1 * max(state.last, 0)

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Let the arrows appear from the top down."""
        ratios = Ratios(self.column, mix(0.0, 1.0, alpha))
        return replace(state, ratios=(*state.ratios, ratios)) if ratios.strength > 0 else state

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when the column has no ratio, or shows it already."""
        if not stage.params.columns[stage.column(self.column)].ratio:
            raise Mistake(f"give the column {self.column} a `ratio:` such as ×0.8, to keep room")
        if any(ratios.column == self.column for ratios in state.ratios):
            raise Mistake(f"the column {self.column} shows its ratios already")


@dataclass(frozen=True, slots=True)
class HideRatios:
    """Takes the arrows of a column away, or all.

    Attributes
    ----------
    column : str
        The quantity of the column; all by default.
    """

    column: str = ""

    def length(self, state: State, stage: Table) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Let them go from the bottom up."""
        ratios = (
            replace(r, strength=mix(r.strength, 0.0, alpha)) if self.column in ("", r.column) else r
            for r in state.ratios
        )
        return replace(state, ratios=tuple(r for r in ratios if r.strength > 0))

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when there are none."""
        if self.column:
            stage.column(self.column)
        if not any(self.column in ("", ratios.column) for ratios in state.ratios):
            raise Mistake("no ratios are shown" + (f" at {self.column}" if self.column else ""))


@dataclass(frozen=True, slots=True)
class Highlight:
    """Puts a soft box behind a row, or behind its entry in ``column``.

    Attributes
    ----------
    row : int
        The row of iterate k.
    column : str
        The quantity of the entry; by default the whole row.
    """

    row: int
    column: str = ""

    def length(self, state: State, stage: Table) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Return the state while the box appears."""
        here = (self.row, self.column)
        before = next((m for m in state.marks if (m.row, m.column) == here), None)
        mark = Mark(*here, mix(before.strength if before else 0.0, 1.0, smooth(alpha)))
        others = tuple(m for m in state.marks if m != before)
        return replace(state, marks=(*others, mark) if mark.strength > 0 else others)

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when the row is not in sight."""
        stage.must_have(self.row)
        if self.column:
            stage.column(self.column)
        if not state.rows[self.row]:
            raise Mistake(f"the row k = {self.row} is not filled yet")


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Takes the boxes of a row away, or all.

    Attributes
    ----------
    row : int
        The row; all by default.
    """

    row: int | None = None

    def length(self, state: State, stage: Table) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Table) -> State:
        """Return the state while they go."""
        return state.with_marks(lambda mark: self.row in (None, mark.row), alpha)

    def check(self, state: State, stage: Table) -> None:
        """Raise ``Mistake`` when nothing is highlighted."""
        if not any(self.row in (None, mark.row) for mark in state.marks):
            raise Mistake(
                "nothing is highlighted" + ("" if self.row is None else f" in row k = {self.row}")
            )
