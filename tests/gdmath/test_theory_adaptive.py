"""AdaGrad, RMSProp, Adam, noise and convexity: formulas against runs, and lesson 9 to 12."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdmath import theory
from gdmath.exact import exact_run
from gdmath.moments.matrices import kron
from gdmath.objectives import bowl, quadratic, ravine
from gdmath.objectives.elimination import solve_definite
from gdmath.optimizers import GD, AdaGrad, Adam, HeavyBall, RMSProp
from gdmath.run import Run

slopes = st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3)


@given(x=slopes, y=slopes, lr=st.floats(1e-3, 1.0), corrected=st.booleans(), eps=st.just(1e-8))
def test_the_first_step_of_adam(x, y, lr, corrected, eps):
    adam = Adam(lr, eps=eps, bias_correction=corrected)
    run = Run(bowl(), adam, (x, y), 1).solve()
    step = theory.adam_first_step(run.grad[0], lr, eps=eps, bias_correction=corrected)
    np.testing.assert_allclose(run.step[0], step, rtol=1e-9, atol=1e-13)


def test_the_first_step_is_the_learning_rate():
    assert theory.adam_first_step([10, 20], 0.1, eps=0.0).tolist() == [-0.1, -0.1]
    assert theory.adam_first_step([0.001, -500], 0.01) == pytest.approx([-0.01, 0.01], rel=2e-5)
    assert theory.adam_first_step([10, 2e4], 1.0, eps=0.0) == pytest.approx([-1, -1])
    assert theory.adam_first_step([0.0, -0.0], 0.1, eps=0.0).tolist() == [0, 0]
    bare = theory.adam_first_step([1.0], 1.0, eps=0.0, bias_correction=False)
    assert f"{-bare[0]:.2f}" == "3.16"


def test_the_weight_that_a_mean_from_zero_has_gathered():
    weights = theory.bias_correction(0.9, [1, 2, 1000])
    assert weights == pytest.approx([0.1, 0.19, 1.0])
    means, m = [], 0.0
    for _ in range(10):
        m = 0.9 * m + 0.1
        means.append(m)
    np.testing.assert_allclose(theory.bias_correction(0.9, np.arange(1, 11)), means, rtol=1e-14)


def test_the_wall_of_adam():
    assert theory.adam_wall(1.0) == pytest.approx(38, rel=1e-15)
    assert theory.adam_wall(0.1) == pytest.approx(380, rel=1e-15)
    assert theory.adam_wall(0.1, 0.0) == 20


@pytest.mark.parametrize(("nudge", "grows"), [(0.999, False), (1.001, True)])
@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9])
def test_the_wall_of_adam_is_that_of_dampened_momentum(beta1, nudge, grows):
    steep = theory.adam_wall(0.1, beta1) * nudge
    rule = theory.heavy_ball(quadratic(curvatures=(steep,)), 0.1, beta1, beta1)
    assert (rule.rate > 1) is grows


def test_adam_left_alone_comes_back():
    """v fades, the curvature felt passes the wall, and 744 steps later the loss is back."""
    run = Run(bowl(), Adam(0.1), (5.0, 5.0), 11_900).solve()
    steps = np.arange(1, run.steps + 1)
    corrected = run.v[1:] / theory.bias_correction(0.999, steps)[:, None]
    felt = theory.preconditioned_curvature(bowl().hessian(run.x[1:]), np.sqrt(corrected) + 1e-8)
    late = steps > 1000
    onset = int(steps[late & (felt > theory.adam_wall(0.1))][0])
    assert onset == pytest.approx(11_124, abs=1)
    assert run.f[5000] < 1e-200
    peak = int(run.f[5000:].argmax()) + 5000
    assert peak == 11_868
    assert f"{run.f[peak]:.4f}" == "0.0326"


def test_preconditioning_turns_a_matrix_with_its_coordinates():
    hessian = np.array([[2.0, 1.0], [1.0, 3.0]])
    assert theory.preconditioned_curvature(hessian, [2.0, 2.0]) == pytest.approx(
        np.linalg.eigvalsh(hessian)[-1] / 2
    )
    slow = theory.preconditioned_curvature(hessian, [4.0, 1.0])
    assert slow == pytest.approx(np.linalg.eigvals(hessian / [[4.0], [1.0]]).real.max())
    many = theory.preconditioned_curvature(np.stack([hessian, np.diag([2.0, 8.0])]), [4.0, 1.0])
    assert many == pytest.approx([float(slow), 8.0])


@pytest.mark.parametrize("eps", [0.0, 1e-8, 1e-3])
@pytest.mark.parametrize("curvature", [2.0, 4.0])
def test_rmsprop_hovers_at_half_the_learning_rate(curvature, eps):
    on = quadratic(curvatures=(curvature,))
    run = Run(on, RMSProp(0.1, alpha=0.9, eps=eps), (1.0,), 4000).solve()
    reach = theory.rmsprop_cycle(0.1, curvature, eps)
    np.testing.assert_allclose(np.abs(run.x[-20:, 0]), reach, rtol=1e-9)
    assert (run.x[-20:-1] * run.x[-19:] < 0).all()
    assert theory.rmsprop_cycle(0.1, curvature) == 0.05


def test_adagrad_slows_for_ever():
    moved = [theory.adagrad_distance(0.1, steps) for steps in (0, 1, 10, 100, 1000)]
    assert [f"{m:.2f}" for m in moved] == ["0.00", "0.10", "0.50", "1.86", "6.18"]

    class Ramp:
        dim, formula, default_start, minimum, f_min = 1, "x", (0.0,), None, None

        def value(self, x):
            return x[..., 0]

        def grad(self, x):
            return np.ones_like(x)

        def hessian(self, x):
            return np.zeros((*x.shape, 1))

    run = Run(Ramp(), AdaGrad(0.1, eps=0.0), (0.0,), 1000).solve()
    assert -run.x[-1, 0] == pytest.approx(moved[-1], rel=1e-13)


# lr, momentum, floor of the bowl at unit noise
FLOORS = [(0.1, 0.0, "0.0590"), (0.01, 0.9, "0.0504"), (0.1, 0.9, "0.543")]


@pytest.mark.parametrize(("lr", "momentum", "shown"), FLOORS)
def test_noise_floors(lr, momentum, shown):
    floor = theory.noise_floor(bowl(), lr, 1.0, momentum)
    assert f"{floor:.{len(shown) - 2}f}" == shown
    assert theory.noise_floor(bowl(), lr, 3.0, momentum) == pytest.approx(9 * floor)


@given(
    lr=st.fractions(Fraction(1, 50), Fraction(1), max_denominator=60),
    beta=st.fractions(0, Fraction(9, 10), max_denominator=20),
)
def test_the_noise_floor_solves_the_equation_of_the_covariance(lr, beta):
    """The state (e, v) maps linearly; C = J C J' + noise, solved in fractions."""
    curvature = Fraction(2)
    assume(lr * curvature < 2 * (1 + beta))
    jacobian = ((1 - lr * curvature, -lr * beta), (curvature, beta))
    noise = (lr * lr, -lr, -lr, Fraction(1))
    products = kron(jacobian, jacobian)
    # C = (I - J x J)^-1 noise, by the normal equations, which are symmetric
    A = [[int(i == j) - products[i][j] for j in range(4)] for i in range(4)]
    normal = [[sum(A[k][i] * A[k][j] for k in range(4)) for j in range(4)] for i in range(4)]
    right = [sum(A[k][i] * noise[k] for k in range(4)) for i in range(4)]
    solved = solve_definite(normal, right)
    assert solved is not None
    one = quadratic(curvatures=(2.0,))
    assert theory.noise_variance(one, float(lr), 1.0, float(beta))[0] == pytest.approx(
        float(solved[0]), rel=1e-11
    )


rationals = st.fractions(Fraction(1, 10), 6, max_denominator=10)


@given(
    curvatures=st.lists(rationals, min_size=1, max_size=3),
    start=st.lists(st.integers(-5, 5), min_size=3, max_size=3),
    lr=st.fractions(Fraction(1, 100), 1, max_denominator=100),
)
def test_the_loss_on_a_bowl_is_log_convex_exactly(curvatures, start, lr):
    on = quadratic(curvatures=tuple(float(c) for c in curvatures))
    f = exact_run(Run(on, GD(float(lr)), tuple(map(float, start[: on.dim])), 12)).f
    assert theory.is_log_convex(f)


@pytest.mark.parametrize("lr", [0.001, 0.1, 0.25, 0.45, 0.5, 0.6])
def test_and_within_rounding_in_float64(lr):
    f = Run(bowl(), GD(lr), (5.0, 5.0), 60).solve().f
    assert theory.is_log_convex(f, tolerance=8 * 60 * 1.2e-16)
    positive = f[f > 0]
    assert theory.log_convexity(positive).min() >= -1e-13


def test_a_plateau_before_a_drop_is_no_bowl():
    saddle = [2.25, 0.28, 0.25, 0.249, 0.243, 0.1, 0.006, 0.0001]
    assert not theory.is_log_convex(np.array(saddle))
    assert theory.log_convexity(saddle).min() < -0.5
    swing = exact_run(Run(ravine(), HeavyBall(0.1, 0.9), (8.0, 1.0), 60)).f
    assert not theory.is_log_convex(swing)


def test_log_convexity_by_hand():
    assert theory.log_convexity([1.0, np.e, np.e]) == pytest.approx([-1.0])
    assert theory.is_log_convex([Fraction(4), Fraction(2), Fraction(1)])
    assert not theory.is_log_convex([Fraction(4), Fraction(2), Fraction(99, 100)])
    assert theory.is_log_convex([Fraction(1), Fraction(0), Fraction(0)])
    assert not theory.is_log_convex([Fraction(0), Fraction(1), Fraction(0)])


def test_the_slopes_of_the_three_curves():
    k = np.arange(400, 402)
    slopes = [
        float(np.diff(np.log10(theory.losses(bowl(), lr, (5, 5), k)))[0]) for lr in (0.1, 0.6)
    ]
    assert [f"{s:.4f}" for s in slopes] == ["-0.1938", "0.2923"]
    crawl = np.diff(np.log10(theory.losses(bowl(), 0.001, (5, 5), [10_000, 10_001])))[0]
    assert f"{crawl:.4f}" == "-0.0017"
    first, second, tenth = theory.losses(bowl(), 0.1, (5, 5), [0, 1, 10])
    ninth = theory.losses(bowl(), 0.1, (5, 5), 9)
    assert [f"{second / first:.4f}", f"{tenth / ninth:.2f}"] == ["0.4533", "0.64"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.bias_correction(1.0, 1), "beta must be .* not 1.0"),
        (lambda: theory.adam_first_step([1.0], 0.1, (0.9, 1.5)), "beta2 must be .* not 1.5"),
        (lambda: theory.adam_wall(0.1, 1.0), "beta1 must be .* not 1.0"),
        (lambda: theory.adam_wall(0.0), "lr must be above 0, not 0.0"),
        (lambda: theory.preconditioned_curvature([[1.0]], [0.0]), "divisor must be above 0"),
        (lambda: theory.rmsprop_cycle(0.1, 2.0, 0.2), "not lr 0.1, curvature 2.0, eps 0.2"),
        (lambda: theory.adagrad_distance(0.1, -1), "steps must not be negative, not -1"),
        (lambda: theory.noise_floor(bowl(), 0.5), "below the wall 0.5, not 0.5"),
        (lambda: theory.noise_floor(bowl(), 0.1, 1.0, 1.0), "momentum must be .* not 1.0"),
        (lambda: theory.noise_floor(quadratic(curvatures=(0.0, 1.0)), 0.1), "the least is 0"),
        (lambda: theory.log_convexity([1.0, 0.0, 1.0]), "above 0, but the least is 0"),
        (lambda: theory.is_log_convex([Fraction(-1)]), "at least 0"),
        (lambda: theory.is_log_convex(np.array([np.nan, 1.0])), "at least 0"),
    ],
)
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
