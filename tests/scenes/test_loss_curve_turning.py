"""A loss curve whose rate is turned like a dial, against the recursion in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import numpy as np
import pytest

from gdmath import GD, Run, bowl
from gdmath.optimizers import Adam, HeavyBall
from scenes.canvas import studio
from scenes.descent_2d.dial import Rate as TurnMap
from scenes.descent_2d.walk import Start as StartOnMap
from scenes.look import Palette
from scenes.loss_curve import Params
from scenes.loss_curve.actions import Clear, Draw, Start, Step
from scenes.loss_curve.notes import PutLevel, PutMark, Unlevel
from scenes.loss_curve.state import Ghost, Series
from scenes.loss_curve.turning import Rate
from scenes.stage import Mistake
from script.nodes import compose
from script.typed import Context, RunName, Text, read
from tests.scenes.loss_plots import LOOK, RESULTS, A, after, plot
from tests.scenes.maps import after as after_on_map
from tests.scenes.maps import stage as map_stage

GOOD, BALL, ADAM = RunName("good"), RunName("ball"), RunName("adam")
RUNS: dict[str, Any] = {
    **RESULTS,
    "ball": Run(bowl(), HeavyBall(0.1, 0.5), (5.0, 5.0), 10).solve(),
    "adam": Run(bowl(), Adam(0.1), (5.0, 5.0), 10).solve(),
}
WINDOW = (1e-8, 1e5)


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


drawn = pytest.mark.usefixtures("_studio")


def walked(lr: float, steps: int = 10, momentum: float = 0.0) -> list[float]:
    """Return the losses of x^2 + 2 y^2 from (5, 5), step by step."""
    x, y, u, v = 5.0, 5.0, 0.0, 0.0
    losses = []
    for _ in range(steps + 1):
        losses.append(x * x + 2 * y * y)
        u, v = momentum * u + 2 * x, momentum * v + 4 * y
        x, y = x - lr * u, y - lr * v
    return losses


def turning(*ghosts: float, **params: Any) -> Any:
    series = Series(GOOD, ghosts=tuple(map(Ghost, ghosts)), color="1")
    return plot(Params(curves=(series,), scale="log", log_window=WINDOW, **params), results=RUNS)


@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.8, 1.0])
@drawn
def test_the_curve_is_exact_at_every_rate_on_the_way(alpha: float) -> None:
    stage = turning()
    state = Rate(0.45).at(after(stage, Draw()), alpha, stage)
    dial = state.curves[0].dial
    assert dial is not None
    assert 0.1 < dial.lr <= 0.45
    line = stage.draw(state)["train 0"][0].points[:, :2]
    plane = stage.drawing.sheet.plane
    for k, loss in enumerate(walked(dial.lr)):
        share = (log10(loss) + 8) / 13
        at = plane.left + k / 10 * plane.width, plane.bottom + share * plane.height
        assert np.hypot(*(line - at).T).min() < 1e-6


@pytest.mark.parametrize("alpha", [0.0, 0.1, 0.37, 0.9, 1.0])
def test_one_cue_turns_map_and_curve_to_the_same_rate(alpha: float) -> None:
    stage = turning()
    state = Rate(0.6).at(after(stage, Step(10)), alpha, stage)
    on = map_stage(bowl(), (-8, 8, -8, 8), {"good": RUNS["good"]}, rates=(0, 0.65))
    there = TurnMap(0.6).at(after_on_map(on, StartOnMap(GOOD)), alpha, on)
    assert state.curves[0].dial == there.walkers[0].dial
    assert Rate(0.6).length(state, stage) == TurnMap(0.6).length(there, on)


def test_momentum_is_turned_too() -> None:
    stage = plot(Params(of=BALL), results=RUNS)
    state = after(stage, Step(10), Rate(momentum=0.2))
    losses = stage.losses.turned(state.dials).curves[0].train
    assert losses == pytest.approx(walked(0.1, momentum=0.2), rel=1e-9)


@drawn
def test_a_ghost_stays_where_the_curve_has_been() -> None:
    stage = turning(0.1, 0.25, 0.4)
    state = after(stage, Step(10), Rate(0.4))
    assert state.curves[0].ghosts == (1, 1, 0), "the line itself stands at 0.4"
    assert after(stage, Step(10), Rate(0.4), Rate(0.6)).curves[0].ghosts == (1, 1, 1)
    assert after(stage, Step(10), Rate(0.4), Rate(0.2)).curves[0].ghosts == (1, 1, 1)
    parts, plane = stage.draw(state), stage.drawing.sheet.plane
    assert {name for name in parts if name.startswith("ghost")} == {"ghost 0.0", "ghost 0.1"}
    end = parts["ghost 0.1"][0].points[-1]
    share = (log10(walked(0.25)[-1]) + 8) / 13
    assert end[:2] == pytest.approx([plane.right, plane.bottom + share * plane.height], abs=1e-6)


def test_a_ghost_comes_once_its_rate_is_behind() -> None:
    stage = turning(0.25)
    state = after(stage, Step(10))
    seen = [Rate(0.4).at(state, alpha, stage).curves[0].ghosts[0] for alpha in (0, 0.49, 0.53, 1)]
    assert seen[:2] == [0, 0]
    assert 0 < seen[2] < 1
    assert seen[3] == 1
    assert Rate(0.4).at(state, 0.0, stage) == state


@pytest.mark.parametrize(("lr", "warns"), [(0.49, False), (0.5, True), (0.6, True)])
@drawn
def test_at_the_wall_and_beyond_it_warns(lr: float, warns: bool) -> None:
    stage = plot(Params(curves=(Series(GOOD, Text("f"), "1"),)), results=RUNS)
    parts = stage.draw(after(stage, Step(10), Rate(lr)))
    for part in (parts["train 0"][0], parts["label (0, 'train')"][-1]):
        color = part.get_stroke_color() if part.get_stroke_width() else part.get_fill_color()
        assert (color.to_hex().upper() == Palette().warning) is warns


@drawn
def test_a_mark_stands_on_the_curve_that_was_turned() -> None:
    stage = turning()
    state = after(stage, Step(10), Rate(0.5), PutMark(10, Text("50")))
    plane = stage.drawing.sheet.plane
    share = (log10(50) + 8) / 13
    assert stage.draw(state)["figure 0"].get_center()[:2] == pytest.approx(
        [plane.right, plane.bottom + share * plane.height], abs=1e-6
    )


@drawn
def test_a_run_that_leaves_for_infinity_is_drawn_as_far_as_it_has_numbers() -> None:
    run = Run(bowl(), GD(0.1), (5.0, 5.0), 3000).solve()
    series = Series(GOOD, ghosts=(Ghost(0.2),))
    params = Params(curves=(series,), scale="log", log_window=WINDOW)
    stage = plot(params, results={"good": run})
    state = after(stage, Step(3000), Rate(0.6))
    assert stage.losses.turned(state.dials).last(0) < 3000
    line = stage.draw(state)["train 0"][0].points
    assert np.isfinite(line).all()
    assert line[:, 1].max() == pytest.approx(stage.drawing.sheet.plane.top)


def test_ghosts_widen_the_axis_that_is_not_given() -> None:
    plain = plot(Params(of=GOOD, scale="log"), results=RUNS)
    series = Series(GOOD, ghosts=(Ghost(0.6), Ghost(0.3)))
    wide = plot(Params(curves=(series,), scale="log"), results=RUNS)
    assert plain.losses.up.log is not None
    assert wide.losses.up.log is not None
    assert wide.losses.up.log[1] >= walked(0.6)[-1] > plain.losses.up.log[1]
    assert wide.losses.up.log[0] <= walked(0.3)[-1] < plain.losses.up.log[0]


@pytest.mark.parametrize(
    ("params", "before", "action", "says"),
    [
        (Params(of=GOOD), (), Rate(), "say what to turn to"),
        (Params(of=GOOD), (), Rate(0.0), "the rate of good cannot be turned"),
        (Params(of=GOOD), (), Rate(momentum=0.5), "gradient descent has no momentum"),
        (Params(of=ADAM), (), Rate(0.2), "the rate of adam cannot be turned"),
        (Params(of=A), (), Rate(0.2), "no run in sight has a rate to turn"),
        (Params(of=GOOD), (Clear(GOOD),), Rate(0.2), "no run in sight has a rate to turn"),
        (Params(of=GOOD), (), Rate(0.2, run=BALL), "no run in sight has a rate to turn"),
        (Params(of=GOOD), (PutLevel(40),), Rate(0.2), "take them away first"),
    ],
)
def test_turns_that_make_no_sense_are_mistakes(
    params: Params, before: tuple[Any, ...], action: Rate, says: str
) -> None:
    stage = plot(params, results=RUNS)
    state = after(stage, *before)
    with pytest.raises(Mistake, match=says):
        stage.check(action, state)


def test_once_notes_are_taken_away_the_line_turns() -> None:
    stage = turning()
    stage.check(Rate(0.2), after(stage, PutLevel(40), Unlevel()))


@pytest.mark.parametrize(
    ("of", "ghost", "says"),
    [(A, 0.1, "a is no run"), (ADAM, 0.1, "cannot be turned"), (GOOD, -1.0, "cannot be turned")],
)
def test_a_ghost_needs_a_run_that_can_be_turned(of: Any, ghost: float, says: str) -> None:
    with pytest.raises(Mistake, match=says):
        plot(Params(curves=(Series(of, ghosts=(Ghost(ghost),)),)), results=RUNS)


def test_what_is_hidden_waits_and_turns_when_it_is_started() -> None:
    stage = plot(Params(curves=(Series(GOOD, hidden=True), Series(A))), results=RUNS)
    state = after(stage, Start(GOOD), Rate(0.3))
    assert [shown.dial is None for shown in state.curves] == [False, True]


def test_ghosts_are_written_as_plain_rates_or_with_a_label() -> None:
    written = "curves: [{of: good, ghosts: [0.1, {lr: 1/3, label: a third}]}]"
    params = read(compose(written, "s.yaml"), Params, Context(RUNS))
    assert [ghost.says for ghost in params.curves[0].ghosts] == ["0.1", "a third"]
