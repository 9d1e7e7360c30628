"""The shapes of a cobweb: the band, the diagonal, the rule of a step, stairs and points."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Quadratic
from gdmath.theory import factors
from scenes.axes import Plane, Window
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Ring, Walker
from scenes.coordinate.trail import hops, in_sight, kept
from scenes.descent_1d.frame import scene_points
from scenes.descent_2d.geometry import circle, clipped_path, dashed, inside
from scenes.ease import out, smooth
from scenes.ink import Ink
from scenes.look import Palette
from scenes.parts import part
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_POINT = 0.14
_CRUMB = 0.07
_APART = 0.05
_DASH = (0.16, 0.11)
_BAND = 0.2


class Weave:
    """Draws shapes of a cobweb of parameter ``index`` of a quadratic."""

    def __init__(self, quadratic: Quadratic, index: int, paths: Paths, palette: Palette) -> None:
        self._quadratic, self._index = quadratic, index
        self._paths, self._palette, self._ink = paths, palette, Ink(palette)
        assert quadratic.minimum is not None  # the check of params has seen to it
        self._rest = float(quadratic.minimum[index])

    def factor(self, walker: Walker) -> float:
        """Return what a step multiplies a walker's distance to the minimum by."""
        return float(factors(self._quadratic, self._paths.lr(walker))[self._index])

    def after(self, walker: Walker, values: Array) -> Array:
        """Return where a step of a walker leads from values (n,) of the parameter."""
        return self._rest + self.factor(walker) * (values - self._rest)

    def at(self, walker: Walker) -> Array:
        """Return where a walker is (2,): it goes up to the rule, then across to the diagonal."""
        values, k = self._paths.values(walker), int(walker.at)
        here, part = values[k], walker.at - k
        if part == 0:
            return np.array([here, here])
        with np.errstate(all="ignore"):
            up = here + min(2 * part, 1.0) * (values[k + 1] - here)
            across = here + max(2 * part - 1, 0.0) * (values[k + 1] - here)
        return np.array([across, up])

    def on_diagonal(self, plane: Plane, walker: Walker, k: int) -> Array:
        """Return where iterate ``k`` stands on the diagonal (2,), in scene units."""
        value = self._paths.iterate(walker, k)
        return scene_points(plane, np.array([value, value]))

    @part
    def band(self, plane: Plane) -> VMobject:
        """Return where steps lead that bring nearer to the minimum: factors below one in size."""
        rest, wings = self._rest, []
        for end in plane.window[:2]:
            corners = [(rest, rest), (end, end), (end, 2 * rest - end), (rest, rest)]
            wings.append(_cut(np.array(corners), plane.window))
        shape = outline([scene_points(plane, wing) for wing in wings if len(wing) > 2])
        return shape.set_fill(self._palette.right, _BAND).set_stroke(width=0)

    @part
    def diagonal(self, plane: Plane) -> VMobject:
        """Return the line of values that a step would not change."""
        box = plane.box
        line = np.array([[box.left, box.bottom], [box.right, box.top]])
        return outline(dashed(line, *_DASH)).set_stroke(self._palette.muted, 3)

    def rule(self, plane: Plane, walker: Walker, color: str) -> VMobject:
        """Return the line of where a walker's steps lead."""
        ends = np.array(plane.window[:2])
        line = scene_points(plane, np.stack((ends, self.after(walker, ends)), axis=-1))
        return self._ink.path(in_sight([line], plane.box), color, 6)

    @part
    def stairs(
        self, plane: Plane, run: str, lr: float | None, span: tuple[int, int], color: str
    ) -> VMobject:
        """Return the steps of a run between iterates ``span``."""
        return self._ink.path(self.legs(plane, run, lr, span), color, 3.5, 0.95)

    @part
    def legs(self, plane: Plane, run: str, lr: float | None, span: tuple[int, int]) -> list[Array]:
        """Return the ups and acrosses (2, 2) of the stairs of a run that are in sight."""
        twice = np.repeat(self._values(run, lr, span), 2)
        corners = np.vstack((twice[:1].repeat(2), np.stack((twice[:-1], twice[1:]), axis=-1)))
        return in_sight(hops(scene_points(plane, corners)), plane.box)

    def leg(self, plane: Plane, walker: Walker, color: str) -> VMobject:
        """Return the step that a walker is on."""
        here, there = self._paths.values(walker)[int(walker.at) : int(walker.at) + 2]
        corners = [np.array([here, here]), np.array([here, there]), self.at(walker)]
        if walker.at % 1 <= 0.5:
            del corners[1]
        pieces = in_sight(hops(scene_points(plane, np.array(corners))), plane.box)
        return self._ink.path(pieces, color, 3.5, 0.95)

    @part
    def dots(
        self, plane: Plane, run: str, lr: float | None, span: tuple[int, int], ink: tuple[int, str]
    ) -> VGroup:
        """Return a run's iterates ``span`` as dots on the diagonal and on the axis."""
        from manim import VGroup

        values = self._values(run, lr, span)
        low, high = plane.window[:2]
        values = values[(low <= values) & (values <= high)]
        points = scene_points(plane, np.stack((values, values), axis=-1))
        feet = np.column_stack((points[:, 0], np.full(len(points), plane.box.bottom)))
        return VGroup(
            self._ink.markers(kept(feet, _APART), ink[0], _CRUMB, ink[1], 0.75),
            self._ink.markers(kept(points, _APART), ink[0], _CRUMB, ink[1]),
        )

    def _values(self, run: str, lr: float | None, span: tuple[int, int]) -> Array:
        walker = Walker(run, *span[::-1], 0, lr=lr)  # type: ignore[arg-type]
        return self._paths.values(walker)[span[0] : span[1] + 1]

    def drop(self, plane: Plane, walker: Walker, grown: float, color: str) -> VMobject:
        """Return the dashed line from a walker down to the axis."""
        here = scene_points(plane, self.at(walker))
        if not inside(here, plane.box):
            return outline([])
        line = np.array([here, here + grown * ((here[0], plane.box.bottom) - here)])
        return self._ink.path(dashed(line, *_DASH), color, 4)

    def point(self, plane: Plane, walker: Walker, color: str) -> VMobject:
        """Return a walker; at the edge, pointing to it, when it is out of sight."""
        here, box = scene_points(plane, self.at(walker)), plane.box
        if np.isnan(here).any() or walker.seen <= 0:
            return outline([])
        if inside(here, box):
            return self._ink.markers(here[None], walker.style, _POINT, color, walker.seen)
        return self._ink.beyond(here, box, color, walker.seen)

    def ring(self, plane: Plane, walker: Walker, ring: Ring) -> VMobject:
        """Return a ring round an iterate, wider and fainter as it goes on."""
        middle = self.on_diagonal(plane, walker, int(ring.k))
        return widening(middle, plane, ring.progress, self._ink)


def widening(middle: Array, plane: Plane, progress: float, ink: Ink) -> VMobject:
    """Return a ring round a point at a moment of its widening; nothing for one out of sight."""
    if not inside(middle, plane.box):
        return outline([])
    bow = clipped_path(circle(middle, _POINT + 0.5 * out(progress)), plane.box)
    return ink.path(bow, ink.palette.ink, 6, 1 - smooth(progress))


def _cut(corners: Array, window: Window) -> Array:
    """Return a closed polygon (n, 2), cut at the lower and the upper edge of a window."""
    for edge, inward in ((window[2], 1.0), (window[3], -1.0)):
        found: list[Array] = []
        for a, b in pairwise(corners):
            here, there = inward * (a[1] - edge), inward * (b[1] - edge)
            if here >= 0:
                found.append(a)
            if here * there < 0:
                found.append(a + here / (here - there) * (b - a))
        corners = np.array([*found, *found[:1]])
    return corners
