"""The surface cut into strips, and each strip into its bands of loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import NDArray

from gdmath.array import Array
from scenes.surface.relief import CELLS, Relief

STRIPS = CELLS // 2
"""Strips that a surface is drawn in: two rows of cells each, so that edges stay round."""

_OVERLAP = 0.25
"""How far a strip reaches under its neighbours, in cells: no gap opens between them."""
_SPILL = 0.2
"""How far a band reaches under the next lower one, as a share of the step between levels."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Closed outlines of the bands of strips that lie side by side, in data.

    ``points`` (n, 2) are the corners of all outlines, one after another; ``loss`` (n,) is theirs.
    Piece i belongs to strip ``strip[i]`` and band ``band[i]`` (0 the highest), and has the
    outlines between the corners ``rings[i]``. A piece's later bands lie over its earlier ones.
    """

    points: Array
    strip: NDArray[np.int64]
    band: NDArray[np.int64]
    rings: tuple[tuple[int, ...], ...]
    loss: Array


def mesh(relief: Relief, across: bool) -> Mesh:
    """Return a surface in strips that run along x (``across``), the first at the lowest y.

    Otherwise they run along y, the first at the lowest x.
    """
    runs, steps = (relief.x, relief.y) if across else (relief.y, relief.x)
    loss = relief.loss if across else relief.loss.T
    ceiling = max(2 * abs(relief.top), 1.0) * 10
    loss = np.where(np.isfinite(loss), np.minimum(loss, ceiling), ceiling)
    bands = _bands(relief)
    points: list[Array] = []
    strips: list[int] = []
    found: list[int] = []
    rings: list[tuple[int, ...]] = []
    total = 0
    for j in range(STRIPS):
        rows, z = _strip(steps, loss, j)
        generator = contour_generator(runs, rows, z, fill_type=FillType.OuterOffset)
        low, high = float(z.min()), float(z.max())
        for number, (under, over) in enumerate(bands):
            if under >= over or under > high or over < low:
                continue
            pieces: Any = generator.filled(under, over)
            outlines = [
                outline[start:stop]
                for outline, offsets in zip(*pieces, strict=True)
                for start, stop in pairwise(offsets)
            ]
            if outlines:
                ends = np.cumsum([total, *map(len, outlines)]).tolist()
                total = ends[-1]
                points += outlines
                strips.append(j)
                found.append(number)
                rings.append(tuple(ends))
    corners = np.concatenate(points) if points else np.zeros((0, 2))
    corners = corners if across else corners[:, ::-1]
    return Mesh(
        corners,
        np.array(strips, dtype=np.int64),
        np.array(found, dtype=np.int64),
        tuple(rings),
        relief.loss_at(corners),
    )


def _strip(steps: Array, loss: Array, number: int) -> tuple[Array, Array]:
    """Return the rows of a strip's grid and the loss on them: its own, and a bit of the next."""
    per = CELLS // STRIPS
    at = np.arange(number * per, (number + 1) * per + 1, dtype=np.float64)
    at = np.unique(np.clip([at[0] - _OVERLAP, *at, at[-1] + _OVERLAP], 0, CELLS))
    low = np.minimum(at.astype(int), CELLS - 1)
    share = at - low
    rows: Array = steps[low] + share * (steps[low + 1] - steps[low])
    z: Array = loss[low] + share[:, None] * (loss[low + 1] - loss[low])
    return rows, z


def _bands(relief: Relief) -> list[tuple[float, float]]:
    """Return the losses between which each band lies, from the top down."""
    edges = [level.value for level in relief.levels]
    ceiling = relief.top if relief.is_cut else math.inf
    bands = []
    for over, under in pairwise([math.inf, *edges, -math.inf]):
        over = min(over, ceiling)
        spill = _SPILL * (min(over, relief.top) - under) if math.isfinite(under) else 0.0
        bands.append((under - max(spill, 0.0), over))
    return bands
