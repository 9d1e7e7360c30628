"""Compass, races and samples: positions and numbers against plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import bowl, five_dots
from gdmath.optimizers import GD, Adam, sgd
from gdmath.run import Run
from scenes.canvas import studio
from scenes.descent_2d.compass import AddCompass, RemoveCompass, Turn
from scenes.descent_2d.race import EndRace, RaceSteps
from scenes.descent_2d.state import Lane
from scenes.descent_2d.view import Hide, Show
from scenes.descent_2d.votes import Average
from scenes.descent_2d.walk import Clear, Start
from scenes.stage import Mistake
from script.typed import RunName
from tests.scenes.maps import LOOK, after, farthest, said, stage

GOOD, HOME, FULL, NOISY, OWN = (RunName(n) for n in ("good", "home", "full", "noisy", "own"))
BOWL, DOTS = bowl(), five_dots(noise=1)
RUNS = {
    "good": Run(BOWL, GD(0.1), (5.0, 5.0), 10).solve(),
    "home": Run(BOWL, GD(0.1), (0.0, 0.0), 3).solve(),
    "own": Run(BOWL, Adam(0.1), (5.0, 5.0), 3).solve(),
    "full": Run(DOTS, GD(0.1), (0.0, 0.0), 10).solve(),
    "noisy": Run(DOTS, sgd(0.1), (0.0, 0.0), 10).solve(),
}
AT_4_3 = Start(GOOD, k=1)
WINDOW = (-2.0, 7.0, -2.0, 7.0)


def slope_at_4_3(degrees: float) -> float:
    return 8 * math.cos(math.radians(degrees)) + 12 * math.sin(math.radians(degrees))


STEEPEST = math.degrees(math.atan2(12, 8))


@pytest.mark.parametrize(
    ("turn", "angle"),
    [
        (Turn("y"), 90),
        (Turn("uphill"), STEEPEST),
        (Turn("contour"), STEEPEST + 90),
        (Turn("downhill"), STEEPEST - 180),
        (Turn("minimum"), math.degrees(math.atan2(-3, -4))),
        (Turn(200.0), -160),
        (Turn(30.0, turns=1), 390),
        (Turn(), 360),
    ],
)
def test_the_needle_turns_the_shorter_way_and_whole_turns_more(turn: Turn, angle: float) -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, AT_4_3, AddCompass("x"), turn)
    assert state.compass is not None
    assert state.compass.angle == pytest.approx(angle)
    assert (state.compass.low, state.compass.high) == pytest.approx((min(0, angle), max(0, angle)))


@pytest.mark.parametrize("degrees", [0.0, 37.0, 90.0, STEEPEST, 180.0, STEEPEST + 180, 300.0])
def test_the_compass_reads_the_slope_along_its_needle(degrees: float) -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, AT_4_3, AddCompass(degrees, decimals=3))
    with studio(LOOK), said() as texts:
        parts = on.draw(state)
    assert f"{slope_at_4_3(degrees):+.3f}" in texts
    here = on.plane(state).to_scene((4.0, 3.0))[:2]
    tip = farthest(parts["compass needle"], here) - here
    assert math.degrees(math.atan2(tip[1], tip[0])) % 360 == pytest.approx(degrees, abs=0.01)


def test_along_the_contour_the_slope_is_zero_without_a_sign() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    with studio(LOOK), said() as texts:
        on.draw(after(on, AT_4_3, AddCompass("contour")))
    assert "0.00" in texts


def test_what_was_swept_is_as_long_as_the_slope() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, AT_4_3, AddCompass("x"), Turn())
    with studio(LOOK):
        parts = on.draw(state)
    here = on.plane(state).to_scene((4.0, 3.0))[:2]
    rim = np.hypot(*(parts["compass rim"].points[:, :2] - here).T).max()
    for name, sign in (("uphill", 1), ("downhill", -1)):
        for x, y in parts[f"compass {name} edge"].points[::4, :2] - here:
            if math.hypot(x, y) < 1e-9:
                continue
            share = sign * slope_at_4_3(math.degrees(math.atan2(y, x))) / math.hypot(8, 12)
            assert math.hypot(x, y) == pytest.approx(rim * max(share, 0.0), abs=1e-3)


def losses(length: float) -> dict[str, float]:
    """Return x^2 + 2 y^2 at the end of steps from (4, 3)."""
    ways = {"downhill": (-8.0, -12.0), "minimum": (-4.0, -3.0), "-y": (0.0, -1.0)}
    found = {}
    for name, (u, v) in ways.items():
        size = math.hypot(u, v)
        x, y = 4 + length * u / size, 3 + length * v / size
        found[name] = x * x + 2 * y * y
    return found


LANES = (Lane("downhill"), Lane("minimum"), Lane("-y"))


@pytest.mark.parametrize(
    ("length", "leader", "first"), [(0.1, 0, "32.57"), (1.0, 0, "21.27"), (5.0, 1, "4.20")]
)
def test_a_race_gives_the_losses_that_are_reached(length: float, leader: int, first: str) -> None:
    on = stage(BOWL, (-6, 7, -6, 7), RUNS, "full")
    state = after(on, AT_4_3, RaceSteps(length, LANES))
    with studio(LOOK), said() as texts:
        parts = on.draw(state)
    expected = losses(length)
    assert first == f"{expected['downhill']:.2f}"
    assert {f"{loss:.2f}" for loss in expected.values()} <= set(texts)
    assert min(expected, key=expected.__getitem__) == LANES[leader].way
    if length > 0.5:
        ring, end = parts["race leader"], parts[f"race {leader} end"]
        assert ring.get_center() == pytest.approx(end.get_center(), abs=1e-3)


def test_the_ends_of_a_race_are_equally_far() -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, AT_4_3, RaceSteps(0.5, LANES), RaceSteps(2.0))
    with studio(LOOK):
        parts = on.draw(state)
    plane = on.plane(state)
    for i, (u, v) in enumerate(((-8, -12), (-4, -3), (0, -1))):
        size = math.hypot(u, v)
        end = plane.to_scene((4 + 2 * u / size, 3 + 2 * v / size))
        assert parts[f"race {i} end"].get_center() == pytest.approx(end, abs=1e-6)


# The gradients of the five samples at (0, 0): -2 t and -2 t v for targets -6, 2, 5, 8, 16.
SAMPLE_GRADS = [(-2 * t, -2 * t * v) for t, v in zip((-6, 2, 5, 8, 16), range(-2, 3), strict=True)]


@pytest.mark.usefixtures("_studio")
class TestSamples:
    def test_each_sample_has_its_arrow(self) -> None:
        on = stage(DOTS, (-4, 6, -5, 6), RUNS)
        state = after(on, Start(FULL), Show("samples", scale=0.03))
        parts, plane = on.draw(state), on.plane(state)
        here = plane.to_scene((0, 0))[:2]
        for i, (u, v) in enumerate(SAMPLE_GRADS):
            tip = plane.to_scene((0.03 * u, 0.03 * v))[:2]
            assert farthest(parts[f"full sample {i + 1}"], here) == pytest.approx(tip, abs=1e-6)

    def test_their_mean_is_where_the_chain_ends(self) -> None:
        on = stage(DOTS, (-4, 6, -5, 6), RUNS)
        state = after(on, Start(FULL), Show("samples", scale=0.06), Average())
        parts, plane = on.draw(state), on.plane(state)
        x, y = (sum(pair) / 5 for pair in zip(*SAMPLE_GRADS, strict=True))
        assert (x, y) == (-10, -20)
        end = plane.to_scene((0.06 * x, 0.06 * y))[:2]
        last = parts["full sample 5"].points[:, :2]
        assert np.hypot(*(last - end).T).min() < 1e-6
        assert farthest(parts["full mean"], plane.to_scene((0, 0))[:2]) == pytest.approx(end)

    def test_the_scale_keeps_every_arrow_on_the_map(self) -> None:
        on = stage(DOTS, (-4, 6, -5, 6), RUNS)
        state = after(on, Start(FULL), Show("samples"))
        left, right, bottom, top = state.window
        assert state.scale is not None
        for u, v in SAMPLE_GRADS:
            assert left < state.scale * u < right
            assert bottom < state.scale * v < top

    def test_shown_again_they_are_no_mean_any_more(self) -> None:
        on = stage(DOTS, (-4, 6, -5, 6), RUNS)
        state = after(on, Start(FULL), Show("samples"), Average(), Hide("samples"))
        assert Show("samples").at(state, 1.0, on).walkers[0].averaged == 0


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


@pytest.mark.parametrize(
    ("before", "action", "message"),
    [
        ((), AddCompass(), "no run is on the map: start one first"),
        ((AT_4_3, AddCompass()), AddCompass(), "a compass is on the map already"),
        ((Start(HOME),), AddCompass("downhill"), "downhill has no direction here"),
        ((AT_4_3,), Turn(), "no compass is on the map"),
        ((AT_4_3, AddCompass(), Clear()), Turn("x"), "no compass is on the map"),
        ((AT_4_3,), RemoveCompass(), "no compass is on the map"),
        ((), RaceSteps(1.0), "no run is on the map: start one first"),
        ((AT_4_3,), RaceSteps(0.0), "the length of the steps must be above 0, not 0"),
        ((AT_4_3,), RaceSteps(math.inf), "the length of the steps must be above 0, not inf"),
        ((Start(HOME),), RaceSteps(1.0), "downhill has no direction here"),
        ((AT_4_3,), RaceSteps(1.0, LANES * 2), "a race has at most 4 ways, not 6"),
        ((AT_4_3, RaceSteps(1.0)), RaceSteps(2.0, LANES), "a race is on: end it first"),
        ((AT_4_3,), EndRace(), "no race is on the map"),
        ((AT_4_3,), Show("samples"), "this objective has no samples"),
        ((AT_4_3,), Average(), "no samples are shown at good: show samples first"),
    ],
)
def test_mistakes(before: tuple[Any, ...], action: Any, message: str) -> None:
    on = stage(BOWL, WINDOW, RUNS)
    state = after(on, *before)
    with pytest.raises(Mistake) as mistake:
        on.check(action, state)
    assert str(mistake.value).startswith(message)
