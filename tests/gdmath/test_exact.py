from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.exact import exact_run, ulp_gap
from gdmath.objectives import OBJECTIVES, bowl, five_dots, quadratic, ravine
from gdmath.optimizers import GD, Adam, Cosine, HeavyBall, Nesterov
from gdmath.rational import fraction, number
from gdmath.run import Run


def on_the_bowl(lr, steps=10, start=(5.0, 5.0)):
    return Run(bowl(), GD(lr), start, steps)


def ulp_bound(curvatures, lr, steps):
    """What rounding can do to x after ``steps``, in ulps, to first order.

    A step multiplies x by r = 1 - lr*c with three roundings (lr as a float, lr * grad, the
    difference; and c * x where c is no power of two): a relative error of at most
    u * (1 + 3 lr c / |r|), and a relative error of u is at most one ulp.
    """
    rs = [(fraction(lr) * fraction(c), abs(1 - fraction(lr) * fraction(c))) for c in curvatures]
    return 1.000001 * steps * max((float(1 + 3 * lc / r) for lc, r in rs if r), default=0.0) + 1


@pytest.mark.parametrize("lr", [0.1, 0.6, 0.001, 0.5, 0.25, "1/3", "1/7"])
def test_the_closed_form_holds_to_the_last_digit(lr):
    exact = exact_run(on_the_bowl(number(lr), steps=12))
    r, q = 1 - 2 * fraction(lr), 1 - 4 * fraction(lr)
    for k in range(13):
        assert exact.x[k] == (5 * r**k, 5 * q**k)
        assert exact.f[k] == 25 * r ** (2 * k) + 50 * q ** (2 * k)
        assert exact.grad[k] == (10 * r**k, 20 * q**k)


LOSSES = [
    (2, "418/25"),
    (3, "5554/625"),
    (4, "78658/15625"),
    (5, "1166674/390625"),
    (6, "17840098/9765625"),
    (7, "278001394/244140625"),
    (8, "4381060738/6103515625"),
    (9, "69494317714/152587890625"),
    (10, "1106485196578/3814697265625"),
]


@pytest.mark.parametrize(("k", "loss"), LOSSES)
def test_the_losses_of_the_good_run_as_fractions(k, loss):
    assert exact_run(on_the_bowl(0.1)).f[k] == Fraction(loss)


def test_the_line_fit_is_the_bowl_exactly():
    line = exact_run(Run(five_dots(), GD(0.1), (0.0, 0.0), 10))
    dot = exact_run(on_the_bowl(0.1))
    assert [tuple(5 - w for w in point) for point in line.x] == list(dot.x)
    assert line.f == dot.f


def test_a_full_matrix_with_a_minimum_elsewhere():
    on = quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5)
    run = exact_run(Run(on, GD(0.1), (1.0, 2.0), 1))
    assert run.grad[0] == (3, 9)
    assert run.f[0] == Fraction(2 + 4 + 12, 2) - (1 - 4) + Fraction(1, 2)
    assert run.x[1] == (Fraction(7, 10), Fraction(11, 10))


@pytest.mark.parametrize(
    ("curvatures", "lr"),
    [((2, 4), 0.1), ((2, 2), 0.1), ((2, 4), "1/3"), ((2, 4), 0.6), ((2, 4), 0.001)],
)
def test_floats_stay_within_what_rounding_allows(curvatures, lr):
    rate = number(lr)
    trajectory = Run(quadratic(curvatures=curvatures), GD(rate), (5.0, 5.0), 10).solve()
    gap = ulp_gap(trajectory)
    assert gap.x_ulps <= ulp_bound(curvatures, rate, 10)
    assert gap.f_ulps <= 2 * ulp_bound(curvatures, rate, 10) + 3


@given(
    curvatures=st.lists(st.integers(1, 60).map(lambda c: c / 10), min_size=1, max_size=3),
    lr=st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=200),
    start=st.integers(1, 99),
)
def test_no_diagonal_run_rounds_more_than_it_may(curvatures, lr, start):
    on, rate = quadratic(curvatures=tuple(curvatures)), number(lr)
    trajectory = Run(on, GD(rate), (start / 10,) * len(curvatures), 8).solve()
    worst = ulp_bound(curvatures, rate, 8) + 8 * 2 * max(curvatures) * rate
    gone = any(1 - fraction(rate) * fraction(c) == 0 for c in curvatures)
    assert gone or ulp_gap(trajectory).x_ulps <= worst


def test_the_lessons_run_is_right_to_five_units_in_the_last_place():
    gap = ulp_gap(on_the_bowl(0.1).solve())
    assert gap.x_ulps < 5
    assert gap.f_ulps < 3
    assert gap.x_absolute < 2e-16 * 5
    assert gap.f_absolute < 1.2e-15


def test_the_gap_is_measured_from_what_was_written():
    third, nearest = (ulp_gap(on_the_bowl(lr).solve()) for lr in (number("1/3"), 1 / 3))
    assert third.x_ulps < 7
    assert nearest.x_absolute != third.x_absolute


def test_powers_of_two_round_nothing():
    assert ulp_gap(on_the_bowl(0.125, steps=10).solve()).x_absolute == 0


TINY = Fraction(1, 10**13)

MOMENTUM = [
    (bowl(), HeavyBall(0.6, 0.5), (5.0, 5.0)),
    (bowl(), HeavyBall(0.1, 0.9), (5.0, 5.0)),
    (bowl(), HeavyBall(0.1, 0.9, 0.5), (5.0, 5.0)),
    (bowl(), HeavyBall(0.1, 0.9, 0.5, True), (5.0, 5.0)),
    (ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0)),
    (ravine(), Nesterov(number("16/49"), number("5/9")), (8.0, 1.0)),
    (bowl(), Nesterov(0.1, 0.9), (5.0, 5.0)),
    (five_dots(1.0), Nesterov(0.1, 0.5), (0.0, 0.0)),
    (quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5), HeavyBall(0.1), (1.0, 2.0)),
]


@pytest.mark.parametrize(("on", "optimizer", "start"), MOMENTUM)
def test_the_loop_keeps_thirteen_digits_for_a_thousand_steps(on, optimizer, start):
    trajectory = Run(on, optimizer, start, 1000).solve()
    exact = exact_run(trajectory.run)
    scale = max(abs(v) for point in exact.x for v in point)
    for point, truth in zip(trajectory.x, exact.x, strict=True):
        for x, true in zip(point, truth, strict=True):
            assert abs(Fraction(float(x)) - true) <= TINY * scale
    top = max(abs(f) for f in exact.f)
    for f, true in zip(trajectory.f, exact.f, strict=True):
        assert abs(Fraction(float(f)) - true) <= TINY * top


def test_momentum_by_hand():
    """On x^2 + 2 y^2 from (5, 5): the first velocity is g, the second g/2 + (4/5) g'."""
    run = exact_run(Run(bowl(), HeavyBall(0.1, 0.5, 0.2), (5.0, 5.0), 2))
    assert run.x[1] == (4, 3)
    v = (Fraction(10, 2) + Fraction(4, 5) * 8, Fraction(20, 2) + Fraction(4, 5) * 12)
    assert run.x[2] == (4 - v[0] / 10, 3 - v[1] / 10)
    ahead = exact_run(Run(bowl(), Nesterov(0.1, 0.5), (5.0, 5.0), 1))
    assert ahead.x[1] == (5 - Fraction(15, 10), 5 - Fraction(30, 10))


def test_no_memory_is_descent():
    plain = exact_run(on_the_bowl(0.1))
    for optimizer in (HeavyBall(0.1, 0.0), Nesterov(0.1, 0.0)):
        assert exact_run(Run(bowl(), optimizer, (5.0, 5.0), 10)) == plain


@given(
    beta=st.fractions(0, Fraction(9, 10), max_denominator=20),
    lr=st.fractions(Fraction(1, 50), 1, max_denominator=50),
)
def test_the_second_order_recurrence_holds_exactly(beta, lr):
    """e[k+1] = trace e[k] - det e[k-1], by eigenvector, from the second step on."""
    heavy, ahead = (
        exact_run(Run(ravine(), optimizer(number(lr), number(beta)), (8.0, 1.0), 8)).x
        for optimizer in (HeavyBall, Nesterov)
    )
    for i, curvature in enumerate((Fraction(1, 4), Fraction(4))):
        for k in range(1, 8):
            r = 1 - lr * curvature
            assert heavy[k + 1][i] == (r + beta) * heavy[k][i] - beta * heavy[k - 1][i]
            assert ahead[k + 1][i] == (1 + beta) * r * ahead[k][i] - beta * r * ahead[k - 1][i]


@pytest.mark.parametrize(
    "run",
    [
        Run(bowl(), Adam(0.1), (5.0, 5.0), 2),
        Run(bowl(), GD(Cosine(0.1, 10)), (5.0, 5.0), 2),
        Run(OBJECTIVES["rosenbrock"](), GD(0.001), (-1.2, 1.0), 2),
    ],
)
def test_what_has_no_exact_run_is_refused_by_name(run):
    name = type(run.optimizer).__name__
    with pytest.raises(ValueError, match=f"constant learning rate on a quadratic .* not {name} on"):
        exact_run(run)


@pytest.mark.parametrize("what", [exact_run, lambda run: ulp_gap(run.solve())])
def test_an_infinite_run_or_an_unknown_optimizer_has_no_exact_answer(what):
    class Standstill:
        lr = 1.0

        def init(self, x):
            return ()

        def step(self, k, x, grad, memory):
            return x, memory

    with pytest.raises(ValueError, match="only gradient descent, heavy ball and Nesterov"):
        what(Run(bowl(), Standstill(), (1.0, 1.0), 2))
    with pytest.raises(ValueError, match="finite"):
        ulp_gap(on_the_bowl(0.6, steps=1100).solve())
