"""Colour science of the layout proof, held against published values."""

from itertools import combinations

import numpy as np
import pytest

from pipeline.layout.cam02 import Viewing, appearance, ucs
from pipeline.layout.vision import VISIONS, between, contrast, distance, hex_of, rgb_of
from scenes.look import look

CIE_WHITE = (98.88, 90.0, 32.03)
PALETTE = look("l").palette
CODED = ("ink", "gradient", "step", "path", "x", "y", "warning")


@pytest.mark.parametrize(
    ("adapting", "hue", "lightness", "colourfulness"),
    [(200, 191.0452, 48.0314, 38.7789), (20, 185.3445, 47.6856, 29.7580)],
)
def test_the_worked_example_of_cie_159(adapting, hue, lightness, colourfulness):
    seen = appearance((19.31, 23.93, 10.14), Viewing(CIE_WHITE, 18, adapting))
    assert seen.hue == pytest.approx(hue, abs=5e-5)
    assert seen.lightness == pytest.approx(lightness, abs=5e-5)
    assert seen.colourfulness == pytest.approx(colourfulness, abs=5e-5)


@pytest.mark.parametrize(
    ("xyz", "viewing", "expected"),
    [
        (
            (19.01, 20.0, 21.78),
            Viewing((95.05, 100.0, 108.88), 20, 318.31),
            (54.9043313, -0.0844236, -0.0684831),
        ),
        (
            (20.654008, 12.197225, 5.136952),
            Viewing(white=(100 * 0.3127 / 0.3290, 100.0, 100 * (1 - 0.3127 - 0.3290) / 0.3290)),
            (46.6138615, 29.8831001, 12.1235168),
        ),
    ],
)
def test_the_uniform_space_has_the_values_of_colour_science(xyz, viewing, expected):
    """The examples in the documentation of the package colour-science 0.4.7."""
    assert ucs(xyz, viewing) == pytest.approx(expected, abs=5e-6)


def test_white_and_black_are_without_colour():
    lightness, a, b = ucs((95.047, 100.0, 108.883))
    assert lightness == pytest.approx(100)
    assert np.hypot(a, b) < 2.5  # eyes adapt to a screen in a dim room, but not wholly
    assert ucs((0.0, 0.0, 0.0)) == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "worst"), [("#83C167", "#F0AC5F", 1.7), ("#83C167", "#FC6255", 5.9)]
)
def test_greens_that_some_eyes_do_not_tell_from_gold_and_red(one, other, worst):
    assert min(distance(one, other, vision) for vision in VISIONS) == pytest.approx(worst, abs=0.05)
    assert distance(one, other, "full colour vision") > 25


@pytest.mark.parametrize("vision", VISIONS)
def test_greys_stay_as_they_are_to_every_eye(vision):
    """Up to what the matrices are printed with: six digits."""
    assert VISIONS[vision].sum(axis=1) == pytest.approx([1, 1, 1], abs=2e-6)
    assert distance("#000000", "#FFFFFF", vision) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("vision", VISIONS)
def test_the_palette_keeps_its_meanings_apart(vision):
    colors = [getattr(PALETTE, name) for name in CODED]
    for one, other in [*combinations(colors, 2), *combinations(PALETTE.runs, 2)]:
        assert distance(one, other, vision) >= 10, (one, other)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#FF0000", "#FFFFFF", 4.0)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(rgb_of(one), rgb_of(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(rgb_of(other), rgb_of(one)) == contrast(rgb_of(one), rgb_of(other))


def test_colours_are_written_as_they_are_read():
    assert hex_of(rgb_of("#D55E00")) == "#D55E00"
    assert hex_of((1.2, -0.1, 0.5)) == "#FF0080"


@pytest.mark.parametrize(
    ("color", "mixture"), [("#808080", True), ("#FFFFFF", True), ("#808000", False)]
)
def test_a_mixture_of_two_colours(color, mixture):
    assert between(rgb_of(color), "#000000", "#FFFFFF") is mixture
