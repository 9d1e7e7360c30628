"""What the tests of maps share: a stage, the state after some actions, what a picture says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from gdmath.objectives import Objective
from gdmath.run import Trajectory
from scenes import typeset
from scenes.axes import Window
from scenes.box import REGIONS
from scenes.descent_2d import KIND, Params
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State
from scenes.look import Look

LOOK = Look(320, 180, 30, ())


def stage(
    objective: Objective,
    window: Window,
    runs: Mapping[str, Trajectory],
    region: str = "left",
    **more: Any,
) -> Descent2D:
    return KIND(Params(objective, window, **more), REGIONS[region], LOOK, runs)


def after(on: Descent2D, *actions: Any) -> State:
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state


@contextmanager
def said() -> Iterator[list[str]]:
    """Collect every number and text that is set."""
    found: list[str] = []
    number, text = typeset.number, typeset.text

    def spied(shown: str, *args: Any, **more: Any) -> Any:
        found.append(shown)
        return number(shown, *args, **more)

    def read(markup: str, *args: Any, **more: Any) -> Any:
        found.append(markup)
        return text(markup, *args, **more)

    with mock.patch.multiple(typeset, number=spied, text=read):
        yield found


def farthest(part: Any, point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the point of a part that is the farthest from a point (2,): an arrow's tip."""
    points: NDArray[np.float64] = part.points[:, :2]
    far: NDArray[np.float64] = points[np.hypot(*(points - point).T).argmax()]
    return far
