"""Captions in the picture: in their place, one word lit at a time, and cheap between words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenes.box import Box, caption_box, regions, stage_of
from scenes.burned import Subtitles, spoken_at
from scenes.canvas import studio
from scenes.look import DARK, LIGHT, Look
from scenes.player import Player
from scenes.shot import BurnedCaption, Shot, SpokenWord
from scenes.stage import Mistake
from tests.scenes.colour import contrast, distance
from tests.scenes.sample import SMALL

BURNED = replace(SMALL, burned=True)
UPRIGHT = replace(BURNED, width=180, height=320)
LOOKS = (BURNED, UPRIGHT, replace(UPRIGHT, palette=LIGHT))


def caption(*lines: str, start: int = 2, stop: int = 20, every: int = 3) -> BurnedCaption:
    """Return a caption whose words are begun ``every`` so many frames."""
    frame = iter(range(start, 1000, every))
    return BurnedCaption(
        start,
        stop,
        tuple(tuple(SpokenWord(word, next(frame)) for word in line.split(" ")) for line in lines),
    )


TWO = caption("x² + 2y² < 9,", "and {η} & *so* #on", stop=40)
ONE = caption("Why?", start=40, stop=50)


def shot(*captions: BurnedCaption, look: Look = BURNED, frames: int = 60) -> Shot:
    return Shot("scene", "beat", (), (), {}, look, frames, 0, 0, captions)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (0, None),
        (1, None),
        (2, (TWO, 0)),
        (4, (TWO, 0)),
        (5, (TWO, 1)),
        (14, (TWO, 4)),
        (39, (TWO, 9)),
        (40, (ONE, 0)),
        (49, (ONE, 0)),
        (50, None),
    ],
)
def test_which_word_is_spoken_in_a_frame(frame: int, expected: Any) -> None:
    assert spoken_at((TWO, ONE), frame) == expected


def drawn(look: Look, one: BurnedCaption, spoken: int = 0) -> tuple[Any, ...]:
    (layer,) = Subtitles(look).layers(one, spoken)
    return layer.mobjects


def edges(mobject: Any) -> tuple[float, float, float, float]:
    return (
        float(mobject.get_left()[0]),
        float(mobject.get_bottom()[1]),
        float(mobject.get_right()[0]),
        float(mobject.get_top()[1]),
    )


def inside(mobject: Any, box: Box) -> bool:
    left, bottom, right, top = edges(mobject)
    return (
        left >= box.left - 1e-6
        and right <= box.right + 1e-6
        and bottom >= box.bottom - 1e-6
        and top <= box.top + 1e-6
    )


WIDEST = caption("WWWWWWWW MMMMMMMM WWWWWWWWWWW", "mmmmmmmm")


@pytest.mark.render
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("one", [TWO, ONE, WIDEST])
def test_a_caption_keeps_its_place(look: Look, one: BurnedCaption) -> None:
    with studio(look):
        patch, *words = drawn(look, one)
        assert inside(patch, caption_box(look))
        left, bottom, right, top = edges(patch)
        for word in words:
            assert inside(word, Box(left, bottom, right - left, top - bottom))
        assert len(words) == sum(len(line) for line in one.lines)


@pytest.mark.render
@pytest.mark.parametrize("look", LOOKS)
def test_words_stand_in_order_on_their_lines(look: Look) -> None:
    with studio(look):
        _, *words = drawn(look, TWO)
    first, second = words[:5], words[5:]
    for line in (first, second):
        for one, following in pairwise(line):
            assert 0.02 < edges(following)[0] - edges(one)[2] < 0.3
        assert max(edges(line[-1])[2] for line in (first, second)) < caption_box(look).right
    assert min(edges(word)[1] for word in first) > max(edges(word)[3] for word in second) - 0.1


@pytest.mark.render
@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_the_spoken_word_alone_has_its_colour(palette: Any) -> None:
    look = replace(UPRIGHT, palette=palette)
    with studio(look):
        for spoken in range(10):
            _, *words = drawn(look, TWO, spoken)
            colors = [str(word.submobjects[0].get_fill_color()) for word in words]
            lit = [index for index, color in enumerate(colors) if color == palette.step]
            assert lit == [spoken]
            assert set(colors) - {palette.step} == {palette.ink}


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_both_colours_read_on_the_patch(palette: Any) -> None:
    assert contrast(palette.ink, palette.panel) >= 4.5
    assert contrast(palette.step, palette.panel) >= 4.5
    for vision in ("full", "protan", "deutan", "tritan"):
        assert distance(palette.ink, palette.step, vision) >= 10


@pytest.mark.render
def test_words_that_do_not_change_are_the_same_mobjects() -> None:
    with studio(BURNED):
        subtitles = Subtitles(BURNED)
        (zero,), (one,) = subtitles.layers(TWO, 0), subtitles.layers(TWO, 1)
    changed = [a is not b for a, b in zip(zero.mobjects, one.mobjects, strict=True)]
    assert changed == [False, True, True, *[False] * 8]


@pytest.mark.render
@pytest.mark.parametrize("look", [BURNED, UPRIGHT])
def test_a_picture_is_drawn_for_each_word_and_none_between(look: Look) -> None:
    beat = shot(TWO, ONE, look=look)
    with studio(look):
        pictures = list(Player(look).frames(beat))
        held = [count for _, count in pictures]
        assert held == [2, *[3] * 9, 11, 10, 10]
        last = None
        for (pixels, _), number in zip(pictures, range(len(pictures)), strict=True):
            at = sum(held[:number])
            alone = Player(look)
            over = spoken_at(beat.captions, at)
            fresh = alone._canvas.draw([] if over is None else Subtitles(look).layers(*over))
            assert np.array_equal(pixels, fresh)
            assert last is None or not np.array_equal(pixels, last)
            last = pixels


@pytest.mark.render
def test_the_resting_picture_has_no_captions() -> None:
    with studio(BURNED):
        player = Player(BURNED)
        assert np.array_equal(player.still(shot(TWO), 10), player.still(shot(), 10))


@pytest.mark.render
def test_a_character_that_no_font_draws_is_a_mistake() -> None:
    with (
        studio(BURNED),
        pytest.raises(Mistake, match="no font here draws 漢 of the caption's 漢字"),
    ):
        drawn(BURNED, caption("so 漢字"))


@pytest.mark.parametrize("look", [UPRIGHT, BURNED])
def test_panels_leave_room_for_captions(look: Look) -> None:
    place = caption_box(look)
    for box in (stage_of(look), *regions(look).values()):
        assert box.bottom >= place.top - 1e-9
    assert place.left >= -look.frame_width / 2
    assert place.bottom >= -look.frame_height / 2
    if look.aspect == "portrait":
        assert place.bottom == stage_of(replace(look, burned=False)).bottom
