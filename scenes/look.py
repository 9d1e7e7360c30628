"""One visual language: size, frame rate, colours with a meaning, type scale, regions.

Colours are Okabe and Ito's (Color Universal Design, 2008) on near-black, so that every pair
used together stays apart under the three colour deficiencies; each meaning also has a second
encoding (dash, marker or label) where it is drawn.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FRAME_WIDTH = 128 / 9
"""Width of the frame in scene units."""
FRAME_HEIGHT = 8.0
"""Height of the frame in scene units."""
CAPTION_TOP = -FRAME_HEIGHT / 2 + 0.15 * FRAME_HEIGHT
"""The lowest 15 % of the frame is left to captions."""

FONT_FOLDER = Path(__file__).parent / "fonts"
TEXT_FONT = "Inter"
MATH_FONT = "New Computer Modern Math"
MONO_FONT = "DejaVu Sans Mono"
"""Typst carries these two inside its wheel."""

FRAME_RATES = (15, 24, 25, 30, 48, 50, 60)
"""Frames a second that divide 48,000 samples, so that frame and sample meet exactly."""


Meaning = Literal[
    "ink", "muted", "gradient", "step", "path", "minimum", "x", "y", "loss", "warning"
]
"""What a script can give a colour for."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by meaning, as ``#RRGGBB``.

    ``velocity`` is what an optimizer remembers of its steps, ``noise`` what chance adds to a
    gradient. ``warning`` is also what is wrong, ``right`` its opposite. ``low`` and ``high`` are
    the ends of the bands of a map of loss. ``runs`` tell several runs apart.
    """

    background: str = "#0C0E13"
    panel: str = "#161A22"
    ink: str = "#F4F4F2"
    muted: str = "#A9B2C0"
    faint: str = "#626B7A"
    gradient: str = "#E69F00"
    step: str = "#56B4E9"
    path: str = "#F0E442"
    velocity: str = "#9A70FF"
    noise: str = "#B2C99C"
    minimum: str = "#F4F4F2"
    x: str = "#CC79A7"
    y: str = "#009E73"
    loss: str = "#F0E442"
    guide: str = "#F4F4F2"
    warning: str = "#D55E00"
    right: str = "#009E73"
    low: str = "#0B2A45"
    high: str = "#3D7FB5"
    runs: tuple[str, ...] = ("#F0E442", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")

    def of(self, meaning: str) -> str:
        """Return a colour by the name of its field, or by its number, from 1, among ``runs``."""
        if meaning.isdigit():
            return self.runs[int(meaning) - 1]
        color: str = getattr(self, meaning)
        return color


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Font sizes in manim's points: at 1080p an em of 36, the smallest, is 51 pixels."""

    title: float = 68
    heading: float = 52
    body: float = 44
    math: float = 50
    label: float = 38
    small: float = 36


@dataclass(frozen=True, slots=True)
class Look:
    """All that decides how a picture looks; part of every shot's identity.

    ``width`` and ``height`` are pixels, ``fps`` frames a second; ``fonts`` are the SHA-256 of the
    font files in order of their names.
    """

    width: int
    height: int
    fps: int
    fonts: tuple[str, ...]
    palette: Palette = Palette()
    type: TypeScale = TypeScale()


QUALITIES = {
    "l": (854, 480, 15),
    "m": (1280, 720, 30),
    "h": (1920, 1080, 30),
    "p": (2560, 1440, 60),
    "k": (3840, 2160, 60),
}
"""Width, height and frames a second by manim's letter."""


def look(quality: str, fps: int | None = None) -> Look:
    """Return the look of a quality letter, with the fonts on disk identified by content."""
    width, height, rate = QUALITIES[quality]
    return Look(width, height, fps or rate, font_digests())


def font_digests() -> tuple[str, ...]:
    """Return the SHA-256 of each font file, in order of the files' names."""
    files = sorted(p for p in FONT_FOLDER.iterdir() if p.suffix in {".ttf", ".otf"})
    return tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
