from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.precision import Precision
from gdmath.run import Run, Trajectory
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.look import Look
from scenes.plots.said import Scale
from scenes.plots.scale import ToScale
from scenes.stage import Mistake
from scenes.trajectory_plot import Params, TrajectoryPlot
from scenes.trajectory_plot.actions import Back, Clear, Pulse, Start, Step
from scenes.trajectory_plot.notes import Halve, PutLevel, PutMark, Unhalve, Unlevel, Unmark
from scenes.trajectory_plot.state import Series, State
from script.typed import RunName, Text

LOOK = Look(320, 180, 30, ())
GOOD, SPIT = RunName("good"), RunName("spit")
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
}


def plot(params: Params, runs: dict[str, Trajectory] = RUNS) -> TrajectoryPlot:
    return TrajectoryPlot(params, REGIONS["right"], LOOK, runs)


def loss() -> TrajectoryPlot:
    return plot(Params(steps=10, run=GOOD, quantity="f"))


def both() -> TrajectoryPlot:
    return plot(Params(steps=10, series=(Series(GOOD, "x"), Series(GOOD, "y"))))


def two_runs() -> TrajectoryPlot:
    return plot(Params(steps=10, series=(Series(GOOD), Series(SPIT, hidden=True))))


@pytest.mark.parametrize("to", [1, 3, 4, 5, 10])
def test_dots_arrive_evenly(to: int) -> None:
    stage = loss()
    reached = [Step(to).at(stage.initial(), i / to, stage).k[0] for i in range(to + 1)]
    assert reached == list(range(to + 1))


@pytest.mark.parametrize("to", [3, 10])
def test_a_step_never_goes_back(to: int) -> None:
    stage = loss()
    reached = [Step(to).at(stage.initial(), a, stage).k[0] for a in np.linspace(0, 1, 301)]
    assert min(np.diff(reached)) >= 0


def test_step_takes_its_length_from_the_steps_left() -> None:
    stage = loss()
    state = Step(8).at(stage.initial(), 1.0, stage)
    assert Step(10).length(state, stage) == pytest.approx(1.8)
    assert Step(10).length(stage.initial(), stage) == pytest.approx(9 / 2.5**0.5)


def test_step_leaves_hidden_and_unknown_runs_alone() -> None:
    stage = two_runs()
    assert Step(4).at(stage.initial(), 1.0, stage).k == (4.0, 0.0)
    assert Step(4, RunName("other")).at(stage.initial(), 0.5, stage) == stage.initial()


def test_start_shows_a_hidden_run_and_clear_takes_it_away() -> None:
    stage = two_runs()
    started = Start(SPIT, 2).at(stage.initial(), 1.0, stage)
    assert (started.k, started.seen) == ((0.0, 2.0), (1.0, 1.0))
    assert Clear(SPIT).at(started, 1.0, stage).seen == (1.0, 0.0)


def test_start_moves_a_run_that_is_there_without_a_jump() -> None:
    stage = loss()
    assert Start(GOOD, 4).at(stage.initial(), 0.0, stage) == stage.initial()
    assert Start(GOOD, 4).at(stage.initial(), 1.0, stage).k == (4.0,)


def test_a_run_that_ended_stops_where_it_ended() -> None:
    blown = Run(bowl(), GD(0.6), (5.0, 5.0), 3000).solve()
    stage = plot(Params(steps=3000, run=SPIT, window=(0, 100)), {"spit": blown})
    assert blown.steps < 3000
    stage.check(Step(3000), stage.initial())
    assert Step(3000).at(stage.initial(), 1.0, stage).k == (float(blown.steps),)


def test_back_returns_exactly() -> None:
    stage = loss()
    state = Step(10).at(stage.initial(), 1.0, stage)
    assert Back(2).at(state, 1.0, stage).k == (2.0,)
    assert 2 < Back(2).at(state, 0.5, stage).k[0] < 10


def test_what_is_put_up_can_be_taken_away() -> None:
    stage = both()
    state = rest = Step(10).at(stage.initial(), 1.0, stage)
    for put, take in (
        (Halve("y"), Unhalve("y")),
        (PutMark(3, Text("here")), Unmark(3)),
        (PutLevel(1.0, Text("one")), Unlevel(1.0)),
    ):
        stage.check(put, state)
        state = put.at(state, 1.0, stage)
        assert state != rest
        with pytest.raises(Mistake, match="already"):
            stage.check(put, state)
        stage.check(take, state)
        state = take.at(state, 1.0, stage)
        assert state == rest


def test_a_pulse_leaves_no_trace() -> None:
    stage = loss()
    state = stage.initial()
    assert Pulse(0).at(state, 0.0, stage) == Pulse(0).at(state, 1.0, stage) == state
    assert Pulse(0).at(state, 0.5, stage).rings[0].progress == 0.5


def test_scale_arrives_exactly() -> None:
    stage = loss()
    log = ToScale("log").at(stage.initial(), 1.0, stage)
    assert log.log == 1.0
    assert ToScale("linear").at(log, 1.0, stage).log == 0.0


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (Params(steps=10), "nothing to plot"),
        (Params(steps=0, run=GOOD), "steps must be 1 or more"),
        (Params(steps=10, run=SPIT, quantity="x", scale="log"), "above zero"),
        (Params(steps=10, run=GOOD, window=(3, 3)), "window"),
        (Params(steps=10, run=GOOD, log_window=(0, 3)), "no zero"),
    ],
)
def test_params_that_make_no_sense(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        plot(params)


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (Step(12), "the run has 10 steps, 12 is past its end"),
        (Step(-1), "counted from 0"),
        (Halve("x", times=4), "4 halvings of x take 12.43 steps, the plot ends at 10"),
        (PutMark(5, Text("early")), "dot 5 is not shown yet"),
        (PutMark(5, Text("who"), series=2), "counted from 0 to 1"),
        (PutLevel(9.0), "9 is outside"),
        (Unmark(1), "no mark"),
        (Unlevel(2.0), "no level"),
        (Unhalve("x"), "no halving"),
    ],
)
def test_mistakes(action: object, message: str) -> None:
    stage = both()
    with pytest.raises(Mistake, match=message):
        stage.check(action, stage.initial())


def test_no_halving_for_what_does_not_halve() -> None:
    stage = plot(Params(steps=10, run=SPIT, quantity="x"))
    with pytest.raises(Mistake, match=r"the factor is -0\.2"):
        stage.check(Halve("x"), stage.initial())
    with pytest.raises(Mistake, match="y is not on the plot"):
        stage.check(Halve("y"), stage.initial())


def test_the_halving_curve_goes_through_the_dots_and_halves() -> None:
    curves = both().curves
    for i in range(2):
        np.testing.assert_allclose(curves.decay(i, np.arange(11)), curves.values[i], rtol=1e-12)
        halves = curves.decay(i, curves.half_life(i) * np.arange(4))
        np.testing.assert_allclose(halves, [5, 2.5, 1.25, 0.625], rtol=1e-12)


@pytest.mark.render
@pytest.mark.parametrize("bend", [0.0, 1.0])
def test_the_head_stands_at_the_runs_value(bend: float) -> None:
    with studio(LOOK):
        stage = loss()
        plane = stage.sheet.plane
        for k in range(11):
            state = State(k=(float(k),), seen=(1.0,), log=bend)
            head = stage.draw(state)["head 0"].submobjects[-1]
            x, y, _ = head.get_center()
            assert x == pytest.approx(plane.left + k / 10 * plane.width)
            f, top = RUNS["good"].f[k], 75 * 1.08
            share = (np.log10(f) + 1) / 3 if bend else f / top
            assert y == pytest.approx(plane.bottom + share * plane.height)


@pytest.mark.render
def test_the_half_life_is_the_trajectorys(monkeypatch: pytest.MonkeyPatch) -> None:
    from scenes import typeset

    said: list[str] = []
    text = typeset.text

    def noted(markup: str, *args: object, **kwargs: object) -> object:
        said.append(markup.replace("\\ ", ""))
        return text(markup, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(typeset, "text", noted)
    with studio(LOOK):
        stage = both()
        state = Step(10).at(stage.initial(), 1.0, stage)
        for of in ("x", "y"):
            stage.draw(Halve(of).at(state, 1.0, stage))
    assert {"halves every 3.11 steps", "halves every 1.36 steps"} <= set(said)
    np.testing.assert_allclose(RUNS["good"].half_life, [3.106, 1.357], atol=5e-4)


@pytest.mark.render
def test_a_halving_is_drawn_over_a_marked_dot_without_the_curve_hiding_it() -> None:
    with studio(LOOK):
        stage = both()
        state = Halve("x").at(Step(10).at(stage.initial(), 1.0, stage), 1.0, stage)
        names = list(stage.draw(PutMark(3, Text("here")).at(state, 1.0, stage)))
    assert names[:2] == ["axes", "scale"]
    assert names.index("halving 0") < names.index("dots 0") < names.index("mark 0 3")


@pytest.mark.render
def test_a_run_over_the_top_is_marked_at_the_top() -> None:
    with studio(LOOK):
        stage = plot(Params(steps=10, run=SPIT, window=(0, 200)))
        drawn = stage.draw(Step(5).at(stage.initial(), 1.0, stage))
        marker = drawn["head 0"].submobjects[-1]
        assert marker.get_bottom()[1] < stage.sheet.plane.top < marker.get_top()[1]
        assert drawn["dots 0"].get_top()[1] <= stage.sheet.plane.top + 1e-9


@pytest.mark.render
@pytest.mark.parametrize(
    ("scale", "more"),
    [("linear", {"window": (30, 100)}), ("log", {"log_window": (30.0, 100.0)})],
)
def test_a_run_under_the_foot_is_marked_at_the_foot(scale: Scale, more: dict[str, Any]) -> None:
    with studio(LOOK):
        stage = plot(Params(steps=10, run=GOOD, scale=scale, **more))
        for k in (1.5, 5.0):
            drawn = stage.draw(replace(stage.initial(), k=(k,)))
            plane, marker = stage.sheet.plane, drawn["head 0"].submobjects[-1]
            assert marker.get_bottom()[1] < plane.bottom < marker.get_top()[1]
            assert marker.get_bottom()[0] == pytest.approx(plane.left + k / 10 * plane.width)


@pytest.mark.render
@pytest.mark.parametrize("k", [127.0, 127.5, 128.0])
def test_a_run_at_infinity_is_marked_at_the_top(k: float) -> None:
    """In float32 the loss of this run, 50 * 1.96^k, is beyond 2^128 from step 127 on."""
    single = Run(bowl(), GD(0.6), (5.0, 5.0), 130, Precision.FLOAT32).solve()
    params = Params(steps=130, run=SPIT, scale="log", log_window=(1.0, 1e40))
    with studio(LOOK):
        stage = plot(params, {"spit": single})
        last = stage.draw(replace(stage.initial(), k=(126.0,)))["head 0"].submobjects[-1]
        head = stage.draw(replace(stage.initial(), k=(k,)))["head 0"].submobjects[-1]
    plane = stage.sheet.plane
    height = np.log10(25 * 0.04**126 + 50 * 1.96**126) / 40
    assert last.get_center()[1] == pytest.approx(plane.bottom + height * plane.height, abs=1e-4)
    assert head.get_bottom()[1] < plane.top < head.get_top()[1]
    assert head.get_center()[0] == pytest.approx(plane.left + k / 130 * plane.width)


@pytest.mark.render
def test_what_holds_still_is_drawn_once() -> None:
    with studio(LOOK):
        stage = both()
        state = stage.initial()
        one = stage.draw(Step(10).at(state, 0.31, stage))
        other = stage.draw(Step(10).at(state, 0.35, stage))
    assert one["axes"] is other["axes"]
    assert one["scale"] is other["scale"]
    assert one["dots 0"] is other["dots 0"]
    assert one["head 0"] is not other["head 0"]


@pytest.mark.render
@pytest.mark.parametrize("region", ["left-wide", "right", "right-narrow", "full"])
@pytest.mark.parametrize("steps", [10, 90, 1100, 100_000])
def test_step_numbers_keep_apart(steps: int, region: str) -> None:
    with studio(LOOK):
        params = Params(steps=steps, run=GOOD, quantity="f")
        stage = TrajectoryPlot(params, REGIONS[region], LOOK, RUNS)
        written = [part for part in stage.sheet.axes() if hasattr(part, "advance")]
        spans = sorted((float(n.get_left()[0]), float(n.get_right()[0])) for n in written)
    assert len(spans) >= 2
    assert all(right + 0.12 < left for (_, right), (left, _) in pairwise(spans))
