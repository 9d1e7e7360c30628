"""Numbers that others printed: see the provenance in the data file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gdmath.objectives import bowl, quadratic
from gdmath.optimizers import GD
from gdmath.run import Run

D2L = json.loads((Path(__file__).parent / "data/d2l_gradient_descent.json").read_text("utf-8"))
SIX_DECIMALS = 5e-7 + 1e-12


@pytest.mark.parametrize("lr", ["0.2", "0.4", "0.6"])
def test_d2l_traces(lr):
    printed = np.array(D2L["traces"]["runs"][lr])
    on = quadratic(curvatures=(0.2, 4.0))
    ours = Run(on, GD(float(lr)), (-5.0, -2.0), len(printed)).solve()
    assert printed.shape == (20, 2)
    assert np.abs(ours.x[1:] - printed).max() <= SIX_DECIMALS


def test_d2l_on_our_bowl():
    ours = Run(bowl(), GD(0.1), (-5.0, -2.0), 20).solve()
    assert np.abs(ours.x[20] - D2L["last"]["x"]).max() <= SIX_DECIMALS


@pytest.mark.parametrize("lr", ["0.2", "0.05", "1.1"])
def test_d2l_in_one_dimension_to_the_last_bit(lr):
    ours = Run(quadratic(curvatures=(2.0,)), GD(float(lr)), (10.0,), 10).solve()
    assert ours.x[10, 0] == D2L["one_dimension"]["x"][lr]
