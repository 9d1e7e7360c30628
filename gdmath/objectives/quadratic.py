"""Quadratics: ``f(x) = 1/2 x'Ax - b'x + c``, the functions whose descent is known in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import TypeAlias

import numpy as np

from gdmath.array import Array, frozen
from gdmath.objectives.formula import polynomial
from gdmath.rational import number

Matrix: TypeAlias = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Quadratic:
    """``f(x) = 1/2 x'Ax - b'x + c`` with a symmetric matrix A.

    The entries are kept as they were written (floats, or ``Ratio`` for numbers such as 1/3), so
    the exact run can use them. ``default_start`` takes no part in comparisons.

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
            raise ValueError("A must be a square matrix: a list of rows, each as long as the list")
        if any(self.A[i][j] != self.A[j][i] for i in range(n) for j in range(i)):
            raise ValueError("A must be symmetric")
        if len(self.b) != n:
            raise ValueError(f"b has {len(self.b)} entries, but A has {n} rows")
        if not self.default_start:
            object.__setattr__(self, "default_start", (1.0,) * n)
        if len(self.default_start) != n:
            raise ValueError(f"the start has {len(self.default_start)} entries, but A has {n} rows")
        rows = (*self.A, self.b, (self.c,), self.default_start)
        if not all(isfinite(entry) for row in rows for entry in row):
            raise ValueError("a quadratic needs finite numbers")

    @property
    def dim(self) -> int:
        """How many parameters it has."""
        return len(self.b)

    @property
    def is_diagonal(self) -> bool:
        """Whether each parameter plays its own game: A has no entry off the diagonal."""
        return _is_diagonal(self.A)

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
        if not self.curvatures.min() > 0:
            return None
        if self.is_diagonal:
            return frozen(np.asarray(self.b, dtype=np.float64) / self.curvatures)
        return frozen(np.linalg.solve(_array(self.A), np.asarray(self.b, dtype=np.float64)) + 0.0)

    @property
    def f_min(self) -> float | None:
        """The least loss, or None when A is not positive definite."""
        at = self.minimum
        return None if at is None else float(self.value(at))

    def as_quadratic(self) -> Quadratic:
        """Return itself."""
        return self

    def value(self, x: Array) -> Array:
        """Return ``1/2 x'Ax - b'x + c``, shape (...)."""
        b = np.asarray(self.b, dtype=np.float64)
        value: Array = (0.5 * x * self._times(x)).sum(axis=-1) + float(self.c)
        return value - (b * x).sum(axis=-1) if b.any() else value

    def grad(self, x: Array) -> Array:
        """Return ``Ax - b``, shape (..., dim)."""
        return self._times(x) - np.asarray(self.b, dtype=np.float64)

    def hessian(self, x: Array) -> Array:
        """Return A at every point, shape (..., dim, dim)."""
        return np.broadcast_to(_array(self.A), (*np.shape(x)[:-1], self.dim, self.dim))

    def _times(self, x: Array) -> Array:
        """Return Ax by plain multiply and add: no BLAS, so the same bits for any batch.

        The diagonal case never multiplies an infinite parameter by a zero of A.
        """
        if self.is_diagonal:
            return x * self.curvatures
        product: Array = (_array(self.A) * x[..., None, :]).sum(axis=-1)
        return product


@lru_cache(maxsize=256)
def _array(matrix: Matrix) -> Array:
    return frozen(matrix)


@lru_cache(maxsize=256)
def _is_diagonal(matrix: Matrix) -> bool:
    return all(a == 0 for i, row in enumerate(matrix) for j, a in enumerate(row) if i != j)


@lru_cache(maxsize=256)
def spectrum(matrix: Matrix) -> tuple[Array, Array]:
    """Return eigenvalues (n,) and unit eigenvectors (n, n) by column of a symmetric matrix.

    A diagonal matrix keeps its own entries and order; any other goes to LAPACK's ``syevd``,
    whose eigenvalues ascend and carry an error of a few ulps of the largest.
    """
    a = _array(matrix)
    if _is_diagonal(matrix):
        return frozen(np.diagonal(a)), frozen(np.eye(len(a)))
    values, vectors = np.linalg.eigh(a)
    return frozen(values), frozen(vectors)


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
        raise ValueError("a quadratic needs either curvatures or A")
    n = len(curvatures or A)
    rows = A or tuple(tuple(curvatures[i] if i == j else 0.0 for j in range(n)) for i in range(n))
    return Quadratic(
        A=tuple(tuple(number(a) for a in row) for row in rows),
        b=tuple(number(v) for v in b) or (0.0,) * n,
        c=number(c),
        default_start=tuple(number(v) for v in start),
    )


def bowl() -> Quadratic:
    """Return ``x^2 + 2 y^2``: curvatures 2 and 4, kappa 2, wall 1/2; start (5, 5)."""
    return quadratic(curvatures=(2.0, 4.0), start=(5.0, 5.0))


def ravine(l1: float = 0.25, l2: float = 4.0, theta: float = 0.0) -> Quadratic:
    """Return a valley of curvature ``l1`` along its floor and ``l2`` across.

    The floor makes an angle of ``theta`` degrees with the x-axis. The default is
    ``x^2/8 + 2 y^2``: kappa 16, wall 1/2. The start is (8, 1), turned with the valley.
    """
    middle, half = (l1 + l2) / 2, (l2 - l1) / 2
    cos2, sin2 = _cos_sin(2 * theta)
    cos, sin = _cos_sin(theta)
    cross = -half * sin2 + 0.0
    return quadratic(
        A=((middle - half * cos2, cross), (cross, middle + half * cos2)),
        start=(8 * cos - sin, 8 * sin + cos),
    )


def _cos_sin(degrees: float) -> tuple[float, float]:
    """Return cosine and sine of an angle in degrees, exact at whole quarter turns."""
    quarters, rest = divmod(degrees, 90.0)
    cos, sin = float(np.cos(np.deg2rad(rest))), float(np.sin(np.deg2rad(rest)))
    turned = ((cos, sin), (-sin, cos), (-cos, -sin), (sin, -cos))[int(quarters) % 4]
    return turned[0] + 0.0, turned[1] + 0.0
