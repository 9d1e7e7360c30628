"""Objectives in narrower formats: numpy's own, and every operation rounded by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.objectives import (
    OBJECTIVES,
    Reduction,
    bowl,
    five_dots,
    least_squares,
    logistic,
    quadratic,
    ravine,
)
from gdmath.precision import Precision

MADE = {
    "five_dots": five_dots(noise=0.3, reduction=Reduction.SUM),
    "least_squares": least_squares(inputs=(0.1, 0.7, 2.0), targets=(1.0, -0.3, 0.2)),
    "quadratic": quadratic(A=((2.0, 0.1), (0.1, 0.3)), b=(0.1, -0.7), c=0.3),
    "ravine": ravine(theta=30.0),
}
EXAMPLES = {name: MADE.get(name) or make() for name, make in OBJECTIVES.items()}
EXAMPLES = {name: example for name, example in EXAMPLES.items() if example.dim <= 2}
EXPONENTIAL = {"logistic", "sigmoid_cliff"}
each = pytest.mark.parametrize("name", EXAMPLES)
POINTS = arrays(np.float64, (4, 2), elements=st.floats(-4, 4, allow_subnormal=False))
METHODS = ("value", "grad", "hessian")


@each
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@given(points=POINTS)
def test_the_answer_has_the_precision_of_the_point(name, dtype, points):
    objective = EXAMPLES[name]
    x = points[:, : objective.dim].astype(dtype)
    wide = x.astype(np.float64)
    scale = 400 * float(1 + np.abs(wide).max()) ** 6
    for method in METHODS:
        narrow, exact = getattr(objective, method)(x), getattr(objective, method)(wide)
        assert narrow.dtype == dtype
        assert narrow.shape == exact.shape
        finite = np.isfinite(narrow)
        assert finite.all() or dtype is np.float16
        gap = np.abs(narrow.astype(np.float64) - exact)[finite]
        assert (gap <= float(np.finfo(dtype).eps) * scale).all()


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - EXPONENTIAL))
@pytest.mark.parametrize("precision", [Precision.FLOAT32, Precision.FLOAT16])
@given(points=POINTS)
def test_rounding_every_operation_gives_the_bits_of_the_narrow_format(name, precision, points):
    objective = EXAMPLES[name]
    x = points[:, : objective.dim].astype(precision.value)
    for batch in (x, x[0]):
        for method in ("value", "grad"):
            native = getattr(objective, method)(batch)
            emulated = np.asarray(getattr(objective, method)(precision.array(batch)))
            np.testing.assert_array_equal(emulated, native.astype(np.float64), strict=True)


@each
@given(points=POINTS)
def test_bfloat16_answers_are_bfloat16_numbers(name, points):
    objective, precision = EXAMPLES[name], Precision.BFLOAT16
    x = precision.array(points[:, : objective.dim])
    for method in ("value", "grad"):
        answer = np.asarray(getattr(objective, method)(x))
        np.testing.assert_array_equal(precision.round(answer), answer)


def test_float16_runs_out_of_numbers_first():
    far = np.array([200.0, 200.0])
    assert bowl().value(far) == 120000
    assert bowl().value(far.astype(np.float16)) == np.inf
    assert bowl().value(far.astype(np.float32)) == 120000


def test_log_loss_in_half_precision_neither_overflows_nor_vanishes():
    w = np.array([0.0, 10000.0], dtype=np.float16)
    assert np.isfinite(logistic().value(w))
    assert logistic().grad(w).dtype == np.float16
