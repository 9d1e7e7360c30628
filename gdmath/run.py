"""A run is a question, a trajectory its answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from gdmath.array import Array
from gdmath.diagnose import CLAIMS, Claim, Outcome, diagnose
from gdmath.objectives import Objective
from gdmath.optimizers import Optimizer
from gdmath.trajectory import Trajectory, Unknown

__all__ = ["CLAIMS", "Claim", "Outcome", "Run", "Trajectory", "Unknown", "solve"]


@dataclass(frozen=True, slots=True)
class Run:
    """Where ``optimizer`` goes on ``objective`` from ``start`` in ``steps`` steps.

    Raises
    ------
    ValueError
        When the start does not fit the objective or is not finite, or ``steps`` is negative.
    """

    objective: Objective
    optimizer: Optimizer
    start: tuple[float, ...]
    steps: int

    def __post_init__(self) -> None:
        if len(self.start) != self.objective.dim:
            raise ValueError(
                f"the start has {len(self.start)} numbers, but the objective takes "
                f"{self.objective.dim}"
            )
        if not all(isfinite(value) for value in self.start):
            raise ValueError("the start must be finite")
        if self.steps < 0:
            raise ValueError(f"steps must not be negative, not {self.steps}")

    def solve(self) -> Trajectory:
        """Return the trajectory."""
        return solve(self)


def solve(run: Run) -> Trajectory:
    """Return what ``run`` does, step by step in float64.

    It ends after ``run.steps`` steps or at the first NaN. The same run gives the same bits on
    every IEEE-754 machine, as long as objective and optimizer only add, multiply, divide and
    take square roots.
    """
    x = np.array(run.start, dtype=np.float64)
    memory = run.optimizer.init(x)
    xs, grads = [x], []
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(run.steps):
            grads.append(run.objective.grad(x))
            x, memory = run.optimizer.step(k, x, grads[-1], memory)
            xs.append(x)
            if np.isnan(x).any():
                break
        grads.append(run.objective.grad(x))
        path, slopes = np.array(xs), np.array(grads)
        losses = run.objective.value(path)
        nan = np.isnan(losses) | np.isnan(path).any(axis=-1)
        if nan.any():
            kept = slice(int(nan.argmax()) + 1)
            path, slopes, losses = path[kept], slopes[kept], losses[kept]
        outcome = diagnose(run.objective, run.optimizer, path, losses, slopes)
    return Trajectory(run, path, losses, slopes, outcome, _events(path, losses))


def _events(x: Array, f: Array) -> dict[str, int]:
    """Return the step number of the first infinity and of the first NaN, where there is one."""
    signs = {
        "first_inf": np.isinf(f) | np.isinf(x).any(axis=-1),
        "first_nan": np.isnan(f) | np.isnan(x).any(axis=-1),
    }
    return {name: int(seen.argmax()) for name, seen in signs.items() if seen.any()}
