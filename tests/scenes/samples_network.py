from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdmath.curves import recipe
from gdmath.objectives import network
from gdmath.optimizers import GD
from gdmath.run import Run, Trajectory
from scenes.network.actions import Back, Backprop, Hide, Highlight, Show, Start, Step, Unhighlight
from scenes.network.state import Params
from script.typed import RunName, Text
from tests.scenes.sample import Sample

MOONS, HOT = RunName("moons"), RunName("hot")
FEW = network(hidden=4, samples=40)


def blown() -> Trajectory:
    """Return a run whose weights are 1e30 after a step, then infinite, then NaN."""
    run = Run(FEW, GD(1.0), FEW.default_start, 3).solve()
    x, f = run.x.copy(), run.f.copy()
    x[1] *= 1e30
    x[2], x[3] = np.inf, np.nan
    f[1:] = 1e30, np.inf, np.nan
    return replace(run, x=x, f=f)


RUNS = {"moons": recipe(GD(1.0), epochs=3, batch=20).run.solve(), "hot": blown()}

BENDING = Sample(
    "network",
    Params(
        MOONS,
        count="epoch",
        unseen=0,
        room=("count", "key", "loss", "accuracy", "unseen"),
        classes=(Text("upper"), Text("lower")),
    ),
    "full",
    {"moons": RUNS["moons"]},
    (
        ("start", Start(MOONS)),
        ("step", Step(1)),
        ("show", Show("loss")),
        ("show", Show("accuracy")),
        ("show", Show("unseen")),
        ("show", Show("wrong")),
        ("step", Step(3)),
        ("highlight", Highlight(3)),
        ("unhighlight", Unhighlight()),
        ("hide", Hide("shading")),
        ("back", Back(1)),
    ),
)

STEP_BY_STEP = Sample(
    "network",
    Params(MOONS, window=(-1.5, 1.5, -1, 1), shown=("points", "picks"), room=("count", "loss")),
    "left",
    {"moons": RUNS["moons"]},
    (
        ("show", Show("boundary")),
        ("show", Show("count")),
        ("show", Show("loss")),
        ("step", Step(2)),
        ("show", Show("shading")),
        ("step", Step(30)),
    ),
)

WEIGHTS = Sample(
    "network",
    Params(MOONS, view="diagram", count="epoch", room=("count", "key", "loss")),
    "right-wide",
    {"moons": RUNS["moons"]},
    (
        ("step", Step(2)),
        ("highlight", Highlight(0)),
        ("highlight", Highlight(5)),
        ("unhighlight", Unhighlight(0)),
        ("backprop", Backprop()),
        ("hide", Hide("biases")),
    ),
)

NOT_FINITE = Sample(
    "network",
    Params(HOT, room=("loss", "accuracy"), shown=("points", "shading", "loss", "accuracy")),
    "right-narrow",
    {"hot": RUNS["hot"]},
    (("step", Step(1)), ("step", Step(2)), ("step", Step(3)), ("show", Show("wrong"))),
)

SMALL_DIAGRAM = Sample(
    "network",
    Params(HOT, view="diagram", room=("key",), names=("p", "q")),
    "left-narrow",
    {"hot": RUNS["hot"]},
    (("step", Step(1)), ("step", Step(2))),
)

SAMPLES = (BENDING, STEP_BY_STEP, WEIGHTS, NOT_FINITE, SMALL_DIAGRAM)
