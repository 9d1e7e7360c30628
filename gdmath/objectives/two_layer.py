"""Two weights in a row: the smallest deep network, and its plateau."""

from __future__ import annotations

from dataclasses import dataclass

from gdmath.array import Array
from gdmath.objectives.points import pair, pointwise, symmetric


@dataclass(frozen=True, slots=True)
class TwoLayer:
    """``f(a, b) = 1/2 (ab - 1)^2``: a linear network of two layers that must output its input.

    Every point with ``ab = 1`` is a minimum, 0; the origin is a saddle of loss 1/2. The start
    (0.01, 0.01) is beside it: both weights grow by about ``1 + lr`` a step, so the shelf lasts
    some ``ln(1/0.01) / ln(1 + lr)`` steps.

    Error: a few ulps of ``1 + ab`` in the difference, which cancels near a minimum.
    Stable: gradient descent near a minimum for ``lr < 2 / (a^2 + b^2)``.
    Source: Saxe, McClelland and Ganguli 2013, Exact solutions to the nonlinear dynamics of
    learning in deep linear neural networks.
    """

    @property
    def dim(self) -> int:
        """Two."""
        return 2

    @property
    def formula(self) -> str:
        """The function in Typst maths."""
        return "1/2 (a b - 1)^2"

    @property
    def default_start(self) -> tuple[float, ...]:
        """Both weights small, beside the saddle."""
        return (0.01, 0.01)

    @property
    def minimum(self) -> None:
        """None: the minima are the two branches of ``ab = 1``."""
        return None

    @property
    def f_min(self) -> float:
        """Zero."""
        return 0.0

    @pointwise
    def value(self, x: Array) -> Array:
        """Return the loss, shape (...)."""
        error = self._error(x)
        return error * error / 2

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``(ab - 1) (b, a)``, (..., 2)."""
        error = self._error(x)
        return pair(error * x[..., 1], error * x[..., 0])

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return ``((b^2, 2ab - 1), (2ab - 1, a^2))``, (..., 2, 2)."""
        a, b = x[..., 0], x[..., 1]
        return symmetric(b * b, 2 * (a * b) - 1, a * a)

    def _error(self, x: Array) -> Array:
        error: Array = x[..., 0] * x[..., 1] - 1
        return error
