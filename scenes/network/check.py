"""What a writer can get wrong with a network in training."""

from __future__ import annotations

import math
from functools import singledispatch
from typing import Any

from scenes.network.actions import Back, Backprop, Hide, Highlight, Show, Start, Step, Unhighlight
from scenes.network.state import OF_VIEW, READOUTS, SHOWN, Layer, Params, State
from scenes.network.training import Training
from scenes.stage import Mistake
from script.errors import did_you_mean
from script.typed import RunName


def check_params(params: Params) -> None:
    """Raise ``Mistake`` for params that make no sense together."""
    if params.window is not None:
        left, right, bottom, top = params.window
        if not (left < right and bottom < top and all(map(math.isfinite, params.window))):
            raise Mistake(
                "a window is left, right, bottom, top, with left < right and bottom < top"
            )
    if len(set(params.room)) < len(params.room):
        raise Mistake("room: each readout once")
    if "unseen" in params.room and params.unseen is None:
        raise Mistake("the readout unseen needs the network's seed: unseen: 0")
    if params.colors[0] == params.colors[1]:
        raise Mistake("the two classes need two colours")
    if params.widest is not None and not 0 < params.widest < math.inf:
        raise Mistake(f"widest must be above 0, not {params.widest:g}")
    if not 0 <= params.decimals <= 5:
        raise Mistake(f"decimals must be 0 to 5, not {params.decimals}")
    for layer in params.shown or ():
        _check_layer(layer, params)


def shown_at_first(params: Params) -> tuple[Layer, ...]:
    """Return the layers that are seen from the start."""
    if params.shown is not None:
        return params.shown
    return tuple(
        layer for layer in SHOWN[params.view] if layer not in READOUTS or layer in params.room
    )


@singledispatch
def check(action: Any, state: State, params: Params, training: Training) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    raise TypeError(f"{type(action).__name__} is not an action of a network")


@check.register
def _(action: Start, state: State, params: Params, training: Training) -> None:
    _check_count(action.k, action.run, params, training)


@check.register
def _(action: Step, state: State, params: Params, training: Training) -> None:
    _check_count(action.to, action.run, params, training)
    if action.run in (None, params.run) and state.k >= action.to:
        raise Mistake(
            f"the network is at {params.count} {round(state.k)} already, to: {action.to} is no "
            "step ahead"
        )


@check.register
def _(action: Back, state: State, params: Params, training: Training) -> None:
    _check_count(action.to, action.run, params, training)
    if action.run in (None, params.run) and state.k <= action.to:
        raise Mistake(f"the network is not past {params.count} {action.to}: nothing to go back")


@check.register
def _(action: Show | Hide, state: State, params: Params, training: Training) -> None:
    _check_layer(action.what, params)


@check.register
def _(action: Highlight, state: State, params: Params, training: Training) -> None:
    hidden = training.network.hidden
    if not 0 <= action.unit < hidden:
        raise Mistake(f"unit: {action.unit} is not one of 0 to {hidden - 1}")
    if any(lit.unit == action.unit for lit in state.lit):
        raise Mistake(f"unit {action.unit} is highlighted already")


@check.register
def _(action: Unhighlight, state: State, params: Params, training: Training) -> None:
    if not any(action.unit in (None, lit.unit) for lit in state.lit):
        which = "no unit is" if action.unit is None else f"unit {action.unit} is not"
        raise Mistake(f"{which} highlighted")


@check.register
def _(action: Backprop, state: State, params: Params, training: Training) -> None:
    if params.view != "diagram":
        raise Mistake("slopes go back along the lines of the other view: view: diagram")


def _check_layer(layer: Layer, params: Params) -> None:
    own = OF_VIEW[params.view]
    if layer in READOUTS:
        if layer not in params.room:
            raise Mistake(f"the panel keeps no room for {layer}: add it to its room")
    elif layer not in own:
        hint = did_you_mean(layer, own) or f"it has {', '.join(own)}"
        raise Mistake(f"the view {params.view} has no {layer}: {hint}")


def _check_count(k: int, run: RunName | None, params: Params, training: Training) -> None:
    if run not in (None, params.run):
        return
    if not 0 <= k <= math.ceil(training.last):
        raise Mistake(
            f"{params.run} has the {params.count}s 0 to {math.ceil(training.last)}, {k} is none "
            "of them"
        )
