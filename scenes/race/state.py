"""What a grid of races shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenes.axes import Window
from scenes.coordinate.state import Color
from script.typed import RunName, Text

Clock = Literal["steps", "log"]


@dataclass(frozen=True, slots=True)
class Column:
    """An optimizer: its name over the column, with the marker of its dots.

    Attributes
    ----------
    name : Text
        What stands over the column.
    color : str
        That of its dots, by meaning; by default that of the column's number.
    """

    name: Text
    color: Color = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A landscape and the runs on it.

    Attributes
    ----------
    name : Text
        What stands beside the row.
    runs : tuple of RunName
        The run of each column, ``~`` for none.
    window : tuple of float
        Left, right, bottom and top of what is in sight; by default square, round the minimum,
        with all starts in it.
    """

    name: Text
    runs: tuple[RunName | None, ...]
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """Rows are landscapes, columns are optimizers; each cell is a small map with one run.

    A cell says after how many steps its run's loss, counted above the least one where that is
    known, stays below a fraction of what it was at the start, as long as the run was watched. It
    says ``never`` for a run that diverges or cycles, and ``>500`` for one that did not get there
    in its 500 steps. A dot out of sight is a triangle at the map's edge that points to it, and
    what it was there is not drawn; one that is no number is not drawn. All maps have equal scales
    on both axes and no numbers: their names say what is seen.

    Attributes
    ----------
    rows : tuple of Row
        The landscapes: ``{name, runs, window}``; from 1 to 6.
    columns : tuple of Column
        The optimizers: a name or ``{name, color}``; from 1 to 5.
    fraction : float
        The fraction of the first loss to stay below.
    clock : str
        How ``race`` plays: ``steps`` evenly in steps, ``log`` with ever more of them a second,
        which the picture says.
    hidden : bool
        Whether the rows wait for their ``reveal``.
    winner : Text
        What a crowned cell says.
    legend : Text
        What stands below; by default what the numbers mean.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    fraction: float = 0.01
    clock: Clock = "steps"
    hidden: bool = False
    winner: Text = Text("first")
    legend: Text = Text("")

    def cell(self, row: int, column: int) -> RunName | None:
        """Return the run of a cell, counted from 0."""
        runs = self.rows[row].runs
        return runs[column] if column < len(runs) else None


@dataclass(frozen=True, slots=True)
class State:
    """Everything in the grid, row by row.

    ``k`` is how many steps its runs have taken, a fraction on the way to the next one; ``seen``
    its opacity, ``lit`` how bright it is beside the others, ``crowned`` how much of the winner's
    frame is there. ``clock`` is the number of steps the clock shows, ``ticking`` its opacity.
    """

    k: tuple[float, ...]
    seen: tuple[float, ...]
    lit: tuple[float, ...]
    crowned: tuple[float, ...]
    clock: float = 0.0
    ticking: float = 1.0

    def row(
        self,
        index: int,
        k: float | None = None,
        seen: float | None = None,
        lit: float | None = None,
        crowned: float | None = None,
    ) -> State:
        """Return the state with something of one row changed."""
        return replace(
            self,
            k=_with(self.k, index, k),
            seen=_with(self.seen, index, seen),
            lit=_with(self.lit, index, lit),
            crowned=_with(self.crowned, index, crowned),
        )


def _with(values: tuple[float, ...], index: int, value: float | None) -> tuple[float, ...]:
    return values if value is None else (*values[:index], value, *values[index + 1 :])
