"""Numbers that others printed: see the provenance in the data file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD, OPTIMIZERS
from gdmath.run import Run

DATA = Path(__file__).parent.parent / "data/published_d2l_traces.json"
D2L = json.loads(DATA.read_text("utf-8"))
RUNS = D2L["traces"]["runs"]
SIX_DECIMALS = 5e-7 + 1e-12
ON = {"0.1 x^2 + 2 y^2": quadratic(curvatures=(0.2, 4.0)), "x^2 + 2 y^2": bowl()}


def ours(printed, objective, start, steps):
    [(name, settings)] = printed["optimizer"].items()
    run = Run(ON[objective], OPTIMIZERS[name](**settings), tuple(map(float, start)), steps)
    return run.solve().x


@pytest.mark.parametrize("printed", RUNS, ids=lambda run: json.dumps(run["optimizer"]))
def test_traces(printed):
    expected = np.array(printed["x"])
    got = ours(printed, D2L["traces"]["objective"], D2L["traces"]["start"], len(expected))
    assert expected.shape == (20, 2)
    assert np.abs(got[1:] - expected).max() <= SIX_DECIMALS


def test_there_are_320_numbers():
    assert sum(np.size(run["x"]) for run in RUNS) == 320


@pytest.mark.parametrize("printed", D2L["last"], ids=lambda run: json.dumps(run["optimizer"]))
def test_last_points(printed):
    got = ours(printed, printed["objective"], printed["start"], printed["steps"])
    assert np.abs(got[-1] - printed["x"]).max() <= SIX_DECIMALS


@pytest.mark.parametrize("lr", ["0.2", "0.05", "1.1"])
def test_one_dimension_to_the_last_bit(lr):
    got = Run(quadratic(curvatures=(2.0,)), GD(float(lr)), (10.0,), 10).solve()
    assert got.x[10, 0] == D2L["one_dimension"]["x"][lr]
