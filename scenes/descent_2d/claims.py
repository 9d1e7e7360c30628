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
    Turned,
    marker,
    target,
)
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State, Walker
from scenes.look import Look, Palette

_POINT, _CRUMB = 0.15, 0.075
_MINIMUM, _RING, _STROKE = 0.2, 0.12, 0.05
_MOST = 40
"""So many of the iterates that a run has left are claimed, the last ones."""


def claims(stage: Descent2D, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a map: its ticks while it holds still, the minimum, then each run's.

    A swarm claims nothing: its runs draw random numbers.
    """
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
        if not walker.seeds:
            yield from _of_walker(stage, state, chart, walker, palette)


def _of_walker(
    stage: Descent2D, state: State, chart: Chart, walker: Walker, palette: Palette
) -> Iterator[Claim]:
    run, turned = str(walker.run), _turned(walker)
    at = min(walker.at, float(stage.way(walker).steps)) if turned else walker.at
    here, color = Iterate(run, at, turned=turned), stage.color(state, walker)
    if (dots := walker.seen * state.opacity("dots", walker.run)) > 0:
        outline, last = marker(walker.style, _CRUMB), math.ceil(at)
        for k in range(max(walker.since, last - _MOST), last):
            left = Iterate(run, float(k), turned=turned)
            yield Dot(f"{run} crumbs", chart, left, color, outline, dots, cased=True)
    if (gradient := walker.seen * state.opacity("gradient", walker.run)) > 0:
        tip = Toward(run, at, "gradient", state.scale or 1.0, turned)
        yield Arrow(f"{run} gradient", chart, here, tip, palette.gradient, opacity=gradient)
    if (step := max(walker.seen * state.opacity("step", walker.run), walker.leap)) > 0:
        tip = Toward(run, at, "step", walker.arrow, turned)
        yield Arrow(f"{run} step", chart, here, tip, palette.step, opacity=step)
    outline = marker(walker.style, _POINT)
    stands = not turned
    yield Dot(f"{run} point", chart, here, color, outline, walker.seen, stands, cased=True)


def _turned(walker: Walker) -> Turned:
    """Return what was turned at a walker."""
    if walker.dial is None:
        return ()
    momentum = walker.dial.momentum
    return (("lr", walker.dial.lr), *((("momentum", momentum),) if momentum is not None else ()))
