from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdmath.objectives import SigmoidCliff, bowl, quadratic, ravine
from gdmath.optimizers import GD, Adam
from gdmath.run import Run
from scenes.box import REGIONS
from scenes.coordinate.view import AddMark, Pulse, RemoveMark
from scenes.coordinate.walk import Back, Rate, Start, Step
from scenes.descent_1d import Descent1D, Params
from scenes.descent_1d.actions import MoveProbe, RemoveProbe, Show, Zoom
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.taking import taken

GOOD, FAST = RunName("good"), RunName("fast")
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "fast": Run(bowl(), Adam(0.1), (5.0, 5.0), 10).solve(),
}


def stage(**params: Any) -> Descent1D:
    given = {"objective": bowl(), "window": (-8.0, 8.0), "along": "y"} | params
    return Descent1D(Params(**given), REGIONS["left"], Look(320, 180, 30, ()), RUNS)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"window": (3.0, 3.0)}, "window"),
        ({"window": (0.0, np.inf)}, "finite"),
        ({"heights": (5.0, 1.0)}, "heights"),
        ({"through": (1.0,)}, "through needs 2 numbers"),
        ({"objective": SigmoidCliff()}, "has no y"),
        ({"objective": ravine(theta=30.0), "view": "cobweb"}, "do not mix"),
        ({"objective": SigmoidCliff(), "along": "x", "view": "cobweb"}, "a cobweb needs"),
        ({"decimals": 9}, "decimals"),
    ],
)
def test_params_that_make_no_sense(params: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        stage(**params)


@pytest.mark.parametrize(
    ("view", "before", "action", "message"),
    [
        ("slice", (), Step(3), "start one first"),
        ("slice", (Start(GOOD),), Start(GOOD), "already"),
        ("slice", (), Start(GOOD, k=11), "past its end"),
        ("slice", (), Start(GOOD, k=-1), "before the start"),
        ("slice", (Start(GOOD),), Step(11), "has 10 steps"),
        ("slice", (Start(GOOD), Step(5)), Step(5), "stands at 5 already"),
        ("slice", (Start(GOOD, k=2),), Back(1), "was put at 2"),
        ("slice", (Start(GOOD),), Rate(0.0), "above 0"),
        ("slice", (Start(FAST),), Rate(0.2), "cannot be dialled"),
        ("cobweb", (), Start(FAST), "cannot be dialled"),
        ("slice", (), Show("band"), "belongs to a cobweb"),
        ("cobweb", (), Show("tangent"), "has no tangent"),
        ("cobweb", (), MoveProbe(1.0), "no curve"),
        ("slice", (), MoveProbe(np.nan), "a place"),
        ("slice", (), RemoveProbe(), "no probe"),
        ("slice", (), Show("step", scale=2.0), "scale is for"),
        ("slice", (), Show("gradient", scale=-1.0), "above 0"),
        ("slice", (), Zoom((2.0, 1.0)), "window"),
        ("slice", (), AddMark(GOOD, 1, Text("who")), "start it first"),
        ("slice", (Start(GOOD),), RemoveMark(GOOD), "no mark"),
        ("slice", (Start(GOOD),), Pulse(GOOD, 30), "past its end"),
    ],
)
def test_mistakes(view: str, before: tuple[Any, ...], action: Any, message: str) -> None:
    on = stage(view=view)
    state = taken(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)


def test_a_run_on_another_loss_is_refused() -> None:
    on = stage(objective=quadratic(curvatures=(2.0, 2.0)))
    with pytest.raises(Mistake, match="another objective"):
        on.check(Start(GOOD), on.initial())
