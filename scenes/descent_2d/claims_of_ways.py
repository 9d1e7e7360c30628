"""What a map claims of directions and rates: steps that race, the compass' needle, the slider."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.box import Box
from scenes.claims import Arrow, Axis, Chart, Claim, Dot, Stroke, Unmeasured
from scenes.descent_2d import compass, dial, race
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State, Walker
from scenes.descent_2d.strokes import DASHES
from scenes.look import Palette
from scenes.outlines import marker
from scenes.places import Given, Headed, Iterate, Wall

_RACER, _STEP, _KNOB = 0.13, 0.06, 0.13
_CLEAR = 0.25
_TICK, _REACH = 0.05, 0.16
"""Width of the wall's line on a slider, and half its length."""
_AT_WALL = 2
"""The marker of a rate at the wall or beyond."""


def claims(stage: Descent2D, state: State, chart: Chart, palette: Palette) -> Iterator[Claim]:
    """Yield the claims of the race, the compass and the sliders of a map."""
    yield from _race(stage, state, chart, palette)
    yield from _compass(stage, state, chart, palette)
    for walker in state.walkers:
        if walker.dial is not None and state.opacity("rate", walker.run) > 0:
            yield from _slider(stage, state, walker, palette)


def _race(stage: Descent2D, state: State, chart: Chart, palette: Palette) -> Iterator[Claim]:
    """Yield the steps of a race and the markers at their ends."""
    if state.race is None:
        return
    run, seen = str(state.race.run), state.race.opacity
    at = float(min(state.race.k, stage.runs[state.race.run].steps))
    for i, lane in enumerate(state.race.lanes):
        color = race.color_of(palette, lane.way, i)
        start, stop = Iterate(run, at), Headed(run, at, lane.way, state.race.length)
        yield Dot(f"race {i} end", chart, stop, color, marker(i, _RACER), seen, cased=True)
        if DASHES[i % len(DASHES)] is None:
            name = f"race {i} step"
            yield Stroke(name, chart, (start, stop), color, _STEP, seen, True, clear=_CLEAR)
    yield Unmeasured("the circle of a race, dotted")


def _compass(stage: Descent2D, state: State, chart: Chart, palette: Palette) -> Iterator[Claim]:
    """Yield the needle: as long as the rim is wide, in the direction it was turned to."""
    needle = state.compass
    walker = None if needle is None else state.walker(needle.run)
    if needle is None or walker is None:
        return
    run, scale = str(needle.run), chart.box.width / (chart.across.high - chart.across.low)
    position = stage.position(state, walker)
    slope = stage.params.objective.grad(position)
    color = compass.color_of(palette, needle, slope)
    tip = Headed(run, walker.at, needle.angle, compass.radius_in(chart.box) / scale)
    tail = Iterate(run, walker.at)
    yield Arrow("compass needle", chart, tail, tip, color, opacity=needle.opacity)
    yield Unmeasured("what a compass has swept")


def _slider(stage: Descent2D, state: State, walker: Walker, palette: Palette) -> Iterator[Claim]:
    """Yield the knob of a slider and the wall on it; its track begins where it is drawn."""
    assert walker.dial is not None
    run, seen = stage.runs[walker.run], walker.seen * state.opacity("rate", walker.run)
    low, high = dial.ends(run, stage.params)
    here, wall = stage.way(walker).lr, stage.way(walker).wall
    track = stage.draw(state).get(f"{walker.run} slider eta track")
    if track is None:
        return
    left, y = float(track.points[:, 0].min()), float(track.points[0, 1])
    length = dial.track_in(stage.plane(state).box)
    box = Box(left, y - _REACH, length, 2 * _REACH)
    chart = Chart(box, Axis(low, high), Axis(-1.0, 1.0))
    if low <= here <= high:
        style = _AT_WALL if here >= wall else 0
        color, outline = stage.color(state, walker), marker(style, _KNOB)
        name = f"{walker.run} slider eta knob"
        yield Dot(name, chart, Given(here, 0.0), color, outline, seen, cased=True)
    if wall < high:
        turned = () if walker.dial.momentum is None else (("momentum", walker.dial.momentum),)
        ends = tuple(Wall(str(walker.run), up, turned) for up in (-1.0, 1.0))
        yield Stroke(f"{walker.run} slider wall", chart, ends, palette.warning, _TICK, seen)
