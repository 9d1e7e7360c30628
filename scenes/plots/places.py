"""Where a text of a plot stands: near what it is about, clear of lines and of other texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.box import Box
from scenes.plots.strokes import Points

_AROUND = 0.09
"""Scene units kept free around a text."""
_CELL = 0.1
_MOST = 1000
"""Points looked at along an edge: it may lead far out of the plane."""
_FAR = 4.0
_SPACING = 0.2
_AT_ONCE = 200
_ON_A_TEXT = 1000.0
_ON_A_LINE = 0.6
"""What it costs to stand on a text, or on a cell of a line, in scene units of distance."""


def cells(lines: Iterable[Points]) -> Points:
    """Return the middles (n, 2) of the small cells that polylines run through, each once."""
    found = [np.zeros((0, 2)), *(edge_cells(line[:-1], line[1:]) for line in lines)]
    return np.unique(np.concatenate(found), axis=0)


def edge_cells(starts: Points, stops: Points) -> Points:
    """Return the same for straight edges (m, 2); those that lead nowhere have none."""
    finite = np.isfinite(starts).all(axis=1) & np.isfinite(stops).all(axis=1)
    starts, ways = starts[finite], stops[finite] - starts[finite]
    counts = np.minimum(np.hypot(*ways.T) / (_CELL / 2), _MOST).astype(np.intp) + 2
    edge = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(edge)) - first) / (counts[edge] - 1)
    points = starts[edge] + share[:, None] * ways[edge]
    middles: Points = np.unique(np.round(points / _CELL), axis=0) * _CELL
    return middles


def nearby(
    anchor: tuple[float, float],
    size: tuple[float, float],
    within: Box,
    clear: Points,
    taken: Sequence[Box],
) -> Box:
    """Return the place for a text of some size that is nearest to an anchor, and free.

    Nearness of the text's middle is weighed against the cells (n, 2) it would cover; on another
    text it stands only when nothing else is left. Where the box ``within`` is too small for the
    text, it starts at its left edge.
    """
    low, top = _range(size, within)
    home = np.clip(anchor, low, top)
    steps = np.arange(-_FAR, _FAR + _SPACING / 2, _SPACING)
    grid = home + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    inside = ((low - 1e-9 <= grid) & (grid <= top + 1e-9)).all(axis=1)
    middles = np.concatenate([[home], grid[inside]])
    far = np.hypot(*(middles - np.asarray(anchor)).T)
    return _cheapest(middles, far, size, clear, taken)


def along(
    y: float, size: tuple[float, float], within: Box, clear: Points, taken: Sequence[Box]
) -> Box:
    """Return the freest place over or under a horizontal line, as near and far right as can be."""
    low, top = _range(size, within)
    away = size[1] / 2 + _AROUND + _SPACING * np.arange(30)
    lifts = np.stack([away, -away], axis=-1).reshape(-1)
    inside = (low[1] - 1e-9 <= y + lifts) & (y + lifts <= top[1] + 1e-9)
    lifts = lifts[inside] if inside.any() else away[:1]
    across, up = np.meshgrid(np.linspace(top[0], low[0], 25), lifts)
    middles = np.stack([across, y + up], axis=-1).reshape(-1, 2)
    cost = 0.1 * (top[0] - across) + 2 * (np.abs(up) - away[0]) + 0.3 * (up < 0)
    return _cheapest(middles, cost.reshape(-1), size, clear, taken)


def holds(place: Box, points: Points) -> bool:
    """Tell whether a place, with a little around it, holds any of some points (n, 2)."""
    half = np.array([place.width, place.height]) / 2 + _AROUND
    return bool((np.abs(points - place.center) < half).all(axis=1).any())


def shifted(place: Box, way: Points, within: Box) -> Box:
    """Return a place moved some way, no farther than to the edges of a box."""
    low, top = _range((place.width, place.height), within)
    x, y = np.clip(np.array(place.center) + way, low, top)
    return Box(x - place.width / 2, y - place.height / 2, place.width, place.height)


def _range(size: tuple[float, float], within: Box) -> tuple[Points, Points]:
    """Return the lowest and highest middles of texts of a size in a box."""
    half = np.array(size) / 2
    low = np.array([within.left, within.bottom]) + half
    return low, np.maximum(np.array([within.right, within.top]) - half, low)


def _cheapest(
    middles: Points,
    cost: NDArray[np.float64],
    size: tuple[float, float],
    clear: Points,
    taken: Sequence[Box],
) -> Box:
    """Return the place of least cost (n,), with what it costs to cover cells and other texts."""
    cost, half = cost.copy(), np.array(size) / 2 + _AROUND
    low, top = middles.min(axis=0) - half, middles.max(axis=0) + half
    near = clear[((low < clear) & (clear < top)).all(axis=1)]
    for start in range(0, len(middles), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        covered = (np.abs(middles[part, None] - near[None]) < half).all(axis=2).sum(axis=1)
        cost[part] += _ON_A_LINE * covered
    for box in taken:
        room = half + np.array([box.width, box.height]) / 2
        cost += _ON_A_TEXT * (np.abs(middles - box.center) < room).all(axis=1)
    left, bottom = middles[int(cost.argmin())] - np.array(size) / 2
    return Box(float(left), float(bottom), *size)
