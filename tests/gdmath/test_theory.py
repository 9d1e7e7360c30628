from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import theory
from gdmath.objectives import bowl, quadratic, ravine
from gdmath.optimizers import GD
from gdmath.run import Run

START = (5.0, 5.0)
LRS = (0.001, 0.1, 0.25, 1 / 3, 0.45, 0.5, 0.6)


def bowl_with(*curvatures):
    return quadratic(curvatures=curvatures)


# curvatures, wall, factors at 0.1, factors at 0.6, L10/L0 at 0.001, steps to 1 % of the loss
CANDIDATES = [
    ((2, 2), 1, (0.8, 0.8), (-0.2, -0.2), "0.961", 1151),
    ((1, 1), 2, (0.9, 0.9), (0.4, 0.4), "0.980", 2302),
    ((2, 4), 0.5, (0.8, 0.6), (-0.2, -1.4), "0.936", 890),
    ((1, 4), 0.5, (0.9, 0.6), (0.4, -1.4), "0.934", 1498),
    ((2, 6), 1 / 3, (0.8, 0.4), (-0.2, -2.6), "0.905", 806),
    ((2, 8), 0.25, (0.8, 0.2), (-0.2, -3.8), "0.873", 749),
    ((2, 10), 0.2, (0.8, 0), (-0.2, -5), "0.842", 703),
    ((1, 9), 2 / 9, (0.9, 0.1), (0.4, -4.4), "0.849", 1151),
    ((0.2, 4), 0.5, (0.98, 0.6), (0.88, -1.4), "0.926", 3902),
]


@pytest.mark.parametrize(("curvatures", "wall", "good", "big", "left", "steps"), CANDIDATES)
def test_candidate_bowls(curvatures, wall, good, big, left, steps):
    candidate = bowl_with(*curvatures)
    assert theory.wall(candidate) == pytest.approx(wall, rel=1e-15)
    assert tuple(theory.factors(candidate, 0.1)) == pytest.approx(good, abs=2e-16)
    assert tuple(theory.factors(candidate, 0.6)) == pytest.approx(big, abs=1e-15)
    start, tenth = theory.losses(candidate, 0.001, START, [0, 10])
    assert f"{tenth / start:.3f}" == left
    assert theory.steps_to(candidate, 0.001, START, 0.01) == steps


@pytest.mark.parametrize(
    ("curvatures", "lr", "ratio"),
    [
        ((2, 2), 0.6, "1e-14"),
        ((1, 1), 0.6, "1e-08"),
        ((2, 4), 0.6, "6e+02"),
        ((2, 6), 0.6, "1e+08"),
    ],
)
def test_loss_after_ten_steps(curvatures, lr, ratio):
    start, tenth = theory.losses(bowl_with(*curvatures), lr, START, [0, 10])
    assert f"{tenth / start:.0e}" == ratio


# lr, steps to 1 % of the loss, to 1 % of the distance, to 1e-6 of the loss
STEPS_NEEDED = [
    (0.0001, 8904, 21292, 31790),
    (0.001, 890, 2128, 3177),
    (0.01, 89, 211, 315),
    (0.05, 17, 41, 61),
    (0.1, 8, 20, 29),
    (0.2, 4, 9, 13),
    (0.25, 3, 7, 10),
    (0.3, 2, 5, 7),
    (1 / 3, 3, 5, 7),
    (0.4, 5, 9, 14),
    (0.45, 10, 20, 31),
    (0.49, 52, 105, 165),
    (0.499, 524, 1063, 1673),
    (0.5, None, None, None),
    (0.6, None, None, None),
]


@pytest.mark.parametrize(("lr", "loss", "distance", "millionth"), STEPS_NEEDED)
def test_steps_needed(lr, loss, distance, millionth):
    assert theory.steps_to(bowl(), lr, START, 0.01) == loss
    assert theory.steps_to(bowl(), lr, START, 0.01, "distance") == distance
    assert theory.steps_to(bowl(), lr, START, 1e-6) == millionth


@given(
    curvatures=st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)),
    start=st.tuples(st.floats(-9, 9), st.floats(-9, 9)),
    lr=st.floats(0.01, 1.0),
    fraction=st.sampled_from([0.9, 0.5, 0.1, 0.01]),
)
def test_steps_to_is_the_first_step_of_the_run_that_is_low_enough(curvatures, start, lr, fraction):
    on = bowl_with(*curvatures)
    f = Run(on, GD(lr), start, 200).solve().f
    low, surely_low = (f <= fraction * f[0] * (1 + s * 1e-9) for s in (1, -1))
    k = theory.steps_to(on, lr, start, fraction)
    if k is None:
        assert not surely_low.any()
    elif k <= 200:
        assert low[k]
        assert not surely_low[:k].any()
    else:
        assert not surely_low.any()


def test_a_diverging_run_can_reach_a_low_loss_on_the_way():
    assert theory.steps_to(bowl(), 0.6, (5.0, 0.05), 0.01) == 2
    assert theory.steps_to(bowl(), 0.6, (5.0, 0.05), 0.001) is None


def test_steps_to_at_and_below_the_start():
    assert theory.steps_to(bowl(), 0.1, START, 1.0) == 0
    assert theory.steps_to(bowl(), 0.1, (0.0, 0.0), 0.5) == 0
    with pytest.raises(ValueError, match="above 0"):
        theory.steps_to(bowl(), 0.1, START, 0.0)


@pytest.mark.parametrize(
    ("lr", "shown"),
    [(0.1, ("3.106", "1.357")), (0.001, ("346.227", "172.940")), (0.5, ("0.000", "inf"))],
)
def test_half_lives(lr, shown):
    assert tuple(f"{h:.3f}" for h in theory.half_lives(theory.factors(bowl(), lr))) == shown


def test_a_growing_error_never_halves():
    assert theory.half_lives([-1.4, 1.0, -1.0]).tolist() == [np.inf] * 3


@pytest.mark.parametrize(
    ("lr", "p"), [(0.1, "2.28922"), (0.001, "2.00201"), (0.3, "nan"), (0.25, "nan")]
)
def test_path_exponent(lr, p):
    assert f"{theory.path_exponent(theory.factors(bowl(), lr)):.5f}" == p


@pytest.mark.parametrize(("kappa", "shown"), [(1, "0.0"), (2, "19.5"), (16, "61.9"), (100, "78.6")])
def test_misdirection_bound(kappa, shown):
    assert f"{theory.misdirection_bound(kappa):.1f}" == shown


@given(angle=st.floats(0, 6.28), kappa=st.sampled_from([2.0, 16.0, 100.0]))
def test_no_start_is_misdirected_beyond_the_bound(angle, kappa):
    start = (float(np.cos(angle)), float(np.sin(angle)))
    run = Run(bowl_with(1.0, kappa), GD(0.001), start, 0).solve()
    assert run.angle_to_min[0] <= theory.misdirection_bound(kappa) + 1e-9


def test_the_bound_is_reached():
    run = Run(bowl_with(1.0, 16.0), GD(0.001), (4.0, 1.0), 0).solve()
    reached = np.arctan2(16, 4) - np.arctan2(1, 4)
    assert np.deg2rad(run.angle_to_min[0]) == pytest.approx(reached, rel=1e-14)
    assert run.angle_to_min[0] == pytest.approx(61.9275, abs=1e-4)


@pytest.mark.parametrize(("on", "lr"), [(bowl(), 1 / 3), (ravine(), 8 / 17)])
def test_the_best_rate_is_best(on, lr):
    assert theory.best_lr(on) == pytest.approx(lr, rel=1e-15)
    best = theory.rate(on, theory.best_lr(on))
    assert best == pytest.approx(theory.best_rate(on.kappa), rel=1e-14)
    assert all(theory.rate(on, lr * s) > best for s in (0.9, 0.99, 1.01, 1.1))


@pytest.mark.parametrize(("on", "shown"), [(bowl(), "0.333"), (ravine(), "0.882")])
def test_best_rate_by_hand(on, shown):
    assert f"{theory.best_rate(on.kappa):.3f}" == shown


def test_nothing_curving_upward_has_no_wall():
    assert theory.wall(quadratic(curvatures=(-1.0, 0.0))) == np.inf


ORACLES = [
    (bowl(), START),
    (ravine(), (8.0, 1.0)),
    (ravine(theta=30.0), (3.0, -2.0)),
    (quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5), (4.0, 4.0)),
]


@pytest.mark.parametrize("lr", LRS)
@pytest.mark.parametrize(("on", "start"), ORACLES)
def test_the_loop_agrees_with_the_closed_form(on, start, lr):
    run = Run(on, GD(lr), start, 40).solve()
    k = np.arange(41)
    growth = np.maximum.accumulate(np.abs(run.x).max(axis=-1))[:, None]
    gap = np.abs(run.x - theory.iterates(on, lr, start, k))
    assert (gap <= 1e-13 * np.maximum(growth, 1)).all()
    np.testing.assert_allclose(
        run.f, theory.losses(on, lr, start, k), rtol=1e-12, atol=1e-13 * (1 + abs(run.f[0]))
    )


def test_small_steps_follow_the_flow():
    lr = 1e-4
    run = Run(bowl(), GD(lr), START, 10_000).solve()
    smooth = theory.flow(bowl(), START, lr * np.arange(10_001))
    assert np.abs(run.x - smooth).max() < 2 * lr * 4
    np.testing.assert_allclose(smooth[:, 1], smooth[:, 0] ** 2 / 5, rtol=1e-12)


@pytest.mark.parametrize("lr", LRS)
def test_the_log_of_the_loss_is_convex(lr):
    log_loss = np.log(theory.losses(bowl(), lr, START, np.arange(60)))
    assert np.diff(log_loss, 2).min() >= -1e-12


def test_a_saddle_has_no_closed_form_about_its_minimum():
    with pytest.raises(ValueError, match="no single minimum"):
        theory.iterates(quadratic(curvatures=(1.0, -1.0)), 0.1, START, 1)


def test_what_a_hundredth_of_the_rate_costs():
    good = theory.losses(bowl(), 0.1, START, [0, 1, 10])
    assert theory.steps_to(bowl(), 0.001, START, float(good[2] / good[0])) == 1119
    assert theory.steps_to(bowl(), 0.001, START, float(good[1] / good[0])) == 123


def test_the_wall_moves_with_the_scale_of_a_feature():
    assert theory.wall(bowl_with(2, 16)) == 0.125
    assert theory.wall(bowl_with(10, 20)) == 0.1
    assert theory.wall(bowl_with(2, 400)) == 0.005
