"""Objectives that are a mean over samples: dots, least squares, logistic regression."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.array import mean, total
from gdmath.objectives import (
    FiveDots,
    LeastSquares,
    Logistic,
    Objective,
    Reduction,
    SampleMean,
    bowl,
    five_dots,
    least_squares,
    logistic,
    quadratic,
)
from gdmath.rational import fraction, number

TABLE = ((1.0, 0.5, -2.0), (0.0, 1.0, 1.5), (-1.0, 0.25, 0.0), (2.0, 2.0, 1.0))
SAMPLED: dict[str, Objective] = {
    "dots": five_dots(noise=1.0),
    "summed dots": five_dots(noise=1.0, reduction=Reduction.SUM),
    "least squares": least_squares(rows=TABLE, targets=(1.0, 0.1, -3.0, 2.0)),
    "least squares, summed": least_squares(
        rows=TABLE, targets=(1.0, 0.1, -3.0, 2.0), reduction=Reduction.SUM
    ),
    "logistic": logistic(),
    "logistic, plane": logistic(rows=TABLE, labels=(1, 0, 1, 1)),
}
each = pytest.mark.parametrize("objective", SAMPLED.values(), ids=SAMPLED.keys())
COORDINATE = st.floats(-20, 20, allow_subnormal=False)
POINTS = arrays(np.float64, (4, 3), elements=COORDINATE)


@each
@given(points=POINTS)
def test_value_and_gradient_are_the_means_of_the_samples_bit_for_bit(objective, points):
    assert isinstance(objective, SampleMean)
    x, n = points[:, : objective.dim], objective.samples
    values, grads = objective.sample_values(x), objective.sample_grads(x)
    assert values.shape == (4, n)
    assert grads.shape == (4, n, objective.dim)
    assert objective.value(x).tobytes() == mean(values).tobytes()
    assert objective.grad(x).tobytes() == mean(grads, axis=-2).tobytes()
    for k, point in enumerate(x):
        assert objective.sample_grads(point).tobytes() == grads[k].tobytes()
        by_hand = 0.0
        for value in values[k].tolist():
            by_hand += value
        assert objective.value(point) == by_hand / n


@pytest.mark.parametrize("objective", [bowl(), quadratic(curvatures=(1.0,))])
def test_a_plain_function_has_no_samples(objective):
    assert not isinstance(objective, SampleMean)


@given(
    points=arrays(np.float64, (3, 2), elements=COORDINATE),
    order=st.permutations(range(5)),
    labels=st.lists(st.integers(0, 1), min_size=5, max_size=5),
)
def test_the_order_of_the_samples_matters_by_rounding_only(points, order, labels):
    inputs, targets = (-2.0, -1.0, 0.0, 1.0, 2.0), (-6.0, 2.0, 5.0, 8.0, 16.1)
    moved = [tuple(column[k] for k in order) for column in (inputs, targets, labels)]
    pairs = [
        (least_squares(inputs, targets), least_squares(*moved[:2])),
        (logistic(inputs, tuple(labels)), logistic(moved[0], moved[2])),
    ]
    for one, other in pairs:
        bound = 1e-15 * (1 + np.abs(one.sample_grads(points)).sum(axis=(-1, -2)))
        assert (np.abs(one.grad(points) - other.grad(points)).max(axis=-1) <= bound).all()
        own = one.sample_grads(points)[:, list(order)]
        assert own.tobytes() == other.sample_grads(points).tobytes()


@given(values=arrays(np.float64, (3, 40), elements=st.floats(-1e6, 1e6)))
def test_a_total_adds_from_first_to_last(values):
    columns = total(np.asfortranarray(values).T, axis=0)
    assert columns.tobytes() == total(values).tobytes()
    for row, whole in zip(values, total(values), strict=True):
        by_hand = 0.0
        for value in row.tolist():
            by_hand += value
        assert by_hand == whole == total(row)
        exact = sum(map(Fraction, row.tolist()), Fraction(0))
        magnitudes = sum(abs(Fraction(v)) for v in row.tolist())
        assert abs(Fraction(float(whole)) - exact) <= 39 * magnitudes * Fraction(1, 2**53)


@given(
    w=arrays(np.float64, 2, elements=COORDINATE),
    noise=st.sampled_from([0.0, 0.5, 1.0, 3.0]),
    reduction=st.sampled_from(Reduction),
)
def test_five_dots_are_the_bowl_seen_from_the_best_line(w, noise, reduction):
    times = 5 if reduction is Reduction.SUM else 1
    missing = np.array([5.0, 5.0]) - w
    dots = five_dots(noise, reduction)
    scale = times * (1 + float(dots.value(w)))
    loss = times * (bowl().value(missing) + 2 * noise**2)
    assert dots.value(w) == pytest.approx(loss, abs=1e-14 * scale)
    np.testing.assert_allclose(dots.grad(w), -times * bowl().grad(missing), atol=1e-13 * scale)
    assert dots.as_quadratic().value(w) == pytest.approx(dots.value(w), abs=1e-13 * scale)
    assert dots.f_min == dots.as_quadratic().f_min == times * 2 * noise**2
    assert dots.minimum.tolist() == dots.as_quadratic().minimum.tolist() == [5.0, 5.0]


def test_five_dots_by_hand():
    dots = five_dots()
    flat = np.zeros(2)
    assert tuple(dots.targets) == (-5, 0, 5, 10, 15)
    assert dots.value(flat) == 75
    assert dots.value(np.array([3.0, 4.0])) == 6
    assert dots.value(np.array([1.0, 2.0])) == 34
    assert dots.predict(np.array([1.0, 2.0])).tolist() == [-3, -1, 1, 3, 5]
    assert dots.residuals(flat).tolist() == [5, 0, -5, -10, -15]
    assert dots.formula == "1/5 sum_i (w_0 + w_1 v_i - t_i)^2"


def test_each_dot_has_its_own_gradient_and_their_mean_is_the_gradient():
    dots = FiveDots(noise=1.0)
    assert tuple(dots.targets) == (-6, 2, 5, 8, 16)
    own = [(12, -24), (-4, 4), (-10, 0), (-16, -16), (-32, -64)]
    assert [tuple(grad) for grad in dots.sample_grads(np.zeros(2))] == own
    assert tuple(dots.grad(np.zeros(2))) == (-10, -20)
    assert dots.f_min == 2


def test_near_the_minimum_four_of_five_single_dot_steps_go_up():
    dots, lr = five_dots(noise=1.0), 0.05
    w = dots.minimum - 0.1
    after = w - lr * dots.sample_grads(w)
    assert (dots.value(after) > dots.value(w)).sum() == 4
    assert dots.value(w - lr * dots.grad(w)) < dots.value(w)


def test_the_sum_is_five_times_as_steep_as_the_mean_and_lowers_the_wall_as_much():
    summed, averaged = (
        five_dots(reduction=r).as_quadratic() for r in (Reduction.SUM, Reduction.MEAN)
    )
    assert tuple(averaged.curvatures) == (2, 4)
    assert tuple(summed.curvatures) == (10, 20)
    assert 2 / max(averaged.curvatures) == 0.5
    assert 2 / max(summed.curvatures) == 0.1
    assert (1 - 0.1 * summed.curvatures).tolist() == [0, -1]
    assert five_dots(reduction=Reduction.SUM).formula == "sum_i (w_0 + w_1 v_i - t_i)^2"


def test_the_same_path_on_the_sum_takes_a_fifth_of_the_rate():
    w = u = np.zeros(2)
    for _ in range(20):
        w = w - 0.1 * five_dots().grad(w)
        u = u - 0.02 * five_dots(reduction=Reduction.SUM).grad(u)
    np.testing.assert_allclose(u, w, rtol=0, atol=1e-14)


def test_features_twice_as_large_make_their_direction_four_times_as_steep():
    doubled = least_squares(inputs=(-4, -2, 0, 2, 4), targets=(-5, 0, 5, 10, 15))
    assert tuple(doubled.as_quadratic().curvatures) == (2, 16)
    assert 2 / max(doubled.as_quadratic().curvatures) == 0.125
    assert doubled.minimum.tolist() == [5, 2.5]


@given(w=arrays(np.float64, 2, elements=COORDINATE), noise=st.sampled_from([0.0, 0.1, 1.0]))
def test_five_dots_are_least_squares(w, noise):
    dots = five_dots(noise)
    fit = least_squares(inputs=tuple(dots.inputs), targets=tuple(dots.targets))
    assert dots.as_least_squares() == fit
    assert dots.grad(w).tobytes() == fit.grad(w).tobytes()


@pytest.mark.parametrize("reduction", Reduction)
def test_multiplied_out_least_squares_lose_nothing(reduction):
    thirds = least_squares(
        rows=((1.0, 0.1), (0.7, -2.0), (1.0, 3.0)), targets=(0.1, 2.0, 5.0), reduction=reduction
    )
    for point in ((0, 0), (1, -2), (Fraction(1, 7), 5)):
        w = np.array([Fraction(v) for v in point], dtype=object)
        assert thirds.value(w) == thirds.as_quadratic().value(w)
        assert thirds.grad(w).tolist() == thirds.as_quadratic().grad(w).tolist()


def test_least_squares_agree_with_numpy():
    rows, targets = np.array(TABLE), np.array([1.0, 0.1, -3.0, 2.0])
    fit = least_squares(rows=TABLE, targets=tuple(targets))
    best, squares, _, _ = np.linalg.lstsq(rows, targets)
    np.testing.assert_allclose(fit.minimum, best, rtol=1e-13)
    assert fit.f_min == pytest.approx(squares[0] / 4, rel=1e-13)
    assert fit.formula == "1/4 sum_i (w dot v_i - t_i)^2"
    assert fit == LeastSquares(TABLE, tuple(targets))


def test_log_loss_starts_at_a_coin_toss():
    assert logistic().value(np.zeros(2)) == pytest.approx(np.log(2), rel=1e-15)
    assert logistic().predict(np.zeros(2)).tolist() == [0.5] * 5


@pytest.mark.parametrize(
    "objective",
    [logistic(), logistic(rows=(*TABLE, *TABLE), labels=(1, 0, 1, 1, 0, 0, 1, 1))],
    ids=["five dots", "plane"],
)
def test_the_best_weights_predict_as_many_ones_as_there_are(objective):
    rows = np.array(objective.rows)
    errors = objective.predict(objective.minimum) - np.array(objective.labels)
    np.testing.assert_allclose(errors @ rows, 0, atol=1e-14)
    assert objective.f_min < np.log(2)


def test_separable_labels_want_ever_larger_weights():
    split = logistic(inputs=(-2.0, -1.0, 1.0, 2.0), labels=(0, 0, 1, 1))
    assert split.minimum is None
    assert split.f_min is None
    far = split.value(np.array([[0.0, 1.0], [0.0, 10.0], [0.0, 700.0], [0.0, 1e300]]))
    assert (np.diff(far) < 0).all()
    assert far[-1] == 0


def test_columns_in_proportion_do_not_settle_the_weights():
    column = (3.0, 2.1, -2.2, 2.5, 3.7)
    rows = tuple((v, number(3 * fraction(v))) for v in column)
    assert logistic(rows=rows, labels=(1, 0, 0, 1, 0)).minimum is None
    assert logistic(rows=tuple((v,) for v in column), labels=(1, 0, 0, 1, 0)).minimum is not None


def test_best_weights_are_found_where_whole_newton_steps_fly_off():
    rows = ((4.9, 1.2, -14.0), (0.0, -1.6, -0.9), (0.9, 45.2, 6.5))
    rows += ((0.7, -0.2, 1.2), (-3.9, -2.5, -11.8), (135.5, -1.6, -3.3))
    lopsided = logistic(rows=rows, labels=(1, 1, 1, 0, 0, 1))
    np.testing.assert_allclose(lopsided.grad(lopsided.minimum), 0, atol=1e-13)


@given(scale=st.integers(-8, 8), shift=st.integers(-5, 5))
def test_best_weights_are_found_whatever_the_unit_of_the_feature(scale, shift):
    unit = 10.0**scale
    inputs = tuple((v + shift) * unit for v in (-2.0, -1.0, 0.0, 1.0, 2.0))
    moved = Logistic(rows=tuple((1.0, v) for v in inputs), labels=logistic().labels)
    w0, w1 = logistic().minimum
    np.testing.assert_allclose(moved.minimum * (1, unit), [w0 - shift * w1, w1], rtol=1e-9)
    assert moved.f_min == pytest.approx(logistic().f_min, rel=1e-13)
