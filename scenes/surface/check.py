"""What cannot be done on a surface, in sentences for the writer of a script."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import numpy as np

from gdmath.run import Trajectory
from scenes.descent_2d.check import check as check_on_map
from scenes.descent_2d.check import check_params as check_map
from scenes.stage import Mistake
from scenes.surface.sight import Hide, MoveCamera, Rise, Show, Tilt
from scenes.surface.state import MAP_ELEVATION, Params, State

Runs = Mapping[str, Trajectory]

LOWEST = 10.0
"""Elevation in degrees below which a surface is seen too much from its side."""
_ZOOMS = (0.5, 10.0)


def check_params(params: Params) -> None:
    """Raise ``Mistake`` for params that make no surface."""
    if params.objective.dim != 2:
        raise Mistake(f"a surface needs two parameters, the objective has {params.objective.dim}")
    check_map(params.map)
    left, right, bottom, top = params.window
    across, up = np.meshgrid(np.linspace(left, right, 73), np.linspace(bottom, top, 73))
    loss = params.objective.value(np.stack((across, up), axis=-1))
    finite = loss[np.isfinite(loss)]
    if not finite.size:
        raise Mistake("no loss in this window is a number: there is no surface to draw")
    lowest = float(finite.min())
    if params.top is not None and not lowest < params.top < math.inf:
        raise Mistake(f"nothing is below top: {params.top:g}, the least loss here is {lowest:g}")
    if params.scale == "log" and lowest < 0:
        raise Mistake(f"scale: log needs losses above zero, the least here is {lowest:g}")
    for name, share, most in (("height", params.height, 2.0), ("gap", params.gap, 2.0)):
        if not 0 <= share <= most:
            raise Mistake(f"{name} must be from 0 to {most:g} window sides, not {share:g}")
    if params.height == 0:
        raise Mistake("a surface needs a height above 0")
    _check_eye(params.azimuth, params.elevation)
    _check_rise(params.rise)


@singledispatch
def check(action: Any, state: State, params: Params, runs: Runs) -> None:
    """Raise ``Mistake`` when an action cannot be taken from a state."""
    check_on_map(action.on_map, state.map, params.map, runs)


@check.register
def _(action: Show | Hide, state: State, params: Params, runs: Runs) -> None:
    on_map = action.on_map
    if on_map is not None:
        check_on_map(on_map, state.map, params.map, runs)
        return
    if action.run is not None:
        raise Mistake(f"{action.what} belongs to the surface, not to a run")
    if isinstance(action, Show) and action.scale is not None:
        raise Mistake(f"scale is for the gradient's arrow, not for {action.what}")


@check.register
def _(action: MoveCamera, state: State, params: Params, runs: Runs) -> None:
    camera = action.target(state.camera)
    _check_eye(camera.azimuth, camera.elevation)
    low, high = _ZOOMS
    if not low <= camera.zoom <= high:
        raise Mistake(f"zoom must be from {low:g} to {high:g}, not {camera.zoom:g}")
    left, right, bottom, top = params.window
    x, y = camera.about
    if not (left <= x <= right and bottom <= y <= top):
        raise Mistake(f"about: ({x:g}, {y:g}) is not a point of this surface")
    if camera == state.camera:
        raise Mistake("the camera stands there already")


@check.register
def _(action: Tilt, state: State, params: Params, runs: Runs) -> None:
    if action.to == "surface" and params.home.is_map:
        raise Mistake("this surface is seen as a map at first: use camera to say from where else")
    if action.target(params.home) == state.camera or (action.to == "map" and state.camera.is_map):
        raise Mistake(f"the {action.to} is in sight already")


@check.register
def _(action: Rise, state: State, params: Params, runs: Runs) -> None:
    _check_rise(action.to)
    if action.to == state.rise:
        raise Mistake(f"the surface has risen to {action.to:g} already")


def _check_eye(azimuth: float, elevation: float) -> None:
    if not math.isfinite(azimuth):
        raise Mistake(f"azimuth must be a number of degrees, not {azimuth:g}")
    if not LOWEST <= elevation <= MAP_ELEVATION:
        raise Mistake(
            f"elevation must be from {LOWEST:g} to {MAP_ELEVATION:g} degrees, not {elevation:g}"
        )


def _check_rise(rise: float) -> None:
    if not 0 <= rise <= 1:
        raise Mistake(f"rise must be from 0 (flat) to 1 (all of its height), not {rise:g}")
