"""A quantity of runs against the step number, linked step by step to a map of the same runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import faded, part
from scenes.plots.layout import spread
from scenes.plots.strokes import Points, clipped, lines, markers, pointer
from scenes.trajectory_plot.actions import ACTIONS
from scenes.trajectory_plot.checks import check
from scenes.trajectory_plot.curves import Curves
from scenes.trajectory_plot.overlays import Overlays
from scenes.trajectory_plot.sheet import Sheet
from scenes.trajectory_plot.state import Params, State
from scenes.typeset import em
from script.typed import RunName

if TYPE_CHECKING:
    from manim import Mobject, VGroup

__all__ = ["KIND", "Params", "State", "TrajectoryPlot"]

_DOT = 0.075
_HEAD = 0.12
_CLOSE = 0.13
"""Dots nearer to each other than this are left out: the line alone is clearer, and stronger."""
_BETWEEN_DOTS, _ALONE = (5.0, 1.0), (6.0, 1.0)
"""Width and opacity of lines."""


class TrajectoryPlot:
    """Dots joined by thin lines, one series or several; the head of each is its latest dot."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params = params
        self.look = look
        self.curves = Curves(params, runs)
        self.sheet = Sheet(self.curves, params, box, look)
        self.overlays = Overlays(self.sheet)

    def initial(self) -> State:
        """Return the plot with the first dot of every series that is not hidden."""
        series = self.curves.series
        return State(
            k=(0.0,) * len(series),
            seen=tuple(0.0 if one.hidden else 1.0 for one in series),
            log=1.0 if self.params.scale == "log" else 0.0,
        )

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        check(action, state, self.curves)

    def of_run(self, run: RunName | None) -> tuple[int, ...]:
        """Return the series of a run, or all."""
        return self.curves.of_run(run)

    def in_sight(self, run: RunName | None, state: State) -> tuple[int, ...]:
        """Return the series of a run (or all) that are on the plot."""
        return tuple(i for i in self.of_run(run) if state.seen[i] > 0)

    def last(self, index: int) -> int:
        """Return the last dot of a series."""
        return self.curves.last(index)

    def halved(self, of: str, run: RunName | None) -> int:
        """Return the series of a coordinate that has a halving curve."""
        return self.curves.halved(of, run)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the plot, back to front."""
        bend, shown = state.log, self.in_sight(None, state)
        drawn: dict[str, Mobject] = {"axes": self.sheet.axes(), "scale": self.sheet.scale(bend)}
        for level in state.levels:
            drawn[f"level {level.value:g}"] = self.overlays.level(level, bend)
        for halving in state.halvings:
            drawn[f"halving {halving.series}"] = self.overlays.halving(halving, bend)
        for i in shown:
            drawn[f"dots {i}"] = self._dots(i, int(state.k[i]), bend, state.seen[i])
        for i in shown:
            drawn[f"head {i}"] = self._head(i, state.k[i], bend, state.seen[i])
        drawn.update(self._labels(state))
        for mark in state.marks:
            drawn[f"mark {mark.series} {mark.k}"] = self.overlays.mark(mark, bend)
        for ring in state.rings:
            drawn[f"ring {ring.series} {ring.k}"] = self.overlays.ring(ring, bend)
        return drawn

    @property
    def _has_dots(self) -> bool:
        return self.sheet.plane.width / self.curves.steps >= _CLOSE

    @property
    def _stroke(self) -> tuple[float, float]:
        """The width and the opacity of lines."""
        return _BETWEEN_DOTS if self._has_dots else _ALONE

    @part
    def _dots(self, index: int, k: int, bend: float, seen: float) -> VGroup:
        """Return the dots 0 to ``k`` of a series and the lines between them."""
        from manim import VGroup

        plane, color = self.sheet.plane, self.curves.color(index, self.look.palette)
        points = self.sheet.dots(index, bend)[: k + 1]
        group = VGroup(lines(clipped(points, plane.bottom, plane.top), color, *self._stroke))
        if self._has_dots:
            group.add(markers(self._inside(points), _DOT, index, color))
        return faded(group, seen)

    @part
    def _head(self, index: int, k: float, bend: float, seen: float) -> VGroup:
        """Return the latest dot, large, and the line to it from the last whole step.

        One beyond an edge of the plane is a triangle on it that points over the edge.
        """
        from manim import VGroup

        plane, color = self.sheet.plane, self.curves.color(index, self.look.palette)
        tip = self._tip(index, k, bend)
        points = np.array([self.sheet.dots(index, bend)[int(k)], tip])
        group = VGroup(lines(clipped(points, plane.bottom, plane.top), color, *self._stroke))
        if len(at := self._inside(tip[None, :])):
            group.add(markers(at, 1.7 * _HEAD, 0, color, 0.2), markers(at, _HEAD, index, color))
        elif (gone := pointer(tip, plane, _HEAD, color)) is not None:
            group.add(gone)
        return faded(group, seen)

    def _tip(self, index: int, k: float, bend: float) -> Points:
        """Return where the head of a series stands (2,)."""
        points = self.sheet.dots(index, bend)
        tip: Points = points[int(k)]
        if k > int(k):
            behind, ahead = tip, points[int(k) + 1]
            with np.errstate(invalid="ignore"):
                between = behind + (k - int(k)) * (ahead - behind)
            tip = np.where(behind == ahead, ahead, between)
        return tip

    def _inside(self, points: Points) -> Points:
        """Return the points that are in sight."""
        plane, y = self.sheet.plane, points[:, 1]
        seen: Points = points[(plane.bottom - 1e-9 <= y) & (y <= plane.top + 1e-9)]
        return seen

    def _labels(self, state: State) -> dict[str, Mobject]:
        """Return the labels right of their lines' heads, in the order the lines end, apart."""
        plane, size = self.sheet.plane, self.look.type.small
        labels = [i for i in self.in_sight(None, state) if self.sheet.label(i) is not None]
        ends = {i: float(np.nan_to_num(self.curves.values[i][-1])) for i in labels}
        labels.sort(key=lambda i: (ends[i], -i))
        tips = {i: self._tip(i, state.k[i], state.log) for i in labels}
        heights = spread(
            [min(max(float(np.nan_to_num(tips[i][1])), plane.bottom), plane.top) for i in labels],
            [state.seen[i] for i in labels],
            1.15 * em(size),
            plane.bottom + 0.4 * em(size),
            plane.top - 0.2 * em(size),
        )
        return {
            f"label {i}": self._label(i, float(tips[i][0]) + 0.26, y, state.seen[i])
            for i, y in zip(labels, heights, strict=True)
        }

    @part
    def _label(self, index: int, x: float, y: float, seen: float) -> Mobject:
        label = self.sheet.label(index)
        assert label is not None
        moved: Any = label.copy()
        moved.baseline = label.baseline
        middle = 0.26 * em(self.look.type.small)
        return faded(typeset.place(moved, x, y - middle), seen)


KIND = TrajectoryPlot
