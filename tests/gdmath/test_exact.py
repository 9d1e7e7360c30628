from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.exact import exact_run, ulp_gap
from gdmath.objectives import bowl, five_dots, quadratic
from gdmath.optimizers import GD
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


@pytest.mark.parametrize("what", [exact_run, lambda run: ulp_gap(run.solve())])
def test_an_infinite_run_or_an_unknown_optimizer_has_no_exact_answer(what):
    class Standstill:
        lr = 1.0

        def init(self, x):
            return ()

        def step(self, k, x, grad, memory):
            return x, memory

    with pytest.raises(ValueError, match="only gradient descent on a quadratic"):
        what(Run(bowl(), Standstill(), (1.0, 1.0), 2))
    with pytest.raises(ValueError, match="finite"):
        ulp_gap(on_the_bowl(0.6, steps=1100).solve())
