"""The same run in fractions: descent, heavy ball and Nesterov on a rational quadratic, no rounding.

It takes every number as it was written: a learning rate of 0.1 is one tenth here, while the
float64 run uses the nearest float, 5.6e-18 more. So the gap between the two is all the rounding
of the float run, its inputs included. The steps are written out anew here, so that the loop and
the optimizers are checked against something else than themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gdmath.objectives import Quadratic, quadratic_form
from gdmath.optimizers import GD, HeavyBall, Nesterov, Optimizer, Schedule
from gdmath.rational import fraction
from gdmath.run import Run, Trajectory

Point: TypeAlias = tuple[Fraction, ...]
Move: TypeAlias = Callable[[int, Point, Point], tuple[Point, Point]]


@dataclass(frozen=True, slots=True)
class ExactTrajectory:
    """The iterates, losses and gradients of a run as fractions, from step 0 to the last."""

    x: tuple[Point, ...]
    f: tuple[Fraction, ...]
    grad: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a float64 trajectory is from the exact one, at worst.

    ``x_absolute`` and ``f_absolute`` are largest differences. ``x_ulps`` and ``f_ulps`` are in
    units in the last place of the exact value (its distance to the next float64): half an ulp is
    correct rounding. A value that is exactly zero counts in ``absolute`` only.
    """

    x_absolute: float
    x_ulps: float
    f_absolute: float
    f_ulps: float


def exact_run(run: Run) -> ExactTrajectory:
    """Return ``run`` in fractions, all ``run.steps`` steps of it.

    Its digits grow by a fixed amount a step: fine for a thousand steps, not for many thousands.

    Error: none.
    Stable: any lr; nothing overflows.

    Raises
    ------
    ValueError
        When it is not gradient descent, heavy ball or Nesterov with a constant learning rate on a
        quadratic.
    """
    quadratic = quadratic_form(run.objective)
    move = _move(run.optimizer)
    if quadratic is None or move is None:
        raise ValueError(
            "only gradient descent, heavy ball and Nesterov with a constant learning rate on a "
            f"quadratic can be run exactly, not {type(run.optimizer).__name__} on "
            f"{run.objective.formula}"
        )
    xs = [tuple(fraction(value) for value in run.start)]
    grads = [_grad(quadratic, xs[0])]
    velocity: Point = (Fraction(0),) * quadratic.dim
    for k in range(run.steps):
        step, velocity = move(k, grads[-1], velocity)
        xs.append(tuple(x - s for x, s in zip(xs[-1], step, strict=True)))
        grads.append(_grad(quadratic, xs[-1]))
    losses = (_value(quadratic, x, grad) for x, grad in zip(xs, grads, strict=True))
    return ExactTrajectory(tuple(xs), tuple(losses), tuple(grads))


def ulp_gap(trajectory: Trajectory) -> Gap:
    """Return the worst distance of ``trajectory`` from its exact run.

    Raises
    ------
    ValueError
        When the run has no exact form, or the trajectory is not finite.
    """
    if not (np.isfinite(trajectory.x).all() and np.isfinite(trajectory.f).all()):
        raise ValueError("only a finite trajectory can be compared with the exact one")
    exact = exact_run(trajectory.run)
    x_pairs = zip(trajectory.x.ravel(), (v for point in exact.x for v in point), strict=True)
    f_pairs = zip(trajectory.f, exact.f, strict=True)
    return Gap(*_worst(tuple(x_pairs)), *_worst(tuple(f_pairs)))


def _move(optimizer: Optimizer) -> Move | None:
    """Return the rule (step number, gradient, velocity) -> (step, velocity), or None."""
    if not isinstance(optimizer, GD | HeavyBall | Nesterov) or isinstance(optimizer.lr, Schedule):
        return None
    lr = fraction(optimizer.lr)
    if isinstance(optimizer, GD):
        return lambda _, grad, velocity: (tuple(lr * g for g in grad), velocity)
    beta = fraction(optimizer.momentum)
    if isinstance(optimizer, Nesterov):

        def look_ahead(_: int, grad: Point, velocity: Point) -> tuple[Point, Point]:
            v = tuple(beta * v + g for v, g in zip(velocity, grad, strict=True))
            return tuple(lr * (g + beta * w) for g, w in zip(grad, v, strict=True)), v

        return look_ahead
    kept = 1 - fraction(optimizer.dampening)

    def roll(k: int, grad: Point, velocity: Point) -> tuple[Point, Point]:
        share = kept if k else 1
        v = tuple(beta * v + share * g for v, g in zip(velocity, grad, strict=True))
        return tuple(lr * w for w in v), v

    return roll


def _worst(pairs: tuple[tuple[float, Fraction], ...]) -> tuple[float, float]:
    """Return the largest difference, and the largest in ulps of the exact value."""
    gaps = [(abs(Fraction(float(value)) - exact), exact) for value, exact in pairs]
    ulps = [gap / Fraction(float(np.spacing(abs(float(exact))))) for gap, exact in gaps if exact]
    return float(max(gap for gap, _ in gaps)), float(max(ulps, default=0))


def _grad(quadratic: Quadratic, x: Point) -> Point:
    """Return ``Ax - b``."""
    return tuple(
        sum((fraction(a) * v for a, v in zip(row, x, strict=True)), -fraction(b))
        for row, b in zip(quadratic.A, quadratic.b, strict=True)
    )


def _value(quadratic: Quadratic, x: Point, grad: Point) -> Fraction:
    """Return ``1/2 x'Ax - b'x + c``, as ``1/2 x'(grad - b) + c``."""
    terms = (v * (g - fraction(b)) for v, g, b in zip(x, grad, quadratic.b, strict=True))
    return sum(terms, Fraction(0)) / 2 + fraction(quadratic.c)
