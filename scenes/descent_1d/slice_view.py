"""The loss over one parameter: the curve, and what walkers and the probe show on it."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scenes.axes import Plane, Window
from scenes.box import Box
from scenes.coordinate.notes import Lettering
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Walker
from scenes.descent_1d.figures import Figures
from scenes.descent_1d.frame import NAME_ROOM, Frame, framed
from scenes.descent_1d.gauge import Gauge
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.stands import Stand, probe, stand
from scenes.descent_1d.state import Params, State
from scenes.descent_1d.texts import Texts
from scenes.descent_2d.geometry import inside
from scenes.look import Look
from scenes.parts import faded

if TYPE_CHECKING:
    from manim import Mobject

_LOW, _HIGH = 0.12, 0.04
"""Room below and above the curve, as fractions of its height: arrows lie below."""
_LONGEST_GRADIENT = 0.22
"""The gradient's arrow at first takes at most so much of the window."""


class SliceView:
    """Draws a slice of the loss."""

    def __init__(self, params: Params, box: Box, look: Look, paths: Paths) -> None:
        self._params, self._box, self._look, self._paths = params, box, look, paths
        self._cut = Slice(params.objective, params.index, params.through)
        tint = look.palette.of(params.color or params.along)
        self._figures = Figures(paths, self._cut, look.palette, tint)
        lettering = Lettering(look)
        gauge = Gauge(lettering, self._cut, params.decimals)
        self._texts = Texts(lettering, self._figures, self._cut, paths, gauge)

    @cached_property
    def frame(self) -> Frame:
        """The axes and the plane between them."""
        params = self._params
        names = params.name or params.along, params.loss_name
        window = self.window(params.window, params.heights)
        return framed(self._box, self._look, names, window, NAME_ROOM)

    def window(self, across: tuple[float, float], up: tuple[float, float] | None) -> Window:
        """Return what is in sight, by default with all of the curve that is finite."""
        if up is None:
            heights = self._cut.points(across)[:, 1]
            heights = heights[np.isfinite(heights)]
            low, high = (float(heights.min()), float(heights.max())) if len(heights) else (0.0, 1.0)
            span = high - low or 1.0
            up = low - _LOW * span, high + _HIGH * span
        return (*across, *up)

    def gradient_scale(self, state: State) -> float:
        """Return a round length per unit of gradient for which the arrows stay in sight."""
        left, right = state.window[:2]
        stands = self._stands(state)
        slopes = [abs(self._cut.slope(stand.at)) for stand in stands if left <= stand.at <= right]
        steepest = max((slope for slope in slopes if 0 < slope < math.inf), default=0.0)
        if steepest == 0:
            return 1.0
        longest = _LONGEST_GRADIENT * (right - left) / steepest
        power = 10.0 ** math.floor(math.log10(longest))
        digit = max(m for m in (1, 2, 5) if m * power <= longest * (1 + 1e-9))
        return float(f"{digit * power:.3g}")

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the picture, back to front."""
        plane, figures = self.frame.plane(state), self._figures
        drawn = self.frame.draw(state)
        curve = figures.kept_curve if state.change >= 1 else figures.curve
        drawn["curve"] = curve(plane)
        seen, lowest = state.opacity("minimum"), self._cut.minimum
        if seen > 0 and lowest is not None:
            drawn["minimum"] = figures.minimum(plane, lowest, seen)
        stands = self._stands(state)
        for walker, one in zip(state.walkers, stands, strict=False):
            drawn |= self._left_behind(state, plane, walker, one.color)
        for one in stands:
            drawn |= self._lines(state, plane, one)
        if state.probe is not None and (gain := stands[-1].seen * state.opacity("gain")) > 0:
            drawn["probe next tangent"] = figures.next_tangent(plane, stands[-1].at, gain)
        for one in stands:
            drawn |= self._gradient(state, plane, one)
        for walker, one in zip(state.walkers, stands, strict=False):
            drawn |= self._step(state, plane, walker, one)
        for one in stands:
            drawn[f"{one.name} point"] = figures.point(plane, one)
        for ring in state.rings:
            walker = next(walker for walker in state.walkers if walker.run == ring.run)
            drawn[f"{ring.run} ring"] = figures.ring(plane, ring, walker)
        return drawn | self._texts.draw(state, plane, stands)

    def _stands(self, state: State) -> tuple[Stand, ...]:
        palette = self._look.palette
        walkers = (stand(walker, self._paths, self._cut, palette) for walker in state.walkers)
        return (*walkers, *probe(state, self._cut, palette))

    def _left_behind(
        self, state: State, plane: Plane, walker: Walker, color: str
    ) -> dict[str, Mobject]:
        """Return the jumps a run has made, and the iterates it has left on curve and axis."""
        drawn: dict[str, Mobject] = {}
        trail, dots = (walker.seen * state.opacity(layer) for layer in ("trail", "dots"))
        run, lr, k = walker.run, walker.lr, int(walker.at)
        if trail > 0:
            jumps = self._figures.trail(plane, run, lr, (walker.since, k), color)
            drawn[f"{run} trail"] = faded(jumps, trail)
            if walker.at > k:
                drawn[f"{run} leg"] = faded(self._figures.leg(plane, walker, color), trail)
        if dots > 0 and walker.at > walker.since:
            span, ink = (walker.since, math.ceil(walker.at) - 1), (walker.style, color)
            drawn[f"{run} dots"] = faded(self._figures.dots(plane, run, lr, span, ink), dots)
        return drawn

    def _lines(self, state: State, plane: Plane, stand: Stand) -> dict[str, Mobject]:
        """Return what explains where a point is: drop, tangent, parabola of the curvature."""
        drawn: dict[str, Mobject] = {}
        if not inside(stand.on(plane), plane.box):
            return drawn
        if (seen := stand.seen * state.opacity("drops")) > 0:
            drawn[f"{stand.name} drop"] = self._figures.drop(plane, stand, seen)
        calm = stand.seen * stand.calm
        if (seen := calm * state.opacity("curvature")) > 0:
            drawn[f"{stand.name} parabola"] = self._figures.parabola(plane, stand, seen)
        if (seen := calm * state.opacity("tangent")) > 0:
            drawn[f"{stand.name} tangent"] = self._figures.tangent(plane, stand, seen)
        return drawn

    def _gradient(self, state: State, plane: Plane, stand: Stand) -> dict[str, Mobject]:
        """Return the arrow along the axis that points up the slope."""
        seen = stand.seen * stand.calm * state.opacity("gradient")
        if seen <= 0:
            return {}
        ahead = seen * (state.scale or 1.0) * self._cut.slope(stand.at)
        color = self._look.palette.gradient
        arrow = self._figures.arrow(plane, stand.at, ahead, color, seen)
        return {f"{stand.name} gradient": arrow}

    def _step(self, state: State, plane: Plane, walker: Walker, stand: Stand) -> dict[str, Mobject]:
        """Return the arrow along the axis to the next iterate."""
        values, after = self._paths.values(walker), int(walker.at) + 1
        seen = walker.seen * max(state.opacity("step"), walker.leap)
        if seen <= 0 or after >= len(values):
            return {}
        ahead = walker.arrow * seen * (float(values[after]) - stand.at)
        arrow = self._figures.arrow(plane, stand.at, ahead, self._look.palette.step, seen)
        return {f"{walker.run} step": arrow}
