from __future__ import annotations

from gdmath.objectives import Objective, ravine
from gdmath.optimizers import GD, Adam, HeavyBall, Optimizer
from gdmath.run import Run, Trajectory
from scenes.race import actions as act
from scenes.race.state import Column, Params, Row
from script.typed import RunName, Text
from tests.scenes.sample import Sample


def solved(objective: Objective, optimizer: Optimizer, steps: int) -> Trajectory:
    return Run(objective, optimizer, objective.default_start, steps).solve()


GENTLE, VALLEY, TURNED = ravine(2.0, 4.0), ravine(0.04, 4.0), ravine(0.04, 4.0, 45.0)
RUNS = {
    "gentle_gd": solved(GENTLE, GD(1 / 3), 60),
    "gentle_momentum": solved(GENTLE, HeavyBall(0.3, 0.5), 60),
    "gentle_adam": solved(GENTLE, Adam(0.5), 200),
    "valley_gd": solved(VALLEY, GD(0.49), 400),
    "valley_momentum": solved(VALLEY, HeavyBall(100 / 121, 81 / 121), 400),
    "valley_adam": solved(VALLEY, Adam(0.5), 400),
    "turned_gd": solved(TURNED, GD(0.6), 60),
    "turned_momentum": solved(TURNED, HeavyBall(100 / 121, 81 / 121), 400),
    "turned_adam": solved(TURNED, Adam(0.5), 30),
}


def row(name: str, runs: str, says: str) -> Row:
    named = (None if run == "-" else RunName(f"{name}_{run}") for run in runs.split())
    return Row(Text(says), tuple(named))


COLUMNS = (Column(Text("GD")), Column(Text("momentum")), Column(Text("Adam")))

GRID = Sample(
    "race",
    Params(
        (
            row("gentle", "gd momentum adam", "gentle, κ = 2"),
            row("valley", "gd momentum adam", "valley, \\ κ = 100"),
            row("turned", "gd momentum adam", "the same, turned"),
        ),
        COLUMNS,
        fraction=0.0001,
        clock="log",
        hidden=True,
    ),
    "full",
    RUNS,
    (
        ("reveal", act.Reveal(1)),
        ("race", act.Run(1)),
        ("crown", act.Crown(1)),
        ("reveal", act.Reveal()),
        ("highlight", act.Highlight(2)),
        ("step", act.Step(12, 2)),
        ("race", act.Run(2)),
        ("unhighlight", act.Unhighlight()),
        ("race", act.Run()),
        ("crown", act.Crown(2)),
        ("uncrown", act.Uncrown(1)),
        ("back", act.Back(3)),
    ),
)

LARGE = Sample(
    "race",
    Params((row("valley", "gd momentum adam", ""),), COLUMNS, fraction=0.01),
    "full",
    RUNS,
    (
        ("step", act.Step(4)),
        ("race", act.Run()),
        ("crown", act.Crown()),
    ),
)

NARROW = Sample(
    "race",
    Params(
        (row("turned", "gd momentum", "turned valley"),),
        COLUMNS[:2],
        fraction=0.01,
    ),
    "right-narrow",
    RUNS,
    (
        ("race", act.Run()),
        ("crown", act.Crown(1)),
    ),
)

TWO = Sample(
    "race",
    Params(
        (row("gentle", "gd momentum", "gentle"), row("turned", "- adam", "turned")),
        COLUMNS[::2],
    ),
    "left-wide",
    RUNS,
    (("race", act.Run()),),
)

SAMPLES = (GRID, LARGE, NARROW, TWO)
