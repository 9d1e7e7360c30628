from __future__ import annotations

import numpy as np
import pytest

from scenes.box import REGIONS
from scenes.plots.axis import axis
from scenes.plots.layout import freest, spread
from scenes.plots.strokes import clipped, dashes


def test_both_scales_put_their_ends_at_the_ends() -> None:
    both_scales = axis([np.array([0.29, 75.0])], None, None)
    assert both_scales.log == (0.1, 100.0)
    np.testing.assert_allclose(both_scales.heights([0.1, 100.0], 1.0), [0, 1])
    np.testing.assert_allclose(both_scales.heights(both_scales.linear, 0.0), [0, 1])
    halfway = both_scales.heights(34.0, 0.5)
    ends = both_scales.heights(34.0, 0.0), both_scales.heights(34.0, 1.0)
    assert halfway == pytest.approx(sum(ends) / 2)


def test_ticks_fade_across() -> None:
    both_scales = axis([np.array([0.29, 75.0])], None, None)
    assert [tick.text for tick in both_scales.ticks(0.0, 5)] == ["0", "20", "40", "60", "80"]
    assert [tick.text for tick in both_scales.ticks(1.0, 5)] == ["0.1", "1", "10", "100"]
    assert list(both_scales.ticks(0.5, 5)) == []


def test_labels_keep_apart_and_in_order() -> None:
    assert spread([0.0, 1.0], [1, 1], 0.5, 0, 2) == (0.0, 1.0)
    assert spread([1.0, 1.0], [1, 1], 0.5, 0, 2) == (0.75, 1.25)
    assert spread([0.0, 0.0], [1, 1], 0.5, 0, 2) == (0.0, 0.5)
    assert spread([2.0, 2.0, 2.0], [1, 1, 1], 0.5, 0, 2) == (1.0, 1.5, 2.0)
    nearly_gone = spread([1.0, 1.0], [1, 1e-9], 0.5, 0, 2)
    assert nearly_gone[0] == pytest.approx(1.0)


def test_the_freest_place_wins() -> None:
    left, right = REGIONS["left"], REGIONS["right"]
    assert freest([left, right], np.array([left.center])) == right
    assert freest([left, right], np.zeros((0, 2))) == left


def test_lines_are_cut_at_the_edges() -> None:
    line = np.array([(0.0, 0.0), (1.0, 4.0), (2.0, np.inf), (3.0, 1.0), (4.0, 1.0)])
    first, last = clipped(line, -1.0, 2.0)
    np.testing.assert_allclose(first, [(0, 0), (0.5, 2)])
    np.testing.assert_allclose(last, [(3, 1), (4, 1)])


def test_a_longer_dashed_line_keeps_its_dashes() -> None:
    start, stop = np.zeros(2), np.array([2.0, 0.0])
    short, long = dashes(start, stop / 2), dashes(start, stop)
    np.testing.assert_array_equal(short[:-1], long[: len(short) - 1])
    assert dashes(start, start) == []
