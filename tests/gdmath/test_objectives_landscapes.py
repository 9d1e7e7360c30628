"""Curved landscapes: Rosenbrock, Beale, Himmelblau, saddles and the sigmoid's cliff."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gdmath.objectives import (
    Beale,
    CliffLoss,
    Himmelblau,
    Rosenbrock,
    Saddle,
    SigmoidCliff,
    TwoLayer,
    logistic,
)
from gdmath.objectives.sigmoid import sigmoid, softplus


def descend(objective, lr, steps, start=None):
    """The losses of plain gradient descent, from step 0 on."""
    x = np.array(objective.default_start if start is None else start)
    losses = [objective.value(x)]
    for _ in range(steps):
        x = x - lr * objective.grad(x)
        losses.append(objective.value(x))
    return np.array(losses)


def test_rosenbrock_at_its_minimum():
    banana = Rosenbrock()
    low, high = np.linalg.eigvalsh(banana.hessian(banana.minimum))
    assert low == pytest.approx(0.3994, abs=5e-5)
    assert high == pytest.approx(1001.6, abs=5e-2)
    assert high / low == pytest.approx(2508, abs=0.5)
    assert 2 / high == pytest.approx(0.0019968, abs=5e-8)
    assert banana.value(np.array(banana.default_start)) == pytest.approx(24.2, rel=1e-14)
    assert Rosenbrock(a=0.1).minimum.tolist() == [0.1, 0.01]


@pytest.mark.parametrize(
    ("lr", "stays"), [(0.99, True), (1.01, False)], ids=["below the wall", "beyond it"]
)
def test_the_wall_of_rosenbrock_holds_near_the_minimum(lr, stays):
    banana = Rosenbrock()
    values, axes = np.linalg.eigh(banana.hessian(banana.minimum))
    x = banana.minimum + 1e-6 * axes[:, 1]
    for _ in range(300):
        x = x - lr * 2 / values[1] * banana.grad(x)
    assert (np.linalg.norm(x - banana.minimum) < 1e-6) == stays


@pytest.mark.parametrize(
    ("objective", "x", "value"),
    [
        (Beale(), (1, 1), Fraction(227, 16) + Fraction(1, 64)),
        (Beale(), (0, 0), Fraction("1.5") ** 2 + Fraction("2.25") ** 2 + Fraction("2.625") ** 2),
        (Himmelblau(), (0, 0), 170),
        (Himmelblau(), (1, 1), 106),
        (Saddle(), (2, 0), Fraction(9, 4)),
        (Saddle(), (0, 0), Fraction(1, 4)),
        (TwoLayer(), (0, 0), Fraction(1, 2)),
        (TwoLayer(), (4, 1), Fraction(9, 2)),
        (Rosenbrock(), (0, 0), 1),
    ],
)
def test_values_by_hand(objective, x, value):
    assert objective.value(np.array(x, dtype=np.float64)) == float(value)


def test_himmelblau_has_four_minima_and_a_hill_between():
    hills = Himmelblau()
    known = [(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)]
    np.testing.assert_allclose(hills.minima, known, rtol=0, atol=5e-7)
    top = np.array([-0.270845, -0.923039])
    np.testing.assert_allclose(hills.grad(top), 0, atol=1e-4)
    assert (np.linalg.eigvalsh(hills.hessian(top)) < 0).all()


def test_the_irrational_minima_are_rounded_correctly():
    for x, y in Himmelblau().minima.tolist():
        for axis, at in ((0, x), (1, y)):
            below, above = (Fraction(float(np.nextafter(at, to))) for to in (-np.inf, np.inf))
            low, high = (Fraction(at) + below) / 2, (Fraction(at) + above) / 2
            assert _quartic(axis, low) * _quartic(axis, high) < 0


def _quartic(axis, v):
    """One equation for x alone, or for y alone, of ``x^2 + y = 11, x + y^2 = 7``."""
    return v + (11 - v * v) ** 2 - 7 if axis == 0 else (7 - v * v) ** 2 + v - 11


def test_beside_a_saddle_the_loss_rests_on_a_shelf_and_falls_again():
    losses = descend(Saddle(), 0.1, 100)
    assert losses[0] == pytest.approx(2.25, abs=1e-5)
    assert losses[20] == pytest.approx(0.2795, abs=5e-5)
    assert losses[30] == pytest.approx(0.253, abs=5e-4)
    assert losses[50] == pytest.approx(0.243, abs=5e-4)
    assert losses[80] == pytest.approx(0.006, abs=5e-4)
    assert losses[90] == pytest.approx(0.0001, abs=5e-5)


def test_at_the_saddle_one_way_is_up_and_one_is_down():
    assert np.linalg.eigvalsh(Saddle().hessian(np.zeros(2))).tolist() == [-1, 1]
    assert np.linalg.eigvalsh(TwoLayer().hessian(np.zeros(2))) == pytest.approx([-1, 1])
    np.testing.assert_array_equal(Saddle().grad(np.array([[0.0, 0.0]])), 0)


@pytest.mark.parametrize(("below", "step"), [(0.25, 44), (0.005, 59)])
def test_two_small_weights_wait_before_they_learn(below, step):
    losses = descend(TwoLayer(), 0.1, 100)
    assert losses[0] == pytest.approx(0.5, abs=1e-4)
    assert int((losses < below).argmax()) == step


def test_the_shelf_of_two_layers_grows_with_the_logarithm_of_the_start():
    starts = 10.0 ** -np.arange(3, 9)
    lengths = [int((descend(TwoLayer(), 0.1, 300, (e, e)) < 0.25).argmax()) for e in starts]
    per_decade = np.log(10) / np.log1p(0.1)
    assert np.diff(lengths) == pytest.approx(per_decade, abs=1)


def test_the_two_layers_have_a_curve_of_minima():
    a = np.array([0.5, 1.0, 4.0])
    at = np.stack((a, 1 / a), axis=-1)
    np.testing.assert_array_equal(TwoLayer().value(at), 0)
    curvatures = np.linalg.eigvalsh(TwoLayer().hessian(at))
    np.testing.assert_allclose(curvatures[:, 0], 0, atol=1e-14)
    np.testing.assert_allclose(curvatures[:, 1], (at**2).sum(axis=-1), rtol=1e-14)


@pytest.mark.parametrize(
    ("loss", "slope", "digits"), [(CliffLoss.MSE, -9.1e-5, 5e-7), (CliffLoss.BCE, -0.99995, 5e-6)]
)
def test_squared_error_goes_blind_where_cross_entropy_sees(loss, slope, digits):
    cliff = SigmoidCliff(loss)
    assert cliff.grad(np.array(cliff.default_start))[0] == pytest.approx(slope, abs=digits)


def test_far_ends_of_the_cliff_keep_their_digits():
    far = np.array([[-1e308], [-800.0], [-40.0], [40.0], [700.0], [1e308]])
    squared, entropy = SigmoidCliff(), SigmoidCliff(CliffLoss.BCE)
    np.testing.assert_array_equal(entropy.value(far)[:2], [1e308, 800.0])
    np.testing.assert_allclose(entropy.value(far)[3:], [np.exp(-40.0), np.exp(-700.0), 0])
    np.testing.assert_allclose(squared.value(far), [1, 1, 1, np.exp(-80.0), 0, 0], rtol=1e-13)
    np.testing.assert_allclose(squared.grad(far)[2], -2 * np.exp(-40.0), rtol=1e-13)
    assert np.isfinite(squared.hessian(far)).all()
    assert np.isfinite(entropy.hessian(far)).all()


@pytest.mark.parametrize("z", [-np.inf, -1000.0, -1.0, 0.0, 1.0, 1000.0, np.inf])
def test_sigmoid_and_its_mirror_image_make_one(z):
    z = np.array(z)
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=2e-16)
    assert softplus(z) == np.logaddexp(0, z)


def test_exponentials_take_the_numbers_of_mpmath():
    mpmath = pytest.importorskip("mpmath", reason="mpmath is not installed")
    with mpmath.workdps(40):
        w = np.array([mpmath.mpf(-3), mpmath.mpf("0.5")], dtype=object)
        cliffs = [(SigmoidCliff(loss), w[:1]) for loss in CliffLoss]
        for objective, x in ((logistic(), w), *cliffs):
            for name in ("value", "grad", "hessian"):
                exact = np.asarray(getattr(objective, name)(x))
                assert all(isinstance(v, mpmath.mpf) for v in exact.ravel())
                plain = getattr(objective, name)(x.astype(np.float64))
                np.testing.assert_allclose(exact.astype(np.float64), plain, rtol=1e-14)
        one = SigmoidCliff(CliffLoss.BCE).value(w[:1])
        assert abs(one - mpmath.log(1 + mpmath.exp(3))) < mpmath.mpf(10) ** -38
