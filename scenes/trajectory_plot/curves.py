"""The series of a plot with their values, as the trajectories give them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.objectives import quadratic_form
from gdmath.run import Trajectory, Unknown
from scenes.look import Palette
from scenes.plots.axis import axis
from scenes.stage import Mistake
from scenes.trajectory_plot.state import Params, Quantity, Series
from script.typed import RunName

Values = NDArray[np.float64]

_NAMES: Mapping[Quantity, str] = {
    "f": "$f$",
    "f_x": "$f_x$",
    "f_y": "$f_y$",
    "x": "$x$",
    "y": "$y$",
    "grad_norm": "$norm(nabla f)$",
    "step_len": "step",
}
_MEANINGS: Mapping[Quantity, str] = {
    "f": "loss",
    "f_x": "x",
    "f_y": "y",
    "x": "x",
    "y": "y",
    "grad_norm": "gradient",
    "step_len": "step",
}


class Curves:
    """The series, each with its values at steps 0 to ``last`` and the axis all share.

    Raises
    ------
    Mistake
        When there is nothing to plot, or a run is not there or has no such coordinate.
    """

    def __init__(self, params: Params, runs: Mapping[str, Trajectory]) -> None:
        self.series = params.all_series
        self.steps = params.steps
        if not self.series:
            raise Mistake("nothing to plot: give run and quantity, or series")
        if params.steps < 1:
            raise Mistake("steps must be 1 or more")
        self.runs = tuple(runs[series.run] for series in self.series)
        self.values = tuple(
            _values(series, run)[: params.steps + 1]
            for series, run in zip(self.series, self.runs, strict=True)
        )
        self.axis = axis(self.values, params.window, params.log_window)
        if params.scale == "log" and self.axis.log is None:
            raise Mistake("scale: log needs values that are all above zero")

    def last(self, index: int) -> int:
        """Return the last dot a series has on the plot."""
        return len(self.values[index]) - 1

    def of_run(self, run: RunName | None) -> tuple[int, ...]:
        """Return the series of a run, or all."""
        return tuple(i for i, series in enumerate(self.series) if run in (None, series.run))

    def color(self, index: int, palette: Palette) -> str:
        """Return a series' colour."""
        said: str = self.series[index].color
        if not said:
            quantities = [series.of for series in self.series]
            alone = quantities.count(quantities[index]) == 1
            said = _MEANINGS[quantities[index]] if alone else str(index % len(palette.runs) + 1)
        return palette.of(said)

    def label(self, index: int) -> str:
        """Return what stands at the head of a series' line: nothing when it is alone at first."""
        series, at_first = self.series[index], [one for one in self.series if not one.hidden]
        return series.label or (_NAMES[series.of] if len(at_first) > 1 else "")

    def halved(self, of: str, run: RunName | None) -> int:
        """Return the series of a coordinate whose dots lie on one halving curve.

        Raises
        ------
        Mistake
            When there is no such series, or its dots lie on no such curve.
        """
        found = next((i for i in self.of_run(run) if self.series[i].of == of), None)
        if found is None:
            raise Mistake(f"{of} is not on the plot")
        drawn = self.values[found]
        if not np.allclose(drawn, self.decay(found, np.arange(len(drawn))), rtol=1e-6):
            name = self.series[found].run
            raise Mistake(f"{of} of {name} does not halve evenly: it can have no halving curve")
        return found

    def half_life(self, index: int) -> float:
        """Return after how many steps a coordinate is halfway to the minimum."""
        return float(self._theory(index)[1])

    def decay(self, index: int, k: ArrayLike) -> Values:
        """Return a coordinate's curve ``x* + (x[0] - x*) r^k`` at any ``k``, whole or not."""
        factor, _, rest = self._theory(index)
        curve: Values = rest + (self.values[index][0] - rest) * factor ** np.asarray(k)
        return curve

    def _theory(self, index: int) -> tuple[float, float, float]:
        """Return a coordinate's factor, half-life and place of rest."""
        run, axis_of = self.runs[index], "xy".index(self.series[index].of)
        try:
            factor = float(run.factor[axis_of])
            half_life, rest = float(run.half_life[axis_of]), float(run.minimum[axis_of])
        except Unknown as unknown:
            raise Mistake(str(unknown)) from None
        if not 0 < factor < 1:
            raise Mistake(f"the factor is {factor:g}: only one between 0 and 1 halves smoothly")
        return factor, half_life, rest


def _values(series: Series, run: Trajectory) -> Values:
    """Return a series' values at every step."""
    if series.of in ("x", "y", "f_x", "f_y"):
        coordinate = "xy".index(series.of[-1])
        if coordinate >= run.x.shape[1]:
            raise Mistake(f"{series.run} has no {series.of}")
        values: Values = run.x[:, coordinate]
        if series.of in ("f_x", "f_y"):
            values = _part(series, run, coordinate)
    else:
        values = getattr(run, series.of)
    return values


def _part(series: Series, run: Trajectory, coordinate: int) -> Values:
    """Return half the curvature times the square of the distance, along one coordinate."""
    quadratic = quadratic_form(run.run.objective)
    if quadratic is None or quadratic.minimum is None or not quadratic.is_diagonal:
        raise Mistake(
            f"{series.of} of {series.run}: only a quadratic with a minimum and without a mixed "
            "term is a sum of one part for each coordinate"
        )
    away = run.x[:, coordinate] - quadratic.minimum[coordinate]
    part: Values = quadratic.curvatures[coordinate] / 2 * away**2
    return part
