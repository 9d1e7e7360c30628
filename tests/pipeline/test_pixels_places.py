"""What claims come to: data on the plane, ticks, counted cues, and kinds that claim nothing."""

from __future__ import annotations

import pytest

from pipeline.pixels.places import holds, share, tick
from pipeline.pixels.question import Answers, answer
from pipeline.pixels.score import counted
from pipeline.pixels.spots import Truth, pixel
from scenes.claims import Axis, Chart, Tick, claims_of
from scenes.places import Iterate, Minimum, OnSlice, Sample, Toward
from scenes.shot import TimedCue
from tests.pipeline.test_pixels_answers import run_of
from tests.pipeline.test_pixels_measure import FRAME, INK, PLANE


def test_places_are_data_on_the_plane():
    runs = Answers({"a": run_of("{gd: {lr: 0.25}}", start="[1, 0.5]")})
    truth = Truth(runs, runs.run("a").formula)

    def at(place):
        return pixel(place, PLANE, truth, FRAME)

    assert at(Iterate("a", 0.0)) == pytest.approx((160, 90))
    assert at(Iterate("a", 0.5)) == pytest.approx((160 - 33.75, 90 + 33.75))
    assert at(Toward("a", 0.0, "gradient", 0.1)) == pytest.approx((160 + 27, 90 - 27))
    assert at(Toward("a", 0.0, "step", 0.5)) == pytest.approx((160 - 33.75, 90 + 33.75))
    assert at(Toward("a", 6.0, "step")) == at(Iterate("a", 6.0))
    assert at(Minimum()) == pytest.approx((25, 157.5))
    assert at(Iterate("a", 1.0, ("k", "x"))) == pytest.approx((160, 90))
    assert at(Iterate("a", 0.0, ("x", "nothing"))) == pytest.approx((160, 157.5))
    assert at(Iterate("a", 1.0, turned=(("lr", 0.125),))) == pytest.approx((126.25, 123.75))
    assert at(OnSlice("a", 1.0)) == pytest.approx((92.5, 157.5 - 0.25 * 135))
    assert at(OnSlice("a", 0.5)) == pytest.approx((126.25, 157.5 - 0.625 * 135))
    assert at(OnSlice("a", 1.0, through=(0.0, 0.5))) == pytest.approx((92.5, 157.5 - 0.75 * 135))
    lopsided = Chart(PLANE.box, PLANE.across, Axis(-1.0, 9.0, (0.01, 1.0), 1.0))
    assert pixel(Iterate("a", 0.0, ("k", "x")), lopsided, truth, FRAME)[1] == pytest.approx(22.5)


def test_samples_stand_where_they_are_measured():
    dots = answer(run_of(over="five_dots")).formula
    chart = Chart(PLANE.box, Axis(-4, 4), Axis(-5, 15))
    here = pixel(Sample(4, 2.0), chart, Truth(Answers({}), dots), FRAME)
    assert here == pytest.approx((160 + 135, 90 - 67.5))


def test_a_scale_between_two_is_between_them():
    axis = Axis(0.0, 10.0, (1.0, 100.0), 0.25)
    assert share(axis, 10.0) == pytest.approx(0.75 * 1 + 0.25 * 0.5)
    assert share(Axis(0.0, 10.0), 4.0) == pytest.approx(0.4)


def test_ticks_stand_outside_the_plane():
    across = Tick("axes", PLANE, "across", 0.5, INK, length=0.1)
    start, stop = tick(across, FRAME)
    assert start == pytest.approx((92.5, 157.5))
    assert stop == pytest.approx((92.5, 171))
    up = Tick("axes", PLANE, "up", 0.25, INK, length=0.1)
    assert tick(up, FRAME)[1] == pytest.approx((11.5, 123.75))
    assert holds(PLANE.box, FRAME, start)
    assert not holds(PLANE.box, FRAME, stop)


class To:
    """An action of a cue."""

    def __init__(self, **given):
        vars(self).update(given)


def cue(name, start, frames, **given):
    return TimedCue("map", name, To(**given), start, frames)


@pytest.mark.parametrize(
    ("cues", "frame", "stands"),
    [
        ([cue("start", 0, 5, run="b", k=2)], 1, {"a": (3, 3), "b": (2, 2)}),
        ([cue("step", 4, 6, run=None, to=5)], 3, {"a": (3, 3)}),
        ([cue("step", 4, 6, run=None, to=5)], 8, {"a": (3, 5)}),
        ([cue("step", 4, 6, run=None, to=5)], 9, {"a": (5, 5)}),
        ([cue("step", 4, 6, run=None, to=2)], 9, {"a": (3, 3)}),
        ([cue("step", 4, 6, run="b", to=5)], 9, {"a": (3, 3)}),
        ([cue("back", 4, 6, run="a", to=1)], 8, {"a": (1, 3)}),
        ([cue("back", 4, 6, run=None, to=1)], 9, {"a": (1, 1)}),
        ([cue("clear", 4, 6, run=None)], 9, {}),
        ([cue("start", 0, 5, run="a", k=1)], 1, {"a": (1, 3)}),
        ([cue("step", 0, 5, run=None, to=5), cue("back", 5, 5, run=None, to=4)], 7, {"a": (4, 5)}),
    ],
)
def test_cues_are_counted(cues, frame, stands):
    assert counted({"a": (3.0, 3.0)}, cues, frame) == stands


def test_kinds_that_say_nothing_claim_nothing():
    assert claims_of("title_card") is None
    assert claims_of("table") is None
    assert claims_of("descent_2d") is not None
