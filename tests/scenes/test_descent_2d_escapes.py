"""Runs that leave the map or the numbers, stand still, or go on for ever."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.precision import Precision
from gdmath.run import Run
from scenes.box import Box
from scenes.canvas import studio
from scenes.descent_2d.geometry import clipped
from scenes.descent_2d.thin import FEW, TOLERANCE, apart, path_pieces
from scenes.descent_2d.view import FollowRun, Show
from scenes.descent_2d.walk import Back, Clear, Start, Step
from scenes.descent_2d.zoom import Zoom
from script.typed import RunName
from tests.scenes.maps import LOOK, after, farthest, said, stage

BOWL, WINDOW = bowl(), (-8.0, 8.0, -8.0, 8.0)
SPIT, NARROW, STALL, CYCLE, REST, GENTLE = (
    RunName(name) for name in ("spit", "narrow", "stall", "cycle", "rest", "gentle")
)
RUNS = {
    "spit": Run(BOWL, GD(0.6), (5.0, 5.0), 3000).solve(),
    "narrow": Run(BOWL, GD(0.6), (5.0, 5.0), 400, Precision.FLOAT32).solve(),
    "stall": Run(BOWL, GD(1e-6), (5.0, 5.0), 100_000).solve(),
    "cycle": Run(BOWL, GD(0.5), (5.0, 5.0), 100_000).solve(),
    "rest": Run(BOWL, GD(0.1), (0.0, 0.0), 3).solve(),
    "gentle": Run(BOWL, GD(0.1), (5.0, 5.0), 10).solve(),
}
UNIT = Box(-3.0, -3.0, 6.0, 6.0)
PIXEL = 1 / 135
"""A pixel at 1080p in scene units."""


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


# --- what is drawn of them --------------------------------------------------------------------


@pytest.mark.usefixtures("_studio")
class TestOutOfSight:
    @pytest.mark.parametrize(
        ("run", "k", "loss"),
        [
            (SPIT, 2, "192.1"),
            (SPIT, 100, "$8.4 dot 10^(30)$"),
            (SPIT, 1500, "$oo$"),
            (SPIT, 2102, "$oo$"),
            (NARROW, 256, "$oo$"),
        ],
    )
    def test_a_triangle_at_the_edge_says_step_and_loss(self, run: Any, k: int, loss: str) -> None:
        on = stage(BOWL, WINDOW, RUNS, "full")
        state = after(on, Start(run), Step(k))
        with said() as texts:
            parts = on.draw(state)
        box, up = on.plane(state).box, k % 2 == 0  # y = 5 (-1.4)^k
        mark = parts[f"{run} point"]
        edge = mark.get_top()[1] if up else mark.get_bottom()[1]
        assert edge == pytest.approx(box.top if up else box.bottom)
        assert {str(k), loss} <= set(texts)
        assert f"{run} escaped" in parts

    @pytest.mark.parametrize(("run", "last"), [(SPIT, 2103), (NARROW, 257)])
    def test_nan_stays_where_the_run_last_was_a_number(self, run: Any, last: int) -> None:
        assert RUNS[run].steps == last
        on = stage(BOWL, WINDOW, RUNS, "full")
        state = after(on, Start(run), Step(last - 1))
        before = on.draw(state)[f"{run} point"]
        with said() as texts:
            parts = on.draw(Step(last).at(state, 1.0, on))
        assert np.array_equal(parts[f"{run} point"].points, before.points)
        assert {str(last), "NaN"} <= set(texts)

    @pytest.mark.parametrize("k", [1, 30, 200, 1000, 2101])
    def test_on_the_way_nothing_is_lost(self, k: int) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(SPIT), Step(k))
        for alpha in (0.2, 0.5, 0.9):
            parts = on.draw(Step(k + 1).at(state, alpha, on))
            for part in parts.values():
                for member in part.family_members_with_points():
                    assert np.isfinite(member.points).all()

    def test_a_gradient_beyond_all_numbers_has_no_arrow(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(SPIT), Show("gradient"), Step(2102))
        assert "spit gradient" not in on.draw(state)


@pytest.mark.usefixtures("_studio")
class TestNoLength:
    def test_an_arrow_of_no_length_is_a_ring(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(REST), Show("gradient"), Show("step"))
        parts, here = on.draw(state), on.plane(state).to_scene((0, 0))[:2]
        for name, radius in (("rest gradient", 0.24), ("rest step", 0.33)):
            away = np.hypot(*(parts[name].points[:, :2] - here).T)
            assert away == pytest.approx(np.full(len(away), radius), abs=0.01)

    def test_at_the_end_of_a_run_there_is_no_next_step(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        assert "rest step" not in on.draw(after(on, Start(REST), Show("step"), Step(3)))


@pytest.mark.usefixtures("_studio")
class TestLong:
    def test_a_stall_is_drawn_with_few_points_where_it_is(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(STALL), Step(100_000))
        trail = on.draw(state)["stall trail"].points[:, :2]
        assert len(trail) < 4000
        plane = on.plane(state)
        x, y = 5.0, 5.0
        for k in range(100_001):
            if k % 9973 == 0:
                at = plane.to_scene((x, y))[:2]
                assert np.hypot(*(trail - at).T).min() < 0.25 * PIXEL
            x, y = x - 1e-6 * 2 * x, y - 1e-6 * 4 * y

    def test_a_cycle_of_two_is_one_line(self) -> None:
        on = stage(BOWL, WINDOW, RUNS)
        state = after(on, Start(CYCLE), Step(100_000))
        parts, plane = on.draw(state), on.plane(state)
        points = parts["cycle trail"].points[:, :2]
        low, high = (plane.to_scene((0, y))[:2] for y in (-5, 5))
        assert len(points) < 400
        assert np.hypot(*(points - low).T).min() < 0.25 * PIXEL
        assert farthest(parts["cycle trail"], low)[1] == pytest.approx(high[1], abs=0.25 * PIXEL)
        assert len(parts["cycle crumbs"].points) < 1000


# --- how ----------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(1e-4, 0.3), st.integers(FEW + 1, 3000))
def test_a_thinned_path_is_never_farther_than_said(seed: int, reach: float, count: int) -> None:
    """Each point of the path is near the drawn line, and each drawn corner is on the path."""
    path = np.cumsum(np.random.RandomState(seed).uniform(-reach, reach, (count, 2)), axis=0)
    pieces = path_pieces(path, Box(-1e5, -1e5, 2e5, 2e5))
    starts = np.concatenate([piece[:-1] for piece in pieces])
    stops = np.concatenate([piece[1:] for piece in pieces])
    for point in path[:: count // 40]:
        assert _distance(point, starts, stops) <= TOLERANCE + 1e-9
    corners = np.concatenate((starts, stops))
    for corner in corners[:: max(1, len(corners) // 40)]:
        assert np.hypot(*(path - corner).T).min() < 1e-9


def _distance(point: Any, starts: Any, stops: Any) -> float:
    way = stops - starts
    share = ((point - starts) * way).sum(axis=1) / np.maximum((way * way).sum(axis=1), 1e-300)
    nearest = starts + np.clip(share, 0, 1)[:, None] * way
    return float(np.hypot(*(nearest - point).T).min())


def test_short_paths_are_drawn_point_by_point() -> None:
    path = np.linspace((0, 0), (1e-3, 1e-3), FEW)
    assert [piece.tolist() for piece in path_pieces(path, UNIT)] == [path.tolist()]


def test_markers_of_a_long_run_keep_apart() -> None:
    there_and_back = np.tile([(0.0, 0.0), (1.0, 0.0)], (5000, 1))
    assert len(apart(there_and_back, UNIT, 0.1)) == 2
    assert len(apart(np.full((1000, 2), 7.0), UNIT, 0.1)) == 0


@pytest.mark.parametrize(
    ("start", "stop", "part"),
    [
        ((0, 1e300), (1e-3, -1e300), ((5e-4, 3), (5e-4, -3))),
        ((1, 1), (1e200, 2), ((1, 1), (3, 1))),
        ((-1e200, -1e200), (1e200, 1e200), ((-3, -3), (3, 3))),
        ((1e7, 2), (-1e7, 2.5), ((3, 2.25), (-3, 2.25))),
        ((-1e30, 4), (1e30, 4), None),
        ((5, 5), (1e9, 1), None),
        ((0, 0), (math.inf, 0), None),
        ((0, 0), (math.nan, 0), None),
    ],
)
def test_clipping_far_away(start: Any, stop: Any, part: Any) -> None:
    found = clipped(np.array(start, float), np.array(stop, float), UNIT)
    if part is None:
        assert found is None
    else:
        assert found is not None
        assert np.array(found) == pytest.approx(np.array(part, float), abs=1e-6)


# --- a window that follows ----------------------------------------------------------------------


def in_sight(on: Any, state: Any, k: float) -> bool:
    """Tell whether the run at lr 0.6 is in the window ``k`` steps from (5, 5)."""
    j, part = int(k), k - int(k)
    x, y = (
        5 * r**j * (1 - part) + 5 * r ** (j + 1) * part if part else 5 * r**j for r in (-0.2, -1.4)
    )
    left, right, bottom, top = state.sight
    return bool(left <= x <= right and bottom <= y <= top)


@pytest.mark.parametrize("to", [1, 2, 4, 5, 12])
def test_the_point_is_in_sight_on_all_its_way(to: int) -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, Start(SPIT), FollowRun())
    for alpha in np.linspace(0, 1, 97):
        moving = Step(to).at(state, float(alpha), on)
        assert in_sight(on, moving, moving.walkers[0].at), alpha


def test_the_window_grows_as_the_run_does() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    states = [after(on, Start(SPIT), FollowRun(margin=0.0), Step(k)) for k in range(3, 10)]
    heights = [state.window[3] - state.window[2] for state in states]
    ratios = [b / a for a, b in pairwise(heights)]
    assert ratios == pytest.approx([1.4] * len(ratios))
    assert all(state.change == 1 for state in states)


def test_a_window_that_is_large_enough_stays() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, Start(GENTLE), FollowRun(), Step(10))
    assert state.window == on.initial().window


def test_a_frame_stays_round_what_was_in_sight_before_it_grew() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    first, grown = after(on, Start(SPIT), FollowRun()), after(on, Start(SPIT), FollowRun(), Step(8))
    with studio(LOOK):
        assert "first window" not in on.draw(first)
        edge = on.draw(grown)["first window"].points[:, :2]
    window = on.initial().window
    corners = on.plane(grown).to_scene([(window[0], window[2]), (window[1], window[3])])[:, :2]
    assert np.allclose((edge.min(axis=0), edge.max(axis=0)), corners)


def test_following_goes_back_and_ends_with_a_zoom() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    there = after(on, Start(SPIT), FollowRun(), Step(3))
    back = Back(3).at(Step(8).at(there, 1.0, on), 1.0, on)
    assert back.window == pytest.approx(there.window)
    fixed = Zoom(WINDOW).at(there, 1.0, on)
    assert Step(6).at(fixed, 1.0, on).window == fixed.window


def test_what_comes_and_goes_does_not_move_the_window() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, Start(GENTLE), FollowRun(), Start(SPIT, k=8))
    assert Step(9).at(state, 0.0, on).sight == state.sight
    gone = after(on, Start(SPIT), Start(GENTLE), FollowRun(), Step(6), Clear(SPIT))
    assert gone.follow is None
    assert Step(7).at(gone, 0.0, on).sight == gone.sight


def test_a_run_that_leaves_for_infinity_is_let_go() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, Start(SPIT), FollowRun(), Step(2103))
    width = state.window[1] - state.window[0]
    assert math.isfinite(width)
    assert width <= 16 * 1e6 * 2


def test_following_a_run_that_is_far_glides_there() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, Start(SPIT), Step(4))
    follow = FollowRun(run=SPIT)
    assert follow.length(state, on) > 1
    assert follow.at(state, 0.0, on).sight == pytest.approx(state.sight)
    assert in_sight(on, follow.at(state, 1.0, on), 4)
