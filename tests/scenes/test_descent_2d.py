from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.axes import Window
from scenes.box import REGIONS
from scenes.canvas import studio
from scenes.descent_2d import KIND, Params
from scenes.descent_2d.sight import between
from scenes.descent_2d.stage import Descent2D
from scenes.descent_2d.state import State
from scenes.descent_2d.view import AddMark, DrawGuide, EraseGuide, Hide, RemoveMark, Show
from scenes.descent_2d.walk import Back, Clear, Pulse, Start, Step
from scenes.descent_2d.zoom import Zoom
from scenes.look import Look
from scenes.stage import Mistake
from script.typed import RunName, Text

LOOK = Look(320, 180, 30, ())
WINDOW = (-1.0, 6.5, -1.0, 6.5)
GOOD, SPIT, OTHER = RunName("good"), RunName("spit"), RunName("other")
ROUND_BOWL = quadratic(curvatures=(2.0, 2.0))
RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "other": Run(ROUND_BOWL, GD(0.1), (5.0, 5.0), 10).solve(),
}


def stage(window: Window = WINDOW, **more: Any) -> Descent2D:
    return KIND(Params(bowl(), window, **more), REGIONS["left"], LOOK, RUNS)


def after(on: Descent2D, *actions: Any) -> State:
    state = on.initial()
    for action in actions:
        on.check(action, state)
        state = action.at(state, 1.0, on)
    return state


# --- states -----------------------------------------------------------------------------------


def test_start_takes_the_first_free_style() -> None:
    on = stage()
    state = after(on, Start(GOOD), Start(SPIT), Clear(GOOD), Start(GOOD))
    assert {walker.run: walker.style for walker in state.walkers} == {"spit": 1, "good": 0}


@pytest.mark.parametrize("shown", [(), (Show("step"),), (Show("components"),)])
@pytest.mark.parametrize("to", [1, 3, 10])
def test_step_goes_through_every_iterate(shown: tuple[Any, ...], to: int) -> None:
    on = stage()
    state = after(on, Start(GOOD), *shown)
    step = Step(to)
    at = [step.at(state, alpha, on).walkers[0].at for alpha in np.linspace(0, 1, 60 * to + 1)]
    assert at[0] == 0
    assert at[-1] == to
    assert at == sorted(at)
    assert at[::60] == pytest.approx(range(to + 1)), "evenly timed"
    assert step.at(state, 1.0, on).walkers[0] == replace(state.walkers[0], at=float(to))


def test_step_grows_the_arrow_first_when_it_is_hidden() -> None:
    on = stage()
    state = after(on, Start(GOOD))
    early, late = (Step(1).at(state, alpha, on).walkers[0] for alpha in (0.3, 0.7))
    assert early.at == 0
    assert 0 < early.arrow < 1
    assert early.leap == 1
    assert 0 < late.at < 1
    assert late.arrow == 1


def test_many_steps_take_less_time_each() -> None:
    on = stage()
    state = after(on, Start(GOOD))
    lengths = [Step(n).length(state, on) / n for n in (1, 4, 10)]
    assert lengths[0] == lengths[1] > lengths[2]
    assert Step(10).length(state, on) <= 12


def test_step_of_one_run_leaves_the_others() -> None:
    on = stage()
    state = after(on, Start(GOOD), Start(SPIT), Step(3, GOOD))
    assert [walker.at for walker in state.walkers] == [3.0, 0.0]


def test_show_and_hide_for_one_run_and_for_all() -> None:
    on = stage()
    state = after(on, Start(GOOD), Start(SPIT), Show("numbers", GOOD))
    assert (state.opacity("numbers", GOOD), state.opacity("numbers", SPIT)) == (1, 0)
    everywhere = Show("numbers").at(state, 1.0, on)
    assert (everywhere.opacity("numbers", GOOD), everywhere.opacity("numbers", SPIT)) == (1, 1)
    hidden = Hide("numbers", SPIT).at(everywhere, 1.0, on)
    assert (hidden.opacity("numbers", GOOD), hidden.opacity("numbers", SPIT)) == (1, 0)
    assert Show("numbers").at(hidden, 0.5, on).opacity("numbers", SPIT) == pytest.approx(0.5)


def test_gradient_scale_is_round_and_keeps_the_arrow_on_the_map() -> None:
    on = stage()
    state = after(on, Start(GOOD), Show("gradient"))
    assert state.scale == 0.05
    tip = RUNS["good"].x[0] + state.scale * RUNS["good"].grad[0]
    assert tip.tolist() == [5.5, 6.0]
    assert after(on, Start(GOOD), Show("gradient", scale=0.1)).scale == 0.1


def test_pulse_leaves_no_trace() -> None:
    on = stage()
    state = after(on, Start(GOOD))
    assert Pulse().at(state, 0.5, on).rings
    assert Pulse().at(state, 1.0, on) == state


def test_zoom_ends_at_rest_in_the_window_asked_for() -> None:
    on = stage()
    state = after(on, Zoom((-0.2, 1.4, -0.3, 0.6)))
    left, right, bottom, top = state.sight
    assert state.change == 1
    assert left <= -0.2 + 1e-12
    assert right >= 1.4 - 1e-12
    assert bottom < -0.3
    assert top > 0.6
    assert state == replace(on.initial(), before=state.window, window=state.window)


def test_zoom_magnifies_at_a_constant_rate_about_a_fixed_point() -> None:
    old, new = (-1.0, 7.0, -1.0, 7.0), (0.0, 1.0, 0.0, 1.0)
    windows = [between(old, new, alpha) for alpha in (0, 1 / 3, 2 / 3, 1)]
    widths = [right - left for left, right, *_ in windows]
    assert widths == pytest.approx([8, 4, 2, 1])
    fixed = 1 / 7  # -1 + 8 s = s
    assert [(fixed - left) / (right - left) for left, right, *_ in windows] == pytest.approx(
        [fixed] * 4
    )


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), Step(1), "no run is on the map: start one first"),
        ((), Show("step", GOOD), "good is not on the map: start it first"),
        ((), Start(OTHER), "other walks on another objective than this map"),
        ((), Start(GOOD, k=11), "good has 10 steps, k: 11 is past its end"),
        ((Start(GOOD),), Start(GOOD), "good is on the map already: clear it first, or go back"),
        ((Start(GOOD),), Step(12), "good has 10 steps, to: 12 is past its end"),
        ((Start(GOOD), Step(4)), Step(4), "the point stands at 4 already, to: 4 is no step ahead"),
        ((Start(GOOD), Step(4)), Back(5), "no point is past 5: nothing to go back"),
        ((Start(GOOD, k=2),), Back(1), "the path begins at 2, to: 1 is before it"),
        ((Start(GOOD),), Show("step", scale=2), "scale is for the gradient's arrow, not for step"),
        ((Start(GOOD),), Show("gradient", scale=0), "the scale must be above 0, not 0"),
        ((Start(GOOD),), Show("minimum", GOOD), "minimum belongs to the map, not to a run"),
        ((), DrawGuide("power", SPIT), "no power guide for spit: path_exponent is known only"),
        ((), EraseGuide("power"), "no power guide is drawn"),
        ((Start(GOOD),), RemoveMark(GOOD, 3), "good has no mark at 3"),
        ((Start(GOOD),), AddMark(GOOD, -1, Text("")), "k: -1 is before the start of good"),
        ((), Zoom((1, 0, 0, 1)), "a window is left, right, bottom, top, with left < right"),
    ],
)
def test_mistakes(before: tuple[Any, ...], action: Any, message: str) -> None:
    on = stage()
    state = after(on, *before)
    with pytest.raises(Mistake) as mistake:
        on.check(action, state)
    assert str(mistake.value).startswith(message)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (Params(quadratic(curvatures=(1.0, 1.0, 1.0)), WINDOW), "a map needs two parameters"),
        (Params(bowl(), (0, 0, 0, 1)), "a window is left, right, bottom, top"),
        (Params(bowl(), WINDOW, levels=(1, 1)), "the levels must rise"),
    ],
)
def test_params_that_make_no_map(params: Params, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        KIND(params, REGIONS["left"], LOOK, RUNS)


# --- pictures ---------------------------------------------------------------------------------


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def tip(arrow: Any, tail: Any) -> Any:
    points = arrow.points[:, :2]
    return points[np.hypot(*(points - tail).T).argmax()]


@pytest.mark.render
@pytest.mark.usefixtures("_studio")
class TestDrawn:
    @pytest.mark.parametrize("k", [0, 1, 4, 10])
    def test_the_point_stands_on_its_iterate(self, k: int) -> None:
        on = stage()
        state = after(on, Start(GOOD, k=k))
        point = on.draw(state)["good point"]
        at = on.plane(state).to_scene(RUNS["good"].x[k])
        assert point.get_center() == pytest.approx(at, abs=1e-6)

    @pytest.mark.parametrize("k", [0, 3])
    def test_arrows_end_where_the_run_says(self, k: int) -> None:
        on, run = stage(), RUNS["good"]
        state = after(on, Start(GOOD, k=k), Show("gradient"), Show("step"))
        parts, plane = on.draw(state), on.plane(state)
        here = plane.to_scene(run.x[k])[:2]
        step = plane.to_scene(run.x[k] - run.lr * run.grad[k])[:2]
        slope = plane.to_scene(run.x[k] + state.scale * run.grad[k])[:2]
        assert tip(parts["good step"], here) == pytest.approx(step, abs=1e-6)
        assert tip(parts["good gradient"], here) == pytest.approx(slope, abs=1e-6)

    def test_the_trail_goes_through_every_iterate(self) -> None:
        on = stage()
        state = after(on, Start(GOOD), Step(10))
        trail = on.draw(state)["good trail"].points[:, :2]
        for point in on.plane(state).to_scene(RUNS["good"].x)[:, :2]:
            assert np.hypot(*(trail - point).T).min() < 1e-9

    def test_what_is_out_of_sight_is_pointed_at_from_the_edge(self) -> None:
        on = stage()
        state = after(on, Start(SPIT), Step(1))
        box, pointer = on.plane(state).box, on.draw(state)["spit point"]
        assert pointer.get_bottom()[1] == pytest.approx(box.bottom)
        assert pointer.get_top()[1] < box.bottom + 0.5

    def test_the_guide_goes_through_the_iterates(self) -> None:
        on = stage()
        state = after(on, DrawGuide("power", GOOD))
        curve = on.draw(state)["good power"].points[:, :2]
        for point in on.plane(state).to_scene(RUNS["good"].x[:6])[:, :2]:
            assert np.hypot(*(curve - point).T).min() < 0.15  # a gap between two dashes

    def test_labels_of_contours_make_room(self) -> None:
        on = stage()
        bare = {name for name in on.draw(on.initial()) if name.startswith("label")}
        assert {"label 50", "label 20", "label 10"} <= bare
        state = after(on, Start(GOOD), Show("drops"))
        assert "label 50" not in on.draw(state)

    def test_equal_states_are_the_same_objects(self) -> None:
        on = stage()
        state = after(on, Start(GOOD), Step(3))
        stepping = Step(4).at(state, 0.7, on)
        one, other = on.draw(state), on.draw(stepping)
        assert on.draw(replace(state)) is one
        assert one["bands"] is other["bands"]
        assert one["axes"] is other["axes"]
