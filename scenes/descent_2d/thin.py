"""Long paths drawn with few points, and never more than a quarter of a pixel from the truth.

The rule: a path of up to ``FEW`` points is drawn point by point. Of a longer one, points in a row
that fall into one cell of a grid are drawn once, where the first of them stands; the cells are so
small that no point of the drawn line is farther than ``TOLERANCE`` from the path, nor the path
from it. A leg whose cells have been joined before, as in a cycle, is not drawn again.
"""

from __future__ import annotations

import numpy as np

from gdmath.array import Array
from scenes.box import Box
from scenes.descent_2d.geometry import clipped_path, inside

FEW = 400
TOLERANCE = 0.25 / 135
"""A quarter of a pixel at 1080p, in scene units."""
_CELL = TOLERANCE / np.sqrt(2)


def path_pieces(points: Array, box: Box) -> list[Array]:
    """Return the pieces (n, 2) of a path (m, 2), in scene units, that are seen in a box."""
    if len(points) <= FEW:
        return clipped_path(points, box)
    pieces = [piece for part in legs(points) for piece in clipped_path(part, box)]
    return _once(pieces)


def legs(points: Array) -> list[Array]:
    """Return a path (m, 2) as parts (n, 2) that together are it, thinned when it is long."""
    return [points] if len(points) <= FEW else _once([thinned(points)])


def _once(pieces: list[Array]) -> list[Array]:
    """Return polylines (n, 2) without the legs that join the same two cells as one before."""
    if not pieces:
        return []
    points = np.concatenate(pieces)
    last = np.cumsum([len(piece) for piece in pieces])[:-1] - 1
    starts = np.delete(np.arange(len(points) - 1), last)
    cells = _cells(points, _CELL)
    one, other = cells[starts], cells[starts + 1]
    back = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    ends = np.where(back[:, None], np.hstack((other, one)), np.hstack((one, other)))
    _, first = np.unique(ends, axis=0, return_index=True)
    kept = starts[np.sort(first)]
    breaks = np.flatnonzero(np.diff(kept) > 1) + 1
    return [points[run[0] : run[-1] + 2] for run in np.split(kept, breaks)]


def thinned(points: Array, cell: float = _CELL) -> Array:
    """Return points (m, 2) less those that stand in the cell of the one before; the last stays."""
    cells = _cells(points, cell)
    moved = (cells[1:] != cells[:-1]).any(axis=-1)
    kept = np.concatenate(([True], moved))
    kept[-1] = True
    few: Array = points[kept]
    return few


def apart(points: Array, box: Box, least: float) -> Array:
    """Return the points (m, 2) inside a box, each over ``least`` from the one kept before it.

    Of more than ``FEW``, a point in a cell (``least`` / 3 wide) that has one already is left out.
    """
    if len(points) > FEW:
        with np.errstate(invalid="ignore"):
            low, high = (box.left, box.bottom), (box.right, box.top)
            points = points[((points >= low) & (points <= high)).all(axis=-1)]
        _, first = np.unique(_cells(points, least / 3), axis=0, return_index=True)
        points = points[np.sort(first)]
    kept: list[Array] = []
    for point in points:
        if inside(point, box) and (not kept or np.hypot(*(point - kept[-1])) > least):
            kept.append(point)
    return np.array(kept).reshape(-1, 2)


def _cells(points: Array, cell: float) -> Array:
    """Return the cell of each point, in whole numbers kept as floats: any size, infinity too."""
    with np.errstate(over="ignore", invalid="ignore"):
        cells: Array = np.nan_to_num(np.floor(points / cell), nan=np.inf)
    return cells
