"""Random numbers that are the same bits on every machine and in every version of numpy.

numpy promises (NEP 19) that the raw 64-bit numbers of a named bit generator never change, but
reserves the right to change what ``Generator`` makes of them. So only raw numbers are used here,
with whole-number arithmetic and additions. PCG64 can be advanced to any place, so each draw is a
function of the seed and of its number: nothing needs to be remembered between steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array

SUMMANDS = 12
"""Uniform numbers in a bell-shaped one: each has variance 1/12."""


def raw(seed: int, first: int, count: int) -> NDArray[np.uint64]:
    """Return ``count`` (count,) of the stream's 64-bit numbers, from number ``first`` on."""
    source = np.random.PCG64(seed)
    source.advance(first)
    return source.random_raw(count)


def below(limit: int, seed: int, first: int, count: int) -> NDArray[np.intp]:
    """Return ``count`` whole numbers from 0 to ``limit - 1``, (count,).

    Error: the chances of two numbers differ by at most limit / 2**32.
    Source: Lemire 2019, without the rejections.
    """
    high = raw(seed, first, count) >> np.uint64(32)
    return ((high * np.uint64(limit)) >> np.uint64(32)).astype(np.intp)


def shuffled(size: int, seed: int, number: int) -> NDArray[np.intp]:
    """Return the numbers 0 to ``size - 1`` in the order of shuffle ``number``, (size,)."""
    return np.argsort(raw(seed, number * size, size), kind="stable")


def bell(dim: int, seed: int, number: int) -> Array:
    """Return draw ``number`` of ``dim`` independent numbers with mean 0 and variance 1, (dim,).

    Each is the sum of twelve uniform ones: bell-shaped like the normal distribution, but never
    past 6 and a little short of it in the tails (kurtosis 2.9 instead of 3). Means and variances,
    all that the theory of noise floors needs, are exact.

    Error: that of twelve additions.
    """
    draw: Array = bells(dim, seed, number, 1)[0]
    return draw


def bells(dim: int, seed: int, first: int, count: int) -> Array:
    """Return ``count`` draws of ``bell`` from number ``first`` on, (count, dim)."""
    each = dim * SUMMANDS
    bits = raw(seed, first * each, count * each) >> np.uint64(11)
    uniform = bits.astype(np.float64) * 2.0**-53 - (0.5 - 2.0**-54)
    total: Array = np.zeros((count, dim))
    for part in uniform.reshape(count, SUMMANDS, dim).swapaxes(0, 1):
        total = total + part
    return total
