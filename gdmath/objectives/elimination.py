"""Linear equations in fractions: no rounding, the same answer on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gdmath.rational import fraction


def solve_definite(
    A: Sequence[Sequence[float | Fraction]], b: Sequence[float | Fraction]
) -> tuple[Fraction, ...] | None:
    """Return the x with ``Ax = b``, or None when the symmetric A is not positive definite.

    By elimination without exchanging rows: A is positive definite just when all the numbers it
    divides by are positive. Exact, so meant for a handful of parameters.
    """
    n = len(b)
    rows = [[*map(fraction, row), fraction(right)] for row, right in zip(A, b, strict=True)]
    for i in range(n):
        if rows[i][i] <= 0:
            return None
        for j in range(i + 1, n):
            ratio = rows[j][i] / rows[i][i]
            rows[j] = [v - ratio * u for v, u in zip(rows[j], rows[i], strict=True)]
    x = [Fraction(0)] * n
    for i in reversed(range(n)):
        known = sum((rows[i][j] * x[j] for j in range(i + 1, n)), Fraction(0))
        x[i] = (rows[i][n] - known) / rows[i][i]
    return tuple(x)
