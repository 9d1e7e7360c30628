from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from math import log10
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdmath import LossCurve
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.loss_curve import Params
from scenes.loss_curve.actions import Back, Clear, Draw, Pulse, Start, Step
from scenes.loss_curve.emphasis import Highlight, Name, Unname
from scenes.loss_curve.notes import Chance, Hide, PutLevel, PutMark, Show, Unlevel, Unmark
from scenes.loss_curve.ratios import PutRatio, Unratio
from scenes.loss_curve.state import Series
from scenes.plots.emphasis import Unhighlight
from scenes.plots.scale import ToScale
from scenes.stage import Mistake
from scenes.trajectory_plot import TrajectoryPlot
from scenes.trajectory_plot import actions as plot_actions
from scenes.trajectory_plot.state import Params as PlotParams
from script.typed import Text
from tests.scenes.loss_plots import BLOWN, GOOD, LOOK, RESULTS, STORED, A, B, C, D, after, plot


def column(name: str, which: str) -> list[float]:
    """Return a column of a stored curve, read without gdmath."""
    path = Path(__file__).parents[2] / "gdmath" / "data" / f"moons_{STORED[name]}.csv"
    with path.open() as file:
        return [float(row[which]) for row in csv.DictReader(file)]


def walked(steps: int) -> list[float]:
    """Return the losses of x^2 + 2 y^2 from (5, 5) at the rate 0.1, step by step."""
    x = y = 5.0
    losses = []
    for _ in range(steps + 1):
        losses.append(x * x + 2 * y * y)
        x, y = x - 0.1 * 2 * x, y - 0.1 * 4 * y
    return losses


@pytest.fixture
def _studio() -> Any:
    with studio(LOOK):
        yield


drawn = pytest.mark.usefixtures("_studio")


@pytest.mark.parametrize("to", [1, 3, 4, 10])
def test_a_step_keeps_the_time_and_the_pace_of_the_other_plot(to: int) -> None:
    stage = plot(Params(of=GOOD))
    other = TrajectoryPlot(PlotParams(steps=10, run=GOOD), REGIONS["right"], LOOK, RESULTS)
    theirs = plot_actions.Step(to)
    assert Step(to).length(stage.initial(), stage) == theirs.length(other.initial(), other)
    for alpha in np.linspace(0, 1, 37):
        k = Step(to).at(stage.initial(), alpha, stage).curves[0].k
        assert k == pytest.approx(theirs.at(other.initial(), alpha, other).k[0], abs=1e-12)


@pytest.mark.parametrize("bend", [0.0, 1.0])
@drawn
def test_the_head_stands_at_the_loss(bend: float) -> None:
    stage = plot(Params(of=GOOD, window=(0, 100), log_window=(0.1, 100)))
    plane, losses = stage.drawing.sheet.plane, walked(10)
    for k in range(11):
        state = replace(after(stage, Step(k)), log=bend) if k else stage.initial()
        state = replace(state, log=bend)
        head = stage.draw(state)["train 0"].submobjects[-1].submobjects[-1]
        x, y, _ = head.get_center()
        share = (log10(losses[k]) + 1) / 3 if bend else losses[k] / 100
        assert x == pytest.approx(plane.left + k / 10 * plane.width, abs=1e-6)
        assert y == pytest.approx(plane.bottom + share * plane.height, abs=1e-6)


def test_curves_come_and_go() -> None:
    stage = plot(Params(curves=(Series(A), Series(B, hidden=True))))
    assert [shown.seen for shown in stage.initial().curves] == [1, 0]
    state = after(stage, Start(B, 7), Draw((B,)), Clear(A))
    assert [(shown.k, shown.seen) for shown in state.curves] == [(0, 0), (60, 1)]
    assert Start(B, 70).at(state, 1.0, stage).curves[1].k == 60
    assert after(stage, Draw()).curves[1].seen == 0
    back = Back(2).at(after(stage, Step(60)), 1.0, stage)
    assert (back.curves[0].k, back.curves[1].k) == (2, 0)


def test_names_and_light() -> None:
    stage = plot(Params(curves=(Series(A), Series(B)), named=False))
    assert [shown.named for shown in after(stage, Name((B,))).curves] == [0, 1]
    assert [shown.named for shown in after(stage, Name(), Unname((A,))).curves] == [0, 1]
    state = after(stage, Highlight((B,)))
    assert [shown.lit for shown in state.curves] == [0, 1]
    assert Unhighlight().at(state, 1.0, stage) == stage.initial()


def test_what_is_put_up_can_be_taken_away() -> None:
    stage = plot(Params(of=D, window=(0, 1)))
    state = rest = after(stage, Draw())
    for put, take in (
        (PutMark(3, Text("here")), Unmark(3)),
        (PutLevel(0.3), Unlevel(0.3)),
        (Chance(), Unlevel()),
        (Show("plateau"), Hide("plateau")),
        (Show("best"), Hide()),
    ):
        state = put.at(state, 1.0, stage)
        with pytest.raises(Mistake, match="there already"):
            stage.check(put, state)
        stage.check(take, state)
        state = take.at(state, 1.0, stage)
        assert state == rest
    assert Pulse(0).at(state, 1.0, stage) == state


@drawn
def test_a_label_keeps_its_place_when_an_earlier_one_goes() -> None:
    stage = plot(Params(of=D))
    state = after(stage, Draw(), PutMark(100, Text("one")), PutMark(110, Text("two")))
    there = stage.draw(state)["words 1"]
    assert there is stage.draw(Unmark(100).at(state, 1.0, stage))["words 1"]
    assert after(stage, Draw()) == Unmark().at(state, 1.0, stage)


def test_features_say_what_the_data_say() -> None:
    from scenes.loss_curve.state import Feature

    stage = plot(Params(curves=(Series(A), Series(B), Series(C, validation="shown"), Series(D))))
    figures = stage.drawing.pen(stage.initial().dials).figures
    a, d, judged = column("a", "train"), column("d", "train"), column("c", "validation")
    rising = sum(y > 1.05 * x for x, y in pairwise(a)) / 60
    factor = (d[300] / d[200]) ** (1 / 100)
    expected = {
        ("peak", 0, (0, 0)): f"×{max(a) / a[0]:.1f}",
        ("rising", 0, (0, 0)): f"rises in {100 * rising:.0f} % of epochs",
        ("gap", 2, (0, 0)): f"+{100 * (judged[-1] / min(judged) - 1):.0f} %",
        ("best", 2, (0, 0)): f"best: epoch {judged.index(min(judged))}",
        ("plateau", 3, (0, 0)): "flat for 174 epochs",
        ("slope", 3, (200, 300)): f"×{factor:.3g} per epoch",
    }
    for (what, i, span), says in expected.items():
        assert figures.says(Feature(what, i, span, Text(""))) == says  # type: ignore[arg-type]
    late = figures.says(Feature("falling", 1, (0, 0), Text("")))
    assert late == "still falling: pace 0.65"
    assert figures.says(Feature("peak", 0, (0, 0), Text("my words"))) == "my words"
    assert Chance(10).level.text == "guessing: $ln 10 = 2.303$"


@drawn
def test_the_bracket_of_a_peak_spans_it() -> None:
    stage = plot(Params(of=A, window=(0, 10)))
    bracket = stage.draw(after(stage, Draw(), Show("peak")))["figure 0"].submobjects[1]
    plane, a = stage.drawing.sheet.plane, column("a", "train")
    assert bracket.get_bottom()[1] == pytest.approx(plane.bottom + a[0] / 10 * plane.height)
    assert bracket.get_top()[1] == pytest.approx(plane.bottom + max(a) / 10 * plane.height)


@drawn
@pytest.mark.parametrize(("run", "over"), [(GOOD, True), (BLOWN, False)])
def test_what_a_slope_says_stands_at_its_level_leg_off_the_line(run: Any, over: bool) -> None:
    stage = plot(Params(of=run, steps=10, scale="log"), REGIONS["left-wide"])
    state = after(stage, Draw(), Show("slope", from_=3, to=6, text=Text("a tenth")))
    drawn, sheet = stage.draw(state), stage.drawing.sheet
    start, words = sheet.at(3, stage.losses.curves[0].train[3], 1.0), drawn["words 0"]
    gap = words.get_bottom()[1] - start[1] if over else start[1] - words.get_top()[1]
    assert 0 < gap < 0.3
    assert words.get_left()[0] > start[0]


@drawn
def test_where_there_is_no_number_the_line_breaks_and_says_why() -> None:
    curve = LossCurve([1.0, 2.0, np.inf, 3.0, np.nan, -np.inf, 2.0, 1.0, 1.5, 1.0])
    stage = plot(Params(of=A, window=(0, 4)), results={"a": curve})
    assert stage.losses.lines[0, "train"].lost == ((2, "inf"), (4, "NaN"), (5, "−inf"))
    plane = stage.drawing.sheet.plane
    line, *rest = stage.draw(after(stage, Draw()))["train 0"].submobjects
    wide = plane.width / 9
    starts = np.unique(np.round((line.points[::4, 0] - plane.left) / wide, 6))
    assert [x for x in starts if x < 9] == [0, 6, 7, 8]
    alone, _, *crosses = rest
    assert alone.get_center()[0] == pytest.approx(plane.left + 3 * wide)
    assert alone.get_center()[1] == pytest.approx(plane.bottom + 0.75 * plane.height)
    for cross, k in zip(crosses, (2, 4, 5), strict=True):
        assert cross.submobjects[0].get_center()[0] == pytest.approx(plane.left + k * wide)
    for k, parts in ((1, ["line", "head"]), (2, ["line", "cross"])):
        shown = stage.draw(Step(k).at(stage.initial(), 1.0, stage))["train 0"]
        assert len(shown.submobjects) == len(parts)


@drawn
def test_a_run_that_blows_up_is_drawn_to_its_last_number() -> None:
    stage = plot(Params(of=BLOWN))
    losses = RESULTS["blown"].f
    assert stage.losses.lines[0, "train"].lost[0] == (int(np.isinf(losses).argmax()), "inf")
    for bend in (0.0, 0.5, 1.0):
        stage.draw(replace(after(stage, Draw()), log=bend))


@drawn
def test_heads_beyond_an_edge_are_triangles_on_it() -> None:
    stage = plot(Params(of=GOOD, window=(10, 50), log_window=(10, 50)))
    plane = stage.drawing.sheet.plane
    for k, edge in ((0, plane.top), (10, plane.bottom)):
        state = Step(k).at(stage.initial(), 1.0, stage) if k else stage.initial()
        head = stage.draw(state)["train 0"].submobjects[-1]
        assert len(head.submobjects) == 1
        assert head.get_bottom()[1] < edge < head.get_top()[1]


def test_a_long_curve_keeps_every_peak() -> None:
    k = np.arange(100_001)
    losses = 2 + np.sin(k * 0.7) + 5.0 * (k % 9973 == 5000)
    stage = plot(Params(of=A), results={"a": LossCurve(losses)})
    line = stage.losses.lines[0, "train"]
    assert len(line.kept) <= 4 * 1600
    assert (np.diff(line.kept) > 0).all()
    assert set(np.flatnonzero(losses > 5)) <= set(line.kept)
    for part in np.array_split(k, 400):
        kept = line.kept[(part[0] <= line.kept) & (line.kept <= part[-1])]
        assert losses[kept].max() >= losses[part[63:-63]].max()
        assert losses[kept].min() <= losses[part[63:-63]].min()


def test_the_log_scale_shows_what_is_above_zero() -> None:
    zero = plot(Params(of=A), results={"a": LossCurve([75.0, 1e-3, 1e-200, 0.0])})
    assert zero.losses.up.log == pytest.approx((5e-11, 100))
    huge = plot(Params(of=A), results={"a": LossCurve([75.0, 1e30])})
    assert huge.losses.up.log == pytest.approx((50, 1e30))
    nothing = plot(Params(of=A), results={"a": LossCurve([0.0, 0.0])})
    with pytest.raises(Mistake, match="above zero"):
        nothing.check(ToScale("log"), nothing.initial())


@drawn
def test_what_holds_still_is_drawn_once() -> None:
    stage = plot(Params(curves=(Series(A), Series(B))))
    state = after(stage, Draw((A,)))
    one = stage.draw(Step(60, B).at(state, 0.31, stage))
    other = stage.draw(Step(60, B).at(state, 0.35, stage))
    assert [name for name in one if one[name] is other[name]] == [
        "axes",
        "scale",
        "train 0",
        "label (0, 'train')",
    ]


@drawn
def test_a_head_stays_where_its_line_has_left_the_plot() -> None:
    stage = plot(Params(of=GOOD, scale="log", log_window=(3, 100)))
    losses, plane = walked(10), stage.drawing.sheet.plane
    k = next(k for k in range(10) if losses[k + 1] < 3)
    inside = (log10(losses[k]) - log10(3)) / (log10(losses[k]) - log10(losses[k + 1]))
    left = plane.left + (k + inside) / 10 * plane.width
    for step in (k + 1, 10):
        head = stage.draw(after(stage, Step(step)))["train 0"].submobjects[-1]
        assert head.get_center()[:2] == pytest.approx([left, plane.bottom], abs=0.03)


@pytest.mark.parametrize("scale", ["linear", "log"])
@drawn
def test_a_ratio_reaches_from_one_loss_to_the_other_and_says_how_many_times(scale: str) -> None:
    stage = plot(
        Params(of=GOOD, scale=scale, window=(0, 100), log_window=(0.1, 1000))  # type: ignore[arg-type]
    )
    state = after(stage, Draw(), PutRatio(1, 20, 5))
    plane, shown = stage.drawing.sheet.plane, stage.draw(state)["figure 0"]
    shares = (0.01, 0.2) if scale == "linear" else (1 / 4, (log10(20) + 1) / 4)
    heights = [plane.bottom + share * plane.height for share in shares]
    assert [shown.get_bottom()[1], shown.get_top()[1]] == pytest.approx(heights, abs=1e-6)
    assert shown.get_center()[0] == pytest.approx(plane.left + plane.width / 2, abs=1e-6)
    figures = stage.drawing.pen(state.dials).figures
    assert [figures.says(note.of) for note in state.notes] == ["×20"]
    assert after(stage, Draw(), PutRatio(1, 20, 5), Unratio()) == after(stage, Draw())


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (PutRatio(2, 1, 5), "a ratio is of a loss above zero and a larger one"),
        (PutRatio(0, 1, 5), "a ratio is of a loss above zero and a larger one"),
        (PutRatio(1, 2, 11), "the plot goes from step 0 to 10"),
        (PutRatio(1, 2000, 5), "2000 is outside the plot's window"),
        (Unratio(), "there is no ratio to take away"),
    ],
)
def test_ratios_that_make_no_sense_are_mistakes(action: Any, says: str) -> None:
    stage = plot(Params(of=GOOD, window=(0, 100)))
    with pytest.raises(Mistake, match=says):
        stage.check(action, stage.initial())
