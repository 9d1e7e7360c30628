"""What a loss along one parameter claims: where runs stand on the curve and on the axis."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.claims import (
    Axis,
    Chart,
    Claim,
    Dot,
    OnSlice,
    Tick,
    Turned,
    marker,
)
from scenes.descent_1d.frame import tick_values
from scenes.descent_1d.slice_view import SliceView
from scenes.descent_1d.stage import Descent1D
from scenes.descent_1d.state import State
from scenes.look import Look

_POINT = 0.15


def claims(stage: Descent1D, state: State, look: Look) -> Iterator[Claim]:
    """Yield the claims of a slice: its parameter's ticks, and its points. A cobweb has none."""
    view, params = stage.view, stage.params
    if not isinstance(view, SliceView):
        return
    plane = view.frame.plane(state)
    left, right, bottom, top = plane.window
    chart = Chart(plane.box, Axis(left, right), Axis(bottom, top))
    if state.change >= 1:
        for value in tick_values(plane.box, state.window)[0]:
            yield Tick("numbers", chart, "across", value, look.palette.faint)
    for walker in state.walkers:
        color = look.palette.of(walker.color or str(walker.style % len(look.palette.runs) + 1))
        turned: Turned = () if walker.lr is None else (("lr", walker.lr),)
        place = OnSlice(str(walker.run), walker.at, params.index, params.through, turned)
        outline, seen = marker(walker.style, _POINT), walker.seen
        yield Dot(f"{walker.run} point", chart, place, color, outline, seen, cased=True)
