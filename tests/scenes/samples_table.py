from __future__ import annotations

from gdmath import GD, OBJECTIVES, Run, Trajectory
from scenes.table.actions import (
    Back,
    Fill,
    HideRatios,
    Highlight,
    ShowRatios,
    Step,
    Unhighlight,
)
from scenes.table.model import Column, Params
from script.typed import RunName, Text
from tests.scenes.sample import Sample


def trajectory(lr: float = 0.1) -> Trajectory:
    return Run(OBJECTIVES["bowl"](), GD(lr), (5.0, 5.0), 10).solve()


TEN_STEPS = Params(
    RunName("good"),
    (
        Column("k"),
        Column("x", ratio=Text("×0.8")),
        Column("y", ratio=Text("×0.6")),
        Column("f", Text("L")),
    ),
    title=Text("Ten steps"),
)

SHORT = Params(
    RunName("wild"),
    (Column("k"), Column("y", format="+.1f"), Column("grad_y"), Column("step_len", format=".3g")),
    rows=4,
)

SAMPLES = (
    Sample(
        "table",
        TEN_STEPS,
        "right",
        {"good": trajectory()},
        (
            ("fill", Fill(0)),
            ("step", Step(3)),
            ("ratios", ShowRatios("x")),
            ("ratios", ShowRatios("y")),
            ("highlight", Highlight(2)),
            ("step", Step(10)),
            ("highlight", Highlight(10, "f")),
            ("unhighlight", Unhighlight(2)),
            ("unratios", HideRatios("x")),
            ("back", Back(4)),
            ("unhighlight", Unhighlight()),
            ("unratios", HideRatios()),
        ),
        upright="full",
    ),
    Sample(
        "table",
        SHORT,
        "right-bottom",
        {"wild": trajectory(0.6)},
        (("step", Step(2, RunName("good"))), ("step", Step(2)), ("fill", Fill(4))),
        upright="right",
    ),
)
