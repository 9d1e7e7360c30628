"""Certificates: right runs are certified to the end, wrong digits are found at their step."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import numpy as np
import pytest

from gdmath.certificate import certify, reference
from gdmath.exact import exact_run
from gdmath.objectives import OBJECTIVES, bowl, five_dots, ravine
from gdmath.optimizers import (
    GD,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Cosine,
    HeavyBall,
    Nesterov,
    RMSProp,
    noisy_gd,
    sgd,
)
from gdmath.precision import Precision
from gdmath.run import Run

CALM = [
    GD(0.001),
    HeavyBall(0.001, 0.9, 0.5),
    HeavyBall(0.001, 0.9, lr_inside=True),
    Nesterov(0.001),
    AdaGrad(0.1),
    AdaGrad(0.1, eps_inside=True),
    RMSProp(0.001),
    Adam(0.01),
    Adam(0.01, eps_inside=True),
    Adam(0.01, bias_correction=False),
    AdamW(0.01),
    AMSGrad(0.01),
    GD(Cosine(0.001, 50)),
]
LANDSCAPES = sorted(
    set(OBJECTIVES) & {"bowl", "rosenbrock", "two_layer", "sigmoid_cliff", "logistic"}
)


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("optimizer", CALM, ids=lambda o: type(o).__name__)
def test_sixty_steps_are_right_to_twelve_digits(name, optimizer):
    objective = OBJECTIVES[name]()
    run = Run(objective, optimizer, objective.default_start, 60)
    certificate = certify(run.solve(), digits=12)
    assert certificate.horizon == 60
    assert certificate.error.max() <= 1e-12
    assert len(certificate.error) == 61


def textbook_rmsprop(make, steps):
    """RMSProp on Rosenbrock's function from (-1.2, 1), in numbers that ``make`` makes of text."""
    lr, alpha, eps = make("0.01"), make("0.99"), make("1e-8")
    x, y, u, v = make("-1.2"), make("1"), make("0"), make("0")
    root = np.sqrt if make is np.float64 else mpmath.sqrt
    for _ in range(steps + 1):
        yield x, y
        g, h = -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)
        u, v = alpha * u + (1 - alpha) * g * g, alpha * v + (1 - alpha) * h * h
        x, y = x - lr * g / (root(u) + eps), y - lr * h / (root(v) + eps)


def test_rmsprop_in_the_valley_is_chaotic():
    """A textbook loop loses 12 digits at step 499; another order of roundings, soon after."""
    with mpmath.workdps(60):
        pairs = zip(
            textbook_rmsprop(np.float64, 530), textbook_rmsprop(mpmath.mpf, 530), strict=True
        )
        gap = [float(max(abs(a - b) for a, b in zip(*pair, strict=True))) for pair in pairs]
    assert [int(np.argmax(np.array(gap) > bound)) for bound in (1e-12, 1e-6)] == [499, 519]

    run = Run(OBJECTIVES["rosenbrock"](), RMSProp(0.01), (-1.2, 1.0), 1000).solve()
    fine, coarse = certify(run, 12), certify(run, 6)
    assert 490 <= fine.horizon < coarse.horizon <= 530
    assert len(fine.error) == fine.horizon + 2
    assert fine.error[-1] > 1e-12 >= fine.error[:-1].max()
    assert coarse.error[-1] > 1e-6 >= coarse.error[:-1].max()


def test_the_textbook_run_is_what_the_reference_says():
    run = Run(OBJECTIVES["rosenbrock"](), RMSProp(0.01), (-1.2, 1.0), 200)
    with mpmath.workdps(50):
        for (x, _), (a, b) in zip(
            reference(run, 50), textbook_rmsprop(mpmath.mpf, 200), strict=True
        ):
            assert max(abs(x[0] - a), abs(x[1] - b)) < mpmath.mpf("1e-35")


@pytest.mark.parametrize(
    "run",
    [
        Run(bowl(), GD(0.1), (5.0, 5.0), 60),
        Run(bowl(), GD(0.6), (5.0, 5.0), 60),
        Run(ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0), 60),
        Run(five_dots(1.0), Nesterov(0.1, 0.5), (0.0, 0.0), 60),
    ],
)
def test_the_reference_is_the_exact_run(run):
    exact = exact_run(run)
    for (x, f), point, loss in zip(reference(run, 50), exact.x, exact.f, strict=True):
        for value, true in [*zip(x, point, strict=True), (f, loss)]:
            context = value.context
            assert abs(value - context.convert(true)) <= context.mpf("1e-45") * max(1, abs(value))


@pytest.mark.parametrize("step", [0, 7, 40])
@pytest.mark.parametrize("name", ["x", "f"])
def test_a_wrong_digit_is_found_where_it_is(step, name):
    right = Run(bowl(), Adam(0.1), (5.0, 5.0), 40).solve()
    values = getattr(right, name).copy()
    values[step] += 1e-5
    wrong = replace(right, **{name: values})
    assert certify(right, 9).horizon == 40
    assert certify(wrong, 9).horizon == step - 1
    assert certify(wrong, 4).horizon == 40


def test_an_overflow_is_where_the_truth_ends():
    run = Run(bowl(), GD(0.6), (5.0, 5.0), 1100).solve()
    certificate = certify(run, 12)
    assert certificate.horizon == run.events["first_inf"] - 1 == 1048
    assert certificate.error[-1] == np.inf


@pytest.mark.parametrize(
    ("dtype", "digits", "least", "most"),
    [
        (Precision.FLOAT32, 6, 30, 30),
        (Precision.FLOAT32, 9, 0, 5),
        (Precision.FLOAT16, 2, 30, 30),
        (Precision.BFLOAT16, 6, 0, 2),
    ],
)
def test_fewer_digits_last_less_long(dtype, digits, least, most):
    run = Run(bowl(), GD(0.1), (5.0, 5.0), 30, dtype).solve()
    assert least <= certify(run, digits).horizon <= most


@pytest.mark.parametrize("optimizer", [sgd(0.1, seed=3), noisy_gd(0.1, seed=3)])
def test_draws_are_the_same_in_every_precision(optimizer):
    run = Run(five_dots(1.0), optimizer, (0.0, 0.0), 40).solve()
    assert certify(run, 12).horizon == 40


def test_chaos_takes_more_precision(monkeypatch):
    monkeypatch.setattr("gdmath.certificate.FIRST_PRECISION", 12)
    run = Run(OBJECTIVES["rosenbrock"](), RMSProp(0.01), (-1.2, 1.0), 550).solve()
    assert certify(run, 6).precision > 12
    monkeypatch.setattr("gdmath.certificate.MOST_PRECISION", 12)
    with pytest.raises(ValueError, match="12 digits are not enough to tell 6 digits"):
        certify(run, 6)


def test_no_digits_are_no_certificate():
    with pytest.raises(ValueError, match="digits must be a whole number of at least 1, not 0"):
        certify(Run(bowl(), GD(0.1), (5.0, 5.0), 1).solve(), 0)
