from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gdmath.objectives import Himmelblau, bowl
from gdmath.optimizers import GD
from gdmath.run import Run, Trajectory
from scenes.box import REGIONS, Box
from scenes.canvas import Canvas, Layer, Pixels, studio
from scenes.descent_2d import KIND as MAP
from scenes.descent_2d import view as map_view
from scenes.descent_2d import walk as map_walk
from scenes.look import Palette
from scenes.surface import KIND
from scenes.surface.sight import Hide, Show, Tilt
from scenes.surface.walk import Back, Start, Step
from script.typed import Text
from tests.scenes.surfaces import GOOD, LOOK, PARAMS, RUNS, SPIT, after, stage


@pytest.fixture(scope="module")
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


render = [pytest.mark.render, pytest.mark.usefixtures("_studio")]


def drawn(on: Any, state: Any) -> Pixels:
    return Canvas(LOOK).draw([Layer(tuple(on.draw(state).values()))])


class TestPictures:
    pytestmark = render

    @pytest.mark.parametrize("region", ["full", "right", "left-narrow"])
    def test_from_straight_above_it_is_the_map_pixel_for_pixel(self, region: str) -> None:
        there = MAP(PARAMS.map, REGIONS[region], LOOK, RUNS)
        flat = after(
            there,
            map_walk.Start(GOOD, label=Text("start")),
            map_view.Show("gradient"),
            map_view.Show("minimum"),
            map_walk.Step(3),
        )
        here = stage(region)
        same = (Start(GOOD, label=Text("start")), Show("gradient"), Show("minimum"), Step(3))
        state = after(here, *same, Tilt("map"))
        assert np.array_equal(drawn(here, state), drawn(there, flat))

    @pytest.mark.parametrize("region", ["full", "right"])
    def test_it_becomes_the_map_without_a_jump(self, region: str) -> None:
        here = stage(region)
        state = after(here, Start(GOOD), Show("minimum"), Step(3), Tilt("map"))
        near = replace(state, camera=replace(state.camera, elevation=89.9))
        flat, tilted = (drawn(here, s)[..., :3].astype(int) for s in (state, near))
        off = np.abs(flat - tilted).max(axis=-1)
        assert (off > 40).mean() < 0.004
        assert off.mean() < 1.0

    @pytest.mark.parametrize("azimuth", [-30.0, 40.0])
    def test_a_point_stands_where_its_recursion_says(self, azimuth: float) -> None:
        here = stage("full", azimuth=azimuth, elevation=50.0)
        state = after(here, Start(GOOD), Step(10), Back(0))
        seen = here.view(state)
        a, e = math.radians(azimuth), math.radians(50.0)
        x, y = 5.0, 5.0
        for k in range(4):
            point = here.draw(Step(k).at(state, 1.0, here) if k else state)["good point"]
            height = 0.1 * 12 + 0.36 * 12 * (x * x + 2 * y * y) / 90
            across = x * math.cos(a) + y * math.sin(a)
            up = (y * math.cos(a) - x * math.sin(a)) * math.sin(e) + height * math.cos(e)
            wanted = np.array(seen.origin) + seen.scale * np.array([across, up])
            assert point.get_center()[:2].tolist() == pytest.approx(wanted.tolist(), abs=1e-9)
            x, y = x - 0.1 * 2 * x, y - 0.1 * 4 * y

    def test_nearer_strips_lie_over_farther_ones(self) -> None:
        """The colour of a pixel is that of the side the line of sight meets first."""
        here = stage("full", top=40.0, height=0.8, elevation=25.0, gap=0.0)
        state = after(here, Hide("floor"), Hide("contours"))
        seen, pixels = here.view(state), drawn(here, state)
        per_unit = LOOK.width / (128 / 9)
        a, e = seen.azimuth, seen.elevation
        checked = [0, 0]
        for x in np.linspace(-1.5, 1.5, 13):
            for y in np.linspace(-1.5, 2.2, 15):
                # the line of sight at this place of the frame, followed from the eye
                across, up = (np.array([x, y]) - seen.origin) / seen.scale
                side = None
                before = None
                for w in np.linspace(-9, 9, 3001):
                    z = (up - w * math.sin(e)) / math.cos(e)
                    at = (
                        across * math.cos(a) - w * math.sin(a),
                        across * math.sin(a) + w * math.cos(a),
                    )
                    loss = at[0] ** 2 + 2 * at[1] ** 2
                    if loss > 40 or max(map(abs, at)) > 6:
                        before = None
                        continue
                    over = z > 0.8 * 12 * loss / 40
                    if before is not None and over != before:
                        side = "upper" if before else "lower"
                        break
                    before = over
                row, column = int(180 - y * per_unit), int(320 + x * per_unit)
                around = pixels[row - 3 : row + 4, column - 3 : column + 4, :3].astype(int)
                if around.std(axis=(0, 1)).max() > 4 or side is None:
                    continue  # at an edge, or beside the surface
                blue = around[..., 2].mean() / around[..., 0].mean()
                assert (blue > 1.8) == (side == "upper"), (x, y, side, blue)
                checked[side == "upper"] += 1
        assert min(checked) > 15

    @pytest.mark.parametrize("k", range(1, 11))
    def test_a_point_out_of_sight_is_a_pointer_at_the_edge(self, k: int) -> None:
        here = stage("right")
        parts = here.draw(after(here, Start(SPIT), Step(k)))
        x, y = RUNS["spit"].x[k]
        inside = max(abs(x), abs(y)) <= 6
        assert (len(parts["spit point"].points) > 16) == inside, "a disc, or a triangle"

    @pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, 1e30])
    def test_iterates_that_are_no_places(self, odd: float) -> None:
        good = RUNS["good"]
        x, f = good.x.copy(), good.f.copy()
        x[5:], f[5:] = odd, odd
        runs = {"good": _changed(good, x, f)}
        here = KIND(PARAMS, REGIONS["left"], LOOK, runs)
        shown = (Show("gradient"), Show("step"), Show("drops"), Show("shadow"), Show("loss"))
        state = after(here, Start(GOOD), *shown)
        for k in (4, 5, 6, 10):
            for alpha in (0.3, 1.0):
                parts = here.draw(Step(k).at(state, alpha, here))
                for part in parts.values():
                    for member in part.family_members_with_points():
                        assert np.isfinite(member.points).all()

    def test_a_gradient_of_zero_has_no_arrow(self) -> None:
        runs = {"good": Run(bowl(), GD(0.1), (0.0, 0.0), 3).solve()}
        here = KIND(PARAMS, REGIONS["left"], LOOK, runs)
        parts = here.draw(
            after(here, Start(GOOD), Show("gradient", scale=0.1), Show("step"), Step(2))
        )
        assert not {"good gradient", "good step"} & set(parts)
        assert "good point" in parts

    def test_hundred_thousand_steps_are_drawn_quickly(self) -> None:
        angle = np.linspace(0, 300 * math.pi, 100_001)
        radius = np.linspace(5, 1, 100_001)
        x = np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=-1)
        runs = {"good": _changed(RUNS["good"], x, bowl().value(x))}
        here = KIND(PARAMS, REGIONS["left"], LOOK, runs)
        parts = here.draw(after(here, Start(GOOD), Step(100_000)))
        assert sum(len(m.points) for m in parts["good trail"].get_family()) < 2_000_000

    def test_what_holds_still_is_the_same_object(self) -> None:
        here = stage()
        state = after(here, Start(GOOD))
        one, other = here.draw(state), here.draw(Step(3).at(state, 0.4, here))
        assert all(
            one[name] is other[name] for name in ("floor", "axes", "skin", "rim", "contours")
        )
        assert next(iter(one)) == "floor"

    def test_the_axis_says_where_the_surface_is_cut(self) -> None:
        def glyphs(**changes: Any) -> int:
            here = stage("full", **changes)
            return len(here.draw(here.initial())["axes"].family_members_with_points())

        whole = glyphs(top=108.0)
        assert glyphs(top=107.0) == whole + len("≤107") - len("100"), "the nearest tick gives way"
        assert glyphs(top=None) == whole

    @pytest.mark.parametrize(
        "box", [Box(-2.2, -2.8, 4.4, 6.4), Box(-2, -6, 4, 11), Box(-6, -2, 12, 3)]
    )
    @pytest.mark.parametrize("palette", [Palette(), Palette(background="#FFFFFF", panel="#EEEEEE")])
    def test_it_stays_in_a_box_of_any_shape(self, box: Box, palette: Palette) -> None:
        look = replace(LOOK, palette=palette)
        here = stage(box, look, objective=Himmelblau(), window=(-5.0, 5.0, -5.0, 5.0))
        for elevation in (20.0, 60.0, 88.0):
            for zoom in (1.0, 3.0):
                camera = replace(here.home, azimuth=17.0, elevation=elevation, zoom=zoom)
                parts = here.draw(replace(here.initial(), camera=camera))
                for part in (parts[name] for name in parts if not name.startswith("map's ")):
                    for member in part.family_members_with_points():
                        x, y, _ = member.points.T
                        assert x.min() > box.left - 0.05
                        assert x.max() < box.right + 0.05
                        assert y.min() > box.bottom - 0.05
                        assert y.max() < box.top + 0.05


def _changed(trajectory: Trajectory, x: Any, f: Any) -> Trajectory:
    return replace(trajectory, x=x, f=f)
