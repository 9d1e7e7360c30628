"""Where a run on a quadratic is at any step, without taking the steps before it.

``how`` is a learning rate, for gradient descent, or a ``Recurrence``, for momentum.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from gdmath.objectives import Quadratic
from gdmath.theory.descent import factors
from gdmath.theory.recurrence import Recurrence

Measure: TypeAlias = Literal["loss", "distance"]


def iterates(
    quadratic: Quadratic, how: float | Recurrence, start: ArrayLike, k: ArrayLike
) -> Array:
    """Return x[k] for every step number in ``k`` (...), shape (..., dim).

    ``x[k] = x* + V (e[k] / e[0]) V'(x[0] - x*)`` with the eigenvectors V, the minimum x*, and in
    each direction ``e[k] / e[0] = r^k`` for gradient descent, ``Recurrence.factors`` otherwise.

    Error: about k * u, relative to the largest term; more next to a double root, see there.
    Stable: any lr; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum.
    """
    error = _modes(quadratic, start) * _powers(quadratic, how, k)
    return _minimum(quadratic) + _along(quadratic, error)


def losses(quadratic: Quadratic, how: float | Recurrence, start: ArrayLike, k: ArrayLike) -> Array:
    """Return f(x[k]) for every step number in ``k`` (...), shape (...).

    ``f* + sum_i 1/2 lambda_i c_i^2 (e_i[k] / e_i[0])^2`` where c = V'(x[0] - x*). For gradient
    descent that is a sum of exponentials, so its logarithm is convex in k and the curve cannot
    go flat and then drop. With momentum it can rise on the way.

    Error: about 2k * u, relative to the sum; more next to a double root.
    Stable: any lr; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum.
    """
    weights = _weights(quadratic, start, "loss")
    if isinstance(how, Recurrence):
        with np.errstate(over="ignore"):
            excess = weights * how.factors(k) ** 2
    else:
        excess = weights * factors(quadratic, how) ** (2 * _column(k))
    total: Array = quadratic.value(_minimum(quadratic)) + excess.sum(axis=-1)
    return total


def flow(quadratic: Quadratic, start: ArrayLike, time: ArrayLike) -> Array:
    """Return the curve of ``dx/dtime = -grad`` at every ``time`` (...), shape (..., dim).

    ``x* + V exp(-lambda time) V'(x[0] - x*)``; gradient descent with a small lr is near it at
    ``time = k * lr``.

    Error: about lambda * time * u, relative.
    Stable: any time >= 0; needs all curvatures > 0.
    Source: the linear differential equation.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum.
    """
    error = _modes(quadratic, start) * np.exp(-quadratic.curvatures * _column(time))
    return _minimum(quadratic) + _along(quadratic, error)


def steps_to(
    quadratic: Quadratic,
    lr: float,
    start: ArrayLike,
    fraction: float,
    of: Measure = "loss",
) -> int | None:
    """Return when gradient descent has ``fraction`` of the loss or distance left, or None.

    Loss is counted above its minimum. Both measures (the distance squared) are
    ``sum_i w_i r_i^(2k)``, convex in k, so the first crossing is found by bisection in
    O(log k) evaluations. None means never: at the wall, beyond it, or when lr is so small that
    float64 cannot tell r from 1.

    Error: one step, when the crossing is within k * u of a whole step.
    Stable: any lr; needs all curvatures > 0.
    Source: ``losses`` and ``iterates``.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum, or ``fraction`` is not above 0.
    """
    if not fraction > 0:
        raise ValueError(f"the fraction must be above 0, not {fraction}")
    weights = _weights(quadratic, start, of)
    target = weights.sum() * (fraction if of == "loss" else fraction**2)
    size = np.abs(factors(quadratic, lr))
    with np.errstate(divide="ignore"):
        log_size = np.log(size)

    def left(k: int) -> Array:
        terms: Array = weights * size ** (2.0 * k)
        return terms

    def there_or_past_the_dip(k: int) -> bool:
        terms = left(k)
        alive = terms > 0
        falls = (terms[alive] * log_size[alive]).sum() < 0
        return bool(terms.sum() <= target or not falls)

    high = 1
    while not there_or_past_the_dip(high):
        high *= 2
    k = bisect_left(range(high + 1), True, key=there_or_past_the_dip)
    return k if left(k).sum() <= target else None


def _column(k: ArrayLike) -> Array:
    return np.asarray(k, dtype=np.float64)[..., None]


def _powers(quadratic: Quadratic, how: float | Recurrence, k: ArrayLike) -> Array:
    """Return ``e[k] / e[0]`` in each direction, (..., dim)."""
    if isinstance(how, Recurrence):
        return how.factors(k)
    powers: Array = factors(quadratic, how) ** _column(k)
    return powers


def _minimum(quadratic: Quadratic) -> Array:
    minimum = quadratic.minimum
    if minimum is None:
        raise ValueError(f"{quadratic.formula} has no single minimum")
    return minimum


def _modes(quadratic: Quadratic, start: ArrayLike) -> Array:
    """Return the starting error along each eigenvector, (dim,)."""
    error: Array = np.asarray(start, dtype=np.float64) - _minimum(quadratic)
    return error if quadratic.is_diagonal else (quadratic.axes * error[:, None]).sum(axis=0)


def _along(quadratic: Quadratic, modes: Array) -> Array:
    """Return the vectors (..., dim) that have these components along the eigenvectors."""
    if quadratic.is_diagonal:
        return modes
    vectors: Array = (quadratic.axes * modes[..., None, :]).sum(axis=-1)
    return vectors


def _weights(quadratic: Quadratic, start: ArrayLike, of: Measure) -> Array:
    """Return each eigenvector's share of the starting loss or squared distance, (dim,)."""
    squares: Array = _modes(quadratic, start) ** 2
    return 0.5 * quadratic.curvatures * squares if of == "loss" else squares
