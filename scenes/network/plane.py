"""The view of the points: bands of probability, the boundary between the classes, the points."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from contourpy import contour_generator

from gdmath.array import Array
from scenes import axes
from scenes.axes import BELOW_ROOM, LEFT_ROOM, Plane, fit, multiples, round_spacing
from scenes.box import Box
from scenes.descent_2d.contours import regions
from scenes.descent_2d.geometry import circle, clipped_path, dashed
from scenes.descent_2d.strokes import mixed
from scenes.look import Look
from scenes.network.state import Params
from scenes.network.training import Training
from scenes.parts import faded, part
from scenes.strokes import cased, marks, outline

if TYPE_CHECKING:
    from manim import Mobject

SURE = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The probabilities at which one band ends and the next begins."""
TINTS = (0.5, 0.32, 0.16)
"""How much of a class's colour is in its bands, the surest first."""
STYLES = (0, 2)
"""The markers of the two classes: disc and diamond."""

_TOP_ROOM, _RIGHT_ROOM = 0.14, 0.12
_PAD = 0.25
_CELL = 0.06
_POINT, _RING = 0.075, 0.15
_CASED = 1.35
_TICK_ROOM = 0.8


class PointsView:
    """Draws a network as what it says about every place of the plane."""

    def __init__(self, params: Params, training: Training, box: Box, look: Look) -> None:
        self._params, self._training, self._look = params, training, look
        inner = box.inset(LEFT_ROOM, BELOW_ROOM, _RIGHT_ROOM, _TOP_ROOM)
        self.plane = Plane(inner, fit(params.window or _around(training.points), inner))

    @cached_property
    def _grid(self) -> tuple[Array, Array]:
        """Horizontal and vertical coordinates at which the network is asked, (n,) and (m,)."""
        (left, right, bottom, top), box = self.plane.window, self.plane.box
        return (
            np.linspace(left, right, max(round(box.width / _CELL), 8) + 1),
            np.linspace(bottom, top, max(round(box.height / _CELL), 8) + 1),
        )

    @part
    def field(self, k: float) -> tuple[Array, Array, Array] | None:
        """Return the grid with the logits on it, (n,), (m,) and (m, n), or None."""
        x, y = self._grid
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        z = self._training.logits(k, places)
        return None if z is None else (x, y, z.reshape(len(y), len(x)))

    @part
    def axes(self) -> Mobject:
        """Return both axes with their numbers and names."""
        from manim import VGroup

        left, right, bottom, top = self.plane.window
        spacing = round_spacing(_TICK_ROOM * (right - left) / self.plane.box.width)
        frame = axes.frame(self.plane.box, self._look, self._params.names)
        across, up = multiples(spacing, left, right), multiples(spacing, bottom, top)
        return VGroup(frame, axes.numbers(self.plane, self._look, across, up, frame.ends))

    @part
    def shading(self, k: float, seen: float) -> Mobject:
        """Return the bands of probability, paler the less sure the network is."""
        from manim import VGroup

        grid, bands = self.field(k), VGroup()
        if grid is None:
            return bands
        colors = [mixed(self._look.palette.background, color, seen) for color in self.tints()]
        left, right, bottom, top = self.plane.window
        whole = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        outlines: list[Array] = [np.array(whole)]
        for color, sure in zip(reversed(colors), (*reversed(SURE), None), strict=True):
            placed = [self.plane.to_scene(piece)[:, :2] for piece in outlines]
            bands.add(outline(placed).set_fill(color, 1).set_stroke(width=0))
            outlines = [] if sure is None else regions(grid, float(np.log(sure / (1 - sure))))
        return bands

    def tints(self) -> list[str]:
        """Return the colours of the bands, from the first class's surest to the second's."""
        first, second = (self._look.palette.of(color) for color in self._params.colors)
        ground = self._look.palette.background
        return [mixed(ground, first, tint) for tint in TINTS] + [
            mixed(ground, second, tint) for tint in reversed(TINTS)
        ]

    @part
    def boundary(self, k: float, seen: float) -> Mobject:
        """Return the line on which the network gives both classes the same probability."""
        grid = self.field(k)
        found: Any = [] if grid is None else contour_generator(*grid).lines(0.0)
        placed = [self.plane.to_scene(line)[:, :2] for line in found]
        palette = self._look.palette
        return cased(
            outline(placed).set_stroke(palette.ink, 5, seen), palette.background, 10, 0.7 * seen
        )

    @part
    def points(self, seen: float) -> Mobject:
        """Return the training points: each class has a colour and a marker."""
        from manim import VGroup

        training, palette = self._training, self._look.palette
        group = VGroup()
        for label, (color, style) in enumerate(zip(self._params.colors, STYLES, strict=True)):
            at = self._in_sight(training.points[training.labels == label])
            for radius, tint in (
                (_CASED * _POINT, palette.background),
                (_POINT, palette.of(color)),
            ):
                group.add(marks(at, style, radius).set_fill(tint, seen))
        return group

    @part
    def rings(self, chosen: tuple[int, ...], color: str, seen: float) -> Mobject:
        """Return rings round some training points."""
        at = self._in_sight(self._training.points[list(chosen)])
        shape = outline([circle(point, _RING) for point in at]).set_stroke(color, 3, seen)
        return cased(shape, self._look.palette.background, 6, 0.7 * seen)

    @part
    def fold(self, k: float, unit: int, seen: float) -> Mobject:
        """Return the dashed line on which a hidden unit's input is zero."""
        layers = self._training.network.layers(self._training.weights(k))
        across, up, bias = (float(layer[unit]) for layer in layers[:3])
        size, palette = float(np.hypot(across, up)), self._look.palette
        if not (np.isfinite(size) and np.isfinite(bias) and size > 0):
            return outline([])
        left, right, bottom, top = self.plane.window
        foot = np.array([across, up]) * (-bias / size / size)
        middle = np.array([left + right, bottom + top]) / 2
        way = np.array([-up, across]) / size
        reach = float(np.hypot(right - left, top - bottom))
        start = foot + way * float((middle - foot) @ way)
        ends = np.array([start - reach * way, start + reach * way])
        pieces = [
            dash
            for piece in clipped_path(self.plane.to_scene(ends)[:, :2], self.plane.box)
            for dash in dashed(piece, 0.2, 0.13)
        ]
        return cased(
            outline(pieces).set_stroke(palette.guide, 4, seen), palette.background, 8, 0.6 * seen
        )

    @part
    def none(self, says: Any, seen: float) -> Mobject:
        """Return a text at the top of the plane, for weights that draw no picture."""
        x, y = self.plane.box.center[0], self.plane.box.top - 0.15 - float(says.height) / 2
        return faded(says.copy().move_to(np.array([x, y, 0.0])), seen)

    def _in_sight(self, points: Array) -> Array:
        """Return the points of the plane in the window, in scene units (n, 2)."""
        left, right, bottom, top = self.plane.window
        x, y = points.reshape(-1, 2).T
        inside = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
        placed: Array = self.plane.to_scene(points.reshape(-1, 2)[inside])[:, :2]
        return placed


def _around(points: Array) -> tuple[float, float, float, float]:
    """Return the window round points (n, 2)."""
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    return float(left) - _PAD, float(right) + _PAD, float(bottom) - _PAD, float(top) + _PAD
