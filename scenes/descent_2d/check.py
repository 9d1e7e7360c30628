"""What cannot be done on a map, in sentences for the writer of a script."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from gdmath.closed_form import closed_form
from gdmath.objectives import SampleMean
from gdmath.run import Trajectory, Unknown
from gdmath.sweeps import WRAPPERS
from scenes.axes import Window
from scenes.descent_2d import memory, swarm
from scenes.descent_2d.bowl import DrawBowl, EraseBowl, check_bowl
from scenes.descent_2d.figures import guide_curve
from scenes.descent_2d.reshape import Reshape, check_reshape
from scenes.descent_2d.state import (
    MAGNIFIED,
    OF_A_SWARM,
    OF_THE_MAP,
    SCALED,
    Layer,
    Params,
    State,
    Walker,
)
from scenes.descent_2d.view import (
    AddMark,
    DrawGuide,
    EraseGuide,
    FollowRun,
    Hide,
    RemoveMark,
    Show,
)
from scenes.descent_2d.walk import Back, Clear, Pulse, Start, Step, movers
from scenes.descent_2d.zoom import Zoom
from scenes.stage import Mistake
from script.typed import RunName

Runs = Mapping[str, Trajectory]


def check_params(params: Params) -> None:
    """Raise ``Mistake`` for params that make no map."""
    if params.objective.dim != 2:
        raise Mistake(f"a map needs two parameters, the objective has {params.objective.dim}")
    _check_window(params.window)
    if any(a >= b for a, b in zip(params.levels[:-1], params.levels[1:], strict=True)):
        raise Mistake("the levels must rise")
    if params.rates is not None and not 0 <= params.rates[0] < params.rates[1] < math.inf:
        raise Mistake("rates are the two ends of a slider, the lower one first")


@singledispatch
def check(action: Any, state: State, params: Params, runs: Runs) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    raise TypeError(f"{type(action).__name__} is not an action of a map")


@check.register
def _(action: Start, state: State, params: Params, runs: Runs) -> None:
    run = runs[action.run].run
    if state.walker(action.run) is not None:
        raise Mistake(f"{action.run} is on the map already: clear it first, or go back")
    if run.objective != params.objective:
        raise Mistake(f"{action.run} walks on another objective than this map")
    _check_iterate(action.run, action.k, runs, "k")
    if action.seeds:
        _check_swarm(action, runs[action.run])


def _check_swarm(action: Start, trajectory: Trajectory) -> None:
    if not isinstance(trajectory.run.optimizer, WRAPPERS):
        raise Mistake(f"{action.run} draws no random numbers: it has no seeds")
    if action.seeds < 2 or action.seeds * trajectory.steps > swarm.MOST:
        most = swarm.MOST // max(trajectory.steps, 1)
        raise Mistake(f"a swarm of {action.run} has 2 to {most} seeds, not {action.seeds}")


@check.register
def _(action: Show | Hide, state: State, params: Params, runs: Runs) -> None:
    if action.what in OF_THE_MAP:
        if action.run is not None:
            raise Mistake(f"{action.what} belongs to the map, not to a run")
        if action.what == "minimum" and params.objective.minimum is None:
            raise Mistake("this objective has no known minimum to show")
    else:
        for walker in check_there(state, action.run):
            if isinstance(action, Show):
                _check_layer(action.what, walker, runs[walker.run])
    if isinstance(action, Show) and action.scale is not None:
        if action.what not in SCALED + MAGNIFIED:
            raise Mistake(f"scale is for the gradient's arrow, not for {action.what}")
        if not 0 < action.scale < math.inf:
            raise Mistake(f"the scale must be above 0, not {action.scale:g}")
    known = params.objective.minimum is not None
    if action.what in ("direction", "angle") and not known:
        raise Mistake(f"{action.what} needs a minimum, and this objective has no known one")


def _check_layer(layer: Layer, walker: Walker, trajectory: Trajectory) -> None:
    """Raise ``Mistake`` for a layer that a run has nothing to show for."""
    name, objective = walker.run, trajectory.run.objective
    if walker.seeds and layer not in OF_A_SWARM:
        raise Mistake(f"{name} is a swarm: it has no {layer} to show")
    if layer == "samples" and not isinstance(objective, SampleMean):
        raise Mistake("this objective has no samples: it is no mean of losses")
    if layer in ("split", "memory") and memory.momentum_of(trajectory) is None:
        raise Mistake(f"{name} has no momentum: there is no {layer} to show")
    if layer == "estimate" and walker.seeds and not swarm.can_estimate(trajectory):
        raise Mistake(f"the gradients of {name} cannot be read off its steps: it is no plain sgd")
    if layer == "spread" and not walker.seeds:
        raise Mistake(f"{name} is a single run: start it with seeds to see a spread")
    if layer == "rate":
        try:
            closed_form(trajectory.run)
        except Unknown as unknown:
            raise Mistake(f"no slider for {name}: {unknown}") from None


@check.register
def _(action: FollowRun, state: State, params: Params, runs: Runs) -> None:
    check_there(state, action.run)
    if not 0 <= action.margin < 1:
        raise Mistake(f"the margin must be at least 0 and below 1, not {action.margin:g}")


@check.register
def _(action: Step, state: State, params: Params, runs: Runs) -> None:
    walkers = check_there(state, action.run)
    for walker in walkers:
        _check_iterate(walker.run, action.to, runs, "to")
    if all(walker.at >= action.to for walker in walkers):
        at = max(round(walker.at) for walker in walkers)
        raise Mistake(f"the point stands at {at} already, to: {action.to} is no step ahead")


@check.register
def _(action: Back, state: State, params: Params, runs: Runs) -> None:
    walkers = check_there(state, action.run)
    since = max(walker.since for walker in walkers)
    if action.to < since:
        raise Mistake(f"the path begins at {since}, to: {action.to} is before it")
    if all(walker.at <= action.to for walker in walkers):
        raise Mistake(f"no point is past {action.to}: nothing to go back")


@check.register
def _(action: Clear, state: State, params: Params, runs: Runs) -> None:
    check_there(state, action.run)


@check.register
def _(action: DrawGuide, state: State, params: Params, runs: Runs) -> None:
    if any(g.curve == action.curve and g.run == action.run for g in state.guides):
        raise Mistake(f"the {action.curve} guide of {action.run} is drawn already")
    if runs[action.run].run.objective != params.objective:
        raise Mistake(f"{action.run} walks on another objective than this map")
    try:
        guide_curve(runs[action.run], action.curve)
    except Unknown as unknown:
        raise Mistake(f"no {action.curve} guide for {action.run}: {unknown}") from None


@check.register
def _(action: EraseGuide, state: State, params: Params, runs: Runs) -> None:
    if not any(action.erases(guide) for guide in state.guides):
        raise Mistake(f"no {action.curve} guide is drawn")


@check.register
def _(action: DrawBowl, state: State, params: Params, runs: Runs) -> None:
    check_bowl(action.point, params.objective)


@check.register
def _(action: EraseBowl, state: State, params: Params, runs: Runs) -> None:
    if state.bowl is None:
        raise Mistake("no bowl is drawn")


@check.register
def _(action: Reshape, state: State, params: Params, runs: Runs) -> None:
    check_reshape(action, state, params.objective)


@check.register
def _(action: Zoom, state: State, params: Params, runs: Runs) -> None:
    _check_window(action.window)


@check.register
def _(action: AddMark, state: State, params: Params, runs: Runs) -> None:
    check_there(state, action.run)
    _check_iterate(action.run, action.k, runs, "k")
    if any(mark.run == action.run and mark.k == action.k for mark in state.marks):
        raise Mistake(f"iterate {action.k} of {action.run} has a mark already")


@check.register
def _(action: RemoveMark, state: State, params: Params, runs: Runs) -> None:
    if not any(action.removes(mark) for mark in state.marks):
        which = "no mark" if action.k is None else f"no mark at {action.k}"
        raise Mistake(f"{action.run} has {which}")


@check.register
def _(action: Pulse, state: State, params: Params, runs: Runs) -> None:
    if action.what == "minimum":
        if params.objective.minimum is None:
            raise Mistake("this objective has no known minimum")
        return
    for walker in check_there(state, action.run):
        if action.k is not None:
            _check_iterate(walker.run, action.k, runs, "k")


def check_there(state: State, run: RunName | None) -> tuple[Walker, ...]:
    """Return the walkers an action is for; it needs some."""
    walkers = movers(state, run)
    if not walkers:
        raise Mistake(
            "no run is on the map: start one first"
            if run is None
            else f"{run} is not on the map: start it first"
        )
    return walkers


def _check_iterate(run: RunName, k: int, runs: Runs, argument: str) -> None:
    steps = runs[run].steps
    if k > steps:
        raise Mistake(f"{run} has {steps} steps, {argument}: {k} is past its end")
    if k < 0:
        raise Mistake(f"{argument}: {k} is before the start of {run}")


def _check_window(window: Window) -> None:
    left, right, bottom, top = window
    if not (left < right and bottom < top and all(map(math.isfinite, window))):
        raise Mistake("a window is left, right, bottom, top, with left < right and bottom < top")
