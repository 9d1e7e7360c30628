"""What a loss along one parameter claims: where runs stand and stood, on curve and diagonal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from scenes.claims import Arrow, Axis, Chart, Claim, Dot, Stroke, Tick, Unmeasured
from scenes.coordinate.state import Walker
from scenes.descent_1d.cobweb import Cobweb
from scenes.descent_1d.figures import LANE
from scenes.descent_1d.frame import tick_values
from scenes.descent_1d.slice_view import SliceView
from scenes.descent_1d.stage import Descent1D
from scenes.descent_1d.state import State
from scenes.look import Look, Palette
from scenes.outlines import marker, target
from scenes.places import AlongSlice, OnSlice, Ruled, Stair, Turned

_POINT, _CRUMB = 0.15, 0.075
_WEB_POINT, _WEB_CRUMB, _RULE = 0.14, 0.07, 0.06
_MINIMUM, _RING, _STROKE = 0.2, 0.12, 0.05
_PROBE = 2
"""The marker of a probe."""
_MOST = 40
"""So many of the iterates that a run has left are claimed, the last ones."""
_SAID = {
    "tangent": "tangents",
    "curvature": "parabolas",
    "drops": "drops to the axis, dashed",
    "trail": "jumps and stairs",
    "dots": "dots on the axis, faint",
    "band": "bands",
}


def claims(stage: Descent1D, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a slice or a cobweb: its parameter's ticks, then each run's."""
    view, palette = stage.view, look.palette
    plane = view.frame.plane(state)
    left, right, bottom, top = plane.window
    chart = Chart(plane.box, Axis(left, right), Axis(bottom, top))
    if state.change >= 1:
        for value in tick_values(plane.box, state.window)[0]:
            yield Tick("numbers", chart, "across", value, palette.faint)
    of_view = _of_cobweb if isinstance(view, Cobweb) else _of_slice
    yield from of_view(stage, state, chart, palette)
    for layer, said in _SAID.items():
        if state.opacity(layer) > 0 and state.walkers:
            yield Unmeasured(said)


def _of_slice(stage: Descent1D, state: State, chart: Chart, palette: Palette) -> Iterator[Claim]:
    assert isinstance(stage.view, SliceView)
    index, through = stage.params.index, stage.params.through
    if (seen := state.opacity("minimum")) > 0:
        outline = target(_MINIMUM, _RING, _STROKE)
        place = OnSlice(None, None, index, through)
        yield Dot("minimum", chart, place, palette.minimum, outline, seen, cased=True)
    for walker in state.walkers:
        color, turned = _color(walker, palette), _turned(walker)
        place = OnSlice(str(walker.run), walker.at, index, through, turned)
        yield from _left(stage, state, chart, walker, color, place)
        yield from _along(state, chart, walker, palette, place)
        outline, seen = marker(walker.style, _POINT), walker.seen
        yield Dot(f"{walker.run} point", chart, place, color, outline, seen, cased=True)
    if state.probe is not None:
        place, seen = OnSlice(None, state.probe.at, index, through), state.probe.seen
        outline = marker(_PROBE, _POINT)
        yield Dot("probe point", chart, place, palette.ink, outline, seen, cased=True)
        if (shown := seen * state.opacity("gradient")) > 0:
            yield _arrow("probe gradient", chart, place, state.scale or 1.0, palette, shown)


def _left(
    stage: Descent1D,
    state: State,
    chart: Chart,
    walker: Walker,
    color: str,
    place: OnSlice,
) -> Iterator[Claim]:
    """Yield the iterates that a run has left, on the curve."""
    dots, last = walker.seen * state.opacity("dots"), math.ceil(walker.at)
    if dots <= 0 or walker.at <= walker.since:
        return
    for k in range(max(walker.since, last - _MOST), last):
        outline, left = marker(walker.style, _CRUMB), replace(place, at=float(k))
        yield Dot(f"{walker.run} dots", chart, left, color, outline, dots, cased=True)


def _along(
    state: State, chart: Chart, walker: Walker, palette: Palette, place: OnSlice
) -> Iterator[Claim]:
    """Yield the arrows along the axis: the gradient's at rest, and that of the next step."""
    seen = walker.seen * state.opacity("gradient")
    if seen > 0 and walker.at == int(walker.at):
        yield _arrow(f"{walker.run} gradient", chart, place, state.scale or 1.0, palette, seen)
    if (seen := walker.seen * max(state.opacity("step"), walker.leap)) > 0:
        lane = _lane(chart)
        tail, tip = (AlongSlice(place, "step", reach) for reach in (0.0, walker.arrow))
        yield Arrow(f"{walker.run} step", lane, tail, tip, palette.step, opacity=seen)


def _arrow(
    part: str, chart: Chart, place: OnSlice, scale: float, palette: Palette, seen: float
) -> Arrow:
    tail, tip = (AlongSlice(place, "gradient", reach) for reach in (0.0, scale))
    return Arrow(part, _lane(chart), tail, tip, palette.gradient, opacity=seen)


def _lane(chart: Chart) -> Chart:
    """Return the line along which arrows lie: zero is a little above the axis."""
    low = -LANE / chart.box.height
    return Chart(chart.box, chart.across, Axis(low, 1 + low))


def _of_cobweb(stage: Descent1D, state: State, chart: Chart, palette: Palette) -> Iterator[Claim]:
    """Yield where runs stand, their dots on the diagonal, and the rule of a step."""
    assert isinstance(stage.view, Cobweb)
    index, left, right = stage.params.index, chart.across.low, chart.across.high
    for walker in state.walkers:
        run, color, turned = str(walker.run), _color(walker, palette), _turned(walker)
        ends = Ruled(run, left, index, turned), Ruled(run, right, index, turned)
        rule = stage.view.rule_color(walker)
        yield Stroke(f"{run} rule", chart, ends, rule, _RULE, walker.seen, cased=True)
        dots, last = walker.seen * state.opacity("dots"), int(walker.at)
        outline = marker(walker.style, _WEB_CRUMB)
        if dots > 0 and walker.at > walker.since:
            for k in range(max(walker.since, last - _MOST), last + 1):
                stood = Stair(run, float(k), index, turned)
                yield Dot(f"{run} dots", chart, stood, color, outline, dots, cased=True)
        here, outline = Stair(run, walker.at, index, turned), marker(walker.style, _WEB_POINT)
        yield Dot(f"{run} point", chart, here, color, outline, walker.seen, cased=True)


def _color(walker: Walker, palette: Palette) -> str:
    return palette.of(walker.color or str(walker.style % len(palette.runs) + 1))


def _turned(walker: Walker) -> Turned:
    return () if walker.lr is None else (("lr", walker.lr),)
