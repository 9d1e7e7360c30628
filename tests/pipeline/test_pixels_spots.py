"""Where claims of lines, draws, directions, losses and sweeps are, by hand."""

from __future__ import annotations

import math

import pytest

from gdmath.curves import curve_of, load_curve
from gdmath.objectives import bowl, network
from gdmath.objectives.two_moons import validation
from gdmath.optimizers import GD, HeavyBall
from gdmath.run import Run
from gdmath.steps_needed import RateSweep
from pipeline.pixels.formulas import Unanswered
from pipeline.pixels.losses import curves
from pipeline.pixels.models import unseen
from pipeline.pixels.question import Answers, answers
from pipeline.pixels.spots import Truth, bearing, pixel
from pipeline.pixels.sweeps import sweeps
from scenes import places
from scenes.box import Box
from scenes.claims import Axis, Chart
from script.nodes import compose
from tests.pipeline.test_pixels_answers import run_of
from tests.pipeline.test_pixels_measure import FRAME

UNIT = Chart(Box(-1.0, -0.5, 1.0, 1.0), Axis(0.0, 1.0), Axis(0.0, 1.0))
"""A plane on which data are pixels from (25, 157.5), 135 a unit."""


def at(place, truth):
    """Return where a place is, in data."""
    x, y = pixel(place, UNIT, truth, FRAME)
    return (x - 25) / 135, (157.5 - y) / 135


def truth_of(optimizer="{gd: {lr: 0.25}}", over="bowl", start="[1, 0.5]"):
    """Return the truth of a panel and a run ``a`` on the same loss."""
    runs = Answers({"a": run_of(optimizer, over, start)})
    return Truth(runs, runs.run("a").formula)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (places.Given(0.3, 0.7), (0.3, 0.7)),
        (places.Headed("a", 0.0, "x", 0.5), (1.5, 0.5)),
        (places.Headed("a", 0.0, "-y", 0.5), (1.0, 0.0)),
        (places.Headed("a", 0.0, 90.0, 0.5), (1.0, 1.0)),
        (places.Headed("a", 0.0, "uphill", math.sqrt(2)), (2.0, 1.5)),
        (places.Headed("a", 0.0, "downhill", math.sqrt(2)), (0.0, -0.5)),
        (places.Headed("a", 0.0, "contour", math.sqrt(2)), (0.0, 1.5)),
        (places.Headed("a", 0.0, "minimum", math.sqrt(1.25)), (0.0, 0.0)),
        (places.OnSlice("a", 0.5), (0.75, 0.625)),
        (places.OnSlice(None, 0.5), (0.5, 0.25)),
        (places.OnSlice(None, None), (0.0, 0.0)),
        (places.OnSlice(None, 0.5, 1, (0.3, 9.0)), (0.5, 0.59)),
        (places.AlongSlice(places.OnSlice("a", 0.0), "gradient", 0.1), (1.2, 0.0)),
        (places.AlongSlice(places.OnSlice("a", 0.0), "step", 0.5), (0.75, 0.0)),
        (places.AlongSlice(places.OnSlice(None, 0.5, 1), "gradient", 0.1), (0.7, 0.0)),
        (places.Stair("a", 0.0), (1.0, 1.0)),
        (places.Stair("a", 0.25), (1.0, 0.75)),
        (places.Stair("a", 0.75), (0.75, 0.5)),
        (places.Stair("a", 1.0, 1), (0.0, 0.0)),
        (places.Ruled("a", 0.8), (0.8, 0.4)),
        (places.Ruled("a", 0.8, turned=(("lr", 0.75),)), (0.8, -0.4)),
    ],
)
def test_places_on_a_bowl(place, where):
    assert at(place, truth_of()) == pytest.approx(where)


def test_lines_through_dots_are_those_of_their_weights():
    dots = truth_of(over="{five_dots: {noise: 1}}", start="[1, 0.5]")
    assert at(places.Fitted("a", 0.0, -2.0), dots) == pytest.approx((-2.0, 0.0))
    best = dots.formula().minimum
    assert best is not None
    missing = places.Fitted("a", 0.0, 2.0, is_missing=True, stretch=2.0)
    height = best[0] - 1 + (best[1] / 2 - 0.5) * 2
    assert at(missing, dots) == pytest.approx((2.0, height))


def test_votes_shrink_and_are_laid_end_to_end():
    dots = truth_of("{sgd: {lr: 0.1}}", "{least_squares: {inputs: [0, 1], targets: [0, 1]}}")

    # At (1, 1/2) the errors are 1 and 1/2: the gradients are (2, 0) and (1, 1).
    def end(index, shrunk, chained, is_tip):
        return at(places.Vote("a", 0.0, index, 0.1, shrunk, chained, is_tip), dots)

    assert end(0, 0.0, 0.0, False) == end(1, 1.0, 0.0, False) == pytest.approx((1, 0.5))
    assert end(0, 0.0, 0.0, True) == pytest.approx((1.2, 0.5))
    assert end(1, 0.0, 0.0, True) == pytest.approx((1.1, 0.6))
    assert end(1, 1.0, 0.0, True) == pytest.approx((1.05, 0.55))
    assert end(1, 1.0, 1.0, False) == end(0, 1.0, 1.0, True) == pytest.approx((1.1, 0.5))
    gradient = at(places.Toward("a", 0.0, "gradient", 0.1), dots)
    assert end(1, 1.0, 1.0, True) == pytest.approx(gradient)
    assert gradient == pytest.approx((1.15, 0.55))


def test_estimates_are_what_steps_are_made_of():
    truth = truth_of("{noisy_gd: {lr: 0.25, sigma: 0.3, seed: 2}}")
    for draw in (0, 3):
        run = truth.runs.run("a", draw=draw)
        here, ahead = run.point(1), run.point(2)
        found = at(places.Toward("a", 1.0, "estimate", 0.25, draw=draw), truth)
        expected = tuple(2 * x - y for x, y in zip(here, ahead, strict=True))
        assert found == pytest.approx(expected)


def test_a_minimum_that_is_none_has_no_direction():
    with pytest.raises(Unanswered, match="minimum has no direction"):
        bearing(truth_of().formula(), (0.0, 0.0), "minimum")
    with pytest.raises(Unanswered, match="no single minimum"):
        bearing(truth_of(over="saddle").formula(), (1.0, 0.0), "minimum")


LESSON = """\
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 10}
  push:
    objective: bowl
    optimizer: {heavy_ball: {lr: 0.1, momentum: 0.5}}
    start: [5, 5]
    steps: 90
  tilt:
    objective: {quadratic: {A: [[2, 1], [1, 3]]}}
    optimizer: {gd: 0.1}
    start: [1, 1]
    steps: 9
  deep: {objective: beale, optimizer: {gd: 0.01}, start: [1, 1], steps: 9}
  net: {objective: {network: {hidden: 2, samples: 8}}, optimizer: {gd: 0.5}, steps: 5}
curves:
  own: {run: net, every: 2, validation: 3}
  plain: {run: net, every: 2}
  shelf: moons_plateau
  again: {stored: moons_plateau, expect: healthy-looking}
sweeps:
  loss: {run: good, lr: [0.1, 0.25, 0.6], until: 0.01}
  near: {run: good, lr: [0.1], until: 0.1, of: distance}
  brief: {run: good, lr: [0.1], until: 0.01, watched: 3}
  rolling: {run: push, lr: [0.1], until: 0.01}
  kappas: {kappa: [1, 9, 100], by: 100}
  balls: {kappa: [100], optimizer: heavy_ball, by: 10}
  ahead: {kappa: [8], optimizer: nesterov}
"""
ASKED = compose(LESSON, "lesson.yaml")
SWEEPS, CURVES = sweeps(ASKED, answers(ASKED)), curves(ASKED, answers(ASKED))


@pytest.mark.parametrize(
    ("sweep", "value", "steps"),
    [
        ("loss", 0.1, 8),  # 25 * 0.64^k + 50 * 0.36^k falls below 0.75 at k = 8
        ("loss", 0.25, 3),
        ("near", 0.1, 9),
        ("kappas", 1, 0),
        ("kappas", 9, math.log(100) / -math.log(0.8)),
        ("balls", 100, math.log(10) / -math.log(9 / 11)),
        ("ahead", 8, math.log(100) / -math.log(1 - 2 / 5)),
    ],
)
def test_sweeps_are_counted(sweep, value, steps):
    assert SWEEPS.steps(sweep, value) == pytest.approx(steps)


@pytest.mark.parametrize(
    ("sweep", "value", "reason"),
    [
        ("loss", 0.6, "not a finite number"),
        ("brief", 0.1, "it never arrives"),
        ("none", 0.1, "sweep none is none of the lesson's"),
    ],
)
def test_sweeps_without_an_end_say_so(sweep, value, reason):
    with pytest.raises(Unanswered, match=f"^{reason}$"):
        SWEEPS.steps(sweep, value)


@pytest.mark.parametrize("lr", [0.001, 0.02, 0.1, 0.3, 0.45, 0.49])
@pytest.mark.parametrize("of", ["loss", "distance"])
def test_both_ways_of_counting_agree(lr, of):
    for name, optimizer, steps in (("good", GD(0.1), 10), ("push", HeavyBall(0.1, 0.5), 90)):
        text = f"{{run: {name}, lr: [{lr}], until: 0.02, of: {of}}}"
        asked = sweeps(
            compose(LESSON.replace("sweeps:", f"sweeps:\n  it: {text}"), "a"), SWEEPS.runs
        )
        run = Run(bowl(), optimizer, (5.0, 5.0), steps)
        known = float(RateSweep(run, (lr,), 0.02, of).solve().steps[0])
        if math.isfinite(known):
            assert asked.steps("it", lr) == known
        else:
            with pytest.raises(Unanswered, match=r"^it never arrives$"):
                asked.steps("it", lr)


@pytest.mark.parametrize(
    ("run", "turned", "wall"),
    [
        ("good", {}, 0.5),
        ("push", {}, 0.75),
        ("push", {"momentum": 0.8}, 0.9),
        ("tilt", {}, 4 / (5 + math.sqrt(5))),
    ],
)
def test_walls_are_where_the_steepest_side_has_them(run, turned, wall):
    assert SWEEPS.wall(run, turned) == pytest.approx(wall, rel=1e-12)
    where = at(places.Wall(run, 0.5, tuple(turned.items())), truth_of_lesson())
    assert where == pytest.approx((wall, 0.5))


def truth_of_lesson():
    """Return the truth of the lesson, for a panel without an objective."""
    return Truth(SWEEPS.runs, Unanswered("no objective"), CURVES, SWEEPS)


@pytest.mark.parametrize("run", ["deep", "net", "none"])
def test_other_walls_are_not_known(run):
    with pytest.raises(Unanswered):
        SWEEPS.wall(run, {})


def test_losses_are_those_of_runs_of_moons_and_of_files():
    model = network(hidden=2, samples=8)
    trajectory = Run(model, GD(0.5), model.default_start, 5).solve()
    made = curve_of(trajectory, 2, 3)
    own, judged = CURVES.losses("own", False), CURVES.losses("own", True)
    for epoch in range(4):
        assert own(epoch) == pytest.approx(float(made.train[epoch]), rel=1e-12)
        assert judged(epoch) == pytest.approx(float(made.validation[epoch]), rel=1e-12)
    shelf = load_curve("moons_plateau")
    assert shelf.validation is not None
    again = CURVES.losses("again", True)
    assert [again(k) for k in (0, 400)] == shelf.validation[[0, 400]].tolist()
    assert CURVES.losses("shelf", True)(7) == float(shelf.validation[7])
    between = at(places.Loss("shelf", 2.5), truth_of_lesson())
    assert between == pytest.approx((2.5, float(shelf.train[2:4].mean())))
    assert unseen(3)[0][:2] == pytest.approx(validation(3).points[0])


@pytest.mark.parametrize(
    ("name", "is_judged", "reason"),
    [("good", False, "an expectation"), ("plain", True, "plain has no validation loss")],
)
def test_what_has_no_losses_says_so(name, is_judged, reason):
    with pytest.raises(Unanswered, match=f"^{reason}$"):
        CURVES.losses(name, is_judged)


def test_a_boundary_is_where_chances_are_even():
    truth = truth_of_lesson()
    place = places.Boundary("net", 2.5, 0.1, -3.0, 3.0)
    across, up = at(place, truth)
    run = truth.runs.run("net")
    assert run.formula.says is not None
    assert run.formula.says(run.place(2.5), across, up) == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(Unanswered, match=r"^no single boundary$"):
        at(places.Boundary("net", 2.5, 0.1, up + 1, up + 2), truth)
    with pytest.raises(Unanswered, match=r"^no classes to part$"):
        at(places.Boundary("good", 2.0, 0.1, 0.0, 1.0), truth)
