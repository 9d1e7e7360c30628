"""Turned rates, the legend, and how the actions are written: against recursions in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import bowl, five_dots, ravine
from gdmath.optimizers import GD, Adam, HeavyBall, sgd
from gdmath.run import Run
from scenes.canvas import studio
from scenes.descent_2d.actions import ACTIONS
from scenes.descent_2d.compass import AddCompass, Turn
from scenes.descent_2d.dial import Rate
from scenes.descent_2d.race import RaceSteps
from scenes.descent_2d.state import Lane
from scenes.descent_2d.view import FollowRun, Hide, Show
from scenes.descent_2d.walk import Start, Step
from scenes.dial import Dial
from scenes.look import Palette
from scenes.stage import Mistake
from script.nodes import compose
from script.typed import Context, RunName, Text, read
from tests.scenes.maps import LOOK, after, farthest, said, stage

GOOD, BEST, ADAM, SWARM, BALL = (
    RunName(name) for name in ("good", "best", "adam", "swarm", "ball")
)
BOWL, DOTS, RAVINE = bowl(), five_dots(noise=1), ravine()
RUNS = {
    "good": Run(BOWL, GD(0.1), (5.0, 5.0), 10).solve(),
    "best": Run(BOWL, GD(1 / 3), (5.0, 5.0), 10).solve(),
    "adam": Run(BOWL, Adam(0.1), (5.0, 5.0), 10).solve(),
    "swarm": Run(DOTS, sgd(0.1, seed=3, replacement=True), (0.0, 0.0), 30).solve(),
    "ball": Run(RAVINE, HeavyBall(0.12, 0.8), (8.0, 1.0), 20).solve(),
}
WINDOW = (-8.0, 8.0, -8.0, 8.0)


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


# --- a rate that is turned ----------------------------------------------------------------------


def walked(lr: float, steps: int) -> list[tuple[float, float]]:
    """Return the iterates of x^2 + 2 y^2 from (5, 5)."""
    path = [(5.0, 5.0)]
    for _ in range(steps):
        x, y = path[-1]
        path.append((x - lr * 2 * x, y - lr * 4 * y))
    return path


@pytest.mark.usefixtures("_studio")
class TestDial:
    @pytest.mark.parametrize("alpha", [0.2, 0.5, 0.8, 1.0])
    def test_the_path_is_exact_at_every_rate_on_the_way(self, alpha: float) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = Rate(0.45).at(after(on, Start(GOOD), Step(10)), alpha, on)
        dial = state.walkers[0].dial
        assert dial is not None
        assert 0.1 < dial.lr <= 0.45
        parts, plane = on.draw(state), on.plane(state)
        for point in walked(dial.lr, 10):
            at = plane.to_scene(point)[:2]
            assert np.hypot(*(parts["good trail"].points[:, :2] - at).T).min() < 1e-6
        end = plane.to_scene(walked(dial.lr, 10)[-1])
        assert parts["good point"].get_center() == pytest.approx(end, abs=1e-6)

    def test_a_path_half_way_is_not_half_of_two_paths(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = Rate(0.4).at(after(on, Start(GOOD), Step(10)), 0.5, on)
        x = on.way(state.walkers[0]).x
        assert state.walkers[0].dial == Dial(pytest.approx(0.25))
        assert x[1].tolist() == pytest.approx([2.5, 0.0], abs=1e-12)
        assert not np.allclose(x[3], (RUNS["good"].x[3] + np.array(walked(0.4, 3)[3])) / 2)

    @pytest.mark.parametrize(("lr", "warns"), [(0.49, False), (0.5, True), (0.6, True)])
    def test_beyond_the_wall_it_has_the_colour_of_a_warning(self, lr: float, warns: bool) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        parts = on.draw(after(on, Start(GOOD), Step(4), Rate(lr)))
        warning = parts["good trail"].get_stroke_color().to_hex().upper() == Palette().warning
        assert warning is warns

    def test_a_run_may_have_the_colour_of_its_optimizer(self) -> None:
        on = stage(RAVINE, WINDOW, RUNS)
        parts = on.draw(after(on, Start(BALL, color="heavy_ball"), Step(4)))
        assert parts["ball trail"].get_stroke_color().to_hex().upper() == Palette().heavy_ball

    def test_the_knob_stands_at_the_rate_between_the_ends(self) -> None:
        on = stage(BOWL, WINDOW, RUNS, "full", rates=(0.0, 0.8))
        with said() as texts:
            parts = on.draw(after(on, Start(GOOD), Rate(0.2)))
        knob, wall = parts["good slider eta knob"], parts["good slider wall"]
        track = parts["good slider eta track"].points
        left, right = track[:, 0].min(), track[:, 0].max()
        share = [(part.get_center()[0] - left) / (right - left) for part in (knob, wall)]
        assert share == pytest.approx([0.25, 0.5 / 0.8], abs=0.01)
        assert {"0.200", "0.5", "wall"} <= set(texts)

    def test_a_slider_on_a_narrow_map_names_its_wall_under_it(self) -> None:
        on = stage(BOWL, WINDOW, RUNS, "left-third", rates=(0.0, 0.8))
        parts = on.draw(after(on, Start(GOOD), Rate(0.2)))
        wall, name = parts["good slider wall"], parts["good slider wall name"]
        panel = parts["good slider panel"]
        assert name.get_center()[0] == pytest.approx(wall.get_center()[0], abs=0.6)
        assert panel.get_bottom()[1] < name.get_bottom()[1]
        assert name.get_top()[1] < wall.get_bottom()[1]

    def test_a_slider_that_is_shown_first_is_the_one_that_turns(self) -> None:
        on = stage(BOWL, WINDOW, RUNS, rates=(0.0, 0.8))
        shown = after(on, Start(GOOD), Show("rate"))
        turned = Rate(0.2).at(shown, 0.0, on)
        for state in (shown, turned):
            parts = on.draw(state)
            knob, track = parts["good slider eta knob"], parts["good slider eta track"].points
            left, right = track[:, 0].min(), track[:, 0].max()
            share = (knob.get_center()[0] - left) / (right - left)
            assert share == pytest.approx(0.1 / 0.8, abs=0.01)

    def test_momentum_is_turned_too(self) -> None:
        on = stage(RAVINE, (-9, 9, -3, 3), RUNS)
        state = after(on, Start(BALL), Step(6), Rate(0.64, 0.36))
        x, v = np.array([8.0, 1.0]), np.zeros(2)
        for _ in range(6):
            v = 0.36 * v + x * (0.25, 4.0)
            x = x - 0.64 * v
        assert on.way(state.walkers[0]).x[6] == pytest.approx(x, abs=1e-9)

    def test_numbers_and_arrows_are_those_of_the_turned_run(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(GOOD), Step(1), Show("numbers"), Show("step"), Rate(0.25))
        with said() as texts:
            parts = on.draw(state)
        assert "(2.5, 0)" in texts
        here, there = (on.plane(state).to_scene(p)[:2] for p in walked(0.25, 2)[1:])
        assert farthest(parts["good step"], here) == pytest.approx(there, abs=1e-6)


# --- the legend -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_studio")
class TestLegend:
    def test_it_names_each_run_and_says_its_loss(self) -> None:
        on = stage(BOWL, WINDOW, RUNS, "full")
        start = Start(GOOD, label=Text("small steps")), Start(BEST)
        state = after(on, *start, Show("legend"), Show("losses"), Step(2))
        with said() as texts:
            parts = on.draw(state)
        x, y = walked(1 / 3, 2)[-1]
        assert {"small steps", "best", "16.72", f"{x * x + 2 * y * y:.4f}"} <= set(texts)
        assert "good label" not in parts
        assert "good label" in on.draw(Hide("legend").at(state, 1.0, on))

    @pytest.mark.parametrize("corner", ["top-left", "top-right", "bottom-left", "bottom-right"])
    def test_it_stands_in_its_corner_of_the_map(self, corner: str) -> None:
        on = stage(BOWL, WINDOW, RUNS, "full", board=corner)
        state = after(on, Start(GOOD), Show("legend"))
        panel, box = on.draw(state)["legend panel"], on.plane(state).box
        x, y = panel.get_center()[:2]
        middle = box.center
        assert bool(x < middle[0]) is corner.endswith("left")
        assert bool(y > middle[1]) is corner.startswith("top")
        assert box.left < panel.get_left()[0]
        assert panel.get_right()[0] < box.right


# --- what cannot be, and how it is written -------------------------------------------------------


@pytest.mark.parametrize(
    ("objective", "before", "action", "message"),
    [
        (BOWL, (), Rate(0.2), "no run is on the map"),
        (BOWL, (Start(GOOD),), Rate(), "say what to turn to"),
        (BOWL, (Start(GOOD),), Rate(0.9), "the slider goes from 0 to 0.65: 0.9 is not on it"),
        (BOWL, (Start(GOOD),), Rate(-0.1), "the rate of good cannot be turned: the learning rate"),
        (BOWL, (Start(GOOD),), Rate(0.2, 0.5), "the rate of good cannot be turned: gradient des"),
        (BOWL, (Start(ADAM),), Rate(0.2), "the rate of adam cannot be turned: only gradient"),
        (BOWL, (Start(ADAM),), Show("rate"), "no slider for adam: the closed form is known"),
        (DOTS, (Start(SWARM, seeds=3),), Rate(0.2), "swarm is a swarm: turn the rate of a single"),
        (BOWL, (), Start(GOOD, seeds=3), "good draws no random numbers: it has no seeds"),
        (DOTS, (), Start(SWARM, seeds=1), "a swarm of swarm has 2 to 66666 seeds, not 1"),
        (DOTS, (Start(SWARM, seeds=3),), Show("angle"), "swarm is a swarm: it has no angle"),
        (DOTS, (Start(SWARM),), Show("spread"), "swarm is a single run: start it with seeds"),
        (BOWL, (Start(GOOD),), Show("split"), "good has no momentum: there is no split to show"),
        (BOWL, (Start(GOOD),), Show("memory"), "good has no momentum: there is no memory"),
        (BOWL, (Start(GOOD),), Show("legend", GOOD), "legend belongs to the map, not to a run"),
        (BOWL, (Start(GOOD),), Show("trail", scale=2), "scale is for the gradient's arrow"),
    ],
)
def test_mistakes(objective: Any, before: tuple[Any, ...], action: Any, message: str) -> None:
    on = stage(objective, WINDOW, RUNS)
    state = after(on, *before)
    with pytest.raises(Mistake) as mistake:
        on.check(action, state)
    assert str(mistake.value).startswith(message)


def test_rates_must_rise() -> None:
    with pytest.raises(Mistake, match="rates are the two ends of a slider"):
        stage(BOWL, WINDOW, RUNS, rates=(0.5, 0.1))


@pytest.mark.parametrize(
    ("name", "written", "action"),
    [
        ("compass", "{}", AddCompass()),
        ("compass", "-y", AddCompass("-y")),
        ("turn", "downhill", Turn("downhill")),
        ("turn", "{to: 90, turns: 1}", Turn(90.0, 1)),
        ("race", "0.1", RaceSteps(0.1)),
        (
            "race",
            "{length: 1, ways: [downhill, minimum, {way: -y, label: y only}]}",
            RaceSteps(1.0, (Lane("downhill"), Lane("minimum"), Lane("-y", Text("y only")))),
        ),
        ("rate", "0.6", Rate(0.6)),
        ("rate", "{momentum: 0.5, run: good}", Rate(None, 0.5, GOOD)),
        ("follow", "{}", FollowRun()),
        ("start", "{run: swarm, seeds: 60}", Start(SWARM, seeds=60)),
        ("show", "{what: memory, scale: 4}", Show("memory", None, 4.0)),
    ],
)
def test_how_they_are_written(name: str, written: str, action: Any) -> None:
    assert read(compose(written, "lesson.yaml"), ACTIONS[name], Context(RUNS)) == action


@pytest.mark.usefixtures("_studio")
@pytest.mark.parametrize("region", ["left", "full"])
def test_a_text_wider_than_the_map_is_refused(region: str) -> None:
    label = Text("a label that is longer than a map beside another")
    on = stage(BOWL, WINDOW, RUNS, region)
    state = after(on, Start(GOOD, label=label))
    if region == "full":
        assert "good label" in on.draw(state)
    else:
        with pytest.raises(Mistake, match=r"units wide and this map 5\.2: shorten it"):
            on.draw(state)
