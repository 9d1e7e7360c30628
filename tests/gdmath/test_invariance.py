"""What turning, moving and rescaling the ground does to a run, and what it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import least_squares, quadratic
from gdmath.optimizers import (
    GD,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    HeavyBall,
    Nesterov,
    RMSProp,
    sgd,
)
from gdmath.run import Run

STEERS_BY_THE_SLOPE = [GD(0.1), HeavyBall(0.1, 0.5), HeavyBall(0.1, 0.9, 0.5), Nesterov(0.1, 0.5)]
HAS_A_RULER_PER_WEIGHT = [AdaGrad(0.3), RMSProp(0.1), Adam(0.1), AMSGrad(0.1)]
ALL = STEERS_BY_THE_SLOPE + HAS_A_RULER_PER_WEIGHT
STEPS = 30

points = st.tuples(st.floats(-8, 8), st.floats(-8, 8))
curvatures = st.tuples(st.floats(0.1, 4), st.floats(0.1, 4))
angles = st.floats(0, 360)
halves = st.integers(-16, 16).filter(bool).map(lambda n: n / 2)
grid = st.tuples(halves, halves)
"""Points whose paths stay clear of the subnormal numbers, where rounding is coarser."""


def turned(curvature, degrees):
    """Return the bowl of these curvatures, turned by an angle, and the turning matrix."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    turn = np.array([[cos, -sin], [sin, cos]])
    a, b = curvature
    cross = cos * sin * (a - b)
    rows = ((cos * cos * a + sin * sin * b, cross), (cross, sin * sin * a + cos * cos * b))
    return quadratic(A=tuple(tuple(map(float, row)) for row in rows)), turn


def path(objective, optimizer, start):
    return Run(objective, optimizer, tuple(map(float, start)), STEPS).solve().x


@pytest.mark.parametrize("optimizer", STEERS_BY_THE_SLOPE, ids=repr)
@given(curvature=curvatures, degrees=angles, start=points)
def test_turning_the_ground_turns_the_path(optimizer, curvature, degrees, start):
    bowl, turn = turned(curvature, degrees)
    straight = path(quadratic(curvatures=curvature), optimizer, start)
    np.testing.assert_allclose(
        path(bowl, optimizer, turn @ start), straight @ turn.T, rtol=0, atol=1e-11
    )


@pytest.mark.parametrize("optimizer", HAS_A_RULER_PER_WEIGHT, ids=repr)
@given(degrees=st.floats(30, 60), start=st.tuples(st.floats(3, 8), st.floats(-8, -3)))
def test_with_a_ruler_per_weight_it_does_not(optimizer, degrees, start):
    bowl, turn = turned((0.1, 4.0), degrees)
    straight = path(quadratic(curvatures=(0.1, 4.0)), optimizer, start)
    assert np.abs(path(bowl, optimizer, turn @ start) - straight @ turn.T).max() > 0.1


@pytest.mark.parametrize("optimizer", ALL, ids=repr)
@given(curvature=curvatures, start=grid, quarters=st.integers(1, 3))
def test_a_quarter_turn_is_no_turn(optimizer, curvature, start, quarters):
    """Weights only change places and signs."""
    swap = curvature[::-1] if quarters % 2 else curvature
    x, y = start
    turned_start = {1: (-y, x), 2: (-x, -y), 3: (y, -x)}[quarters]
    there = path(quadratic(curvatures=swap), optimizer, turned_start)
    x, y = path(quadratic(curvatures=curvature), optimizer, start).T
    np.testing.assert_array_equal(there.T, {1: (-y, x), 2: (-x, -y), 3: (y, -x)}[quarters])


@pytest.mark.parametrize("optimizer", STEERS_BY_THE_SLOPE, ids=repr)
@given(curvature=curvatures, start=points, by=st.tuples(st.floats(-9, 9), st.floats(-9, 9)))
def test_moving_the_ground_moves_the_path(optimizer, curvature, start, by):
    _moves_along(optimizer, curvature, start, by, 1e-11)


@pytest.mark.parametrize("optimizer", HAS_A_RULER_PER_WEIGHT, ids=repr)
@given(start=st.tuples(st.floats(3, 8), st.floats(3, 8)), by=points)
def test_moving_the_ground_moves_the_path_of_rulers_too(optimizer, start, by):
    _moves_along(replace(optimizer, lr=0.02), (1.0, 2.0), start, by, 1e-9)


def _moves_along(optimizer, curvature, start, by, tolerance):
    home = quadratic(curvatures=curvature)
    away = quadratic(curvatures=curvature, b=tuple(c * d for c, d in zip(curvature, by)))  # noqa: B905
    there = path(away, optimizer, np.add(start, by))
    np.testing.assert_allclose(there, path(home, optimizer, start) + by, rtol=0, atol=tolerance)


def test_weight_decay_knows_where_zero_is():
    decaying = AdamW(0.02, weight_decay=0.5)
    with pytest.raises(AssertionError):
        _moves_along(decaying, (1.0, 2.0), (5.0, 5.0), (5.0, 5.0), 0.1)


@pytest.mark.parametrize("optimizer", STEERS_BY_THE_SLOPE, ids=repr)
@given(curvature=curvatures, start=grid, power=st.integers(-20, 20))
def test_c_times_the_loss_is_c_times_the_rate(optimizer, curvature, start, power):
    """Bit for bit where c is a power of two."""
    c = 2.0**power
    steeper = quadratic(curvatures=tuple(c * v for v in curvature))
    there = path(steeper, replace(optimizer, lr=optimizer.lr / c), start)
    np.testing.assert_array_equal(there, path(quadratic(curvatures=curvature), optimizer, start))


@pytest.mark.parametrize("optimizer", HAS_A_RULER_PER_WEIGHT, ids=repr)
@given(curvature=curvatures, start=grid, power=st.integers(-20, 20))
def test_rulers_do_not_see_the_scale_of_the_loss(optimizer, curvature, start, power):
    steeper = quadratic(curvatures=tuple(2.0**power * v for v in curvature))
    bare = replace(optimizer, eps=0.0)
    there = path(steeper, bare, start)
    np.testing.assert_array_equal(there, path(quadratic(curvatures=curvature), bare, start))


@given(order=st.permutations(range(5)))
def test_the_order_of_the_samples_does_not_matter(order):
    inputs, targets = (-2.0, -1.0, 0.0, 1.0, 2.0), (-6.0, 2.0, 5.0, 8.0, 16.0)
    shuffled = least_squares(
        inputs=tuple(inputs[i] for i in order), targets=tuple(targets[i] for i in order)
    )
    plain = least_squares(inputs=inputs, targets=targets)
    for optimizer in (GD(0.1), HeavyBall(0.1, 0.5), Adam(0.1), sgd(0.1, batch=5)):
        there = path(shuffled, optimizer, (0.0, 0.0))
        np.testing.assert_allclose(there, path(plain, optimizer, (0.0, 0.0)), rtol=0, atol=1e-12)
