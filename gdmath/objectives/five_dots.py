"""Five dots and a line: the smallest model, and the bowl in disguise."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from gdmath.array import Array, frozen
from gdmath.objectives.quadratic import Quadratic
from gdmath.rational import fraction, number

INPUTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
RESIDUALS = (-1.0, 2.0, 0.0, -2.0, 1.0)
INTERCEPT = SLOPE = 5.0


@dataclass(frozen=True, slots=True)
class FiveDots:
    """The mean squared error of the line ``w0 + w1 v`` on five dots.

    The dots stand at v = -2, -1, 0, 1, 2 (mean 0, mean square 2) and their targets are
    ``5 + 5v + noise * e``. The residuals e = (-1, 2, 0, -2, 1) are orthogonal to 1 and to v and
    have mean square 2, so with x = 5 - w0 and y = 5 - w1 (what is still missing) the error is
    exactly ``x^2 + 2 y^2 + 2 noise^2``.
    """

    noise: float = 0.0

    def __post_init__(self) -> None:
        if not isfinite(self.noise):
            raise ValueError("the noise must be finite")

    @property
    def dim(self) -> int:
        """Two: intercept and slope."""
        return 2

    @property
    def formula(self) -> str:
        """The mean of the squared errors, in Typst maths."""
        return "1/5 sum_i (w_0 + w_1 v_i - t_i)^2"

    @property
    def default_start(self) -> tuple[float, ...]:
        """The flat line."""
        return (0.0, 0.0)

    @property
    def minimum(self) -> Array:
        """The best line: intercept 5, slope 5."""
        return frozen((INTERCEPT, SLOPE))

    @property
    def f_min(self) -> float:
        """The error of the best line, ``2 noise^2``."""
        return float(2 * fraction(self.noise) ** 2)

    @property
    def inputs(self) -> Array:
        """Where the dots stand, (5,)."""
        return frozen(INPUTS)

    @property
    def targets(self) -> Array:
        """How high the dots are, (5,)."""
        return frozen(INTERCEPT + SLOPE * self.inputs + float(self.noise) * np.asarray(RESIDUALS))

    def predict(self, w: Array) -> Array:
        """Return the height of the line at each dot, (..., 5)."""
        line: Array = w[..., 0, None] + w[..., 1, None] * self.inputs
        return line

    def residuals(self, w: Array) -> Array:
        """Return prediction minus target at each dot, (..., 5)."""
        return self.predict(w) - self.targets

    def value(self, w: Array) -> Array:
        """Return the mean squared error, shape (...)."""
        mean: Array = (self.residuals(w) ** 2).sum(axis=-1) / len(INPUTS)
        return mean

    def sample_grads(self, w: Array) -> Array:
        """Return the gradient of each dot's own squared error, (..., 5, 2)."""
        twice = 2 * self.residuals(w)
        return np.stack((twice, twice * self.inputs), axis=-1)

    def grad(self, w: Array) -> Array:
        """Return the gradient, the mean of ``sample_grads``, (..., 2)."""
        mean: Array = self.sample_grads(w).sum(axis=-2) / len(INPUTS)
        return mean

    def hessian(self, w: Array) -> Array:
        """Return diag(2, 4) at every point, (..., 2, 2)."""
        return self.as_quadratic().hessian(w)

    def as_quadratic(self) -> Quadratic:
        """Return ``w0^2 + 2 w1^2 - 10 w0 - 20 w1 + 75 + 2 noise^2``, the same function."""
        return Quadratic(
            A=((2.0, 0.0), (0.0, 4.0)),
            b=(2 * INTERCEPT, 4 * SLOPE),
            c=number(75 + 2 * fraction(self.noise) ** 2),
            default_start=self.default_start,
        )


def five_dots(noise: float = 0.0) -> FiveDots:
    """Return the error of a line on five dots, scattered by ``noise``; start (0, 0)."""
    return FiveDots(number(noise))
