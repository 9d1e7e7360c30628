"""The whole picture of a plot of steps needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenes.box import Box
from scenes.ease import out, smooth
from scenes.look import Look
from scenes.parts import faded, part
from scenes.plots.labels import Label, Labels
from scenes.plots.notes import Noted
from scenes.plots.places import cells
from scenes.plots.sheet import Names, Sheet
from scenes.plots.strokes import DIMMED, MUTED, Points, between, clipped, lines, markers
from scenes.sweep.figures import SweepFigures
from scenes.sweep.speeds import Speeds
from scenes.sweep.state import Params, Ring, State

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_HEAD = 0.095
_WIDTH = 4.0
LEAVES = 0.06
"""The last part of a curve's way, in which its head fades: at rest there is only the line."""


class Drawing:
    """Draws states."""

    def __init__(self, speeds: Speeds, params: Params, box: Box, look: Look) -> None:
        self._speeds = speeds
        self._look = look
        labels = [
            Label(i, speeds.label(i), speeds.color(i, look.palette), marker=i)
            for i in range(len(speeds.curves))
        ]
        self._labels = Labels(box, look, labels)
        across = params.across_name or ("$eta$" if speeds.is_of_rates else "$kappa$")
        self.sheet = Sheet(
            box,
            look,
            Names(params.title, across, params.name),
            speeds.across,
            speeds.bend,
            speeds.up,
            self._labels,
        )
        self._figures = SweepFigures(self.sheet, speeds)
        self._notes = Noted(self.sheet, self._figures, self._inked, self._ends)

    def share(self, index: int, value: float) -> float:
        """Return how much of a curve is drawn when it has come to a value, from 0 to 1."""
        ends = self._speeds.curves[index].values[[0, -1]]
        heights = self._speeds.across.heights([*ends, value], self._speeds.bend)
        start, stop, at = np.clip(heights, 0.0, 1.0)
        if start == stop:  # a single value is in sight
            return 1.0
        return float(np.clip((at - start) / (stop - start), 0.0, 1.0))

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        bend = self._speeds.bend
        drawn: dict[str, Mobject] = {"axes": self.sheet.axes(), "scale": self.sheet.scale(bend)}
        drawn |= self._notes.behind(state.notes, bend)
        tips = {}
        for i, shown in enumerate(state.curves):
            opacity = shown.seen * (DIMMED + (1 - DIMMED) * shown.lit)
            if opacity > 0 and shown.drawn > 0:
                drawn[f"curve {i}"] = self._curve(i, shown.drawn, opacity)
                seen = shown.seen * (MUTED + (1 - MUTED) * shown.lit)
                tips[i] = self._tip(i, shown.drawn), seen * smooth(6 * shown.drawn)
        drawn |= self._notes.before(state.notes, bend)
        drawn |= self._labels.draw(tips, self.sheet.plane)
        drawn |= self._notes.words(state.notes, bend)
        for ring in state.rings:
            drawn[f"ring {ring.curve} {ring.at:g}"] = self._ring(ring)
        return drawn

    @part
    def _points(self, index: int) -> Points:
        """Return where the values of a curve stand (m, 2); those that never arrive at infinity.

        Those beyond an edge of the plane are left out; the line to them ends at the edge.
        """
        curve, plane = self._speeds.curves[index], self.sheet.plane
        steps = np.maximum(curve.steps, 1e-9)
        points = self.sheet.at(curve.values, steps, self._speeds.bend)
        return between(points, plane.left, plane.right)

    def _reached(self, index: int, share: float) -> Points:
        """Return the points of a curve up to a share of its way across, the last one on its way."""
        points = self._points(index)
        x = points[0, 0] + share * (points[-1, 0] - points[0, 0])
        k = int(np.searchsorted(points[:, 0], x + 1e-9, side="right"))
        if k >= len(points) or not np.isfinite(points[k - 1 : k + 1]).all():
            return points[:k]
        a, b = points[k - 1], points[k]
        part_way = (x - a[0]) / (b[0] - a[0])
        return np.concatenate([points[:k], (a + part_way * (b - a))[None]])

    def _tip(self, index: int, share: float) -> Points:
        """Return the last point that is reached and finite, inside the plane (2,)."""
        reached, plane = self._reached(index, share), self.sheet.plane
        finite = reached[np.isfinite(reached).all(axis=1)]
        if not len(finite):
            return np.array([plane.left, plane.top])
        return np.array([finite[-1, 0], min(max(finite[-1, 1], plane.bottom), plane.top)])

    @part
    def _curve(self, index: int, share: float, opacity: float) -> VGroup:
        """Return a curve up to a share of its way, with a head until it has come to its end.

        It has gaps where it never arrives, and is cut at the edges of the plane.
        """
        from manim import VGroup

        plane, color = self.sheet.plane, self._speeds.color(index, self._look.palette)
        pieces = clipped(self._reached(index, share), plane.bottom, plane.top)
        group = VGroup(lines(pieces, color, _WIDTH))
        if (seen := smooth((1 - share) / LEAVES)) > 0:
            group.add(markers(self._tip(index, share)[None], _HEAD, index, color, seen))
        return faded(group, opacity)

    @part
    def _inked(self, bend: float) -> Points:
        return cells(self._points(i) for i in range(len(self._speeds.curves)))

    def _ends(self, bend: float) -> list[Box]:
        tips = {i: (self._tip(i, 1.0), 1.0) for i in range(len(self._speeds.curves))}
        return self._labels.places(tips, self.sheet.plane)

    def _ring(self, ring: Ring) -> VMobject:
        from manim import Circle

        at = self._figures.spot(ring.curve, ring.at)
        color = self._speeds.color(ring.curve, self._look.palette)
        circle = Circle(0.1 + 0.35 * out(ring.progress), stroke_width=5, color=color)
        return faded(circle.move_to([*at, 0.0]), 1 - smooth(ring.progress))
