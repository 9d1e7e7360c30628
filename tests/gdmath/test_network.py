"""The network on two moons: its data, its derivatives, its training."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.array import mean
from gdmath.objectives import (
    OBJECTIVES,
    Activation,
    Moons,
    Network,
    SampleMean,
    network,
)
from gdmath.objectives.network import first_weights
from gdmath.optimizers import GD, OPTIMIZERS, Adam, Epochs
from gdmath.precision import Precision
from gdmath.run import Run

FEW = Moons(((0.5, -1.0), (1.25, 0.75), (-0.3, 0.1), (0.0, 2.0), (-1.5, -0.4)), (0, 1, 1, 0, 1))
WIDE = Precision.FLOAT64
SMALL = {kind: Network(FEW, 3, kind) for kind in Activation}
each = pytest.mark.parametrize("model", SMALL.values(), ids=lambda model: model.activation.value)
WEIGHTS = arrays(np.float64, (4, 13), elements=st.floats(-3, 3, allow_subnormal=False))


def textbook(model, w, points, labels):
    """The mean log-loss with matrix products, for complex weights too."""
    h = model.hidden
    u = points @ w[: 2 * h].reshape(2, h) + w[2 * h : 3 * h]
    a = np.tanh(u) if model.activation is Activation.TANH else np.where(u.real > 0, u, 0)
    z = a @ w[3 * h : 4 * h] + w[4 * h]
    return np.mean(np.log(1 + np.exp(z)) - labels * z)


def slopes(function, w):
    """The gradient of an analytic function by complex steps, which lose no digits."""
    steps = 1e-200j * np.eye(len(w))
    return np.array([function(w + step).imag for step in steps]) / 1e-200


@each
@given(weights=WEIGHTS)
def test_value_and_gradient_are_the_textbook_s(model, weights):
    points, labels = np.array(FEW.points), np.array(FEW.labels)
    for w in weights:
        assert abs(model.value(w) - textbook(model, w, points, labels)) <= 1e-14
        truth = slopes(lambda v: textbook(model, v, points, labels), w)
        np.testing.assert_allclose(model.grad(w), truth, rtol=0, atol=1e-14)


@each
@given(weights=WEIGHTS)
def test_each_sample_has_its_own_gradient(model, weights):
    for i in range(model.samples):
        alone = model.on(Moons(FEW.points[i : i + 1], FEW.labels[i : i + 1]))
        assert alone.value(weights).tobytes() == model.sample_values(weights)[:, i].tobytes()
        assert alone.grad(weights).tobytes() == model.sample_grads(weights)[:, i].tobytes()


@each
@given(weights=WEIGHTS)
def test_the_hessian_is_the_slope_of_the_gradient(model, weights):
    w, h = weights[0], 1e-5
    if model.activation is Activation.RELU:  # none of its kinks within reach
        layers = model.layers(w)
        u = np.outer(layers.across, np.array(FEW.points)[:, 0])
        u += np.outer(layers.up, np.array(FEW.points)[:, 1]) + layers.bias[:, None]
        assume(np.abs(u).min() > 1e-3)
    hessian = model.hessian(w)
    steps = h * np.eye(model.dim)
    truth = (model.grad(w + steps) - model.grad(w - steps)).T / (2 * h)
    np.testing.assert_allclose(hessian, truth, rtol=0, atol=2e-8)
    assert hessian.tobytes() == hessian.T.tobytes()


@each
@given(weights=WEIGHTS)
def test_a_point_gives_the_same_bits_alone_and_in_a_batch(model, weights):
    for function in (model.value, model.grad, model.hessian, model.sample_grads, model.accuracy):
        alone = np.array([function(w) for w in weights])
        assert function(weights).tobytes() == alone.tobytes()
        assert function(weights.reshape(2, 2, -1)).ravel().tolist() == alone.ravel().tolist()


@each
@given(weights=WEIGHTS, picks=st.lists(st.integers(0, 4), min_size=1, max_size=5))
def test_a_full_gradient_is_the_mean_over_samples_to_the_last_bit(model, weights, picks):
    assert isinstance(model, SampleMean)
    grads = model.sample_grads(weights)
    assert model.grad(weights).tobytes() == mean(grads, axis=-2).tobytes()
    assert model.value(weights).tobytes() == mean(model.sample_values(weights)).tobytes()
    batch = model.batch_grad(weights, np.array(picks))
    assert batch.tobytes() == mean(grads[:, picks], axis=-2).tobytes()


@each
@given(weights=WEIGHTS, order=st.permutations(range(3)))
def test_hidden_units_have_no_order(model, weights, order):
    w = weights[0]
    moved = np.append(w[:12].reshape(4, 3)[:, order].ravel(), w[12])
    assert model.value(moved) == pytest.approx(float(model.value(w)), rel=1e-14, abs=1e-15)


@given(weights=WEIGHTS)
def test_a_tanh_unit_and_its_mirror_image_say_the_same(weights):
    model, w = SMALL[Activation.TANH], weights[0]
    mirrored = np.append(-w[:12], w[12])
    assert model.value(mirrored) == pytest.approx(float(model.value(w)), rel=1e-14, abs=1e-15)


@each
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@given(weights=WEIGHTS)
def test_the_answer_has_the_precision_of_the_weights(model, dtype, weights):
    narrow = weights.astype(dtype)
    wide = narrow.astype(np.float64)
    names = ("value", "grad") if model.activation is Activation.TANH else ("value",)
    for name in names:
        found, exact = getattr(model, name)(narrow), getattr(model, name)(wide)
        assert found.dtype == dtype
        gap = np.abs(found.astype(np.float64) - exact).max()
        assert gap <= 500 * float(np.finfo(dtype).eps)


@each
@pytest.mark.parametrize("dtype", list(Precision))
def test_a_run_in_fewer_digits_stays_in_its_format_and_near_the_real_one(model, dtype):
    runs = [Run(model, GD(0.1), model.default_start, 5, kind) for kind in (dtype, WIDE)]
    found, exact = (run.solve() for run in runs)
    assert np.array_equal(dtype.round(found.x), found.x)
    assert np.abs(found.x - exact.x).max() <= 40 * 2.0**-dtype.digits


@each
@pytest.mark.parametrize("size", [1e200, 1.7e308, np.inf, np.nan])
def test_overflow_is_a_value(model, size):
    x = np.full(model.dim, size)
    shapes = [function(x).shape for function in (model.value, model.grad, model.hessian)]
    assert shapes == [(), (13,), (13, 13)]
    assert np.isnan(model.value(np.full(13, np.nan)))


@each
def test_the_chance_of_label_one(model):
    w = np.linspace(-1, 1.4, 13)
    grid = np.stack(np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-1, 1, 5)), axis=-1)
    places = grid.reshape(-1, 2)
    chances = model.predict(w, places)
    h = model.hidden
    u = places @ w[: 2 * h].reshape(2, h) + w[2 * h : 3 * h]
    a = np.tanh(u) if model.activation is Activation.TANH else np.maximum(u, 0)
    z = a @ w[3 * h : 4 * h] + w[4 * h]
    np.testing.assert_allclose(chances, 1 / (1 + np.exp(-z)), rtol=1e-13)
    own = model.predict(w, FEW.points) > 0.5
    assert model.accuracy(w) == np.mean(own == np.array(FEW.labels))
    assert model.predict(np.stack([w, -w]), places).shape == (2, 45)
    assert model.predict(list(w), places.tolist()).tobytes() == chances.tobytes()


def test_sixty_five_dials():
    model = network()
    assert model.dim == 65
    assert len(model.default_start) == 65
    assert network() == model
    assert hash(network()) == hash(model)
    assert network(seed=1) != model
    assert OBJECTIVES["network"] is network


def test_a_network_of_dead_units_knows_nothing_and_learns_nothing_from_them():
    model = network(activation=Activation.RELU, bias=-20.0)
    w = np.array(model.default_start)
    assert model.value(w) == pytest.approx(np.log(2), rel=1e-15)
    assert not model.grad(w)[:64].any()


def test_first_weights_are_scaled_draws():
    plain, tiny = np.array(first_weights(16)), np.array(first_weights(16, scale=0.1))
    np.testing.assert_allclose(tiny, 0.1 * plain, rtol=1e-15)
    draws = np.random.RandomState(0).randn(48)
    np.testing.assert_allclose(plain[:32], draws[:32] / 2**0.5, rtol=1e-15)
    np.testing.assert_allclose(plain[48:64], draws[32:] / 4, rtol=1e-15)
    assert not plain[32:48].any()
    assert plain[64] == 0


def test_a_batch_of_all_is_the_full_gradient_to_the_last_bit():
    model = SMALL[Activation.TANH]
    start = model.default_start
    runs = Run(model, Epochs(GD(0.5), batch=5), start, 8), Run(model, GD(0.5), start, 8)
    batch, full = (run.solve() for run in runs)
    assert batch.x.tobytes() == full.x.tobytes()
    assert batch.lr == full.lr == 0.5
    adam = Run(model, Epochs(Adam(0.1), batch=2), start, 8).solve()
    assert adam.m.shape == (9, 13)
    assert adam.effective_lr.shape == (8, 13)
    assert OPTIMIZERS["epochs"] is Epochs


def test_training_is_the_textbook_s():
    """Five epochs against matrix products and a loop."""
    model = network()
    points, labels = np.array(model.data.points), np.array(model.data.labels)
    w, r, losses = np.array(model.default_start), np.random.RandomState(7), []
    for _ in range(5):
        order = r.permutation(200)
        for i in range(0, 200, 20):
            j = order[i : i + 20]
            a = np.tanh(points[j] @ w[:32].reshape(2, 16) + w[32:48])
            d = (1 / (1 + np.exp(-(a @ w[48:64] + w[64]))) - labels[j]) / 20
            back = np.outer(d, w[48:64]) * (1 - a * a)
            w = w - np.concatenate([(points[j].T @ back).ravel(), back.sum(0), a.T @ d, [d.sum()]])
        losses.append(textbook(model, w, points, labels))
    ours = Run(model, Epochs(GD(1.0)), model.default_start, 50).solve()
    np.testing.assert_allclose(ours.x[-1], w, rtol=0, atol=1e-13)
    np.testing.assert_allclose(ours.f[10::10], losses, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: network(hidden=0), "hidden must be a whole number of at least 1, not 0"),
        (lambda: network(samples=1), "samples must be a whole number of at least 2, not 1"),
        (lambda: network(noise=-0.1), "noise must be a number of at least 0, not -0.1"),
        (lambda: network(noise=float("nan")), "noise must be a finite number, not nan"),
        (lambda: network(flipped=1.5), "flipped must be a share from 0 to 1, not 1.5"),
        (lambda: network(scale=float("inf")), "scale must be a finite number, not inf"),
        (lambda: network(seed=-200), "seed must be a whole number from 0 to 4294967295, not -100"),
        (lambda: Network(FEW, 2, default_start=(1.0,)), "start must have 9 numbers, not 1"),
        (lambda: Moons(((0.0, 1.0),), (0, 1)), "labels must be 1, as many as points, not 2"),
        (lambda: Moons(((0.0, 1.0),), (2,)), r"labels\[0\] must be 0 or 1, not 2"),
        (lambda: Moons(((0.0,),), (1,)), r"points\[0\] must have 2 numbers, not 1"),
        (lambda: Epochs(GD(1.0), batch=0), "batch must be a whole number of at least 1, not 0"),
        (lambda: Epochs(GD(1.0), skipped=-1), "skipped must be a whole number of at least 0"),
        (lambda: Epochs(GD(1.0), seed=-1), "seed must be a whole number from 0 to .*, not -1"),
        (lambda: Run(SMALL[Activation.TANH], Epochs(GD(1.0), 6), (0.0,) * 13, 1), "at most 5"),
        (lambda: Run(OBJECTIVES["bowl"](), Epochs(GD(1.0)), (1.0, 1.0), 1), "need samples"),
        (lambda: SMALL[Activation.TANH].value(np.zeros(12)), r"shape \(\.\.\., 13\), not \(12,\)"),
        (lambda: SMALL[Activation.TANH].predict(np.zeros(9), [[0.0, 0.0]]), r"w must .*13\)"),
        (lambda: SMALL[Activation.TANH].predict(np.zeros(13), [0.0, 0.0]), r"points must .*\(2,\)"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_exact_numbers_will_do():
    """Fifty digits agree with float64 to its last ones."""
    mpmath = pytest.importorskip("mpmath", reason="mpmath is not installed")
    model = SMALL[Activation.TANH]
    w = np.linspace(-1, 1.4, 13)
    with mpmath.workdps(50):
        exact = np.array([mpmath.mpf(v) for v in w], dtype=object)
        for name in ("value", "grad", "hessian"):
            truth = np.asarray(getattr(model, name)(exact))
            gap = np.abs(getattr(model, name)(w) - truth.astype(np.float64)).max()
            assert gap <= 4e-16
