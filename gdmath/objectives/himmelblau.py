"""Himmelblau's function: four equal valleys, so the start decides which one is found."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from gdmath.array import Array, frozen
from gdmath.objectives.points import pair, pointwise, symmetric

HALVINGS = 80


@dataclass(frozen=True, slots=True)
class Himmelblau:
    """``f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2``, start (0, 0).

    The loss is 0 in four places, one of them (3, 2); in between are four saddles and a hill.

    Error: a few ulps of ``x^4 + y^4`` in the value; the two differences cancel near a minimum.
    Stable: gradient descent near a minimum for ``lr < 2 / lambda_max`` of the Hessian there.
    Source: Himmelblau 1972, Applied Nonlinear Programming.
    """

    @property
    def dim(self) -> int:
        """Two."""
        return 2

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"

    @property
    def default_start(self) -> tuple[float, ...]:
        """Near the top of the hill between the four valleys."""
        return (0.0, 0.0)

    @property
    def minimum(self) -> None:
        """None: there are four, see ``minima``."""
        return None

    @property
    def minima(self) -> Array:
        """The four points of loss zero, each rounded correctly, by quadrant, (4, 2)."""
        return frozen([(3.0, 2.0), *_irrational_minima()])

    @property
    def f_min(self) -> float:
        """Zero."""
        return 0.0

    @pointwise
    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        first, second = self._differences(x)
        return first * first + second * second

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``(4 x p + 2 q, 2 p + 4 y q)`` with the differences p and q, (..., 2)."""
        first, second = self._differences(x)
        return pair(
            4 * x[..., 0] * first + 2 * second,
            2 * first + 4 * x[..., 1] * second,
        )

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return ``((4 p + 8 x^2 + 2, 4 (x + y)), (4 (x + y), 4 q + 8 y^2 + 2))``, (..., 2, 2)."""
        u, v = x[..., 0], x[..., 1]
        first, second = self._differences(x)
        return symmetric(4 * first + 8 * (u * u) + 2, 4 * (u + v), 4 * second + 8 * (v * v) + 2)

    def _differences(self, x: Array) -> tuple[Array, Array]:
        u, v = x[..., 0], x[..., 1]
        return u * u + v - 11, u + v * v - 7


@lru_cache(maxsize=1)
def _irrational_minima() -> tuple[tuple[float, float], ...]:
    """Return the minima other than (3, 2).

    With ``y = 11 - x^2`` the second difference is ``(x - 3)(x^3 + 3x^2 - 13x - 38)``; the cubic
    has one root in each of three intervals, found by halving them in fractions.
    """
    return tuple(_root(low, low + 1) for low in (-3, -4, 3))


def _root(low: int, high: int) -> tuple[float, float]:
    left, right = Fraction(low), Fraction(high)
    rising = _cubic(right) > 0
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        if (_cubic(middle) > 0) == rising:
            right = middle
        else:
            left = middle
    return float(left), float(11 - left * left)


def _cubic(x: Fraction) -> Fraction:
    return x**3 + 3 * x**2 - 13 * x - 38
