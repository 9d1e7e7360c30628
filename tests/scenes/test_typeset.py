from collections.abc import Iterator

import numpy as np
import pytest

from scenes import typeset
from scenes.canvas import studio
from scenes.stage import Mistake
from scenes.typeset import em, letters, math, number, place, text
from tests.scenes import glyphs
from tests.scenes.sample import SMALL

pytestmark = pytest.mark.render

INK = "#F4F4F2"
CAPITAL = 0.727
"""Height of Inter's capitals in ems."""


@pytest.fixture(scope="module", autouse=True)
def _studio() -> Iterator[None]:
    with studio(SMALL), glyphs.marked():
        yield


@pytest.mark.parametrize("size", [36, 68])
def test_the_size_is_that_of_the_type(size: float) -> None:
    letter = text("H", size, INK)
    assert letter.height == pytest.approx(CAPITAL * em(size), rel=0.01)
    assert letter.baseline == pytest.approx(letter.get_bottom()[1], abs=1e-3)


def test_36_points_are_51_pixels_at_1080p() -> None:
    assert em(36) * 1080 / 8 == pytest.approx(36 * 1.40625)


def test_the_baseline_is_that_of_the_first_line() -> None:
    deep = text("gypsy", 44, INK)
    assert deep.get_bottom()[1] < deep.baseline - 0.05
    lines = text("One line and another line and one more", 44, INK, width=3)
    assert lines.baseline > lines.get_center()[1]
    assert lines.width <= 3


@pytest.mark.parametrize("anchor", ["left", "center", "right"])
def test_placing(anchor: typeset.Anchor) -> None:
    word = place(text("gypsy", 44, INK), 1.5, -0.5, anchor)
    edge = {"left": word.get_left, "center": word.get_center, "right": word.get_right}[anchor]
    assert edge()[0] == pytest.approx(1.5)
    assert word.baseline == pytest.approx(-0.5)
    assert place(word, 2.0, 1.0, anchor, on_baseline=False).get_center()[1] == pytest.approx(1.0)


def test_equal_texts_are_equal_and_apart() -> None:
    one, other = text("Same *word*", 44, INK), text("Same *word*", 44, INK)
    place(one, 3.0, 3.0)
    assert other.get_center()[:2] == pytest.approx([0, 0], abs=0.1)
    again = text("Same *word*", 44, INK)
    for glyph, twin in zip(letters(other), letters(again), strict=True):
        assert np.array_equal(glyph.points, twin.points)


def test_letters_come_in_reading_order() -> None:
    outlines = letters(text("abcdef", 44, INK))
    lefts = [float(outline.get_left()[0]) for outline in outlines]
    assert len(outlines) == 6
    assert lefts == sorted(lefts)


def test_digits_keep_their_places() -> None:
    """Tabular figures: a readout that counts does not tremble."""
    for shown in ("0.00", "1.11", "8.24"):
        assert number(shown, 44, INK).advance == pytest.approx(number("9.99", 44, INK).advance)


def test_a_hyphen_is_set_as_a_minus() -> None:
    assert number("-1", 44, INK).width == number("−1", 44, INK).width


@pytest.mark.parametrize("shown", ["3.14", "−8.2", "+40%", "(5)", "=6", "4×2"])
def test_numbers_stand_as_in_text(shown: str) -> None:
    """Signs and parentheses are as high as the figures they go with."""
    as_number = place(number(shown, 44, INK), 0.0, 0.0).submobjects
    as_text = letters(place(text(shown, 44, INK), 0.0, 0.0))
    for glyph, twin in zip(as_number, as_text, strict=True):
        assert glyph.get_bottom()[1] == pytest.approx(twin.get_bottom()[1], abs=0.005)
        assert glyph.get_top()[1] == pytest.approx(twin.get_top()[1], abs=0.005)


def test_a_bar_has_the_width_of_the_type() -> None:
    bars = [
        [shape for shape in letters(math("1/2", size, INK)) if shape.get_fill_opacity() == 0]
        for size in (36, 72)
    ]
    (thin,), (thick,) = bars
    assert thick.get_stroke_width() == pytest.approx(2 * thin.get_stroke_width())


def test_glyphs_are_found_in_their_size() -> None:
    word = place(text("word", 44, INK), 0, 0)
    small = place(number("12", 40, INK).scale(0.5), 3, 3)
    found = dict(glyphs.texts({"word": word, "number": small}))
    assert found["word"].size == pytest.approx(44)
    assert found["number"].size == pytest.approx(20)
    assert len(found["word"].boxes) == 4


def test_overlaps_are_found() -> None:
    near = glyphs.texts(
        {"a": place(text("one", 44, INK), 0, 0), "b": place(math("x", 44, INK), 0, 0)}
    )
    assert len(glyphs.overlaps(near)) == 1
    apart = glyphs.texts(
        {"a": place(text("one", 44, INK), 0, 0), "b": place(math("x", 44, INK), 2, 0)}
    )
    assert glyphs.overlaps(apart) == []


def test_markup_that_cannot_be_set_is_a_mistake_in_the_words_of_the_script() -> None:
    with pytest.raises(Mistake, match=r"Typst cannot set 'half \$x\^\$': expected expression"):
        text("half $x^$", 44, INK)
