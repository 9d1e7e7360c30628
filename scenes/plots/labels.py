"""The labels of a plot's lines: at their heads, or in a legend where the box is too narrow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import faded, part
from scenes.plots.foot import Reach
from scenes.plots.layout import spread
from scenes.plots.strokes import MUTED, Points, dashes, lines, markers
from scenes.strokes import edged
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_TOO_WIDE, _TOO_WIDE_FLAT = 0.3, 0.5
"""The part of a box that labels at the heads may take from the lines; of a flat one, more."""
_FLAT = 3.6
"""The height of a box under which it is flat: a legend would take too much of it."""
_AWAY = 0.26
_SWATCH = 0.62
_BETWEEN = 0.4
_ROW = 0.5

_OWN: Mapping[Any, str] = {}

Tips = Mapping[Any, tuple[Points, float]]
"""Where the head of each line stands, and how much of its label is seen, by the line's key."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a line is called, and how it is told apart; ``ends`` is the value it comes to."""

    key: Hashable
    says: str
    color: str
    marker: int
    is_dashed: bool = False
    ends: float = 0.0


class Labels:
    """Sets labels; ``top`` is the room they take over the plane."""

    def __init__(self, box: Box, look: Look, labels: Sequence[Label]) -> None:
        self._box = box
        self._look = look
        self._labels = {label.key: label for label in labels if label.says}

    @property
    def is_legend(self) -> bool:
        """Whether they stand over the plane, in rows."""
        most = _TOO_WIDE_FLAT if self._box.height < _FLAT else _TOO_WIDE
        return self._widest() > most * self._box.width

    def reaches(self, ends: Mapping[Hashable, float]) -> list[Reach]:
        """Return what they need at the right of the ends of their lines, which go along the axis.

        ``ends`` is how far, from 0 to 1, by the labels' keys; by default 1.
        """
        keys = () if self.is_legend else self._labels
        return [
            Reach(ends.get(key, 1.0), float(self._text(key).width) + _AWAY + 0.06) for key in keys
        ]

    @property
    def top(self) -> float:
        """Room over the plane."""
        return _ROW * len(self._rows()) + 0.08 if self.is_legend else 0.0

    def draw(self, tips: Tips, plane: Box, colors: Mapping[Any, str] = _OWN) -> dict[str, Mobject]:
        """Return every label that is seen, by its part's name; ``colors`` go before its own."""
        seen = {key: tip for key, tip in tips.items() if key in self._labels and tip[1] > 0}
        if self.is_legend:
            return {
                f"label {key}": self._entry(key, plane, seen[key][1], colors.get(key))
                for key in seen
            }
        return {
            f"label {key}": self._label(key, x, y, seen[key][1], colors.get(key))
            for key, (x, y) in self._beside(seen, plane).items()
        }

    def places(self, tips: Tips, plane: Box) -> list[Box]:
        """Return the places of labels at the heads of lines."""
        if self.is_legend:
            return []
        seen = {key: tip for key, tip in tips.items() if key in self._labels}
        high = em(self._look.type.small)
        return [
            Box(x, y - high / 2, float(self._text(key).width), high)
            for key, (x, y) in self._beside(seen, plane).items()
        ]

    def _beside(self, tips: Tips, plane: Box) -> dict[Any, tuple[float, float]]:
        """Return left end and middle of labels beside heads, apart, in the order of the heads.

        While heads are too close to tell, the order is that of their ends: no two change places.
        """
        size = self._look.type.small
        order = {key: i for i, key in enumerate(self._labels)}

        def height(key: Any) -> float:
            return min(max(float(np.nan_to_num(tips[key][0][1])), plane.bottom), plane.top)

        keys = sorted(tips, key=lambda key: (height(key), -order[key]))
        self._settle(keys, height)
        heights = spread(
            [height(key) for key in keys],
            [min(tips[key][1] / MUTED, 1.0) for key in keys],
            1.2 * em(size),
            plane.bottom + 0.4 * em(size),
            plane.top - 0.2 * em(size),
        )
        return {
            key: (float(tips[key][0][0]) + _AWAY, y) for key, y in zip(keys, heights, strict=True)
        }

    def _settle(self, keys: list[Any], height: Callable[[Any], float]) -> None:
        """Put neighbours whose heads nearly touch in the order of their ends."""
        near, has_swapped = 1.2 * em(self._look.type.small), True
        while has_swapped:
            has_swapped = False
            for i, (below, above) in enumerate(pairwise(tuple(keys))):
                is_near = height(above) - height(below) < near
                if is_near and self._labels[below].ends > self._labels[above].ends:
                    keys[i : i + 2] = above, below
                    has_swapped = True
                    break

    def _widest(self) -> float:
        return max((float(self._text(key).width) for key in self._labels), default=0.0)

    def _rows(self) -> list[list[Any]]:
        """Return the legend's entries by row: as many as have room beside each other."""
        rows: list[list[Any]] = []
        left = 0.0
        for key in self._labels:
            wide = _SWATCH + float(self._text(key).width)
            if rows and left + wide <= self._box.width:
                rows[-1].append(key)
            else:
                rows.append([key])
                left = 0.0
            left += wide + _BETWEEN
        return rows

    @part
    def _entry(self, key: Hashable, plane: Box, seen: float, color: str | None) -> VGroup:
        """Return an entry of the legend: a piece of line with its marker, and the label."""
        from manim import VGroup

        rows, label = self._rows(), self._labels[key]
        color = color or label.color
        row = next(i for i, keys in enumerate(rows) if key in keys)
        before = rows[row][: rows[row].index(key)]
        x = self._box.left + sum(
            _SWATCH + float(self._text(other).width) + _BETWEEN for other in before
        )
        y = plane.top + self.top - _ROW * (row + 0.5)
        ends = np.array([(x, y), (x + _SWATCH - 0.16, y)])
        line = dashes(ends[0], ends[1]) if label.is_dashed else [ends]
        mark = markers(ends.mean(axis=0)[None], 0.09, label.marker, color)
        text = self._copy(key, color)
        typeset.place(text, x + _SWATCH, y - 0.26 * em(self._look.type.small))
        return faded(VGroup(lines(line, color, 4), mark, text), seen)

    @part
    def _label(self, key: Hashable, x: float, y: float, seen: float, color: str | None) -> Mobject:
        """Return a label at a head; it reads on the lines that may cross it."""
        middle = 0.26 * em(self._look.type.small)
        text = edged(self._text(key, color), self._look.palette.background)
        return faded(typeset.place(text, x, y - middle), seen)

    def _copy(self, key: Hashable, color: str) -> Any:
        kept = self._text(key, color)
        text = kept.copy()
        text.baseline = kept.baseline
        return text

    @part
    def _text(self, key: Hashable, color: str | None = None) -> Any:
        label = self._labels[key]
        return typeset.text(label.says, self._look.type.small, color or label.color)
