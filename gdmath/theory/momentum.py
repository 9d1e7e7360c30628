"""How far the learning rate may go with momentum, and which pair is best.

In the docstrings, *Error* is what is lost to rounding (u = 1.1e-16 is the unit roundoff),
*Stable* the learning rates for which it holds, *Source* where the formula is from.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from gdmath.objectives import Quadratic
from gdmath.rational import fraction, number


@dataclass(frozen=True, slots=True)
class Tuning:
    """The settings with the least ``rate``, which is what a step then multiplies the error by.

    On a diagonal A, each number that is a fraction is exactly that one (``gdmath.rational``).
    """

    lr: float
    momentum: float
    rate: float


def heavy_ball_wall(quadratic: Quadratic, momentum: float, dampening: float = 0.0) -> float:
    """Return ``2 (1 + momentum) / ((1 - dampening) lambda_max)``, at and beyond which no run settles.

    Infinite when nothing curves upward.

    Error: 4u, relative.
    Stable: 0 <= momentum < 1.
    Source: Polyak 1964: a root of ``z^2 - trace z + det`` reaches -1.

    Raises
    ------
    ValueError
        When ``momentum`` or ``dampening`` is not at least 0 and below 1.
    """  # noqa: E501
    _check(momentum=momentum, dampening=dampening)
    steepest = (1.0 - float(dampening)) * float(quadratic.curvatures.max())
    return 2.0 * (1.0 + float(momentum)) / steepest if steepest > 0 else float("inf")


def nesterov_wall(quadratic: Quadratic, momentum: float) -> float:
    """Return ``(2 + 2 momentum) / ((1 + 2 momentum) lambda_max)``: lower than without momentum.

    Infinite when nothing curves upward.

    Error: 4u, relative.
    Stable: 0 <= momentum < 1.
    Source: O'Donoghue and Candes 2015, section 2: a root reaches -1.

    Raises
    ------
    ValueError
        When ``momentum`` is not at least 0 and below 1.
    """
    _check(momentum=momentum)
    steepest, beta = float(quadratic.curvatures.max()), float(momentum)
    return (2 + 2 * beta) / ((1 + 2 * beta) * steepest) if steepest > 0 else float("inf")


def best_descent(quadratic: Quadratic) -> Tuning:
    """Return gradient descent at its best: ``lr = 2 / (l + L)``, rate ``(L - l) / (L + l)``.

    l and L are the least and the largest curvature.

    Error: none for fractions, else 3u.
    Source: Polyak 1987, section 1.4.

    Raises
    ------
    ValueError
        When a curvature is not above 0.
    """
    low, high = _ends(quadratic)
    return _tuning(2 / (low + high), Fraction(0), (high - low) / (high + low))


def best_heavy_ball(quadratic: Quadratic) -> Tuning:
    """Return heavy ball at its best: ``lr = (2 / (sqrt l + sqrt L))^2``, momentum = rate^2.

    ``rate = (sqrt kappa - 1) / (sqrt kappa + 1)``. Both ends of the spectrum then have a double
    root. All three are fractions when l * L is the square of one.

    Error: none for fractions, else 6u.
    Source: Polyak 1964; Goh 2017.

    Raises
    ------
    ValueError
        When a curvature is not above 0.
    """
    low, high = _ends(quadratic)
    below = low + high + 2 * _root(low * high)
    rate = (high - low) / below
    return _tuning(4 / below, rate * rate, rate)


def best_nesterov(quadratic: Quadratic) -> Tuning:
    """Return Nesterov at its best: ``lr = 4 / (3L + l)``, ``rate = 1 - 2 / s``.

    ``momentum = (s - 2) / (s + 2)`` with ``s = sqrt(3 kappa + 1)``.

    Error: none for fractions, else 6u.
    Source: Lessard, Recht and Packard 2016, proposition 1.

    Raises
    ------
    ValueError
        When a curvature is not above 0.
    """
    low, high = _ends(quadratic)
    s = _root(3 * (high / low) + 1)
    return _tuning(4 / (3 * high + low), (s - 2) / (s + 2), 1 - 2 / s)


def best_momentum(quadratic: Quadratic, lr: float) -> float:
    """Return the momentum with the least heavy-ball rate at this ``lr``; the rate is its root.

    ``max (1 - sqrt(lr lambda))^2`` over the least and the largest curvature: less leaves a real
    root at one end, more makes every pair of roots larger.

    Error: 4u.
    Stable: 0 < lr < 4 / lambda_max, beyond which no momentum below 1 is enough.
    Source: Goh 2017.

    Raises
    ------
    ValueError
        When lr is not in that range, or a curvature is not above 0.
    """
    ends = [float(end) for end in _ends(quadratic)]
    if not 0 < lr < 4 / ends[1]:
        raise ValueError(f"lr must be above 0 and below {4 / ends[1]:g}, not {lr}")
    return max((1.0 - sqrt(float(lr) * end)) ** 2 for end in ends)


def momentum_gain(momentum: float, steps: ArrayLike) -> Array:
    """Return the velocity after ``steps`` steps (...) on a constant slope of 1, shape (...).

    ``(1 - momentum^steps) / (1 - momentum)``, which tends to ``1 / (1 - momentum)``: times lr,
    the effective learning rate.

    Error: 4u, relative, plus what 1 - momentum loses to rounding.
    Stable: 0 <= momentum < 1.
    Source: the geometric series.

    Raises
    ------
    ValueError
        When ``momentum`` is not at least 0 and below 1.
    """
    _check(momentum=momentum)
    beta = float(momentum)
    gain: Array = (1.0 - beta ** np.asarray(steps, dtype=np.float64)) / (1.0 - beta)
    return gain


def _check(**shares: float) -> None:
    for name, value in shares.items():
        if not 0 <= value < 1:
            raise ValueError(f"{name} must be at least 0 and below 1, not {value}")


def _ends(quadratic: Quadratic) -> tuple[Fraction, Fraction] | tuple[float, float]:
    """Return the least and the largest curvature, as written when A is diagonal."""
    low, high = float(quadratic.curvatures.min()), float(quadratic.curvatures.max())
    if not low > 0:
        raise ValueError(f"every curvature must be above 0, but the least is {low:g}")
    if not quadratic.is_diagonal:
        return low, high
    written = [fraction(row[i]) for i, row in enumerate(quadratic.A)]
    return min(written), max(written)


def _root(value: Fraction | float) -> Fraction | float:
    """Return the square root, exact when it is a fraction."""
    if isinstance(value, Fraction):
        top, bottom = isqrt(value.numerator), isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    return sqrt(value)


def _tuning(lr: Fraction | float, momentum: Fraction | float, rate: Fraction | float) -> Tuning:
    return Tuning(number(lr), number(momentum), number(rate))
