from __future__ import annotations

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.counter.actions import Back, Clear, Start, Step
from scenes.counter.state import Count, Params, Value
from script.typed import RunName, Text
from tests.scenes.sample import Sample

RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "tiny": Run(bowl(), GD(0.001), (5.0, 5.0), 1200).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 1200).solve(),
}
GOOD, TINY, SPIT = map(RunName, RUNS)

RACE = Params(
    (Count(GOOD, Text("η = 0.1")), Count(TINY, Text("η = 0.001"), hidden=True)),
    values=(Value("x", 3), Value("f")),
)

SAMPLES = (
    Sample(
        "counter",
        RACE,
        "right-narrow",
        RUNS,
        (
            ("step", Step(3)),
            ("start", Start(TINY)),
            ("step", Step(1119)),
            ("back", Back(346, TINY)),
            ("start", Start(TINY, 20)),
            ("clear", Clear(GOOD)),
        ),
    ),
    Sample(
        "counter",
        Params(RACE.counts, values=(Value("f"),), name=Text("gradients")),
        "bottom",
        RUNS,
        (("start", Start(TINY, 100)), ("step", Step(700, TINY))),
    ),
    Sample(
        "counter",
        Params(run=SPIT, values=(Value("x"), Value("y"), Value("grad_norm", 1))),
        "right-third",
        RUNS,
        (("step", Step(1100)), ("back", Back())),
    ),
)
