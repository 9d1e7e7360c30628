from __future__ import annotations

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.plots.scale import ToScale
from scenes.trajectory_plot.actions import Back, Clear, Pulse, Start, Step
from scenes.trajectory_plot.notes import Halve, PutLevel, PutMark, Unhalve, Unlevel, Unmark
from scenes.trajectory_plot.state import Params, Series
from script.typed import RunName, Text
from tests.scenes.sample import Sample

GOOD, SPIT, CRAWL = RunName("good"), RunName("spit"), RunName("crawl")
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "crawl": Run(bowl(), GD(0.001), (5.0, 5.0), 10).solve(),
}


def coordinate(of: str, region: str, title: str) -> Sample:
    """One coordinate in a small panel: ten steps, then how it halves."""
    params = Params(steps=10, run=GOOD, quantity=of, window=(0, 5.5), name=of, title=Text(title))
    return Sample(
        "trajectory_plot",
        params,
        region,
        {"good": RUNS["good"]},
        (
            ("step", Step(4)),
            ("step", Step(10)),
            ("halve", Halve(of)),
            ("unhalve", Unhalve()),
            ("pulse", Pulse(3)),
        ),
    )


SAMPLES = (
    coordinate("x", "right-top", "the shallow direction"),
    coordinate("y", "right-narrow-bottom", "steep"),
    Sample(
        "trajectory_plot",
        Params(
            steps=10,
            series=(Series(GOOD, "x"), Series(GOOD, "y")),
            title=Text("Both coordinates"),
        ),
        "right",
        {"good": RUNS["good"]},
        (
            ("step", Step(10)),
            ("halve", Halve("x")),
            ("halve", Halve("y")),
            ("scale", ToScale("log")),
            ("unhalve", Unhalve("x")),
        ),
    ),
    Sample(
        "trajectory_plot",
        Params(steps=10, run=GOOD, quantity="f", name="f", title=Text("The loss")),
        "full",
        {"good": RUNS["good"]},
        (
            ("step", Step(10)),
            ("mark", PutMark(1, Text("34 after one step"))),
            ("mark", PutMark(10, Text("0.29 left"), side="above")),
            ("level", PutLevel(37.5, Text("half of the start"))),
            ("scale", ToScale("log")),
            ("unmark", Unmark(1)),
            ("level", PutLevel(1, Text("one"))),
            ("unlevel", Unlevel(37.5)),
            ("unlevel", Unlevel()),
            ("scale", ToScale("linear")),
            ("back", Back(2)),
        ),
    ),
    Sample(
        "trajectory_plot",
        Params(
            steps=10,
            series=(
                Series(GOOD, label=Text("$eta = 0.1$")),
                Series(SPIT, label=Text("$eta = 0.6$"), hidden=True),
                Series(CRAWL, label=Text("$eta = 0.001$")),
            ),
            window=(0, 200),
            title=Text("Three runs"),
        ),
        "full",
        RUNS,
        (
            ("step", Step(3)),
            ("start", Start(SPIT)),
            ("step", Step(10)),
            ("scale", ToScale("log")),
            ("clear", Clear(SPIT)),
        ),
    ),
)
