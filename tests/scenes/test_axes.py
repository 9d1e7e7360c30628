from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.axes import (
    Plane,
    axes,
    fit,
    frame,
    log_texts,
    multiples,
    numbers,
    round_spacing,
    tick_text,
    ticks,
)
from scenes.box import REGIONS, Box
from scenes.canvas import studio
from scenes.look import Look

LOOK = Look(320, 180, 30, ())
BOX = Box(-3.0, -2.0, 6.0, 4.0)


@pytest.mark.parametrize(
    ("low", "high", "most", "values"),
    [
        (0, 10, 5, (0, 2, 4, 6, 8, 10)),
        (-1, 6.5, 4, (0, 2, 4, 6)),
        (-0.2, 1.4, 6, (0, 0.5, 1)),
        (-0.2, 1.4, 8, (-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4)),
        (0, 0.03, 3, (0, 0.01, 0.02, 0.03)),
        (0.1, 0.7, 6, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)),
    ],
)
def test_ticks(low: float, high: float, most: int, values: tuple[float, ...]) -> None:
    assert ticks(low, high, most) == values


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 12))
def test_ticks_are_few_and_inside(low: float, length: float, most: int) -> None:
    values = ticks(low, low + length, most)
    assert len(values) <= most + 1
    slack = 1e-8 * length + 4 * math.ulp(abs(low) + length)
    assert all(low - slack <= v <= low + length + slack for v in values)


@pytest.mark.parametrize(
    ("least", "spacing"), [(1, 1), (1.1, 2), (2.1, 5), (5.1, 10), (0.03, 0.05), (700, 1000)]
)
def test_round_spacing(least: float, spacing: float) -> None:
    assert round_spacing(least) == pytest.approx(spacing)


def test_zero_has_no_sign() -> None:
    assert [tick_text(value) for value in multiples(0.5, -0.6, 0.6)] == ["-0.5", "0", "0.5"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e35, "10³⁵"), (2e7, "2×10⁷"), (-1e6, "-10⁶"), (5e-5, "5×10⁻⁵"), (50000.0, "50000")],
)
def test_a_tick_far_from_one_is_said_by_its_power_of_ten(value: float, text: str) -> None:
    assert tick_text(value) == text


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((0.01, 1, 100, 1e4, 1e6), ("10⁻²", "10⁰", "10²", "10⁴", "10⁶")),
        ((1e-5, 2e-5, 1e-4), ("10⁻⁵", "2×10⁻⁵", "10⁻⁴")),
        ((0.1, 1, 10, 1e5), ("0.1", "1", "10", "100000")),
    ],
)
def test_a_log_axis_says_all_its_numbers_as_powers_or_none(
    values: tuple[float, ...], texts: tuple[str, ...]
) -> None:
    assert log_texts(values) == texts


def test_plane_puts_corners_in_corners() -> None:
    plane = Plane(BOX, (-1, 5, 10, 30))
    corners = plane.to_scene([[(-1, 10), (5, 30)], [(5, 10), (2, 20)]])
    assert corners.tolist() == [
        [[-3, -2, 0], [3, 2, 0]],
        [[3, -2, 0], [0, 0, 0]],
    ]


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.01, 90), st.floats(0.01, 90))
def test_fit_has_equal_scales_and_holds_the_window(
    left: float, bottom: float, width: float, height: float
) -> None:
    window = fit((left, left + width, bottom, bottom + height), BOX)
    across, up = (window[1] - window[0]) / BOX.width, (window[3] - window[2]) / BOX.height
    assert across == pytest.approx(up)
    assert across == pytest.approx(max(width / BOX.width, height / BOX.height))
    assert (window[0] + window[1]) / 2 == pytest.approx(left + width / 2, abs=1e-9)
    assert (window[2] + window[3]) / 2 == pytest.approx(bottom + height / 2, abs=1e-9)


@pytest.fixture
def _studio() -> Iterator[None]:
    with studio(LOOK):
        yield


@pytest.mark.render
@pytest.mark.usefixtures("_studio")
class TestDrawn:
    def test_numbers_stand_at_their_ticks(self) -> None:
        plane = Plane(BOX, (0, 6, 0, 4))
        across = numbers(plane, LOOK, (1, 3, 9), ()).submobjects
        assert len(across) == 4  # two ticks with their numbers; 9 is out of sight
        for tick, label, value in zip(across[::2], across[1::2], (1, 3), strict=True):
            x = plane.to_scene((value, 0))[0]
            assert tick.get_center()[0] == pytest.approx(x)
            assert label.get_center()[0] == pytest.approx(x, abs=1e-6)
            assert label.get_top()[1] < BOX.bottom

    def test_numbers_leave_the_names_alone(self) -> None:
        plane = Plane(BOX, (0, 6, 0, 4))
        assert len(numbers(plane, LOOK, (1, 6), (), (2.0, 0.0)).submobjects) == 3

    @pytest.mark.parametrize("names", [("x", "y"), ('"step" k', '"loss" f'), ("w_0", "w_1")])
    def test_texts_keep_apart(self, names: tuple[str, str]) -> None:
        plane = Plane(REGIONS["left"].inset(left=0.86, bottom=0.55), (-0.2, 1.4, -0.72, 1.02))
        group = axes(plane, LOOK, names)
        texts = [m for m in group.submobjects if hasattr(m, "baseline")]
        assert len(texts) > 6
        for i, one in enumerate(texts):
            for other in texts[:i]:
                gap = np.abs(one.get_center() - other.get_center())[:2]
                room = [(one.width + other.width) / 2, (one.height + other.height) / 2]
                assert (gap > room).any(), f"texts {i} overlap"

    def test_a_wide_name_stands_on_a_coloured_box_with_an_edge(self) -> None:
        plain, edged = (frame(BOX, LOOK, ("x", '"slope"'), colored=on) for on in (False, True))
        plain_name, edged_name = plain.submobjects[3], edged.submobjects[3]
        assert plain_name.get_left()[0] > BOX.left
        assert edged_name.get_left()[0] == pytest.approx(plain_name.get_left()[0])
        strokes = {glyph.get_stroke_width() for glyph in edged_name.family_members_with_points()}
        assert strokes == {0.0, 7.0}

    def test_a_narrow_name_stands_beside_a_coloured_box_as_any(self) -> None:
        plain, colored = (frame(BOX, LOOK, ("x", "y"), colored=on) for on in (False, True))
        assert colored.submobjects[3].get_right()[0] < BOX.left
        assert len(colored.submobjects[3].submobjects) == len(plain.submobjects[3].submobjects)
