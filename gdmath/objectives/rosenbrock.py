"""Rosenbrock's banana: a curved valley, easy to find and slow to follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdmath.array import Array, frozen, like
from gdmath.objectives.arguments import require_finite
from gdmath.objectives.formula import coefficient
from gdmath.objectives.points import pair, pointwise, symmetric
from gdmath.rational import fraction


@dataclass(frozen=True, slots=True)
class Rosenbrock:
    """``f(x, y) = (a - x)^2 + b (y - x^2)^2``, with its minimum 0 at (a, a^2); start (-1.2, 1).

    For a = 1 and b = 100 the curvatures at the minimum differ by a factor of 2508.

    Error: a few ulps of ``b x^4`` in the value, of ``b x^3`` in the gradient; near the floor
    ``y = x^2`` the difference is exact, but carries the rounding of x^2.
    Stable: gradient descent near the minimum for ``lr < 2 / lambda_max``, 0.002 by default.
    Source: Rosenbrock 1960, An automatic method for finding the greatest or least value of a
    function.

    Raises
    ------
    ValueError
        When a or b is not finite, or b is not positive.
    """

    a: float = 1.0
    b: float = 100.0

    def __post_init__(self) -> None:
        require_finite(a=self.a, b=self.b)
        if not self.b > 0:
            raise ValueError(f"b must be positive, not {self.b}")

    @property
    def dim(self) -> int:
        """Two."""
        return 2

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return f"({coefficient(self.a)} - x)^2 + {coefficient(self.b)} (y - x^2)^2"

    @property
    def default_start(self) -> tuple[float, ...]:
        """The usual start, on the far side of the bend."""
        return (-1.2, 1.0)

    @property
    def minimum(self) -> Array:
        """The point (a, a^2)."""
        return frozen((float(self.a), float(fraction(self.a) ** 2)))

    @property
    def f_min(self) -> float:
        """Zero."""
        return 0.0

    @pointwise
    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        gap, rise = self._gap_and_rise(x)
        return gap * gap + like(x, self.b) * (rise * rise)

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``(-2 (a - x) - 4 b x (y - x^2), 2 b (y - x^2))``, (..., 2)."""
        gap, rise = self._gap_and_rise(x)
        up = 2 * like(x, self.b) * rise
        return pair(-2 * gap - 2 * x[..., 0] * up, up)

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return ``((2 - 4 b (y - 3 x^2), -4 b x), (-4 b x, 2 b))``, (..., 2, 2)."""
        u, v, b = x[..., 0], x[..., 1], like(x, self.b)
        twist = -4 * b * u
        return symmetric(2 - 4 * b * (v - 3 * (u * u)), twist, np.full_like(twist, 2 * b))

    def _gap_and_rise(self, x: Array) -> tuple[Array, Array]:
        return like(x, self.a) - x[..., 0], x[..., 1] - x[..., 0] * x[..., 0]
