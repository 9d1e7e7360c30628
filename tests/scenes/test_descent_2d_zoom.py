"""A map under a lens: its frame, its factor, and the contours of a window far from the bottom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from scenes.canvas import studio
from scenes.descent_2d.contours import fine_levels, map_levels
from scenes.descent_2d.state import State
from scenes.descent_2d.view import DrawGuide, Hide, Show
from scenes.descent_2d.walk import Pulse, Start, Step
from scenes.descent_2d.zoom import Zoom
from scenes.stage import Mistake
from script.typed import RunName
from tests.scenes.maps import LOOK, after, said, stage

BOWL, WIDE = bowl(), (-1.0, 6.0, -1.0, 6.0)
CRAWL, GOOD, TINY = map(RunName, ("crawl", "good", "tiny"))
RUNS = {
    "crawl": Run(BOWL, GD(0.001), (5.0, 5.0), 10).solve(),
    "good": Run(BOWL, GD(0.1), (5.0, 5.0), 10).solve(),
    "tiny": Run(BOWL, GD(0.001), (5.0, 5.0), 1119).solve(),
}
CLOSE = Zoom((4.77, 5.05, 4.76, 5.04), lens=True)


def around() -> Any:
    return stage(BOWL, WIDE, RUNS)


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


def frame_of(on: Any, state: State) -> Any:
    """Return the lowest and the highest corner (2, 2) of the lens in the picture."""
    points = on.draw(state)["lens"].points[:, :2]
    return np.array([points.min(axis=0), points.max(axis=0)])


@pytest.mark.parametrize("alpha", [0.3, 0.5, 0.8, 1.0])
def test_the_frame_is_what_will_be_in_sight(alpha: float) -> None:
    on = around()
    state = CLOSE.at(after(on, Start(CRAWL)), alpha, on)
    left, right, bottom, top = on.fit(CLOSE.window)
    corners = on.plane(state).to_scene([(left, bottom), (right, top)])[:, :2]
    np.testing.assert_allclose(frame_of(on, state), corners, atol=1e-6)
    box = on.plane(state).box
    fills = np.allclose(corners, [(box.left, box.bottom), (box.right, box.top)])
    assert fills is (alpha == 1.0)


def test_first_the_frame_comes_then_the_map_grows() -> None:
    on = around()
    start = after(on, Start(CRAWL))
    framing, growing = (CLOSE.at(start, alpha, on) for alpha in (0.2, 0.4))
    assert framing.sight == start.sight
    assert framing.lens is not None
    assert 0 < framing.lens.opacity < 1
    assert growing.sight != start.sight
    assert CLOSE.length(start, on) > Zoom(CLOSE.window).length(start, on)


@pytest.mark.parametrize(("alpha", "within"), [(0.5, (1.2, 20)), (1.0, (24.99, 25.01))])
def test_the_factor_is_how_much_larger_things_are(alpha: float, within: Any) -> None:
    on = around()
    start = after(on, Start(CRAWL))
    state = CLOSE.at(start, alpha, on)
    ends = np.array([(5.0, 5.0), (4.9, 4.8)])
    lengths = [
        np.hypot(*np.diff(on.plane(s).to_scene(ends), axis=0)[0, :2]) for s in (start, state)
    ]
    times = lengths[1] / lengths[0]
    assert within[0] < times < within[1]
    with said() as texts:
        assert "lens factor" in on.draw(state)
    assert (f"{times:.0f}" if times >= 10 else f"{times:.1f}") in texts


def test_the_factor_counts_from_before_the_first_lens_and_goes_without_one() -> None:
    on = around()
    twice = after(on, Start(CRAWL), Zoom((4, 6, 4, 6), lens=True), CLOSE)
    assert twice.lens is not None
    assert twice.lens.base == on.initial().window
    back = Zoom(WIDE)
    assert back.at(twice, 1.0, on).lens is None
    leaving = back.at(twice, 0.5, on).lens
    assert leaving is not None
    assert 0 < leaving.opacity < 1


def test_a_lens_does_not_make_smaller() -> None:
    on = around()
    with pytest.raises(Mistake, match="a lens magnifies what is in sight"):
        after(on, Zoom((-20, 20, -20, 20), lens=True))
    assert after(on, Zoom((-20, 20, -20, 20))).lens is None


@given(st.floats(1.0, 1e4), st.floats(0.01, 0.7))
def test_far_from_the_bottom_levels_are_even_and_enough(middle: float, share: float) -> None:
    half = share * middle / 4
    loss = np.linspace(middle - half, middle + half, 50).reshape(5, 10)
    levels = map_levels(0.0, loss)
    inside = [v.value for v in levels if loss.min() < v.value < loss.max() and v.opacity >= 0.5]
    assert len(inside) >= 3
    if levels == fine_levels(float(loss.min()), float(loss.max())):
        gaps = [above - below for above, below in pairwise(inside)]
        assert gaps == pytest.approx([gaps[0]] * len(gaps), rel=1e-6)
        tones = [level.tone for level in levels]
        assert tones == sorted(tones, reverse=True)
        assert 0 < min(tones) < max(tones) < 1


def test_a_level_loss_has_no_even_levels() -> None:
    assert fine_levels(3.0, 3.0) == ()
    assert map_levels(0.0, np.full((3, 3), 3.0))


def test_under_the_lens_there_are_contours_with_numbers() -> None:
    on = around()
    labels = {name for name in on.draw(after(on, CLOSE)) if name.startswith("label ")}
    values = [float(name.split()[1]) for name in labels]
    assert len(values) >= 2
    left, right, bottom, top = on.fit(CLOSE.window)
    assert all(left**2 + 2 * bottom**2 < v < right**2 + 2 * top**2 for v in values)


def test_numbers_of_an_axis_do_not_run_into_each_other_in_a_zoom() -> None:
    on = around()
    start = on.initial()
    for alpha in np.linspace(0.26, 0.99, 15):
        drawn = on.draw(CLOSE.at(start, float(alpha), on))["numbers"]
        places: dict[float, list[tuple[float, float]]] = {}
        for label in _numbers_below(drawn, on.plane(start).box.bottom):
            row = round(float(label.get_center()[1]), 1)
            places.setdefault(row, []).append((label.get_left()[0], label.get_right()[0]))
        for ends in places.values():
            for (_, right), (left, _) in pairwise(sorted(ends)):
                assert right < left


def _numbers_below(drawn: Any, bottom: float) -> list[Any]:
    """Return the numbers under a map that are seen, each whole."""
    found = []
    for group in drawn.submobjects:
        for label in group.submobjects:
            is_number = bool(label.submobjects) and label.get_top()[1] < bottom
            if is_number and label.submobjects[0].get_fill_opacity() > 0.05:
                found.append(label)
    return found


def test_a_ring_does_not_take_a_contours_number_away() -> None:
    on = around()
    state = after(on, Start(GOOD), Step(10), Hide("dots"), Hide("trail"))
    state = Hide("trail").at(state, 1.0, on)
    labels = {name for name in on.draw(state) if name.startswith("label ")}
    for alpha in (0.2, 0.5, 0.9):
        pulsing = on.draw(Pulse().at(state, alpha, on))
        assert any(name.endswith(" ring") for name in pulsing)
        assert {name for name in pulsing if name.startswith("label ")} == labels


def test_a_band_lies_under_the_path_and_a_dashed_guide_over_it() -> None:
    on = around()
    walked = (Start(TINY), Step(1119))
    for band, first, second in (
        (True, "tiny flow", "tiny trail"),
        (False, "tiny trail", "tiny flow"),
    ):
        drawn = on.draw(after(on, *walked, DrawGuide("flow", TINY, band=band)))
        names = list(drawn)
        assert names.index(first) < names.index(second)
    band, dashed = (
        on.draw(after(on, DrawGuide("flow", TINY, band=band)))["tiny flow"]
        for band in (True, False)
    )
    trail = on.draw(after(on, *walked))["tiny trail"]
    edged = max(trail.get_stroke_width(), trail.get_stroke_width(background=True))
    assert band.get_stroke_width() > edged > dashed.get_stroke_width()


@pytest.mark.parametrize("arrow", [True, False])
def test_a_step_goes_without_its_arrow_where_it_should(arrow: bool) -> None:
    on = around()
    state = after(on, Start(GOOD))
    stepping = Step(1, arrow=arrow).at(state, 0.5, on)
    assert ("good step" in on.draw(stepping)) is arrow
    assert ("good step" in on.draw(Show("step").at(stepping, 1.0, on))) is True
    assert Step(1, arrow=arrow).at(state, 1.0, on) == Step(1).at(state, 1.0, on)
