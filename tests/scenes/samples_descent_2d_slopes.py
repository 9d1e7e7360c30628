from __future__ import annotations

from gdmath.objectives import bowl, five_dots, ravine
from gdmath.optimizers import GD, HeavyBall, sgd
from gdmath.run import Run
from scenes.descent_2d.compass import AddCompass, RemoveCompass, Turn
from scenes.descent_2d.dial import Rate
from scenes.descent_2d.race import EndRace, RaceSteps
from scenes.descent_2d.state import Lane, Params
from scenes.descent_2d.view import FollowRun, Hide, Show
from scenes.descent_2d.votes import Average
from scenes.descent_2d.walk import Back, Clear, Start, Step
from scenes.descent_2d.zoom import Zoom
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, SPIT, NOISY, FULL, BALL = (RunName(n) for n in ("good", "spit", "noisy", "full", "ball"))

RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 12).solve(),
    "noisy": Run(five_dots(noise=1), sgd(0.1, replacement=True), (0.0, 0.0), 20).solve(),
    "full": Run(five_dots(noise=1), GD(0.1), (0.0, 0.0), 10).solve(),
    "ball": Run(ravine(), HeavyBall(0.12, 0.8), (8.0, 1.0), 20).solve(),
}

DIRECTIONS = Sample(
    "descent_2d",
    Params(bowl(), (-1, 6, -1, 6), board="top-left"),
    "left-wide",
    {"good": RUNS["good"]},
    (
        ("start", Start(GOOD, k=1)),
        ("compass", AddCompass("x")),
        ("turn", Turn("uphill")),
        ("turn", Turn()),
        ("turn", Turn("contour")),
        ("uncompass", RemoveCompass()),
        ("race", RaceSteps(0.5, (Lane("downhill"), Lane("minimum"), Lane("-y", Text("y only"))))),
        ("race", RaceSteps(5.0)),
        ("unrace", EndRace()),
        ("compass", AddCompass(45.0, GOOD, 1)),
        ("race", RaceSteps(1.0)),
        ("clear", Clear(GOOD)),
    ),
)

VOTES = Sample(
    "descent_2d",
    Params(five_dots(noise=1), (-4, 6, -5, 6), names=("w_0", "w_1")),
    "right",
    {"full": RUNS["full"], "noisy": RUNS["noisy"]},
    (
        ("start", Start(FULL)),
        ("show", Show("samples")),
        ("average", Average(FULL)),
        ("show", Show("gradient")),
        ("hide", Hide("samples")),
        ("clear", Clear()),
        ("start", Start(NOISY, seeds=20)),
        ("show", Show("estimate")),
        ("step", Step(2)),
        ("hide", Hide("estimate")),
        ("step", Step(20)),
        ("show", Show("spread")),
        ("zoom", Zoom((3, 7, 3, 7))),
    ),
)

MEMORY = Sample(
    "descent_2d",
    Params(ravine(), (-3, 9, -2.5, 2.5), board="bottom-left"),
    "full",
    {"ball": RUNS["ball"]},
    (
        ("start", Start(BALL)),
        ("show", Show("lengths")),
        ("step", Step(3)),
        ("show", Show("split", scale=3)),
        ("step", Step(4)),
        ("hide", Hide("split")),
        ("show", Show("memory")),
        ("step", Step(6)),
        ("rate", Rate(momentum=0.5)),
    ),
)

OUT_OF_SIGHT = Sample(
    "descent_2d",
    Params(bowl(), (-8, 8, -8, 8)),
    "left",
    {"spit": RUNS["spit"], "good": RUNS["good"]},
    (
        ("show", Show("legend")),
        ("show", Show("losses")),
        ("start", Start(SPIT, label=Text("$eta = 0.6$"))),
        ("start", Start(GOOD)),
        ("step", Step(2)),
        ("follow", FollowRun(run=SPIT)),
        ("step", Step(4)),
        ("step", Step(10)),
        ("back", Back(3)),
        ("zoom", Zoom((-8, 8, -8, 8))),
        ("hide", Hide("legend")),
        ("rate", Rate(0.3, run=GOOD)),
        ("rate", Rate(0.6, run=GOOD)),
    ),
)

SAMPLES = (DIRECTIONS, VOTES, MEMORY, OUT_OF_SIGHT)
