"""Optimizers, schedules and number formats as a lesson writes them."""

from typing import Any

import pytest

from gdmath.optimizers import (
    GD,
    Adam,
    Cosine,
    HeavyBall,
    MiniBatch,
    Noisy,
    Optimizer,
    RMSProp,
    StepDecay,
    WarmUp,
)
from gdmath.precision import Precision
from script.errors import ScriptErrors
from script.nodes import Map, compose
from script.typed import Context, read


def value(text: str, hint: Any) -> Any:
    node = compose(f"v: {text}", "l.yaml")
    assert isinstance(node, Map)
    return read(node.items[0][1], hint, Context())


@pytest.mark.parametrize(
    ("text", "optimizer"),
    [
        ("adam", Adam()),
        ("{gd: 0.1}", GD(0.1)),
        ("{heavy_ball: {lr: 0.64, momentum: 0.36}}", HeavyBall(0.64, 0.36)),
        ("{heavy_ball: {lr: 0.1, lr_inside: true}}", HeavyBall(0.1, lr_inside=True)),
        ("{adam: {lr: 0.1, betas: [0.8, 0.99]}}", Adam(0.1, (0.8, 0.99))),
        ("{rmsprop: {lr: 0.1, eps: 1e-6, eps_inside: true}}", RMSProp(0.1, 0.99, 1e-6, True)),
        ("{gd: {lr: {cosine: {lr: 0.1, steps: 50}}}}", GD(Cosine(0.1, 50))),
        ("{gd: {lr: {constant: 0.1}}}", GD(0.1)),
        (
            "{gd: {lr: {warm_up: {then: {step: {lr: 0.1, every: 9}}, steps: 3}}}}",
            GD(WarmUp(StepDecay(0.1, 9), 3)),
        ),
        ("{sgd: {lr: 0.1, batch: 2, seed: 5}}", MiniBatch(GD(0.1), 2, 5)),
        ("{noisy_gd: {lr: 0.1, sigma: 2}}", Noisy(GD(0.1), 2.0)),
        (
            "{mini_batch: {optimizer: {adam: {lr: 0.1}}, batch: 2, replacement: true}}",
            MiniBatch(Adam(0.1), 2, replacement=True),
        ),
    ],
)
def test_an_optimizer(text: str, optimizer: Optimizer) -> None:
    assert value(text, Optimizer) == optimizer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{gd: {lr: {cosin: {lr: 0.1, steps: 5}}}}",
            "there is no schedule cosin - did you mean co",
        ),
        ("{gd: {lr: {cosine: {lr: 0.1}}}}", "missing steps"),
        ("{gd: {lr: fast}}", "expected a number, found fast"),
        ("{adam: {lr: 0.1, betas: [0.9]}}", "expected 2 values, found 1"),
        (
            "{heavy_ball: {lr: 0.1, momentum: 1}}",
            "momentum must be at least 0 and below 1, not 1.0",
        ),
    ],
)
def test_a_mistake_in_an_optimizer(text: str, message: str) -> None:
    with pytest.raises(ScriptErrors, match=message):
        value(text, Optimizer)


def test_a_number_format() -> None:
    assert value("bfloat16", Precision) is Precision.BFLOAT16
    with pytest.raises(ScriptErrors, match="there is no bfloat8 here - did you mean bfloat16"):
        value("bfloat8", Precision)
