from __future__ import annotations

from math import inf, log10
from typing import Any

import numpy as np
import pytest

from gdmath import GD, KappaSweep, RateSweep, Rosenbrock, Run, StepDecay, bowl
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.claims import Claim, Stroke
from scenes.look import Look, Palette
from scenes.places import Needed
from scenes.plots.emphasis import Unhighlight
from scenes.stage import Mistake
from scenes.sweep import Params, SweepPlot
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
from scenes.sweep.claims import claims
from scenes.sweep.state import Curve, State
from script.results import SweepName
from script.typed import RunName, Text

LOOK = Look(320, 180, 30, ())
U, K = SweepName("u"), SweepName("k")
GOOD, BIG, FADING = RunName("good"), RunName("big"), RunName("fading")
TEN = Run(bowl(), GD(0.1), (5.0, 5.0), 10)
LRS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.49, 0.5, 0.6)
RESULTS = {
    "good": TEN.solve(),
    "big": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "fading": Run(bowl(), GD(StepDecay(0.1, 2)), (5.0, 5.0), 10).solve(),
    "u": RateSweep(TEN, LRS, 0.01).solve(),
    "k": KappaSweep((2.0, 100.0)).solve(),
}
WINDOW = Params(of=U, across=(0.001, 1), window=(1, 1000))


def counted(lr: float) -> float:
    """Return the steps to 1 % of x^2 + 2 y^2 from (5, 5), by walking."""
    x = y = 5.0
    for k in range(3000):
        if x * x + 2 * y * y <= 0.75:
            return k
        x, y = x - lr * 2 * x, y - lr * 4 * y
        if abs(y) > 1e6:
            return inf
    return inf


def plot(params: Params = WINDOW, results: Any = RESULTS) -> SweepPlot:
    return SweepPlot(params, REGIONS["full"], LOOK, results)


def after(stage: SweepPlot, *actions: Any) -> State:
    state = stage.initial()
    for action in actions:
        stage.check(action, state)
        state = action.at(state, 1.0, stage)
    return state


@pytest.fixture
def _studio() -> Any:
    with studio(LOOK):
        yield


drawn = pytest.mark.usefixtures("_studio")


def spot(stage: SweepPlot, lr: float, steps: float) -> tuple[float, float]:
    """Return where a point of the log-log plot must stand."""
    plane = stage.drawing.sheet.plane
    return (
        plane.left + (log10(lr) + 3) / 3 * plane.width,
        plane.bottom + log10(steps) / 3 * plane.height,
    )


@drawn
def test_the_curve_goes_through_what_walking_counts() -> None:
    stage = plot()
    line = stage.draw(after(stage, Draw()))["curve 0"].submobjects[0]
    corners = np.concatenate([line.points[::4, :2], line.points[-1:, :2]])
    expected = [spot(stage, lr, counted(lr)) for lr in LRS if counted(lr) < inf]
    assert len(expected) == 9
    np.testing.assert_allclose(corners, expected, atol=1e-6)


@drawn
def test_a_curve_is_drawn_from_left_to_right_and_to_a_value() -> None:
    stage = plot()
    x = [
        stage.draw(Draw(to=0.1).at(stage.initial(), alpha, stage))["curve 0"].get_right()[0]
        for alpha in (0.2, 0.5, 1.0)
    ]
    assert x == sorted(x)
    head = stage.draw(after(stage, Draw(to=0.1)))["curve 0"].submobjects[1]
    np.testing.assert_allclose(head.get_center()[:2], spot(stage, 0.1, 8), atol=1e-6)
    assert "curve 0" not in stage.draw(stage.initial())


@drawn
@pytest.mark.parametrize(
    ("across", "inside"), [((0.02, 1.0), (0.05, 0.6)), ((0.03, 0.3), (0.05, 0.3))]
)
def test_a_curve_ends_at_the_edges_of_a_window_across(
    across: tuple[float, float], inside: tuple[float, float]
) -> None:
    stage = plot(Params(of=U, across=across, window=(1, 1000)))
    plane = stage.drawing.sheet.plane
    for share in (0.4, 1.0):
        line = stage.draw(Draw().at(stage.initial(), share, stage))["curve 0"].submobjects[0]
        assert plane.left - 1e-6 <= line.get_left()[0] < line.get_right()[0] <= plane.right + 1e-6
    (x, y), low, high = line.points[0, :2], *np.log10([counted(0.01), counted(0.05)])
    assert x == pytest.approx(plane.left), "the line comes in where it crosses the edge"
    share = log10(across[0] / 0.01) / log10(5)
    assert y == pytest.approx(plane.bottom + (low + share * (high - low)) / 3 * plane.height)
    named = [claim for claim in stage_claims(stage) if isinstance(claim, Stroke)]
    values = [place.value for claim in named for place in claim.places if isinstance(place, Needed)]
    assert (min(values), max(values)) == inside


def stage_claims(stage: SweepPlot) -> list[Claim]:
    return list(claims(stage, after(stage, Draw()), LOOK))


@drawn
def test_a_curve_with_one_value_in_sight_is_there_at_once() -> None:
    stage = plot(Params(of=U, across=(LRS[-1], 1.0), window=(1, 1000)))
    assert stage.drawing.share(0, LRS[-1]) == 1.0
    assert "curve 0" in stage.draw(after(stage, Draw()))


def test_a_window_across_without_any_value_is_refused() -> None:
    with pytest.raises(Mistake, match="u has no value in the plot's window: widen across"):
        plot(Params(of=U, across=(2.0, 3.0)))


@drawn
def test_at_its_end_a_curve_has_no_head() -> None:
    stage = plot()
    half, whole = (Draw().at(stage.initial(), alpha, stage) for alpha in (0.5, 1.0))
    assert [len(stage.draw(state)["curve 0"]) for state in (half, whole)] == [2, 1]


@drawn
def test_a_dot_has_the_colour_it_is_given_or_that_of_its_curve() -> None:
    stage, palette = plot(), Palette()
    marks = PutMark(GOOD, color="1"), PutMark(BIG, color="5"), PutMark(at_=0.2)
    pictures = stage.draw(after(stage, Draw(), *marks))
    colors = [pictures[f"figure {i}"][0].get_fill_color().to_hex().upper() for i in range(3)]
    assert colors == [palette.runs[0], palette.runs[4], palette.step]


@drawn
def test_dots_of_runs_stand_on_the_curve_and_those_that_never_arrive_at_the_top() -> None:
    stage = plot()
    state = after(stage, Draw(), PutMark(GOOD, text=Text("good")), PutMark(BIG, text=Text("big")))
    pictures = stage.draw(state)
    for i, (lr, steps) in enumerate([(0.1, 8), (0.6, 1000)]):
        x, y = spot(stage, lr, steps)
        dot = pictures[f"figure {i}"]
        assert dot.get_center()[0] == pytest.approx(x, abs=1e-6)
        assert dot.get_bottom()[1] < y < dot.get_top()[1]


@drawn
def test_the_wall_and_the_best_stand_where_theory_says() -> None:
    stage = plot()
    pictures = stage.draw(after(stage, Draw(), Show("wall"), Show("best"), Show("fewest")))
    for i, lr in enumerate((0.5, 1 / 3)):
        assert pictures[f"figure {i}"].get_center()[0] == pytest.approx(spot(stage, lr, 1)[0])
    x, y = spot(stage, 0.3, 2)
    np.testing.assert_allclose(pictures["figure 2"].get_center()[:2], (x, y), atol=1e-6)
    figures = stage.drawing._figures
    said = [figures.says(note.of) for note in after(stage, Show("wall"), Show("fewest")).notes]
    assert said == ["wall: 0.5", "2 steps at 0.3"]


def test_what_is_put_up_can_be_taken_away() -> None:
    stage = plot()
    state = rest = after(stage, Draw())
    for put, take in (
        (Show("wall"), Hide("wall")),
        (Show("never"), Hide()),
        (PutMark(GOOD, text=Text("x")), Unmark(GOOD)),
        (PutMark(at_=0.2, text=Text("x")), Unmark(at_=0.2)),
    ):
        state = put.at(state, 1.0, stage)
        with pytest.raises(Mistake, match="already"):
            stage.check(put, state)
        stage.check(take, state)
        state = take.at(state, 1.0, stage)
        assert state == rest
    assert Pulse(GOOD).at(state, 1.0, stage) == state
    assert Pulse(GOOD).at(state, 0.5, stage).rings[0].at == 0.1


def test_curves_come_go_and_stand_out() -> None:
    stage = plot(Params(curves=(Curve(U), Curve(U, Text("again"), drawn=True))))
    assert [shown.drawn for shown in stage.initial().curves] == [0, 1]
    assert [shown.seen for shown in after(stage, Clear()).curves] == [0, 0]
    redrawn = after(stage, Clear(), Draw((U,)))
    assert [(shown.drawn, shown.seen) for shown in redrawn.curves] == [(1, 1), (1, 1)]
    state = after(stage, Highlight((U,)))
    assert Unhighlight().at(state, 1.0, stage) == stage.initial()


@drawn
def test_kappa_of_one_takes_no_steps_and_draws() -> None:
    results = {"k": KappaSweep((1.0, 100.0)).solve()}
    for axes in ("log", "linear"):
        stage = plot(Params(of=K, axes=axes), results)  # type: ignore[arg-type]
        assert "curve 0" in stage.draw(after(stage, Draw()))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (Params(), "nothing to draw"),
        (Params(curves=(Curve(U), Curve(K))), "cannot share a plot"),
        (Params(of=U, across=(1, 1)), "across: its first number"),
        (Params(of=U, window=(0, 10)), "window: a logarithmic axis has no zero"),
    ],
)
def test_params_that_make_no_sense(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        plot(params)


def test_a_sweep_that_never_arrives_has_no_picture() -> None:
    with pytest.raises(Mistake, match="ever arrives"):
        plot(Params(of=U), {"u": RateSweep(TEN, (0.6,), 0.01).solve()})


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (PutMark(text=Text("x")), "either run or at"),
        (PutMark(GOOD, 0.1, Text("x")), "either run or at"),
        (PutMark(at_=0.15, text=Text("x")), r"u has no value 0.15: write also: \[0.15\]"),
        (PutMark(FADING, text=Text("x")), "lr of this run changes"),
        (Draw((K,)), "k is not on this plot"),
        (Highlight(()), "name the curve"),
        (Hide("wall"), "no wall to take away"),
        (Unmark(GOOD), "no mark at 0.1"),
    ],
)
def test_mistakes(action: Any, message: str) -> None:
    stage = plot()
    with pytest.raises(Mistake, match=message):
        stage.check(action, stage.initial())


def test_what_theory_does_not_know_or_the_window_does_not_hold() -> None:
    run = Run(Rosenbrock(), GD(0.001), (-1.2, 1.0), 500)
    unknown = plot(Params(of=U), {"u": RateSweep(run, (0.001, 0.0015), 0.5).solve()})
    for what in ("wall", "never", "best"):
        with pytest.raises(Mistake, match="that theory knows"):
            unknown.check(Show(what), unknown.initial())  # type: ignore[arg-type]
    narrow = plot(Params(of=U, across=(0.001, 0.4)))
    with pytest.raises(Mistake, match="widen across"):
        narrow.check(Show("wall"), narrow.initial())
