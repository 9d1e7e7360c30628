"""The curves of a plot with their losses, as the results give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdmath.curves import LossCurve, curve_of
from gdmath.moments import ExpectedRun
from gdmath.run import Trajectory
from scenes.dial import Dial, must_turn, turned
from scenes.look import Palette
from scenes.loss_curve.state import LossName, Params, Which
from scenes.plots.axis import Axis, axis, round_span
from scenes.plots.strokes import thinned
from scenes.stage import Mistake
from script.results import CurveName, Result

Values = NDArray[np.float64]
Dials = tuple[Dial | None, ...]
"""Where the rate of each curve's run was turned to."""

COLUMNS = 1600
"""A long curve is drawn by what it does in so many columns of the plot: see ``thinned``."""
LARGEST = 1e300
"""No axis goes farther by itself: its own arithmetic must not overflow."""
MOST_DECADES = 12
"""How far below the start the logarithmic scale goes, where no window is given."""


@dataclass(frozen=True, eq=False)
class Line:
    """One line: the losses (n+1,) of a curve on the samples it is trained on, or on others."""

    series: int
    which: Which
    values: Values

    @property
    def end(self) -> float:
        """The last loss; infinite where it is no number."""
        return float(np.nan_to_num(self.values[-1], nan=np.inf, posinf=np.inf))

    @cached_property
    def kept(self) -> NDArray[np.intp]:
        """The steps that are enough to draw it: every change between numbers and none too."""
        finite = np.isfinite(self.values)
        edges = np.flatnonzero(np.diff(finite)) + 1
        kept = []
        for start, stop in zip([0, *edges], [*edges, len(finite)], strict=True):
            columns = max(COLUMNS * (stop - start) // len(finite), 4)
            kept.append(
                start + thinned(self.values[start:stop], columns) if finite[start] else [start]
            )
        return np.concatenate(kept).astype(np.intp)

    @cached_property
    def alone(self) -> NDArray[np.intp]:
        """The steps with a number between two without: no line goes through them."""
        around = np.pad(np.isfinite(self.values), 1)
        lonely = around[1:-1] & ~around[:-2] & ~around[2:]
        return np.flatnonzero(lonely) if len(self.values) > 1 else np.array([], dtype=np.intp)

    @cached_property
    def lost(self) -> tuple[tuple[int, str], ...]:
        """The steps at which it first is no finite number, with what it is: ``inf``, ``NaN``."""
        values = self.values
        sorts = {"inf": values == np.inf, "−inf": values == -np.inf, "NaN": np.isnan(values)}
        firsts = [(int(is_so.argmax()), word) for word, is_so in sorts.items() if is_so.any()]
        return tuple(sorted(firsts))


class Losses:
    """The curves, the lines they draw, and the axes all share.

    Raises
    ------
    Mistake
        When there is nothing to draw, or not on the scale that is asked for.
    """

    def __init__(self, params: Params, results: Mapping[str, Result]) -> None:
        self.series = params.series
        if not self.series:
            raise Mistake("nothing to draw: give of, or curves")
        found = [results[series.of] for series in self.series]
        self.runs = {i: of for i, of in enumerate(found) if isinstance(of, Trajectory)}
        self.beyond: frozenset[int] = frozenset()
        self.curves = tuple(map(_curve, found))
        self.steps = params.steps or max(curve.epochs for curve in self.curves)
        if self.steps < 1:
            raise Mistake("steps must be 1 or more")
        for series, curve in zip(self.series, self.curves, strict=True):
            if series.validation != "no" and curve.validation is None:
                raise Mistake(f"{series.of} has no validation loss")
        self.lines = {(line.series, line.which): line for line in self._lines()}
        self.ghosts = {(line.series, i): line for i, line in self._ghosts()}
        self.up = self._axis(params)
        if params.scale == "log" and self.up.log is None:
            raise Mistake("scale: log needs a loss above zero")
        self.across = Axis((0.0, float(self.steps)), None)
        stored = all(isinstance(series.of, CurveName) for series in self.series)
        self.step_name = params.step_name or ("epoch" if stored else "step")

    def turned(self, dials: Dials) -> Losses:
        """Return the same curves and axes with runs at the rates they were turned to."""
        if not any(dials):
            return self
        there = {i: turned(self.runs[i], dial) for i, dial in enumerate(dials) if dial}
        losses = copy(self)
        losses.beyond = frozenset(i for i, run in there.items() if run.lr >= run.wall)
        losses.curves = tuple(
            curve_of(there[i]) if i in there else curve for i, curve in enumerate(self.curves)
        )
        losses.lines = {(line.series, line.which): line for line in losses._lines()}
        return losses

    def last(self, index: int) -> int:
        """Return the last step of a curve that is on the plot."""
        return min(self.curves[index].epochs, self.steps)

    def place(self, name: LossName | None) -> int:
        """Return which curve is meant: None is the first.

        Raises
        ------
        Mistake
            When it is not on the plot.
        """
        found = self.all_of(name)
        if not found:
            raise Mistake(f"{name} is not on this plot")
        return found[0]

    def all_of(self, name: LossName | None) -> tuple[int, ...]:
        """Return the curves of a name, or all."""
        return tuple(i for i, series in enumerate(self.series) if name in (None, series.of))

    def color(self, index: int, palette: Palette) -> str:
        """Return a curve's colour; one that was turned to its wall or beyond warns."""
        if index in self.beyond:
            return palette.warning
        said: str = self.series[index].color
        if not said:
            said = "loss" if len(self.series) == 1 else str(index % len(palette.runs) + 1)
        return palette.of(said)

    def label(self, index: int, which: Which) -> str:
        """Return what stands at the head of a line: nothing where there is only one."""
        series = self.series[index]
        if which == "validation":
            return "validation"
        alone = "train" if series.validation != "no" else ""
        return series.label or (str(series.of) if len(self.series) > 1 else alone)

    def _lines(self) -> list[Line]:
        lines = []
        for i, curve in enumerate(self.curves):
            lines.append(Line(i, "train", curve.train[: self.steps + 1]))
            if self.series[i].validation != "no" and curve.validation is not None:
                lines.append(Line(i, "validation", curve.validation[: self.steps + 1]))
        return lines

    def _ghosts(self) -> Iterator[tuple[int, Line]]:
        """Yield the lines that curves leave behind as they are turned, numbered by curve."""
        for i, series in enumerate(self.series):
            for n, ghost in enumerate(series.ghosts):
                if i not in self.runs:
                    raise Mistake(f"{series.of} is no run: its rate cannot be turned")
                there = must_turn(series.of, self.runs[i], None, ghost.lr, None)
                curve = curve_of(turned(self.runs[i], there))
                yield n, Line(i, "train", curve.train[: self.steps + 1])

    def _axis(self, params: Params) -> Axis:
        """Return the vertical axis; the log scale shows what is above zero."""
        shown = (*self.lines.values(), *self.ghosts.values())
        values = np.concatenate([line.values for line in shown])
        values = np.where(np.isfinite(values), np.clip(values, -LARGEST, LARGEST), np.nan)
        both = axis([values], params.window, None)
        above = values[np.isfinite(values) & (values > 0)]
        if not len(above):
            return both
        starts = [line.values[0] for line in shown if line.values[0] > 0]
        floor = min(starts, default=above.max()) * 10.0**-MOST_DECADES
        above = np.maximum(above, min(floor, above.max()))
        return replace(both, log=axis([above], None, params.log_window or round_span(above)).log)


def _curve(result: Result) -> LossCurve:
    match result:
        case Trajectory():
            return curve_of(result)
        case ExpectedRun():
            return LossCurve(result.f)
        case LossCurve():
            return result
    raise Mistake("this has no losses")
