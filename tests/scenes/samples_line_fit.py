from __future__ import annotations

from gdmath.objectives import bowl, five_dots, least_squares
from gdmath.optimizers import GD, sgd
from gdmath.run import Run
from scenes.line_fit.hand import Set, Stretch
from scenes.line_fit.sight import Hide, Highlight, Show, Unhighlight
from scenes.line_fit.state import Params
from scenes.line_fit.walk import Back, Clear, Start, Step
from script.typed import RunName, Text
from tests.scenes.sample import Sample

MISSING, BEST, BIG, VOTES = (RunName(name) for name in ("missing", "best", "big", "votes"))
NOISY = five_dots(noise=1.0)
RUNS = {
    "missing": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "best": Run(five_dots(), GD(1 / 3), (0.0, 0.0), 10).solve(),
    "slow": Run(five_dots(), GD(0.1), (0.0, 0.0), 10).solve(),
    "big": Run(five_dots(), GD(0.6), (0.0, 0.0), 400).solve(),
    "votes": Run(NOISY, sgd(0.05, seed=1), (0.0, 0.0), 60).solve(),
}

BY_HAND = Sample(
    "line_fit",
    Params(five_dots(), room=("equation", "loss", "mean", "dials"), shown=("squares",)),
    "full",
    {"slow": RUNS["slow"]},
    (
        ("set", Set(0.0, 0.0)),
        ("show", Show("numbers")),
        ("show", Show("mean")),
        ("show", Show("dials")),
        ("set", Set(4.0, 1.0)),
        ("show", Show("equation")),
        ("start", Start(RunName("slow"), label=Text("$eta = 0.1$"))),
        ("step", Step(3)),
        ("highlight", Highlight(4, "gradient")),
        ("unhighlight", Unhighlight()),
        ("set", Set(slope=-3.0)),
        ("clear", Clear()),
    ),
)

BESIDE_A_MAP = Sample(
    "line_fit",
    Params(
        five_dots(), weights="missing", shown=("equation", "loss", "squares"), names=("v", "t_i")
    ),
    "left",
    {"missing": RUNS["missing"]},
    (
        ("start", Start(MISSING)),
        ("step", Step(2)),
        ("hide", Hide("squares")),
        ("show", Show("residuals")),
        ("highlight", Highlight(3, "letters")),
        ("highlight", Highlight(0, "letters")),
        ("step", Step(10)),
        ("back", Back(1)),
    ),
)

STRETCHED = Sample(
    "line_fit",
    Params(five_dots(), window=(-5, 5, -8, 18), shown=("equation", "loss", "squares", "numbers")),
    "right-wide",
    {},
    (
        ("set", Set(5.0, 5.0)),
        ("stretch", Stretch(2.0)),
        ("set", Set(slope=2.5)),
        ("stretch", Stretch(1.0, carry=True)),
    ),
)

TWO_RUNS = Sample(
    "line_fit",
    Params(five_dots(), shown=("loss",), room=("loss",)),
    "right-narrow",
    {"slow": RUNS["slow"], "best": RUNS["best"]},
    (
        ("start", Start(RunName("slow"), label=Text("$eta = 0.1$"))),
        ("start", Start(BEST, color="step", label=Text("$eta = 1 slash 3$"))),
        ("step", Step(1)),
        ("step", Step(6, BEST)),
        ("set", Set(10.0, -2.0)),
        ("clear", Clear(BEST)),
    ),
)

SPAT_OUT = Sample(
    "line_fit",
    Params(five_dots(), room=("loss", "dials"), shown=("loss", "dials", "squares", "numbers")),
    "left-narrow",
    {"big": RUNS["big"]},
    (
        ("start", Start(BIG, color="warning", label=Text("$eta = 0.6$"))),
        ("step", Step(2)),
        ("step", Step(9)),
        ("step", Step(400)),
    ),
)

VOTE_BY_VOTE = Sample(
    "line_fit",
    Params(NOISY, shown=("loss", "squares", "picks"), decimals=1),
    "right-bottom",
    {"votes": RUNS["votes"]},
    (
        ("start", Start(VOTES)),
        ("step", Step(1)),
        ("highlight", Highlight(0, "error")),
        ("highlight", Highlight(2, text=Text("here"))),
        ("step", Step(60)),
        ("unhighlight", Unhighlight(0)),
    ),
)

OWN_DOTS = Sample(
    "line_fit",
    Params(
        least_squares((0.0, 1.0, 2.5, 4.0), (30.0, 10.0, 20.0, -5.0)),
        shown=("squares", "numbers", "mean"),
        room=("mean",),
    ),
    "middle-third",
    {},
    (("set", Set(25.0, -7.0)), ("highlight", Highlight(1, "square"))),
)

SAMPLES = (BY_HAND, BESIDE_A_MAP, STRETCHED, TWO_RUNS, SPAT_OUT, VOTE_BY_VOTE, OWN_DOTS)
