from __future__ import annotations

from dataclasses import replace

from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import OPTIMIZERS
from gdmath.run import Run
from scenes.code.actions import Focus, Replace, Show, Write
from scenes.code.model import Names, Params, Watch
from scenes.code.running import Back, Clear, RunLine, Start, Step, Stop
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD = Run(OBJECTIVES["bowl"](), OPTIMIZERS["gd"](lr=0.1), (5.0, 5.0), 10).solve()
BIG = Run(OBJECTIVES["bowl"](), OPTIMIZERS["gd"](lr=0.6), (5.0, 5.0), 400).solve()

DESCENT = Params(
    Text("p = start\nfor k in range(10):\n    g = grad(p)\n    p -= eta * g  # one line\n"),
    title=Text("gradient descent"),
    numbers=True,
    run=RunName("good"),
    loop=(2, 3, 4),
    watch=(
        Watch("k", "k", 2),
        Watch("g", "grad", 3, ".1f"),
        Watch("p", "point", 4),
    ),
    colors=(Names(("g", "grad"), "gradient"), Names(("eta",), "step"), Names(("p",), "path")),
)

ONE_LINE = Params(
    Text("θ ← θ − η * ∇L(θ)"),
    run=RunName("big"),
    loop=(1,),
    watch=(Watch("θ", "point", 1), Watch("L", "f", 1, color="loss")),
    colors=(Names(("L",), "gradient"), Names(("θ",), "path"), Names(("η",), "step")),
)

SAMPLES = (
    Sample(
        "code",
        DESCENT,
        "full",
        {"good": GOOD},
        (
            ("write", Write(to=2)),
            ("show", Show()),
            ("run", RunLine(1)),
            ("start", Start(RunName("good"))),
            ("step", Step(2)),
            ("focus", Focus((4,))),
            ("step", Step(10)),
            ("replace", Replace(4, Text("p -= eta * momentum(g)"))),
            ("focus", Focus()),
            ("back", Back(1)),
            ("stop", Stop()),
            ("step", Step(2)),
            ("clear", Clear(RunName("good"))),
        ),
    ),
    Sample(
        "code",
        ONE_LINE,
        "right",
        {"big": BIG},
        (
            ("write", Write()),
            ("start", Start(RunName("big"))),
            ("step", Step(1)),
            ("step", Step(3)),
            ("step", Step(400)),
        ),
    ),
    Sample(
        "code",
        replace(
            DESCENT,
            code=Text("p = start\nfor k in range(10):\n    g = grad(p)\n    p -= eta * g"),
            title=Text(""),
            watch=(Watch("p", "point", 4),),
        ),
        "right-narrow",
        {"good": GOOD},
        (
            ("show", Show()),
            ("start", Start(RunName("good"), 3)),
            ("run", RunLine(3)),
            ("run", RunLine(4)),
            ("step", Step(4)),
        ),
    ),
)
