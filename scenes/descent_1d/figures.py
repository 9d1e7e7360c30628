"""The shapes on a slice: jumps, dots, tangents, parabolas, arrows, points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Ring, Walker
from scenes.coordinate.trail import hops, in_sight, kept
from scenes.descent_1d.frame import scene_points
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.stands import Stand
from scenes.descent_1d.weave import widening
from scenes.descent_2d.geometry import circle, clipped_path, dashed, inside
from scenes.ink import Ink
from scenes.look import Palette
from scenes.parts import part
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_POINT = 0.15
_CRUMB = 0.075
_FOOT = 0.1
LANE = 0.26
"""How far above the axis arrows along it lie."""
_TANGENT = 1.5
"""Half the length of a tangent, in scene units."""
_PARABOLA = 0.3
"""Half the width of the parabola of a curvature, as a fraction of the window."""
_DASH = (0.16, 0.11)
_APART = 0.05
"""Dots nearer than this are one."""


class Figures:
    """Draws shapes on a slice of the loss; ``tint`` is the colour of its parameter."""

    def __init__(self, paths: Paths, cut: Slice, palette: Palette, tint: str) -> None:
        self._paths, self._cut = paths, cut
        self._palette, self._tint, self._ink = palette, tint, Ink(palette)

    def curve(self, plane: Plane) -> VMobject:
        """Return what of the curve is in sight."""
        left, right, _, _ = plane.window
        points = scene_points(plane, self._cut.points((left, right)))
        return outline(clipped_path(points, plane.box)).set_stroke(self._tint, 6)

    kept_curve = part(curve)

    @part
    def minimum(self, plane: Plane, at: float, seen: float) -> VMobject:
        """Return a cross in a circle at the minimum."""
        middle = scene_points(plane, np.array([at, float(self._cut.value(at))]))
        if not inside(middle, plane.box):
            return outline([])
        ways = np.array([[0.2, 0.0], [0.0, 0.2]])
        lines = [np.array([middle - way, middle + way]) for way in ways]
        return self._ink.path([*lines, circle(middle, 0.12)], self._palette.minimum, 5, seen)

    @part
    def trail(
        self, plane: Plane, run: str, lr: float | None, span: tuple[int, int], color: str
    ) -> VMobject:
        """Return the jumps between a run's iterates ``span``, from curve point to curve point."""
        return self._ink.path(self.legs(plane, run, lr, span), color, 3.5, 0.9)

    @part
    def legs(self, plane: Plane, run: str, lr: float | None, span: tuple[int, int]) -> list[Array]:
        """Return the jumps (2, 2) of ``trail`` that are in sight, each once."""
        points = self._iterates(plane, Walker(run, *span[::-1], 0, lr=lr))  # type: ignore[arg-type]
        return in_sight(hops(points[span[0] : span[1] + 1]), plane.box)

    def leg(self, plane: Plane, walker: Walker, color: str) -> VMobject:
        """Return the jump that a walker is on."""
        k = int(walker.at)
        here, there = self._iterates(plane, walker)[k : k + 2]
        with np.errstate(all="ignore"):
            leg = np.array([here, here + (walker.at - k) * (there - here)])
        legs = in_sight([leg] if np.isfinite(leg).all() else [], plane.box)
        return self._ink.path(legs, color, 3.5, 0.9)

    @part
    def dots(
        self, plane: Plane, run: str, lr: float | None, span: tuple[int, int], ink: tuple[int, str]
    ) -> VGroup:
        """Return a run's iterates ``span`` as dots on the curve and on the axis."""
        from manim import VGroup

        style, color = ink
        box = plane.box
        points = self._iterates(plane, Walker(run, *span[::-1], 0, lr=lr))  # type: ignore[arg-type]
        points = points[span[0] : span[1] + 1]
        points = points[(box.left <= points[:, 0]) & (points[:, 0] <= box.right)]
        feet = np.column_stack((points[:, 0], np.full(len(points), box.bottom)))
        high = points[(box.bottom <= points[:, 1]) & (points[:, 1] <= box.top)]
        return VGroup(
            *(
                self._ink.markers(kept(at, _APART), style, _CRUMB, color, opacity)
                for at, opacity in ((feet, 0.75), (high, 1.0))
            )
        )

    def _iterates(self, plane: Plane, walker: Walker) -> Array:
        """Return the curve points (n, 2), in scene units, of a walker's iterates so far."""
        values = self._paths.values(walker)
        return scene_points(plane, np.stack((values, self._cut.value(values)), axis=-1))

    def drop(self, plane: Plane, stand: Stand, grown: float) -> VMobject:
        """Return the dashed line from a point down to the axis."""
        here = stand.on(plane)
        foot = np.array([here[0], plane.box.bottom])
        line = np.array([here, here + grown * (foot - here)])
        return self._ink.path(dashed(line, *_DASH), self._tint, 4)

    def tangent(self, plane: Plane, stand: Stand, seen: float) -> VMobject:
        """Return the tangent at a point."""
        ends = self.tangent_line(plane, stand, seen)
        return self._ink.path(clipped_path(ends, plane.box), self._palette.gradient, 5, seen)

    def next_tangent(self, plane: Plane, at: float, seen: float) -> VMobject:
        """Return the tangent one unit right of ``at``, dashed, with a dot where it touches."""
        there = Stand("next", at + 1, float(self._cut.value(at + 1)), "", 0, seen, 1.0)
        touch = there.on(plane)
        if not np.isfinite(touch).all():
            return outline([])
        pieces = clipped_path(self.tangent_line(plane, there, seen), plane.box)
        dashes = [dash for piece in pieces for dash in dashed(piece, *_DASH)]
        dot = [circle(touch, _CRUMB)] if inside(touch, plane.box) else []
        return self._ink.path([*dashes, *dot], self._palette.gradient, 5, seen)

    def tangent_line(self, plane: Plane, stand: Stand, grown: float = 1.0) -> Array:
        """Return the ends (2, 2) of the tangent at a point, in scene units."""
        here = stand.on(plane)
        way = scene_points(plane, np.array([[0.0, 0.0], [1.0, self._cut.slope(stand.at)]]))
        way = way[1] - way[0]
        size = float(np.hypot(*way))
        unit = way / size if 0 < size < np.inf else np.array([0.0, 1.0])
        return np.array([here - grown * _TANGENT * unit, here + grown * _TANGENT * unit])

    def parabola(self, plane: Plane, stand: Stand, seen: float) -> VMobject:
        """Return the parabola of a point's curvature, dashed."""
        pieces = clipped_path(self.parabola_line(plane, stand, seen), plane.box)
        dashes = [dash for piece in pieces for dash in dashed(piece, *_DASH)]
        return self._ink.path(dashes, self._palette.guide, 5, seen)

    def parabola_line(self, plane: Plane, stand: Stand, grown: float = 1.0) -> Array:
        """Return the parabola (n, 2) that fits the curve best at a point, in scene units."""
        ways = np.linspace(-1, 1, 81) * grown * _PARABOLA * (plane.window[1] - plane.window[0])
        with np.errstate(all="ignore"):
            rise = ways * (self._cut.slope(stand.at) + self._cut.curvature(stand.at) / 2 * ways)
        return scene_points(plane, np.stack((stand.at + ways, stand.height + rise), axis=-1))

    def arrow(self, plane: Plane, at: float, ahead: float, color: str, seen: float) -> VMobject:
        """Return an arrow along the axis from ``at`` over ``ahead``, cut at the plane's edge."""
        with np.errstate(all="ignore"):
            ends = scene_points(plane, np.array([[at, 0.0], [at + ahead, 0.0]]))
        ends[:, 1] = plane.box.bottom + LANE
        found = in_sight([ends] if np.isfinite(ends).all() else [], plane.box)
        if not found:
            return outline([])
        whole = bool(np.array_equal(found[0][1], ends[1]))
        return self._ink.arrow(found[0][0], found[0][1], color, min(3 * seen, 1.0), head=whole)

    def point(self, plane: Plane, stand: Stand) -> VGroup:
        """Return a point and its foot; at the edge, pointing to it, when it is out of sight."""
        from manim import VGroup

        here, box = stand.on(plane), plane.box
        if np.isnan(here).any() or stand.seen <= 0:
            return VGroup()
        if not inside(here, box):
            return VGroup(self._ink.beyond(here, box, stand.color, stand.seen))
        ink = stand.color, stand.seen
        foot = np.array([[here[0], box.bottom]])
        return VGroup(
            self._ink.markers(foot, stand.style, _FOOT, *ink),
            self._ink.markers(here[None], stand.style, _POINT, *ink),
        )

    def ring(self, plane: Plane, ring: Ring, walker: Walker) -> VMobject:
        """Return a ring round an iterate, wider and fainter as it goes on."""
        points = self._iterates(plane, walker)
        middle = points[min(round(ring.k), len(points) - 1)]
        return widening(middle, plane, ring.progress, self._ink)
