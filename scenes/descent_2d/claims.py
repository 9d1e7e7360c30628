"""What a map claims: where runs stand and stood, where their arrows point, where it is lowest.

The sizes of the marks are said again: one that is drawn in another size is not found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from scenes.claims import (
    Arrow,
    Axis,
    Chart,
    Claim,
    Dot,
    Iterate,
    Minimum,
    Tick,
    Toward,
    marker,
    target,
)
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State, Walker
from scenes.look import Look, Palette

_POINT, _CRUMB = 0.15, 0.075
_MINIMUM, _RING, _STROKE = 0.2, 0.12, 0.05


def claims(stage: Descent2D, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a map: its ticks while it holds still, the minimum, then each run's."""
    plane, palette = stage.plane(state), look.palette
    left, right, bottom, top = plane.window
    chart = Chart(plane.box, Axis(left, right), Axis(bottom, top))
    if state.change >= 1:
        across, up = stage.ticks(state)
        for value in across:
            yield Tick("axes", chart, "across", value, palette.faint)
        for value in up:
            yield Tick("axes", chart, "up", value, palette.faint)
    if (seen := state.opacity("minimum")) > 0:
        outline = target(_MINIMUM, _RING, _STROKE)
        yield Dot("minimum", chart, Minimum(), palette.minimum, outline, seen, cased=True)
    for walker in state.walkers:
        yield from _of_walker(state, chart, walker, palette)


def _of_walker(state: State, chart: Chart, walker: Walker, palette: Palette) -> Iterator[Claim]:
    run, here = str(walker.run), Iterate(str(walker.run), walker.at)
    named = walker.color or str(walker.style % len(palette.runs) + 1)
    color = palette.of(named)
    if (dots := walker.seen * state.opacity("dots", walker.run)) > 0:
        for k in range(walker.since, math.ceil(walker.at)):
            left = Iterate(run, float(k))
            outline = marker(walker.style, _CRUMB)
            yield Dot(f"{run} crumbs", chart, left, color, outline, dots, cased=True)
    if (gradient := walker.seen * state.opacity("gradient", walker.run)) > 0:
        tip = Toward(run, walker.at, "gradient", state.scale or 1.0)
        yield Arrow(f"{run} gradient", chart, here, tip, palette.gradient, opacity=gradient)
    if (step := max(walker.seen * state.opacity("step", walker.run), walker.leap)) > 0:
        tip = Toward(run, walker.at, "step", walker.arrow)
        yield Arrow(f"{run} step", chart, here, tip, palette.step, opacity=step)
    outline = marker(walker.style, _POINT)
    yield Dot(f"{run} point", chart, here, color, outline, walker.seen, stands=True, cased=True)
