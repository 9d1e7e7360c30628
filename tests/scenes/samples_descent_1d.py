from __future__ import annotations

from gdmath.objectives import Objective, Saddle, SigmoidCliff, bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Run, Trajectory
from scenes.coordinate.view import AddMark, Pulse, RemoveMark
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.descent_1d.actions import Hide, MoveProbe, RemoveProbe, Show, Zoom
from scenes.descent_1d.state import Params
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, SPIT, STEEP, CLIFF = (RunName(name) for name in ("good", "spit", "steep", "cliff"))


def solved(objective: Objective, lr: float, start: tuple[float, ...], steps: int) -> Trajectory:
    return Run(objective, GD(lr), start, steps).solve()


STEEP_BOWL = quadratic(curvatures=(4.0,))
RUNS = {
    "good": solved(bowl(), 0.1, (5.0, 5.0), 10),
    "spit": solved(bowl(), 0.6, (5.0, 5.0), 10),
    "steep": solved(STEEP_BOWL, 0.4, (5.0,), 12),
    "cliff": solved(SigmoidCliff(), 20.0, (-4.0,), 8),
}

BY_HAND = Sample(
    "descent_1d",
    Params(bowl(), (-8, 8), along="y"),
    "left",
    {"good": RUNS["good"]},
    (
        ("start", Start(GOOD, label=Text("start"))),
        ("show", Show("tangent")),
        ("show", Show("gradient")),
        ("show", Show("drops")),
        ("show", Show("step")),
        ("step", Step(1)),
        ("show", Show("numbers")),
        ("hide", Hide("step")),
        ("hide", Hide("gradient")),
        ("step", Step(3)),
        ("step", Step(10)),
        ("pulse", Pulse(GOOD)),
        ("back", Back(2)),
        ("zoom", Zoom((-1, 4))),
        ("clear", Clear(GOOD)),
    ),
)

SPAT_OUT = Sample(
    "descent_1d",
    Params(bowl(), (-20, 20), along="y", heights=(-60, 500)),
    "full",
    {"good": RUNS["good"], "spit": RUNS["spit"]},
    (
        ("start", Start(SPIT, color="warning")),
        ("show", Show("minimum")),
        ("step", Step(1)),
        ("mark", AddMark(SPIT, 1, Text("farther"), "left")),
        ("step", Step(4)),
        ("start", Start(GOOD, label=Text("$eta = 0.1$"))),
        ("step", Step(9)),
        ("unmark", RemoveMark(SPIT)),
        ("zoom", Zoom((-160, 160))),
        ("rate", Rate(0.5, SPIT)),
    ),
)

CURVATURE = Sample(
    "descent_1d",
    Params(bowl(), (-6, 6), along="x", heights=(-8, 75), name="x", loss_name="f"),
    "right-narrow",
    {},
    (
        ("probe", MoveProbe(0.0)),
        ("show", Show("curvature")),
        ("probe", MoveProbe(4.0)),
        ("show", Show("tangent")),
        ("show", Show("gain")),
        ("show", Show("gradient", scale=0.2)),
        ("probe", MoveProbe(-3.0)),
        ("unprobe", RemoveProbe()),
    ),
)

WAVES = Sample(
    "descent_1d",
    Params(Saddle(), (-1.8, 1.8), along="y", through=(0.0, 0.0), color="loss"),
    "right-bottom",
    {},
    (
        ("probe", MoveProbe(0.0)),
        ("show", Show("curvature")),
        ("probe", MoveProbe(1.0)),
        ("show", Show("numbers")),
    ),
)

PLATEAU = Sample(
    "descent_1d",
    Params(SigmoidCliff(), (-10, 6), name="w", loss_name="L"),
    "top",
    {"cliff": RUNS["cliff"]},
    (
        ("start", Start(CLIFF)),
        ("show", Show("tangent")),
        ("step", Step(3)),
        ("step", Step(8)),
    ),
)

COBWEB = Sample(
    "descent_1d",
    Params(STEEP_BOWL, (-8, 8), view="cobweb", name="y"),
    "left",
    {"steep": RUNS["steep"]},
    (
        ("start", Start(STEEP)),
        ("show", Show("drops")),
        ("step", Step(1)),
        ("show", Show("numbers")),
        ("step", Step(3)),
        ("show", Show("band")),
        ("step", Step(12)),
        ("hide", Hide("numbers")),
        ("rate", Rate(0.25)),
        ("rate", Rate(0.5)),
        ("rate", Rate(0.6)),
        ("mark", AddMark(STEEP, 1, Text("first"))),
        ("pulse", Pulse(STEEP, 1)),
        ("back", Back()),
    ),
)

WIDE_COBWEB = Sample(
    "descent_1d",
    Params(bowl(), (-8, 8), along="y", view="cobweb"),
    "full",
    {"good": RUNS["good"], "spit": RUNS["spit"]},
    (
        ("start", Start(GOOD)),
        ("step", Step(3)),
        ("zoom", Zoom((-3, 6))),
        ("show", Show("band")),
        ("clear", Clear()),
        ("start", Start(SPIT, label=Text("$eta = 0.6$"))),
        ("step", Step(3)),
    ),
)

NARROW_COBWEB = Sample(
    "descent_1d",
    Params(bowl(), (-8, 8), along="x", view="cobweb"),
    "right-narrow",
    {"spit": RUNS["spit"]},
    (
        ("start", Start(SPIT)),
        ("step", Step(5)),
        ("show", Show("band")),
    ),
)

SAMPLES = (
    BY_HAND,
    SPAT_OUT,
    CURVATURE,
    WAVES,
    PLATEAU,
    COBWEB,
    WIDE_COBWEB,
    NARROW_COBWEB,
)
