"""Lines and outlines as arrays: in pieces, cut at the edges of a box, thinned without lying."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array
from scenes.box import Box

Mask = NDArray[np.bool_]

_FINEST = 0.004
"""Scene units (half a pixel at 1080p) below which points of a path are taken for one."""
_MOST_LEGS = 3000
"""Legs of a path that are drawn at most; what is merged grows until there are no more."""
_PIECE = 0.05
"""Length of the pieces in which a leg follows the surface, in scene units on the map."""
_MOST_PIECES = 400
_FAR = 1e100
"""Iterates farther out than this are drawn towards it: nothing else can be said in floats."""


def pieces(points: Array, shown: Mask) -> list[Array]:
    """Return the runs of two and more points (n, d) that are shown."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], shown, [False])).astype(np.int8)))
    return [points[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


def inside(points: Array, box: Box) -> Mask:
    """Tell which points (n, 2) a box holds; one that is not finite is outside."""
    x, y = points[..., 0], points[..., 1]
    held: Mask = (x >= box.left) & (x <= box.right) & (y >= box.bottom) & (y <= box.top)
    return held


def cut(ring: Array, box: Box) -> Array:
    """Return a closed outline (n, 2), its first point again at its end, cut at a box's edges.

    Sutherland and Hodgman 1974: one edge after another. Parts that the box parts stay joined by
    lines along its edges. Nothing left is an array of no points.
    """
    for axis, sign, edge in (
        (0, 1, box.left),
        (0, -1, -box.right),
        (1, 1, box.bottom),
        (1, -1, -box.top),
    ):
        if len(ring) < 4:
            return ring[:0]
        depth = sign * ring[:, axis] - edge
        if (depth >= 0).all():
            continue
        start, stop = depth[:-1], depth[1:]
        crosses = (start >= 0) != (stop >= 0)
        share = np.where(crosses, start / np.where(crosses, start - stop, 1.0), 0.0)[:, None]
        both = np.stack((ring[:-1] + share * np.diff(ring, axis=0), ring[1:]), axis=1)
        keep = np.stack((crosses, stop >= 0), axis=1)
        left = both[keep]
        ring = np.vstack((left, left[:1]))
    return ring


def legs(x: Array, unit: float) -> Array:
    """Return the legs (m, 2, 2) of a path of iterates (n, 2), each once.

    ``unit`` is how many scene units one unit of data takes. Iterates nearer than half a pixel (at
    1080p) are one, and a leg that was drawn before is left out: so a stall of 100,000 steps is a
    point and a cycle is one line. Where that leaves over 3,000 legs, what counts as near doubles
    until it does not: nothing drawn is farther than that from the truth. Iterates that are not
    finite have no leg.
    """
    cell = _FINEST / unit
    x = np.where(np.isfinite(x), np.clip(x, -_FAR, _FAR), np.nan)
    while True:
        place = np.round(x / cell)
        kept = np.flatnonzero((np.diff(place, axis=0) != 0).any(axis=1)) + 1
        kept = np.unique(np.concatenate(([0], kept, [len(x) - 1] if len(kept) else [])).astype(int))
        ends = np.hstack((place[kept[:-1]], place[kept[1:]]))
        known = np.isfinite(ends).all(axis=1)
        ends = np.where(_in_order(ends[:, :2], ends[:, 2:])[:, None], ends, ends[:, [2, 3, 0, 1]])
        first = np.zeros(len(ends), dtype=bool)
        first[np.unique(ends, axis=0, return_index=True)[1]] = True
        shown = np.flatnonzero(first & known)
        if len(shown) <= _MOST_LEGS:
            return np.stack((x[kept[shown]], x[kept[shown + 1]]), axis=1)
        cell *= 2


def _in_order(a: Array, b: Array) -> Mask:
    """Tell where ``a`` (n, 2) comes before ``b`` in the order of x, then y."""
    before: Mask = (a[:, 0] < b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] < b[:, 1]))
    return before


def clipped_legs(found: Array, box: Box) -> Array:
    """Return the parts (k, 2, 2) of legs that lie in a box (Liang and Barsky 1984)."""
    start, delta = found[:, 0], found[:, 1] - found[:, 0]
    enter, leave = np.zeros(len(found)), np.ones(len(found))
    for axis, low, high in ((0, box.left, box.right), (1, box.bottom, box.top)):
        still = delta[:, axis] == 0
        step = np.where(still, 1.0, delta[:, axis])
        near, far = (low - start[:, axis]) / step, (high - start[:, axis]) / step
        near, far = np.minimum(near, far), np.maximum(near, far)
        out = still & ((start[:, axis] < low) | (start[:, axis] > high))
        enter = np.where(still, enter, np.maximum(enter, near))
        leave = np.where(still, leave, np.minimum(leave, far))
        leave = np.where(out, -1.0, leave)
    keep = enter <= leave
    start, delta = start[keep], delta[keep]
    ends = (enter[keep, None], leave[keep, None])
    return np.stack([start + share * delta for share in ends], axis=1)


def sampled(found: Array, unit: float) -> list[Array]:
    """Return legs (m, 2, 2) as polylines fine enough to follow a surface, joined end to end."""
    lines: list[Array] = []
    for start, stop in found:
        count = int(np.clip(np.ceil(np.hypot(*(stop - start)) * unit / _PIECE), 2, _MOST_PIECES))
        line = start + np.linspace(0, 1, count + 1)[:, None] * (stop - start)
        if lines and np.array_equal(lines[-1][-1], line[0]):
            lines[-1] = np.vstack((lines[-1], line[1:]))
        else:
            lines.append(line)
    return lines
