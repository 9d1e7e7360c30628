"""Takes actions on a stage, and tells where its pictures reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdmath.array import Array
from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Outcome, Run, Trajectory
from scenes.box import Box
from scenes.stage import Stage


def taken(on: Stage, *actions: Any) -> Any:
    """Return the state after actions, each checked on the state it meets."""
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state


def made(x: Any, outcome: Outcome = Outcome.DIVERGED) -> Trajectory:
    """Return a trajectory on the bowl whose iterates (n, 2) are what a test needs."""
    points: Array = np.array(x, dtype=float)
    with np.errstate(all="ignore"):
        f, grad = bowl().value(points), bowl().grad(points)
    start = tuple(points[0].tolist())
    return Trajectory(Run(bowl(), GD(0.1), start, len(points) - 1), points, f, grad, outcome)


def outside(drawn: Mapping[str, Any], box: Box, slack: float = 1e-6) -> list[str]:
    """Return the parts of a picture that reach out of a box, or to nowhere."""
    found = []
    for name, shape in drawn.items():
        points = shape.get_all_points()[:, :2]
        low, high = np.array([box.left, box.bottom]), np.array([box.right, box.top])
        if len(points) and not (
            np.isfinite(points).all()
            and (points > low - slack).all()
            and (points < high + slack).all()
        ):
            found.append(name)
    return found
