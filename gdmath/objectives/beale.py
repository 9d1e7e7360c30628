"""Beale's function: flat plains, sharp corners and one narrow way down."""

from __future__ import annotations

from dataclasses import dataclass

from gdmath.array import Array, frozen, like
from gdmath.objectives.points import pair, pointwise, symmetric

LEVELS = (1.5, 2.25, 2.625)


@dataclass(frozen=True, slots=True)
class Beale:
    """``(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2``, start (1, 1).

    Each level is ``3 (1 - 2^-i)``, which ``x (1 - y^i)`` meets at (3, 1/2): the minimum, 0.

    Error: a few ulps of ``x^2 y^6`` in the value; relative to ``x y^i`` in each difference.
    Stable: gradient descent near the minimum for ``lr < 2 / lambda_max`` of the Hessian there.
    Source: Beale 1958, On an iterative method for finding a local minimum of a function of more
    than one variable; function 5 of More, Garbow and Hillstrom 1981.
    """

    @property
    def dim(self) -> int:
        """Two."""
        return 2

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"

    @property
    def default_start(self) -> tuple[float, ...]:
        """A point on the ledge where all three differences are constant."""
        return (1.0, 1.0)

    @property
    def minimum(self) -> Array:
        """The point (3, 1/2)."""
        return frozen((3.0, 0.5))

    @property
    def f_min(self) -> float:
        """Zero."""
        return 0.0

    @pointwise
    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        first, second, third = self._differences(x)
        return first * first + second * second + third * third

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``2 sum d_i (y^i - 1, i x y^(i-1))`` with the differences d_i, (..., 2)."""
        u, v = x[..., 0], x[..., 1]
        first, second, third = self._differences(x)
        along = first * (v - 1) + second * (v * v - 1) + third * (v * v * v - 1)
        across = u * (first + 2 * second * v + 3 * third * (v * v))
        return pair(2 * along, 2 * across)

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return the second derivatives of the polynomial, (..., 2, 2)."""
        u, v = x[..., 0], x[..., 1]
        first, second, third = self._differences(x)
        square, cube = v * v, v * v * v
        one, two, three = v - 1, square - 1, cube - 1
        xx = one * one + two * two + three * three
        twist = u * (one + 2 * v * two + 3 * square * three)
        xy = first + 2 * v * second + 3 * square * third + twist
        bend = 1 + 4 * square + 9 * (square * square)
        yy = u * (2 * second + 6 * v * third) + u * u * bend
        return symmetric(2 * xx, 2 * xy, 2 * yy)

    def _differences(self, x: Array) -> tuple[Array, Array, Array]:
        u, v = x[..., 0], x[..., 1]
        first, second, third = like(x, LEVELS)
        return first - u + u * v, second - u + u * (v * v), third - u + u * (v * v * v)
