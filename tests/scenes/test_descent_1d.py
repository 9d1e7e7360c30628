from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import SigmoidCliff, bowl, ravine
from gdmath.optimizers import GD, Adam
from gdmath.run import Outcome, Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.coordinate.view import AddMark, Pulse, RemoveMark
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.descent_1d import Descent1D, Params
from scenes.descent_1d.actions import Hide, MoveProbe, RemoveProbe, Show, Zoom
from scenes.descent_1d.slice import Slice
from scenes.look import Look
from script.typed import RunName, Text
from tests.scenes.taking import made, outside, taken

LOOK = Look(320, 180, 30, ())
GOOD, SPIT, LOST, FLIP, STUCK, FAST = map(
    RunName, ("good", "spit", "lost", "flip", "stuck", "fast")
)


def up(*y: float) -> list[tuple[float, float]]:
    return [(0.0, value) for value in y]


RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "lost": made(up(5.0, -7.0, 1e30, -1e30, np.inf, np.nan)),
    "flip": made(up(*[5.0, -5.0] * 50_000), Outcome.CYCLE),
    "stuck": made(up(*[3.0] * 100_000), Outcome.STALLED),
    "fast": Run(bowl(), Adam(0.1), (5.0, 5.0), 10).solve(),
}


def stage(box: Box = REGIONS["left"], **params: Any) -> Descent1D:
    given = {"objective": bowl(), "window": (-8.0, 8.0), "along": "y"} | params
    return Descent1D(Params(**given), box, LOOK, RUNS)


def middle(mobject: Any) -> tuple[float, float]:
    x, y, _ = mobject.get_center()
    return float(x), float(y)


def expected(on: Descent1D, at: float, height: float) -> tuple[float, float]:
    """Where a data point falls, computed from the window and the box alone."""
    box = on.view.frame.box
    left, right, bottom, top = on.initial().window
    return (
        box.left + (at - left) / (right - left) * box.width,
        box.bottom + (height - bottom) / (top - bottom) * box.height,
    )


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


@pytest.mark.render
def test_the_point_sits_on_the_curve() -> None:
    on, y = stage(), 5.0
    state = taken(on, Start(GOOD))
    for k in range(10):
        point, foot = on.draw(state)["good point"].submobjects[1], None
        assert middle(point) == pytest.approx(expected(on, y, 2 * y * y), abs=1e-9)
        foot = on.draw(state)["good point"].submobjects[0]
        assert middle(foot) == pytest.approx(
            (expected(on, y, 0)[0], on.view.frame.box.bottom), abs=1e-9
        )
        y -= 0.1 * 4 * y
        state = Step(k + 1).at(state, 1.0, on)


@pytest.mark.render
def test_on_its_way_the_point_goes_straight_from_curve_to_curve() -> None:
    on = stage()
    moving = Step(1).at(taken(on, Start(SPIT)), 0.7, on)
    part = moving.walkers[0].at
    assert 0 < part < 1
    ends = [(5.0, 50.0), (-7.0, 98.0)]
    at, height = ((1 - part) * a + part * b for a, b in zip(*ends, strict=True))
    point = on.draw(moving)["spit point"].submobjects[1]
    assert middle(point) == pytest.approx(expected(on, at, height), abs=1e-9)


@pytest.mark.render
def test_the_gradient_arrow_points_uphill_at_its_scale() -> None:
    on = stage(window=(-20.0, 20.0))
    drawn = on.draw(taken(on, Start(GOOD), Show("gradient", scale=0.5), Show("step")))
    unit = on.view.frame.box.width / 40
    foot = expected(on, 5.0, 0)[0]
    uphill, step = drawn["good gradient"], drawn["good step"]
    assert uphill.get_right()[0] - foot == pytest.approx(0.5 * 20 * unit)
    assert uphill.get_left()[0] == pytest.approx(foot)
    assert foot - step.get_left()[0] == pytest.approx(2 * unit)
    assert step.get_right()[0] == pytest.approx(foot)


@pytest.mark.render
def test_the_tangent_has_the_slope() -> None:
    on = stage(window=(-8.0, 8.0))
    tangent = on.draw(taken(on, MoveProbe(3.0), Show("tangent")))["probe tangent"]
    start, stop = (np.array(expected(on, *point)) for point in ((3, 18), (4, 30)))
    ends = tangent.points[[0, -1], :2]
    rise, run = ends[1] - ends[0], stop - start
    assert rise[1] / rise[0] == pytest.approx(run[1] / run[0])


def test_what_a_probe_reads_keeps_its_place_while_it_slides() -> None:
    on = stage(objective=bowl(), window=(-5.0, 5.0), decimals=1)
    places = set()
    for at in (0.0, 0.013, 2.0, 4.0, -3.5):
        drawn = on.draw(taken(on, MoveProbe(at), Show("tangent"), Show("gain")))
        row = drawn["probe slope"].get_left()[0], drawn["probe gain"].get_left()[0]
        places.add(tuple(round(float(x), 6) for x in row))
        curve = drawn["curve"].points[:, :2]
        for name in ("probe slope", "probe gain"):
            low, high = drawn[name].get_corner((-1, -1, 0)), drawn[name].get_corner((1, 1, 0))
            assert not ((curve > low[:2]) & (curve < high[:2])).all(axis=1).any()
    assert len(places) == 1


@pytest.mark.parametrize(("along", "gain"), [("x", 2.0), ("y", 4.0)])
def test_the_slope_of_a_bowl_gains_its_curvature_with_every_unit(along: str, gain: float) -> None:
    cut = Slice(bowl(), "xy".index(along), ())
    assert [cut.gain(at) for at in (-3.0, 0.0, 0.5, 7.0)] == [gain] * 4


def test_the_next_tangent_touches_one_unit_further() -> None:
    on = stage(along="x")
    ends = on.draw(taken(on, MoveProbe(1.0), Show("gain")))["probe next tangent"].points[:, :2]
    here, there = np.array(expected(on, 2.0, 4.0)), np.array(expected(on, 3.0, 8.0))
    way = (there - here) / np.hypot(*(there - here))
    off = (ends - here) @ np.array([-way[1], way[0]])
    assert (np.abs(off) < 1e-6).sum() > 30  # the dashes; the rest is the dot where it touches


@pytest.mark.parametrize(
    ("at", "slope", "curvature"), [(0.0, 0.0, -1.0), (1.0, 0.0, 2.0), (2.0, 6.0, 11.0)]
)
def test_slope_and_curvature_are_the_objectives(at: float, slope: float, curvature: float) -> None:
    from gdmath.objectives import Saddle

    cut = Slice(Saddle(), 1, (0.0, 0.0))
    assert cut.slope(at) == pytest.approx(slope)
    assert cut.curvature(at) == pytest.approx(curvature)


def test_a_slice_goes_through_its_point() -> None:
    tilted = ravine(theta=30.0)
    cut = Slice(tilted, 0, (9.0, 2.0))
    assert float(cut.value(3.0)) == pytest.approx(float(tilted.value(np.array([3.0, 2.0]))))
    assert Slice(bowl(), 0, ()).through == (0.0, 0.0)
    assert Slice(SigmoidCliff(), 0, ()).minimum is None


@pytest.mark.render
@pytest.mark.parametrize(
    ("lr", "factor", "relation"),
    [(0.25, 0.0, "<"), (0.4, -0.6, "<"), (0.5, -1.0, "="), (0.6, -1.4, ">"), (0.05, 0.8, "<")],
)
def test_a_cobweb_follows_the_factor(lr: float, factor: float, relation: str) -> None:
    on = stage(view="cobweb", window=(-30.0, 30.0))
    state = taken(on, Start(GOOD), Step(4), Rate(lr))
    y = 5.0
    for _ in range(4):
        y *= factor
    point = on.draw(state)["good point"]
    assert middle(point) == pytest.approx(expected(on, y, y), abs=1e-9)
    palette = LOOK.palette
    colors = {"<": palette.right, "=": palette.guide, ">": palette.warning}
    assert on.draw(state)["good rule"].get_stroke_color().to_hex() == colors[relation].upper()


@pytest.mark.render
@pytest.mark.parametrize("alpha", [0.2, 0.5, 0.9])
def test_a_rate_on_its_way_is_a_run_at_that_rate(alpha: float) -> None:
    on = stage(view="cobweb")
    state = Rate(0.6).at(taken(on, Start(GOOD), Step(3)), alpha, on)
    lr, y = state.walkers[0].lr, 5.0
    assert lr is not None
    assert 0.1 < lr < 0.6
    for _ in range(3):
        y -= lr * 4 * y
    assert on.paths.value(state.walkers[0]) == pytest.approx(y, rel=1e-12)


@pytest.mark.render
def test_the_rule_has_the_slope_of_the_factor() -> None:
    on = stage(view="cobweb")
    rule = on.draw(taken(on, Start(GOOD), Rate(0.4)))["good rule"]
    rise = rule.points[-1] - rule.points[0]
    assert rise[1] / rise[0] == pytest.approx(1 - 0.4 * 4)
    assert on.view.frame.box.width == pytest.approx(on.view.frame.box.height)


@pytest.mark.parametrize("view", ["slice", "cobweb"])
@pytest.mark.render
def test_what_is_endless_or_no_number_stays_in_the_box(view: str) -> None:
    on = stage(view=view)
    layers = [Show("numbers"), Show("drops")]
    state = taken(on, Start(LOST), *layers)
    for k in range(1, 6):
        for alpha in (0.3, 0.6, 0.9, 1.0):
            drawn = on.draw(Step(k).at(state, alpha, on))
            assert not outside(drawn, REGIONS["left"])
        state = Step(k).at(state, 1.0, on)


@pytest.mark.render
@pytest.mark.parametrize("view", ["slice", "cobweb"])
@pytest.mark.parametrize(("run", "most"), [(FLIP, 3), (STUCK, 1)])
def test_long_runs_are_few_strokes(view: str, run: RunName, most: int) -> None:
    on = stage(view=view)
    drawn = on.draw(taken(on, Start(run), Step(99_999)))
    assert len(drawn[f"{run} trail"].points) <= 4 * 100 * most
    assert all(len(dots.points) <= 2 * 4 * 32 for dots in drawn[f"{run} dots"].submobjects)


@pytest.mark.render
def test_a_point_out_of_sight_is_pointed_to() -> None:
    on = stage()
    drawn = on.draw(taken(on, Start(SPIT), Step(2)))
    marker, box = drawn["spit point"], on.view.frame.box
    assert len(marker.submobjects) == 1
    assert marker.get_top()[1] == pytest.approx(box.top)


def test_what_is_put_up_can_be_taken_away() -> None:
    on = stage()
    rest = taken(on, Start(GOOD), Step(3))
    for put, take in (
        (MoveProbe(2.0), RemoveProbe()),
        (AddMark(GOOD, 1, Text("here")), RemoveMark(GOOD)),
        (Step(6), Back(3)),
    ):
        there = put.at(rest, 1.0, on)
        assert there != rest
        on.check(take, there)
        assert take.at(there, 1.0, on).walkers == rest.walkers
        assert take.at(there, 1.0, on).marks == rest.marks
        assert take.at(there, 1.0, on).probe == rest.probe
    assert Clear().at(rest, 1.0, on).walkers == ()
    assert Pulse().at(rest, 1.0, on) == rest
    assert Hide("trail").at(rest, 1.0, on).opacity("trail") == 0


def test_a_run_that_is_elsewhere_does_not_move_this_picture() -> None:
    on = stage()
    state = taken(on, Start(GOOD))
    on.check(Step(4, SPIT), state)
    assert Step(4, SPIT).at(state, 1.0, on) == state


@pytest.mark.render
def test_a_zoom_ends_where_it_leads() -> None:
    on = stage()
    state = taken(on, Zoom((-1, 3)))
    assert state.window == (-1, 3, pytest.approx(-0.12 * 18), pytest.approx(1.04 * 18))
    halfway = Zoom((-1, 3)).at(on.initial(), 0.5, on)
    left, right, *_ = on.view.frame.plane(halfway).window
    assert right - left == pytest.approx((16 * 4) ** 0.5)


@pytest.mark.render
def test_what_holds_still_is_drawn_once() -> None:
    on = stage()
    state = taken(on, Start(GOOD), Step(2))
    one, other = (on.draw(Step(4).at(state, alpha, on)) for alpha in (0.3, 0.4))
    for name in ("axes", "numbers", "curve", "good trail", "good dots"):
        assert one[name] is other[name], name
    assert one["good point"] is not other["good point"]


ROOMY = [box for name, box in REGIONS.items() if name not in ("head", "body-top", "body-bottom")]
"""A headline's place, and those under it in a lying frame, are too low for an axis."""


@pytest.mark.render
@pytest.mark.parametrize("box", [*ROOMY, Box(-4.0, -6.0, 8.0, 12.0), Box(0, 0, 3.2, 7)])
@pytest.mark.parametrize("view", ["slice", "cobweb"])
def test_there_is_a_plane_in_every_box(box: Box, view: str) -> None:
    on = stage(box, view=view)
    plane = on.view.frame.box
    assert plane.width > 0.8
    assert plane.height > 0.8
    assert not outside(on.draw(taken(on, Start(GOOD), Show("numbers"))), box, 0.05)
