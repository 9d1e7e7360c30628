from __future__ import annotations

import pickle
from fractions import Fraction
from inspect import signature

import numpy as np
import pytest

from gdmath.objectives import bowl, ravine
from gdmath.optimizers import (
    GD,
    OPTIMIZERS,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Cosine,
    HeavyBall,
    Nesterov,
    Noisy,
    RMSProp,
    StepDecay,
    sgd,
)
from gdmath.optimizers.adam import gathered
from gdmath.run import Run, Unknown

WALKERS = [GD(0.1), HeavyBall(0.1), Nesterov(0.1), AdaGrad(0.1), RMSProp(0.1), Adam(0.1)]
WALKERS += [AdamW(0.1), AMSGrad(0.1), HeavyBall(0.1, 0.5, 0.5, lr_inside=True), sgd(0.1)]
WALKERS += [Noisy(Adam(0.1), 0.5, 3)]


def step_by_step(optimizer, grads, x=0.0):
    x, points = np.array([x]), []
    memory = optimizer.init(x)
    for k, grad in enumerate(grads):
        x, memory = optimizer.step(k, x, np.array([grad]), memory)
        points.append(float(x[0]))
    return points


@pytest.mark.parametrize("walker", WALKERS, ids=repr)
def test_a_value_that_holds_no_state(walker):
    assert walker == pickle.loads(pickle.dumps(walker))
    assert hash(walker) == hash(pickle.loads(pickle.dumps(walker)))
    x, grad = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    memory = walker.init(x)
    assert len(memory) == len(walker.remembers)
    kept = [part.copy() for part in (x, grad, *memory)]
    first = walker.step(0, x, grad, memory)
    again = walker.step(0, x, grad, memory)
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal([x, grad, *memory], kept)


@pytest.mark.parametrize("walker", WALKERS, ids=repr)
def test_many_at_once_are_many_one_by_one(walker):
    x, grad = np.arange(12.0).reshape(3, 2, 2) - 5, np.cos(np.arange(12.0)).reshape(3, 2, 2)
    batch, memory = walker.step(0, x, grad, walker.init(x))
    batch, _ = walker.step(1, batch, 2 * grad, memory)
    for index in np.ndindex(3, 2):
        one, memory = walker.step(0, x[index], grad[index], walker.init(x[index]))
        one, _ = walker.step(1, one, 2 * grad[index], memory)
        np.testing.assert_array_equal(one, batch[index])


def test_by_hand():
    assert step_by_step(GD(0.05), [-4.0], 2.0) == [2.2]
    assert step_by_step(HeavyBall(0.5, 0.5), [1.0, 1.0, 0.0]) == [-0.5, -1.25, -1.625]
    assert step_by_step(Nesterov(0.5, 0.5), [1.0, 1.0, 0.0]) == [-0.75, -1.625, -1.8125]
    assert step_by_step(AdaGrad(1.0, eps=0.0), [3.0, 4.0]) == [-1.0, -1.8]
    assert step_by_step(AdaGrad(1.0, eps=7.0, eps_inside=True), [3.0]) == [-0.75]
    assert step_by_step(RMSProp(1.0, alpha=0.75, eps=0.0), [2.0]) == [-2.0]
    assert step_by_step(RMSProp(1.0, alpha=0.75, eps=1.0), [2.0]) == [-1.0]
    assert step_by_step(Adam(1.0, betas=(0.5, 0.75), eps=0.0), [7.0]) == [-1.0]
    assert step_by_step(Adam(1.0, betas=(0.5, 0.75), eps=7.0), [7.0]) == [-0.5]
    assert step_by_step(Adam(1.0, (0.5, 0.75), 0.0, bias_correction=False), [7.0]) == [-1.0]
    assert step_by_step(AdamW(0.5, (0.5, 0.75), 0.0, weight_decay=0.5), [7.0], 8.0) == [5.5]


def test_the_first_velocity_is_undampened():
    assert step_by_step(HeavyBall(1.0, 0.5, dampening=0.75), [1.0, 1.0]) == [-1.0, -1.75]


def test_lr_inside_differs_only_when_lr_changes():
    outside, inside = (HeavyBall(0.25, 0.5, lr_inside=inside) for inside in (False, True))
    assert step_by_step(outside, [1.0, 2.0, 3.0]) == step_by_step(inside, [1.0, 2.0, 3.0])
    halving = StepDecay(1.0, every=1, factor=0.5)
    outside, inside = (HeavyBall(halving, 0.5, lr_inside=inside) for inside in (False, True))
    assert step_by_step(outside, [1.0, 0.0, 0.0]) == [-1.0, -1.25, -1.3125]
    assert step_by_step(inside, [1.0, 0.0, 0.0]) == [-1.0, -1.5, -1.75]


def test_amsgrad_remembers_the_largest_uncorrected_v():
    optimizer = AMSGrad(1.0, betas=(0.5, 0.5), eps=0.0)
    x = np.array([0.0])
    _, memory = optimizer.step(0, x, np.array([8.0]), optimizer.init(x))
    _, (m, v, v_max) = optimizer.step(1, x, np.array([0.0]), memory)
    assert (m[0], v[0], v_max[0]) == (2.0, 16.0, 32.0)
    moved, _ = optimizer.step(1, x, np.array([0.0]), memory)
    assert moved[0] == pytest.approx(-(2 / 0.75) / np.sqrt(32 / 0.75), rel=1e-15)


def test_where_adam_never_settles_amsgrad_does():
    """The gradient C, -1, -1 in turn on [-1, 1], C = 3: the best point is -1 (Reddi et al.)."""
    ends = {}
    for optimizer in (Adam, AMSGrad):
        walker = optimizer(Cosine(0.5, 3001, 0.001), betas=(0.0, 0.1), eps=0.0)
        x = np.array([0.0])
        memory = walker.init(x)
        for k in range(3000):
            x, memory = walker.step(k, x, np.array([3.0 if k % 3 == 0 else -1.0]), memory)
            x = np.clip(x, -1, 1)
        ends[optimizer] = float(x[0])
    assert ends[Adam] > 0.99
    assert ends[AMSGrad] < -0.99


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.999, 1 - 2.0**-40])
@pytest.mark.parametrize("t", [1, 2, 3, 10, 1000, 12345])
def test_gathered_is_exact(beta, t):
    exact = 1 - Fraction(beta) ** t
    assert abs(Fraction(gathered(beta, t)) - exact) <= exact * Fraction(1, 2**53)


GOOD = (3.0, -0.4, 1e-12, 1e9)


@pytest.mark.parametrize("grad", GOOD)
def test_adams_first_step_is_lr_whatever_the_slope(grad):
    (moved,) = step_by_step(Adam(0.01, eps=0.0), [grad])
    assert moved == pytest.approx(-0.01 * np.sign(grad), rel=1e-14)
    (raw,) = step_by_step(Adam(0.01, eps=0.0, bias_correction=False), [grad])
    assert raw == pytest.approx(moved * 0.1 / np.sqrt(0.001), rel=1e-12)


CONSTANT_SLOPE = [
    (GD(0.1), 0.1),
    (HeavyBall(0.1, 0.9), 1.0),
    (HeavyBall(0.1, 0.9, dampening=0.9), 0.1),
    (HeavyBall(0.1, 0.9, lr_inside=True), 1.0),
    (Nesterov(0.1, 0.9), 1.0),
    (AdaGrad(0.1), None),
    (RMSProp(0.1), 0.1 / 2),
    (Adam(0.1), 0.1 / 2),
    (AdamW(0.1, weight_decay=0.0), 0.1 / 2),
    (AMSGrad(0.1), 0.1 / 2),
    (sgd(0.1), 0.1),
    (Noisy(Adam(0.1)), 0.1 / 2),
]


@pytest.mark.parametrize(("optimizer", "expected"), CONSTANT_SLOPE, ids=lambda o: repr(o)[:40])
def test_reach_is_what_a_constant_slope_is_multiplied_by(optimizer, expected):
    x, slope = np.zeros(2), np.array([2.0, -2.0])
    memory = optimizer.init(x)
    for k in range(20000):
        moved, memory = optimizer.step(k, x, slope, memory)
    reach = optimizer.reach(19999, memory)
    np.testing.assert_allclose(x - moved, reach * slope, rtol=1e-6)
    if expected is not None:
        np.testing.assert_allclose(reach, expected, rtol=1e-6)


WITH_LR = sorted(n for n, maker in OPTIMIZERS.items() if "lr" in signature(maker).parameters)
BAD = [
    *[(name, {"lr": lr}, "the learning rate must be a positive number, not") for lr in (0.0, -1.0)
      for name in WITH_LR],
    ("adam", {"lr": float("nan")}, "the learning rate must be a positive number, not nan"),
    ("adam", {"lr": float("inf")}, "the learning rate must be a positive number, not inf"),
    ("heavy_ball", {"lr": 1.0, "momentum": 1.0}, "momentum must be at least 0 and below 1, not 1"),
    ("heavy_ball", {"lr": 1.0, "dampening": -0.1}, "dampening must be at least 0 and below 1, not"),
    ("nesterov", {"lr": 1.0, "momentum": -0.5}, "momentum must be at least 0 and below 1, not -0"),
    ("nesterov", {"lr": 1.0, "momentum": float("nan")}, "momentum must be at least 0 and below 1"),
    ("rmsprop", {"lr": 1.0, "alpha": 1.0}, "alpha must be at least 0 and below 1, not 1.0"),
    ("rmsprop", {"lr": 1.0, "eps": -1e-8}, "eps must be a number of at least 0, not -1e-08"),
    ("adagrad", {"lr": 1.0, "eps": float("inf")}, "eps must be a number of at least 0, not inf"),
    ("adam", {"betas": (1.0, 0.9)}, "beta1 must be at least 0 and below 1, not 1.0"),
    ("adam", {"betas": (0.9, 1.1)}, "beta2 must be at least 0 and below 1, not 1.1"),
    ("adam", {"betas": (0.9,)}, "betas must be two numbers, not 1"),
    ("adamw", {"weight_decay": -1.0}, "weight_decay must be a number of at least 0, not -1.0"),
    ("sgd", {"lr": 1.0, "batch": 0}, "batch must be a whole number of at least 1, not 0"),
    ("sgd", {"lr": 1.0, "seed": -1}, "seed must be a whole number of at least 0, not -1"),
    ("noisy_gd", {"lr": 1.0, "sigma": -1.0}, "sigma must be a number of at least 0, not -1.0"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "settings", "message"), BAD)
def test_settings_that_make_no_sense_are_refused(name, settings, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        OPTIMIZERS[name](**settings)


def test_what_a_trajectory_remembers():
    ball = Run(bowl(), HeavyBall(0.1, 0.5), (5.0, 5.0), 3).solve()
    assert ball.velocity.tolist()[:2] == [[0, 0], [10, 20]]
    np.testing.assert_allclose(ball.x[1:], ball.x[:-1] - 0.1 * ball.velocity[1:], rtol=1e-15)
    assert ball.effective_lr.tolist() == [[0.2, 0.2]] * 3
    adam = Run(bowl(), AMSGrad(0.1), (5.0, 5.0), 3).solve()
    assert adam.m.shape == adam.v.shape == adam.v_max.shape == (4, 2)
    np.testing.assert_allclose(adam.effective_lr[0], 0.1 / np.array([10, 20]), rtol=1e-8)
    assert adam == pickle.loads(pickle.dumps(adam))
    with pytest.raises(Unknown, match="there is no velocity: this optimizer remembers m and v"):
        _ = adam.velocity
    with pytest.raises(Unknown, match="there is no m: this optimizer remembers nothing"):
        _ = Run(ravine(), GD(0.1), (8.0, 1.0), 1).solve().m
    for values in (ball.velocity, adam.v, adam.used_grad, adam.effective_lr):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0


def test_a_rate_that_changes_is_no_number():
    run = Run(bowl(), GD(StepDecay(0.2, every=2, factor=0.5)), (5.0, 5.0), 5).solve()
    assert run.lrs.tolist() == [0.2, 0.2, 0.1, 0.1, 0.05]
    assert run.effective_lr[:, 0].tolist() == run.lrs.tolist()
    with pytest.raises(Unknown, match="changes with every step"):
        _ = run.lr
    with pytest.raises(Unknown, match="constant lr only"):
        _ = run.rate
    assert run.wall == 0.5
    assert Run(bowl(), GD(0.2), (5.0, 5.0), 2).solve().lrs.tolist() == [0.2, 0.2]
