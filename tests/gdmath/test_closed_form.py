"""Runs from the closed form against the loop, and against a recursion in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdmath.closed_form import closed_form, dialled
from gdmath.known import Unknown
from gdmath.objectives import Objective, Saddle, bowl, five_dots, quadratic, ravine
from gdmath.optimizers import GD, Adam, Cosine, HeavyBall, Nesterov
from gdmath.precision import Precision
from gdmath.run import Run

RUNS = (
    *(Run(bowl(), GD(lr), (5.0, 5.0), 40) for lr in (0.001, 0.1, 0.25, 1 / 3, 0.45, 0.5, 0.6)),
    Run(ravine(theta=30.0), GD(0.4), (6.0, 2.0), 40),
    Run(five_dots(), GD(0.1), (0.0, 0.0), 20),
    Run(ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0), 40),
    Run(bowl(), HeavyBall(0.6, 0.5, dampening=0.2, lr_inside=True), (5.0, 5.0), 40),
    Run(bowl(), Nesterov(0.3, 0.5), (5.0, 5.0), 40),
    Run(bowl(), Nesterov(0.3, 0.0), (5.0, 5.0), 10),
)


@pytest.mark.parametrize("run", RUNS)
def test_it_is_what_the_loop_finds(run: Run) -> None:
    loop, formula = run.solve(), closed_form(run)
    for name in ("x", "f", "grad", "step"):
        expected, found = getattr(loop, name), getattr(formula, name)
        scale = max(1.0, float(np.abs(expected).max()))
        assert found == pytest.approx(expected, abs=1e-9 * scale), name
    for expected, found in zip(loop.memory, formula.memory, strict=True):
        assert found == pytest.approx(expected, abs=1e-8 * max(1.0, np.abs(expected).max()))
    assert formula.outcome is loop.outcome
    assert formula.steps == loop.steps


@pytest.mark.parametrize("lr", [0.0137, 0.3, 0.499, 0.55])
def test_a_dialled_rate_is_the_recursion_at_that_rate(lr: float) -> None:
    run = dialled(Run(bowl(), GD(0.1), (5.0, 5.0), 12), lr)
    x, y = 5.0, 5.0
    for point in closed_form(run).x:
        assert point.tolist() == pytest.approx([x, y], rel=1e-12, abs=1e-12)
        x, y = x - lr * 2 * x, y - lr * 4 * y


def test_a_run_that_overflows_ends_where_it_overflows() -> None:
    run = Run(bowl(), GD(0.6), (5.0, 5.0), 3000)
    formula, loop = closed_form(run), run.solve()
    assert abs(formula.steps - loop.steps) <= 4  # the loop overflows where 4y does
    assert np.isfinite(formula.x[:-1]).all()
    assert np.isinf(formula.x[-1]).any()


@pytest.mark.parametrize(
    ("objective", "optimizer", "dtype"),
    [
        (bowl(), Adam(0.1), "float64"),
        (bowl(), GD(Cosine(0.1, 10)), "float64"),
        (bowl(), GD(0.1), "float32"),
        (Saddle(), GD(0.1), "float64"),
        (quadratic(curvatures=(0.0, 1.0)), GD(0.1), "float64"),
    ],
)
def test_other_runs_have_none(objective: Objective, optimizer: Any, dtype: str) -> None:
    with pytest.raises(Unknown):
        closed_form(Run(objective, optimizer, (1.0, 1.0), 5, Precision(dtype)))


@pytest.mark.parametrize(("optimizer", "momentum"), [(Adam(0.1), None), (GD(0.1), 0.5)])
def test_only_what_is_there_can_be_dialled(optimizer: Any, momentum: float | None) -> None:
    with pytest.raises(Unknown):
        dialled(Run(bowl(), optimizer, (1.0, 1.0), 5), 0.2, momentum)
