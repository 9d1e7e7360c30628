"""Runs by their recursions, in plain Python floats: one small function an optimizer.

Each takes the gradient of a step by its number and place, the start, and its own settings by their
names in a script, and yields the points, the start first. Written from the update rules and not
from ``gdmath``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.pixels.draws import Slope
from pipeline.pixels.formulas import Point, Unanswered

Rate = Callable[[int], float]
Path = Iterator[Point]


def gd(slope: Slope, x: Point, lr: Any) -> Path:
    """Yield ``x - lr * grad`` again and again."""
    rate = rate_of(lr)
    for k in _steps():
        yield x
        x = _moved(x, slope(k, x), -rate(k))


def heavy_ball(
    slope: Slope,
    x: Point,
    lr: Any,
    momentum: Any = 0.9,
    dampening: Any = 0,
    lr_inside: bool = False,
) -> Path:
    """Yield what a velocity does that keeps ``momentum`` of itself and gains the gradient."""
    rate, kept = rate_of(lr), float(momentum)
    velocity = (0.0,) * len(x)
    for k in _steps():
        yield x
        push = 1.0 if k == 0 else 1 - float(dampening)
        if lr_inside:
            push *= rate(k)
        velocity = _moved(tuple(kept * v for v in velocity), slope(k, x), push)
        x = _moved(x, velocity, -1.0 if lr_inside else -rate(k))


def nesterov(slope: Slope, x: Point, lr: Any, momentum: Any = 0.9) -> Path:
    """Yield what a velocity does that is looked at one step ahead."""
    rate, kept = rate_of(lr), float(momentum)
    velocity = (0.0,) * len(x)
    for k in _steps():
        yield x
        found = slope(k, x)
        velocity = _moved(found, velocity, kept)
        x = _moved(x, _moved(found, velocity, kept), -rate(k))


def adagrad(slope: Slope, x: Point, lr: Any, eps: Any = 1e-10, eps_inside: bool = False) -> Path:
    """Yield steps over the root of the sum of all squared slopes."""
    return _scaled(slope, x, lr, lambda v, g: v + g * g, float(eps), eps_inside)


def rmsprop(
    slope: Slope,
    x: Point,
    lr: Any,
    alpha: Any = 0.99,
    eps: Any = 1e-8,
    eps_inside: bool = False,
) -> Path:
    """Yield steps over the root of a fading mean of squared slopes."""
    kept = float(alpha)

    def mean(v: float, g: float) -> float:
        return kept * v + (1 - kept) * g * g

    return _scaled(slope, x, lr, mean, float(eps), eps_inside)


def adam(
    slope: Slope,
    x: Point,
    lr: Any = 1e-3,
    betas: Any = (0.9, 0.999),
    eps: Any = 1e-8,
    eps_inside: bool = False,
    bias_correction: bool = True,
    weight_decay: Any = 0,
    keeps_largest: bool = False,
) -> Path:
    """Yield steps of a fading mean of slopes over the root of one of their squares.

    ``keeps_largest``: over that of the largest such mean so far.
    """
    rate, (first, second) = rate_of(lr), (float(beta) for beta in betas)
    m = v = ruler = (0.0,) * len(x)
    for k in _steps():
        yield x
        found = slope(k, x)
        m = tuple(first * a + (1 - first) * g for a, g in zip(m, found, strict=True))
        v = tuple(second * a + (1 - second) * g * g for a, g in zip(v, found, strict=True))
        ruler = tuple(map(max, ruler, v)) if keeps_largest else v
        whole = (1 - first ** (k + 1), 1 - second ** (k + 1)) if bias_correction else (1.0, 1.0)
        kept = 1 - rate(k) * float(weight_decay)
        x = tuple(
            kept * p - rate(k) * (a / whole[0]) / _root(b / whole[1], float(eps), eps_inside)
            for p, a, b in zip(x, m, ruler, strict=True)
        )


def adamw(
    slope: Slope, x: Point, lr: Any = 1e-3, weight_decay: Any = 1e-2, **settings: Any
) -> Path:
    """Yield what ``adam`` does, each point first drawn towards zero."""
    return adam(slope, x, lr, weight_decay=weight_decay, **settings)


def amsgrad(slope: Slope, x: Point, lr: Any = 1e-3, **settings: Any) -> Path:
    """Yield what ``adam`` does with a ruler that never shrinks."""
    return adam(slope, x, lr, keeps_largest=True, **settings)


RECURSIONS: Mapping[str, Callable[..., Path]] = {
    "adagrad": adagrad,
    "adam": adam,
    "adamw": adamw,
    "amsgrad": amsgrad,
    "gd": gd,
    "heavy_ball": heavy_ball,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
}
"""Optimizers by their names in a script; those that feed another are in ``draws``."""


def rate_of(lr: Any) -> Rate:
    """Return a learning rate by the number of its step: a number, or a schedule by its name.

    Raises
    ------
    Unanswered
        For a schedule that has no recursion here.
    """
    if not isinstance(lr, tuple):
        constant = float(lr)
        return lambda k: constant
    name, settings = lr
    if name not in _SCHEDULES:
        raise Unanswered(f"schedule {name}")
    return _SCHEDULES[name](**settings)


def _constant(lr: Any) -> Rate:
    return lambda k: float(lr)


def _step_decay(lr: Any, every: Any, factor: Any = 0.1) -> Rate:
    return lambda k: float(lr) * float(factor) ** (k // int(every))


def _cosine(lr: Any, steps: Any, least: Any = 0) -> Rate:
    def rate(k: int) -> float:
        part = min(k / float(steps), 1.0)
        return float(least) + (float(lr) - float(least)) * (1 + math.cos(math.pi * part)) / 2

    return rate


def _one_cycle(
    lr: Any, steps: Any, rise: Any = 0.3, start_divisor: Any = 25, end_divisor: Any = 1e4
) -> Rate:
    most, low = float(lr), float(lr) / float(start_divisor)
    top, last = float(rise) * float(steps) - 1, float(steps) - 1

    def rate(k: int) -> float:
        if k <= top:
            return most + (low - most) * (1 + math.cos(math.pi * k / top)) / 2
        end, part = low / float(end_divisor), min((k - top) / (last - top), 1.0)
        return end + (most - end) * (1 + math.cos(math.pi * part)) / 2

    return rate


def _warm_up(then: Any, steps: Any) -> Rate:
    after, count = rate_of(then), int(steps)
    return lambda k: after(0) * (k + 1) / count if k < count else after(k - count)


_SCHEDULES: Mapping[str, Callable[..., Rate]] = {
    "constant": _constant,
    "cosine": _cosine,
    "one_cycle": _one_cycle,
    "step": _step_decay,
    "warm_up": _warm_up,
}


def _scaled(
    slope: Slope,
    x: Point,
    lr: Any,
    ruler: Callable[[float, float], float],
    eps: float,
    eps_inside: bool,
) -> Path:
    """Yield steps whose slopes are measured by a ruler of their own squares."""
    rate = rate_of(lr)
    v = (0.0,) * len(x)
    for k in _steps():
        yield x
        found = slope(k, x)
        v = tuple(ruler(a, g) for a, g in zip(v, found, strict=True))
        x = tuple(
            p - rate(k) * g / _root(a, eps, eps_inside) for p, g, a in zip(x, found, v, strict=True)
        )


def _root(v: float, eps: float, eps_inside: bool) -> float:
    return math.sqrt(v + eps) if eps_inside else math.sqrt(v) + eps


def _moved(x: Point, way: Point, by: float) -> Point:
    return tuple(a + by * b for a, b in zip(x, way, strict=True))


def _steps() -> Iterator[int]:
    k = 0
    while True:
        yield k
        k += 1
