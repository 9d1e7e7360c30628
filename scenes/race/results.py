"""How each run of a grid did: when it arrived, whether it will, who was first."""

from __future__ import annotations

from collections.abc import Mapping

from gdmath.run import Outcome, Trajectory
from gdmath.theory import stays_below
from scenes.race.state import Params

_LOST = (Outcome.DIVERGED, Outcome.CYCLE)


class Results:
    """Reads the answers off the trajectories of a grid; rows and columns are counted from 0."""

    def __init__(self, params: Params, runs: Mapping[str, Trajectory]) -> None:
        self.params = params
        self.runs = runs
        self._arrivals = {
            (row, column): arrival(run, params.fraction)
            for row in range(len(params.rows))
            for column in range(len(params.columns))
            if (run := self.run(row, column)) is not None
        }

    def run(self, row: int, column: int) -> Trajectory | None:
        """Return the trajectory of a cell, or None for an empty one."""
        name = self.params.cell(row, column)
        return None if name is None else self.runs[name]

    def cells(self, row: int) -> tuple[int, ...]:
        """Return the columns in which a row has a run."""
        columns = range(len(self.params.columns))
        return tuple(column for column in columns if (row, column) in self._arrivals)

    def arrival(self, row: int, column: int) -> int | None:
        """Return the step from which on a cell's loss stays low, or None."""
        return self._arrivals[row, column]

    def end(self, row: int) -> int:
        """Return the step at which all is known about a row."""
        return max((self._known(row, column) for column in self.cells(row)), default=0)

    def said(self, row: int, column: int, k: float) -> str:
        """Return what a cell says after ``k`` steps: nothing as long as that is open."""
        arrived, run = self.arrival(row, column), self.run(row, column)
        if run is None or k < self._known(row, column):
            return ""
        if arrived is not None:
            return grouped(arrived)
        return "never" if run.outcome in _LOST else f">{grouped(run.steps)}"

    def winners(self, row: int) -> tuple[int, ...]:
        """Return the columns that arrived first in a row."""
        times = {column: self.arrival(row, column) for column in self.cells(row)}
        best = min((time for time in times.values() if time is not None), default=None)
        return tuple(c for c, time in times.items() if time is not None and time == best)

    def _known(self, row: int, column: int) -> int:
        """Return the step at which it is known whether a cell's run arrives."""
        arrived, run = self.arrival(row, column), self.run(row, column)
        return run.steps if arrived is None and run is not None else arrived or 0


def arrival(run: Trajectory, fraction: float) -> int | None:
    """Return the step from which on a run's loss stays below a fraction of its first, or None.

    Losses are counted above the least one, where that is known.
    """
    excess = run.f - (run.run.objective.f_min or 0.0)
    step = int(stays_below(excess, fraction * excess[0]))
    return step if step >= 0 else None


def grouped(count: int) -> str:
    """Return a count with its thousands apart, from five digits on."""
    return f"{count:,}".replace(",", " ") if count >= 10_000 else str(count)
