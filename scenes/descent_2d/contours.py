"""The levels of a map: which losses get a contour, how dark each band is, where labels stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray

from gdmath.array import Array
from gdmath.objectives import Objective
from scenes.axes import Plane, Window, multiples, round_spacing
from scenes.ease import mix, smooth

_BANDS = 9
"""Round levels in sight: three decades."""
_FEWEST, _FINE = 3, 8
"""With fewer round levels in sight than this a map takes even ones: so many at most."""
_PALEST = 0.35
"""The tone of the lowest band between even levels: it is far from the lowest loss of all."""
_CELL = 0.06
"""Size of the cells contours are traced on, in scene units."""


@dataclass(frozen=True, slots=True)
class Level:
    """A loss with a contour: ``tone`` (0 low to 1 high) of the band below it, and its opacity."""

    value: float
    tone: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a contour's label stands, in data coordinates."""

    value: float
    x: float
    y: float


def values(objective: Objective, plane: Plane, cell: float = _CELL) -> tuple[Array, Array, Array]:
    """Return a grid over the window: x (n,), y (m,) and the loss (m, n) there."""
    left, right, bottom, top = plane.window
    x = np.linspace(left, right, max(round(plane.box.width / cell), 8) + 1)
    y = np.linspace(bottom, top, max(round(plane.box.height / cell), 8) + 1)
    return x, y, objective.value(np.stack(np.meshgrid(x, y), axis=-1))


def floor(objective: Objective, plane: Plane) -> float:
    """Return the loss that levels are counted from: the least, or the least in the window."""
    if objective.f_min is not None:
        return objective.f_min
    return float(np.nanmin(values(objective, plane)[2]))


def round_levels(lowest: float, highest: float) -> tuple[Level, ...]:
    """Return the levels below ``highest``, from the top down: ``lowest`` plus 1, 2 or 5 times 10^n.

    Tones and opacities depend on ``highest`` without a jump, so that a zoom changes them
    smoothly: as the highest loss in sight falls, bands brighten and new levels come in at the
    low end.
    """
    reach = highest - lowest
    if not 0 < reach < math.inf:
        return ()
    place = 3 * math.log10(reach)
    levels = []
    for i in range(math.ceil(place) + 1, math.floor(place) - _BANDS - 1, -1):
        step = (1, 2, 5)[i % 3] * 10.0 ** (i // 3)
        depth = place - 3 * math.log10(step)
        if 0 < depth < _BANDS:
            tone = 1 - depth / _BANDS
            levels.append(Level(lowest + step, tone, smooth((_BANDS - depth) / 1.5)))
    return tuple(levels)


def fine_levels(lowest: float, highest: float) -> tuple[Level, ...]:
    """Return the levels between two losses, from the top down: evenly spaced, round numbers."""
    reach = highest - lowest
    if not 0 < reach < math.inf:
        return ()
    wanted = multiples(round_spacing(reach / _FINE), lowest, highest)
    inside = [value for value in wanted if lowest < value < highest]
    return tuple(
        Level(value, mix(_PALEST, 1.0, i / len(inside)), 1.0)
        for i, value in reversed(list(enumerate(inside)))
    )


def is_between_levels(levels: Sequence[Level], loss: Array) -> bool:
    """Tell whether hardly a level is in sight: losses (m, n) all far from where they are least."""
    finite = loss[np.isfinite(loss)]
    low, high = float(finite.min()), float(finite.max())
    return sum(low < level.value < high and level.opacity >= 0.5 for level in levels) < _FEWEST


def map_levels(lowest: float, loss: Array) -> tuple[Level, ...]:
    """Return the levels of a map that shows losses (m, n), from the top down.

    They are round, counted from ``lowest`` (see ``round_levels``), or, where hardly one of those
    is in sight, evenly spaced between what is.
    """
    finite = loss[np.isfinite(loss)]
    levels = round_levels(lowest, float(finite.max()))
    if is_between_levels(levels, loss):
        return fine_levels(float(finite.min()), float(finite.max())) or levels
    return levels


def given_levels(wanted: Sequence[float]) -> tuple[Level, ...]:
    """Return the levels a script asks for, from the top down, in equal steps of tone."""
    return tuple(
        Level(value, i / len(wanted), 1.0) for i, value in reversed(list(enumerate(wanted)))
    )


def regions(grid: tuple[Array, Array, Array], level: float) -> list[NDArray[np.float64]]:
    """Return the closed outlines (n, 2) of where the loss is at most ``level``; holes run back."""
    x, y, z = grid
    generator = contour_generator(x, y, z, fill_type=FillType.OuterOffset)
    found: Any = generator.filled(-math.inf, level)
    return [
        outline[start:stop]
        for outline, offsets in zip(*found, strict=True)
        for start, stop in pairwise(offsets)
    ]


def lines(grid: tuple[Array, Array, Array], level: float) -> list[NDArray[np.float64]]:
    """Return the contours (n, 2) of ``level``, those that close with their first point again."""
    x, y, z = grid
    found: Any = contour_generator(x, y, z).lines(level)
    return list(found)


def label_spots(
    objective: Objective, plane: Plane, levels: Sequence[Level], size: tuple[float, float]
) -> tuple[Spot, ...]:
    """Return where the labels of contours stand: in a row, on a way up from the lowest point.

    Of the ways to the bottom right and the top left corner the one with room for more labels is
    taken; where it is lowest at an edge they begin as far inside as a label needs. ``size`` is a
    label's width and height in scene units, room around it included.
    """
    x, y, z = values(objective, plane)
    row, column = np.unravel_index(int(np.nanargmin(z)), z.shape)
    low = np.array([x[column], y[row]])
    left, right, bottom, top = plane.window
    per_unit = (right - left) / plane.box.width
    wide, high = size[0] / 2 * per_unit, size[1] / 2 * per_unit
    ends = ((right - wide, bottom + high), (left + wide, top - high))
    start = np.clip(low, (left + wide, bottom + high), (right - wide, top - high))
    rows = [_along(objective, start, np.array(end), levels, (2 * wide, 2 * high)) for end in ends]
    fits = (left + wide, right - wide, bottom + high, top - high)
    inside = [tuple(spot for spot in spots if _holds(fits, spot)) for spots in rows]
    return max(inside, key=len)


def _along(
    objective: Objective,
    start: Array,
    end: Array,
    levels: Sequence[Level],
    room: tuple[float, float],
) -> list[Spot]:
    """Return where a straight way first crosses each level, as far as labels keep apart."""
    way = start + np.linspace(0, 1, 1001)[:, None] * (end - start)
    loss = objective.value(way)
    spots: list[Spot] = []
    for level in levels:
        above = np.flatnonzero((loss[:-1] < level.value) & (loss[1:] >= level.value))
        if level.opacity < 0.5 or not len(above):
            continue
        i = int(above[0])
        share = (level.value - loss[i]) / (loss[i + 1] - loss[i])
        x, y = (way[i] + share * (way[i + 1] - way[i])).tolist()
        if all(abs(x - s.x) > room[0] or abs(y - s.y) > room[1] for s in spots):
            spots.append(Spot(level.value, x, y))
    return spots


def _holds(window: Window, spot: Spot) -> bool:
    slack = 1e-9 * (window[1] - window[0])
    return (
        window[0] - slack <= spot.x <= window[1] + slack
        and window[2] - slack <= spot.y <= window[3] + slack
    )
