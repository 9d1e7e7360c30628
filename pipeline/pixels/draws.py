"""Steps by an estimate of the gradient: which samples, and which noise, a step is made with.

The raw draws are given: the bits of numpy's PCG64 by number, and the shuffles of its
``RandomState``, both frozen for good by NEP 19. What is made of them, and every gradient and step,
is computed here, in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from pipeline.pixels.formulas import Formula, Point, Unanswered

Slope = Callable[[int, Point], Point]
"""The gradient that a step is made with, by the step's number and its place."""
Picks = Callable[[int, int], list[int]]
"""The samples of a step, rising, by its number and how many there are."""
Noise = Callable[[int, int], list[float]]
"""What is added to the gradient of a step, by its number and how many coordinates there are."""

_PARTS = 12
"""Uniform numbers in one of noise: their sum has variance 1."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What an optimizer inside another is fed: the mean of some samples, or noise on top.

    ``inner`` is its name with its settings.
    """

    inner: tuple[str, Any]
    picks: Picks | None = None
    noise: Noise | None = None


def slope_of(formula: Formula, feeds: list[Fed]) -> Slope:
    """Return the gradient of each step, of what feeds an optimizer from the outermost in.

    The innermost choice of samples stands; all noise adds up.

    Raises
    ------
    Unanswered
        When samples are asked for and the loss is no mean over samples here.
    """
    picks = next((fed.picks for fed in reversed(feeds) if fed.picks is not None), None)
    noises = [fed.noise for fed in reversed(feeds) if fed.noise is not None]
    if picks is not None and formula.sample is None:
        raise Unanswered("no samples to draw from")

    def slope(k: int, x: Point) -> Point:
        found = formula.grad(x) if picks is None else _mean(formula, picks(k, formula.samples), x)
        for noise in noises:
            found = tuple(a + b for a, b in zip(found, noise(k, len(x)), strict=True))
        return found

    return slope


def _mean(formula: Formula, picked: list[int], x: Point) -> Point:
    """Return the mean gradient of some samples."""
    assert formula.sample is not None
    total = [0.0] * len(x)
    for i in picked:
        total = [a + b for a, b in zip(total, formula.sample(i, x), strict=True)]
    return tuple(v / len(picked) for v in total)


def sgd(lr: Any, batch: Any = 1, seed: Any = 0, replacement: bool = False) -> Fed:
    """Return gradient descent on mini-batches."""
    return mini_batch(("gd", {"lr": lr}), batch, seed, replacement)


def mini_batch(optimizer: Any, batch: Any = 1, seed: Any = 0, replacement: bool = False) -> Fed:
    """Return batches from a new shuffle each epoch, or with replacement from all samples."""
    size, first = int(batch), int(seed)

    def drawn(k: int, samples: int) -> list[int]:
        if replacement:
            return sorted((v >> 32) * samples >> 32 for v in _bits(first, k * size, size))
        epoch, place = divmod(k, -(-samples // size))
        bits = _bits(first, epoch * samples, samples)
        order = sorted(range(samples), key=bits.__getitem__)
        return sorted(order[place * size : (place + 1) * size])

    return Fed(_named(optimizer), picks=drawn)


def epochs(optimizer: Any, batch: Any = 20, seed: Any = 7, skipped: Any = 0) -> Fed:
    """Return batches from the successive shuffles of ``RandomState``."""
    size = int(batch)

    def drawn(k: int, samples: int) -> list[int]:
        epoch, place = divmod(k, -(-samples // size))
        order = _shuffles(int(seed), int(skipped), samples, epoch + 1)[epoch]
        return sorted(order[place * size : (place + 1) * size])

    return Fed(_named(optimizer), picks=drawn)


def noisy(optimizer: Any, sigma: Any = 1, seed: Any = 0) -> Fed:
    """Return noise of a standard deviation on every coordinate: sums of twelve uniform draws."""

    def drawn(k: int, dim: int) -> list[float]:
        bits = _bits(int(seed), k * dim * _PARTS, dim * _PARTS)
        parts = [(v >> 11) * 2.0**-53 - (0.5 - 2.0**-54) for v in bits]
        return [float(sigma) * sum(parts[i::dim]) for i in range(dim)]

    return Fed(_named(optimizer), noise=drawn)


def noisy_gd(lr: Any, sigma: Any = 1, seed: Any = 0) -> Fed:
    """Return gradient descent with noise."""
    return noisy(("gd", {"lr": lr}), sigma, seed)


FEEDS: Mapping[str, Callable[..., Fed]] = {
    "epochs": epochs,
    "mini_batch": mini_batch,
    "noisy": noisy,
    "noisy_gd": noisy_gd,
    "sgd": sgd,
}
"""What draws at random, by its name in a script."""


def _named(optimizer: Any) -> tuple[str, Any]:
    """Return the name and the settings of ``gd``, ``{gd: {lr: 0.1}}`` or a pair of them."""
    if isinstance(optimizer, str):
        return optimizer, {}
    if isinstance(optimizer, tuple):
        return optimizer
    ((name, settings),) = optimizer.items()
    return name, settings


def _bits(seed: int, first: int, count: int) -> list[int]:
    """Return the 64-bit numbers of a seed's stream, from number ``first`` on."""
    source = np.random.PCG64(seed)
    source.advance(first)
    return [int(v) for v in source.random_raw(count)]


@lru_cache(maxsize=16)
def _shuffles(seed: int, skipped: int, samples: int, count: int) -> list[list[int]]:
    """Return the first shuffles of a seed, after some uniform draws were taken from it."""
    source = np.random.RandomState(seed)
    source.random_sample(skipped)
    return [[int(i) for i in source.permutation(samples)] for _ in range(count)]
