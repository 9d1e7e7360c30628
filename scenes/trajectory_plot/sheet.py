"""The sheet a plot is drawn on: where values stand, and the axes around them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from scenes import typeset
from scenes.axes import ticks
from scenes.box import Box
from scenes.look import Look
from scenes.parts import part
from scenes.plots.axis import Tick
from scenes.plots.foot import Foot, Reach, farthest
from scenes.plots.scale import TICK, upright
from scenes.plots.strokes import Points, lines
from scenes.trajectory_plot.curves import Curves
from scenes.trajectory_plot.state import Params
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_HEADER = 0.66
_BELOW = 0.6
_BASELINE = 0.44
_BESIDE = 2.0
"""Width that a plot's box has beside its plane, about."""
_APART = 1.3
"""From one step number to the next at least, in widths of the longest."""
_USUAL = "0.01"
"""Room for such a number is always left: plots above one another then share their step axis."""


class Sheet:
    """Places steps and values in a box. ``bend`` is the way from the linear to the log scale."""

    def __init__(self, curves: Curves, params: Params, box: Box, look: Look) -> None:
        self.curves = curves
        self.params = params
        self.box = box
        self.look = look

    @cached_property
    def plane(self) -> Box:
        """The part of the box between the axes; numbers, names and labels stand around it."""
        shown = [tick.text for bend in (0.0, 1.0) for tick in self.ticks(bend)]
        wide = max(float(self._number(text).width) for text in [_USUAL, *shown])
        left = self.box.left + wide + 2.5 * TICK
        right = farthest(left, self.box.right, [*self._labels_reach(), *self._foot.reaches()])
        header = _HEADER if self.params.title or self.params.name else 0.2
        plane = Box(left, self.box.bottom, right - left, self.box.height)
        return plane.inset(bottom=_BELOW, top=header)

    def _labels_reach(self) -> list[Reach]:
        """Return what the labels need right of the heads of their lines."""
        labels = ((i, self.label(i)) for i in range(len(self.curves.series)))
        return [
            Reach(self.curves.last(i) / self.curves.steps, float(label.width) + 0.35)
            for i, label in labels
            if label is not None
        ]

    @cached_property
    def _foot(self) -> Foot:
        """The step numbers, and the axis' name behind them."""
        last = self.curves.steps
        numbers = ((k / last, float(self._number(str(k)).width)) for k in self.steps())
        return Foot(tuple(numbers), float(self._step_name().width))

    def at(self, k: ArrayLike, values: ArrayLike, bend: float) -> Points:
        """Return steps and values (n,) as scene points (n, 2)."""
        plane, heights = self.plane, self.curves.axis.heights(values, bend)
        x = plane.left + np.asarray(k, dtype=np.float64) / self.curves.steps * plane.width
        return np.stack([x, plane.bottom + heights * plane.height], axis=-1)

    @part
    def dots(self, index: int, bend: float) -> Points:
        """Return where the dots of a series stand (n, 2)."""
        values = self.curves.values[index]
        return self.at(np.arange(len(values)), values, bend)

    @part
    def lines(self, bend: float) -> Points:
        """Return points all along the lines: what texts keep clear of (n, 2)."""
        pieces = []
        for i in range(len(self.curves.series)):
            dots = self.dots(i, bend)
            k = np.arange(0, len(dots) - 0.9, 0.1)
            pieces.append(
                np.column_stack([np.interp(k, np.arange(len(dots)), part) for part in dots.T])
            )
        return np.concatenate(pieces)

    @part
    def label(self, index: int) -> VGroup | None:
        """Return what stands at the head of a series' line, at no place yet."""
        says = self.curves.label(index)
        color = self.curves.color(index, self.look.palette)
        return typeset.text(says, self.look.type.small, color) if says else None

    @part
    def axes(self) -> Mobject:
        """Return both axes, the step numbers and all names."""
        from manim import VGroup

        plane, palette = self.plane, self.look.palette
        corner = np.array(
            [(plane.left, plane.top), (plane.left, plane.bottom), (plane.right, plane.bottom)]
        )
        group = VGroup(lines([corner], palette.faint, 2), *self._names())
        for k in self.steps():
            x = plane.left + k / self.curves.steps * plane.width
            stub = np.array([(x, plane.bottom - TICK), (x, plane.bottom)])
            group.add(lines([stub], palette.faint, 2))
            number = typeset.number(str(k), self.look.type.small, palette.muted)
            group.add(typeset.place(number, x, plane.bottom - _BASELINE, "center"))
        return group

    @part
    def scale(self, bend: float) -> Mobject:
        """Return the vertical axis' numbers and the faint lines across."""
        return upright(self.plane, self.look, self.ticks(bend), self._number)

    def _names(self) -> list[VGroup]:
        """Return the title and the names of both axes."""
        plane, size, palette = self.plane, self.look.type, self.look.palette
        step_name = self._step_name()
        typeset.place(step_name, self._foot.name_left(plane), plane.bottom - _BASELINE)
        names, left, baseline = [step_name], plane.left, self.box.top - 0.3
        if self.params.name:
            alone = len(self.curves.series) == 1
            color = self.curves.color(0, palette) if alone else palette.muted
            name = typeset.math(self.params.name, size.label, color)
            x = max(plane.left - 2.5 * TICK, self.box.left + float(name.width))
            names.append(typeset.place(name, x, baseline, "right"))
            left = max(left, x + 0.25)
        if self.params.title:
            title = typeset.text(self.params.title, size.label, palette.ink)
            names.append(typeset.place(title, left, baseline))
        return names

    def ticks(self, bend: float) -> tuple[Tick, ...]:
        """Return the ticks of the vertical axis."""
        room = self.box.height - _HEADER - _BELOW
        most = max(2, int(room / (1.5 * em(self.look.type.small))))
        return tuple(self.curves.axis.ticks(bend, min(most, 6)))

    def steps(self) -> tuple[int, ...]:
        """Return the ticks of the axis of steps."""
        most = 5 if self.box.width < 7 else 10
        widest = float(self._number(str(self.curves.steps)).width)
        most = max(1, min(most, int((self.box.width - _BESIDE) / (_APART * widest))))
        return tuple(int(k) for k in ticks(0, self.curves.steps, most) if k == int(k))

    def _number(self, shown: str) -> Any:
        return typeset.number(shown, self.look.type.small, self.look.palette.muted)

    def _step_name(self) -> VGroup:
        muted = self.look.palette.muted
        return typeset.text(self.params.step_name, self.look.type.small, muted)
