from __future__ import annotations

from gdmath.objectives import Objective, bowl, quadratic, ravine
from gdmath.optimizers import GD
from gdmath.run import Run, Trajectory
from scenes.descent_2d.bowl import DrawBowl, EraseBowl
from scenes.descent_2d.reshape import Reshape
from scenes.descent_2d.state import Params
from scenes.descent_2d.view import AddMark, DrawGuide, EraseGuide, Hide, RemoveMark, Show
from scenes.descent_2d.walk import Back, Clear, Pulse, Start, Step
from scenes.descent_2d.zoom import Zoom
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, BEST, SPIT, ROUND = (RunName(name) for name in ("good", "best", "spit", "round"))
TILTED = RunName("tilted")


def solved(objective: Objective, lr: float, steps: int = 10) -> Trajectory:
    return Run(objective, GD(lr), (5.0, 5.0), steps).solve()


RUNS = {
    "good": solved(bowl(), 0.1),
    "best": solved(bowl(), 1 / 3),
    "spit": solved(bowl(), 0.6),
    "round": solved(quadratic(curvatures=(2.0, 2.0)), 0.1),
    "tilted": solved(ravine(theta=30.0), 0.2),
}

BY_HAND = Sample(
    "descent_2d",
    Params(bowl(), (-1, 6.5, -1, 6.5)),
    "left",
    {"good": RUNS["good"]},
    (
        ("start", Start(GOOD, label=Text("start"))),
        ("show", Show("gradient")),
        ("show", Show("step")),
        ("step", Step(1)),
        ("show", Show("numbers")),
        ("hide", Hide("gradient")),
        ("show", Show("components")),
        ("step", Step(2)),
        ("hide", Hide("components")),
        ("hide", Hide("step")),
        ("step", Step(4)),
        ("step", Step(10)),
        ("guide", DrawGuide("power", GOOD, Text("$y prop x^p$"))),
        ("zoom", Zoom((-0.2, 1.4, -0.3, 0.6))),
        ("show", Show("minimum")),
        ("pulse", Pulse("minimum")),
        ("unguide", EraseGuide("power")),
        ("back", Back(3)),
        ("clear", Clear(GOOD)),
    ),
)

WHERE_IT_POINTS = Sample(
    "descent_2d",
    Params(quadratic(curvatures=(2.0, 2.0)), (-1, 6, -1, 6), levels=(1, 5, 10, 20, 50)),
    "right-bottom",
    {"round": RUNS["round"]},
    (
        ("start", Start(ROUND)),
        ("show", Show("direction")),
        ("show", Show("angle")),
        ("show", Show("drops")),
        ("hide", Hide("labels")),
        ("step", Step(2)),
        ("guide", DrawGuide("line", ROUND)),
    ),
)

SPAT_OUT = Sample(
    "descent_2d",
    Params(bowl(), (-8, 8, -8, 8), names=("w_0", "w_1")),
    "right-narrow",
    {"spit": RUNS["spit"]},
    (
        ("start", Start(SPIT, color="warning", label=Text("$eta = 0.6$"))),
        ("show", Show("gradient", scale=0.1)),
        ("step", Step(1)),
        ("step", Step(2)),
        ("step", Step(3)),
        ("zoom", Zoom((-20, 20, -20, 20))),
        ("mark", AddMark(SPIT, 1, Text("farther"), "left")),
        ("unmark", RemoveMark(SPIT)),
    ),
)

SIDE_BY_SIDE = Sample(
    "descent_2d",
    Params(bowl(), (-3, 6, -3, 6)),
    "full",
    {"good": RUNS["good"], "best": RUNS["best"]},
    (
        ("start", Start(GOOD, label=Text("$eta = 0.1$"))),
        ("start", Start(BEST, color="3", label=Text("$eta = 1 slash 3$"))),
        ("show", Show("components", BEST)),
        ("step", Step(4)),
        ("mark", AddMark(BEST, 1, Text("flips"), "below")),
        ("guide", DrawGuide("flow", GOOD, Text("flow"))),
        ("pulse", Pulse("point", GOOD, 2)),
        ("clear", Clear()),
    ),
)

TILTED_RAVINE = Sample(
    "descent_2d",
    Params(ravine(theta=30.0), (-6, 6, -6, 6)),
    "left-narrow",
    {"tilted": RUNS["tilted"]},
    (
        ("start", Start(TILTED, k=1)),
        ("show", Show("angle", TILTED)),
        ("show", Show("numbers", TILTED)),
        ("step", Step(6, TILTED)),
        ("hide", Hide("trail", TILTED)),
        ("zoom", Zoom((-1, 6, -2, 4))),
    ),
)

UNDER_A_LENS = Sample(
    "descent_2d",
    Params(bowl(), (-1, 6, -1, 6)),
    "right",
    {"good": RUNS["good"]},
    (
        ("start", Start(GOOD)),
        ("zoom", Zoom((4.5, 5.1, 4.4, 5.1), lens=True)),
        ("guide", DrawGuide("flow", GOOD, band=True)),
        ("step", Step(1, arrow=False)),
        ("zoom", Zoom((-1, 6, -1, 6))),
    ),
)

SQUEEZED = Sample(
    "descent_2d",
    Params(bowl(), (-1, 6, -1, 6), labels=False),
    "left-bottom",
    {"round": RUNS["round"]},
    (
        ("bowl", DrawBowl((1.0, 1.0))),
        ("zoom", Zoom((-3, 3, -3, 3))),
        ("unbowl", EraseBowl()),
        ("reshape", Reshape(quadratic(curvatures=(2.0, 2.0)))),
        ("start", Start(ROUND)),
        ("step", Step(2)),
    ),
)

SAMPLES = (BY_HAND, WHERE_IT_POINTS, SPAT_OUT, SIDE_BY_SIDE, TILTED_RAVINE, UNDER_A_LENS, SQUEEZED)
