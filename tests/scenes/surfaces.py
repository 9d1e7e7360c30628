"""A bowl as a surface, and runs on it, for the tests of the kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.box import REGIONS, Box
from scenes.look import Look
from scenes.surface import KIND, Params, Surface
from script.typed import RunName

LOOK = Look(640, 360, 30, ())
GOOD, SPIT, OTHER = RunName("good"), RunName("spit"), RunName("other")
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "other": Run(quadratic(curvatures=(2.0, 2.0)), GD(0.1), (5.0, 5.0), 10).solve(),
}
PARAMS = Params(bowl(), (-6.0, 6.0, -6.0, 6.0), top=90.0)


def stage(region: str | Box = "left", look: Look = LOOK, **changes: Any) -> Surface:
    """Return the bowl in a region, with some of its params changed."""
    box = REGIONS[region] if isinstance(region, str) else region
    return KIND(replace(PARAMS, **changes), box, look, RUNS)


def after(on: Any, *actions: Any) -> Any:
    """Return the state of a stage after some actions, each checked."""
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state
