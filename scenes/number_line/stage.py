"""The kind ``number_line``: numbers on a line, and runs that jump along it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Shown, Walker
from scenes.ease import mix
from scenes.look import Look
from scenes.number_line.actions import ACTIONS
from scenes.number_line.check import check, check_params
from scenes.number_line.figures import Figures
from scenes.number_line.sheet import Line, Sheet
from scenes.number_line.state import Params, State
from scenes.number_line.texts import Texts
from scenes.number_line.ticks import Ticks
from scenes.parts import faded

if TYPE_CHECKING:
    from manim import Mobject


class NumberLine:
    """A horizontal line of numbers."""

    actions: ClassVar[Mapping[str, type[Any]]] = ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self.params = params
        self.paths = Paths(runs, params.of)
        self.sheet = Sheet(params, box, look)
        self._figures = Figures(self.sheet, self.paths)
        self._ticks = Ticks(self.sheet)
        self._texts = Texts(self.sheet, self.paths, self._figures)
        self._picture = lru_cache(maxsize=4)(self._build)

    def initial(self) -> State:
        """Return the bare line: arcs and dots will be shown, on a line of rates the numbers too."""
        shown = ("trail", "dots", "numbers") if self.params.of == "lr" else ("trail", "dots")
        layers = tuple(Shown(layer, 1.0) for layer in shown)
        return State(layers=layers, before=self.params.window, window=self.params.window)

    def slid(self, start: float, stop: float, alpha: float) -> float:
        """Return the number ``alpha`` of the way along the line."""
        if self.params.scale == "log" and alpha < 1:
            return float(10.0 ** mix(math.log10(start), math.log10(stop), alpha))
        return mix(start, stop, alpha)

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self.params, self.paths)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture, back to front."""
        return self._picture(state)

    def _build(self, state: State) -> dict[str, Mobject]:
        line, figures = self.sheet.line(state), self._figures
        drawn: dict[str, Mobject] = {
            f"zone {zone.low:g} band": figures.zone(line, zone) for zone in state.zones
        }
        drawn["line"] = self.sheet.draw(state)
        drawn |= self._ticks.draw(state, line)
        for level in state.levels:
            drawn[f"level {level.value:g} line"] = figures.level(line, level)
        for walker in state.walkers:
            drawn |= self._left_behind(state, line, walker)
        if state.pointer is not None:
            drawn["pointer"] = figures.pointer(line, state.pointer)
        for walker in state.walkers:
            drawn[f"{walker.run} point"] = figures.point(line, walker)
        for ring in state.rings:
            walker = next(walker for walker in state.walkers if walker.run == ring.run)
            drawn[f"{ring.run} ring"] = figures.ring(line, walker, ring)
        return drawn | self._texts.draw(state, line)

    def _left_behind(self, state: State, line: Line, walker: Walker) -> dict[str, Mobject]:
        """Return the arcs of a run's jumps and the iterates it has left."""
        drawn: dict[str, Mobject] = {}
        run, lr, color, figures = walker.run, walker.lr, self._figures.color(walker), self._figures
        trail, dots = (walker.seen * state.opacity(layer) for layer in ("trail", "dots"))
        span = walker.since, int(walker.at)
        if trail > 0:
            drawn[f"{run} trail"] = faded(figures.arcs(line, run, lr, span, color), trail)
            if walker.at > span[1]:
                drawn[f"{run} leap"] = faded(figures.leap(line, walker, color), trail)
        if dots > 0 and walker.at > walker.since:
            ink = walker.style, color
            drawn[f"{run} dots"] = faded(figures.dots(line, run, lr, span, ink), dots)
        return drawn
