"""What claims come to: data on the plane, ticks, counted cues, and kinds that claim nothing."""

from __future__ import annotations

import pytest

from pipeline.pixels.formulas import Unanswered
from pipeline.pixels.places import Frame, cut, holds, on_surface, share, tick, trimmed
from pipeline.pixels.question import Answers, answer
from pipeline.pixels.score import counted, headed
from pipeline.pixels.spots import Truth, pixel
from scenes.box import Box
from scenes.claims import Axis, Chart, Space, Tick, claims_of
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
        ([cue("draw", 4, 6, curves=("a",))], 5, {}),
        ([cue("draw", 4, 6, curves=())], 5, {}),
        ([cue("draw", 4, 6, curves=("b",))], 5, {"a": (3, 3)}),
        ([cue("back", 4, 6, run=None, to=1)], 9, {"a": (1, 1)}),
        ([cue("clear", 4, 6, run=None)], 9, {}),
        ([cue("start", 0, 5, run="a", k=1)], 1, {"a": (1, 3)}),
        ([cue("step", 0, 5, run=None, to=5), cue("back", 5, 5, run=None, to=4)], 7, {"a": (4, 5)}),
    ],
)
def test_cues_are_counted(cues, frame, stands):
    assert counted({"a": (3.0, 3.0)}, cues, frame) == stands


@pytest.mark.parametrize(
    ("cues", "frame", "way"),
    [
        ([], 9, "x"),
        ([cue("compass", 2, 3, to="downhill")], 1, "x"),
        ([cue("compass", 2, 3, to="downhill")], 2, "downhill"),
        ([cue("turn", 2, 4, to=30.0)], 4, None),
        ([cue("turn", 2, 4, to=30.0)], 5, 30.0),
        ([cue("turn", 2, 4, to=None)], 5, "x"),
        ([cue("turn", 2, 4, to="y"), cue("turn", 9, 4, to="x")], 8, "y"),
        ([cue("uncompass", 2, 4)], 2, None),
    ],
)
def test_a_compass_keeps_its_direction(cues, frame, way):
    assert headed("x", cues, frame) == way


def test_kinds_that_say_nothing_claim_nothing():
    assert claims_of("title_card") is None
    assert claims_of("table") is None
    assert claims_of("descent_2d") is not None


def seen_from(azimuth=0.0, elevation=90.0, **more):
    """Return a surface over a square, 2 scene units per unit of data, whose loss goes to 8."""
    given = {"gap": 0.5, "height": 1.0, "rise": 1.0, "loss": Axis(0.0, 8.0), **more}
    box, window = Box(-7.0, -4.0, 14.0, 8.0), (-2.0, 2.0, -1.0, 3.0)
    return Space(box, window, azimuth, elevation, 2.0, (1.0, -1.0), **given)


@pytest.mark.parametrize(
    ("space", "at", "place"),
    [
        (seen_from(), (1.0, 2.0, 4.0), (3.0, 1.0)),
        (seen_from(elevation=0.0), (1.0, 2.0, 4.0), (3.0, 1.0)),
        (seen_from(elevation=0.0), (1.0, 2.0, 0.0), (3.0, 0.0)),
        (seen_from(elevation=0.0, rise=0.5), (1.0, 2.0, 8.0), (3.0, 0.5)),
        (seen_from(azimuth=90.0), (1.0, 2.0, 4.0), (3.0, -3.0)),
        (seen_from(azimuth=180.0), (1.0, 2.0, 4.0), (-1.0, -3.0)),
        (seen_from(elevation=30.0, rise=0.0), (0.0, 3.0, 4.0), (1.0, 1.0)),
        (
            seen_from(elevation=0.0, loss=Axis(0.01, 1.0, (0.01, 1.0), 1.0)),
            (0.0, 1.0, 0.1),
            (1.0, 1.0),
        ),
        (seen_from(elevation=0.0, loss=Axis(0.1, 1.0, (0.1, 1.0), 1.0)), (0, 1, 0.01), (1.0, 0.0)),
    ],
)
def test_surfaces_are_seen_by_parallel_rays(space, at, place):
    assert on_surface(space, *at) == pytest.approx(place)


@pytest.mark.parametrize("at", [(2.1, 1.0, 4.0), (0.0, -1.1, 4.0), (0.0, 1.0, 8.1)])
def test_beyond_a_surface_there_is_none(at):
    with pytest.raises(Unanswered, match=r"^out of sight$"):
        on_surface(seen_from(), *at)


def test_lines_end_at_the_edge_of_their_plane():
    frame = Frame(200, 100, 10.0)
    box = Box(-5.0, -3.0, 10.0, 6.0)
    assert cut(box, frame, [(60, 30), (100, 50)]) == [(60, 30), (100, 50)]
    assert cut(box, frame, [(0, 50), (100, 50), (100, 200)]) == [
        pytest.approx((50, 50)),
        (100, 50),
        pytest.approx((100, 80)),
    ]
    assert cut(box, frame, [(0, 0), (10, 0)]) == []
    there_and_back = [(100, 50), (100, 10), (110, 10), (110, 50)]
    assert cut(box, frame, there_and_back) == [(100, 50), pytest.approx((100, 20))]


def test_lines_lose_their_ends():
    way = [(0.0, 0.0), (3.0, 0.0), (10.0, 0.0), (10.0, 4.0)]
    assert trimmed(way, 0.0) == way
    assert trimmed(way, 3.5) == [(3.5, 0.0), (10.0, 0.0), (10.0, 0.5)]
    assert trimmed(way, 5.0) == [(5.0, 0.0), (9.0, 0.0)]
    assert trimmed(way, 7.0) == []
    assert trimmed(way[:1], 1.0) == []
