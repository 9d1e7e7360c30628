"""Exact moments of mini-batch descent: against all draws, many draws, and lesson 10."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.exact import exact_run
from gdmath.moments import Moments, SampledDescent
from gdmath.moments.matrices import kron
from gdmath.objectives import OBJECTIVES, Reduction, bowl, five_dots, least_squares
from gdmath.optimizers import GD, sgd
from gdmath.rational import fraction
from gdmath.run import Run
from gdmath.sweeps import over_seeds, sweep

NOISY = five_dots(1.0)
SLANTED = least_squares(rows=((1.0, 2.0), (1.0, -1.0), (2.0, 1.0)), targets=(1.0, 0.0, 2.0))
CUBIC = least_squares(
    rows=((1.0, 0.0, 0.5), (0.0, 1.0, 1.0), (1.0, 1.0, 0.0), (0.0, 1.0, -1.0)),
    targets=(1.0, 2.0, 0.0, 1.0),
)


HERE = SampledDescent(NOISY, 0.1).at((0.0, 0.0))


def every_draw(objective, lr, batch, steps, start):
    """Yield where every sequence of draws leads, in fractions."""
    draws = list(product(range(objective.samples), repeat=batch))
    for path in product(draws, repeat=steps):
        w = np.array([fraction(v) for v in start], dtype=object)
        for picked in path:
            grads = objective.sample_grads(w)
            w = w - fraction(lr) * sum(grads[i] for i in picked) / batch
        yield w


@pytest.mark.parametrize(
    ("objective", "batch", "steps"),
    [(NOISY, 1, 1), (NOISY, 1, 4), (NOISY, 2, 2), (SLANTED, 1, 5), (SLANTED, 3, 2), (CUBIC, 1, 4)],
)
def test_the_moments_are_those_of_all_draws(objective, batch, steps):
    start = tuple(range(1, objective.dim + 1))
    descent = SampledDescent(objective, 0.1, batch)
    ends = list(every_draw(objective, 0.1, batch, steps, start))
    moments = descent.after(descent.at(start), steps)
    minimum = [a - e for a, e in zip(start, descent.at(start).mean, strict=True)]
    errors = [[w - m for w, m in zip(end, minimum, strict=True)] for end in ends]
    for i in range(objective.dim):
        assert moments.mean[i] == sum(e[i] for e in errors) / len(errors)
        for j in range(objective.dim):
            assert moments.second[i][j] == sum(e[i] * e[j] for e in errors) / len(errors)
    losses = [np.asarray(objective.value(end)).item() for end in ends]
    assert descent.expected_loss(moments) == sum(losses) / len(losses)


@pytest.mark.parametrize("steps", [0, 1, 2, 7, 100])
def test_squaring_and_stepping_agree(steps):
    descent = SampledDescent(NOISY, 0.05, 2)
    start = descent.at((0.0, 0.0))
    path = list(descent.path(start, steps))
    assert len(path) == steps + 1
    assert path[-1] == descent.after(start, steps)


def test_the_mean_walks_the_full_gradients_curve():
    descent = SampledDescent(NOISY, 0.1)
    walk = exact_run(Run(bowl(), GD(0.1), (5.0, 5.0), 20)).x
    for moments, (x, y) in zip(descent.path(descent.at((0.0, 0.0)), 20), walk, strict=True):
        assert moments.mean == (-x, -y)


# lr, floor, as written in lesson 10
FLOORS = [(0.1, "6/7", "0.857"), (0.05, "506/1567", "0.323"), (0.01, "2586/47807", "0.0541")]


@pytest.mark.parametrize(("lr", "floor", "shown"), FLOORS)
def test_floors(lr, floor, shown):
    exact = SampledDescent(NOISY, lr).floor
    assert exact == Fraction(floor)
    assert f"{float(exact):.{len(shown) - 2}f}" == shown


def test_cutting_the_rate_lifts_the_fog():
    fast, slow = SampledDescent(NOISY, 0.1), SampledDescent(NOISY, 0.01)
    fog = fast.after(fast.at((0.0, 0.0)), 100)
    assert f"{float(fast.expected_loss(fog)):.4f}" == "2.8571"
    assert f"{float(slow.expected_loss(slow.after(fog, 1000))):.4f}" == "2.0541"
    assert f"{float(slow.expected_loss(slow.stationary)):.4f}" == "2.0541"


def test_five_thousand_rough_steps_beat_one_perfect_step():
    rough = SampledDescent(NOISY, 0.01)
    loss = rough.expected_loss(rough.after(rough.at((0.0, 0.0)), 5000))
    assert f"{float(loss):.4f}" == "2.0541"
    assert exact_run(Run(NOISY, GD(0.1), (0.0, 0.0), 1)).f[1] == 36


def test_the_noise_of_four_times_the_batch_is_half():
    def spread(batch):
        descent = SampledDescent(NOISY, 0.1, batch)
        moments = descent.after(descent.at((0.0, 0.0)), 1)
        return moments.second[0][0] - moments.mean[0] ** 2

    assert spread(1) == 4 * spread(4) == 16 * spread(16) > 0


@given(
    lr=st.fractions(Fraction(1, 40), Fraction(6, 25), max_denominator=40), batch=st.integers(1, 4)
)
def test_the_stationary_moments_stay(lr, batch):
    descent = SampledDescent(NOISY, lr, batch)
    resting = descent.stationary
    assert descent.after(resting, 1) == resting
    assert resting.loss_above(((Fraction(2), Fraction(0)), (Fraction(0), Fraction(4)))) > 0


def test_the_mean_square_wall_of_single_dots():
    """The determinant of I - E[J (x) J] has the roots of 7 lr^2 - 22 lr + 5."""
    wall = SampledDescent(NOISY, 0.1).mean_square_wall
    assert wall == pytest.approx((22 - sqrt(344)) / 14, rel=4e-16)
    assert f"{wall:.10f}" == "0.2466259292"
    assert SampledDescent(five_dots(), 0.1).mean_square_wall == wall


@pytest.mark.parametrize("lr", [Fraction(1, 10), Fraction(1, 3), Fraction(2, 5)])
def test_the_determinant_behind_the_wall(lr):
    """By elimination: the polynomial whose smallest root is the wall."""
    jacobians = [
        ((1 - 2 * lr, -2 * lr * v), (-2 * lr * v, 1 - 2 * lr * v * v)) for v in range(-2, 3)
    ]
    products = [kron(J, J) for J in jacobians]
    matrix = [
        [int(i == j) - sum(p[i][j] for p in products) / 5 for j in range(4)] for i in range(4)
    ]
    determinant = Fraction(1)
    for i in range(4):
        determinant *= matrix[i][i]
        for j in range(i + 1, 4):
            ratio = matrix[j][i] / matrix[i][i]
            matrix[j] = [a - ratio * b for a, b in zip(matrix[j], matrix[i], strict=True)]
    assert determinant == Fraction(-384, 5) * lr**4 * (8 * lr - 3) * (7 * lr * lr - 22 * lr + 5)


@pytest.mark.parametrize("objective", [NOISY, SLANTED, CUBIC])
@pytest.mark.parametrize("batch", [1, 2, 8])
def test_below_the_wall_it_settles_and_beyond_it_grows(objective, batch):
    wall = SampledDescent(objective, 0.1, batch).mean_square_wall
    calm, wild = (SampledDescent(objective, round(wall * s, 3), batch) for s in (0.95, 1.05))
    assert calm.floor > 0
    start = wild.at((3.0,) * objective.dim)
    assert wild.expected_loss(wild.after(start, 400)) > 1000 * wild.expected_loss(start)
    with pytest.raises(ValueError, match="lr must be below the mean-square wall"):
        wild.stationary  # noqa: B018
    full = 2 / float(np.linalg.eigvalsh(objective.hessian(np.zeros(objective.dim)))[-1])
    assert wall < full
    assert SampledDescent(objective, 0.1, 10**6).mean_square_wall == pytest.approx(full, rel=1e-4)


def test_chains_hover_at_the_floor():
    """The mean loss of twenty thousand runs is within three standard errors of 6/7."""
    run = Run(NOISY, sgd(0.1, replacement=True), (0.0, 0.0), 100)
    excess = sweep(over_seeds(run, range(20_000))).f[-1] - 2
    error = excess.std() / sqrt(len(excess))
    assert f"{error:.4f}" in ("0.0055", "0.0056", "0.0057", "0.0058")
    assert abs(excess.mean() - 6 / 7) < 3 * error


def test_the_sum_of_the_losses_has_a_fifth_of_the_wall():
    mean, total = (
        SampledDescent(five_dots(1.0, reduction), 0.01).mean_square_wall
        for reduction in (Reduction.MEAN, Reduction.SUM)
    )
    assert 5 * total == pytest.approx(mean, rel=1e-15)


def test_a_start_for_certain():
    start = SampledDescent(NOISY, 0.1).at((6.0, 4.5))
    assert start == Moments(
        (1, Fraction(-1, 2)), ((1, Fraction(-1, 2)), (Fraction(-1, 2), Fraction(1, 4)))
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SampledDescent(NOISY, 0.0), "learning rate must be a positive number, not 0.0"),
        (lambda: SampledDescent(NOISY, float("nan")), "must be a positive number, not nan"),
        (lambda: SampledDescent(NOISY, 0.1).after(HERE, -1), "steps must not be negative, not -1"),
        (lambda: list(SampledDescent(NOISY, 0.1).path(HERE, -1)), "must not be negative, not -1"),
        (lambda: SampledDescent(NOISY, 0.1, 0), "batch must be .* at least 1, not 0"),
        (lambda: SampledDescent(bowl(), 0.1), "a mean over samples"),
        (lambda: SampledDescent(OBJECTIVES["logistic"](), 0.1), "need least squares"),
        (
            lambda: SampledDescent(least_squares(rows=((1.0, 1.0),), targets=(1.0,)), 0.1),
            "need a single minimum",
        ),
        (lambda: SampledDescent(NOISY, 0.1).at((1.0,)), "start must have 2 numbers, not 1"),
    ],
)
def test_what_has_no_moments_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
