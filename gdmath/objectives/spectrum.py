"""Eigenvalues and eigenvectors of small symmetric matrices, the same bits on every machine."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import copysign, frexp, ldexp, sqrt

import numpy as np

from gdmath.array import Array, frozen, quiet
from gdmath.objectives.arguments import Matrix

MAX_SWEEPS = 60


@lru_cache(maxsize=256)
def is_diagonal(matrix: Matrix) -> bool:
    """Tell whether all entries off the diagonal are zero."""
    return all(a == 0 for i, row in enumerate(matrix) for j, a in enumerate(row) if i != j)


@lru_cache(maxsize=256)
@quiet
def spectrum(matrix: Matrix) -> tuple[Array, Array]:
    """Return eigenvalues (n,) and unit eigenvectors (n, n) by column of a symmetric matrix.

    A diagonal matrix keeps its own entries and order. For any other the eigenvalues ascend, and
    the largest component of each eigenvector is positive.

    Error: a few ulps of the largest eigenvalue. There is no BLAS or LAPACK in it: only ``+ - * /``
    and square roots in a fixed order.
    Source: Jacobi 1846; the cyclic method with the rotations of Rutishauser 1966. It converges
    quadratically, in some six sweeps.
    """
    if is_diagonal(matrix):
        return frozen(np.diagonal(np.array(matrix))), frozen(np.eye(len(matrix)))
    n = len(matrix)
    _, exponent = frexp(max(abs(a) for row in matrix for a in row))
    a = [[ldexp(float(entry), -exponent) for entry in row] for row in matrix]
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(MAX_SWEEPS):
        if not any([_turn(a, v, i, j) for i, j in combinations(range(n), 2)]):
            break
    order = sorted(range(n), key=lambda i: a[i][i])
    columns = [_upright(v[i]) for i in order]
    return frozen(np.ldexp([a[i][i] for i in order], exponent)), frozen(np.transpose(columns))


def _upright(column: list[float]) -> list[float]:
    return [-x for x in column] if max(column, key=abs) < 0 else column


def _turn(a: list[list[float]], v: list[list[float]], i: int, j: int) -> bool:
    """Rotate ``a`` in the plane of i and j so that ``a[i][j]`` is 0, and the rows of ``v``.

    Return False where that entry is already too small to change either diagonal entry.
    """
    off, low, high = a[i][j], a[i][i], a[j][j]
    if low + off == low and high + off == high:
        a[i][j] = a[j][i] = 0.0
        return False
    slope = (high - low) / (2 * off)
    tan = copysign(1 / (abs(slope) + sqrt(slope * slope + 1)), slope)
    cos = 1 / sqrt(tan * tan + 1)
    sin = tan * cos
    a[i][i], a[j][j] = low - tan * off, high + tan * off
    a[i][j] = a[j][i] = 0.0
    for k in range(len(a)):
        if k not in (i, j):
            left, right = a[k][i], a[k][j]
            a[k][i] = a[i][k] = cos * left - sin * right
            a[k][j] = a[j][k] = sin * left + cos * right
    for k in range(len(a)):
        left, right = v[i][k], v[j][k]
        v[i][k], v[j][k] = cos * left - sin * right, sin * left + cos * right
    return True
