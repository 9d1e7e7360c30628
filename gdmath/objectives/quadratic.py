"""Quadratics: ``f(x) = 1/2 x'Ax - b'x + c``, the functions whose descent is known in full."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np

from gdmath.array import Array, frozen, like, total
from gdmath.objectives.arguments import Matrix, matrix, require_finite, scalar, vector
from gdmath.objectives.elimination import solve_definite
from gdmath.objectives.formula import polynomial
from gdmath.objectives.points import pointwise
from gdmath.objectives.spectrum import is_diagonal, spectrum
from gdmath.rational import fraction, number


@dataclass(frozen=True, slots=True)
class Quadratic:
    """``f(x) = 1/2 x'Ax - b'x + c`` with a symmetric matrix A.

    The entries are kept as they were written (floats, or ``Ratio`` for numbers such as 1/3), so
    the exact run can use them. ``default_start`` takes no part in comparisons.

    Error: a few ulps of the largest product; ``minimum`` and ``f_min`` are rounded once.
    Stable: gradient descent for ``0 < lr < 2 / max(curvatures)``.
    Source: Taylor's theorem; every smooth minimum is one from near enough.

    Raises
    ------
    ValueError
        When A is not square and symmetric, a length does not fit, or an entry is not finite.
    """

    A: Matrix
    b: tuple[float, ...]
    c: float = 0.0
    default_start: tuple[float, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        n = len(self.A)
        if n == 0 or any(len(row) != n for row in self.A):
            raise ValueError(f"A must be a square matrix, as many rows as columns, not {self.A}")
        if len(self.b) != n:
            raise ValueError(f"b has {len(self.b)} entries, but A has {n} rows")
        if not self.default_start:
            object.__setattr__(self, "default_start", (1.0,) * n)
        if len(self.default_start) != n:
            raise ValueError(f"start has {len(self.default_start)} entries, but A has {n} rows")
        require_finite(A=self.A, b=self.b, c=self.c, start=self.default_start)
        for i, j in combinations(range(n), 2):
            upper, lower = self.A[i][j], self.A[j][i]
            if upper != lower:
                raise ValueError(
                    f"A must be symmetric, but A[{i}][{j}] is {upper} and A[{j}][{i}] is {lower}"
                )

    @property
    def dim(self) -> int:
        """How many parameters it has."""
        return len(self.b)

    @property
    def is_diagonal(self) -> bool:
        """Whether each parameter plays its own game: A has no entry off the diagonal."""
        return is_diagonal(self.A)

    @property
    def formula(self) -> str:
        """The polynomial in Typst maths, such as ``x^2 + 2 y^2``."""
        return polynomial(self.A, self.b, self.c)

    @property
    def curvatures(self) -> Array:
        """The eigenvalues (dim,) of A: in coordinate order when A is diagonal, else ascending."""
        return spectrum(self.A)[0]

    @property
    def axes(self) -> Array:
        """The unit eigenvectors, one per column, (dim, dim), in the order of ``curvatures``."""
        return spectrum(self.A)[1]

    @property
    def kappa(self) -> float:
        """The condition number: steepest curvature over shallowest; infinite if one is not > 0."""
        low, high = float(self.curvatures.min()), float(self.curvatures.max())
        return high / low if low > 0 else float("inf")

    @property
    def minimum(self) -> Array | None:
        """The point (dim,) of least loss, or None when A is not positive definite."""
        at = solve_definite(self.A, self.b)
        return None if at is None else frozen([_nearest(v) for v in at])

    @property
    def f_min(self) -> float | None:
        """The least loss, or None when A is not positive definite."""
        at = solve_definite(self.A, self.b)
        if at is None:
            return None
        products = (fraction(b) * v for b, v in zip(self.b, at, strict=True))
        return _nearest(fraction(self.c) - sum(products, Fraction(0)) / 2)

    def as_quadratic(self) -> Quadratic:
        """Return itself."""
        return self

    @pointwise
    def value(self, x: Array) -> Array:
        """Return ``1/2 x'Ax - b'x + c``, shape (...)."""
        value = total(x / 2 * self._times(x)) + like(x, self.c)
        return value - total(like(x, self.b) * x) if any(self.b) else value

    @pointwise
    def grad(self, x: Array) -> Array:
        """Return ``Ax - b``, shape (..., dim)."""
        return self._times(x) - like(x, self.b)

    @pointwise
    def hessian(self, x: Array) -> Array:
        """Return A at every point, shape (..., dim, dim)."""
        return np.broadcast_to(like(x, self.A), (*np.shape(x)[:-1], self.dim, self.dim))

    def _times(self, x: Array) -> Array:
        """Return Ax by plain multiply and add: no BLAS, so the same bits for any batch.

        The diagonal case never multiplies an infinite parameter by a zero of A.
        """
        if self.is_diagonal:
            return x * like(x, tuple(row[i] for i, row in enumerate(self.A)))
        return total(like(x, self.A) * x[..., None, :])


def _nearest(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def quadratic(
    curvatures: tuple[float, ...] = (),
    A: Matrix = (),
    b: tuple[float, ...] = (),
    c: float = 0.0,
    start: tuple[float, ...] = (),
) -> Quadratic:
    """Return ``1/2 x'Ax - b'x + c``, where ``curvatures`` is short for a diagonal A.

    Raises
    ------
    ValueError
        When both or neither of ``curvatures`` and ``A`` are given, or the sizes do not fit.
    """
    if bool(curvatures) == bool(A):
        raise ValueError(
            f"give either curvatures or A, not {'both' if A else 'neither'}: a quadratic needs one"
        )
    n = len(curvatures or A)
    flat = vector("curvatures", curvatures)
    diagonal = (tuple(flat[i] if i == j else 0.0 for j in range(n)) for i in range(len(flat)))
    return Quadratic(
        A=matrix("A", A) or tuple(diagonal),
        b=vector("b", b) or (0.0,) * n,
        c=scalar("c", c),
        default_start=vector("start", start),
    )


def bowl() -> Quadratic:
    """Return ``x^2 + 2 y^2``: curvatures 2 and 4, kappa 2, wall 1/2; start (5, 5)."""
    return quadratic(curvatures=(2.0, 4.0), start=(5.0, 5.0))


def ravine(l1: float = 0.25, l2: float = 4.0, theta: float = 0.0) -> Quadratic:
    """Return a valley of curvature ``l1`` along its floor and ``l2`` across.

    The floor makes an angle of ``theta`` degrees with the x-axis. The default is
    ``x^2/8 + 2 y^2``: kappa 16, wall 1/2. The start is (8, 1), turned with the valley.

    Error: none in A at every eighth of a turn; otherwise an ulp of its entries, which shifts the
    curvatures by as much of the larger one.

    Raises
    ------
    ValueError
        When a number is not finite.
    """
    require_finite(l1=l1, l2=l2, theta=theta)
    low, high = fraction(l1), fraction(l2)
    cos2, sin2 = (Fraction(part) for part in _cos_sin(2 * theta))
    middle, half = (low + high) / 2, (high - low) / 2
    entries = (middle - half * cos2, -half * sin2, middle + half * cos2)
    exact = {cos2, sin2} <= {-1, 0, 1}
    xx, xy, yy = (number(entry) if exact else float(entry) for entry in entries)
    cos, sin = _cos_sin(theta)
    return quadratic(A=((xx, xy), (xy, yy)), start=(8 * cos - sin, 8 * sin + cos))


def _cos_sin(degrees: float) -> tuple[float, float]:
    """Return cosine and sine of an angle in degrees, exact at whole quarter turns."""
    quarters, rest = divmod(degrees, 90.0)
    cos, sin = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    turned = ((cos, sin), (-sin, cos), (-cos, -sin), (sin, -cos))[int(quarters) % 4]
    return turned[0] + 0.0, turned[1] + 0.0
