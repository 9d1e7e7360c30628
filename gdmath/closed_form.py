"""A run answered without its loop: every iterate by itself, from the formula.

So a learning rate can be turned like a dial: the path at any setting is exact, however far it
is from one that a loop has walked.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from gdmath import known, theory
from gdmath.array import Array, quiet
from gdmath.diagnose import diagnose
from gdmath.known import Unknown
from gdmath.optimizers import GD, HeavyBall, Nesterov, Optimizer
from gdmath.precision import Precision
from gdmath.run import Run, Trajectory


def dialled(run: Run, lr: float, momentum: float | None = None) -> Run:
    """Return the run at another learning rate and, where it has one, another momentum.

    Raises
    ------
    Unknown
        When the optimizer is none of gradient descent, heavy ball and Nesterov, or has no
        momentum to change.
    ValueError
        When the optimizer cannot take the number.
    """
    optimizer: Any = run.optimizer
    if not isinstance(optimizer, GD | HeavyBall | Nesterov):
        raise Unknown("only gradient descent, heavy ball and Nesterov have a closed form")
    changed: Optimizer = replace(optimizer, lr=lr)
    if momentum is not None:
        if isinstance(optimizer, GD):
            raise Unknown("gradient descent has no momentum")
        changed = replace(changed, momentum=momentum)  # type: ignore[type-var]
    return replace(run, optimizer=changed)


@lru_cache(maxsize=256)
def closed_form(run: Run) -> Trajectory:
    """Return what ``run.solve()`` answers, each of its iterates from the closed form alone.

    It ends at the first point that is not finite; the loop goes one step further, to NaN. The
    velocities are read off the steps, and no events are noted.

    Error: that of ``theory.iterates``: about k * u of the largest term.
    Stable: any lr; needs a quadratic with a single minimum.
    Source: ``theory.iterates``.

    Raises
    ------
    Unknown
        When the run has no closed form: another optimizer, a learning rate that changes, an
        objective that is no quadratic or has no single minimum, or fewer digits than float64.
    """
    name = "the closed form"
    bowl = known.bowl_of(run, name)
    rule = known.recurrence(run.optimizer, bowl)
    if rule is None or run.dtype is not Precision.FLOAT64:
        raise Unknown(f"{name} is known for descent and momentum at a constant lr in float64 only")
    with np.errstate(all="ignore"):
        how = float(run.optimizer.lr) if isinstance(run.optimizer, GD) else rule  # type: ignore[arg-type]
        x = theory.iterates(bowl, how, run.start, np.arange(run.steps + 1))
        x[0] = run.start
        lost = ~np.isfinite(x).all(axis=-1)
        x = x[: int(lost.argmax()) + 1] if lost.any() else x
        f, grad = run.objective.value(x), run.objective.grad(x)
    outcome = diagnose(run, x, f, grad)
    return Trajectory(run, x, f, grad, outcome, memory=_velocity(run.optimizer, x, grad))


@quiet
def _velocity(optimizer: Optimizer, x: Array, grad: Array) -> tuple[Array, ...]:
    """Return the velocity before each step and after the last, from the steps that were made."""
    if isinstance(optimizer, GD):
        return ()
    pushed = -np.diff(x, axis=0)
    if not getattr(optimizer, "lr_inside", False):
        pushed = pushed / float(optimizer.lr)  # type: ignore[arg-type]
    if isinstance(optimizer, Nesterov):
        momentum = float(optimizer.momentum)
        pushed = (pushed - grad[:-1]) / momentum if momentum else grad[:-1]
    return (np.vstack((np.zeros_like(x[:1]), pushed)),)
