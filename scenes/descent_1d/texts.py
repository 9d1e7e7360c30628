"""The texts on a slice: marks, labels, numbers, slopes, curvatures, the gradient's scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.axes import Plane
from scenes.coordinate.notes import Lettering, Notes
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Walker
from scenes.coordinate.trail import sampled
from scenes.coordinate.words import said
from scenes.descent_1d.figures import LANE, Figures
from scenes.descent_1d.frame import NAME_HEIGHT, scene_points
from scenes.descent_1d.gauge import Gauge
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.stands import Stand
from scenes.descent_1d.state import State
from scenes.descent_2d.geometry import Rect, inside
from scenes.descent_2d.strokes import mixed
from scenes.parts import faded

if TYPE_CHECKING:
    from manim import Mobject

SIDES = {"right": (1.0, 0.0), "left": (-1.0, 0.0), "above": (0.0, 1.0), "below": (0.0, -1.0)}


_NAME = 0.5
"""Room for the name of the vertical axis, in scene units."""


class Texts(NamedTuple):
    """Writes the texts of frames."""

    lettering: Lettering
    figures: Figures
    cut: Slice
    paths: Paths
    gauge: Gauge

    def draw(self, state: State, plane: Plane, stands: tuple[Stand, ...]) -> dict[str, Mobject]:
        """Return the texts of a frame, those first that must not give way to others."""
        palette = self.lettering.look.palette
        curve = _seen(scene_points(plane, self.cut.points(plane.window[:2], 241)), plane)
        box = plane.box
        axis = np.linspace((box.left, box.bottom), (box.right, box.bottom), 120)
        busy = [curve, axis, *(self._along(state, plane, stand) for stand in stands)]
        spans = ((w.run, w.lr, (w.since, int(w.at))) for w in state.walkers)
        busy += [sampled(self.figures.legs(plane, *span)) for span in spans]
        read: dict[str, Mobject] = {}
        taken: tuple[Rect, ...] = ()
        if state.probe is not None and inside(stands[-1].on(plane), plane.box):
            read, taken = self.gauge.draw(state, plane.box, stands[-1])
        notes = Notes(self.lettering, plane.box, busy, taken)
        for mark in state.marks:
            walker = state.walker(mark.run)
            at = None if walker is None else self._iterate(plane, walker, mark.k)
            if at is not None and inside(at, plane.box):
                text, side = (str(mark.text), "", palette.ink), SIDES[mark.side]
                notes.put(f"{mark.run} mark {mark.k}", text, [at], mark.opacity, side)
        for walker, stand in zip(state.walkers, stands, strict=False):
            at = self._iterate(plane, walker, walker.since)
            if walker.label and inside(at, plane.box):
                text = str(walker.label), "", mixed(stand.color, palette.ink, 0.35)
                notes.put(f"{walker.run} label", text, [at], walker.seen)
        for stand in stands:
            if inside(stand.on(plane), plane.box):
                self._explain(notes, state, plane, stand)
        return notes.parts | read | self._scale(state, plane, stands)

    def _explain(self, notes: Notes, state: State, plane: Plane, stand: Stand) -> None:
        """Write what a point's layers say in numbers; a probe's slopes have their own place."""
        palette, here = self.lettering.look.palette, stand.on(plane)
        calm = stand.seen * stand.calm
        low, high = _corners(plane)
        is_read = state.probe is not None and stand.name == "probe"
        if (seen := calm * state.opacity("tangent")) > 0 and not is_read:
            ends = np.clip(self.figures.tangent_line(plane, stand, 0.8), low, high)
            ordered = sorted(ends, key=lambda end: (-round(end[1], 3), -end[0]))
            text = "slope", said(self.cut.slope(stand.at)), palette.gradient
            notes.put(f"{stand.name} slope", text, ordered, seen)
        if (seen := calm * state.opacity("numbers")) > 0:
            text = "", f"({said(stand.at)}, {said(stand.height)})", palette.ink
            notes.put(f"{stand.name} numbers", text, [here], seen)
        if (seen := calm * state.opacity("curvature")) > 0 and not is_read:
            bow = _seen(self.figures.parabola_line(plane, stand), plane)
            beside = [bow[-1], bow[0], here] if len(bow) else [here]
            text = "curvature", said(self.cut.curvature(stand.at)), palette.guide
            notes.put(f"{stand.name} curvature", text, beside, seen)

    def _iterate(self, plane: Plane, walker: Walker, k: int) -> Array:
        """Return the curve point (2,) of a walker's iterate, in scene units."""
        value = self.paths.iterate(walker, k)
        return scene_points(plane, np.array([value, float(self.cut.value(value))]))

    def _along(self, state: State, plane: Plane, stand: Stand) -> Array:
        """Return points (n, 2) along the lines a point has."""
        here = stand.on(plane)
        if not np.isfinite(here).all():
            return np.zeros((0, 2))
        share = np.linspace(0, 1, 30)[:, None]
        lines = [here[None]]
        if state.opacity("gradient") > 0 or state.opacity("step") > 0:
            lane = plane.box.bottom + LANE
            lines.append(np.linspace((here[0] - 1, lane), (here[0] + 1, lane), 30))
        if state.opacity("drops") > 0:
            lines.append(here + share * ((here[0], plane.box.bottom) - here))
        if state.opacity("tangent") > 0:
            start, stop = self.figures.tangent_line(plane, stand)
            lines.append(start + share * (stop - start))
        if state.opacity("curvature") > 0:
            lines.append(self.figures.parabola_line(plane, stand))
        return np.concatenate(lines)

    def _scale(self, state: State, plane: Plane, stands: tuple[Stand, ...]) -> dict[str, Mobject]:
        """Say above the plane how long the gradient's arrow is."""
        seen = max((stand.seen for stand in stands), default=0.0) * state.opacity("gradient")
        if state.scale is None or seen <= 0:
            return {}
        color, box = self.lettering.look.palette.gradient, plane.box
        for wording in (f"arrow = {state.scale:g} × slope", f"{state.scale:g} × slope"):
            text = self.lettering.text(wording, "", color).copy()
            if float(text.width) < box.width - _NAME:
                break
        typeset.place(text, box.right, box.top + NAME_HEIGHT, "right", on_baseline=False)
        return {"scale": faded(text, seen)}


def _seen(points: Array, plane: Plane) -> Array:
    """Return the points (n, 2) inside the plane."""
    (left, bottom), (right, top) = _corners(plane)
    x, y = points[:, 0], points[:, 1]
    found: Array = points[(left <= x) & (x <= right) & (bottom <= y) & (y <= top)]
    return found


def _corners(plane: Plane) -> tuple[tuple[float, float], tuple[float, float]]:
    box = plane.box
    return (box.left, box.bottom), (box.right, box.top)
