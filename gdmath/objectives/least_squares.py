"""Linear least squares: the mean of squared errors, each with its own gradient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from operator import mul

from gdmath.array import Array, like, mean, total
from gdmath.objectives.arguments import (
    Matrix,
    matrix,
    require_finite,
    require_member,
    require_rows,
    vector,
)
from gdmath.objectives.points import pointwise
from gdmath.objectives.quadratic import Quadratic
from gdmath.rational import fraction, number


class Reduction(Enum):
    """How the losses of the samples become one: the sum is the mean times their number."""

    MEAN = "mean"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """``f(w) = 1/n sum_i (rows_i . w - t_i)^2``, or the sum without ``1/n``.

    The mean and the sum have the same minimum, but the curvatures of the sum are n times larger,
    so its wall for gradient descent is n times lower. ``default_start`` takes no part in
    comparisons.

    Error: the residuals carry dim roundings of terms as large as the targets; at the minimum of
    a good fit that is all there is of them.
    Stable: gradient descent for ``0 < lr < 2 / lambda_max`` of the Hessian ``2/n rows' rows``.
    Source: Legendre 1805.

    Raises
    ------
    ValueError
        When the rows are not of one length, a length does not fit, a number or its square is not
        finite, or the reduction is no ``Reduction``.
    """

    rows: Matrix
    targets: tuple[float, ...]
    reduction: Reduction = Reduction.MEAN
    default_start: tuple[float, ...] = field(default=(), compare=False)
    _quadratic: Quadratic = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_member("reduction", self.reduction, Reduction)
        require_rows("rows", self.rows)
        n, dim = len(self.rows), len(self.rows[0])
        if len(self.targets) != n:
            raise ValueError(f"targets must be {n}, as many as rows, not {len(self.targets)}")
        if not self.default_start:
            object.__setattr__(self, "default_start", (0.0,) * dim)
        if len(self.default_start) != dim:
            raise ValueError(f"start must have {dim} numbers, not {len(self.default_start)}")
        require_finite(rows=self.rows, targets=self.targets, start=self.default_start)
        object.__setattr__(self, "_quadratic", self._multiplied_out())

    @property
    def dim(self) -> int:
        """How many weights there are."""
        return len(self.rows[0])

    @property
    def samples(self) -> int:
        """How many rows there are, n."""
        return len(self.rows)

    @property
    def formula(self) -> str:
        """The mean (or sum) of the squared errors, in Typst maths."""
        share = "" if self.reduction is Reduction.SUM else f"1/{self.samples} "
        line = self.dim == 2 and all(row[0] == 1 for row in self.rows)
        return f"{share}sum_i ({'w_0 + w_1 v_i' if line else 'w dot v_i'} - t_i)^2"

    @property
    def minimum(self) -> Array | None:
        """The best weights (dim,), or None when the rows do not settle them all."""
        return self.as_quadratic().minimum

    @property
    def f_min(self) -> float | None:
        """The loss of the best weights, or None."""
        return self.as_quadratic().f_min

    @pointwise
    def predict(self, w: Array) -> Array:
        """Return the prediction for each row, (..., n)."""
        return total(like(w, self.rows) * w[..., None, :])

    @pointwise
    def residuals(self, w: Array) -> Array:
        """Return prediction minus target for each row, (..., n)."""
        return self.predict(w) - like(w, self.targets)

    @pointwise
    def sample_values(self, w: Array) -> Array:
        """Return each row's squared error, (..., n); n times it where the loss is the sum."""
        errors = self.residuals(w)
        return self._share * (errors * errors)

    @pointwise
    def sample_grads(self, w: Array) -> Array:
        """Return the gradient of each of ``sample_values``, (..., n, dim)."""
        slopes: Array = self._share * 2 * self.residuals(w)
        return slopes[..., None] * like(w, self.rows)

    @pointwise
    def value(self, w: Array) -> Array:
        """Return the loss, the mean of ``sample_values``, shape (...)."""
        return mean(self.sample_values(w))

    @pointwise
    def grad(self, w: Array) -> Array:
        """Return the gradient, the mean of ``sample_grads``, (..., dim)."""
        return mean(self.sample_grads(w), axis=-2)

    @pointwise
    def hessian(self, w: Array) -> Array:
        """Return ``2/n rows' rows`` at every point, (..., dim, dim)."""
        return self.as_quadratic().hessian(w)

    def as_quadratic(self) -> Quadratic:
        """Return the same function multiplied out in fractions, so that nothing is rounded."""
        return self._quadratic

    def _multiplied_out(self) -> Quadratic:
        rows = [[fraction(v) for v in row] for row in self.rows]
        targets = [fraction(t) for t in self.targets]
        columns = list(zip(*rows, strict=True))
        weight = Fraction(self._share, self.samples)

        def product(u: Iterable[Fraction], v: Iterable[Fraction]) -> float:
            return number(weight * sum(map(mul, u, v), Fraction(0)))

        try:
            return Quadratic(
                A=tuple(tuple(product((2 * r for r in u), v) for v in columns) for u in columns),
                b=tuple(product((2 * t for t in targets), v) for v in columns),
                c=product(targets, targets),
                default_start=self.default_start,
            )
        except ValueError:
            raise ValueError(
                "rows and targets must be small enough that their squares are finite, "
                f"not {self.rows} and {self.targets}"
            ) from None

    @property
    def _share(self) -> int:
        return self.samples if self.reduction is Reduction.SUM else 1


def least_squares(
    inputs: tuple[float, ...] = (),
    targets: tuple[float, ...] = (),
    rows: Matrix = (),
    reduction: Reduction = Reduction.MEAN,
    start: tuple[float, ...] = (),
) -> LeastSquares:
    """Return the squared error of a linear model on given points; start at zero.

    ``inputs`` is short for rows (1, v): the line ``w0 + w1 v``.

    Raises
    ------
    ValueError
        When both or neither of ``inputs`` and ``rows`` are given, or the sizes do not fit.
    """
    if bool(inputs) == bool(rows):
        given = "both" if rows else "neither"
        raise ValueError(f"give either inputs or rows, not {given}: least squares needs one")
    return LeastSquares(
        rows=matrix("rows", rows or tuple((1.0, v) for v in inputs)),
        targets=vector("targets", targets),
        reduction=reduction,
        default_start=vector("start", start),
    )
