"""What cannot be done in a picture of one parameter, in sentences for the writer of a script."""

from __future__ import annotations

import math
from typing import Any

from gdmath.objectives import Quadratic, quadratic_form
from scenes.coordinate.checks import check_span, check_walk
from scenes.coordinate.paths import Paths
from scenes.coordinate.walk import Start
from scenes.descent_1d.actions import Hide, MoveProbe, RemoveProbe, Show, Zoom
from scenes.descent_1d.state import COBWEB_LAYERS, Params, State
from scenes.stage import Mistake


def check_params(params: Params) -> None:
    """Raise ``Mistake`` for params that make no picture."""
    objective = params.objective
    if params.index >= objective.dim:
        raise Mistake(f"the objective has no {params.along}: it takes one number")
    if params.through and len(params.through) != objective.dim:
        raise Mistake(f"through needs {objective.dim} numbers, not {len(params.through)}")
    if not all(map(math.isfinite, params.through)):
        raise Mistake("through must be finite")
    check_span(params.window, "window")
    if params.heights is not None:
        check_span(params.heights, "heights")
    if not 0 <= params.decimals <= 4:
        raise Mistake(f"decimals must be from 0 to 4, not {params.decimals}")
    if params.view == "cobweb":
        separable(params)


def separable(params: Params) -> Quadratic:
    """Return the quadratic of a cobweb, whose parameters do not mix.

    Raises
    ------
    Mistake
        When the next value of the parameter does not depend on this one alone.
    """
    quadratic = quadratic_form(params.objective)
    if quadratic is None or quadratic.minimum is None or not quadratic.is_diagonal:
        raise Mistake(
            "a cobweb needs a quadratic with a minimum whose parameters do not mix: each must "
            "play its own game"
        )
    return quadratic


def check(action: Any, state: State, params: Params, paths: Paths) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    check_walk(action, state, paths)
    match action:
        case Start(run=run):
            if paths.runs[run].run.objective != params.objective:
                raise Mistake(f"{run} walks on another objective than this picture")
            if params.view == "cobweb":
                paths.quadratic(run)
        case Show(what=what, scale=scale):
            _check_layer(what, params)
            if scale is not None and what != "gradient":
                raise Mistake(f"scale is for the gradient's arrow, not for {what}")
            if scale is not None and not 0 < scale < math.inf:
                raise Mistake(f"the scale must be above 0, not {scale:g}")
        case Hide(what=what):
            _check_layer(what, params)
        case MoveProbe(to=to):
            if params.view == "cobweb":
                raise Mistake("a cobweb has no curve to put a probe on")
            if not math.isfinite(to):
                raise Mistake(f"the probe needs a place, not {to:g}")
        case RemoveProbe():
            if state.probe is None:
                raise Mistake("there is no probe to take away")
        case Zoom(window=window, heights=heights):
            check_span(window, "window")
            if heights is not None:
                check_span(heights, "heights")


def _check_layer(what: str, params: Params) -> None:
    if params.view == "cobweb" and what not in COBWEB_LAYERS:
        raise Mistake(f"a cobweb has no {what} to show")
    if params.view == "slice" and what == "band":
        raise Mistake("the band belongs to a cobweb: view: cobweb")
    if what == "minimum" and params.objective.minimum is None:
        raise Mistake("this objective has no known minimum to show")
