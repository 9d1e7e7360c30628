"""The thumbnail: a still, and a few words that can be read however small it is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageColor
from small_lessons import LESSON, resolved

from pipeline.prepare import LESSONS, in_all_languages, ready
from pipeline.thumbnail import SIZES, broken, draw_thumbnail, fits
from scenes.look import Look, look
from script.errors import ScriptErrors
from script.load import find_lessons, load_course

STILL = (0, 114, 178)
SHOWN = 168
"""The smallest width, in pixels, at which platforms show a thumbnail."""


@pytest.fixture
def still(tmp_path: Path) -> Path:
    Image.new("RGB", (1920, 1080), STILL).save(tmp_path / "still.png")
    return tmp_path / "still.png"


def drawn(still: Path, words: str | None, using: Look) -> Image.Image:
    out = still.with_name("thumbnail.png")
    draw_thumbnail(still, words, using, out)
    with Image.open(out) as made:
        return made.convert("RGB")


def test_without_words_it_is_the_still(still: Path) -> None:
    made = drawn(still, None, look("l"))
    assert made.size == (1280, 720)
    assert made.getcolors() == [(1280 * 720, STILL)]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_words_stand_on_a_band_and_leave_the_picture_alone(still: Path, theme: str) -> None:
    using = look("l", theme=theme)
    made = drawn(still, "Why does it bend?", using)
    assert made.crop((0, 0, 1280, 612)).getcolors() == [(1280 * 612, STILL)]
    band = made.crop((0, 640, 1280, 700))
    seen = {colour for _, colour in band.getcolors(1 << 16)}
    assert ImageColor.getrgb(using.palette.ink) in seen
    assert ImageColor.getrgb(using.palette.background) in seen
    assert STILL not in seen


def test_words_are_legible_where_it_is_small(still: Path) -> None:
    """A capital is 8 pixels high and stands out 4.5 to 1, shown 168 pixels wide."""
    using = look("l")
    made = drawn(still, "H", using)
    small = made.resize((SHOWN, round(SHOWN * 720 / 1280)), Image.Resampling.LANCZOS)
    band = np.asarray(small.convert("L"), dtype=float)[-12:] / 255
    luminance = band**2.2
    ratio = (luminance.max() + 0.05) / (luminance.min(axis=1) + 0.05)
    assert (ratio >= 4.5).sum() >= 8


def test_a_standing_one_has_two_lines() -> None:
    assert broken("Why does it bend here?", "portrait") == ("Why does it", "bend here?")
    assert fits("Why does it bend here?", "portrait")
    assert not fits("Why does it bend so much, and so early?", "portrait")
    assert not fits("Incomprehensibilities", "portrait")


def test_words_have_their_numbers(tmp_path: Path) -> None:
    words = 'thumbnail: "{good.f[1]:.0f} left"\nminutes: 1'
    assert resolved(tmp_path, LESSON.replace("minutes: 1", words)).thumbnail == "34 left"
    assert resolved(tmp_path, LESSON).thumbnail is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("W" * 20, "these words have no room on a thumbnail - use fewer"),
        ('""', "these words have no room on a thumbnail - use fewer"),
        ('"{god.f[1]}"', "there is no run or value god - did you mean good?"),
    ],
)
def test_words_that_do_not_fit_are_told_at_their_place(
    tmp_path: Path, words: str, message: str
) -> None:
    with pytest.raises(ScriptErrors) as caught:
        resolved(tmp_path, LESSON.replace("minutes: 1", f"thumbnail: {words}\nminutes: 1"))
    assert str(caught.value).startswith(f"{tmp_path / 'small.yaml'}:4:1")
    assert str(caught.value).endswith(message)


def test_every_lesson_of_the_course_has_words_and_a_picture_to_stand_for_it() -> None:
    shorts = {one.id for one in load_course(LESSONS / "course.yaml").shorts}
    words = []
    for path in (file for one in find_lessons(LESSONS) for file in in_all_languages(one)):
        known = ready(path, look("l"))
        if known.lesson.id not in shorts:
            assert known.lesson.aha, path
            assert known.thumbnail, path
            words.append(known.thumbnail)
    assert len(set(words)) == len(words)


def test_sizes_are_those_of_platforms() -> None:
    assert SIZES == {"landscape": (1280, 720), "portrait": (720, 1280)}
