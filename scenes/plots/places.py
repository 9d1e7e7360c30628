"""Where a text of a plot stands: near what it is about, clear of lines and of other texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from scenes.box import Box
from scenes.plots.strokes import Points

_AROUND = 0.09
"""Scene units kept free around a text."""
_CELL = 0.1
_FAR = 4.0
_SPACING = 0.2
_ON_A_TEXT = 1000.0
_ON_A_LINE = 0.6
"""What it costs to stand on a text, or on a cell of a line, in scene units of distance."""


def cells(lines: Iterable[Points]) -> Points:
    """Return the middles (n, 2) of the small cells that polylines run through, each once."""
    found = [np.zeros((0, 2))]
    for line in lines:
        finite = line[np.isfinite(line).all(axis=1)]
        if len(finite) < 2:
            continue
        lengths = np.hypot(*np.diff(finite, axis=0).T)
        along = np.concatenate(([0.0], np.cumsum(lengths)))
        at = np.linspace(0, along[-1], int(min(along[-1] / (_CELL / 2), 20_000)) + 2)
        found.append(np.stack([np.interp(at, along, part) for part in finite.T], axis=-1))
    middles: Points = np.unique(np.round(np.concatenate(found) / _CELL), axis=0) * _CELL
    return middles


def nearby(
    anchor: tuple[float, float], size: tuple[float, float], within: Box, clear: Points,
    taken: Sequence[Box],
) -> Box:  # fmt: skip
    """Return the place for a text of some size that is nearest to an anchor, and free.

    Nearness of the text's middle is weighed against the cells (n, 2) it would cover; on another
    text it stands only when nothing else is left. Where the box ``within`` is too small for the
    text, it starts at its left edge.
    """
    (wide, high), (x, y) = size, anchor
    low = np.array([within.left + wide / 2, within.bottom + high / 2])
    top = np.maximum(np.array([within.right - wide / 2, within.top - high / 2]), low)
    home = np.clip([x, y], low, top)
    steps = np.arange(-_FAR, _FAR + _SPACING / 2, _SPACING)
    grid = home + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    inside = ((low - 1e-9 <= grid) & (grid <= top + 1e-9)).all(axis=1)
    middles = np.concatenate([[home], grid[inside]])
    cost = np.hypot(*(middles - (x, y)).T)
    half = np.array([wide, high]) / 2 + _AROUND
    near = clear[(np.abs(clear - home) < _FAR + half).all(axis=1)]
    for start in range(0, len(middles), 200):
        part = slice(start, start + 200)
        covered = (np.abs(middles[part, None] - near[None]) < half).all(axis=2).sum(axis=1)
        cost[part] += _ON_A_LINE * covered
    for box in taken:
        room = half + np.array([box.width, box.height]) / 2
        cost += _ON_A_TEXT * (np.abs(middles - box.center) < room).all(axis=1)
    left, bottom = middles[int(cost.argmin())] - (wide / 2, high / 2)
    return Box(float(left), float(bottom), wide, high)
