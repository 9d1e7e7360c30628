"""What the lessons on momentum, rulers and noise say, computed."""

from __future__ import annotations

import numpy as np
import pytest

from gdmath.objectives import bowl, five_dots, quadratic, ravine
from gdmath.optimizers import GD, AdaGrad, Adam, HeavyBall, Nesterov, RMSProp, StepDecay
from gdmath.run import Outcome, Run

FIVE = (5.0, 5.0)
SLOPE_OF_ONE = quadratic(curvatures=(0.0,), b=(-1.0,))


def moved_down_a_constant_slope(optimizer, steps):
    return -Run(SLOPE_OF_ONE, optimizer, (0.0,), steps).solve().x[:, 0]


def test_the_ravine_takes_gradient_descent_21_steps_and_momentum_9():
    plain, ball = (
        Run(ravine(), optimizer, (8.0, 1.0), 30).solve()
        for optimizer in (GD(0.4), HeavyBall(0.64, 0.36))
    )
    assert (plain.events["stays_hundredth"], ball.events["stays_hundredth"]) == (21, 9)
    k = np.arange(31)
    closed = np.stack((8 * (1 + 0.4 * k) * 0.6**k, (1 + 1.6 * k) * (-0.6) ** k), axis=-1)
    np.testing.assert_allclose(ball.x, closed, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("momentum", "outcome", "hundredth"),
    [
        (0.2, Outcome.CYCLE, None),
        (0.25, Outcome.CONVERGED_OSCILLATING, 19),
        (0.3016, Outcome.CONVERGED_OSCILLATING, 8),
        (0.5, Outcome.CONVERGED_OSCILLATING, 7),
    ],
)
def test_momentum_brings_the_big_rate_home(momentum, outcome, hundredth):
    run = Run(bowl(), HeavyBall(0.6, momentum), FIVE, 100).solve()
    assert run.outcome is outcome
    assert run.events.get("stays_hundredth") == hundredth
    assert run.wall == pytest.approx(0.5 * (1 + momentum), rel=1e-15)


def test_the_best_memory_for_the_big_rate():
    rates = {
        m: Run(bowl(), HeavyBall(0.6, m / 10_000), FIVE, 0).solve().rate for m in range(2500, 3500)
    }
    best = min(rates, key=rates.get)
    assert best in (3016, 3017)
    assert f"{rates[best]:.3f}" == "0.549"


def test_a_constant_slope_makes_the_step_grow():
    step = np.diff(moved_down_a_constant_slope(HeavyBall(0.01, 0.9), 200))
    assert [f"{step[n - 1]:.3f}" for n in (1, 5, 10, 20)] == ["0.010", "0.041", "0.065", "0.088"]
    run = Run(SLOPE_OF_ONE, HeavyBall(0.01, 0.9), (0.0,), 1).solve()
    assert step[-1] == pytest.approx(run.effective_lr[0, 0], rel=1e-6)


def test_too_much_memory_on_the_easy_bowl():
    run = Run(bowl(), HeavyBall(0.1, 0.9), FIVE, 200).solve()
    assert (run.events["reaches_hundredth"], run.events["stays_hundredth"]) == (30, 43)
    assert int((np.diff(run.f[:60]) > 0).sum()) == 25
    assert run.effective_lr[0, 0] == pytest.approx(1.0, rel=1e-15)


def test_three_walls():
    walls = [Run(bowl(), o, FIVE, 0).solve().wall for o in (HeavyBall(0.1), Nesterov(0.1))]
    assert walls[0] == pytest.approx(3.8 / 4)
    assert f"{4 * walls[1]:.3f}" == "1.357"


def test_adagrad_slows_for_ever():
    moved = moved_down_a_constant_slope(AdaGrad(0.1), 1000)
    assert [f"{moved[n]:.2f}" for n in (1, 10, 100, 1000)] == ["0.10", "0.50", "1.86", "6.18"]


def test_rmsprop_hovers_at_half_its_rate():
    run = Run(quadratic(curvatures=(2.0,)), RMSProp(0.1), (5.0,), 8000).solve()
    np.testing.assert_allclose(np.abs(run.x[-20:]), 0.05, rtol=1e-6)
    assert run.outcome is Outcome.CYCLE


def test_adam_cannot_see_which_direction_is_steep():
    run = Run(bowl(), Adam(0.1), FIVE, 100).solve()
    assert tuple(run.x[1]) == pytest.approx((4.9, 4.9), rel=1e-8)
    assert 1e-9 < np.abs(run.x[:, 0] - run.x[:, 1]).max() < 2e-9
    steep = Run(quadratic(curvatures=(2.0, 400.0)), Adam(0.1), FIVE, 100).solve()
    assert np.abs(steep.x - run.x).max() < 3e-9
    assert Run(quadratic(curvatures=(2.0, 400.0)), GD(0.1), FIVE, 5).solve().wall == 0.005


def test_adams_step_is_capped_but_it_overshoots():
    run = Run(bowl(), Adam(0.6), FIVE, 100).solve()
    assert (run.events["reaches_hundredth"], run.events["stays_hundredth"]) == (9, 38)
    assert int(run.f[10:].argmax()) + 10 == 16
    assert f"{run.f[16]:.1f}" == "7.2"
    assert run.step_len.max() < 0.6 * np.sqrt(2) * 1.01


def test_adam_comes_back_up():
    run = Run(bowl(), Adam(0.1), FIVE, 12_000).solve()
    assert run.f[5000:11_000].min() < 1e-200
    assert int(run.f[5000:].argmax()) + 5000 == 11_868
    assert f"{run.f[11_868]:.4f}" == "0.0326"
    seen = run.curvature * run.effective_lr / run.lr
    assert int((seen[2000:] > 38 / run.lr).any(axis=-1).argmax()) + 2001 == 11_124


def test_a_range_test_bottoms_out_beyond_the_wall():
    rising = StepDecay(0.001, every=1, factor=1.1)
    run = Run(bowl(), GD(rising), FIVE, 80).solve()
    lowest = int(run.f.argmin())
    assert f"{run.lrs[lowest]:.2f}" == "0.79"
    assert run.lrs[lowest] / run.wall == pytest.approx(1.58, abs=0.01)


def test_four_of_five_single_dots_step_up_near_the_minimum():
    dots = five_dots(noise=1.0)
    near = np.array([4.9, 4.9])
    after = near - 0.05 * dots.sample_grads(near)
    assert int((dots.value(after) > dots.value(near)).sum()) == 4


def test_a_good_single_run_of_three_numbers():
    step, _ = GD(0.1).step(0, np.array([0.5, -1.2]), np.array([3.0, -0.4]), ())
    assert tuple(step) == pytest.approx((0.2, -1.16), rel=1e-15)
