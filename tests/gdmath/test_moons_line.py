"""The best straight border between the moons."""

from __future__ import annotations

import numpy as np
import pytest

from gdmath.objectives import OBJECTIVES, moons_line, network


def test_it_has_the_points_of_the_network_of_its_seed():
    for seed in (0, 3):
        line, net = moons_line(40, seed=seed), network(samples=40, seed=seed)
        assert line.labels == net.data.labels
        assert tuple(row[1:] for row in line.rows) == net.data.points
        assert {row[0] for row in line.rows} == {1.0}
    assert OBJECTIVES["moons_line"] is moons_line


def test_no_straight_border_is_better_than_its_least_loss():
    line = moons_line()
    assert line.f_min == pytest.approx(0.294946, abs=5e-7)  # worked out apart from this code
    around = line.minimum + 0.3 * np.random.default_rng(0).standard_normal((200, 3))
    assert (line.value(around) > line.f_min).all()
    assert line.value(np.zeros(3)) == pytest.approx(np.log(2), rel=1e-15)


def test_a_network_that_bends_its_border_is_better():
    net = network(seed=0)
    assert moons_line().f_min < net.value(np.array(net.default_start))
