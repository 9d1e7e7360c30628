"""Where the columns and rows of a table stand: sizes in, places out, no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.box import Box
from scenes.look import TypeScale
from scenes.typeset import em

_PITCH, _WIDE_PITCH = 1.15, 1.6
"""Height of a row in em: at least, and where there is room."""
_HEAD = 1.35
"""Height of the head in rows."""
_GAP, _MOST = 0.3, 0.7
"""Scene units between columns at least, and the most that is added where there is room."""
_FIGURE = 0.36
"""Half the height of a figure in em: from the middle of a row down to its baseline."""


@dataclass(frozen=True, slots=True)
class ColumnSize:
    """The room a column takes.

    ``head`` and the entries ``before`` and ``after`` their decimal points (the point included)
    are widths in em; ``beside`` is what its ratios take at its right, in scene units.
    """

    head: float
    before: float
    after: float
    beside: float


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """Where a column stands: its edges and the line its decimal points stand on."""

    left: float
    right: float
    point: float

    @property
    def middle(self) -> float:
        """The middle between its edges."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in its box, in scene units; ``size`` is its type, in points.

    ``top`` is the upper edge of the head, ``rule`` the line under it, ``pitch`` the height of a
    row.
    """

    size: float
    columns: tuple[ColumnPlace, ...]
    top: float
    rule: float
    pitch: float

    def middle(self, k: int) -> float:
        """Return the height of the middle of row ``k``."""
        return self.rule - (k + 0.65) * self.pitch

    def baseline(self, k: int) -> float:
        """Return the height of the baseline of row ``k``."""
        return self.middle(k) - _FIGURE * em(self.size)

    @property
    def head(self) -> float:
        """The height of the head's baseline."""
        return self.rule + 0.42 * self.pitch


def lay_out(columns: Sequence[ColumnSize], rows: int, box: Box, scale: TypeScale) -> Grid | None:
    """Return the largest grid of ``rows`` rows in the middle of ``box``.

    None when none fits.
    """
    gaps = [max(column.beside, _GAP) for column in columns]
    gaps[-1] = columns[-1].beside
    size = scale.body
    while size >= scale.small:
        unit = em(size)
        widths = [max(c.head, c.before + c.after) * unit for c in columns]
        free = box.width - sum(widths) - sum(gaps)
        pitch = min(box.height / (rows + _HEAD), _WIDE_PITCH * unit)
        if free >= 0 and pitch >= _PITCH * unit:
            break
        size -= 1
    else:
        return None
    more = min(free / max(len(columns) - 1, 1), _MOST)
    left = box.left + (free - more * (len(columns) - 1)) / 2
    places = []
    for column, width, gap in zip(columns, widths, gaps, strict=True):
        start = left + (width - (column.before + column.after) * unit) / 2
        places.append(ColumnPlace(left, left + width, start + column.before * unit))
        left += width + gap + more
    top = box.top - (box.height - pitch * (rows + _HEAD)) / 2
    return Grid(size, tuple(places), top, top - _HEAD * 0.72 * pitch, pitch)
