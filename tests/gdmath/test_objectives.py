from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.objectives import OBJECTIVES, FiveDots, bowl, five_dots, quadratic, ravine
from gdmath.rational import number

EXAMPLES = {
    "bowl": bowl(),
    "ravine": ravine(),
    "ravine, turned": ravine(theta=30.0),
    "five dots": five_dots(),
    "noisy dots": five_dots(noise=1.0),
    "full": quadratic(A=((2.0, 1.0), (1.0, 3.0)), b=(1.0, -2.0), c=0.5),
    "saddle": quadratic(curvatures=(1.0, -2.0)),
    "three": quadratic(A=((2.0, 1.0, 0.0), (1.0, 3.0, -1.0), (0.0, -1.0, 5.0))),
}
each = pytest.mark.parametrize("objective", EXAMPLES.values(), ids=EXAMPLES.keys())
COORDINATE = st.floats(-20, 20, allow_subnormal=False)
POINTS = arrays(np.float64, (4, 3), elements=COORDINATE)


def central_difference(function, x, h):
    """The Jacobian of ``function`` along a new last axis; exact for quadratics but for rounding."""
    moves = h * np.eye(x.shape[-1])
    columns = [(function(x + move) - function(x - move)) / (2 * h) for move in moves]
    return np.stack(columns, axis=-1)


@each
@given(points=POINTS)
def test_gradient_and_hessian_are_the_slopes_of_value_and_gradient(objective, points):
    x = points[:, : objective.dim]
    scale = 1 + np.abs(objective.value(x)).max()
    slope = central_difference(objective.value, x, 0.125)
    np.testing.assert_allclose(objective.grad(x), slope, rtol=0, atol=1e-13 * scale)
    bend = central_difference(objective.grad, x, 0.125)
    np.testing.assert_allclose(objective.hessian(x), bend, rtol=0, atol=1e-12 * scale)


@each
@given(points=POINTS)
def test_a_point_gives_the_same_bits_alone_and_in_a_batch(objective, points):
    x = points[:, : objective.dim]
    alone = [(objective.value(p), objective.grad(p)) for p in x]
    assert objective.value(x).tobytes() == np.array([value for value, _ in alone]).tobytes()
    assert objective.grad(x).tobytes() == np.array([grad for _, grad in alone]).tobytes()


@each
def test_the_minimum_is_flat_and_lowest(objective):
    if objective.minimum is None:
        assert objective.f_min is None
        return
    np.testing.assert_allclose(objective.grad(objective.minimum), 0, atol=1e-15)
    assert objective.value(objective.minimum) == pytest.approx(objective.f_min, abs=1e-15)
    around = objective.minimum + 0.1 * np.vstack([np.eye(objective.dim), -np.eye(objective.dim)])
    assert (objective.value(around) > objective.f_min).all()


def test_a_saddle_has_no_minimum():
    assert EXAMPLES["saddle"].minimum is None


@pytest.mark.parametrize(
    ("objective", "formula"),
    [
        (bowl(), "x^2 + 2 y^2"),
        (ravine(), "x^2/8 + 2 y^2"),
        (ravine(theta=45.0), "1.0625 x^2 + 1.0625 y^2 - 15/8 x y"),
        (quadratic(curvatures=(0.2, 4.0)), "0.1 x^2 + 2 y^2"),
        (quadratic(curvatures=(1.0, 4.0)), "x^2/2 + 2 y^2"),
        (quadratic(curvatures=(number("1/3"), 2.0)), "x^2/6 + y^2"),
        (quadratic(curvatures=(-2.0, 3.0), b=(1.0, 0.0)), "-x^2 + 3/2 y^2 - x"),
        (five_dots(1.0).as_quadratic(), "x^2 + 2 y^2 - 10 x - 20 y + 77"),
        (quadratic(curvatures=(2.0, 2.0, 2.0, 2.0)), "x_1^2 + x_2^2 + x_3^2 + x_4^2"),
        (quadratic(curvatures=(2.0,), c=0.5), "x^2 + 1/2"),
        (quadratic(curvatures=(0.0,)), "0"),
    ],
)
def test_formula(objective, formula):
    assert objective.formula == formula


@pytest.mark.parametrize(
    ("x", "value", "grad"),
    [
        ((5, 5), 75, (10, 20)),
        ((4, 3), 34, (8, 12)),
        ((1, 2), 9, (2, 8)),
        ((0.2, 9.8), 192.12, (0.4, 39.2)),
    ],
)
def test_the_bowl_by_hand(x, value, grad):
    at = np.array(x, dtype=np.float64)
    assert bowl().value(at) == pytest.approx(value, rel=2e-16)
    assert tuple(bowl().grad(at)) == grad


@pytest.mark.parametrize("theta", [0.0, 30.0, 45.0, 90.0, -135.0])
def test_a_turned_ravine_keeps_its_curvatures_and_its_starting_loss(theta):
    turned = ravine(theta=theta)
    assert sorted(turned.curvatures) == pytest.approx([0.25, 4.0], rel=1e-14)
    assert turned.kappa == pytest.approx(16, rel=1e-14)
    assert turned.value(np.array(turned.default_start)) == pytest.approx(10.0, rel=1e-14)
    floor = np.array([np.cos(np.deg2rad(theta)), np.sin(np.deg2rad(theta))])
    assert turned.value(8 * floor) == pytest.approx(8.0, rel=1e-14)


def test_quarter_turns_of_a_ravine_are_exact():
    assert ravine(theta=90.0) == quadratic(curvatures=(4.0, 0.25))
    assert ravine(theta=45.0).A == ((2.125, -1.875), (-1.875, 2.125))


def test_curvatures_keep_the_order_of_the_coordinates():
    assert tuple(quadratic(curvatures=(4.0, 2.0)).curvatures) == (4.0, 2.0)


@given(w=arrays(np.float64, 2, elements=COORDINATE), noise=st.sampled_from([0.0, 0.5, 1.0, 3.0]))
def test_five_dots_are_the_bowl_seen_from_the_best_line(w, noise):
    missing = np.array([5.0, 5.0]) - w
    dots = five_dots(noise)
    scale = 1 + float(dots.value(w))
    assert dots.value(w) == pytest.approx(bowl().value(missing) + 2 * noise**2, abs=1e-14 * scale)
    np.testing.assert_allclose(dots.grad(w), -bowl().grad(missing), atol=1e-13 * scale)
    assert dots.as_quadratic().value(w) == pytest.approx(dots.value(w), abs=1e-13 * scale)


def test_five_dots_by_hand():
    dots = five_dots()
    flat = np.zeros(2)
    assert tuple(dots.targets) == (-5, 0, 5, 10, 15)
    assert dots.value(flat) == 75
    assert dots.value(np.array([3.0, 4.0])) == 6
    assert dots.value(np.array([1.0, 2.0])) == 34


def test_each_dot_has_its_own_gradient_and_their_mean_is_the_gradient():
    dots = FiveDots(noise=1.0)
    assert tuple(dots.targets) == (-6, 2, 5, 8, 16)
    own = [(12, -24), (-4, 4), (-10, 0), (-16, -16), (-32, -64)]
    assert [tuple(grad) for grad in dots.sample_grads(np.zeros(2))] == own
    assert tuple(dots.grad(np.zeros(2))) == (-10, -20)
    assert dots.f_min == 2


def test_equal_by_value_whatever_the_start():
    assert bowl() == quadratic(curvatures=(2, 4), start=(1, 1))
    assert hash(bowl()) == hash(quadratic(A=((2, 0), (0, 4))))
    assert bowl() != ravine()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "either curvatures or A"),
        ({"curvatures": (1.0,), "A": ((1.0,),)}, "either curvatures or A"),
        ({"A": ((1.0, 2.0),)}, "square"),
        ({"A": ((1.0, 2.0), (3.0, 1.0))}, "symmetric"),
        ({"curvatures": (1.0, 2.0), "b": (1.0,)}, "b has 1 entries, but A has 2 rows"),
        ({"curvatures": (1.0, 2.0), "start": (1.0,)}, "the start has 1 entries"),
        ({"curvatures": (float("nan"),)}, "nan"),
    ],
)
def test_a_quadratic_that_makes_no_sense_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        quadratic(**arguments)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_objective_can_be_named_and_called_by_keyword(name):
    parameters = inspect.signature(OBJECTIVES[name]).parameters.values()
    assert all(p.annotation != p.empty and p.default != p.empty for p in parameters)
    example = OBJECTIVES[name](**({"curvatures": (1.0, 2.0)} if name == "quadratic" else {}))
    start = np.array(example.default_start)
    assert start.shape == (example.dim,)
    assert example.value(start) > example.f_min
