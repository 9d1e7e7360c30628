"""The sweeps of a plot, as the results give them, and the axes all share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdmath.known import Unknown
from gdmath.steps_needed import StepsNeeded
from scenes.look import Palette
from scenes.plots.axis import Axis, Span, axis, round_span
from scenes.stage import Mistake
from scenes.sweep.state import Params
from script.results import SweepName

_BEYOND = 3.0
"""How far past a wall the plot goes, as a factor on the log scale."""
_BEYOND_LINEAR = 1.3
_EDGE = 1e-9
"""A value that is beyond the window by no more, as a share of it, is in it."""


class Speeds:
    """The curves of a plot; ``bend`` is 1 for logarithmic axes, 0 for linear ones.

    Raises
    ------
    Mistake
        When there is nothing to draw, or the sweeps go over different things.
    """

    def __init__(self, params: Params, results: Mapping[str, Any]) -> None:
        self.named = params.all_curves
        if not self.named:
            raise Mistake("nothing to draw: give of, or curves")
        self.curves: tuple[StepsNeeded, ...] = tuple(results[curve.of] for curve in self.named)
        self.is_of_rates = self.curves[0].is_of_rates
        if any(curve.is_of_rates != self.is_of_rates for curve in self.curves):
            raise Mistake("sweeps over rates and over kappas cannot share a plot")
        self.bend = 1.0 if params.axes == "log" else 0.0
        for name, span in (("across", params.across), ("window", params.window)):
            if span is not None and not span[0] < span[1]:
                raise Mistake(f"{name}: its first number must be below its second")
            if span is not None and params.axes == "log" and span[0] <= 0:
                raise Mistake(f"{name}: a logarithmic axis has no zero, start above it")
        self.across = self._across(params.across)
        for i, curve in enumerate(self.named):
            if not len(self.in_sight(i)):
                raise Mistake(f"{curve.of} has no value in the plot's window: widen across")
        self.up = self._up(params.window)

    def place(self, name: SweepName | None) -> int:
        """Return which curve is meant: None is the first.

        Raises
        ------
        Mistake
            When it is not on the plot.
        """
        for i, curve in enumerate(self.named):
            if name in (None, curve.of):
                return i
        raise Mistake(f"{name} is not on this plot")

    def in_sight(self, index: int) -> list[float]:
        """Return the values of a curve that ``across`` holds."""
        values = self.curves[index].values
        heights = self.across.heights(values, self.bend)
        sight: list[float] = values[(heights >= -_EDGE) & (heights <= 1 + _EDGE)].tolist()
        return sight

    def wall(self, index: int) -> float | None:
        """Return the wall of a curve, where theory knows one."""
        try:
            wall = self.curves[index].wall
        except Unknown:
            return None
        return wall if np.isfinite(wall) else None

    def best(self, index: int) -> float | None:
        """Return the rate that theory calls fastest, where it knows one."""
        try:
            return self.curves[index].best_lr
        except Unknown:
            return None

    def color(self, index: int, palette: Palette) -> str:
        """Return a curve's colour."""
        said: str = self.named[index].color
        if not said:
            said = "step" if len(self.named) == 1 else str(index % len(palette.runs) + 1)
        return palette.of(said)

    def label(self, index: int) -> str:
        """Return what stands at the end of a line: nothing where there is only one."""
        curve = self.named[index]
        return curve.label or (str(curve.of) if len(self.named) > 1 else "")

    def _across(self, window: Span | None) -> Axis:
        values = np.concatenate([curve.values for curve in self.curves])
        low, high = float(values.min()), float(values.max())
        walls = [wall for i in range(len(self.curves)) if (wall := self.wall(i)) is not None]
        if walls and self.is_of_rates:
            high = max(high, max(walls) * (_BEYOND if self.bend else _BEYOND_LINEAR))
        if low == high:
            low, high = low / 2, high * 2
        log = window or (low, high)
        return Axis(window or (0.0, high), log if log[0] > 0 else None)

    def _up(self, window: Span | None) -> Axis:
        steps = np.concatenate([curve.steps for curve in self.curves])
        known = steps[np.isfinite(steps) & (steps > 0)]
        if not len(known):
            raise Mistake("no rate of these sweeps ever arrives: there is nothing to draw")
        linear = axis([known], window, None).linear
        log = window or round_span(np.append(known, 0.8 * known.min()))
        return Axis(linear, log if log[0] > 0 else None)
