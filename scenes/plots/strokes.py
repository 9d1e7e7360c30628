"""Lines and markers of a plot."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes.box import Box
from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import VMobject

Points = NDArray[np.float64]

DIMMED, MUTED = 0.25, 0.5
"""The opacity of a curve that does not stand out, and of its label.

Both step back together: what is not meant to be read now is clearly less than what is.
"""

_UPWARD = 3
"""The marker of a head that has left the plot."""
_DASH = 0.12
_GAP = 0.09
_EDGE = 1e-9
"""A point that is beyond an edge by no more, in scene units, stands on it."""


def lines(pieces: Iterable[Points], color: str, width: float, opacity: float = 1.0) -> VMobject:
    """Return polylines (n, 2) as one stroke; ``width`` in manim's units."""
    return outline(pieces).set_stroke(color, width, opacity)


def markers(at: Points, radius: float, style: int, color: str, opacity: float = 1.0) -> VMobject:
    """Return the marker of a style at every point (n, 2), as one shape."""
    return marks(at, style, radius).set_fill(color, opacity)


def pointer(tip: Points, plane: Box, radius: float, color: str) -> VMobject | None:
    """Return the triangle for a head (2,) that has left a plane: on the edge, pointing over it.

    None for one that has not left, or is no number.
    """
    if tip[1] > plane.top + 1e-9:
        return markers(np.array([(tip[0], plane.top)]), radius, _UPWARD, color)
    if tip[1] < plane.bottom - 1e-9:
        at = np.array([(tip[0], plane.bottom)])
        return markers(at, radius, _UPWARD, color).rotate(np.pi, about_point=[*at[0], 0.0])
    return None


def dashes(start: Points, stop: Points) -> list[Points]:
    """Return the dashes of a line from ``start``; a longer line keeps those of a shorter one."""
    length = float(np.hypot(*(stop - start)))
    if length == 0:
        return []
    along = (stop - start) / length
    return [
        np.array([start + s * along, start + min(s + _DASH, length) * along])
        for s in np.arange(0.0, length, _DASH + _GAP)
    ]


def dashed(points: Points, dash: float = 0.2, gap: float = 0.13) -> list[Points]:
    """Return the dashes of a polyline (n, 2); a longer polyline keeps those of a shorter one."""
    if len(points) < 2:
        return []
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    pieces = []
    for start in np.arange(0.0, along[-1], dash + gap):
        stop = min(start + dash, along[-1])
        first, last = np.searchsorted(along, [start, stop], side="right")
        ends = [[np.interp(s, along, part) for part in points.T] for s in (start, stop)]
        pieces.append(np.array([ends[0], *points[first:last], ends[1]]))
    return pieces


def clipped(points: Points, low: float, high: float) -> list[Points]:
    """Return what lies between two heights of a polyline (n, 2), as polylines.

    What is not finite is left out.
    """
    if len(points) > 1 and low <= points[:, 1].min() and points[:, 1].max() <= high:
        return [points]
    with np.errstate(all="ignore"):
        a, b = points[:-1], points[1:]
        rise = b[:, 1] - a[:, 1]
        at = np.stack([(low - a[:, 1]) / rise, (high - a[:, 1]) / rise])
        enter, leave = np.maximum(at.min(axis=0), 0.0), np.minimum(at.max(axis=0), 1.0)
        inside = (low <= a[:, 1]) & (a[:, 1] <= high)
        level = rise == 0
        enter, leave = np.where(level, 0.0, enter), np.where(level, inside * 1.0, leave)
        known = np.isfinite(a).all(axis=1) & np.isfinite(b).all(axis=1) & (enter < leave)
    pieces: list[list[Points]] = []
    before = -2
    for i in np.flatnonzero(known):
        way = b[i] - a[i]
        stop = b[i] if leave[i] >= 1 else a[i] + leave[i] * way
        if before == i - 1 and enter[i] <= 0 and leave[before] >= 1:
            pieces[-1].append(stop)
        else:
            pieces.append([a[i] + enter[i] * way if enter[i] > 0 else a[i], stop])
        before = int(i)
    return [np.array(piece) for piece in pieces]


def between(points: Points, left: float, right: float) -> Points:
    """Return the points (n, 2) from left to right that stand in a span, with its ends on the way.

    ``points`` run to the right. An end gets a point where a finite line comes in or goes out.
    """
    x = points[:, 0]
    first, last = np.searchsorted(x, (left - _EDGE, right + _EDGE))
    parts = [points[first:last]]
    for edge, k in ((left, first), (right, last)):
        if 0 < k < len(x) and np.isfinite(points[k - 1 : k + 1]).all():
            a, b = points[k - 1], points[k]
            crossing = a + (edge - a[0]) / (b[0] - a[0]) * (b - a)
            parts.insert(0 if edge == left else len(parts), crossing[None])
    return np.concatenate(parts)


def thinned(values: NDArray[np.float64], columns: int) -> NDArray[np.intp]:
    """Return the places of a long row of finite values that its line needs, in their order.

    The row is cut into ``columns`` equal parts; each keeps its first, its last, its least and its
    greatest value, so every peak keeps its height, and nothing moves sideways by more than a
    column. A short row keeps all.
    """
    n = len(values)
    if n <= 4 * columns:
        return np.arange(n)
    edges = np.linspace(0, n, columns + 1).astype(np.intp)
    kept = {0, n - 1}
    for start, stop in pairwise(edges.tolist()):
        part = values[start:stop]
        kept |= {start, stop - 1, start + int(part.argmin()), start + int(part.argmax())}
    return np.array(sorted(kept))
