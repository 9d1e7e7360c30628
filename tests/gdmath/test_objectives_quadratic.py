"""Bowls, ravines and other quadratics: by hand, turned, and in fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.objectives import Rosenbrock, bowl, five_dots, quadratic, ravine
from gdmath.objectives.elimination import solve_definite
from gdmath.objectives.spectrum import spectrum
from gdmath.rational import fraction, number


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
        (Rosenbrock(), "(1 - x)^2 + 100 (y - x^2)^2"),
        (Rosenbrock(a=0.5, b=2.5), "(1/2 - x)^2 + 5/2 (y - x^2)^2"),
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


@pytest.mark.parametrize(("nudge", "rise"), [((0.01, 0), 0.0801), ((0, 0.01), 0.1202)])
def test_a_nudge_on_the_bowl_raises_the_loss_by_the_slope_and_a_little(nudge, rise):
    at = np.array([4.0, 3.0])
    assert bowl().value(at + nudge) - bowl().value(at) == pytest.approx(rise, abs=1e-13)


@pytest.mark.parametrize(
    ("length", "downhill", "homeward", "south"),
    [(0.1, 32.5747, 32.6536, 32.8200), (1.0, 21.27, 21.76, 24.0), (5.0, None, 0.0, 24.0)],
)
def test_the_steepest_way_is_the_best_for_short_steps_only(length, downhill, homeward, south):
    at = np.array([4.0, 3.0])
    ways = np.array([-bowl().grad(at), -at, [0.0, -1.0]])
    ends = at + length * ways / np.linalg.norm(ways, axis=1)[:, None]
    losses = bowl().value(ends)
    digits = 5e-5 if length < 1 else 5e-3
    assert np.linalg.norm(bowl().grad(at)) == pytest.approx(14.4222, abs=5e-5)
    assert losses[1:] == pytest.approx([homeward, south], abs=digits)
    if downhill is None:
        assert losses[0] > losses[1]
    else:
        assert losses[0] == pytest.approx(downhill, abs=digits)
        assert losses.argmin() == 0


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
    third = number("1/3")
    assert fraction(ravine(l1=third, theta=-90.0).A[1][1]) == Fraction(1, 3)
    assert ravine(theta=45.0).A == ((2.125, -1.875), (-1.875, 2.125))


def test_curvatures_keep_the_order_of_the_coordinates():
    assert tuple(quadratic(curvatures=(4.0, 2.0)).curvatures) == (4.0, 2.0)


def test_equal_by_value_whatever_the_start():
    assert bowl() == quadratic(curvatures=(2, 4), start=(1, 1))
    assert hash(bowl()) == hash(quadratic(A=((2, 0), (0, 4))))
    assert bowl() != ravine()


ENTRIES = st.lists(st.integers(-9, 9), min_size=9, max_size=9)


@given(entries=ENTRIES, b=st.lists(st.integers(-9, 9), min_size=3, max_size=3))
def test_elimination_solves_just_the_definite_systems(entries, b):
    a = np.array(entries).reshape(3, 3)
    a = a + a.T
    x = solve_definite(a.tolist(), b)
    minors = [round(np.linalg.det(a[:k, :k])) for k in (1, 2, 3)]
    assert (x is None) == (min(minors) <= 0)
    if x is not None:
        assert [
            sum(Fraction(m) * v for m, v in zip(row, x, strict=True)) for row in a.tolist()
        ] == b


@given(n=st.integers(2, 5), data=st.data(), size=st.sampled_from([1e-300, 1.0, 1e300]))
def test_the_spectrum_agrees_with_lapack(n, data, size):
    entry = st.floats(-4, 4, allow_subnormal=False) | st.just(0.0)
    a = size * data.draw(arrays(np.float64, (n, n), elements=entry))
    a = a / 2 + a.T / 2
    values, axes = spectrum(tuple(map(tuple, a.tolist())))
    near = 1e-14 * np.abs(a).max()
    np.testing.assert_allclose(np.sort(values), np.linalg.eigvalsh(a), rtol=0, atol=n * near)
    np.testing.assert_allclose(axes.T @ axes, np.eye(n), rtol=0, atol=1e-14)
    np.testing.assert_allclose(a @ axes, axes * values, rtol=0, atol=n * near)
    assert (axes.max(axis=0) >= -axes.min(axis=0)).all()


def test_a_long_narrow_valley_keeps_its_shallow_curvature():
    valley = ravine(l1=4e-4, l2=4.0, theta=45.0)
    assert valley.curvatures == pytest.approx([4e-4, 4.0], rel=1e-12)
    np.testing.assert_allclose(abs(valley.axes), np.sqrt(0.5), rtol=1e-15)
    assert np.sign(valley.axes).prod(axis=0).tolist() == [1, -1]


def test_a_curvature_beyond_the_range_is_infinite():
    steep = quadratic(A=((1.7e308, 1.7e308), (1.7e308, 1.7e308)))
    assert steep.curvatures.tolist() == [0, np.inf]


@given(entries=ENTRIES, b=st.lists(st.integers(-9, 9), min_size=3, max_size=3))
def test_the_minimum_of_a_quadratic_is_rounded_once(entries, b):
    r = np.array(entries).reshape(3, 3)
    a = tuple(tuple(map(float, row)) for row in (r.T @ r + np.eye(3, dtype=int)).tolist())
    hill = quadratic(A=a, b=tuple(map(float, b)), c=0.1)
    exact = solve_definite(a, b)
    assert hill.minimum.tolist() == [float(v) for v in exact]
    at = np.array(exact, dtype=object)
    assert hill.f_min == float(hill.value(at))
    assert hill.grad(at).tolist() == [0, 0, 0]


def test_a_minimum_out_of_range_is_infinite():
    flat = quadratic(curvatures=(1e-300, 1.0), b=(1e300, 1.0))
    assert flat.minimum.tolist() == [np.inf, 1.0]
    assert flat.f_min == -np.inf


def test_a_number_is_what_was_written_in_exact_arithmetic():
    third = quadratic(curvatures=(number("1/3"), 0.2), c=0.1)
    x = np.array([Fraction(1), Fraction(1)], dtype=object)
    assert third.value(x) == Fraction(1, 6) + Fraction(1, 10) + Fraction(1, 10)
    assert third.grad(x).tolist() == [Fraction(1, 3), Fraction(1, 5)]
