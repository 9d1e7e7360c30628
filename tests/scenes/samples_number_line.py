from __future__ import annotations

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.coordinate.view import AddMark, Pulse, RemoveMark
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.number_line.actions import (
    AddLevel,
    AddZone,
    Hide,
    Point,
    RemoveLevel,
    RemoveZone,
    Show,
    Unpoint,
    Zoom,
)
from scenes.number_line.state import Params
from scenes.number_line.ticks import AddTicks, RemoveTicks
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, SPIT = RunName("good"), RunName("spit")
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
}

JUMPS = Sample(
    "number_line",
    Params((-15, 15), of="y"),
    "full",
    {"spit": RUNS["spit"]},
    (
        ("start", Start(SPIT)),
        ("show", Show("numbers")),
        ("step", Step(1)),
        ("zone", AddZone(-1, 1, Text("home"))),
        ("step", Step(3)),
        ("mark", AddMark(SPIT, 0, Text("start"))),
        ("step", Step(5)),
        ("unmark", RemoveMark(SPIT)),
        ("zoom", Zoom((-40, 40))),
        ("pulse", Pulse(SPIT)),
        ("rate", Rate(0.5)),
        ("rate", Rate(0.1)),
        ("hide", Hide("trail")),
        ("back", Back(1)),
        ("unzone", RemoveZone()),
        ("clear", Clear()),
    ),
)

HAPPY = Sample(
    "number_line",
    Params((-2, 6), of="x"),
    "right-top",
    RUNS,
    (
        ("start", Start(SPIT, label=Text("$eta = 0.6$"))),
        ("start", Start(GOOD, label=Text("$eta = 0.1$"))),
        ("step", Step(3)),
        ("show", Show("numbers")),
        ("step", Step(10)),
    ),
)

RATES = Sample(
    "number_line",
    Params((0, 0.8), of="lr", decimals=2),
    "bottom",
    {"good": RUNS["good"]},
    (
        ("start", Start(GOOD)),
        ("level", AddLevel(0.5, Text("wall"), "warning")),
        ("zone", AddZone(0, 0.5, Text("comes home"))),
        ("level", AddLevel(0.25, Text("$1 slash lambda$"))),
        ("step", Step(4)),
        ("rate", Rate(0.6)),
        ("unlevel", RemoveLevel(0.25)),
        ("unzone", RemoveZone(0)),
    ),
)

LOG = Sample(
    "number_line",
    Params((1e-4, 10), scale="log", name="eta"),
    "left-narrow",
    {},
    (
        ("level", AddLevel(0.5, Text("wall"), "warning")),
        ("point", Point(0.001)),
        ("point", Point(0.1)),
        ("point", Point(0.6, Text("too fast"))),
        ("zoom", Zoom((0.01, 1))),
        ("unpoint", Unpoint()),
        ("unlevel", RemoveLevel()),
    ),
)

LOSS = Sample(
    "number_line",
    Params((0.1, 1000), of="f", scale="log"),
    "right-narrow-bottom",
    RUNS,
    (
        ("start", Start(GOOD)),
        ("start", Start(SPIT)),
        ("show", Show("numbers")),
        ("step", Step(5)),
    ),
)

ROUNDED = Sample(
    "number_line",
    Params((5.92, 6.08), ruler=False),
    "full",
    {},
    (
        ("tick", AddTicks((5.9375, 5.96875, 6.0, 6.03125, 6.0625))),
        ("point", Point(5.99, Text("wanted"))),
        ("untick", RemoveTicks(6.0)),
        ("untick", RemoveTicks()),
    ),
)

SAMPLES = (JUMPS, HAPPY, RATES, LOG, LOSS, ROUNDED)
