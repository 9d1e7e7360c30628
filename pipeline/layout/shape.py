"""The outlines of a part of a picture as numbers: where they run, in what ink, of which text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
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


@dataclass(eq=False)
class Shape:
    """One outline.

    ``line`` is a walk along it (n, 2), NaN between its pieces; ``box`` is left, bottom, right and
    top of its ink, stroke included. ``fill``, ``stroke`` and ``behind`` (the stroke under the
    fill) are None where there is none; widths are scene units. ``setting`` is that of the text
    it is a glyph of, ``scale`` how much larger it is than it was set; its fill is shaded when it is
    a gradient. What is no vector graphics has a box only (``is_known`` is false).
    """

    mobject: Any
    line: Array
    box: Array
    parent: int
    setting: Setting | None = None
    fill: Rgba | None = None
    stroke: Rgba | None = None
    behind: Rgba | None = None
    width: float = 0.0
    scale: float = 1.0
    is_known: bool = False
    is_shaded: bool = False
    crosses_text: bool = False
    drawing: Any = field(default=None, repr=False)
    spots: Any = field(default=None, repr=False)

    @property
    def ink(self) -> Rgba | None:
        """The colour it is known by: its fill, unless that is fainter than its stroke."""
        if self.fill is None or (self.stroke is not None and self.stroke[3] > self.fill[3]):
            return self.stroke
        return self.fill

    @cached_property
    def area(self) -> float:
        """What its outlines enclose, in square scene units."""
        starts = np.flatnonzero(np.isnan(self.line[:, 0]))
        pieces = np.split(self.line, starts)
        return sum(_enclosed(piece[~np.isnan(piece[:, 0])]) for piece in pieces)

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

    setting = getattr(mobject, "setting", None)
    points = mobject.points[:, :2]
    if not isinstance(mobject, VMobject) or len(points) % 4:
        corners = np.array([points.min(axis=0), points.max(axis=0)])
        return Shape(mobject, corners, corners.ravel(), parent, setting)
    width, behind_width = (
        _STROKE_UNIT * float(mobject.get_stroke_width(background)) for background in (False, True)
    )
    fills = mobject.get_fill_rgbas()
    stroke = _seen(mobject.get_stroke_rgbas()) if width else None
    behind = _seen(mobject.get_stroke_rgbas(True)) if behind_width else None
    reach = max(0.0 if stroke is None else width, 0.0 if behind is None else behind_width) / 2
    line = _walk(points)
    as_set = getattr(mobject, "extent_as_set", 0.0)
    return Shape(
        mobject,
        line,
        np.concatenate([np.nanmin(line, axis=0) - reach, np.nanmax(line, axis=0) + reach]),
        parent,
        setting,
        _seen(fills),
        stroke,
        behind,
        width,
        float(np.ptp(points, axis=0).max()) / as_set if as_set else 1.0,
        is_known=True,
        is_shaded=len(fills) > 1,
        crosses_text=crosses,
    )


def _enclosed(ring: Array) -> float:
    """Return the area of a ring of points (n, 2), by the shoelace formula."""
    x, y = (ring - ring[:1]).T
    return float(abs(np.roll(x, 1) @ y - x @ np.roll(y, 1)) / 2)


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
