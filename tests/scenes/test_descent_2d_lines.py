from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import bowl, five_dots
from scenes.axes import Plane, Window
from scenes.box import Box
from scenes.descent_2d.captions import coordinate
from scenes.descent_2d.contours import lines, regions, round_levels, values
from scenes.descent_2d.geometry import Rect, clipped, clipped_path, dashed, free_place, ray

WINDOW = (-1.0, 6.5, -1.0, 6.5)
UNIT = Box(0.0, 0.0, 1.0, 1.0)


def test_round_levels_are_one_two_five() -> None:
    levels = [level.value for level in round_levels(0.0, 127.0)]
    assert levels == pytest.approx([100, 50, 20, 10, 5, 2, 1, 0.5, 0.2])
    assert next(level.value - 2 for level in round_levels(2.0, 12.0)) == pytest.approx(5)


@given(st.floats(0.01, 1e6))
def test_levels_change_without_a_jump(highest: float) -> None:
    one = {round(math.log10(v.value), 6): v for v in round_levels(0.0, highest)}
    other = {round(math.log10(v.value), 6): v for v in round_levels(0.0, highest * 1.001)}
    for key in one.keys() | other.keys():
        tones = [levels[key].tone if key in levels else None for levels in (one, other)]
        seen = [levels[key].opacity if key in levels else 0.0 for levels in (one, other)]
        if None not in tones:
            assert tones[0] == pytest.approx(tones[1], abs=1e-3)
            assert seen[0] == pytest.approx(seen[1], abs=1e-2)
        else:  # it comes in unseen at the low end, or where nothing lies above it
            assert min(seen) == pytest.approx(max(seen), abs=1e-2) or max(
                tone for tone in tones if tone is not None
            ) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("objective", [bowl(), five_dots(noise=1.0)])
def test_contours_lie_on_their_level(objective: Any) -> None:
    x, y = objective.minimum
    plane = Plane(Box(0, 0, 5, 5), (x - 3, x + 3, y - 3, y + 3))
    grid = values(objective, plane)
    for level in (objective.f_min + 0.5, objective.f_min + 5):
        for contour in lines(grid, level):
            assert objective.value(contour) == pytest.approx(level, rel=0.01)
        area = sum(_area(outline) for outline in regions(grid, level))
        radii = math.sqrt(2 * (level - objective.f_min)) ** 2 / math.sqrt(8)
        assert area == pytest.approx(math.pi * radii, rel=0.01)


def _area(outline: Any) -> float:
    (x, y), (u, v) = outline[:-1].T, outline[1:].T
    return float((x * v - u * y).sum() / 2)


inner = st.floats(-3, 4)


@given(inner, inner, inner, inner)
def test_clipped_segments_stay_in_the_box_and_on_the_line(
    a: float, b: float, c: float, d: float
) -> None:
    start, stop = np.array([a, b]), np.array([c, d])
    part = clipped(start, stop, UNIT)
    dense = start + np.linspace(0, 1, 301)[:, None] * (stop - start)
    inside = ((dense > 1e-9) & (dense < 1 - 1e-9)).all(axis=1)
    assert part is not None or not inside.any()
    if part is not None:
        assert (np.array(part) > -1e-9).all()
        assert (np.array(part) < 1 + 1e-9).all()
        if inside.any():
            reach = np.hypot(*(dense[inside][-1] - dense[inside][0]))
            assert np.hypot(*(part[1] - part[0])) >= reach - 1e-9


def test_a_path_that_leaves_comes_back_in_pieces() -> None:
    path = np.array([(0.5, 0.5), (0.5, 2.0), (0.6, 2.0), (0.6, 0.5), (np.nan, 0), (0, 0)])
    pieces = clipped_path(path, UNIT)
    assert [piece.tolist() for piece in pieces] == [
        [[0.5, 0.5], [0.5, 1.0]],
        [[0.6, 1.0], [0.6, 0.5]],
    ]


def test_dashes_bend_with_the_line() -> None:
    dashes = dashed(np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]), dash=0.8, gap=0.1)
    assert np.concatenate(dashes).tolist() == pytest.approx(
        np.array([(0, 0), (0.8, 0), (0.9, 0), (1, 0), (1, 0.7), (1, 0.8), (1, 1)])
    )


def test_a_text_finds_the_free_side() -> None:
    point, size, box = np.zeros(2), (1.0, 0.3), Box(-3, -3, 6, 6)
    assert free_place(point, size, [], [], box).left > 0
    taken = [Rect(0.0, -3.0, 3.0, 6.0)]
    left = free_place(point, size, [ray(point, np.array([-1.0, 1.0]))], taken, box)
    assert left.left + left.width < 0
    assert left.bottom + left.height < 0


@pytest.mark.parametrize(
    ("value", "window", "said"),
    [
        (5.0, WINDOW, "5"),
        (3.2, WINDOW, "3.2"),
        (0.536870912, WINDOW, "0.54"),
        (-0.001, WINDOW, "0"),
        (0.0312, (-0.05, 0.05, 0, 0.1), "0.031"),
        (100.0, (-200, 200, -200, 200), "100"),
    ],
)
def test_coordinates_say_what_the_window_can_tell_apart(
    value: float, window: Window, said: str
) -> None:
    assert coordinate(value, window) == said
