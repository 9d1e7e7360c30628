"""A run is a question, a trajectory its answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from gdmath.array import Array
from gdmath.diagnose import CLAIMS, Claim, Outcome, diagnose
from gdmath.events import events
from gdmath.known import Unknown
from gdmath.objectives import Objective
from gdmath.optimizers import Memory, Optimizer, check, estimate
from gdmath.precision import Precision
from gdmath.trajectory import Trajectory

__all__ = ["CLAIMS", "Claim", "Outcome", "Precision", "Run", "Trajectory", "Unknown", "solve"]


@dataclass(frozen=True, slots=True)
class Run:
    """Where ``optimizer`` goes on ``objective`` from ``start`` in ``steps`` steps.

    All of it is computed in the number format ``dtype``: the start and every constant are
    rounded to it, and every operation of objective and optimizer.

    Raises
    ------
    ValueError
        When the start does not fit the objective or is not finite, ``steps`` is negative, or
        the optimizer cannot walk on the objective.
    """

    objective: Objective
    optimizer: Optimizer
    start: tuple[float, ...]
    steps: int
    dtype: Precision = Precision.FLOAT64

    def __post_init__(self) -> None:
        if len(self.start) != self.objective.dim:
            raise ValueError(
                f"the start has {len(self.start)} numbers, but the objective takes "
                f"{self.objective.dim}"
            )
        for value in self.start:
            if not isfinite(value):
                raise ValueError(f"the start must be finite, not {value}")
        if self.steps < 0:
            raise ValueError(f"steps must not be negative, not {self.steps}")
        named = {str(precision): precision for precision in Precision}
        if self.dtype not in named:
            raise ValueError(f"dtype must be one of {', '.join(named)}, not {self.dtype}")
        object.__setattr__(self, "dtype", named[self.dtype])
        check(self.optimizer, self.objective)

    def solve(self) -> Trajectory:
        """Return the trajectory."""
        return solve(self)


def solve(run: Run) -> Trajectory:
    """Return what ``run`` does, step by step in its number format.

    It ends after ``run.steps`` steps or at the first NaN. The same run gives the same bits on
    every IEEE-754 machine, as long as objective and optimizer only add, multiply, divide and
    take square roots; random numbers come from a stream that is the same everywhere.
    """
    x = run.dtype.array(run.start)
    memory = run.optimizer.init(x)
    path, slopes, used = [x], [], []
    memories: list[Memory] = [memory]
    with np.errstate(all="ignore"):
        for k in range(run.steps):
            slopes.append(run.objective.grad(x))
            used.append(estimate(run.optimizer, k, x, slopes[-1], run.objective))
            x, memory = run.optimizer.step(k, x, used[-1], memory)
            path.append(x)
            memories.append(memory)
            if np.isnan(x).any():
                break
        slopes.append(run.objective.grad(x))
        losses = run.objective.value(run.dtype.array(path))
    return _answer(run, path, losses, slopes, used, memories)


def _answer(
    run: Run,
    path: list[Array],
    losses: Array,
    slopes: list[Array],
    used: list[Array],
    memories: list[Memory],
) -> Trajectory:
    """Return the trajectory, cut after the first NaN."""
    x, f, grad = (np.array(values, dtype=np.float64) for values in (path, losses, slopes))
    nan = np.isnan(f) | np.isnan(x).any(axis=-1)
    n = int(nan.argmax()) if nan.any() else len(f) - 1
    x, f, grad = x[: n + 1], f[: n + 1], grad[: n + 1]
    outcome = diagnose(run, x, f, grad)
    remembered = tuple(
        np.array(values, dtype=np.float64) for values in zip(*memories[: n + 1], strict=True)
    )
    steps_by = np.array(used[:n], dtype=np.float64).reshape(n, x.shape[-1])
    return Trajectory(run, x, f, grad, outcome, events(run, x, f), steps_by, remembered)
