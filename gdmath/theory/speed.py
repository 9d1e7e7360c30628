"""How many steps something takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.array import Array

NEVER = -1


def steps_to_shrink(rate: ArrayLike, by: float) -> Array:
    """Return the steps that shrink the distance ``by`` times at each ``rate`` (...), shape (...).

    ``ln by / -ln rate``, a real number: round it up for whole steps. Infinite for a rate of 1 or
    more, zero for a rate of 0. With momentum it is the long run: at a double root the first
    steps are slower.

    Error: u / |ln rate|, relative.
    Stable: any rate >= 0, and ``by`` > 0.
    Source: the definition.

    Raises
    ------
    ValueError
        When ``by`` is not above 0.
    """
    if not by > 0:
        raise ValueError(f"by must be above 0, not {by}")
    size = np.asarray(rate, dtype=np.float64)
    with np.errstate(divide="ignore"):
        steps: Array = np.where(size < 1, np.log(by) / -np.log(np.minimum(size, 1.0)), np.inf)
    return steps + 0.0


def first_below(values: ArrayLike, level: ArrayLike) -> NDArray[np.intp]:
    """Return the first step at which ``values`` (n+1, ...) are below ``level``, or -1 for never.

    Shape (...): many runs are looked at side by side.

    Error: none; a comparison.
    Source: the definition.
    """
    low = _below(values, level)
    first: NDArray[np.intp] = np.where(low.any(axis=0), low.argmax(axis=0), NEVER)
    return first


def stays_below(values: ArrayLike, level: ArrayLike) -> NDArray[np.intp]:
    """Return the step from which on ``values`` (n+1, ...) are below ``level``, or -1 for never.

    Shape (...). NaN counts as not below.

    Error: none; a comparison.
    Source: the definition.
    """
    high = ~_below(values, level)
    last_high = len(high) - 1 - high[::-1].argmax(axis=0)
    after = np.where(high.any(axis=0), last_high + 1, 0)
    settled: NDArray[np.intp] = np.where(after < len(high), after, NEVER)
    return settled


def _below(values: ArrayLike, level: ArrayLike) -> NDArray[np.bool_]:
    below: NDArray[np.bool_] = np.less(
        np.asarray(values, dtype=np.float64), np.asarray(level, dtype=np.float64)
    )
    return below
