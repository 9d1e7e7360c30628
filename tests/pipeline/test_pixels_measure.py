"""Measuring marks in pictures: shapes painted here, at known places, encoded and decoded."""

from __future__ import annotations

import math
from pathlib import Path

import av
import numpy as np
import pytest

from pipeline.encode import encode_segment
from pipeline.pixels import edges
from pipeline.pixels.expected import Expected, Neighbours
from pipeline.pixels.fit import fit, found, looseness, tells_all
from pipeline.pixels.measure import Measured, Skipped, measured
from pipeline.pixels.picture import Picture, yuv
from pipeline.pixels.places import Frame
from scenes.box import Box
from scenes.claims import Axis, Chart, Dot, Stroke
from scenes.outlines import marker, target
from scenes.places import Minimum

SIZE = (320, 180)
UNIT = 135.0
YELLOW, INK, GROUND = "#F0E442", "#F4F4F2", "#0C0E13"
FINE = 8


def painted(path: Path, *shapes) -> Picture:
    """Return a decoded picture of polygons (n, 2) in pixels, each in its colour, on the ground."""
    width, height = SIZE
    y, x = (np.mgrid[0 : FINE * height, 0 : FINE * width] + 0.5) / FINE
    pixels = np.tile(_rgb(GROUND), (height, width, 1)).astype(np.float64)
    for polygon, color in shapes:
        inside = np.zeros(x.shape, dtype=bool)
        for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            crosses = (ay > y) != (by > y)
            with np.errstate(all="ignore"):
                inside ^= crosses & (x < ax + (y - ay) / (by - ay) * (bx - ax))
        share_of = inside.reshape(height, FINE, width, FINE).mean(axis=(1, 3))[..., None]
        pixels += share_of * (_rgb(color) - pixels)
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = pixels.round()
    encode_segment([(rgba, 2)], path, 30, SIZE)
    with av.open(str(path)) as film:
        return Picture(next(film.decode(video=0)))


def _rgb(color):
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


def shape(style, radius, at, turn=0.0):
    """Return the polygon of a marker in pixels."""
    cos, sin = math.cos(turn), math.sin(turn)
    ((*points, _),) = marker(style, radius)
    flipped = np.array(points) * (UNIT, -UNIT)
    return flipped @ np.array([[cos, sin], [-sin, cos]]) + at


class Bare:
    """Nothing lies over anything."""

    def hides(self, at):
        return np.zeros(at.shape[:-1], dtype=bool)


class Over(Bare):
    """Everything right of an x is covered."""

    def __init__(self, x):
        self.x = x

    def hides(self, at):
        return at[..., 0] > self.x


FRAME = Frame(*SIZE, UNIT)
PLANE = Chart(Box(-1.0, -0.5, 2.0, 1.0), Axis(0.0, 2.0), Axis(0.0, 1.0))


def dot(at, style=0, radius=0.12, **more):
    """Return a dot that should be seen at a place in pixels."""
    claim = Dot("dots", PLANE, Minimum(), YELLOW, marker(style, radius), **more)
    return Expected(claim, at, edges.dot(claim.outline, UNIT))


@pytest.mark.parametrize("style", range(4))
@pytest.mark.parametrize(("dx", "dy"), [(0.0, 0.0), (0.37, -0.21), (-0.5, 0.5), (1.7, 2.2)])
def test_a_dot_is_found_to_a_part_of_a_pixel(tmp_path, style, dx, dy):
    at = 150.3, 80.6
    picture = painted(tmp_path / "a.mp4", (shape(style, 0.12, np.add(at, (dx, dy))), YELLOW))
    mark = measured(dot(at, style), picture, Bare(), FRAME)
    assert isinstance(mark, Measured)
    assert mark.at == pytest.approx((at[0] + dx, at[1] + dy), abs=0.1)
    assert mark.passes == (math.hypot(dx, dy) <= 0.25)


@pytest.mark.parametrize("far", [(9, 0), (-20, 11), (0, 41)])
def test_a_dot_elsewhere_is_found_there_and_told(tmp_path, far):
    at = 150.3, 80.6
    picture = painted(tmp_path / "a.mp4", (shape(0, 0.12, np.add(at, far)), YELLOW))
    mark = measured(dot(at), picture, Bare(), FRAME)
    assert mark.gap == pytest.approx(math.hypot(*far), abs=0.1)
    there = f"({at[0] + far[0]:.2f}, {at[1] + far[1]:.2f})"
    assert mark.told().startswith("dots (minimum): measured at (")
    assert "expected at (150.30, 80.60): off by" in mark.told()
    assert there[:4] in mark.told()


@pytest.mark.parametrize(
    "shapes",
    [
        (),
        ((shape(0, 0.12, (150.3, 80.6)), INK),),
        ((shape(0, 0.04, (150.3, 80.6)), YELLOW),),
        ((shape(0, 0.4, (150.3, 80.6)), YELLOW),),
    ],
    ids=["nothing", "another colour", "far smaller", "far larger"],
)
def test_what_is_no_such_dot_is_not_taken_for_one(tmp_path, shapes):
    mark = measured(dot((150.3, 80.6)), painted(tmp_path / "a.mp4", *shapes), Bare(), FRAME)
    assert isinstance(mark, Measured)
    assert not mark.passes
    assert mark.told() == "dots (minimum): expected at (150.30, 80.60), not found near it"


def test_a_line_that_runs_into_a_dot_does_not_move_it(tmp_path):
    line = np.array([(20, 78.0), (150, 78.0), (150, 82.0), (20, 82.0)])
    picture = painted(tmp_path / "a.mp4", (line, YELLOW), (shape(0, 0.075, (150.3, 80.6)), YELLOW))
    mark = measured(dot((150.3, 80.6), radius=0.075), picture, Bare(), FRAME)
    assert mark.gap < 0.1


@pytest.mark.parametrize(("covered_from", "reason"), [(300, None), (162, None), (150, "covered")])
def test_a_dot_is_measured_as_far_as_it_is_in_sight(tmp_path, covered_from, reason):
    picture = painted(
        tmp_path / "a.mp4",
        (shape(0, 0.12, (150.3, 80.6)), YELLOW),
        (np.array([(covered_from, 0), (320, 0), (320, 180), (covered_from, 180)]), INK),
    )
    mark = measured(dot((150.3, 80.6)), picture, Over(covered_from), FRAME)
    if reason:
        assert mark == Skipped(reason)
    else:
        assert mark.gap < 0.1


def test_half_a_circle_does_not_tell_where_it_is():
    whole = dot((0, 0)).edge
    assert tells_all(whole)
    assert not tells_all(whole.where(whole.points[:, 0] > 0))
    assert looseness(whole.where(whole.points[:, 0] > 1e9)) == math.inf


@pytest.mark.parametrize("degrees", [0, 33, 118, 250])
def test_an_arrow_is_found_with_its_direction(tmp_path, degrees):
    tail, length = np.array([160.0, 92.0]), 78.0
    way = np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    tip = tail + length * way
    edge = edges.arrow(tuple(tail), tuple(tip), 0.25, 0.2, 0.06, UNIT)
    picture = painted(tmp_path / "a.mp4", (arrow_shape(tail, tip), YELLOW))
    exact = fit(picture, edge, np.add(tip, (0.8, -0.6)), turns=True)
    assert exact.at.tolist() == pytest.approx(tip.tolist(), abs=0.15)
    assert math.degrees(exact.turn) == pytest.approx(0, abs=0.15)
    turned = tail + length * np.array(
        [math.cos(math.radians(degrees + 1)), math.sin(math.radians(degrees + 1))]
    )
    picture = painted(tmp_path / "b.mp4", (arrow_shape(tail, turned), YELLOW))
    off = fit(picture, edge, tip, turns=True)
    assert off.at.tolist() == pytest.approx(turned.tolist(), abs=0.15)
    assert math.degrees(off.turn) == pytest.approx(1, abs=0.15)


def arrow_shape(tail, tip, head=0.25, width=0.2, shaft=0.06):
    """Return the polygon of an arrow in pixels."""
    way = (tip - tail) / np.hypot(*(tip - tail))
    across = np.array([-way[1], way[0]])
    neck = tip - head * UNIT * way
    side, wing = shaft / 2 * UNIT * across, width / 2 * UNIT * across
    return np.array(
        [tail + side, neck + side, neck + wing, tip, neck - wing, neck - side, tail - side]
    )


def test_a_short_arrow_is_not_looked_for():
    assert edges.arrow((0.0, 0.0), (60.0, 0.0), 0.32, 0.28, 0.085, UNIT) is None


def test_a_mark_in_a_ring_is_found(tmp_path):
    at = np.array([150.4, 80.7])
    pieces = [np.array(piece) * (UNIT, -UNIT) + at for piece in target(0.2, 0.12, 0.05)]
    picture = painted(tmp_path / "a.mp4", (np.concatenate(pieces), INK))
    edge = edges.dot(target(0.2, 0.12, 0.05), UNIT)
    start = found(picture, edge, np.add(at, (5, 3)), INK, 60)
    assert fit(picture, edge, start).at.tolist() == pytest.approx(at.tolist(), abs=0.06)


@pytest.mark.parametrize("color", [YELLOW, INK, GROUND, "#D55E00", "#009E73", "#56B4E9"])
def test_colors_are_those_that_are_encoded(tmp_path, color):
    everything = np.array([(0, 0), (320, 0), (320, 180), (0, 180)])
    picture = painted(tmp_path / "a.mp4", (everything, color))
    at = np.array([[160.0, 90.0]])
    assert picture.likeness(at, color)[0] > 0.95
    assert picture.luma(at)[0] == pytest.approx(yuv(color)[0], abs=2)


def test_dots_that_touch_are_crowded():
    one, near, far = dot((100, 80)), dot((130, 80)), dot((160, 80))
    assert Neighbours([one, near, far]).crowd(one)
    assert not Neighbours([one, far]).crowd(one)
    other = Expected(Dot("head", *_rest(near)), near.at, near.edge)
    cased = Expected(Dot("head", *_rest(near), cased=True), near.at, near.edge)
    assert Neighbours([other, one]).crowd(other)
    assert not Neighbours([cased, one]).crowd(cased)


def _rest(one):
    claim = one.claim
    return claim.chart, claim.place, claim.color, claim.outline


WAYS = {
    "straight": [(60.2, 120.4), (250.1, 47.9)],
    "bent": [(60.0, 120.0), (110.0, 95.0), (170.0, 85.0), (230.0, 88.0)],
}


def ribbon(way, width):
    """Return the polygon of a line from corner to corner in pixels."""
    way = np.array(way)
    along = np.diff(way, axis=0)
    normal = np.column_stack((-along[:, 1], along[:, 0])) / np.hypot(*along.T)[:, None]
    side = np.vstack((normal[:1], (normal[1:] + normal[:-1]) / 2, normal[-1:])) * width / 2
    return np.concatenate((way + side, (way - side)[::-1]))


def stroke(way, width=0.04, **more):
    """Return a line that should be seen along a way in pixels."""
    at = tuple(np.mean([way[0], way[-1]], axis=0))
    edge = edges.line(way, at, width, UNIT)
    (ax, ay), (bx, by) = way[0], way[-1]
    length = math.dist(way[0], way[-1])
    claim = Stroke("line", PLANE, (Minimum(), Minimum()), YELLOW, width, **more)
    straight = length if len(way) == 2 else 0.0
    return Expected(claim, at, edge, straight, ((by - ay) / length, (ax - bx) / length))


@pytest.mark.parametrize("shape_of", sorted(WAYS))
@pytest.mark.parametrize("off", [0.0, 0.4, -1.7, 6.0])
def test_a_line_is_found_across_its_way(tmp_path, shape_of, off):
    one = stroke(WAYS[shape_of])
    seen = np.array(WAYS[shape_of]) + off * np.array(one.across)
    picture = painted(tmp_path / "a.mp4", (ribbon(seen, 0.04 * UNIT), YELLOW))
    mark = measured(one, picture, Bare(), FRAME)
    assert isinstance(mark, Measured)
    assert mark.what == "line"
    assert mark.gap == pytest.approx(abs(off), abs=0.08)
    assert mark.passes == (abs(off) <= 0.25)
    assert (mark.turn is not None) == (shape_of == "straight")


def test_the_direction_of_a_line_is_told(tmp_path):
    (ax, ay), (bx, by) = WAYS["straight"]
    turned = math.atan2(by - ay, bx - ax) + math.radians(0.5)
    middle, half = np.array([(ax + bx) / 2, (ay + by) / 2]), math.dist((ax, ay), (bx, by)) / 2
    way = half * np.array([math.cos(turned), math.sin(turned)])
    seen = ribbon([middle - way, middle + way], 0.04 * UNIT)
    mark = measured(
        stroke(WAYS["straight"]), painted(tmp_path / "a.mp4", (seen, YELLOW)), Bare(), FRAME
    )
    assert mark.turn == pytest.approx(0.5, abs=0.05)
    assert not mark.passes
    assert mark.told().endswith(f"turned by {mark.turn:.2f}°")


def test_a_line_is_not_looked_at_beside_another_mark(tmp_path):
    line, near = stroke(WAYS["straight"]), dot((150.0, 88.0))
    other = Expected(Dot("other", *_rest(near)), near.at, near.edge)
    picture = painted(
        tmp_path / "a.mp4",
        (ribbon(WAYS["straight"], 0.04 * UNIT), YELLOW),
        (shape(0, 0.12, (150.0, 88.0)), YELLOW),
    )
    mark = measured(line, picture, Bare(), FRAME, Neighbours([line, other]))
    assert mark.gap <= 0.03
    everywhere = [
        Expected(Dot(f"dot {x}", *_rest(near)), (x, 120.4 - (x - 60) * 0.38), near.edge)
        for x in range(60, 250, 12)
    ]
    assert measured(line, picture, Bare(), FRAME, Neighbours(everywhere)) == Skipped("covered")


def test_a_dot_of_a_pixel_has_no_edge_to_measure():
    for style in range(4):
        edge = edges.dot(marker(style, 0.06), 20.0)
        assert np.abs(edge.points).max(initial=0.0) < 2
