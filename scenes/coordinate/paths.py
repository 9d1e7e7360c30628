"""The numbers of runs at every step, also at a learning rate that a script dials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from gdmath import theory
from gdmath.array import Array
from gdmath.objectives import Quadratic, quadratic_form
from gdmath.optimizers import GD
from gdmath.run import Trajectory, Unknown
from scenes.coordinate.state import Walker
from scenes.parts import part
from scenes.stage import Mistake
from script.typed import RunName

Quantity = Literal["x", "y", "f", "grad_norm", "step_len", "lr"]
"""What is followed: a coordinate, the loss, the steepness, the length of the step from k, its rate.

The rate of the last step stands for what would come after.
"""


class Paths:
    """One quantity of every run, iterate by iterate.

    A walker whose ``lr`` was dialled follows the closed form of gradient descent on its
    quadratic, ``x* + (x[0] - x*) (1 - lr * curvature)^k``, evaluated at every step anew: no
    picture on the way from one rate to another lies between two runs.
    """

    def __init__(self, runs: Mapping[str, Trajectory], of: Quantity) -> None:
        self.runs = runs
        self.of = of

    def last(self, run: RunName) -> int:
        """Return the last iterate a run has of the quantity."""
        return self.runs[run].steps - (self.of == "step_len")

    def lr(self, walker: Walker) -> float:
        """Return the learning rate a walker walks at."""
        return self.runs[walker.run].lr if walker.lr is None else walker.lr

    def values(self, walker: Walker) -> Array:
        """Return the quantity (n,) from iterate 0 to the one after where the walker stands."""
        count = min(int(walker.at) + 2, self.last(walker.run) + 1)
        return self._values(walker.run, walker.lr, count)

    def value(self, walker: Walker) -> float:
        """Return where a walker stands: at an iterate, or straight on its way to the next."""
        return between(self.values(walker), walker.at)

    def iterate(self, walker: Walker, k: int) -> float:
        """Return the quantity at a walker's iterate ``k``, wherever it stands."""
        return float(self._values(walker.run, walker.lr, k + 1)[k])

    def quadratic(self, run: RunName) -> Quadratic:
        """Return the quadratic on which a run goes down by gradient descent at a constant rate.

        Raises
        ------
        Mistake
            When it goes down otherwise, so that no formula is known for other rates.
        """
        trajectory = self.runs[run]
        found = quadratic_form(trajectory.run.objective)
        try:
            known = trajectory.lr > 0 and isinstance(trajectory.run.optimizer, GD)
        except Unknown:
            known = False
        if found is None or found.minimum is None or not known:
            raise Mistake(
                f"the rate of {run} cannot be dialled: that needs gradient descent at a constant "
                "rate on a quadratic with a minimum"
            )
        return found

    def check(self, run: RunName) -> None:
        """Raise ``Mistake`` when a run has no such quantity."""
        if self.of == "y" and self.runs[run].x.shape[1] < 2:
            raise Mistake(f"{run} has no y")

    @part
    def _values(self, run: RunName, lr: float | None, count: int) -> Array:
        trajectory = self.runs[run]
        if self.of == "lr":
            rates = np.full(1, lr) if lr is not None else trajectory.lrs
            return np.append(rates, np.full(count, rates[-1] if len(rates) else np.nan))[:count]
        if lr is None:
            if self.of in ("x", "y"):
                return trajectory.x[:count, "xy".index(self.of)]
            values: Array = getattr(trajectory, self.of)[:count]
            return values
        steps = np.arange(count + 1)
        with np.errstate(all="ignore"):
            x = theory.iterates(self.quadratic(run), lr, trajectory.x[0], steps)
            return self._measured(trajectory, x)[:count]

    def _measured(self, trajectory: Trajectory, x: Array) -> Array:
        """Return the quantity at points (n, dim) that follow one another."""
        objective = trajectory.run.objective
        match self.of:
            case "f":
                measured = objective.value(x)
            case "grad_norm":
                measured = np.sqrt((objective.grad(x) ** 2).sum(axis=-1))
            case "step_len":
                measured = np.sqrt((np.diff(x, axis=0) ** 2).sum(axis=-1))
            case coordinate:
                measured = x[:, "xy".index(coordinate)]
        return measured


def between(values: Array, at: float) -> float:
    """Return what stands at a place between two of the values, in a straight line."""
    k = int(at)
    if at == k:
        return float(values[k])
    with np.errstate(all="ignore"):
        return float(values[k] + (at - k) * (values[k + 1] - values[k]))
