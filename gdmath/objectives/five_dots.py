"""Five dots and a line: the smallest model, and the bowl in disguise."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdmath.array import Array, frozen
from gdmath.objectives.arguments import require_finite, scalar
from gdmath.objectives.least_squares import LeastSquares, Reduction, least_squares
from gdmath.objectives.points import pointwise
from gdmath.objectives.quadratic import Quadratic
from gdmath.rational import fraction, number

INPUTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
RESIDUALS = (-1, 2, 0, -2, 1)
INTERCEPT = SLOPE = 5.0


@dataclass(frozen=True, slots=True)
class FiveDots:
    """The mean squared error of the line ``w0 + w1 v`` on five dots.

    The dots stand at v = -2, -1, 0, 1, 2 (mean 0, mean square 2) and their targets are
    ``5 + 5v + noise * e``. The residuals e = (-1, 2, 0, -2, 1) are orthogonal to 1 and to v and
    have mean square 2, so with x = 5 - w0 and y = 5 - w1 (what is still missing) the error is
    exactly ``x^2 + 2 y^2 + 2 noise^2``.

    With the reduction ``sum`` it is five times that: the same picture, five times steeper.

    Error: a few ulps of the squared targets; exact while the numbers have few digits.
    Stable: gradient descent for ``0 < lr < 1/2``, or 1/10 for the sum.
    Source: the normal equations of a line through centred inputs.

    Raises
    ------
    ValueError
        When the noise or its square is not finite, or the reduction is no ``Reduction``.
    """

    noise: float = 0.0
    reduction: Reduction = Reduction.MEAN
    _fit: LeastSquares = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_finite(noise=self.noise)
        noise = fraction(self.noise)
        line = (fraction(INTERCEPT) + fraction(SLOPE) * fraction(v) for v in INPUTS)
        targets = tuple(
            number(height + noise * e) for height, e in zip(line, RESIDUALS, strict=True)
        )
        object.__setattr__(self, "_fit", least_squares(INPUTS, targets, reduction=self.reduction))

    @property
    def dim(self) -> int:
        """Two: intercept and slope."""
        return 2

    @property
    def samples(self) -> int:
        """Five."""
        return self._fit.samples

    @property
    def formula(self) -> str:
        """The mean (or sum) of the squared errors, in Typst maths."""
        return self._fit.formula

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
        """The error of the best line, ``2 noise^2`` (five times that for the sum)."""
        dots = self.samples if self.reduction is Reduction.SUM else 1
        return float(2 * dots * fraction(self.noise) ** 2)

    @property
    def inputs(self) -> Array:
        """Where the dots stand, (5,)."""
        return frozen(INPUTS)

    @property
    def targets(self) -> Array:
        """How high the dots are, (5,)."""
        return frozen(self._fit.targets)

    @pointwise
    def predict(self, w: Array) -> Array:
        """Return the height of the line at each dot, (..., 5)."""
        return self._fit.predict(w)

    @pointwise
    def residuals(self, w: Array) -> Array:
        """Return prediction minus target at each dot, (..., 5)."""
        return self._fit.residuals(w)

    @pointwise
    def sample_values(self, w: Array) -> Array:
        """Return each dot's own squared error, (..., 5); five times it for the sum."""
        return self._fit.sample_values(w)

    @pointwise
    def sample_grads(self, w: Array) -> Array:
        """Return the gradient of each of ``sample_values``, (..., 5, 2)."""
        return self._fit.sample_grads(w)

    @pointwise
    def value(self, w: Array) -> Array:
        """Return the mean (or sum) of the squared errors, shape (...)."""
        return self._fit.value(w)

    @pointwise
    def grad(self, w: Array) -> Array:
        """Return the gradient, the mean of ``sample_grads``, (..., 2)."""
        return self._fit.grad(w)

    @pointwise
    def hessian(self, w: Array) -> Array:
        """Return diag(2, 4) at every point, (..., 2, 2); diag(10, 20) for the sum."""
        return self._fit.hessian(w)

    def as_least_squares(self) -> LeastSquares:
        """Return the same function as a fit of rows (1, v) to targets."""
        return self._fit

    def as_quadratic(self) -> Quadratic:
        """Return ``w0^2 + 2 w1^2 - 10 w0 - 20 w1 + 75 + 2 noise^2``, the same function."""
        return self._fit.as_quadratic()


def five_dots(noise: float = 0.0, reduction: Reduction = Reduction.MEAN) -> FiveDots:
    """Return the error of a line on five dots, scattered by ``noise``; start (0, 0)."""
    return FiveDots(scalar("noise", noise), reduction)
