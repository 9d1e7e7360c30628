"""What cannot be done on a line of numbers, in sentences for the writer of a script."""

from __future__ import annotations

import math
from typing import Any

from scenes.coordinate.checks import check_span, check_walk
from scenes.coordinate.paths import Paths
from scenes.number_line.actions import (
    AddLevel,
    AddZone,
    Point,
    RemoveLevel,
    RemoveZone,
    Unpoint,
    Zoom,
)
from scenes.number_line.state import Params, State
from scenes.number_line.ticks import AddTicks, RemoveTicks
from scenes.stage import Mistake


def check_params(params: Params) -> None:
    """Raise ``Mistake`` for params that make no line."""
    _check_window(params.window, params)
    if params.decimals is not None and not 0 <= params.decimals <= 6:
        raise Mistake(f"decimals must be from 0 to 6, not {params.decimals}")


def check(action: Any, state: State, params: Params, paths: Paths) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    check_walk(action, state, paths)
    match action:
        case AddZone(low=low, high=high):
            if not low < high:
                raise Mistake(f"a zone needs its lower end first, not {low:g} and {high:g}")
            if any(zone.low == low for zone in state.zones):
                raise Mistake(f"there is a zone from {low:g} already")
            if high <= state.window[0] or low >= state.window[1]:
                raise Mistake(f"the zone from {low:g} to {high:g} is out of sight")
        case RemoveZone(low=low):
            if not any(low in (None, zone.low) for zone in state.zones):
                raise Mistake("there is no such zone to take away")
        case AddLevel(value=value):
            if any(level.value == value for level in state.levels):
                raise Mistake(f"there is a level at {value:g} already")
            _check_in_sight(value, state)
        case RemoveLevel(value=value):
            if not any(value in (None, level.value) for level in state.levels):
                raise Mistake("there is no such level to take away")
        case AddTicks(values=values):
            if not values:
                raise Mistake("tick: name the numbers to pick out")
            for i, value in enumerate(values):
                if value in values[:i] or any(tick.value == value for tick in state.ticks):
                    raise Mistake(f"there is a dot at {value:g} already")
                _check_in_sight(value, state)
        case RemoveTicks(value=value):
            if not any(value in (None, tick.value) for tick in state.ticks):
                raise Mistake("there is no such dot to take away")
        case Point(to=to):
            _check_in_sight(to, state)
        case Unpoint():
            if state.pointer is None:
                raise Mistake("there is no pointer to take away")
        case Zoom(window=window):
            _check_window(window, params)


def _check_window(window: tuple[float, float], params: Params) -> None:
    check_span(window, "window")
    if params.scale == "log" and window[0] <= 0:
        raise Mistake("window: a logarithmic line has no zero, start above it")


def _check_in_sight(value: float, state: State) -> None:
    if not (math.isfinite(value) and state.window[0] <= value <= state.window[1]):
        raise Mistake(f"{value:g} is outside the line's window")
