"""Lines and markers of a plot."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import VMobject

Points = NDArray[np.float64]

_DASH = 0.12
_GAP = 0.09


def lines(pieces: Iterable[Points], color: str, width: float, opacity: float = 1.0) -> VMobject:
    """Return polylines (n, 2) as one stroke; ``width`` in manim's units."""
    return outline(pieces).set_stroke(color, width, opacity)


def markers(at: Points, radius: float, style: int, color: str, opacity: float = 1.0) -> VMobject:
    """Return the marker of a style at every point (n, 2), as one shape."""
    return marks(at, style, radius).set_fill(color, opacity)


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


def clipped(points: Points, low: float, high: float) -> list[Points]:
    """Return what lies between two heights of a polyline (n, 2); what is not finite is left out."""
    pieces = []
    for a, b in pairwise(points):
        rise = b[1] - a[1]
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            continue
        if rise == 0:
            enter, leave = (0.0, 1.0) if low <= a[1] <= high else (1.0, 0.0)
        else:
            first, second = sorted(((low - a[1]) / rise, (high - a[1]) / rise))
            enter, leave = max(first, 0.0), min(second, 1.0)
        if enter < leave:
            pieces.append(np.array([a + enter * (b - a), a + leave * (b - a)]))
    return pieces
