from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.take import SAMPLE_RATE
from scenes.look import (
    CAPTION_TOP,
    FRAME_HEIGHT,
    FRAME_RATES,
    QUALITIES,
    Look,
    Palette,
    TypeScale,
    look,
)

PALETTE = Palette()
TEXT = ("ink", "muted", "gradient", "step", "path", "minimum", "x", "y", "loss", "warning", "right")
GRAPHICS = ("faint", "guide")
MEANINGS = ("gradient", "step", "path", "x", "y", "warning", "ink")
"""Colours that one picture may need to tell apart; the others are equal to one of them."""

VISIONS = {
    "full": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""Linear RGB as three colour deficiencies see it (Machado, Oliveira and Fernandes 2009)."""

XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750]]
XYZ += [[0.0193339, 0.1191920, 0.9503041]]


def linear(color: str) -> NDArray[np.float64]:
    """Return the linear RGB of an sRGB colour (IEC 61966-2-1)."""
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(color: str, vision: str) -> NDArray[np.float64]:
    """Return CIE L*a*b* (D65) of a colour as somebody sees it."""
    seen = np.clip(np.array(VISIONS[vision]) @ linear(color), 0, 1)
    t = np.array(XYZ) @ seen / (0.95047, 1.0, 1.08883)
    x, y, z = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


def test_known_colours() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert lab("#FFFFFF", "full") == pytest.approx([100, 0, 0], abs=0.05)
    assert lab("#FF0000", "full") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


@pytest.mark.parametrize("ground", ["background", "panel"])
@pytest.mark.parametrize("name", [*TEXT, *GRAPHICS])
def test_contrast(name: str, ground: str) -> None:
    ratio = contrast(getattr(PALETTE, name), getattr(PALETTE, ground))
    assert ratio >= (3.0 if name in GRAPHICS else 4.5)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("pair", [*combinations(MEANINGS, 2)], ids="-".join)
def test_meanings_stay_apart(pair: tuple[str, str], vision: str) -> None:
    one, other = (getattr(PALETTE, name) for name in pair)
    assert distance(one, other, vision) >= 15


@pytest.mark.parametrize("vision", VISIONS)
def test_runs_stay_apart(vision: str) -> None:
    for one, other in combinations(PALETTE.runs, 2):
        assert distance(one, other, vision) >= 15


def test_every_meaning_is_checked() -> None:
    told = {getattr(PALETTE, name) for name in MEANINGS}
    for name in TEXT:
        assert name == "muted" or getattr(PALETTE, name) in told


def test_type_is_never_smaller_than_small() -> None:
    scale = TypeScale()
    sizes = [getattr(scale, name) for name in TypeScale.__slots__]
    assert min(sizes) == scale.small == 36


def test_frame_rates_divide_the_samples() -> None:
    assert all(SAMPLE_RATE % fps == 0 for fps in FRAME_RATES)
    assert {fps for _, _, fps in QUALITIES.values()} <= set(FRAME_RATES)


@pytest.mark.parametrize("quality", QUALITIES)
def test_qualities(quality: str) -> None:
    made = look(quality, fps=24)
    assert (made.width, made.height, made.fps) == (*QUALITIES[quality][:2], 24)
    assert made.width % 2 == made.height % 2 == 0
    assert made == Look(made.width, made.height, 24, made.fonts)
    assert len(made.fonts) == 3


def test_captions_have_the_lowest_part_of_the_frame() -> None:
    height = CAPTION_TOP + FRAME_HEIGHT / 2
    assert height == pytest.approx(0.15 * FRAME_HEIGHT)
