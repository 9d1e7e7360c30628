"""Where things stand on a plot: labels that keep apart, and the freest of several places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scenes.box import Box


def spread(
    wanted: Sequence[float],
    weights: Sequence[float],
    gap: float | Sequence[float],
    low: float,
    high: float,
) -> tuple[float, ...]:
    """Return heights near the wanted ones, in the given order upward, ``gap`` apart (each, or all).

    Least squares, by pooling adjacent violators; all within [low, high] as far as they fit. A
    weight in (0, 1] says how much of a label is in sight: it pulls and needs room in proportion.
    """
    offsets = [0.0][: len(wanted)]
    gaps = [gap] * len(weights) if isinstance(gap, float | int) else gap
    for (below, above), apart in zip(pairwise(weights), gaps, strict=False):
        offsets.append(offsets[-1] + apart * min(below, above))
    pools: list[tuple[float, float, int]] = []
    for height, weight, offset in zip(wanted, weights, offsets, strict=True):
        pools.append((height - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, v, m), (b, w, n) = pools[-2:]
            pools[-2:] = [((a * v + b * w) / (v + w), v + w, m + n)]
    level = [height for height, _, count in pools for _ in range(count)]
    top = high - max(offsets, default=0.0)
    return tuple(
        max(min(height, top), low) + offset for height, offset in zip(level, offsets, strict=True)
    )


def freest(places: Iterable[Box], points: NDArray[np.float64]) -> Box:
    """Return the place that holds the fewest of the points (n, 2); the first of equals."""

    def held(place: Box) -> int:
        x, y = points[:, 0], points[:, 1]
        inside = (place.left < x) & (x < place.right) & (place.bottom < y) & (y < place.top)
        return int(inside.sum())

    return min(places, key=held)


def meets(one: Box, other: Box) -> bool:
    """Tell whether two places overlap."""
    across = one.left < other.right and other.left < one.right
    return across and one.bottom < other.top and other.bottom < one.top
