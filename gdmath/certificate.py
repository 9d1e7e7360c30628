"""How far a trajectory can be trusted: the last step at which it is right to so many digits.

Rounding errors stay where they are on a bowl, but grow tenfold every few steps where a path is
chaotic. Then no float64 run is right for long, and a picture of it past that step would show
noise. The judge is the same optimizer and objective on mpmath's numbers of many digits, with
every constant as it was written. That the code itself is right is not for this to show: closed
forms and fractions do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array, frozen
from gdmath.optimizers import estimate
from gdmath.rational import fraction
from gdmath.run import Run, Trajectory

Numbers: TypeAlias = NDArray[Any]
Point: TypeAlias = tuple[Numbers, Any]

FIRST_PRECISION = 50
"""Decimal digits of the first attempt; each later one doubles them."""
MOST_PRECISION = 6400
SPARE = 3
"""By how many digits the reference must be better than what it certifies."""


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """What was found out about a trajectory.

    Attributes
    ----------
    digits : int
        The digits asked for.
    horizon : int
        The last step up to which every step is right to that many digits.
    error : Array
        The distance of x[k] and f[k] from the truth, the larger of the two, each as a share of
        the largest size it has had so far (but at least 1), (m,): for the steps up to the horizon
        and the one after it, where there is one.
    precision : int
        The decimal digits of the reference; another with twice as many agrees with it.
    """

    digits: int
    horizon: int
    error: Array
    precision: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "error", frozen(self.error))


def certify(trajectory: Trajectory, digits: int = 9) -> Certificate:
    """Return the last step at which ``trajectory`` is right to ``digits`` decimal digits.

    Right means that x[k] and f[k] are within ``10^-digits`` times their largest size so far, at
    least 1, of what the run would give without any rounding.

    Error: none that matters: the reference is repeated with twice the digits until both agree to
    three digits more than are asked for.
    Stable: any run, chaotic ones too. It takes about half a millisecond a
    step for two parameters, a quarter of a second for a network of 65.
    Source: the method of doubled precision; Higham 2002, section 1.

    Raises
    ------
    ValueError
        When ``digits`` is not at least 1, or no precision is enough.
    """
    if digits < 1:
        raise ValueError(f"digits must be a whole number of at least 1, not {digits}")
    precision = FIRST_PRECISION
    while precision <= MOST_PRECISION:
        truth, error = _until_wrong(trajectory, digits, precision)
        if _confirmed(trajectory.run, truth, digits, 2 * precision):
            horizon = len(error) - 1 - int(not error[-1] <= 10.0**-digits)
            return Certificate(digits, horizon, np.array(error), precision)
        precision *= 2
    raise ValueError(
        f"{MOST_PRECISION} digits are not enough to tell {digits} digits of this run on "
        f"{trajectory.run.objective.formula}"
    )


def reference(run: Run, precision: int) -> Iterator[Point]:
    """Yield x[k] (dim,) and f(x[k]) of ``run`` with ``precision`` decimal digits, k = 0, 1, ...

    The numbers are mpmath's, of a context of their own.

    Error: a few units in the last digit a step, times what the run makes of them.
    Stable: any run.
    Source: mpmath's correctly rounded + - * / and square root.
    """
    from mpmath import MPContext  # only certifying needs it

    context = MPContext()
    context.dps = precision

    def exact(values: Any) -> Numbers:
        return np.array([context.convert(fraction(float(v))) for v in values], dtype=object)

    x = np.array([context.convert(fraction(v)) for v in run.start], dtype=object)
    memory = tuple(exact(values) for values in run.optimizer.init(x))
    yield x, run.objective.value(x)
    for k in range(run.steps):
        grad = run.objective.grad(x)
        used = estimate(run.optimizer, k, x, grad, run.objective)
        x, memory = run.optimizer.step(k, x, used, memory)
        yield x, run.objective.value(x)


def _until_wrong(
    trajectory: Trajectory, digits: int, precision: int
) -> tuple[list[Point], list[float]]:
    """Return the true points, and the errors of the trajectory, up to the first beyond bounds."""
    truth: list[Point] = []
    error: list[float] = []
    scale: list[Any] = [1, 1]
    seen = zip(trajectory.x, trajectory.f, strict=True)
    for point, values in zip(reference(trajectory.run, precision), seen, strict=False):
        truth.append(point)
        scale = _grown(scale, point)
        error.append(_distance(point, values, scale))
        if not error[-1] <= 10.0**-digits:
            break
    return truth, error


def _confirmed(run: Run, truth: list[Point], digits: int, precision: int) -> bool:
    """Tell whether a reference of other precision gives the same points."""
    scale: list[Any] = [1, 1]
    for point, other in zip(truth, islice(reference(run, precision), len(truth)), strict=True):
        scale = _grown(scale, point)
        if not _distance(point, other, scale) <= 10.0 ** -(digits + SPARE):
            return False
    return True


def _grown(scale: list[Any], point: Point) -> list[Any]:
    """Return the largest sizes so far of x and of f, as exact as they are."""
    return [max(s, *(abs(v) for v in np.ravel(part))) for s, part in zip(scale, point, strict=True)]


def _distance(point: Point, other: tuple[Any, Any], scale: list[Any]) -> float:
    """Return the largest difference of two points or losses, as a share of their scale."""
    shares = [
        float(abs(a - b) / s)
        for left, right, s in zip(point, other, scale, strict=True)
        for a, b in zip(np.ravel(left), np.ravel(right), strict=True)
    ]
    return float(np.max(shares))
