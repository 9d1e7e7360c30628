"""The kind ``line_fit``: dots and a line through them, with the squares its loss is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.run import Trajectory
from scenes.axes import Plane
from scenes.box import Box
from scenes.ease import smooth
from scenes.layers import Layers
from scenes.line_fit.actions import ACTIONS
from scenes.line_fit.check import check, check_params, check_stretched
from scenes.line_fit.hand import Stretch
from scenes.line_fit.layout import feature_span, lay_out
from scenes.line_fit.model import Dots
from scenes.line_fit.readouts import Readouts
from scenes.line_fit.sheet import Sheet
from scenes.line_fit.state import Line, Params, State
from scenes.line_fit.writing import Writing, color_of, weights_of
from scenes.look import Look

if TYPE_CHECKING:
    from manim import Mobject

_FAINT = 0.22
"""How much is seen of dots and squares while another dot is highlighted."""


class LineFit:
    """Dots, a line through them, and what they tell of each other."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.dots = Dots(params, runs)
        check_params(params, self.dots)
        self._params, self._look, self._runs = params, look, runs
        self._readouts = Readouts(params, look)
        self.layout = lay_out(params, self.dots, box, look)
        self.sheet = Sheet(params, self.dots, self.layout, look)
        self._writing = Writing(params, self.sheet, look)

    def initial(self) -> State:
        """Return the bare dots."""
        return State(Layers.shown(self._params.shown))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self._params, self._runs, self.dots)
        if isinstance(action, Stretch):
            window = self._params.window or (*feature_span(self.dots), 0.0, 0.0)
            check_stretched(window, self.dots, action.to)

    @property
    def plane(self) -> Plane:
        """Where data points fall in the frame: feature across, target up."""
        return self.layout.plane

    @property
    def is_missing(self) -> bool:
        """Whether a run's parameters are what is missing from the best line's weights."""
        return self._params.weights == "missing"

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture, back to front."""
        drawn: dict[str, Mobject] = {
            "axes": self.sheet.axes(),
            "unit": self.sheet.unit(state.stretch),
        }
        lights, fronts = self._lights(state), _fronts(state)
        for line, seen in fronts:
            self._squares(drawn, state, line, seen, lights)
        for i, line in enumerate(state.lines):
            drawn[f"line {i}"] = self.sheet.line(
                weights_of(self.dots, line, state),
                line.style,
                color_of(line, self._look.palette),
                line.seen,
            )
        drawn["dots"] = self.sheet.spots(state.stretch, lights)
        for line, seen in fronts:
            if (light := seen * state.layers.of("picks")) > 0:
                picks = self.dots.picks(line)
                drawn[f"picks {line.style}"] = self.sheet.rings(state.stretch, picks, light)
        self._writing.write(drawn, state, fronts, lights)
        for line, seen in fronts:
            self._gauges(drawn, state, line, seen)
        return drawn

    def _lights(self, state: State) -> tuple[float, ...]:
        """Return how much is seen of each dot and its square."""
        strongest = max((lit.opacity for lit in state.lit), default=0.0)
        own = {lit.dot: lit.opacity for lit in state.lit}
        return tuple(
            1 - (1 - _FAINT) * max(strongest - own.get(i, 0.0), 0.0) for i in range(self.dots.count)
        )

    def _squares(
        self,
        drawn: dict[str, Mobject],
        state: State,
        line: Line,
        seen: float,
        lights: tuple[float, ...],
    ) -> None:
        """Draw the squares of a line, then the bars from dots to line."""
        weights = weights_of(self.dots, line, state)
        squares, bars = state.layers.of("squares") * seen, state.layers.of("residuals") * seen
        for i, light in enumerate(lights):
            name = f"{line.style} {i}"
            if squares > 0:
                square = self.sheet.square(i, weights, state.stretch, squares * light)
                drawn[f"square {name}"] = square
            if bars > 0:
                drawn[f"bar {name}"] = self.sheet.bar(i, weights, state.stretch, bars * light)

    def _gauges(self, drawn: dict[str, Mobject], state: State, line: Line, seen: float) -> None:
        """Draw the readouts and gauges of a line."""
        weights, of = weights_of(self.dots, line, state), f" {line.style}"
        layers, layout = state.layers, self.layout
        places = layout.readouts
        value = float(self.dots.objective(state.stretch).value(np.array(weights)))
        if (light := layers.of("equation") * seen) > 0:
            drawn[f"equation{of}"] = self._readouts.equation(
                weights, state.stretch, *places["equation"], light
            )
        if (light := layers.of("loss") * seen) > 0:
            drawn[f"loss{of}"] = self._readouts.loss(value, *places["loss"], light)
        if (light := layers.of("mean") * seen) > 0:
            unit = self.plane.box.height / (self.plane.window[3] - self.plane.window[2])
            side = unit * math.sqrt(value) if value >= 0 else math.nan
            drawn[f"mean{of}"] = self._readouts.mean(side, layout.gauges["mean"], light)
        if (light := layers.of("dials") * seen) > 0:
            for i, name in enumerate(("intercept", "slope")):
                drawn[name + of] = self._readouts.dial(
                    name, weights[i], self._scale(i), layout.gauges[name], light
                )

    def _scale(self, i: int) -> tuple[float, float]:
        """Return the ends of a dial: around zero and the best line's weight."""
        best = self.dots.objective(1.0).minimum
        weight = 1.0 if best is None else float(best[i])
        room = 0.5 * abs(weight) or 1.0
        return min(weight, 0.0) - room, max(weight, 0.0) + room


def _fronts(state: State) -> list[tuple[Line, float]]:
    """Return the line in front with how much is seen of what belongs to it.

    While it comes or goes, the one behind it too: they change places, one after the other.
    """
    if not state.lines:
        return []
    front, behind = state.lines[-1], state.lines[-2:-1]
    if not behind:
        return [(front, front.seen)]
    before = max(behind[0].seen - front.seen, 0.0)
    both = ((behind[0], smooth(2 * before - 1)), (front, smooth(2 * front.seen - 1)))
    return [(line, seen) for line, seen in both if seen > 0]
