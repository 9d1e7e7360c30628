"""Losses of models with a sigmoid, by their formulas, in plain Python; see ``formulas``.

The two moons of a network are made here from numpy's ``RandomState``, whose draws are given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from pipeline.pixels.formulas import Formula, Point, solved

_NEWTON_STEPS = 100
_SETTLED = 1e-10
_MOONS, _FLIPS, _UNSEEN = 100, 7, 500
"""What is added to the seed of a network to get those of its points, flips and unseen points."""


def sigmoid(z: float) -> float:
    """Return ``1 / (1 + exp(-z))``."""
    small = math.exp(-abs(z))
    return (1.0 if z >= 0 else small) / (1 + small)


def softplus(z: float) -> float:
    """Return ``ln(1 + exp(z))``."""
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))


def logistic(
    inputs: Sequence[Any] = (),
    labels: Sequence[Any] = (),
    rows: Sequence[Sequence[Any]] = (),
    start: Sequence[Any] = (),
) -> Formula:
    """Return the mean log-loss of a linear classifier; by default on five dots."""
    if not (inputs or rows or labels):
        inputs, labels = (-2, -1, 0, 1, 2), (0, 0, 1, 0, 1)
    given = rows or [(1, v) for v in inputs]
    table = [
        ([float(v) for v in row], 1 - 2 * int(label))
        for row, label in zip(given, labels, strict=True)
    ]
    n, dim = len(table), len(table[0][0])

    def logit(row: Sequence[float], w: Point) -> float:
        return sum(a * v for a, v in zip(row, w, strict=True))

    def value(w: Point) -> float:
        return sum(softplus(sign * logit(row, w)) for row, sign in table) / n

    def sample(i: int, w: Point) -> Point:
        row, sign = table[i]
        slope = sign * sigmoid(sign * logit(row, w))
        return tuple(slope * a for a in row)

    def grad(w: Point) -> Point:
        each = [sample(i, w) for i in range(n)]
        return tuple(sum(g[j] for g in each) / n for j in range(dim))

    def curvature(w: Point) -> list[list[float]]:
        bends = [sigmoid(z) * sigmoid(-z) / n for z in (logit(row, w) for row, _ in table)]
        return [
            [sum(b * row[i] * row[j] for b, (row, _) in zip(bends, table, strict=True))
             for j in range(dim)]
            for i in range(dim)
        ]  # fmt: skip

    begin = tuple(float(v) for v in start) or (0.0,) * dim
    lowest = _lowest(value, grad, curvature, dim)
    return Formula(value, grad, lowest, begin, samples=n, sample=sample)


def _lowest(
    value: Callable[[Point], float],
    grad: Callable[[Point], Point],
    curvature: Callable[[Point], list[list[float]]],
    dim: int,
) -> Point | None:
    """Return where Newton's steps from zero, halved while they climb, come to rest; or None."""
    w: Point = (0.0,) * dim
    for _ in range(_NEWTON_STEPS):
        step = solved(curvature(w), grad(w))
        if step is None:
            return None
        share = 1.0
        while value(_less(w, step, share)) > value(w) * (1 + 1e-12) and share > 1e-6:
            share /= 2
        w = _less(w, step, share)
        if max(map(abs, step)) <= _SETTLED * (1 + max(map(abs, w))):
            return w
    return None


def _less(w: Point, step: Point, share: float) -> Point:
    return tuple(a - share * b for a, b in zip(w, step, strict=True))


def sigmoid_cliff(loss: str = "mse") -> Formula:
    """Return ``(sigma(w) - 1)^2``, or ``-ln sigma(w)`` for ``bce``."""
    if loss == "bce":
        return Formula(lambda p: softplus(-p[0]), lambda p: (-sigmoid(-p[0]),), None, (-10.0,))
    return Formula(
        lambda p: sigmoid(-p[0]) ** 2,
        lambda p: (-2 * sigmoid(-p[0]) ** 2 * sigmoid(p[0]),),
        None,
        (-10.0,),
    )


def moons_line(samples: Any = 200, noise: Any = 0.2, seed: Any = 0) -> Formula:
    """Return the mean log-loss of a straight line on a network's two moons."""
    points = moons(int(samples), float(noise), int(seed) + _MOONS)
    return logistic(rows=[(1, x, y) for x, y, _ in points], labels=[label for *_, label in points])


def network(
    hidden: Any = 16,
    activation: str = "tanh",
    samples: Any = 200,
    noise: Any = 0.2,
    flipped: Any = 0,
    seed: Any = 0,
    scale: Any = 1,
    bias: Any = 0,
) -> Formula:
    """Return the mean log-loss of a network with one hidden layer on two moons."""
    h, base = int(hidden), int(seed)
    points = moons(int(samples), float(noise), base + _MOONS)
    if flipped:
        wrong = np.random.RandomState(base + _FLIPS).random_sample(len(points))
        points = tuple(
            (x, y, label ^ (draw < float(flipped)))
            for (x, y, label), draw in zip(points, wrong.tolist(), strict=True)
        )
    return on_moons(points, h, activation, _first_weights(h, base, float(scale), float(bias)))


Moon = tuple[float, float, int]
"""A point of the plane with its label."""


def on_moons(points: Sequence[Moon], h: int, activation: str, start: Point) -> Formula:
    """Return the mean log-loss of a network with ``h`` hidden units on labelled points."""
    is_relu = activation == "relu"

    def units(p: float, q: float, w: Point) -> list[float]:
        inputs = [w[j] * p + w[h + j] * q + w[2 * h + j] for j in range(h)]
        return [max(u, 0.0) for u in inputs] if is_relu else [math.tanh(u) for u in inputs]

    def logit(said: Sequence[float], w: Point) -> float:
        return sum(w[3 * h + j] * a for j, a in enumerate(said)) + w[4 * h]

    def loss(i: int, w: Point) -> float:
        p, q, label = points[i]
        return softplus((1 - 2 * label) * logit(units(p, q, w), w))

    def sample(i: int, w: Point) -> Point:
        p, q, label = points[i]
        said, sign = units(p, q, w), 1 - 2 * label
        slope = sign * sigmoid(sign * logit(said, w))
        if is_relu:
            back = [slope * w[3 * h + j] * (a > 0) for j, a in enumerate(said)]
        else:
            back = [slope * w[3 * h + j] * (1 - a * a) for j, a in enumerate(said)]
        sides = ([b * p for b in back], [b * q for b in back], back, [slope * a for a in said])
        return (*(v for side in sides for v in side), slope)

    n = len(points)

    def grad(w: Point) -> Point:
        total = [0.0] * len(w)
        for i in range(n):
            total = [a + b for a, b in zip(total, sample(i, w), strict=True)]
        return tuple(v / n for v in total)

    return Formula(
        lambda w: sum(loss(i, w) for i in range(n)) / n,
        grad,
        None,
        start,
        tuple((p, q) for p, q, _ in points),
        samples=n,
        sample=sample,
        says=lambda w, p, q: logit(units(p, q, w), w),
    )


@lru_cache(maxsize=8)
def moons(samples: int, noise: float, seed: int) -> tuple[Moon, ...]:
    """Return the points of two half circles about the origin, with noise, shuffled."""
    draws = np.random.RandomState(seed)
    upper = samples // 2
    first = draws.uniform(0, math.pi, upper).tolist()
    second = draws.uniform(0, math.pi, samples - upper).tolist()
    exact = [(math.cos(t), math.sin(t), 0) for t in first]
    exact += [(1 - math.cos(t), 0.5 - math.sin(t), 1) for t in second]
    off = draws.standard_normal((samples, 2)).tolist()
    placed = [
        (x + noise * a - 0.5, y + noise * b - 0.25, label)
        for (x, y, label), (a, b) in zip(exact, off, strict=True)
    ]
    return tuple(placed[int(i)] for i in draws.permutation(samples))


def unseen(seed: int) -> tuple[Moon, ...]:
    """Return the 400 points that a network of a seed is validated on."""
    return moons(400, 0.2, seed + _UNSEEN)


def _first_weights(h: int, seed: int, scale: float, bias: float) -> Point:
    draws = np.random.RandomState(seed)
    first = (draws.standard_normal((2, h)) * scale / math.sqrt(2)).ravel().tolist()
    last = (draws.standard_normal(h) * scale / math.sqrt(h)).tolist()
    return (*first, *[bias] * h, *last, 0.0)


MODELS: Mapping[str, Callable[..., Formula]] = {
    "logistic": logistic,
    "moons_line": moons_line,
    "network": network,
    "sigmoid_cliff": sigmoid_cliff,
}
"""The losses by their names in a script."""
