"""What gradient descent does on a quadratic, in closed form: no loop, any step at once.

Along each eigenvector of A, with curvature lambda, the distance to the minimum is multiplied by
the same factor ``r = 1 - lr * lambda`` at every step. Everything here follows from that.

In the docstrings, *Error* is what is lost to rounding (u = 1.1e-16 is the unit roundoff),
*Stable* the learning rates for which it holds, *Source* where the formula is from.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from gdmath.objectives import Quadratic

Measure: TypeAlias = Literal["loss", "distance"]


def factors(quadratic: Quadratic, lr: float) -> Array:
    """Return what each step multiplies the error by along each eigenvector, (dim,).

    ``r_i = 1 - lr * lambda_i``, in the order of ``quadratic.curvatures``.

    Error: u * (1 + lr * lambda_i).
    Stable: any lr.
    Source: Polyak 1987, section 1.4.
    """
    return 1.0 - float(lr) * quadratic.curvatures


def rate(quadratic: Quadratic, lr: float) -> float:
    """Return ``max |r_i|``: what a step multiplies the distance by, at worst and at last.

    Error: that of ``factors``.
    Stable: below 1 exactly for 0 < lr < ``wall``.
    Source: Polyak 1987, section 1.4.
    """
    return float(np.abs(factors(quadratic, lr)).max())


def wall(quadratic: Quadratic) -> float:
    """Return ``2 / lambda_max``, the learning rate at and beyond which no run settles.

    Infinite when nothing curves upward.

    Error: u, relative.
    Source: Polyak 1987, section 1.4.
    """
    steepest = float(quadratic.curvatures.max())
    return 2.0 / steepest if steepest > 0 else float("inf")


def best_lr(quadratic: Quadratic) -> float:
    """Return ``2 / (lambda_min + lambda_max)``, the learning rate with the least ``rate``.

    There the shallowest and the steepest factor are opposite: ``±(kappa - 1)/(kappa + 1)``.

    Error: 2u, relative.
    Stable: itself below the wall; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.
    """
    return 2.0 / float(quadratic.curvatures.min() + quadratic.curvatures.max())


def best_rate(kappa: float) -> float:
    """Return ``(kappa - 1)/(kappa + 1)``, the ``rate`` at ``best_lr``.

    Error: 3u, relative to kappa.
    Source: Polyak 1987, section 1.4.
    """
    return (kappa - 1.0) / (kappa + 1.0)


def half_lives(factor: ArrayLike) -> Array:
    """Return after how many steps a factor has halved the error: ``ln 2 / -ln |r|``.

    Zero for r = 0 (gone in one step), infinite for ``|r| >= 1`` (never).

    Error: u / |ln |r||, relative: poor for r near 1, exact enough for any lr above 1e-8.
    Stable: 0 < lr < ``wall`` for a finite answer.
    Source: the definition.
    """
    size = np.abs(np.asarray(factor, dtype=np.float64))
    with np.errstate(divide="ignore"):
        lives: Array = np.where(size < 1.0, np.log(2.0) / -np.log(np.minimum(size, 1.0)), np.inf)
    return lives + 0.0


def path_exponent(factor: ArrayLike) -> float:
    """Return p of the curve ``y = y0 (x / x0)^p`` that the iterates (x, y) lie on.

    ``p = ln r_y / ln r_x``, from the two factors in coordinate order; it tends to
    ``lambda_y / lambda_x`` as lr tends to 0, the curve of ``flow``. NaN unless both factors are
    between 0 and 1, for otherwise the iterates jump from side to side and lie on no such curve.

    Error: u / |ln r|, relative.
    Stable: 0 < lr < 1 / lambda_max.
    Source: eliminate t from x = x0 r_x^t and y = y0 r_y^t.
    """
    r_x, r_y = np.asarray(factor, dtype=np.float64)
    if not (0 < r_x < 1 and 0 < r_y < 1):
        return float("nan")
    return float(np.log(r_y) / np.log(r_x))


def misdirection_bound(kappa: float) -> float:
    """Return the largest angle in degrees between ``-grad`` and the way to the minimum.

    ``arcsin((kappa - 1)/(kappa + 1))``.

    Error: 4u for moderate kappa; sqrt(u) radians as it nears 90 degrees.
    Source: Kantorovich's inequality in Wielandt's form.
    """
    return float(np.rad2deg(np.arcsin(best_rate(kappa)))) if np.isfinite(kappa) else 90.0


def iterates(quadratic: Quadratic, lr: float, start: ArrayLike, k: ArrayLike) -> Array:
    """Return x[k] for every step number in ``k`` (...), shape (..., dim).

    ``x[k] = x* + V r^k V'(x[0] - x*)`` with the eigenvectors V and the minimum x*.

    Error: about k * u, relative to the term r^k.
    Stable: any lr; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum.
    """
    error = _modes(quadratic, start) * factors(quadratic, lr) ** _column(k)
    return _minimum(quadratic) + _along(quadratic, error)


def losses(quadratic: Quadratic, lr: float, start: ArrayLike, k: ArrayLike) -> Array:
    """Return f(x[k]) for every step number in ``k`` (...), shape (...).

    ``f* + sum_i 1/2 lambda_i c_i^2 r_i^(2k)`` where c = V'(x[0] - x*): a sum of exponentials, so
    its logarithm is convex in k and the curve cannot go flat and then drop.

    Error: about 2k * u, relative to the sum.
    Stable: any lr; needs all curvatures > 0.
    Source: Polyak 1987, section 1.4.

    Raises
    ------
    ValueError
        When the quadratic has no single minimum.
    """
    excess = _weights(quadratic, start, "loss") * factors(quadratic, lr) ** (2 * _column(k))
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
    """Return the first step at which ``fraction`` of the loss or distance is left, or None.

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
