"""Parts of a picture, in square blocks of pixels: where something is drawn, or changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Pixels on a side of a block."""

Blocks = NDArray[np.bool_]
"""For each block of a picture, by row and column, whether it belongs to the part."""


def no_blocks(width: int, height: int) -> Blocks:
    """Return the empty part of a picture of this size in pixels."""
    return np.zeros((-(-height // BLOCK), -(-width // BLOCK)), dtype=np.bool_)


def mark(blocks: Blocks, left: float, top: float, right: float, bottom: float) -> None:
    """Add every block that a rectangle, in pixels, touches; it may reach out of the picture."""
    rows = slice(max(int(top // BLOCK), 0), max(int(bottom // BLOCK) + 1, 0))
    columns = slice(max(int(left // BLOCK), 0), max(int(right // BLOCK) + 1, 0))
    blocks[rows, columns] = True


def bounds(blocks: Blocks) -> tuple[slice, slice]:
    """Return the rows and columns, in pixels, of the smallest rectangle that holds the part."""
    rows, columns = (np.flatnonzero(blocks.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return slice(0), slice(0)
    return (
        slice(int(rows[0]) * BLOCK, int(rows[-1] + 1) * BLOCK),
        slice(int(columns[0]) * BLOCK, int(columns[-1] + 1) * BLOCK),
    )


def rectangles(blocks: Blocks) -> Iterator[tuple[slice, slice]]:
    """Yield rows and columns, in pixels, of rectangles that make up the part and do not overlap.

    The last ones may end beyond the picture, as a slice may.
    """
    left = blocks.copy()
    for top in np.flatnonzero(blocks.any(axis=1)).tolist():
        while left[top].any():
            first = int(left[top].argmax())
            rest = left[top, first:]
            stop = first + (len(rest) if rest.all() else int(rest.argmin()))
            below = np.asarray(left[top:, first:stop].all(axis=1))
            bottom = top + (len(below) if below.all() else int(below.argmin()))
            left[top:bottom, first:stop] = False
            yield (
                slice(top * BLOCK, bottom * BLOCK),
                slice(first * BLOCK, stop * BLOCK),
            )
