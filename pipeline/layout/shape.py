"""The outlines of a part of a picture as numbers: where they run, in what ink, of which text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.typeset import Setting

Array = NDArray[np.float64]
Rgba = Array
"""(4,), sRGB and opacity in [0, 1]."""

_STROKE_UNIT = 0.01
"""manim's stroke widths are hundredths of a scene unit."""
_KEPT = 4000


@dataclass(slots=True, eq=False)
class Shape:
    """One outline.

    ``line`` is a walk along it (n, 2), NaN between its pieces; ``box`` is left, bottom, right and
    top of its ink, stroke included. ``fill``, ``stroke`` and ``behind`` (the stroke under the
    fill) are None where there is none; widths are scene units. ``setting`` is that of the text
    it is a glyph of, ``scale`` how much larger it is than it was set. What is no vector graphics
    has a box only (``is_known`` is false).
    """

    mobject: Any
    line: Array
    box: Array
    fill: Rgba | None
    stroke: Rgba | None
    behind: Rgba | None
    width: float
    behind_width: float
    setting: Setting | None
    scale: float
    parent: int
    is_known: bool
    crosses_text: bool
    drawing: Any = field(default=None, repr=False)
    spots: Any = field(default=None, repr=False)

    @property
    def ink(self) -> Rgba | None:
        """The colour it is known by: its fill, unless that is fainter than its stroke."""
        if self.fill is None or (self.stroke is not None and self.stroke[3] > self.fill[3]):
            return self.stroke
        return self.fill

    @property
    def opacity(self) -> float:
        """The opacity of its strongest ink."""
        inks = (self.fill, self.stroke, self.behind)
        return max((float(ink[3]) for ink in inks if ink is not None), default=0.0)

    @property
    def is_edge(self) -> bool:
        """Whether it is a glyph that only edges the same glyph in front of it."""
        return (
            self.setting is not None
            and self.fill is not None
            and self.stroke is not None
            and not np.allclose(self.fill[:3], self.stroke[:3], atol=0.02)
        )


class Shapes:
    """Reads the shapes of parts, of each part (the same object) once."""

    def __init__(self) -> None:
        self._read: OrderedDict[int, tuple[Any, tuple[Shape, ...]]] = OrderedDict()

    def of(self, part: Any) -> tuple[Shape, ...]:
        """Return the shapes of a part that are seen, back to front."""
        known = self._read.get(id(part))
        if known is None:
            known = part, tuple(_shapes(part, 0, crosses=False))
            self._read[id(part)] = known
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return known[1]


def _shapes(mobject: Any, parent: int, *, crosses: bool) -> Iterator[Shape]:
    crosses = crosses or getattr(mobject, "crosses_text", False)
    if len(mobject.points) and np.isfinite(mobject.points).all():
        shape = _shape(mobject, parent, crosses)
        if shape.opacity > 0 or not shape.is_known:
            yield shape
    for member in mobject.submobjects:
        yield from _shapes(member, id(mobject), crosses=crosses)


def _shape(mobject: Any, parent: int, crosses: bool) -> Shape:
    from manim import VMobject

    is_known = isinstance(mobject, VMobject) and len(mobject.points) % 4 == 0
    setting = getattr(mobject, "setting", None)
    if not is_known:
        low, high = mobject.points[:, :2].min(axis=0), mobject.points[:, :2].max(axis=0)
        corners = np.array([low, high])
        box = np.concatenate([low, high])
        return Shape(
            mobject, corners, box, None, None, None, 0, 0, setting, 1.0, parent, False, crosses
        )
    width = _STROKE_UNIT * float(mobject.get_stroke_width())
    behind_width = _STROKE_UNIT * float(mobject.get_stroke_width(True))
    fill = _seen(mobject.get_fill_rgbas())
    stroke = _seen(mobject.get_stroke_rgbas()) if width else None
    behind = _seen(mobject.get_stroke_rgbas(True)) if behind_width else None
    line = _walk(mobject.points[:, :2])
    reach = max(width if stroke is not None else 0.0, behind_width if behind is not None else 0.0)
    low = np.nanmin(line, axis=0) - reach / 2
    high = np.nanmax(line, axis=0) + reach / 2
    extent = float(np.ptp(mobject.points, axis=0).max())
    scale = extent / mobject.extent_as_set if getattr(mobject, "extent_as_set", 0.0) else 1.0
    return Shape(
        mobject,
        line,
        np.concatenate([low, high]),
        fill,
        stroke,
        behind,
        width,
        behind_width,
        setting,
        scale,
        parent,
        True,
        crosses,
    )


def _seen(rgbas: Array) -> Rgba | None:
    """Return the mean of a gradient's colours, or None when all are transparent."""
    if not len(rgbas) or not rgbas[:, 3].any():
        return None
    mean: Rgba = rgbas.mean(axis=0)
    return mean


def _walk(points: Array) -> Array:
    """Return points along cubic Bezier curves (4n, 2): ends and middles, NaN where one breaks."""
    start, one, other, stop = (points[i::4] for i in range(4))
    middle = (start + 3 * one + 3 * other + stop) / 8
    walk = np.full((len(start), 4, 2), np.nan)
    walk[:, 0], walk[:, 1], walk[:, 2] = start, middle, stop
    breaks = np.ones(len(start), dtype=bool)
    breaks[:-1] = (np.abs(start[1:] - stop[:-1]) > 1e-4).any(axis=1)
    keep = np.ones((len(start), 4), dtype=bool)
    keep[:, 3] = breaks
    keep[:-1, 2] = breaks[:-1]
    walked: Array = walk[keep]
    return walked
