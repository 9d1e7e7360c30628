from __future__ import annotations

import numpy as np

from gdmath import GD, KappaSweep, Method, RateSweep, Run, bowl
from scenes.plots.emphasis import Unhighlight
from scenes.sweep.actions import (
    Clear,
    Draw,
    Hide,
    Highlight,
    Pulse,
    PutMark,
    Show,
    Unmark,
)
from scenes.sweep.state import Curve, Params
from script.results import SweepName
from script.typed import RunName, Text
from tests.scenes.sample import Sample

U, FINE = SweepName("u"), SweepName("fine")
GRADIENT, HEAVY, NESTEROV = SweepName("gradient"), SweepName("heavy"), SweepName("nesterov")
GOOD, CRAWL, BIG = RunName("good"), RunName("crawl"), RunName("big")
TEN = Run(bowl(), GD(0.1), (5.0, 5.0), 10)
LRS = (*np.geomspace(1e-4, 0.499, 120).tolist(), 0.1, 0.001, 0.6)
KAPPAS = tuple(np.geomspace(1, 1e4, 40).tolist())
RESULTS = {
    "good": TEN.solve(),
    "crawl": Run(bowl(), GD(0.001), (5.0, 5.0), 10).solve(),
    "big": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "u": RateSweep(TEN, LRS, 0.01).solve(),
    "fine": RateSweep(TEN, LRS, 1e-6).solve(),
    "gradient": KappaSweep(KAPPAS).solve(),
    "heavy": KappaSweep(KAPPAS, Method.HEAVY_BALL).solve(),
    "nesterov": KappaSweep(KAPPAS, Method.NESTEROV).solve(),
}

SAMPLES = (
    Sample(
        "sweep",
        Params(of=U, title=Text("Steps to 1 % of the loss")),
        "full",
        RESULTS,
        (
            ("draw", Draw(to=0.1)),
            ("draw", Draw()),
            ("show", Show("wall")),
            ("show", Show("never")),
            ("mark", PutMark(GOOD, text=Text("good"))),
            ("mark", PutMark(CRAWL, text=Text("crawls"), side="right")),
            ("mark", PutMark(BIG, text=Text("spits you out"), side="left")),
            ("show", Show("fewest")),
            ("pulse", Pulse(at_=0.1)),
            ("unmark", Unmark(GOOD)),
            ("hide", Hide("wall")),
            ("unmark", Unmark()),
            ("hide", Hide()),
            ("show", Show("best")),
        ),
    ),
    Sample(
        "sweep",
        Params(
            curves=(
                Curve(GRADIENT, Text("gradient descent"), drawn=True),
                Curve(HEAVY, Text("momentum")),
                Curve(NESTEROV, Text("Nesterov")),
            ),
            title=Text("Steps to shrink 100 times"),
        ),
        "left-wide",
        RESULTS,
        (
            ("draw", Draw((HEAVY,))),
            ("highlight", Highlight((HEAVY,))),
            ("draw", Draw()),
            ("unhighlight", Unhighlight()),
            ("mark", PutMark(at_=1e4, text=Text("230"), curve=HEAVY, side="left")),
            ("clear", Clear((NESTEROV,))),
        ),
    ),
    Sample(
        "sweep",
        Params(
            curves=(Curve(U, Text("to 1 %")), Curve(FINE, Text("to one millionth"))),
            axes="linear",
            across=(0, 0.7),
            window=(0, 60),
        ),
        "right-narrow",
        RESULTS,
        (("draw", Draw()), ("show", Show("wall"))),
    ),
)
