from __future__ import annotations

import numpy as np

from gdmath import GD, LossCurve, Run, SampledRun, StepDecay, bowl, five_dots, load_curve
from scenes.loss_curve.actions import Back, Clear, Draw, Pulse, Start, Step, Validate
from scenes.loss_curve.emphasis import Highlight, Name, Unname
from scenes.loss_curve.notes import Chance, Hide, PutLevel, PutMark, Show, Unlevel, Unmark
from scenes.loss_curve.ratios import PutRatio, Unratio
from scenes.loss_curve.state import Ghost, Params, Series
from scenes.loss_curve.turning import Rate
from scenes.plots.emphasis import Unhighlight
from scenes.plots.scale import ToScale
from script.results import CurveName, MomentsName, RunName
from script.typed import Text
from tests.scenes.sample import Sample

A, B, C, D = (CurveName(name) for name in "abcd")
BIG, TEN, FOG, LONG = RunName("big"), RunName("ten"), MomentsName("fog"), CurveName("long")
STORED = {
    "a": load_curve("moons_lr10"),
    "b": load_curve("moons_lr0_001"),
    "c": load_curve("moons_overfit"),
    "d": load_curve("moons_plateau"),
}
LATE = np.arange(100_001)
OTHERS = {
    "ten": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "big": Run(bowl(), GD(0.6), (5.0, 5.0), 2200).solve(),
    "fog": SampledRun(five_dots(1.0), StepDecay(0.1, 100, 0.1), (0.0, 0.0), 200).solve(),
    "long": LossCurve(5 * np.exp(-LATE / 3e4) * (1.2 + np.sin(LATE * 1.7))),
}

SAMPLES = (
    Sample(
        "loss_curve",
        Params(
            curves=(
                Series(A, Text("Patient A")),
                Series(B, Text("Patient B")),
                Series(D, Text("Patient D"), hidden=True),
            ),
            steps=60,
            named=False,
            title=Text("Three patients"),
        ),
        "full",
        STORED,
        (
            ("step", Step(2)),
            ("step", Step(60)),
            ("name", Name((A, B))),
            ("show", Show("peak", A)),
            ("highlight", Highlight((B,))),
            ("show", Show("falling", B)),
            ("scale", ToScale("log")),
            ("unhighlight", Unhighlight()),
            ("hide", Hide("peak")),
            ("start", Start(D, 5)),
            ("draw", Draw((D,))),
            ("unname", Unname()),
            ("hide", Hide()),
            ("show", Show("rising", A)),
            ("clear", Clear(A)),
            ("back", Back(10)),
        ),
    ),
    Sample(
        "loss_curve",
        Params(
            curves=(Series(C, validation="later"),),
            window=(0, 0.75),
            title=Text("Patient C"),
        ),
        "left-wide",
        STORED,
        (
            ("draw", Draw()),
            ("validate", Validate()),
            ("show", Show("best")),
            ("show", Show("gap")),
            ("chance", Chance()),
            ("mark", PutMark(600, Text("0.58"), of="validation", side="left")),
            ("pulse", Pulse(92)),
            ("scale", ToScale("log")),
            ("unlevel", Unlevel()),
            ("unmark", Unmark(600)),
        ),
    ),
    Sample(
        "loss_curve",
        Params(of=D, title=Text("The shelf")),
        "right-narrow",
        STORED,
        (
            ("draw", Draw()),
            ("show", Show("plateau")),
            ("ratio", PutRatio(0.1, 0.2, 100)),
            ("unratio", Unratio()),
            ("level", PutLevel(0.6, Text("a start"))),
            ("scale", ToScale("log")),
            ("show", Show("slope", from_=220, to=300)),
            ("scale", ToScale("linear")),
        ),
    ),
    Sample(
        "loss_curve",
        Params(
            curves=(Series(BIG, Text("too fast")), Series(LONG, Text("a long one"))),
            steps=2200,
            window=(0, 100),
        ),
        "right-bottom",
        OTHERS,
        (("step", Step(2200)), ("scale", ToScale("log"))),
    ),
    Sample(
        "loss_curve",
        Params(curves=(Series(TEN, ghosts=(Ghost(0.1), Ghost(0.3))),), scale="log"),
        "left",
        OTHERS,
        (("draw", Draw()), ("rate", Rate(0.3)), ("rate", Rate(0.5))),
    ),
    Sample(
        "loss_curve",
        Params(curves=(Series(LONG), Series(FOG, Text("expected"))), name=Text("$EE f$")),
        "right-top",
        OTHERS,
        (("draw", Draw()),),
    ),
)
