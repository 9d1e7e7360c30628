"""What plots share: places of labels, the legend, dashes, thinning, round spans, tight sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from pipeline.layout.limits import QUIET
from scenes import typeset
from scenes.box import Box
from scenes.canvas import studio
from scenes.look import Look
from scenes.palette import DARK, LIGHT, Palette
from scenes.plots.axis import Axis, Tick, round_span
from scenes.plots.labels import Label, Labels
from scenes.plots.layout import meets
from scenes.plots.notes import Note, put, seen, taken
from scenes.plots.places import along, cells, holds, nearby, shifted
from scenes.plots.scale import upright
from scenes.plots.sheet import Names, Sheet
from scenes.plots.strokes import MUTED, clipped, dashed, thinned
from scenes.stage import Mistake

LOOK = Look(320, 180, 30, ())
ROOM = Box(0, 0, 6, 4)
SIZE = (1.0, 0.4)
NOTHING = np.zeros((0, 2))


@pytest.fixture
def _studio() -> Any:
    with studio(LOOK):
        yield


def test_cells_follow_a_line_and_skip_gaps() -> None:
    line = np.array([(0.0, 0.0), (1.0, 0.0), (np.nan, 0.0), (2.0, 1.0), (2.0, 2.0)])
    found = cells([line])
    assert {(round(x, 1), round(y, 1)) for x, y in found} == {
        *((k / 10, 0.0) for k in range(11)),
        *((2.0, 1 + k / 10) for k in range(11)),
    }
    assert cells([]).shape == cells([line[:1]]).shape == (0, 2)


def test_a_text_stands_where_it_wants_if_it_can() -> None:
    place = nearby((3.0, 2.0), SIZE, ROOM, NOTHING, [])
    assert place.center == pytest.approx((3.0, 2.0))
    corner = nearby((6.5, 4.5), SIZE, ROOM, NOTHING, [])
    assert (corner.right, corner.top) == pytest.approx((6.0, 4.0))


def test_a_text_keeps_off_lines_and_other_texts() -> None:
    line = cells([np.array([(0.0, 2.0), (6.0, 2.0)])])
    place = nearby((3.0, 2.0), SIZE, ROOM, line, [])
    assert not holds(place, line)
    other = Box(2.5, 2.0, 1.0, 1.5)
    assert not meets(nearby((3.0, 2.5), SIZE, ROOM, line, [other]), other)


def test_a_text_too_large_for_its_room_starts_at_its_left() -> None:
    assert nearby((3.0, 2.0), (8.0, 0.4), ROOM, NOTHING, []).left == 0


def test_the_label_of_a_level_stays_on_it() -> None:
    place = along(2.0, SIZE, ROOM, NOTHING, [])
    assert place.right == pytest.approx(6)
    assert 2 < place.bottom < 2.2
    assert along(3.9, SIZE, ROOM, NOTHING, []).top < 3.9
    rising = cells([np.array([(3.0, 2.0), (6.0, 3.0)])])
    assert not holds(along(2.0, SIZE, ROOM, rising, []), rising)


def test_a_place_moves_no_farther_than_its_room() -> None:
    place = Box(1, 1, *SIZE)
    assert shifted(place, np.array([1.0, 0.5]), ROOM) == Box(2, 1.5, *SIZE)
    assert shifted(place, np.array([9.0, 0.0]), ROOM).right == pytest.approx(6)


def test_notes_that_are_taken_keep_later_ones_in_place() -> None:
    notes = put(put((), "one", 1.0), "two", 1.0)
    assert put(notes, "three", 0.0) == notes
    gone = taken(notes, 1.0, lambda of: of == "one")
    assert gone == (Note("one", opacity=0.0), Note("two"))
    assert seen(gone) == ["two"]
    assert taken(gone, 1.0, lambda of: of == "two") == ()


def test_a_longer_dashed_polyline_keeps_its_dashes() -> None:
    corner = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])
    long, short = dashed(corner), dashed(corner[:2])
    for one, other in zip(short[:-1], long, strict=False):
        np.testing.assert_allclose(one, other)
    lengths = [np.hypot(*np.diff(piece, axis=0).T).sum() for piece in long]
    np.testing.assert_allclose(lengths[:-1], 0.2)
    assert any(len(piece) == 3 for piece in long)
    assert dashed(corner[:1]) == []


def test_lines_inside_are_one_piece_and_runs_of_edges_are_joined() -> None:
    line = np.array([(0.0, 0.0), (1.0, 1.0), (2.0, 0.5), (3.0, 5.0), (4.0, 0.5), (5.0, 0.0)])
    assert len(clipped(line, 0, 5)) == 1
    pieces = clipped(line, 0, 2)
    assert [len(piece) for piece in pieces] == [4, 3]
    np.testing.assert_allclose(pieces[0][-1], (2 + 1 / 3, 2))


def test_thinning_keeps_ends_and_extremes() -> None:
    values = np.sin(np.arange(10_000) ** 1.5)
    kept = thinned(values, 100)
    assert (kept[0], kept[-1]) == (0, 9999)
    assert len(kept) <= 400
    for i in range(100):
        part = slice(100 * i, 100 * i + 100)
        chosen = values[kept[(kept >= part.start) & (kept < part.stop)]]
        assert (chosen.min(), chosen.max()) == (values[part].min(), values[part].max())
    assert thinned(values[:400], 100).tolist() == list(range(400))


@pytest.mark.parametrize(
    ("values", "span"),
    [((2, 8904), (2, 10_000)), ((0.13, 7.9), (0.1, 10)), ((3, 3), (2, 5)), ((1, 1), (1, 2))],
)
def test_round_spans(values: tuple[float, float], span: tuple[float, float]) -> None:
    assert round_span(np.array(values, dtype=float)) == pytest.approx(span)


def test_ticks_begin_within_the_window() -> None:
    assert [tick.text for tick in Axis((0, 1), (0.05, 0.5)).ticks(1.0, 6)] == [
        "0.05",
        "0.1",
        "0.2",
        "0.5",
    ]


@pytest.mark.parametrize(
    ("low", "high", "powers"),
    [
        (-250, 2, [-250, -200, -150, -100, -50, 0]),
        (0, 45, [0, 10, 20, 30, 40]),
        (-8, 4, [-8, -5, -2, 1, 4]),
    ],
)
def test_many_powers_of_ten_are_round_ones(low: int, high: int, powers: list[int]) -> None:
    shown = Axis((0, 1), (10.0**low, 10.0**high)).ticks(1.0, 6)
    expected = [(power - low) / (high - low) for power in powers]
    assert [tick.height for tick in shown] == pytest.approx(expected)


def sheet(box: Box, title: str, labels: list[str]) -> Sheet:
    named = [Label(i, says, "#FFFFFF", i) for i, says in enumerate(labels)]
    axes = Axis((0, 10), (1, 10)), 0.0, Axis((0, 10), (1, 10))
    return Sheet(box, LOOK, Names(title, "step", "loss"), *axes, Labels(box, LOOK, named))


@pytest.mark.usefixtures("_studio")
def test_everything_around_a_plane_stays_in_the_box() -> None:
    for box in (Box(-6, -2, 12, 6), Box(-2, -3, 4, 6), Box(0, 0, 6, 3)):
        made = sheet(box, "A title of more than a few words", ["one", "another label"])
        tips = {i: (np.array([made.plane.right, made.plane.top]), 1.0) for i in (0, 1)}
        drawn = [made.axes(), made.scale(0.0), made.scale(1.0)]
        drawn += made._labels.draw(tips, made.plane).values()
        for mobject in drawn:
            assert box.left - 0.01 <= mobject.get_left()[0]
            assert mobject.get_right()[0] <= box.right + 0.01
            assert box.bottom - 0.01 <= mobject.get_bottom()[1]
            assert mobject.get_top()[1] <= box.top + 0.01


@pytest.mark.usefixtures("_studio")
def test_labels_become_a_legend_in_a_narrow_box() -> None:
    assert not sheet(Box(0, 0, 12, 6), "", ["another label"])._labels.is_legend
    assert sheet(Box(0, 0, 4, 6), "", ["another label"])._labels.is_legend
    with pytest.raises(Mistake, match="no room in its panel"):
        _ = sheet(Box(0, 0, 4, 2), "A title that is long", ["a very long label"] * 3).plane


@pytest.mark.usefixtures("_studio")
def test_labels_of_heads_that_touch_stand_in_the_order_of_their_ends() -> None:
    ends = (3.0, 1.0, 2.0)
    labels = Labels(
        ROOM, LOOK, [Label(i, str(i), "#FFFFFF", i, ends=e) for i, e in enumerate(ends)]
    )

    def order(*heights: float) -> list[int]:
        tips = {i: (np.array([4.0, y]), 1.0) for i, y in enumerate(heights)}
        drawn = labels.draw(tips, ROOM)
        return sorted(range(3), key=lambda i: drawn[f"label {i}"].get_center()[1])

    assert order(2.0, 2.0, 2.0) == order(2.0, 2.05, 2.1) == [1, 2, 0]
    assert order(1.0, 3.0, 2.0) == [0, 2, 1], "heads that are apart have their own order"


@pytest.mark.usefixtures("_studio")
def test_dimmed_labels_keep_apart() -> None:
    labels = Labels(ROOM, LOOK, [Label(i, "f", "#FFFFFF", i) for i in range(2)])
    tips = {i: (np.array([4.0, 2.0]), MUTED) for i in range(2)}
    drawn = labels.draw(tips, ROOM)
    assert drawn["label 0"].get_bottom()[1] > drawn["label 1"].get_top()[1]


def _luminance(rgb: Any) -> float:
    """Return the relative luminance of an sRGB colour, by WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.usefixtures("_studio")
def test_the_lines_across_a_plot_are_seen_and_let_texts_stand_on_them(palette: Palette) -> None:
    look = replace(LOOK, palette=palette)
    ticks = [Tick("1", 0.5, 1.0)]
    (across, *_) = upright(ROOM, look, ticks, lambda text: typeset.number(text, 36, palette.muted))
    *ink, opacity = across.get_stroke_rgbas()[0]
    ground = np.array([int(palette.background[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    light = [_luminance(ground + opacity * (np.array(ink) - ground)), _luminance(ground)]
    assert (max(light) + 0.05) / (min(light) + 0.05) >= 1.6
    assert opacity < QUIET
