from __future__ import annotations

from gdmath.objectives import Himmelblau, Rosenbrock, bowl, ravine
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.surface.sight import Hide, MoveCamera, Rise, Show, Tilt
from scenes.surface.state import Params
from scenes.surface.walk import AddMark, Back, Clear, Pulse, RemoveMark, Start, Step
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, BEST, SPIT, TILTED, BANANA, VALLEY = (
    RunName(name) for name in ("good", "best", "spit", "tilted", "banana", "valley")
)
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "best": Run(bowl(), GD(1 / 3), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "tilted": Run(ravine(theta=30.0), GD(0.2), (5.0, 5.0), 12).solve(),
    "banana": Run(Rosenbrock(), GD(0.001), (-1.2, 1.0), 400).solve(),
    "valley": Run(Himmelblau(), GD(0.01), (-1.0, -1.0), 40).solve(),
}

OUT_OF_THE_MAP = Sample(
    "surface",
    Params(bowl(), (-6, 6, -6, 6), top=90.0, azimuth=0.0, elevation=90.0),
    "full",
    {"good": RUNS["good"], "best": RUNS["best"]},
    (
        ("start", Start(GOOD, label=Text("start"))),
        ("show", Show("gradient", scale=0.05)),
        ("camera", MoveCamera(azimuth=-30.0, elevation=36.0)),
        ("show", Show("step")),
        ("show", Show("drops")),
        ("step", Step(1)),
        ("hide", Hide("gradient")),
        ("show", Show("shadow")),
        ("step", Step(4)),
        ("start", Start(BEST, color="3", label=Text("$eta = 1 slash 3$"))),
        ("mark", AddMark(GOOD, 2, Text("here"), "left")),
        ("show", Show("minimum")),
        ("pulse", Pulse("minimum")),
        ("camera", MoveCamera(azimuth=330.0)),
        ("step", Step(10)),
        ("unmark", RemoveMark(GOOD)),
        ("back", Back(3)),
        ("clear", Clear(BEST)),
        ("tilt", Tilt("map")),
    ),
)

SPAT_OUT = Sample(
    "surface",
    Params(bowl(), (-8, 8, -8, 8), top=150.0, azimuth=60.0, names=("w_0", "w_1")),
    "right",
    {"spit": RUNS["spit"]},
    (
        ("start", Start(SPIT, color="warning")),
        ("show", Show("loss")),
        ("step", Step(1)),
        ("step", Step(5)),
        ("tilt", Tilt("map")),
        ("tilt", Tilt("surface")),
    ),
)

RISING = Sample(
    "surface",
    Params(ravine(theta=30.0), (-6, 6, -6, 6), rise=0.0, elevation=28.0),
    "left-narrow",
    {"tilted": RUNS["tilted"]},
    (
        ("start", Start(TILTED, k=1)),
        ("rise", Rise(1.0)),
        ("step", Step(6)),
        ("hide", Hide("floor")),
        ("rise", Rise(0.5)),
        ("pulse", Pulse()),
    ),
)

LOGARITHMIC = Sample(
    "surface",
    Params(Rosenbrock(), (-2, 2, -1, 3), scale="log", azimuth=-160.0),
    "right-wide",
    {"banana": RUNS["banana"]},
    (
        ("start", Start(BANANA)),
        ("step", Step(400)),
        ("camera", MoveCamera(zoom=2.0, about=(1.0, 1.0))),
        ("hide", Hide("contours")),
    ),
)

FOUR_VALLEYS = Sample(
    "surface",
    Params(Himmelblau(), (-5, 5, -5, 5), top=200.0, azimuth=-4.0),
    "right-bottom",
    {"valley": RUNS["valley"]},
    (
        ("start", Start(VALLEY)),
        ("step", Step(40)),
        ("camera", MoveCamera(elevation=90.0, azimuth=20.0)),
    ),
)

SAMPLES = (OUT_OF_THE_MAP, SPAT_OUT, RISING, LOGARITHMIC, FOUR_VALLEYS)
