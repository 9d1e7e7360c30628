"""What holds for every objective: its derivatives, its minima, its bits, its bad arguments."""

from __future__ import annotations

import inspect
import pickle
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.objectives import (
    OBJECTIVES,
    Beale,
    CliffLoss,
    Himmelblau,
    Reduction,
    Rosenbrock,
    Saddle,
    SigmoidCliff,
    TwoLayer,
    bowl,
    five_dots,
    least_squares,
    logistic,
    minima,
    quadratic,
    ravine,
)

PLANE = ((1.0, 0.5, -2.0), (0.0, 1.0, 1.5), (-1.0, 0.25, 0.0), (2.0, 2.0, 1.0))
RATIONAL = {
    "bowl": bowl(),
    "ravine": ravine(),
    "ravine, turned": ravine(theta=30.0),
    "full": quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5),
    "indefinite": quadratic(curvatures=(1.0, -2.0)),
    "three": quadratic(A=((2.0, 1.0, 0.0), (1.0, 3.0, -1.0), (0.0, -1.0, 5.0))),
    "five dots": five_dots(),
    "noisy dots": five_dots(noise=1.0),
    "summed dots": five_dots(noise=0.5, reduction=Reduction.SUM),
    "least squares": least_squares(rows=PLANE, targets=(1.0, 0.1, -3.0, 2.0)),
    "rosenbrock": Rosenbrock(),
    "rosenbrock, gentle": Rosenbrock(a=-0.5, b=3.0),
    "beale": Beale(),
    "himmelblau": Himmelblau(),
    "saddle": Saddle(),
    "two layer": TwoLayer(),
}
CURVED = {
    "cliff, mse": SigmoidCliff(),
    "cliff, bce": SigmoidCliff(CliffLoss.BCE),
    "logistic": logistic(),
    "logistic, plane": logistic(rows=PLANE, labels=(1, 0, 1, 1)),
}
EXAMPLES = RATIONAL | CURVED
each = pytest.mark.parametrize("objective", EXAMPLES.values(), ids=EXAMPLES.keys())
COORDINATE = st.floats(-4, 4, allow_subnormal=False)
POINTS = arrays(np.float64, (4, 3), elements=COORDINATE)


def jacobian(function, x, h):
    """The slopes of ``function`` at one point along a new last axis, by central differences."""
    columns = []
    for i in range(len(x)):
        move = np.array([h if i == j else 0 * h for j in range(len(x))], dtype=x.dtype)
        columns.append((function(x + move) - function(x - move)) / (2 * h))
    return np.stack(columns, axis=-1)


@pytest.mark.parametrize("objective", RATIONAL.values(), ids=RATIONAL.keys())
@given(points=POINTS)
def test_derivatives_are_the_slopes_of_the_value_in_exact_arithmetic(objective, points):
    h = Fraction(1, 10**40)
    x = np.array([Fraction(float(v)) for v in points[0, : objective.dim]], dtype=object)
    gaps = (
        jacobian(objective.value, x, h) - objective.grad(x),
        jacobian(objective.grad, x, h) - objective.hessian(x),
    )
    assert all(type(v) is Fraction for gap in gaps for v in gap.ravel())
    assert max(abs(v) for gap in gaps for v in gap.ravel()) < Fraction(1, 10**60)


@pytest.mark.parametrize("objective", RATIONAL.values(), ids=RATIONAL.keys())
@given(points=POINTS)
def test_float64_is_right_to_a_few_ulps_of_the_largest_terms(objective, points):
    x = points[0, : objective.dim]
    exact = np.array([Fraction(float(v)) for v in x], dtype=object)
    bound = 1e-13 * float(1 + np.abs(x).max()) ** 6
    for name in ("value", "grad", "hessian"):
        truth = np.asarray(getattr(objective, name)(exact)).astype(np.float64)
        np.testing.assert_allclose(getattr(objective, name)(x), truth, rtol=0, atol=bound)


def log_loss(objective, w):
    """The mean log-loss as it is written in textbooks, for decimals."""
    losses = []
    for row, label in zip(objective.rows, objective.labels, strict=True):
        z = sum((Decimal(a) * v for a, v in zip(row, w, strict=True)), Decimal(0))
        losses.append(-(1 / (1 + (-z if label else z).exp())).ln())
    return sum(losses, Decimal(0)) / len(losses)


BY_THE_BOOK = {
    "cliff, mse": lambda _, w: (1 / (1 + (-w[0]).exp()) - 1) ** 2,
    "cliff, bce": lambda _, w: -(1 / (1 + (-w[0]).exp())).ln(),
    "logistic": log_loss,
    "logistic, plane": log_loss,
}


@pytest.mark.parametrize("name", CURVED)
@given(points=arrays(np.float64, 3, elements=st.floats(-40, 40, allow_subnormal=False)))
def test_exponentials_agree_with_the_textbook_formula_in_decimals(name, points):
    objective, book = CURVED[name], BY_THE_BOOK[name]
    x = points[: objective.dim]
    with localcontext() as context:
        context.prec = 120
        h = Decimal(10) ** -40
        w = np.array([Decimal(float(v)) for v in x], dtype=object)
        value = book(objective, w)
        grad = jacobian(lambda v: book(objective, v), w, h)
        hessian = jacobian(lambda v: jacobian(lambda u: book(objective, u), v, h), w, h)
        truth = {"value": value, "grad": grad, "hessian": hessian}
        truth = {key: np.asarray(exact).astype(np.float64) for key, exact in truth.items()}
    rtol = 1e-14 if objective.dim == 1 else 0
    for key, exact in truth.items():
        atol = 0 if objective.dim == 1 else 1e-14 * (1 + np.abs(exact).max())
        np.testing.assert_allclose(getattr(objective, key)(x), exact, rtol=rtol, atol=atol)


@each
@given(points=POINTS)
def test_a_point_gives_the_same_bits_alone_and_in_a_batch(objective, points):
    x = points[:, : objective.dim]
    for function in (objective.value, objective.grad, objective.hessian):
        alone = np.array([function(point) for point in x])
        assert function(x).tobytes() == alone.tobytes()
        assert function(x[::-1].reshape(2, 2, -1)).ravel().tolist() == alone[::-1].ravel().tolist()


@each
def test_all_known_minima_are_flat_bent_upwards_and_lowest(objective):
    lowest = minima(objective)
    if lowest is None:
        assert objective.minimum is None
        return
    assert lowest.shape == (len(lowest), objective.dim)
    assert not lowest.flags.writeable
    bends = np.linalg.eigvalsh(objective.hessian(lowest))
    assert (bends > 0).all()
    slopes = np.abs(objective.grad(lowest)).max(axis=-1)
    assert (slopes <= 4e-16 * bends.max(axis=-1) * (1 + np.abs(lowest).max())).all()
    np.testing.assert_allclose(objective.value(lowest), objective.f_min, rtol=0, atol=1e-14)
    moves = 0.1 * np.vstack([np.eye(objective.dim), -np.eye(objective.dim)])
    assert (objective.value(lowest[:, None, :] + moves) > objective.f_min).all()


@pytest.mark.parametrize(
    ("objective", "count"),
    [
        (bowl(), 1),
        (Rosenbrock(), 1),
        (Himmelblau(), 4),
        (Saddle(), 2),
        (logistic(), 1),
        (TwoLayer(), None),
        (SigmoidCliff(), None),
        (RATIONAL["indefinite"], None),
        (quadratic(curvatures=(1.0, 0.0)), None),
        (least_squares(inputs=(3.0,), targets=(1.0,)), None),
        (logistic(inputs=(-1.0, 1.0), labels=(0, 1)), None),
    ],
)
def test_how_many_minima(objective, count):
    lowest = minima(objective)
    assert (None if lowest is None else len(lowest)) == count
    assert (objective.minimum is None) == (count != 1)


@each
@pytest.mark.parametrize("size", [1e80, 1e200, 1.7e308, np.inf, -np.inf, np.nan])
def test_overflow_is_a_value(objective, size):
    x = np.full(objective.dim, size)
    value, grad, hessian = objective.value(x), objective.grad(x), objective.hessian(x)
    assert (value.shape, grad.shape, hessian.shape) == ((), x.shape, x.shape * 2)
    if np.isnan(size):
        assert np.isnan(value)
        assert np.isnan(grad).any()
    if size == 1.7e308 and objective in RATIONAL.values():
        assert not np.isfinite(value)


@each
@pytest.mark.parametrize("shape", [(), (4,), (2, 5)])
def test_points_of_another_shape_are_refused(objective, shape):
    for function in (objective.value, objective.grad, objective.hessian):
        with pytest.raises(ValueError, match=rf"x must have the shape \(\.\.\., {objective.dim}\)"):
            function(np.zeros(shape))


@each
def test_whole_numbers_and_lists_will_do(objective):
    ones = [1] * objective.dim
    assert objective.grad(ones).tobytes() == objective.grad(np.ones(objective.dim)).tobytes()
    assert objective.hessian(ones).dtype == np.float64


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: quadratic(), "either curvatures or A, not neither"),
        (lambda: quadratic(curvatures=(1.0,), A=((1.0,),)), "either curvatures or A, not both"),
        (lambda: quadratic(A=((1.0, 2.0),)), r"A must be a square matrix.*\(\(1.0, 2.0\),\)"),
        (lambda: quadratic(A=((1.0, 2.0), (3.0, 1.0))), r"A\[0\]\[1\] is 2.0 and A\[1\]\[0\]"),
        (lambda: quadratic(curvatures=(1.0, 2.0), b=(1.0,)), "b has 1 entries, but A has 2"),
        (lambda: quadratic(curvatures=(1.0, 2.0), start=(1.0,)), "start has 1 entries"),
        (lambda: quadratic(curvatures=(float("nan"),)), r"curvatures\[0\] must be a finite.*nan"),
        (lambda: quadratic(curvatures=(1.0,), c=float("inf")), "c must be a finite.*not inf"),
        (lambda: five_dots(noise=float("inf")), "noise must be a finite number, not inf"),
        (lambda: least_squares(targets=(1.0,)), "either inputs or rows, not neither"),
        (lambda: least_squares((1.0,), (1.0,), ((1.0,),)), "either inputs or rows, not both"),
        (lambda: least_squares((1.0, 2.0), (1.0,)), "targets must be 2, as many as rows, not 1"),
        (lambda: least_squares(rows=((1.0,), ()), targets=(1.0, 2.0)), r"rows\[1\] must have 1"),
        (lambda: least_squares((1.0,), (float("nan"),)), r"targets\[0\] must be a finite.*nan"),
        (lambda: least_squares((1.0,), (1.0,), start=(1.0,)), "start must have 2 numbers, not 1"),
        (lambda: ravine(theta=float("inf")), "theta must be a finite number, not inf"),
        (lambda: five_dots(reduction="max"), "reduction must be mean or sum .*not 'max'"),
        (lambda: SigmoidCliff("bce"), "loss must be mse or bce .*not 'bce'"),
        (lambda: five_dots(noise=1e200), "squares are finite"),
        (lambda: Rosenbrock(b=0.0), "b must be positive, not 0.0"),
        (lambda: Rosenbrock(a=float("nan")), "a must be a finite number, not nan"),
        (lambda: logistic((1.0, 2.0), (0, 2)), r"labels\[1\] must be 0 or 1, not 2"),
        (lambda: logistic((1.0, 2.0), (0,)), "labels must be 2, as many as rows, not 1"),
        (lambda: logistic((1.0,), (0,), ((1.0,),)), "either inputs or rows, not both"),
        (lambda: logistic(labels=(0, 1)), "rows must have at least one row"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


NEEDS = {
    "quadratic": {"curvatures": (1.0, 2.0)},
    "least_squares": {"inputs": (0.0, 1.0), "targets": (1.0, 3.0)},
}


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_can_be_named_and_called_by_keyword(name):
    parameters = inspect.signature(OBJECTIVES[name]).parameters.values()
    assert all(p.annotation != p.empty and p.default != p.empty for p in parameters)
    example = OBJECTIVES[name](**NEEDS.get(name, {}))
    assert hash(example) == hash(OBJECTIVES[name](**NEEDS.get(name, {})))
    assert example.formula
    assert pickle.loads(pickle.dumps(example)) == example
    for promise in ("Error:", "Stable:", "Source:"):
        assert promise in type(example).__doc__
    start = np.array(example.default_start)
    assert start.shape == (example.dim,)
    assert example.value(start) > (0.0 if example.f_min is None else example.f_min)
