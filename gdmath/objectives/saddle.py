"""A saddle between two valleys: the plateau that is not the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdmath.array import Array, frozen
from gdmath.objectives.points import pair, pointwise, symmetric


@dataclass(frozen=True, slots=True)
class Saddle:
    """``f(x, y) = x^2/2 + (y^2 - 1)^2/4``, start (2, 0.001).

    The minima 0 are at (0, -1) and (0, 1); the origin is a saddle of loss 1/4. A walker that
    comes down beside the ridge y = 0 slows on a shelf there, while y grows by ``1 + lr`` a step.

    Error: a few ulps of the larger of the two terms; ``y^2 - 1`` cancels near a minimum.
    Stable: gradient descent near a minimum for ``lr < 1``: curvatures 1 and 2.
    Source: the double well of mechanics, with a bowl across.
    """

    @property
    def dim(self) -> int:
        """Two."""
        return 2

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return "x^2/2 + (y^2 - 1)^2/4"

    @property
    def default_start(self) -> tuple[float, ...]:
        """A hair beside the ridge."""
        return (2.0, 0.001)

    @property
    def minimum(self) -> None:
        """None: there are two, see ``minima``."""
        return None

    @property
    def minima(self) -> Array:
        """The points (0, 1) and (0, -1), (2, 2)."""
        return frozen(((0.0, 1.0), (0.0, -1.0)))

    @property
    def f_min(self) -> float:
        """Zero."""
        return 0.0

    @pointwise
    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        u, well = x[..., 0], x[..., 1] * x[..., 1] - 1
        return u * u / 2 + well * well / 4

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``(x, y (y^2 - 1))``, (..., 2)."""
        v = x[..., 1]
        return pair(x[..., 0], v * (v * v - 1))

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return ``diag(1, 3 y^2 - 1)``, (..., 2, 2)."""
        v = x[..., 1]
        return symmetric(np.ones_like(v), np.zeros_like(v), 3 * (v * v) - 1)
