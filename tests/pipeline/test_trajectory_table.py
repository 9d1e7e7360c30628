"""The table of a lesson's runs gives back every number to its last bit."""

from __future__ import annotations

import csv
from io import StringIO

import numpy as np

from gdmath.objectives import OBJECTIVES
from gdmath.objectives.quadratic import quadratic
from gdmath.optimizers import OPTIMIZERS
from gdmath.run import Run
from pipeline.trajectory_table import to_csv


def run(objective: str, lr: float, *start: float, steps: int = 5):
    return Run(OBJECTIVES[objective](), OPTIMIZERS["gd"](lr=lr), start, steps).solve()


def test_every_number_comes_back_as_it_was() -> None:
    runs = {"good": run("bowl", 0.1, 5, 5), "wild": run("bowl", 1e200, 5, 5, steps=3)}
    rows = list(csv.DictReader(StringIO(to_csv(runs))))
    assert list(rows[0]) == ["run", "k", "f", "x[0]", "x[1]", "grad[0]", "grad[1]"]
    for name, answer in runs.items():
        own = [row for row in rows if row["run"] == name]
        assert [int(row["k"]) for row in own] == list(range(answer.steps + 1))
        for head, values in (
            ("f", answer.f),
            ("x[1]", answer.x[:, 1]),
            ("grad[0]", answer.grad[:, 0]),
        ):
            back = np.array([float(row[head]) for row in own])
            assert np.array_equal(back, values, equal_nan=True)


def test_a_run_of_fewer_coordinates_leaves_cells_empty() -> None:
    line = Run(quadratic(curvatures=(2.0,)), OPTIMIZERS["gd"](lr=0.1), (2.0,), 3).solve()
    rows = list(csv.DictReader(StringIO(to_csv({"plane": run("bowl", 0.1, 5, 5), "line": line}))))
    own = next(row for row in rows if row["run"] == "line")
    assert (own["x[0]"], own["x[1]"], own["grad[1]"]) == ("2.0", "", "")
