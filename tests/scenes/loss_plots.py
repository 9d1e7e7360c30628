"""Plots of losses for tests, and the states they come to."""

from __future__ import annotations

from typing import Any

from gdmath import GD, Run, bowl, load_curve
from scenes.box import REGIONS, Box
from scenes.look import Look
from scenes.loss_curve import LossCurvePlot, Params
from scenes.loss_curve.state import State
from script.results import CurveName
from script.typed import RunName

LOOK = Look(320, 180, 30, ())
A, B, C, D = (CurveName(name) for name in "abcd")
GOOD, BLOWN = RunName("good"), RunName("blown")
STORED = {"a": "lr10", "b": "lr0_001", "c": "overfit", "d": "plateau"}
RESULTS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "blown": Run(bowl(), GD(0.6), (5.0, 5.0), 3000).solve(),
    **{name: load_curve(f"moons_{stored}") for name, stored in STORED.items()},
}


def plot(params: Params, box: Box = REGIONS["right"], results: Any = RESULTS) -> LossCurvePlot:
    return LossCurvePlot(params, box, LOOK, results)


def after(stage: LossCurvePlot, *actions: Any) -> State:
    """Return the state after actions, each of which must be allowed."""
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state
