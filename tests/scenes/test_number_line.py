from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import SigmoidCliff, bowl
from gdmath.optimizers import GD, Adam
from gdmath.run import Run
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.coordinate.view import AddMark, RemoveMark
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.coordinate.words import fixed, said
from scenes.look import Look
from scenes.number_line import NumberLine, Params
from scenes.number_line.actions import (
    AddLevel,
    AddZone,
    Point,
    RemoveLevel,
    RemoveZone,
    Show,
    Unpoint,
    Zoom,
)
from scenes.stage import Mistake
from script.typed import RunName, Text
from tests.scenes.taking import made, outside, taken

LOOK = Look(320, 180, 30, ())
GOOD, SPIT, LOST, FLIP, FAST, FLAT = map(RunName, ("good", "spit", "lost", "flip", "fast", "flat"))


RUNS = {
    "good": Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve(),
    "spit": Run(bowl(), GD(0.6), (5.0, 5.0), 10).solve(),
    "lost": made([(x, 0.0) for x in (5.0, -1e30, np.inf, 2.0, -np.inf, 1.0, np.nan)]),
    "flip": made([(5.0, 0.0), (-5.0, 0.0)] * 50_000),
    "fast": Run(bowl(), Adam(0.1), (5.0, 5.0), 10).solve(),
    "flat": Run(SigmoidCliff(), GD(0.1), (-4.0,), 5).solve(),
}


def line(box: Box = REGIONS["full"], **params: Any) -> NumberLine:
    given: dict[str, Any] = {"window": (-15.0, 15.0), "of": "y"} | params
    return NumberLine(Params(**given), box, LOOK, RUNS)


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def ends(on: NumberLine) -> tuple[float, float, float]:
    """The left and right end and the height of the drawn line."""
    stroke = on.draw(on.initial())["line"].submobjects[0]
    return float(stroke.get_left()[0]), float(stroke.get_right()[0]), float(stroke.get_top()[1])


@pytest.mark.render
def test_the_point_stands_at_its_number() -> None:
    on, y = line(), 5.0
    left, right, height = ends(on)
    state = taken(on, Start(SPIT))
    for k in range(3):
        x = left + (y + 15) / 30 * (right - left)
        assert on.draw(state)["spit point"].get_center()[:2] == pytest.approx((x, height))
        y -= 0.6 * 4 * y
        state = Step(k + 1).at(state, 1.0, on)


@pytest.mark.render
def test_on_its_jump_the_point_is_over_the_maps_number() -> None:
    on = line()
    left, right, height = ends(on)
    for alpha in (0.5, 0.7, 0.9):
        moving = Step(1).at(taken(on, Start(SPIT)), alpha, on)
        part = moving.walkers[0].at
        x, y, _ = on.draw(moving)["spit point"].get_center()
        number = 5 + part * (-7 - 5)
        assert x == pytest.approx(left + (number + 15) / 30 * (right - left))
        assert y > height


@pytest.mark.render
@pytest.mark.parametrize("value", [1e-4, 0.01, 0.5, 10.0])
def test_a_logarithmic_line(value: float) -> None:
    on = line(window=(1e-4, 10.0), scale="log", of="lr")
    left, right, height = ends(on)
    pointer = on.draw(taken(on, Point(value)))["pointer"]
    share = (np.log10(value) + 4) / 5
    assert pointer.get_center()[0] == pytest.approx(left + share * (right - left), abs=1e-6)
    assert pointer.get_bottom()[1] == pytest.approx(height + 0.04)


@pytest.mark.render
def test_a_pointer_slides_evenly_along_a_logarithmic_line() -> None:
    on = line(window=(1e-4, 10.0), scale="log", of="lr")
    state = taken(on, Point(0.001))
    pointer = Point(0.1).at(state, 0.5, on).pointer
    assert pointer is not None
    assert pointer.at == pytest.approx(0.01)


@pytest.mark.parametrize("lr", [0.25, 0.5, 0.6])
def test_a_rate_redraws_the_run_by_its_formula(lr: float) -> None:
    on = line()
    state = taken(on, Start(GOOD), Step(4), Rate(lr))
    y = 5.0
    for _ in range(4):
        y -= lr * 4 * y
    assert on.paths.value(state.walkers[0]) == pytest.approx(y, rel=1e-12)


@pytest.mark.parametrize(
    ("of", "expected"),
    [("x", 5 * 0.5**2), ("y", 0.0), ("f", 1.25**2), ("grad_norm", 2.5), ("lr", 0.25)],
)
def test_every_quantity_follows_a_dialled_rate(of: str, expected: float) -> None:
    on = line(of=of, window=(-1.0, 100.0))
    state = taken(on, Start(GOOD), Step(2), Rate(0.25))
    assert on.paths.value(state.walkers[0]) == pytest.approx(expected, abs=1e-12)


def test_steps_of_a_dialled_rate_have_their_length() -> None:
    on = line(of="step_len", window=(0.0, 10.0))
    state = taken(on, Start(GOOD), Step(1), Rate(0.25))
    assert on.paths.iterate(state.walkers[0], 0) == pytest.approx(np.hypot(2.5, 5.0))
    assert on.paths.iterate(state.walkers[0], 1) == pytest.approx(1.25)


@pytest.mark.render
def test_what_is_out_of_sight_or_no_number() -> None:
    on = line(of="x")
    state = taken(on, Start(LOST), Show("numbers"))
    for k in range(1, 7):
        for alpha in (0.5, 0.75, 1.0):
            assert not outside(on.draw(Step(k).at(state, alpha, on)), REGIONS["full"])
        state = Step(k).at(state, 1.0, on)
    assert not len(on.draw(state)["lost point"].get_all_points())


@pytest.mark.render
def test_a_two_cycle_is_two_arcs() -> None:
    on = line(of="x")
    arcs = on.draw(taken(on, Start(FLIP), Step(99_999)))["flip trail"]
    assert len(arcs.submobjects[0].points) == 2 * 32 * 4


def test_what_is_put_up_can_be_taken_away() -> None:
    on = line()
    state = rest = taken(on, Start(GOOD), Step(3))
    for put, take in (
        (AddZone(-1, 1, Text("home")), RemoveZone(-1)),
        (AddLevel(0.5, Text("wall")), RemoveLevel(0.5)),
        (Point(3), Unpoint()),
        (AddMark(GOOD, 1, Text("here")), RemoveMark(GOOD, 1)),
    ):
        on.check(put, state)
        state = put.at(state, 1.0, on)
        assert state != rest
        on.check(take, state)
        state = take.at(state, 1.0, on)
        assert state == rest
    assert Clear(GOOD).at(state, 1.0, on).walkers == ()
    assert Back().at(state, 1.0, on).walkers[0].at == 0


@pytest.mark.render
def test_a_number_gives_way_smoothly() -> None:
    on = line()
    state = taken(on, Start(GOOD), Show("numbers"))
    early = on.draw(AddMark(GOOD, 0, Text("start")).at(state, 0.05, on))
    assert {"good number 0", "good mark 0"} <= early.keys()
    assert "good number 0" not in on.draw(taken(on, Start(GOOD), AddMark(GOOD, 0, Text("start"))))


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"window": (1.0, 1.0)}, "window"),
        ({"window": (0.0, 1.0), "scale": "log"}, "no zero"),
        ({"decimals": -1}, "decimals"),
    ],
)
def test_params_that_make_no_sense(params: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        line(**params)


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), Step(1), "start one first"),
        ((), Start(FLAT), "has no y"),
        ((Start(FAST),), Rate(0.2), "cannot be dialled"),
        ((), AddZone(2, 1), "lower end first"),
        ((), AddZone(20, 30), "out of sight"),
        ((AddZone(0, 1),), AddZone(0, 2), "already"),
        ((), RemoveZone(), "no such zone"),
        ((), AddLevel(20), "outside"),
        ((AddLevel(2),), AddLevel(2), "already"),
        ((AddLevel(2),), RemoveLevel(3), "no such level"),
        ((), Point(np.nan), "outside"),
        ((), Unpoint(), "no pointer"),
        ((), Zoom((3, 2)), "window"),
    ],
)
def test_mistakes(before: tuple[Any, ...], action: Any, message: str) -> None:
    on = line()
    state = taken(on, *before)
    with pytest.raises(Mistake, match=message):
        on.check(action, state)


def test_steps_ends_where_its_last_step_begins() -> None:
    on = line(of="step_len", window=(0.0, 10.0))
    with pytest.raises(Mistake, match="past its end"):
        on.check(Start(GOOD, k=10), on.initial())
    assert taken(on, Start(GOOD), Step(10)).walkers[0].at == 9


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-7.0, "−7"),
        (9.8, "9.8"),
        (-0.0, "0"),
        (1e30, "1e30"),
        (5e-7, "5e−7"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
        (np.nan, "NaN"),
        (0.0016, "0.0016"),
        (100000.0, "1e5"),
    ],
)
def test_numbers_are_said_short(value: float, shown: str) -> None:
    assert said(value) == shown


def test_a_running_number_has_no_minus_zero() -> None:
    assert (fixed(-0.001, 2), fixed(-1.4, 2)) == ("0.00", "-1.40")


ROOMY = [box for name, box in REGIONS.items() if name not in ("head", "body-top", "body-bottom")]
"""A headline's place, and those under it in a lying frame, are too low for an axis."""


@pytest.mark.render
@pytest.mark.parametrize("box", [*ROOMY, Box(-4.0, -6.0, 8.0, 12.0), Box(0, 0, 3.2, 7)])
def test_it_fits_every_box(box: Box) -> None:
    on = line(box)
    state = taken(on, Start(SPIT), Step(3), Show("numbers"), AddLevel(2, Text("wall")))
    assert not outside(on.draw(state), box, 0.05)
