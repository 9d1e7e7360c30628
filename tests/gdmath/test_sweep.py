"""A sweep gives the bits of single runs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import theory
from gdmath.objectives import OBJECTIVES, bowl, five_dots, quadratic, ravine
from gdmath.optimizers import (
    GD,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Cosine,
    HeavyBall,
    MiniBatch,
    Nesterov,
    Noisy,
    RMSProp,
    noisy_gd,
    sgd,
)
from gdmath.precision import Precision
from gdmath.rational import number
from gdmath.run import Run
from gdmath.sweeps import over_lrs, over_seeds, sweep

WALKERS = [
    GD(0.1),
    HeavyBall(0.1, 0.9, 0.5),
    HeavyBall(0.1, 0.9, lr_inside=True),
    Nesterov(0.1),
    AdaGrad(0.1),
    RMSProp(0.1),
    Adam(0.1),
    AdamW(0.1),
    AMSGrad(0.1),
    MiniBatch(Adam(0.1), batch=2, seed=4),
    noisy_gd(0.1, 0.3, seed=5),
]
LRS = (0.001, 0.1, number("1/3"), 0.5, 0.6)


def assert_single(many):
    """Every run of a sweep has the bits of the run alone, up to where that one ends."""
    for place, run in enumerate(many.runs):
        alone = run.solve()
        assert many.x[: alone.steps + 1, place].tobytes() == alone.x.tobytes()
        assert many.f[: alone.steps + 1, place].tobytes() == alone.f.tobytes()


@pytest.mark.parametrize("dtype", Precision)
@pytest.mark.parametrize("optimizer", WALKERS, ids=repr)
def test_learning_rates(optimizer, dtype):
    assert_single(sweep(over_lrs(Run(five_dots(1.0), optimizer, (0.0, 0.0), 12, dtype), LRS)))


@pytest.mark.parametrize("name", ["rosenbrock", "ravine", "saddle", "logistic", "sigmoid_cliff"])
@pytest.mark.parametrize("optimizer", [GD(0.1), Adam(0.1)], ids=repr)
def test_landscapes(name, optimizer):
    objective = OBJECTIVES[name]()
    many = sweep(over_lrs(Run(objective, optimizer, objective.default_start, 60), LRS))
    assert many.x.shape == (61, len(LRS), objective.dim)
    assert_single(many)


@pytest.mark.parametrize(
    "optimizer",
    [
        sgd(0.1, replacement=True),
        sgd(0.1, batch=7, replacement=True),
        sgd(0.1),
        sgd(0.1, batch=2),
        sgd(0.1, batch=5),
        noisy_gd(0.1),
        MiniBatch(HeavyBall(0.05, 0.5), batch=2),
        MiniBatch(Noisy(GD(0.1), seed=9), batch=2),
        Noisy(sgd(0.1, batch=2, seed=9), sigma=0.5),
    ],
    ids=repr,
)
def test_seeds(optimizer):
    run = Run(five_dots(0.3), optimizer, (0.1, 0.0), 41)
    many = sweep(over_seeds(run, (0, 1, 2, 12345)))
    assert len({x.tobytes() for x in many.x[-1]}) >= (1 if optimizer == sgd(0.1, batch=5) else 4)
    assert_single(many)


@given(
    starts=st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=1, max_size=5),
    lrs=st.lists(st.floats(0.001, 1.0), min_size=5, max_size=5),
)
def test_starts_and_rates_together(starts, lrs):
    runs = [
        Run(ravine(theta=30.0), HeavyBall(lr), s, 9) for s, lr in zip(starts, lrs, strict=False)
    ]
    assert_single(sweep(runs))


def test_schedules_beside_numbers():
    run = Run(bowl(), GD(0.1), (5.0, 5.0), 20)
    assert_single(sweep(over_lrs(run, (0.1, Cosine(0.4, 10), 0.2))))


def test_a_run_that_overflows_leaves_the_others_alone():
    many = sweep(over_lrs(Run(bowl(), GD(0.1), (5.0, 5.0), 2200), (0.6, 0.1)))
    assert_single(many)
    assert np.isnan(many.x[-1, 0]).any()
    assert np.isfinite(many.x[:, 1]).all()


def test_the_u_curve():
    """Steps to 1 % of the loss over 200 learning rates, as theory has them one by one."""
    lrs = np.geomspace(0.01, 0.49, 200).tolist()
    many = sweep(over_lrs(Run(bowl(), GD(0.1), (5.0, 5.0), 100), lrs))
    steps = theory.first_below(many.f, 0.75)
    assert [int(k) for k in steps] == [theory.steps_to(bowl(), lr, (5, 5), 0.01) for lr in lrs]


def race(on, optimizer, steps):
    """Return the fewest steps after which the loss stays under 1e-4, over 101 learning rates."""
    lrs = np.logspace(-5, 0, 101).tolist()
    many = sweep(over_lrs(Run(on, optimizer, on.default_start, steps), lrs))
    settled = theory.stays_below(many.f, 1e-4 * many.f[0])
    return int(settled[settled >= 0].min())


# kappa, theta, steps run, and after how many best momentum, momentum 0.9 and Adam are done
RACES = [
    (2, 0.0, 3000, (4, 73, 78)),
    (16, 0.0, 3000, (13, 75, 72)),
    (100, 0.0, 3000, (32, 82, 78)),
    (100, 45.0, 3000, (32, 82, 123)),
    (10_000, 0.0, 6000, (281, 572, 83)),
    (10_000, 45.0, 6000, (281, 572, 3852)),
]


@pytest.mark.parametrize(("kappa", "theta", "steps", "done"), RACES)
def test_the_races_of_lesson_thirteen(kappa, theta, steps, done):
    on = ravine(4.0 / kappa, 4.0, theta)
    best = theory.best_heavy_ball(ravine(4.0 / kappa, 4.0)).momentum
    walkers = (HeavyBall(0.1, best), HeavyBall(0.1), Adam(0.1))
    assert tuple(race(on, optimizer, steps) for optimizer in walkers) == done


@pytest.mark.parametrize(("kappa", "theta", "done"), [(2, 0.0, 4), (16, 0.0, 38), (100, 45.0, 230)])
def test_descent_in_the_same_races(kappa, theta, done):
    assert race(ravine(4.0 / kappa, 4.0, theta), GD(0.1), 400) == done


def test_descent_in_the_longest_valley():
    on = ravine(4.0 / 10_000, 4.0)
    steps = theory.steps_to(on, 0.499, on.default_start, 1e-4)
    assert steps == pytest.approx(10_400, abs=50)


@pytest.mark.parametrize(("steps", "done"), [(3000, 78), (6000, 95), (12_000, 984)])
def test_adam_stays_for_a_while_only(steps, done):
    """The longer one looks, the more rates have come back out: v fades."""
    assert race(ravine(4.0 / 100, 4.0), Adam(0.1), steps) == done


@pytest.mark.parametrize(
    ("runs", "message"),
    [
        ([], "at least one run"),
        (
            [Run(bowl(), GD(0.1), (5.0, 5.0), 3), Run(bowl(), GD(0.1), (5.0, 5.0), 4)],
            "may differ in start, lr and seed only, but run 1 is",
        ),
        (
            [Run(bowl(), HeavyBall(0.1, b), (5.0, 5.0), 3) for b in (0.5, 0.9)],
            "may differ in start, lr and seed only",
        ),
        (
            [Run(on, GD(0.1), (5.0, 5.0), 3) for on in (bowl(), quadratic(curvatures=(1.0, 1.0)))],
            "may differ in start, lr and seed only",
        ),
        (
            [Run(bowl(), o, (5.0, 5.0), 3) for o in (GD(0.1), noisy_gd(0.1))],
            "may differ in start, lr and seed only",
        ),
    ],
)
def test_runs_that_do_not_go_together_are_refused(runs, message):
    with pytest.raises(ValueError, match=message):
        sweep(runs)


def test_what_draws_nothing_has_no_seeds():
    with pytest.raises(ValueError, match="draws no random numbers"):
        over_seeds(Run(bowl(), GD(0.1), (5.0, 5.0), 1), (1, 2))
