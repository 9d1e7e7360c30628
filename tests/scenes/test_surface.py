from __future__ import annotations

import math
from typing import Any

import pytest

from gdmath.objectives import SigmoidCliff, quadratic
from scenes.box import REGIONS
from scenes.descent_2d import KIND as MAP
from scenes.descent_2d import view as map_view
from scenes.descent_2d import walk as map_walk
from scenes.stage import Mistake
from scenes.surface.sight import Hide, MoveCamera, Rise, Show, Tilt
from scenes.surface.texts import loss_text
from scenes.surface.walk import AddMark, Back, Clear, Pulse, RemoveMark, Start, Step
from script.typed import Text
from tests.scenes.surfaces import GOOD, LOOK, OTHER, PARAMS, RUNS, after, stage

# --- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "on_map"),
    [
        (Step(4), map_walk.Step(4)),
        (Step(10, GOOD), map_walk.Step(10, GOOD)),
        (Back(0), map_walk.Back(0)),
        (Clear(), map_walk.Clear()),
        (Pulse(), map_walk.Pulse()),
        (AddMark(GOOD, 1, Text("a")), map_view.AddMark(GOOD, 1, Text("a"))),
        (Show("step"), map_view.Show("step")),
        (Hide("trail"), map_view.Hide("trail")),
    ],
)
def test_what_a_map_knows_goes_at_its_pace(action: Any, on_map: Any) -> None:
    here, there = stage(), MAP(PARAMS.map, REGIONS["left"], LOOK, RUNS)
    state, flat = after(here, Start(GOOD), Step(2)), after(there, map_walk.Start(GOOD))
    flat = map_walk.Step(2).at(flat, 1.0, there)
    assert state.map == flat
    assert action.length(state, here) == on_map.length(flat, there)
    for alpha in (0.0, 0.1, 0.5, 0.77, 1.0):
        assert action.at(state, alpha, here).map == on_map.at(flat, alpha, there)


def test_the_camera_moves_evenly_and_arrives_exactly() -> None:
    on = stage()
    move = MoveCamera(azimuth=60.0, elevation=72.0, zoom=4.0, about=(2.0, 2.0))
    half, end = (move.at(on.initial(), alpha, on).camera for alpha in (0.5, 1.0))
    assert (half.azimuth, half.elevation, half.zoom) == pytest.approx((15.0, 54.0, 2.0))
    assert half.about == (1.0, 1.0)
    assert (end.azimuth, end.elevation, end.zoom, end.about) == (60.0, 72.0, 4.0, (2.0, 2.0))
    assert move.length(on.initial(), on) == pytest.approx(1.2 + 90 / 60)


def test_tilting_goes_the_short_way_round() -> None:
    on = stage()
    turned = after(on, MoveCamera(azimuth=330.0))
    assert Tilt("map").at(turned, 0.5, on).camera.azimuth == pytest.approx(345.0)
    flat = after(on, MoveCamera(azimuth=330.0), Tilt("map"))
    assert flat.camera.is_map
    assert after(on, Tilt("map"), Tilt("surface")) == on.initial()


def test_rise_and_layers() -> None:
    on = stage(rise=0.2)
    assert Rise().at(on.initial(), 0.5, on).rise == pytest.approx(0.6)
    state = after(on, Hide("floor"), Show("drops"))
    assert [state.opacity(layer) for layer in ("floor", "contours", "drops", "shadow")] == [
        0,
        1,
        1,
        0,
    ]
    assert Show("floor").at(state, 0.5, on).opacity("floor") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"objective": SigmoidCliff()}, "a surface needs two parameters, the objective has 1"),
        ({"window": (1.0, -1.0, 0.0, 1.0)}, "a window is left, right, bottom, top"),
        ({"top": -3.0}, "nothing is below top: -3, the least loss here is 0"),
        ({"top": math.inf}, "nothing is below top: inf"),
        ({"elevation": 5.0}, "elevation must be from 10 to 90 degrees, not 5"),
        ({"azimuth": math.nan}, "azimuth must be a number of degrees, not nan"),
        ({"height": 0.0}, "a surface needs a height above 0"),
        ({"gap": -1.0}, "gap must be from 0 to 2 window sides, not -1"),
        ({"rise": 1.5}, "rise must be from 0 (flat) to 1 (all of its height), not 1.5"),
        ({"levels": (2.0, 1.0)}, "the levels must rise"),
        (
            {"objective": quadratic(curvatures=(2.0, 2.0), c=-5.0), "scale": "log"},
            "scale: log needs losses above zero, the least here is -5",
        ),
    ],
)
def test_params_that_make_no_surface(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Mistake) as mistake:
        stage(**{"top": None} | changes)
    assert said in str(mistake.value)


@pytest.mark.parametrize(
    ("before", "action", "said"),
    [
        ((), Step(1), "no run is on the map: start one first"),
        ((), Start(OTHER), "other walks on another objective than this map"),
        ((Start(GOOD),), Step(11), "good has 10 steps, to: 11 is past its end"),
        ((), RemoveMark(GOOD), "good has no mark"),
        ((Start(GOOD),), Show("drops", GOOD), "drops belongs to the surface, not to a run"),
        ((), Show("floor", scale=2.0), "scale is for the gradient's arrow, not for floor"),
        ((), MoveCamera(), "the camera stands there already"),
        ((), MoveCamera(elevation=91.0), "elevation must be from 10 to 90 degrees, not 91"),
        ((), MoveCamera(zoom=0.0), "zoom must be from 0.5 to 10, not 0"),
        ((), MoveCamera(about=(9.0, 0.0)), "about: (9, 0) is not a point of this surface"),
        ((), Tilt("surface"), "the surface is in sight already"),
        ((Tilt("map"),), Tilt("map"), "the map is in sight already"),
        ((), Rise(1.0), "the surface has risen to 1 already"),
        ((), Rise(2.0), "rise must be from 0 (flat) to 1 (all of its height), not 2"),
    ],
)
def test_what_cannot_be_done(before: tuple[Any, ...], action: Any, said: str) -> None:
    on = stage()
    with pytest.raises(Mistake) as mistake:
        on.check(action, after(on, *before))
    assert said in str(mistake.value)


def test_a_surface_that_is_a_map_at_first_cannot_tilt_back() -> None:
    on = stage(azimuth=0.0, elevation=90.0)
    with pytest.raises(Mistake, match="use camera to say from where else"):
        on.check(Tilt("surface"), on.initial())


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (75.0, "75"),
        (16.72, "16.7"),
        (0.290058, "0.29"),
        (41834.13, "41834"),
        (1e30, "1.0e30"),
        (2.5e-7, "2.5e-7"),
        (0.0, "0"),
        (-0.25, "-0.25"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_losses_are_said_with_three_digits(loss: float, said: str) -> None:
    assert loss_text(loss) == said
