"""What a plot claims: the dots of its series, the latest of each, and the ticks of its axes."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import Axis, Chart, Claim, Dot, Tick, Unmeasured
from scenes.look import Look
from scenes.outlines import marker
from scenes.places import Iterate
from scenes.plots.claimed import value
from scenes.trajectory_plot import TrajectoryPlot
from scenes.trajectory_plot.state import State

_DOT, _HEAD = 0.075, 0.12
_CLOSE = 0.13
"""Dots nearer to each other than this are not drawn."""


def claims(plot: TrajectoryPlot, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a plot; the ticks of its values only while its scale holds still."""
    plane, curves, palette = plot.sheet.plane, plot.curves, look.palette
    bend = state.log if curves.axis.log is not None else 0.0
    up = Axis(*curves.axis.linear, curves.axis.log, bend)
    chart = Chart(plane, Axis(0.0, float(curves.steps)), up)
    for step in plot.sheet.steps():
        yield Tick("axes", chart, "across", float(step), palette.faint)
    for tick in plot.sheet.ticks(bend) if bend in (0.0, 1.0) else ():
        yield Tick("scale", chart, "up", value(up, tick.height), palette.faint)
    for i in plot.in_sight(None, state):
        series, k, seen = plot.params.all_series[i], state.k[i], state.seen[i]
        run, of, color = str(series.run), series.of, curves.color(i, palette)
        match of:
            case "f_x" | "f_y":
                yield Unmeasured("a coordinate's part of a loss")
                continue
        for j in range(int(k) + 1) if plane.width / curves.steps >= _CLOSE else ():
            left = Iterate(run, float(j), ("k", of))
            yield Dot(f"dots {i}", chart, left, color, marker(i, _DOT), seen)
        head = Iterate(run, k, ("k", of))
        yield Dot(f"head {i}", chart, head, color, marker(i, _HEAD), seen, stands=True)
        yield Unmeasured("lines between dots, faint")
    for notes, what in (
        (state.levels, "levels, dashed"),
        (state.halvings, "halving curves"),
        (state.marks, "rings of marks, cased"),
    ):
        if notes:
            yield Unmeasured(what)
