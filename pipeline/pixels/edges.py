"""What is looked for: points along the edge of a mark, each with the way out of the ink."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.pixels.picture import Numbers
from pipeline.pixels.places import Pixel
from scenes.outlines import Piece

_SPACING = 0.75
"""Pixels between the points."""
_CORNER = math.radians(25)
_OFF_CORNERS = 3.0
"""Pixels that are left out at a corner: blur rounds it."""
_THIN = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Points (n, 2) in pixels from where the mark stands, and unit ways (n, 2) out of the ink.

    ``inner`` and ``outer`` are how many pixels into the ink and out of it belong to the edge.
    """

    points: Numbers
    out: Numbers
    inner: float
    outer: float

    def where(self, keep: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Edge:
        """Return the chosen points."""
        return Edge(self.points[keep], self.out[keep], self.inner, self.outer)

    def placed(self, at: Numbers) -> Numbers:
        """Return the points in the picture when the mark stands ``at`` (2,)."""
        placed: Numbers = at + self.points
        return placed


@lru_cache(maxsize=64)
def dot(outline: tuple[Piece, ...], unit: float, thick: float = 0.0) -> Edge:
    """Return the edge of a dot's outline, in scene units of ``unit`` pixels.

    ``thick`` is how wide the ink is inside it, where that is only its edge.
    """
    pieces = [np.array(piece) * (unit, -unit) for piece in outline]
    reach = min(float(np.abs(piece).max()) for piece in pieces)
    thin = thick * unit or min(_thickness(pieces), reach)
    return _edge(pieces, min(4.0, _THIN * thin), 3.0 * _grain(unit))


def arrow(
    tail: Pixel, tip: Pixel, head: float, width: float, shaft: float, unit: float
) -> Edge | None:
    """Return the edge of an arrow, from its point; None for one too short to carry its head."""
    way = np.array(tip) - np.array(tail)
    length = float(np.hypot(*way))
    if length < 1.6 * head * unit:
        return None
    along = way / length
    across = np.array([along[1], -along[0]])  # to the left, with y down
    neck = -head * unit * along
    side, wing = shaft / 2 * unit * across, width / 2 * unit * across
    corners = np.array(
        [-way - side, neck - side, neck - wing, np.zeros(2), neck + wing, neck + side, -way + side]
    )
    return _edge([corners], min(4.0, _THIN * shaft * unit), 3.0 * _grain(unit))


def line(way: Sequence[Pixel], at: Pixel, width: float, unit: float) -> Edge:
    """Return the two long edges of a line from corner to corner, seen from a place ``at``."""
    corners = np.array(way) - np.array(at)
    ways = np.diff(corners, axis=0)
    along = ways / np.hypot(*ways.T)[:, None]
    normal = np.column_stack((along[:, 1], -along[:, 0]))  # to the left, with y down
    around = (np.vstack((normal[:1], normal)) + np.vstack((normal, normal[-1:]))) / 2
    side = width / 2 * unit * around / np.maximum((around**2).sum(axis=1), 0.5)[:, None]
    pieces = [corners - side, (corners + side)[::-1]]
    return _edge(pieces, _THIN * width * unit, 3.0 * _grain(unit), off=1.5)


def is_jagged(way: Sequence[Pixel], width: float) -> bool:
    """Tell whether a line turns so sharply, so soon, that its sides are not those of its pieces."""
    ways = np.diff(np.array(way), axis=0)
    lengths = np.hypot(*ways.T)
    units = ways / lengths[:, None]
    short = np.minimum(lengths[1:], lengths[:-1]) < 2 * width
    return any(is_short and _is_corner(units, i, i + 1) for i, is_short in enumerate(short))


def _grain(unit: float) -> float:
    """Return how large things are against 1080p, at most 1."""
    return min(unit / 135.0, 1.0)


def _thickness(pieces: Sequence[Numbers]) -> float:
    """Return how thick the ink is at its thinnest: only strokes are open pieces."""
    closed = all(np.allclose(piece[0], piece[-1]) for piece in pieces)
    if closed:
        return math.inf
    return float(min(2 * np.abs(piece).min(axis=0).min() for piece in pieces if len(piece) == 2))


def _edge(pieces: Sequence[Numbers], inner: float, outer: float, off: float = _OFF_CORNERS) -> Edge:
    """Return points along pieces that have the ink at their left (y down: turn is mirrored)."""
    points, out = [np.empty((0, 2))], [np.empty((0, 2))]
    for piece in pieces:
        ways = np.diff(piece, axis=0)
        lengths = np.hypot(*ways.T)
        units = ways / lengths[:, None]
        closed = np.allclose(piece[0], piece[-1])
        for i, (start, length, way) in enumerate(zip(piece, lengths, units, strict=False)):
            before = _is_corner(units, i - 1, i) if i or closed else True
            after = _is_corner(units, i, i + 1) if i + 1 < len(units) or closed else True
            low, high = off * before, length - off * after
            count = int((high - low) / _SPACING) + (0 if before and after else 1)
            if high <= low or count < 1:
                continue
            along = low + (np.arange(count) + 0.5) * (high - low) / count
            points.append(start + along[:, None] * way)
            out.append(np.tile([-way[1], way[0]], (count, 1)))
    return Edge(np.concatenate(points), np.concatenate(out), inner, outer)


def _is_corner(units: Numbers, i: int, j: int) -> bool:
    cosine = float(units[i] @ units[j % len(units)])
    return math.acos(min(max(cosine, -1.0), 1.0)) > _CORNER
