"""Easing: how far a motion is at a fraction of its time. All map [0, 1] to [0, 1]."""

from __future__ import annotations


def smooth(alpha: float) -> float:
    """Return the quintic ease-in-out 6a^5 - 15a^4 + 10a^3: no jump in speed or acceleration."""
    alpha = min(max(alpha, 0.0), 1.0)
    return alpha**3 * (alpha * (alpha * 6 - 15) + 10)


def out(alpha: float) -> float:
    """Return the cubic ease-out: quick start, soft landing."""
    alpha = min(max(alpha, 0.0), 1.0)
    return 1 - (1 - alpha) ** 3


def mix(start: float, stop: float, alpha: float) -> float:
    """Return the point a fraction ``alpha`` of the way; exactly ``stop`` at 1."""
    return stop if alpha >= 1 else start + (stop - start) * alpha


def share(alpha: float, index: int, count: int, overlap: float = 0.0) -> float:
    """Return how far item ``index`` of ``count`` is when they go one after another.

    ``overlap`` in [0, 1) lets an item start before the one before it has finished. Exactly 1 for
    every item when ``alpha`` is 1.
    """
    if alpha >= 1:
        return 1.0
    length = 1 / (count - (count - 1) * overlap)
    start = index * length * (1 - overlap)
    return min(max((alpha - start) / length, 0.0), 1.0)
