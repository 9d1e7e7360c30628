"""What the sheet of a plot claims: its ticks on both axes, and the plane that its lines are on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenes.claims import Axis, Chart, Claim, Tick
from scenes.plots.axis import Axis as PlotAxis
from scenes.plots.axis import Tick as PlotTick


def axis(of: PlotAxis, bend: float) -> Axis:
    """Return the axis of a plot as a claim has it."""
    return Axis(*of.linear, of.log, bend if of.log is not None else 0.0)


def ticks(
    chart: Chart, across: Iterable[PlotTick], up: Iterable[PlotTick], color: str
) -> Iterator[Claim]:
    """Yield the ticks of both axes: the values are read off their heights, to ten digits."""
    for tick in across:
        yield Tick("axes", chart, "across", value(chart.across, tick.height), color)
    for tick in up:
        yield Tick("scale", chart, "up", value(chart.up, tick.height), color)


def value(axis: Axis, height: float) -> float:
    """Return the value at a height of an axis that is on one of its scales, to ten digits."""
    if axis.bend and axis.log is not None:
        low, high = axis.log
        return float(f"{low * (high / low) ** height:.9e}")
    return float(f"{axis.low + height * (axis.high - axis.low):.9e}")
