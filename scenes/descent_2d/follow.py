"""A window that grows with a run, so that its point stays in sight."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.run import Trajectory
from scenes.axes import Window
from scenes.descent_2d.sight import Follow
from scenes.descent_2d.state import State, Walker
from scenes.ease import mix, smooth

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_FARTHEST = 1e6
"""How many times its first size the window grows at most."""


def followed(state: State, stage: Descent2D) -> State:
    """Return the state with the window that its walkers need, when it follows them.

    Between two iterates the window's size goes evenly from what the one needs to what the other
    needs, as the point does: so the point is in sight on all its way.
    """
    if state.follow is None or not state.follow.runs:
        return state
    base, runs, margin = state.follow.base, state.follow.runs, state.follow.margin
    sizes = [
        _sizes(walker, stage.way(walker), base, margin)
        for walker in state.walkers
        if walker.run in runs
    ]
    low, now, high = (max((size[i] for size in sizes), default=1.0) for i in range(3))
    window = _grown(base, high)
    if now in (low, high):
        settled = _grown(base, now)
        return replace(state, before=settled, window=settled, change=1.0)
    change = math.log(now / low) / math.log(high / low)
    return replace(state, before=_grown(base, low), window=window, change=change)


def ending(follow: Follow | None, alpha: float) -> Follow | None:
    """Return what is left of following at ``alpha`` of its end: a frame that fades."""
    if follow is None or alpha >= 1:
        return None
    return replace(follow, runs=(), seen=follow.seen * (1 - smooth(alpha)))


def _sizes(
    walker: Walker, trajectory: Trajectory, base: Window, margin: float
) -> tuple[float, float, float]:
    """Return how many times ``base`` a walker needs at the iterate behind, now, and ahead."""
    k = int(walker.at)
    ahead = min(math.ceil(walker.at), trajectory.steps)
    left, right, bottom, top = base
    middle, half = (
        ((left + right) / 2, (bottom + top) / 2),
        ((right - left) / 2, (top - bottom) / 2),
    )
    with np.errstate(all="ignore"):
        need = np.abs(trajectory.x[: ahead + 1] - middle) / half
        sizes = need.max(axis=-1) / (1 - margin)
    sizes[~(sizes <= _FARTHEST)] = 1.0
    behind = max(1.0, float(sizes[: k + 1].max()))
    then = max(behind, float(sizes.max()))
    return behind, mix(behind, then, walker.at - k), then


def _grown(base: Window, size: float) -> Window:
    """Return the window ``size`` times as large about the same middle."""
    if size == 1.0:
        return base
    left, right, bottom, top = base
    x, y = (left + right) / 2, (bottom + top) / 2
    wide, high = size * (right - left) / 2, size * (top - bottom) / 2
    return x - wide, x + wide, y - high, y + high
