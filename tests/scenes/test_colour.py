"""The colours of both themes: what reads on what, and what is told from what, by whom."""

from itertools import combinations
from typing import get_args

import pytest

from gdmath.optimizers import OPTIMIZERS
from scenes.look import DARK, LIGHT, THEMES, Meaning, Palette
from script.schema import Theme
from tests.scenes.colour import VISIONS, appearance, contrast, distance

MEANINGS = ("ink", "gradient", "step", "path", "velocity", "noise", "x", "y", "warning")
"""Colours that one picture may need to tell apart; every other meaning has one of them."""
RACERS = (
    "gd",
    "sgd",
    "heavy_ball",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adam",
    "adamw",
    "amsgrad",
)
GRAPHICS = ("faint",)
APART = 10.0

both = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


@pytest.mark.parametrize(
    ("xyz", "adapting", "lightness", "colourfulness", "hue"),
    [
        ((19.01, 20.00, 21.78), 318.31, 41.73, 0.1088, 219.0),
        ((57.06, 43.06, 31.96), 31.83, 65.96, 41.67, 19.6),
    ],
)
def test_appearance_is_as_published(
    xyz: tuple[float, ...], adapting: float, lightness: float, colourfulness: float, hue: float
) -> None:
    """Fairchild, Color Appearance Models, the worked examples of CIECAM02."""
    found = appearance(xyz, (95.05, 100.0, 108.88), 20.0, adapting)
    assert found == pytest.approx((lightness, colourfulness, hue), abs=0.05)


def test_contrast_is_as_published() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@both
@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize("name", ["muted", "faint", *get_args(Meaning)])
def test_contrast(palette: Palette, name: str, ground: str) -> None:
    ratio = contrast(palette.of(name), palette.of(ground))
    assert ratio >= (3.0 if name in GRAPHICS else 4.5)


@both
def test_what_lies_on_a_light_map_reads_on_every_band(palette: Palette) -> None:
    """On a dark map the edge round it does that: bright colours on blue bands are closer."""
    least = 3.0 if palette is LIGHT else 1.9
    for name in MEANINGS:
        assert contrast(palette.of(name), palette.low) >= least


@both
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("names", [MEANINGS, RACERS], ids=["meanings", "optimizers"])
def test_colours_used_together_stay_apart(
    palette: Palette, names: tuple[str, ...], vision: str
) -> None:
    gaps = {
        (one, other): distance(palette.of(one), palette.of(other), vision)
        for one, other in combinations(names, 2)
    }
    assert {pair: gap for pair, gap in gaps.items() if gap < APART} == {}


@both
@pytest.mark.parametrize("vision", VISIONS)
def test_runs_stay_apart(palette: Palette, vision: str) -> None:
    for one, other in combinations(palette.runs, 2):
        assert distance(one, other, vision) >= APART


@both
def test_every_meaning_has_a_colour_that_is_checked(palette: Palette) -> None:
    told = {palette.of(name) for name in MEANINGS}
    assert {name for name in get_args(Meaning) if palette.of(name) not in told} == {"muted"}


@both
def test_darker_is_lower(palette: Palette) -> None:
    assert contrast(palette.low, "#000000") < contrast(palette.high, "#000000")


@both
def test_every_optimizer_has_a_colour(palette: Palette) -> None:
    assert {palette.of(name) for name in OPTIMIZERS} == {palette.of(name) for name in RACERS}


def test_a_script_may_name_every_theme() -> None:
    assert tuple(THEMES) == get_args(Theme)
