"""Dynamic time warping: which frame of one utterance says what a frame of another says.

After Sakoe and Chiba (1978). Steps are one frame in either utterance, or one in both; a step
in one alone costs ``ALONE`` more, so that paths stay straight where nothing tells otherwise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ALONE = 0.1


def distances(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each frame of ``one`` from each of ``other``, shape (n, m).

    1 is the root mean square distance of frames that have nothing to do with each other.
    """
    from scipy.spatial.distance import cdist  # here: a build without recordings needs it not

    scale = float(np.sqrt(one.var(axis=0).sum() + other.var(axis=0).sum()))
    return np.asarray(cdist(one, other) / (scale or 1.0))


def mean_along(path: NDArray[np.intp], distance: NDArray[np.float64]) -> float:
    """Return the mean distance of the pairs of a path."""
    return float(distance[path[:, 0], path[:, 1]].mean())


def warp(distance: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the cheapest path from the first pair of frames to the last, shape (steps, 2)."""
    total = _totals(distance)
    at, beside = distance.shape[0] - 1, distance.shape[1] - 1
    path = [(at, beside)]
    while at or beside:
        both = total[at, beside]
        one, other = total[at, beside + 1] + ALONE, total[at + 1, beside] + ALONE
        if at and beside and both <= min(one, other):
            at, beside = at - 1, beside - 1
        elif at and (one <= other or not beside):
            at -= 1
        else:
            beside -= 1
        path.append((at, beside))
    return np.array(path[::-1], np.intp)


def _totals(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cost of the cheapest path to each pair, shape (n + 1, m + 1), edges infinite.

    All pairs of one antidiagonal depend on the two before it only, so they are found at once.
    """
    rows, columns = distance.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    for diagonal in range(2, rows + columns + 1):
        at = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        beside = diagonal - at
        before = np.minimum(total[at - 1, beside], total[at, beside - 1]) + ALONE
        total[at, beside] = (
            np.minimum(before, total[at - 1, beside - 1]) + distance[at - 1, beside - 1]
        )
    return total
