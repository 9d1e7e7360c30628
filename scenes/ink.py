"""Lines, markers, arrows and texts with an edge in the colour of the background.

The edge keeps them apart from what they lie on, in every palette.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.box import Box
from scenes.look import Palette
from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_SHAFT = 0.085
_HEAD, _HEAD_WIDTH = 0.32, 0.28
_FAR = 1e9


class Ink:
    """Draws in scene units, points as arrays (n, 2); widths are manim's."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette

    def path(
        self, pieces: Iterable[Array], color: str, width: float, opacity: float = 1.0
    ) -> VMobject:
        """Return polylines as one stroke."""
        stroke = outline(pieces).set_stroke(color, width, opacity)
        return self._cased(stroke, width + 5, 0.75 * opacity)

    def markers(
        self, at: Array, style: int, radius: float, color: str, opacity: float = 1.0
    ) -> VMobject:
        """Return a style's marker at each of some points, as one shape."""
        return self._cased(marks(at, style, radius).set_fill(color, opacity), 6, 0.9 * opacity)

    def arrow(
        self, tail: Array, tip: Array, color: str, opacity: float = 1.0, head: bool = True
    ) -> VMobject:
        """Return an arrow whose point is exactly at ``tip``; its head shrinks with a short one."""
        way = tip - tail
        length = float(np.hypot(*way))
        if length < 1e-6:
            return outline([])
        unit = way / length
        across = np.array([-unit[1], unit[0]])
        size = min(1.0, length / (1.6 * _HEAD)) if head else 1.0
        shaft, wing = _SHAFT / 2 * max(size, 0.35) * across, _HEAD_WIDTH / 2 * size * across
        neck = tip - _HEAD * size * unit if head else tip
        point = [neck + wing, tip, neck - wing] if head else []
        edge = [tail + shaft, neck + shaft, *point, neck - shaft, tail - shaft, tail + shaft]
        shape = outline([np.array(edge)]).set_fill(color, opacity).set_stroke(width=0)
        return self._cased(shape, 5, 0.8 * opacity)

    def pointer(self, at: Array, toward: Array, color: str, opacity: float) -> VMobject:
        """Return a small triangle with its point at ``at``."""
        unit = toward / np.hypot(*toward)
        across = np.array([-unit[1], unit[0]])
        base = at - 0.26 * unit
        shape = outline([np.array([at, base + 0.16 * across, base - 0.16 * across, at])])
        shape.set_fill(color, opacity).set_stroke(width=0)
        return self._cased(shape, 6, 0.9 * opacity)

    def beyond(self, here: Array, box: Box, color: str, opacity: float) -> VMobject:
        """Return a triangle at a box's edge that points to a place beyond it, endless or not."""
        edge = np.clip(here, (box.left, box.bottom), (box.right, box.top))
        away = np.where(np.isinf(here), np.sign(here), np.clip(here - edge, -_FAR, _FAR))
        return self.pointer(edge, away, color, opacity)

    def edged(self, text: VGroup) -> VGroup:
        """Return a text on an edge of its own outline, so that it reads on any line."""
        from manim import LineJointType, VGroup

        edge = text.copy()
        for glyph in edge.family_members_with_points():
            glyph.joint_type = LineJointType.ROUND
            glyph.set_stroke(self.palette.background, 7, 0.7)
        group = VGroup(*edge.submobjects, *text.submobjects)
        group.baseline = text.baseline
        return group

    def _cased(self, shape: VMobject, width: float, opacity: float) -> VMobject:
        cased: VMobject = shape.set_stroke(self.palette.background, width, opacity, background=True)
        return cased
