"""Long ways drawn with few strokes: what would fall on what is drawn already is left out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array
from scenes.box import Box
from scenes.descent_2d.geometry import clipped

CELL = 0.005
"""Side of the cells, in scene units, within which points count as one.

A drawn way is off by less than a cell's diagonal: under one pixel at 1080p.
"""
_FAR = 1e6


def turns(points: Array, cell: float = CELL) -> NDArray[np.intp]:
    """Return the numbers of the points (n, 2) that leave the cell of the point kept before them.

    Points of a stall are left out but for the first; no other point is. The result rises.
    """
    if not len(points):
        return np.zeros(0, dtype=np.intp)
    cells = _cells(points, cell)
    moved = np.append(True, (cells[1:] != cells[:-1]).any(axis=-1))
    return np.flatnonzero(moved)


def legs(points: Array, cell: float = CELL) -> NDArray[np.intp]:
    """Return the numbers (m, 2) of the ends of the legs between points (n, 2), each leg once.

    A run that goes back and forth between two places for 100,000 steps has one leg. They are in
    the order in which they are first gone.
    """
    stops = turns(points, cell)
    if len(stops) < 2:
        return np.zeros((0, 2), dtype=np.intp)
    numbers = _numbered(_cells(points[stops], cell))
    ends = np.sort(np.stack((numbers[:-1], numbers[1:]), axis=-1), axis=-1)
    first = np.sort(np.unique(ends, axis=0, return_index=True)[1])
    return np.stack((stops[first], stops[first + 1]), axis=-1)


def hops(points: Array, cell: float = CELL) -> list[Array]:
    """Return the legs (2, 2) of ``legs``; one to a place that is not finite is left out."""
    pairs = (points[pair] for pair in legs(points, cell))
    return [leg for leg in pairs if np.isfinite(leg).all()]


def kept(points: Array, apart: float) -> Array:
    """Return those of the points (n, 2) that come first in their cell of side ``apart``."""
    if not len(points):
        return points
    _, first = np.unique(_numbered(_cells(points, apart)), return_index=True)
    found: Array = points[np.sort(first)]
    return found


def sampled(pieces: Iterable[Array], count: int = 24) -> Array:
    """Return points (n, 2) along legs (2, 2), those of the first 40: what texts keep clear of."""
    share = np.linspace(0, 1, count)[:, None]
    lines = [leg[0] + share * (leg[1] - leg[0]) for leg, _ in zip(pieces, range(40), strict=False)]
    return np.concatenate(lines) if lines else np.zeros((0, 2))


def in_sight(pieces: Iterable[Array], box: Box) -> list[Array]:
    """Return what of legs (2, 2) is inside a box, their directions kept.

    An end far out does not blur the place where the leg crosses the edge.
    """
    found = []
    for leg in pieces:
        turned = np.abs(leg[0]).max() > np.abs(leg[1]).max()
        part = clipped(leg[1], leg[0], box) if turned else clipped(leg[0], leg[1], box)
        if part is not None:
            low, high = (box.left, box.bottom), (box.right, box.top)
            ends = np.clip(np.array(part), low, high)
            found.append(ends[::-1] if turned else ends)
    return found


def _cells(points: Array, cell: float) -> NDArray[np.int64]:
    """Return the cell (n, 2) of each point; those far away or not finite share cells."""
    near = np.nan_to_num(points, nan=2 * _FAR, posinf=_FAR, neginf=-_FAR)
    return np.floor(np.clip(near, -_FAR, 2 * _FAR) / cell).astype(np.int64)


def _numbered(cells: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return a number (n,) for each cell (n, 2), the same for the same cell."""
    numbers: NDArray[np.intp] = np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1)
    return numbers
