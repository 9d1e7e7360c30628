"""What gdmath's answers cost, against a bare loop or against one run."""

from __future__ import annotations

from functools import partial

import numpy as np

from gdmath import theory
from gdmath.certificate import certify
from gdmath.exact import exact_run
from gdmath.moments import SampledDescent
from gdmath.objectives import OBJECTIVES, bowl, five_dots
from gdmath.optimizers import GD, Adam, HeavyBall, sgd
from gdmath.precision import Precision
from gdmath.run import Run
from gdmath.sweeps import over_lrs, over_seeds, sweep
from tests.bench.case import Case

STEPS = 10_000
START = (5.0, 5.0)
LRS = tuple(np.geomspace(1e-4, 0.45, 200).tolist())


def on_the_bowl(optimizer: object, steps: int = STEPS, dtype: Precision = Precision.FLOAT64) -> Run:
    return Run(bowl(), optimizer, START, steps, dtype)


def bare_loop(steps: int = STEPS) -> list[np.ndarray]:
    x, curvature, path = np.array(START), np.array([2.0, 4.0]), []
    for _ in range(steps):
        path.append(x)
        x = x - 0.1 * (curvature * x)
    return path


def chains(count: int) -> object:
    run = Run(five_dots(1.0), sgd(0.1, replacement=True), (0.0, 0.0), 100)
    return sweep(over_seeds(run, range(count)))


def rates(optimizer: object) -> object:
    return sweep(over_lrs(on_the_bowl(optimizer), LRS))


def stepping(steps: int) -> object:
    descent = SampledDescent(five_dots(1.0), 0.01)
    return list(descent.path(descent.at((0.0, 0.0)), steps))[-1]


def squaring(steps: int) -> object:
    descent = SampledDescent(five_dots(1.0), 0.01)
    return descent.after(descent.at((0.0, 0.0)), steps)


valley = Run(OBJECTIVES["rosenbrock"](), Adam(0.01), (-1.2, 1.0), 500)
trajectory = valley.solve()
alone = on_the_bowl(GD(0.1)).solve

CASES = (
    Case("GD, 10,000 steps", alone, "a bare numpy loop", bare_loop, 50),
    Case("Adam, 10,000 steps", on_the_bowl(Adam(0.1)).solve, "GD", alone, 4),
    Case(
        "GD in bfloat16, 1,000 steps",
        on_the_bowl(GD(0.1), 1000, Precision.BFLOAT16).solve,
        "float64",
        on_the_bowl(GD(0.1), 1000).solve,
        30,
    ),
    Case("200 rates x 10,000 steps, GD", partial(rates, GD(0.1)), "one run", alone, 4),
    Case(
        "200 rates x 10,000 steps, Adam",
        partial(rates, Adam(0.1)),
        "one run",
        on_the_bowl(Adam(0.1)).solve,
        4,
    ),
    Case(
        "20,000 chains of 100 steps",
        partial(chains, 20_000),
        "200 chains",
        partial(chains, 200),
        100,
    ),
    Case(
        "closed form, 10,000 steps",
        lambda: theory.iterates(
            bowl(), theory.heavy_ball(bowl(), 0.1, 0.9), START, np.arange(STEPS + 1)
        ),
        "the run",
        on_the_bowl(HeavyBall(0.1)).solve,
        0.2,
    ),
    Case(
        "fractions, 300 steps",
        partial(exact_run, on_the_bowl(HeavyBall(0.1), 300)),
        "float64",
        on_the_bowl(HeavyBall(0.1), 300).solve,
        20,
    ),
    Case("certificate, 500 steps", partial(certify, trajectory), "the run", valley.solve, 60),
    Case(
        "moments after 2,000 steps, squaring",
        partial(squaring, 2000),
        "stepping",
        partial(stepping, 2000),
        0.2,
        rounds=1,
    ),
)
