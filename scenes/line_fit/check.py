"""What a writer can get wrong with a line through dots."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import numpy as np

from gdmath.run import Trajectory
from scenes.axes import Window
from scenes.line_fit.hand import Set, Stretch
from scenes.line_fit.model import Dots
from scenes.line_fit.sight import Hide, Highlight, Show, Unhighlight
from scenes.line_fit.state import Line, Params, State
from scenes.line_fit.walk import Back, Clear, Start, Step
from scenes.stage import Mistake
from script.typed import RunName

Runs = Mapping[str, Trajectory]
READOUTS = frozenset({"equation", "loss", "mean", "dials"})


def check_params(params: Params, dots: Dots) -> None:
    """Raise ``Mistake`` for params that make no sense together."""
    if params.window is not None:
        left, right, bottom, top = params.window
        if not (left < right and bottom < top and all(map(math.isfinite, params.window))):
            raise Mistake(
                "a window is left, right, bottom, top, with left < right and bottom < top"
            )
        low, high = float(dots.inputs.min()), float(dots.inputs.max())
        if not left <= low <= high <= right:
            raise Mistake(f"the dots stand at {low:g} to {high:g}: the window cuts some off")
    if len(set(params.room)) < len(params.room):
        raise Mistake("room: each readout once")
    if params.decimals < 0 or params.decimals > 6:
        raise Mistake(f"decimals must be 0 to 6, not {params.decimals}")
    if "mean" in params.room and dots.is_sum:
        raise Mistake("the loss is the sum of the squares: there is no mean square to draw")
    for layer in params.shown:
        _check_layer(layer, params)
    if params.weights == "missing":
        dots.best(1.0)


@singledispatch
def check(action: Any, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    raise TypeError(f"{type(action).__name__} is not an action of a line through dots")


@check.register
def _(action: Set, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    wanted = (action.intercept, action.slope)
    if wanted == (None, None):
        raise Mistake("set needs an intercept or a slope")
    if any(value is not None and not math.isfinite(value) for value in wanted):
        raise Mistake("the dials go to finite numbers only")
    line = action.held(state)
    if line is None and None in wanted:
        raise Mistake("the first time, set needs both intercept and slope")
    if line is not None and None in wanted:
        weights = dots.weights(line, state.stretch)
        if not np.isfinite(weights).all():
            raise Mistake(f"the line of {line.run} is not finite here: set both weights")


@check.register
def _(action: Start, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    if any(line.run == action.run for line in state.lines):
        raise Mistake(f"{action.run} has its line already: clear it first, or go back")
    dots.check_run(action.run, state.stretch)
    _check_iterate(action.run, action.k, runs, "k")


@check.register
def _(action: Step, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    lines = _check_there(state, action.run)
    for line in lines:
        _check_iterate(line.run, action.to, runs, "to")
    if all(line.at >= action.to for line in lines):
        at = max(round(line.at) for line in lines)
        raise Mistake(f"the line stands at {at} already, to: {action.to} is no step ahead")


@check.register
def _(action: Back, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    lines = _check_there(state, action.run)
    since = max(line.since for line in lines)
    if action.to < since:
        raise Mistake(f"the run was started at {since}, to: {action.to} is before it")
    if all(line.at <= action.to for line in lines):
        raise Mistake(f"no line is past {action.to}: nothing to go back")


@check.register
def _(action: Clear, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    if not (state.lines if action.run is None else state.runs(action.run)):
        who = "there is no line" if action.run is None else f"{action.run} has no line"
        raise Mistake(f"{who} to clear")


@check.register
def _(action: Show | Hide, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    _check_layer(action.what, params)


@check.register
def _(action: Highlight, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    if not 0 <= action.dot < dots.count:
        raise Mistake(f"dot: {action.dot} is not one of 0 to {dots.count - 1}")
    if any(lit.dot == action.dot for lit in state.lit):
        raise Mistake(f"dot {action.dot} is highlighted already")
    if action.tells and action.text:
        raise Mistake("a dot has room for one: tells or text")
    if action.tells == "letters" and params.weights != "missing":
        raise Mistake("letters stand for what is missing: the panel needs weights: missing")
    if action.tells and state.front is None:
        raise Mistake(f"{action.tells} is told of a line: set one or start a run first")


@check.register
def _(action: Unhighlight, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    if not any(action.dot in (None, lit.dot) for lit in state.lit):
        which = "no dot is" if action.dot is None else f"dot {action.dot} is not"
        raise Mistake(f"{which} highlighted")


@check.register
def _(action: Stretch, state: State, params: Params, runs: Runs, dots: Dots) -> None:
    if not 0 < action.to < math.inf:
        raise Mistake(f"the feature is stretched by a number above 0, not {action.to:g}")
    if action.to == state.stretch:
        raise Mistake(f"the feature is stretched to {action.to:g} already")
    for line in state.lines:
        if line.run is not None:
            raise Mistake(
                f"{line.run} walks on the dots as they are: clear it, stretch, then start a run "
                "on the stretched dots"
            )


def check_stretched(window: Window, dots: Dots, stretch: float) -> None:
    """Raise ``Mistake`` when stretched dots leave the window."""
    low, high = float(dots.inputs.min()) * stretch, float(dots.inputs.max()) * stretch
    if not window[0] <= low <= high <= window[1]:
        raise Mistake(
            f"stretched, the dots stand at {low:g} to {high:g}: give the panel a window that "
            f"holds them, not {window[0]:g} to {window[1]:g}"
        )


def _check_layer(layer: str, params: Params) -> None:
    if layer in READOUTS and layer not in params.room:
        raise Mistake(f"the panel keeps no room for {layer}: add it to its room")


def _check_there(state: State, run: RunName | None) -> tuple[Line, ...]:
    lines = state.runs(run)
    if not lines:
        raise Mistake(
            "no run has a line here: start one first"
            if run is None
            else f"{run} has no line here: start it first"
        )
    return lines


def _check_iterate(run: str | None, k: int, runs: Runs, argument: str) -> None:
    assert run is not None
    steps = runs[run].steps
    if not 0 <= k <= steps:
        raise Mistake(f"{run} has the iterates 0 to {steps}, {argument}: {k} is none of them")
