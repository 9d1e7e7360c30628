"""What a map claims: where runs stand and stood, where their arrows point, where it is lowest.

The sizes of the marks are said again: one that is drawn in another size is not found.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from scenes.claims import Arrow, Axis, Chart, Claim, Dot, Stroke, Tick, Unmeasured
from scenes.descent_2d import claims_of_draws, claims_of_ways
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import Layer, State, Walker
from scenes.descent_2d.strokes import DASHES
from scenes.look import Look, Palette
from scenes.outlines import marker, target
from scenes.places import Iterate, Minimum, Toward

_POINT, _CRUMB = 0.15, 0.075
_MINIMUM, _RING, _STROKE = 0.2, 0.12, 0.05
_TRAIL, _CLEAR = 0.05, 0.25
"""Width of trails, and what of a leg is under the markers at its ends."""
_MOST, _LEGS = 40, 24
"""So many of the iterates that a run has left, and of its legs, are claimed, the last ones."""
_SAID: dict[Layer, str] = {
    "angle": "angles",
    "components": "components, dashed",
    "direction": "ways to the minimum, dashed",
    "drops": "drops to the axes, dashed",
    "memory": "remembered slopes",
    "split": "parts of a step with momentum",
}
"""What is seen and cannot be measured, by its layer."""


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
        if walker.seeds:
            yield from claims_of_draws.swarm(stage, state, chart, walker, palette)
        else:
            yield from _of_walker(stage, state, chart, walker, palette)
            yield from claims_of_draws.votes(stage, state, chart, walker, palette)
        yield from claims_of_draws.estimates(stage, state, chart, walker, palette)
    yield from claims_of_ways.claims(stage, state, chart, palette)
    yield Unmeasured("contours")
    if state.guides:
        yield Unmeasured("guides, dashed")
    if state.bowl is not None:
        yield Unmeasured("ellipses of a bowl, dashed")


def _of_walker(
    stage: Descent2D, state: State, chart: Chart, walker: Walker, palette: Palette
) -> Iterator[Claim]:
    run, turned = str(walker.run), walker.dial.settings if walker.dial else ()
    at = min(walker.at, float(stage.way(walker).steps)) if turned else walker.at
    here, color = Iterate(run, at, turned=turned), stage.color(state, walker)
    yield from _trail(state, chart, walker, here, color)
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
    for layer, said in _SAID.items():
        if state.opacity(layer, walker.run) > 0:
            yield Unmeasured(said)


def _trail(
    state: State, chart: Chart, walker: Walker, here: Iterate, color: str
) -> Iterator[Claim]:
    """Yield the legs of a run's way, if it is drawn without gaps."""
    if (seen := walker.seen * state.opacity("trail", walker.run)) <= 0 or here.at <= walker.since:
        return
    if DASHES[walker.style % len(DASHES)] is not None:
        yield Unmeasured("trails, dashed")
        return
    run, turned, taken = here.run, here.turned, math.floor(here.at)
    for k in range(max(walker.since, taken - _LEGS), taken):
        ends = Iterate(run, float(k), turned=turned), Iterate(run, k + 1.0, turned=turned)
        yield Stroke(f"{run} trail", chart, ends, color, _TRAIL, seen, True, clear=_CLEAR)
    if here.at > taken:
        ends = Iterate(run, float(taken), turned=turned), here
        yield Stroke(f"{run} leg", chart, ends, color, _TRAIL, seen, True, clear=_CLEAR)
