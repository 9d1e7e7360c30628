"""Long ways in few strokes, and nothing drawn that was not gone."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.box import Box
from scenes.coordinate.trail import CELL, hops, in_sight, kept, legs, turns

BOX = Box(-1.0, -1.0, 2.0, 2.0)


def zigzag(n: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([(1.0, 0.5), (-1.0, 0.5)] * (n // 2))


def test_a_stall_of_many_steps_is_one_point() -> None:
    assert turns(np.full((100_000, 2), 0.3)).tolist() == [0]
    assert hops(np.full((100_000, 2), 0.3)) == []


def test_a_two_cycle_is_one_leg() -> None:
    assert legs(zigzag(100_000)).tolist() == [[0, 1]]


def test_legs_are_in_the_order_they_are_gone() -> None:
    points = np.array([(0, 0), (1, 0), (1, 1), (1, 0), (0, 1)], dtype=float)
    assert legs(points).tolist() == [[0, 1], [1, 2], [3, 4]]


@pytest.mark.parametrize("seed", range(5))
def test_a_drawn_way_is_off_by_less_than_a_cell(seed: int) -> None:
    steps = np.random.RandomState(seed).normal(0, 0.003, (3000, 2))
    points = np.cumsum(steps, axis=0)
    stops = turns(points)
    last = np.searchsorted(stops, np.arange(len(points)), side="right") - 1
    off = np.hypot(*(points - points[stops[last]]).T)
    assert off.max() < CELL * 2**0.5
    assert len(stops) < len(points)


def test_what_is_not_finite_has_no_leg() -> None:
    points = np.array([(0, 0), (1, 0), (np.inf, 0), (0, 1), (np.nan, 1), (1, 1), (0, 0)])
    assert [leg.tolist() for leg in hops(points)] == [[[0, 0], [1, 0]], [[1, 1], [0, 0]]]


@pytest.mark.parametrize("far", [10.0, 1e6, 1e30])
@pytest.mark.parametrize("turned", [False, True])
def test_a_leg_from_far_away_crosses_the_edge_where_it_should(far: float, turned: bool) -> None:
    leg = np.array([(0.5, 0.0), (0.5 + far, far)])
    (part,) = in_sight([leg[::-1] if turned else leg], BOX)
    ends = part[::-1] if turned else part
    np.testing.assert_allclose(ends, [(0.5, 0.0), (1.0, 0.5)], atol=1e-12)


def test_a_leg_between_two_far_places_stays_in_the_box() -> None:
    for part in in_sight([np.array([(-1e30, -1e30), (1.4e30, 1.4e30)])], BOX):
        assert np.abs(part).max() <= 1


def test_dots_are_kept_apart() -> None:
    points = np.array([(0.0, 0.0), (0.001, 0.0), (0.3, 0.0), (0.0, 0.0)])
    assert kept(points, 0.05).tolist() == [[0.0, 0.0], [0.3, 0.0]]
    assert len(kept(np.zeros((0, 2)), 0.05)) == 0
