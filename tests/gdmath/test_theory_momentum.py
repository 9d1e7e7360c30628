"""Heavy ball and Nesterov: closed forms, walls, best settings, and what lesson 11 says of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import theory
from gdmath.exact import exact_run
from gdmath.objectives import bowl, quadratic, ravine
from gdmath.optimizers import GD, HeavyBall, Nesterov
from gdmath.rational import Ratio, fraction, number
from gdmath.run import Run

RULES = {
    "descent": (theory.descent, lambda lr, _: GD(lr)),
    "heavy_ball": (theory.heavy_ball, lambda lr, beta: HeavyBall(lr, beta)),
    "nesterov": (theory.nesterov, lambda lr, beta: Nesterov(lr, beta)),
}


def rule(name, on, lr, beta):
    make, _ = RULES[name]
    return make(on, lr) if name == "descent" else make(on, lr, beta)


def one(curvature):
    return quadratic(curvatures=(curvature,))


def exact_factors(name, curvature, lr, beta, steps):
    run = Run(one(curvature), RULES[name][1](lr, beta), (1.0,), steps)
    return [x for (x,) in exact_run(run).x]


tenths = st.integers(1, 200).map(lambda n: n / 50)


@pytest.mark.parametrize("name", RULES)
@given(curvature=tenths, lr=tenths, beta=st.integers(0, 99).map(lambda n: n / 100))
def test_the_closed_form_is_the_recursion(name, curvature, lr, beta):
    truth = [float(e) for e in exact_factors(name, curvature, lr, beta, 40)]
    closed = rule(name, one(curvature), lr, beta).factors(np.arange(41))[:, 0]
    scale = np.maximum.accumulate(np.maximum(1, np.abs(truth)))
    assert (np.abs(closed - truth) <= 3e-13 * scale).all()


# where the two roots meet, or one of them is zero
DEGENERATE = [
    ("heavy_ball", 0.25, 0.64, 0.36),
    ("heavy_ball", 4.0, 0.64, 0.36),
    ("heavy_ball", 1.0, 0.25, 0.25),
    ("heavy_ball", 1.0, 1.0, 0.0),
    ("heavy_ball", 4.0, 0.6, 0.2),
    ("nesterov", 1.0, 1.0, 0.5),
    ("nesterov", 1.0, 0.36, Ratio("1/4")),
    ("descent", 4.0, 0.25, 0.0),
]


@pytest.mark.parametrize(("name", "curvature", "lr", "beta"), DEGENERATE)
def test_equal_roots_and_roots_of_zero(name, curvature, lr, beta):
    truth = [float(e) for e in exact_factors(name, curvature, lr, beta, 60)]
    closed = rule(name, one(curvature), lr, beta).factors(np.arange(61))[:, 0]
    np.testing.assert_allclose(closed, truth, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", RULES)
@given(curvature=tenths, lr=tenths, beta=st.integers(0, 99).map(lambda n: n / 100))
def test_the_roots_solve_their_equation(name, curvature, lr, beta):
    found = rule(name, one(curvature), lr, beta)
    large, small = found.roots[0]
    size = 1 + abs(large) ** 2
    assert abs(large + small - found.trace[0]) <= 1e-15 * size
    assert abs(large * small - found.det[0]) <= 1e-15 * size
    assert abs(large) == pytest.approx(found.rate, rel=1e-14)
    assert abs(small) <= found.rate * (1 + 1e-14)


@given(
    curvature=tenths,
    lr=tenths,
    beta=st.integers(0, 99).map(lambda n: n / 100),
    dampening=st.integers(0, 99).map(lambda n: n / 100),
)
def test_dampening(curvature, lr, beta, dampening):
    run = Run(one(curvature), HeavyBall(lr, beta, dampening), (1.0,), 30)
    truth = np.array([float(x) for (x,) in exact_run(run).x])
    closed = theory.heavy_ball(one(curvature), lr, beta, dampening).factors(np.arange(31))[:, 0]
    scale = np.maximum.accumulate(np.maximum(1, np.abs(truth)))
    assert (np.abs(closed - truth) <= 3e-13 * scale).all()


ROTATED = quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5)


@pytest.mark.parametrize(("on", "start"), [(ravine(theta=30.0), (3.0, -2.0)), (ROTATED, (4, 4))])
@pytest.mark.parametrize("name", RULES)
def test_the_loop_agrees_with_the_closed_form(name, on, start):
    start = tuple(map(float, start))
    run = Run(on, RULES[name][1](0.3, 0.8), start, 100).solve()
    how, k = rule(name, on, 0.3, 0.8), np.arange(101)
    np.testing.assert_allclose(theory.iterates(on, how, start, k), run.x, atol=2e-14)
    np.testing.assert_allclose(theory.losses(on, how, start, k), run.f, atol=1e-13)


def test_far_out_the_closed_form_is_infinite_and_not_nan():
    far = theory.heavy_ball(bowl(), 0.9, 0.5).factors([3000, 3001])
    assert np.isinf(far[:, 1]).all()
    assert np.isfinite(far[:, 0]).all()


def test_the_best_run_down_the_ravine_is_the_closed_form_to_the_last_digit():
    run = exact_run(Run(ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0), 12))
    three_fifths = Fraction(3, 5)
    for t in range(13):
        assert run.x[t] == (
            8 * (1 + Fraction(2, 5) * t) * three_fifths**t,
            (1 + Fraction(8, 5) * t) * (-three_fifths) ** t,
        )
    how = theory.heavy_ball(ravine(), 0.64, 0.36)
    closed = theory.iterates(ravine(), how, (8, 1), np.arange(13))
    np.testing.assert_allclose(closed, np.array(run.x, dtype=float), atol=1e-14)


def test_best_settings_are_fractions_where_they_can_be():
    assert theory.best_heavy_ball(ravine()) == theory.Tuning(0.64, 0.36, 0.6)
    plain = theory.best_descent(ravine())
    assert (fraction(plain.lr), fraction(plain.rate)) == (Fraction(8, 17), Fraction(15, 17))
    ahead = theory.best_nesterov(ravine())
    assert [fraction(v) for v in (ahead.lr, ahead.momentum, ahead.rate)] == [
        Fraction(16, 49),
        Fraction(5, 9),
        Fraction(5, 7),
    ]
    nine = theory.best_heavy_ball(quadratic(curvatures=(1.0, 9.0)))
    assert nine == theory.Tuning(0.25, 0.25, 0.5)
    assert theory.best_heavy_ball(quadratic(curvatures=(2.0, 8.0))).lr == number("2/9")


SPECTRA = [(0.25, 4.0), (2.0, 4.0), (1.0, 100.0), (3.0, 3.0)]


@pytest.mark.parametrize("curvatures", SPECTRA)
@pytest.mark.parametrize("name", ["heavy_ball", "nesterov"])
def test_no_other_pair_is_better(name, curvatures):
    on = quadratic(curvatures=curvatures)
    best = theory.best_heavy_ball(on) if name == "heavy_ball" else theory.best_nesterov(on)
    reached = rule(name, on, best.lr, best.momentum).rate
    assert reached == pytest.approx(best.rate, abs=3e-8)
    for lr in np.linspace(0.01, 4 / max(curvatures), 60):
        for beta in np.linspace(0, 0.99, 60):
            assert rule(name, on, lr, beta).rate >= best.rate - 3e-8


@pytest.mark.parametrize("curvatures", SPECTRA)
@pytest.mark.parametrize("lr", [0.01, 0.02, 0.03])
def test_the_best_momentum_at_a_given_rate(curvatures, lr):
    on = quadratic(curvatures=curvatures)
    best = theory.best_momentum(on, lr)
    assert theory.heavy_ball(on, lr, best).rate == pytest.approx(best**0.5, abs=3e-8)
    for beta in np.linspace(0, 0.99, 100):
        assert theory.heavy_ball(on, lr, beta).rate >= best**0.5 - 3e-8


def test_momentum_brings_the_run_of_lesson_seven_home():
    best = theory.best_momentum(bowl(), 0.6)
    assert f"{best:.4f} {best**0.5:.3f}" == "0.3016 0.549"
    rates = [theory.heavy_ball(bowl(), 0.6, beta).rate for beta in (0.0, 0.2, 0.25, 0.5)]
    assert rates[0] == pytest.approx(1.4, rel=1e-15)
    assert rates[1] == pytest.approx(1.0, rel=1e-15)
    assert all(r < 1 for r in rates[2:])
    k = np.arange(60)
    curves = [
        theory.losses(bowl(), theory.heavy_ball(bowl(), 0.6, b), (5, 5), k) for b in (0.25, 0.5)
    ]
    shrink = [theory.stays_below(f, 0.01 * f[0]) for f in curves]
    assert [int(n) for n in shrink] == [19, 7]


# name, beta, the wall times lambda
WALLS = [
    ("heavy_ball", 0.9, 3.8),
    ("heavy_ball", 0.0, 2.0),
    ("heavy_ball", 0.5, 3.0),
    ("nesterov", 0.9, 3.8 / 2.8),
    ("nesterov", 0.0, 2.0),
]


@pytest.mark.parametrize(("name", "beta", "wall"), WALLS)
def test_walls(name, beta, wall):
    on = quadratic(curvatures=(0.5, 4.0))
    found = {"heavy_ball": theory.heavy_ball_wall, "nesterov": theory.nesterov_wall}[name](on, beta)
    assert found == pytest.approx(wall / 4, rel=1e-15)
    assert rule(name, on, found * (1 - 1e-9), beta).rate < 1
    assert rule(name, on, found * (1 + 1e-9), beta).rate > 1


def test_walls_in_the_words_of_the_lesson():
    assert theory.heavy_ball_wall(bowl(), 0.5) == 0.75
    assert f"{theory.nesterov_wall(one(1.0), 0.9):.3f}" == "1.357"
    assert theory.heavy_ball_wall(bowl(), 0.5, 0.5) == 1.5
    assert theory.heavy_ball_wall(one(-1.0), 0.5) == theory.nesterov_wall(one(-1.0), 0.5) == np.inf


def test_the_velocity_on_a_constant_slope():
    moved = 0.01 * theory.momentum_gain(0.9, [1, 5, 10, 20, 1000])
    assert [f"{m:.3f}" for m in moved] == ["0.010", "0.041", "0.065", "0.088", "0.100"]


# kappa, steps that shrink the distance 100 times: descent, heavy ball
PRIZE = [(16, 37, 10), (100, 231, 23), (10_000, 23_026, 231)]


@pytest.mark.parametrize(("kappa", "descent", "heavy_ball"), PRIZE)
def test_the_prize_is_the_root_of_kappa(kappa, descent, heavy_ball):
    on = quadratic(curvatures=(1.0, float(kappa)))
    rates = [tune(on).rate for tune in (theory.best_descent, theory.best_heavy_ball)]
    assert np.ceil(theory.steps_to_shrink(rates, 100)).tolist() == [descent, heavy_ball]


def test_steps_to_shrink_at_the_ends():
    assert theory.steps_to_shrink([0.0, 0.5, 1.0, 1.4], 2).tolist() == [0, 1, np.inf, np.inf]


def test_the_ravine_race():
    tuned = theory.heavy_ball(ravine(), 0.64, 0.36)
    races = [theory.losses(ravine(), how, (8, 1), np.arange(80)) for how in (0.4, tuned)]
    assert [int(theory.first_below(f, 0.01 * f[0])) for f in races] == [21, 9]


def test_too_much_memory_on_an_easy_bowl():
    k = np.arange(200)
    f = theory.losses(bowl(), theory.heavy_ball(bowl(), 0.1, 0.9), (5, 5), k)
    assert int(theory.first_below(f, 0.75)) == 30
    assert int(theory.stays_below(f, 0.75)) == 43
    assert int((np.diff(f[:60]) > 0).sum()) == 25
    assert theory.steps_to(bowl(), 0.1, (5, 5), 0.01) == 8


def test_first_and_last_crossings():
    f = np.array([[3, 1, 9], [1, 1, 9], [3, 1, 9], [0, 1, np.nan]])
    assert theory.first_below(f, 2).tolist() == [1, 0, -1]
    assert theory.stays_below(f, 2).tolist() == [3, 0, -1]
    assert theory.stays_below(f[:3], 2).tolist() == [-1, 0, -1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.heavy_ball_wall(bowl(), 1.0), "momentum must be .* not 1.0"),
        (lambda: theory.heavy_ball_wall(bowl(), 0.5, -1.0), "dampening must be .* not -1.0"),
        (lambda: theory.nesterov_wall(bowl(), float("nan")), "momentum must be .* not nan"),
        (lambda: theory.momentum_gain(-0.1, 3), "momentum must be .* not -0.1"),
        (lambda: theory.best_heavy_ball(quadratic(curvatures=(0.0, 1.0))), "curvature .* is 0"),
        (lambda: theory.best_momentum(bowl(), 1.0), "lr must be above 0 and below 1, not 1.0"),
        (lambda: theory.steps_to_shrink(0.5, 0.0), "by must be above 0, not 0.0"),
    ],
)
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
