"""Small matrices of fractions and of whole numbers, as tuples and lists of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

Point: TypeAlias = tuple[Fraction, ...]
Rows: TypeAlias = tuple[Point, ...]
Whole: TypeAlias = list[list[int]]


def times(matrix: Whole, vector: list[int]) -> list[int]:
    """Return the whole matrix times the whole vector."""
    return [sum(a * v for a, v in zip(row, vector, strict=True) if a) for row in matrix]


def product(left: Whole, right: Whole) -> Whole:
    """Return the product of two whole matrices."""
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, c, strict=True) if a) for c in columns] for row in left]


def pairs(left: Rows, right: Rows) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the entries of two matrices side by side."""
    for rows in zip(left, right, strict=True):
        yield from zip(*rows, strict=True)


def apply(matrix: Rows, vector: Sequence[Fraction]) -> Point:
    """Return the matrix times the vector."""
    return tuple(
        sum((a * v for a, v in zip(row, vector, strict=True)), Fraction(0)) for row in matrix
    )


def outer(left: Point, right: Point) -> Rows:
    """Return ``left right'``."""
    return tuple(tuple(a * b for b in right) for a in left)


def kron(left: Rows, right: Rows) -> Rows:
    """Return the Kronecker product."""
    return tuple(tuple(a * b for a in row for b in other) for row in left for other in right)


def mean(matrices: tuple[Rows, ...]) -> Rows:
    """Return the mean of matrices of one shape."""
    n = len(matrices)
    return tuple(
        tuple(sum(values, Fraction(0)) / n for values in zip(*rows, strict=True))
        for rows in zip(*matrices, strict=True)
    )
