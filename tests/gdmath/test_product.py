"""Every optimizer on every landscape in every number format, against the textbook."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import partial

import numpy as np
import pytest

from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import OPTIMIZERS
from gdmath.precision import Precision
from gdmath.run import Run
from tests.gdmath import reference
from tests.gdmath.reference import FORMATS, walk

# name in the registry, settings, the textbook's rule, lr on bowl, ravine and Rosenbrock
RULES = {
    "gd": ("gd", {}, reference.gd, (0.1, 0.4, 1e-3)),
    "heavy_ball": (
        "heavy_ball",
        {"momentum": 0.36},
        partial(reference.heavy_ball, momentum=0.36),
        (0.1, 0.64, 1e-3),
    ),
    "dampened": (
        "heavy_ball",
        {"momentum": 0.9, "dampening": 0.5},
        partial(reference.heavy_ball, momentum=0.9, dampening=0.5),
        (0.1, 0.1, 1e-4),
    ),
    "lr_inside": (
        "heavy_ball",
        {"momentum": 0.9, "lr_inside": True},
        partial(reference.heavy_ball, momentum=0.9, inside=True),
        (0.1, 0.1, 1e-4),
    ),
    "nesterov": (
        "nesterov",
        {"momentum": 0.9},
        partial(reference.nesterov, momentum=0.9),
        (0.1, 0.1, 1e-4),
    ),
    "adagrad": ("adagrad", {}, reference.adagrad, (0.5, 0.5, 0.1)),
    "adagrad_inside": (
        "adagrad",
        {"eps": 1e-6, "eps_inside": True},
        partial(reference.adagrad, eps=1e-6, inside=True),
        (0.5, 0.5, 0.1),
    ),
    "rmsprop": ("rmsprop", {}, reference.rmsprop, (0.01, 0.01, 0.01)),
    "rmsprop_inside": (
        "rmsprop",
        {"alpha": 0.9, "eps": 1e-6, "eps_inside": True},
        partial(reference.rmsprop, alpha=0.9, eps=1e-6, inside=True),
        (0.01, 0.01, 0.01),
    ),
    "adam": ("adam", {}, reference.adam, (0.1, 0.1, 0.01)),
    "adam_inside": (
        "adam",
        {"eps": 1e-8, "eps_inside": True},
        partial(reference.adam, inside=True),
        (0.1, 0.1, 0.01),
    ),
    "adam_raw": (
        "adam",
        {"bias_correction": False},
        partial(reference.adam, correct=False),
        (0.1, 0.1, 0.01),
    ),
    "adamw": ("adamw", {}, partial(reference.adam, wd=0.01), (0.1, 0.1, 0.01)),
    "amsgrad": ("amsgrad", {}, partial(reference.adam, amsgrad=True), (0.1, 0.1, 0.01)),
}
LANDSCAPES = {
    "bowl": (reference.bowl, (5.0, 5.0)),
    "ravine": (reference.ravine, (8.0, 1.0)),
    "rosenbrock": (reference.rosenbrock, (-1.2, 1.0)),
}
CHAOTIC = {("rmsprop", "rosenbrock"): 450, ("rmsprop_inside", "rosenbrock"): 60}
"""Where rounding is blown up: how many steps can be compared at all."""

PRODUCT = [(rule, place) for rule in RULES for place in LANDSCAPES]


def the_run(rule, place, steps, dtype=Precision.FLOAT64):
    name, settings, _, rates = RULES[rule]
    lr = rates[list(LANDSCAPES).index(place)]
    start = LANDSCAPES[place][1]
    return Run(OBJECTIVES[place](), OPTIMIZERS[name](lr=lr, **settings), start, steps, dtype), lr


@pytest.mark.parametrize(("rule", "place"), PRODUCT)
def test_a_thousand_steps_in_float64(rule, place):
    steps = CHAOTIC.get((rule, place), 1000)
    run, lr = the_run(rule, place, steps)
    grad, start = LANDSCAPES[place]
    with localcontext() as context:
        context.prec = 50
        truth = walk(grad, RULES[rule][2](Decimal, lr), start, steps, Decimal)
        ours = run.solve()
        assert ours.steps == steps
        worst = max(
            abs(Decimal(float(a)) - b)
            for point, exact in zip(ours.x, truth, strict=True)
            for a, b in zip(point, exact, strict=True)
        )
    scale = max(1.0, float(np.abs(ours.x).max()))
    assert worst <= 1e-13 * scale


@pytest.mark.parametrize("dtype", list(Precision))
@pytest.mark.parametrize(("rule", "place"), PRODUCT)
def test_the_first_steps_in_every_format_to_the_last_bit(rule, place, dtype):
    steps = 12
    run, lr = the_run(rule, place, steps, dtype)
    grad, start = LANDSCAPES[place]
    form = FORMATS[dtype]
    expected = walk(grad, RULES[rule][2](lambda v: reference.Soft(v, form), lr), start, steps, form)
    ours = run.solve()
    assert ours.x.tolist() == [[float(v) for v in point] for point in expected]


def test_the_formats_give_different_runs():
    ends = {tuple(the_run("adam", "bowl", 12, dtype)[0].solve().x[-1]) for dtype in Precision}
    assert len(ends) == len(Precision)
