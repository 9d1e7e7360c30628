from __future__ import annotations

from fractions import Fraction
from inspect import signature

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import OBJECTIVES, bowl, quadratic
from gdmath.optimizers import GD, OPTIMIZERS, MiniBatch
from gdmath.precision import Precision, Rounded
from gdmath.run import Outcome, Run
from tests.gdmath.reference import FORMATS

NARROW = [p for p in Precision if p is not Precision.FLOAT64]
NATIVE = [Precision.FLOAT16, Precision.FLOAT32]
WITH_LR = sorted(n for n, maker in OPTIMIZERS.items() if "lr" in signature(maker).parameters)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
SIZES = st.one_of(FLOATS, st.floats(-1e5, 1e5), st.floats(-1e-37, 1e-37), st.floats(-1e-4, 1e-4))


@pytest.mark.parametrize("precision", list(Precision))
@given(value=SIZES)
def test_rounding_is_to_nearest_ties_to_even(precision, value):
    assert precision.round(value) == float(FORMATS[precision].round(Fraction(value)))


@pytest.mark.parametrize("precision", NARROW)
@given(mantissa=st.integers(-(2**9), 2**9), exponent=st.integers(-140, 120))
def test_ties(precision, mantissa, exponent):
    tie = (2 * mantissa + 1) * 2.0**exponent
    assert precision.round(tie) == float(FORMATS[precision].round(Fraction(tie)))


@pytest.mark.parametrize("precision", NARROW)
@pytest.mark.parametrize("special", [0.0, -0.0, np.inf, -np.inf, np.nan])
def test_special_values_stay(precision, special):
    rounded = precision.round([special, special])
    np.testing.assert_array_equal(rounded, [special, special])
    np.testing.assert_array_equal(np.signbit(rounded), np.signbit([special, special]))


@pytest.mark.parametrize(
    ("precision", "largest"),
    [
        (Precision.FLOAT32, (2 - 2.0**-23) * 2.0**127),
        (Precision.FLOAT16, 65504.0),
        (Precision.BFLOAT16, (2 - 2.0**-7) * 2.0**127),
    ],
)
def test_the_largest_number(precision, largest):
    half_a_unit = largest / (2.0**precision.digits - 1) / 2
    assert precision.round(largest) == largest
    assert precision.round(largest + 0.99 * half_a_unit) == largest
    assert precision.round(largest + half_a_unit) == np.inf
    assert precision.round(-largest - half_a_unit) == -np.inf


@pytest.mark.parametrize("precision", NATIVE)
@pytest.mark.parametrize("ufunc", [np.add, np.subtract, np.multiply, np.divide])
@given(a=SIZES, b=SIZES)
def test_arithmetic_is_numpys_own_where_numpy_has_the_format(precision, ufunc, a, b):
    native = np.dtype(precision.value).type
    with np.errstate(all="ignore"):
        expected = ufunc(native(a), native(b))
        got = ufunc(precision.array([a]), precision.array([b]))[0]
    np.testing.assert_array_equal(got, float(expected))


@pytest.mark.parametrize("precision", NATIVE)
@given(a=st.floats(0, 1e38))
def test_roots_are_numpys_own(precision, a):
    with np.errstate(all="ignore"):
        expected = np.sqrt(np.dtype(precision.value).type(a))
        assert np.sqrt(precision.array([a]))[0] == float(expected)


@pytest.mark.parametrize("precision", NARROW)
@given(values=st.lists(st.floats(-100, 100), min_size=1, max_size=9))
def test_sums_round_at_every_term(precision, values):
    total = Fraction(0)
    for value in values:
        total = FORMATS[precision].round(total + FORMATS[precision].round(Fraction(value)))
    column = precision.array(values)[:, None]
    assert precision.array(values).sum() == float(total)
    assert np.sum(column, axis=0, keepdims=True).tolist() == [[float(total)]]
    assert (precision.array(np.ones(len(values))) @ column).tolist() == [float(total)]


def test_matrices_of_any_shape():
    ones = Precision.BFLOAT16.array(np.ones((2, 3)))
    for left, right in [(ones, ones.T), (ones[0], ones.T), (ones, ones[0]), (ones[0], ones[1])]:
        product = left @ right
        assert isinstance(product, Rounded)
        np.testing.assert_array_equal(
            np.asarray(product), np.asarray(left).copy() @ np.asarray(right).copy()
        )


def test_a_sum_that_swallows_its_terms():
    assert Precision.BFLOAT16.array([256.0] + [1.0] * 100).sum() == 256
    assert Precision.FLOAT16.array([2048.0] + [1.0] * 100).sum() == 2048


def test_everything_stays_rounded():
    x = Precision.BFLOAT16.array([1.0, 2.0, 3.0])
    parts = [x + 1e-3, 1e-3 + x, np.exp(x), x[0] * 1, np.where(x > 1, x, 0.1), np.stack((x, x))]
    for part in [*parts, x.mean(), np.mean(x), x**3, -x, x.reshape(3, 1), np.zeros_like(x)]:
        assert isinstance(part, Rounded | float)
        np.testing.assert_array_equal(Precision.BFLOAT16.round(part), part)
    assert type(x > 1) is np.ndarray
    x += 1e-3
    assert x.tolist() == [1.0, 2.0, 3.0]
    x += 0.01
    assert x.tolist() == [1.0078125, 2.015625, 3.015625]
    assert x.precision is Precision.BFLOAT16


@pytest.mark.parametrize(
    "escape",
    [
        lambda x: np.dot(x, x),
        lambda x: np.einsum("i,i", x, x),
        lambda x: np.linalg.norm(x),
        lambda x: np.add.accumulate(x),
    ],
)
def test_what_would_escape_the_rounding_is_refused(escape):
    with pytest.raises(TypeError):
        escape(Precision.FLOAT16.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("precision", "first_inf", "parameter", "first_nan"),
    [("float16", 11, 26, 27), ("float32", 127, 256, 257), ("float64", 1049, 2102, 2103)],
)
def test_inf_then_nan(precision, first_inf, parameter, first_nan):
    run = Run(bowl(), GD(0.6), (5.0, 5.0), 3000, Precision(precision)).solve()
    assert (run.events["first_inf"], run.events["first_nan"]) == (first_inf, first_nan)
    assert int(np.isinf(run.x).any(axis=-1).argmax()) == parameter
    assert run.steps == first_nan
    assert run.outcome is Outcome.DIVERGED


# x^2 + 2 y^2 with its minimum moved to (1, 1), from (6, 6) with lr 0.001
NEVER = [
    ("bfloat16", 36, 100, (6.0, 4.875), Outcome.DEAD),
    ("float16", 1469, 1600, (1.2441, 1.1211), Outcome.DEAD),
    ("float32", 5951, 6500, (1.00003, 1.00001), Outcome.DEAD),
    ("float64", 15991, 17000, (1.0, 1.0), Outcome.CONVERGED_MONOTONE),
]


@pytest.mark.parametrize(("precision", "frozen", "steps", "where", "outcome"), NEVER)
def test_a_step_smaller_than_the_last_digit_is_no_step(precision, frozen, steps, where, outcome):
    moved = quadratic(curvatures=(2.0, 4.0), b=(2.0, 4.0), c=3.0)
    run = Run(moved, GD(0.001), (6.0, 6.0), steps, Precision(precision)).solve()
    assert run.events["frozen"] == frozen
    assert tuple(run.x[-1]) == pytest.approx(where, abs=6e-5)
    assert run.outcome is outcome
    if precision == "bfloat16":
        assert (run.x[:, 0] == 6).all()
        assert set(run.f[frozen:]) == {55.0}
    if precision == "float64":
        assert 5e-14 < np.abs(run.x[-1] - 1).max() < 6e-14


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("name", sorted(OBJECTIVES))
def test_every_objective_runs_in_every_format(name, dtype):
    on = OBJECTIVES[name](curvatures=(1.0, 3.0)) if name == "quadratic" else _made(name)
    low, high = (Run(on, GD(0.001), on.default_start, 3, d) for d in (dtype, Precision.FLOAT64))
    low, high = low.solve(), high.solve()
    for values in (low.x, low.f, low.grad):
        np.testing.assert_array_equal(dtype.round(values), values)
    np.testing.assert_allclose(low.x, high.x, rtol=0.05, atol=0.05)
    assert low != high


def _made(name):
    points = {"inputs": (1.0, 2.0, 3.0), "targets": (1.0, 2.0, 2.0)}
    return OBJECTIVES[name](**points) if name == "least_squares" else OBJECTIVES[name]()


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("name", WITH_LR)
def test_every_optimizer_stays_in_its_format(name, dtype):
    run = Run(OBJECTIVES["five_dots"](noise=1.0), OPTIMIZERS[name](lr=0.01), (0.0, 0.0), 8, dtype)
    trajectory = run.solve()
    for values in (trajectory.x, trajectory.used_grad, *trajectory.memory):
        np.testing.assert_array_equal(dtype.round(values), values)


def test_a_batch_in_bfloat16():
    run = Run(
        OBJECTIVES["five_dots"](noise=1.0),
        MiniBatch(GD(0.1), batch=2),
        (0.0, 0.0),
        5,
        Precision.BFLOAT16,
    )
    assert not np.array_equal(run.solve().used_grad, run.solve().grad[:-1])


def test_in_few_digits_a_coordinate_that_froze_on_its_way_has_not_converged() -> None:
    """In bfloat16, 5 less 0.01 is 5: x never moves, while y walks home."""
    run = Run(bowl(), GD(0.001), (5.0, 5.0), 900, Precision.BFLOAT16).solve()
    assert (run.x[:, 0] == 5.0).all()
    assert run.x[-1, 1] < 0.05
    assert run.outcome is Outcome.OUT_OF_STEPS
