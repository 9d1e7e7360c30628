"""Objectives by their formulas, in plain Python: loss, slope and best point of each.

Written down a second time on purpose, from the formulas and not from ``gdmath``: what agrees
here was computed twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Point = tuple[float, ...]
Arguments = Mapping[str, Any]


class Unanswered(Exception):
    """A question that is not answered here; the reason is its message."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A loss with its gradient, the point of least loss, the usual start, and the dots it fits.

    A loss that is a mean over ``samples`` has the gradient of each: ``sample`` by its number and
    the place. One of a classifier of points ``says`` by its weights at a place which class it is:
    above zero the second.
    """

    value: Callable[[Point], float]
    grad: Callable[[Point], Point]
    minimum: Point | None
    start: Point
    dots: tuple[tuple[float, float], ...] = ()
    samples: int = 0
    sample: Callable[[int, Point], Point] | None = None
    says: Callable[[Point, float, float], float] | None = None


def bowl() -> Formula:
    """Return ``x^2 + 2 y^2``."""
    return Formula(
        lambda p: p[0] * p[0] + 2 * p[1] * p[1],
        lambda p: (2 * p[0], 4 * p[1]),
        (0.0, 0.0),
        (5.0, 5.0),
    )


def ravine(l1: Any = Fraction(1, 4), l2: Any = 4, theta: Any = 0) -> Formula:
    """Return ``l1 u^2 / 2 + l2 v^2 / 2`` in coordinates turned by ``theta`` degrees."""
    low, high = float(l1), float(l2)
    cos, sin = math.cos(math.radians(theta)), math.sin(math.radians(theta))

    def turned(p: Point) -> Point:
        return cos * p[0] + sin * p[1], cos * p[1] - sin * p[0]

    def value(p: Point) -> float:
        u, v = turned(p)
        return (low * u * u + high * v * v) / 2

    def grad(p: Point) -> Point:
        u, v = turned(p)
        return cos * low * u - sin * high * v, sin * low * u + cos * high * v

    return Formula(value, grad, (0.0, 0.0), (8 * cos - sin, 8 * sin + cos))


def quadratic(
    curvatures: Sequence[Any] = (),
    A: Sequence[Sequence[Any]] = (),
    b: Sequence[Any] = (),
    c: Any = 0,
    start: Sequence[Any] = (),
) -> Formula:
    """Return ``x'Ax / 2 - b'x + c``."""
    n = len(curvatures) or len(A)
    exact = A or [[curvatures[i] if i == j else 0 for j in range(n)] for i in range(n)]
    pull = list(b) or [0] * n
    rows, slopes = [[float(a) for a in row] for row in exact], [float(v) for v in pull]

    def times(p: Point) -> list[float]:
        return [sum(a * v for a, v in zip(row, p, strict=True) if a) for row in rows]

    def value(p: Point) -> float:
        curved = sum(v * t for v, t in zip(p, times(p), strict=True)) / 2
        return curved + float(c) - sum(s * v for s, v in zip(slopes, p, strict=True))

    def grad(p: Point) -> Point:
        return tuple(t - s for t, s in zip(times(p), slopes, strict=True))

    begin = tuple(float(v) for v in start) or (1.0,) * n
    return Formula(value, grad, solved(exact, pull), begin)


def rosenbrock(a: Any = 1, b: Any = 100) -> Formula:
    """Return ``(a - x)^2 + b (y - x^2)^2``."""
    a, b = float(a), float(b)
    return Formula(
        lambda p: _square(a - p[0]) + b * _square(p[1] - p[0] * p[0]),
        lambda p: (
            2 * (p[0] - a) + 4 * b * p[0] * (p[0] * p[0] - p[1]),
            2 * b * (p[1] - p[0] * p[0]),
        ),
        (a, a * a),
        (-1.2, 1.0),
    )


def himmelblau() -> Formula:
    """Return ``(x^2 + y - 11)^2 + (x + y^2 - 7)^2``, which has four minima."""

    def parts(p: Point) -> tuple[float, float]:
        return p[0] * p[0] + p[1] - 11, p[0] + p[1] * p[1] - 7

    def grad(p: Point) -> Point:
        first, second = parts(p)
        return 4 * p[0] * first + 2 * second, 2 * first + 4 * p[1] * second

    return Formula(lambda p: sum(map(_square, parts(p))), grad, None, (0.0, 0.0))


def beale() -> Formula:
    """Return ``sum_i (t_i - x (1 - y^i))^2`` with ``t = 1.5, 2.25, 2.625``."""

    def parts(p: Point) -> list[tuple[float, float, float]]:
        """Return each difference with its slopes along x and y."""
        x, y = p
        found, power = [], 1.0
        for i, level in enumerate((1.5, 2.25, 2.625), start=1):
            found.append((level - x * (1 - power * y), power * y - 1, i * x * power))
            power *= y
        return found

    def grad(p: Point) -> Point:
        return (
            2 * sum(gap * along for gap, along, _ in parts(p)),
            2 * sum(gap * up for gap, _, up in parts(p)),
        )

    return Formula(lambda p: sum(_square(gap) for gap, _, _ in parts(p)), grad, (3, 0.5), (1, 1))


def saddle() -> Formula:
    """Return ``x^2 / 2 + (y^2 - 1)^2 / 4``, which has two minima."""
    return Formula(
        lambda p: p[0] * p[0] / 2 + _square(p[1] * p[1] - 1) / 4,
        lambda p: (p[0], p[1] * p[1] * p[1] - p[1]),
        None,
        (2.0, 0.001),
    )


def two_layer() -> Formula:
    """Return ``(ab - 1)^2 / 2``, least on a curve."""
    return Formula(
        lambda p: _square(p[0] * p[1] - 1) / 2,
        lambda p: ((p[0] * p[1] - 1) * p[1], (p[0] * p[1] - 1) * p[0]),
        None,
        (0.01, 0.01),
    )


def least_squares(
    inputs: Sequence[Any] = (),
    targets: Sequence[Any] = (),
    rows: Sequence[Sequence[Any]] = (),
    reduction: str = "mean",
    start: Sequence[Any] = (),
) -> Formula:
    """Return the mean (or sum) of the squared errors of a linear model."""
    exact = [list(row) for row in rows] or [[1, v] for v in inputs]
    n, dim = len(exact), len(exact[0])
    weight = 1.0 if reduction == "sum" else 1.0 / n
    table = [([float(v) for v in row], float(t)) for row, t in zip(exact, targets, strict=True)]

    def errors(w: Point) -> list[tuple[float, list[float]]]:
        return [(sum(a * v for a, v in zip(row, w, strict=True)) - t, row) for row, t in table]

    def grad(w: Point) -> Point:
        found = errors(w)
        return tuple(2 * weight * sum(e * row[i] for e, row in found) for i in range(dim))

    def sample(i: int, w: Point) -> Point:
        row, target = table[i]
        error = sum(a * v for a, v in zip(row, w, strict=True)) - target
        return tuple(2 * weight * n * error * a for a in row)

    gram = [[sum(row[i] * row[j] for row in exact) for j in range(dim)] for i in range(dim)]
    pull = [sum(row[i] * t for row, t in zip(exact, targets, strict=True)) for i in range(dim)]
    dots = tuple((row[1], t) for row, t in table) if dim == 2 else ()
    return Formula(
        lambda w: weight * sum(_square(e) for e, _ in errors(w)),
        grad,
        solved(gram, pull),
        tuple(float(v) for v in start) or (0.0,) * dim,
        dots,
        n,
        sample,
    )


def five_dots(noise: Any = 0, reduction: str = "mean") -> Formula:
    """Return the squared error of a line on five dots round ``5 + 5v``."""
    inputs, shifts = (-2, -1, 0, 1, 2), (-1, 2, 0, -2, 1)
    targets = [5 + 5 * v + noise * e for v, e in zip(inputs, shifts, strict=True)]
    return least_squares(inputs, targets, reduction=reduction)


FORMULAS: Mapping[str, Callable[..., Formula]] = {
    "beale": beale,
    "bowl": bowl,
    "five_dots": five_dots,
    "himmelblau": himmelblau,
    "least_squares": least_squares,
    "quadratic": quadratic,
    "ravine": ravine,
    "rosenbrock": rosenbrock,
    "saddle": saddle,
    "two_layer": two_layer,
}
"""Objectives by their names in a script; the others are not measured."""


def solved(rows: Sequence[Sequence[Any]], right: Sequence[Any]) -> Point | None:
    """Return where a quadratic with these curvatures and this pull is least; None where nowhere.

    By elimination in fractions; a pivot that is not above zero means that there is no such place.
    """
    n = len(right)
    table = [[Fraction(v) for v in (*row, value)] for row, value in zip(rows, right, strict=True)]
    for i in range(n):
        if table[i][i] <= 0:
            return None
        for j in range(i + 1, n):
            factor = table[j][i] / table[i][i]
            table[j] = [a - factor * b for a, b in zip(table[j], table[i], strict=True)]
    found = [Fraction(0)] * n
    for i in reversed(range(n)):
        known = sum((table[i][j] * found[j] for j in range(i + 1, n)), Fraction(0))
        found[i] = (table[i][n] - known) / table[i][i]
    return tuple(float(v) for v in found)


def _square(value: float) -> float:
    return value * value
