"""Where things stand on a line of numbers: its rows, and numbers along it."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from scenes import typeset
from scenes.box import Box
from scenes.coordinate.sight import changing, glided
from scenes.look import Look
from scenes.number_line.state import Params, Span, State
from scenes.parts import faded, part
from scenes.plots.axis import Axis
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import VGroup

NAMES = {
    "x": "x",
    "y": "y",
    "f": "f",
    "grad_norm": "norm(nabla f)",
    "step_len": "norm(Delta x)",
    "lr": "eta",
}
_SIDE = 0.4
_NAME_GAP = 0.45
_TICK = 0.1
NUMBERS = 0.46
"""From the line down to the baseline of its ticks' numbers."""
_VALUES = 1.02
"""From the line down to the baseline of the points' numbers."""
_BELOW = 1.16
LABEL_ROW = 0.56
"""Height of the row of labels over the arcs."""
_HIGHEST = 2.8
_STEEPEST = 0.3
"""The room for arcs is at most so much of the line's length."""
_APART = 1.0


class Line(NamedTuple):
    """The line with a window in sight: its left and right end and its height in the frame."""

    left: float
    right: float
    y: float
    window: Span
    log: bool

    @property
    def width(self) -> float:
        """Its length."""
        return self.right - self.left

    def share(self, values: ArrayLike) -> Array:
        """Return where numbers stand: 0 at its left end, 1 at its right."""
        with np.errstate(all="ignore"):
            if self.log:
                return Axis((0.0, 1.0), self.window).heights(values, 1.0)
            return Axis(self.window, None).heights(values, 0.0)

    def x(self, values: ArrayLike) -> Array:
        """Return the same in scene units."""
        with np.errstate(all="ignore"):
            placed: Array = self.left + self.share(values) * self.width
        return placed

    def holds(self, x: float) -> bool:
        """Tell whether an x in scene units is on the line."""
        return bool(self.left - 1e-9 <= x <= self.right + 1e-9)


class Sheet:
    """The rows of the picture: labels, arcs, the line with its ticks, the points' numbers."""

    def __init__(self, params: Params, box: Box, look: Look) -> None:
        self.params, self.box, self.look = params, box, look

    @cached_property
    def arcs(self) -> float:
        """The height of the room for arcs."""
        room = self.box.height - _BELOW - LABEL_ROW
        return max(min(room, _HIGHEST, _STEEPEST * self.box.width), 0.3)

    @cached_property
    def y(self) -> float:
        """The height of the line in the frame; what stands on it is in the middle of the box."""
        spare = self.box.height - _BELOW - self.arcs - LABEL_ROW
        return self.box.bottom + _BELOW + spare / 2

    @property
    def label_y(self) -> float:
        """The middle of the row of labels."""
        return self.y + self.arcs + LABEL_ROW / 2

    @property
    def value_y(self) -> float:
        """The baseline of the points' numbers."""
        return self.y - _VALUES

    @property
    def name(self) -> str:
        """The line's name in Typst maths."""
        return self.params.name or NAMES[self.params.of]

    def line(self, state: State) -> Line:
        """Return the line with what of it is in sight."""
        if self.params.scale == "log":
            before, after = (
                (math.log10(low), math.log10(high)) for low, high in (state.before, state.window)
            )
            low, high = glided(before, after, state.change)
            window = (10.0**low, 10.0**high) if state.change < 1 else state.window
        else:
            window = glided(state.before, state.window, state.change)
        return self.over(window)

    def over(self, window: Span) -> Line:
        """Return the line over a window."""
        left, right = self.box.left + _SIDE, self._name().get_left()[0] - _NAME_GAP
        return Line(left, float(right), self.y, window, self.params.scale == "log")

    def draw(self, state: State) -> VGroup:
        """Return the line with its ticks and its name."""
        if state.change >= 1:
            return self._at_rest(state.window)
        return self._build(state)

    @part
    def _at_rest(self, window: Span) -> VGroup:
        return self._build(State(before=window, window=window))

    def _build(self, state: State) -> VGroup:
        from manim import VGroup

        line, palette, size = self.line(state), self.look.palette, self.look.type.small
        ends = np.array([(line.left, line.y), (line.right, line.y)])
        group = VGroup(outline([ends]).set_stroke(palette.muted, 3), self._name())
        for x in self._between(line):
            stub = np.array([(x, line.y), (x, line.y - 0.6 * _TICK)])
            group.add(outline([stub]).set_stroke(palette.faint, 2))
        old, new = self._ticks(state.before), self._ticks(state.window)
        for values, opacity in changing(tuple(old), tuple(new), state.change):
            for value in values if opacity > 0 else ():
                x = float(line.x(value))
                if not line.holds(x):
                    continue
                stub = np.array([(x, line.y), (x, line.y - _TICK)])
                number = typeset.number({**old, **new}[value], size, palette.muted)
                middle = max(x, self.box.left + float(number.width) / 2)
                typeset.place(number, middle, line.y - NUMBERS, "center")
                stroke = outline([stub]).set_stroke(palette.muted, 3)
                group.add(faded(VGroup(stroke, number), opacity))
        return group

    def _between(self, line: Line) -> list[float]:
        """Return where the small ticks of a logarithmic line stand, 2 to 9 times the powers."""
        if not (line.log and self.params.ruler):
            return []
        low, high = (math.log10(value) for value in line.window)
        if high - low > line.width:
            return []
        powers = range(math.floor(low), math.ceil(high))
        x = (float(line.x(digit * 10.0**power)) for power in powers for digit in range(2, 10))
        return [one for one in x if line.holds(one)]

    @part
    def _name(self) -> Any:
        muted = self.look.palette.muted
        name = typeset.math(self.name, self.look.type.label, muted)
        return typeset.place(name, self.box.right, self.y - 0.1, "right")

    def _ticks(self, window: Span) -> dict[float, str]:
        """Return the ruler's ticks in a window, each with its number."""
        if not self.params.ruler:
            return {}
        line = self.over(window)
        most = max(2, min(int(line.width / _APART), 10))
        axis, bend = (Axis((0.0, 1.0), window), 1.0) if line.log else (Axis(window, None), 0.0)
        low, high = window
        return {
            low * (high / low) ** tick.height if line.log else low + tick.height * (high - low):
            tick.text
            for tick in axis.ticks(bend, most)
        }  # fmt: skip
