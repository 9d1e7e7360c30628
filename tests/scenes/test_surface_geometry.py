from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from gdmath.array import Array
from gdmath.objectives import Himmelblau, Objective, Rosenbrock, bowl, ravine
from scenes.axes import Plane, fit
from scenes.box import REGIONS, Box
from scenes.surface.lines import clipped_legs, cut, legs, pieces, sampled
from scenes.surface.mesh import STRIPS, mesh
from scenes.surface.relief import Relief
from scenes.surface.state import Camera, Params
from scenes.surface.view import View, room, view

BOX = REGIONS["right-wide"]
BOWL = Params(bowl(), (-6.0, 6.0, -6.0, 6.0), top=90.0)


def relief(params: Params = BOWL) -> Relief:
    return Relief(params, plane(params))


def plane(params: Params = BOWL) -> Plane:
    box = BOX.inset(0.86, 0.55, 0.1, 0.16)
    return Plane(box, fit(params.window, box))


def seen_from(
    azimuth: float, elevation: float, zoom: float = 1.0, params: Params = BOWL, rise: float = 1.0
) -> View:
    camera = Camera(azimuth, elevation, zoom, (1.0, 2.0))
    return view(camera, relief(params), rise, room(BOX, 1.0), plane(params).box, BOX)


# --- the projection -----------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth", [-170.0, -30.0, 0.0, 45.0, 200.0])
@pytest.mark.parametrize("elevation", [10.0, 36.0, 80.0])
def test_projection_is_a_turn_and_a_tilt(azimuth: float, elevation: float) -> None:
    seen = seen_from(azimuth, elevation)
    a, e = math.radians(azimuth), math.radians(elevation)
    origin = seen.to_scene(np.zeros(3))
    for x, y, z in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (2.5, -3, 1.5)):
        across = x * math.cos(a) + y * math.sin(a)
        away = y * math.cos(a) - x * math.sin(a)
        wanted = (across, away * math.sin(e) + z * math.cos(e))
        found = (seen.to_scene(np.array([x, y, z], dtype=float)) - origin) / seen.scale
        assert found.tolist() == pytest.approx(wanted)


def test_from_straight_above_it_is_the_map() -> None:
    seen = seen_from(0.0, 90.0)
    for x, y, z in ((0, 0, 0), (-6, 6, 3), (5, 2, 7)):
        place = plane().to_scene((x, y))[:2].tolist()
        assert seen.to_scene(np.array([x, y, z], dtype=float)).tolist() == pytest.approx(place)
    assert seen.flat == 1.0


@pytest.mark.parametrize("region", ["full", "left", "right-narrow", "top", "left-third"])
@pytest.mark.parametrize("window", [(-6, 6, -6, 6), (-9, 9, -1, 2), (0, 1, -20, 30)])
def test_the_block_stays_in_the_box(region: str, window: tuple[float, float, float, float]) -> None:
    box = REGIONS[region]
    params = replace(BOWL, window=window, top=None)
    inner = box.inset(0.86, 0.55, 0.1, 0.16)
    land = Relief(params, Plane(inner, fit(window, inner)))
    left, right, bottom, top = window
    corners = np.array(
        [(x, y, z) for x in (left, right) for y in (bottom, top) for z in (0.0, land.highest)]
    )
    for azimuth in range(-180, 180, 15):
        for elevation in (10, 30, 50, 70, 85, 90):
            camera = Camera(azimuth, elevation, 1.0, (left, bottom))
            seen = view(camera, land, 1.0, room(box, 1.0), inner, box)
            x, y = seen.to_scene(corners).T
            assert x.min() >= box.left - 1e-9
            assert x.max() <= box.right + 1e-9
            assert y.min() >= box.bottom - 1e-9
            assert y.max() <= box.top + 1e-9


def test_turning_does_not_change_the_size() -> None:
    sizes = {round(seen_from(azimuth, 36.0).scale, 9) for azimuth in range(0, 360, 10)}
    assert len(sizes) == 1


def test_a_zoom_leaves_its_point_where_it_is() -> None:
    point = relief().over(np.array([1.0, 2.0]), 1.0)
    near, far = seen_from(20.0, 40.0, 3.0), seen_from(20.0, 40.0)
    assert near.to_scene(point).tolist() == pytest.approx(far.to_scene(point).tolist())
    assert near.scale == pytest.approx(3 * far.scale)


# --- heights ------------------------------------------------------------------------------------


def test_height_is_the_loss() -> None:
    land = relief()
    gap, height = 0.1 * 12, 0.36 * 12
    for x, y in ((0.0, 0.0), (5.0, 5.0), (-3.0, 1.0)):
        loss = x * x + 2 * y * y
        for rise in (0.0, 0.4, 1.0):
            z = rise * (gap + height * loss / 90)
            assert land.over(np.array([x, y]), rise).tolist() == pytest.approx([x, y, z])


def test_height_of_a_logarithmic_surface() -> None:
    land = relief(Params(bowl(), (-6, 6, -6, 6), scale="log"))
    assert land.bottom == pytest.approx(108 / 1000)
    assert land.is_flat_below
    shares = land.share(np.array([0.0, 0.108, 1.08, 10.8, 108.0, math.inf]))
    assert shares.tolist() == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 1])


def test_the_cut_is_where_the_loss_is_at_the_top() -> None:
    land = relief(replace(BOWL, top=50.0))
    assert land.is_cut
    points = np.array([(0, 0), (5, 3.5), (5, 3.6), (7, 0), (0, 5.0), (0, 5.01)])
    assert land.covers(points).tolist() == [True, True, False, False, True, False]
    assert not relief(replace(BOWL, top=None)).is_cut


@pytest.mark.parametrize("objective", [bowl(), ravine(theta=30.0), Rosenbrock(), Himmelblau()])
def test_slopes_are_those_of_the_heights(objective: Objective) -> None:
    for scale in ("linear", "log"):
        land = relief(Params(objective, (-2.0, 2.0, -1.5, 2.5), scale=scale))  # type: ignore[arg-type]
        points = np.array([(0.3, 0.7), (-1.2, 1.9), (1.7, -1.1)])
        for i, way in enumerate(((1e-6, 0.0), (0.0, 1e-6))):
            rise = land.over(points + way, 0.8)[:, 2] - land.over(points - np.array(way), 0.8)[:, 2]
            assert land.slopes(points, 0.8)[:, i] == pytest.approx(rise / 2e-6, rel=1e-4)


# --- what is hidden -----------------------------------------------------------------------------


def behind(point: Array, land: Relief, seen: View, objective: Objective) -> float:
    """Follow the line of sight in 4,000 steps; return how deep it goes on the sheet's other side.

    0 when it never goes through the sheet.
    """
    x, y, z = point.tolist()
    a, steep = seen.azimuth, math.tan(seen.elevation)
    left, right, bottom, top = land.window
    reach = 2 * land.side
    first: float | None = None
    deepest = 0.0
    z += 0.001 * land.side
    for i in range(4001):
        t = reach * i / 4000
        at = (x + t * math.sin(a), y - t * math.cos(a))
        loss = float(objective.value(np.array(at)))
        if not (left <= at[0] <= right and bottom <= at[1] <= top and loss <= land.top):
            first = None
            continue
        share = (loss - land.bottom) / (land.top - land.bottom)
        over = z + t * steep - land.gap - land.height * share
        first = over if first is None else first
        if over * first < 0:
            deepest = max(deepest, abs(over))
    return deepest


@pytest.mark.parametrize(("azimuth", "elevation"), [(-30.0, 36.0), (70.0, 20.0), (200.0, 12.0)])
@pytest.mark.parametrize(
    "params",
    [BOWL, Params(Himmelblau(), (-5, 5, -5, 5), top=200.0), replace(BOWL, top=40.0, height=0.8)],
)
def test_what_is_hidden(params: Params, azimuth: float, elevation: float) -> None:
    land, seen = relief(params), seen_from(azimuth, elevation, params=params)
    grid = np.linspace(-4.7, 4.7, 9)
    flat = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    flat = flat[land.covers(flat)]
    on_skin, on_floor = land.over(flat, 1.0), np.column_stack((flat, np.zeros(len(flat))))
    for points in (on_skin, on_floor):
        for point, shown in zip(points, seen.seen(points, land, 1.0), strict=True):
            depth = behind(point, land, seen, params.objective)
            assert shown == (depth == 0) or depth < 0.01 * land.side, point
    assert 0 < seen.seen(on_skin, land, 1.0).sum() <= len(flat)


def test_from_above_nothing_on_the_surface_is_hidden() -> None:
    land = relief(Params(Himmelblau(), (-5, 5, -5, 5)))
    points = land.over(np.random.RandomState(1).uniform(-5, 5, (200, 2)), 1.0)
    assert seen_from(0.0, 90.0).seen(points, land, 1.0).all()


# --- the mesh -----------------------------------------------------------------------------------


@pytest.mark.parametrize("across", [True, False])
def test_the_mesh_covers_the_surface_and_nothing_else(across: bool) -> None:
    land = relief()
    made = mesh(land, across)
    assert set(made.strip.tolist()) == set(range(STRIPS))
    area = 0.0
    for ring in made.rings:
        for start, stop in pairwise(ring):
            x, y = made.points[start:stop].T
            area += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    shares = np.linspace(-6, 6, 1201)
    whole = land.covers(np.stack(np.meshgrid(shares, shares), axis=-1)).mean() * 144
    assert whole <= abs(area) <= 1.6 * whole, "strips and bands reach under their neighbours"
    assert made.loss.max() <= 90 * 1.01


# --- lines --------------------------------------------------------------------------------------


def test_pieces() -> None:
    points = np.arange(16.0).reshape(8, 2)
    shown = np.array([1, 1, 0, 1, 0, 1, 1, 1], dtype=bool)
    assert [piece[:, 0].tolist() for piece in pieces(points, shown)] == [[0, 2], [10, 12, 14]]


@pytest.mark.parametrize(
    ("ring", "area"),
    [
        ([(1, 1), (2, 1), (2, 2), (1, 2)], 1.0),
        ([(-1, 1), (2, 1), (2, 2), (-1, 2)], 2.0),
        ([(-9, -9), (9, -9), (9, 9), (-9, 9)], 12.0),
        ([(5, 5), (6, 5), (6, 6)], 0.0),
        ([(2, -1), (5, 2), (2, 5), (-1, 2)], 11.0),
    ],
)
def test_cut(ring: list[tuple[float, float]], area: float) -> None:
    closed = np.array([*ring, ring[0]], dtype=float)
    left = cut(closed, Box(0.0, 0.0, 4.0, 3.0))
    x, y = left.T if len(left) else np.zeros((2, 2))
    assert abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2 == pytest.approx(area)


def test_a_stall_is_one_point_and_a_cycle_one_line() -> None:
    still = np.full((100_001, 2), (1.0, 2.0)) + 1e-9 * np.arange(100_001)[:, None]
    assert len(legs(still, 0.5)) == 0
    flips = np.array([(0.0, 5.0), (0.0, -5.0)] * 50_000)
    assert legs(flips, 0.5).tolist() == [[[0.0, 5.0], [0.0, -5.0]]]


def test_a_long_walk_is_thinned_without_lying() -> None:
    way = np.cumsum(np.random.RandomState(3).normal(0, 0.01, (100_000, 2)), axis=0)
    kept = legs(way, 0.5)
    assert 500 < len(kept) <= 3000
    starts = {tuple(point) for point in way.tolist()}
    assert all(tuple(point) in starts for leg in kept.tolist() for point in leg)
    ends = kept.reshape(-1, 2)
    far = max(float(np.hypot(*(ends - point).T).min()) for point in way[::997])
    assert far < 0.004 / 0.5 * 2**6


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_iterates_that_are_no_numbers_have_no_leg(odd: float) -> None:
    way = np.array([(0.0, 0.0), (1.0, 0.0), (odd, 0.0), (2.0, 0.0), (3.0, 1e30)])
    assert legs(way, 0.5).tolist() == [[[0, 0], [1, 0]], [[2, 0], [3, 1e30]]]


def test_legs_end_at_the_windows_edge() -> None:
    found = clipped_legs(
        np.array(
            [[(0, 0), (8, 4)], [(9, 9), (9, 0)], [(1, 1), (1, 1e30)], [(-5, 1), (5, 1)]], float
        ),
        Box(-2.0, -2.0, 4.0, 4.0),
    )
    assert found.tolist() == [[[0, 0], [2, 1]], [[1, 1], [1, 2]], [[-2, 1], [2, 1]]]


def test_a_leg_is_fine_enough_to_follow_the_surface() -> None:
    lines = sampled(np.array([[(0, 0), (3, 4)], [(3, 4), (3, 5)], [(0, 0), (1, 0)]], float), 0.5)
    assert [len(line) for line in lines] == [61, 11]
    assert np.hypot(*np.diff(lines[0], axis=0).T).max() * 0.5 <= 0.05 + 1e-9
