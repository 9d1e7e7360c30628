"""One visual language: size and shape of the frame, frame rate, palette, type scale, fonts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.palette import DARK, LIGHT, THEMES, Meaning, Palette

if TYPE_CHECKING:
    from script.schema import Aspect, Theme

__all__ = ["DARK", "LIGHT", "THEMES", "Look", "Meaning", "Palette", "TypeScale", "look"]

LONG_SIDE = 128 / 9
"""The longer side of the frame in scene units."""
SHORT_SIDE = 8.0
"""The shorter one: a scene unit has as many pixels upright as lying, and text keeps its size."""

FONT_FOLDER = Path(__file__).parent / "fonts"
TEXT_FONT = "Inter"
MATH_FONT = "New Computer Modern Math"
MONO_FONT = "DejaVu Sans Mono"
"""Typst carries these two inside its wheel."""

FRAME_RATES = (15, 24, 25, 30, 48, 50, 60)
"""Frames a second that divide 48,000 samples, so that frame and sample meet exactly."""


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
    font files in order of their names. ``language`` is the tag of what is written; ``burned`` tells
    whether captions are part of the picture.
    """

    width: int
    height: int
    fps: int
    fonts: tuple[str, ...]
    palette: Palette = DARK
    type: TypeScale = TypeScale()
    language: str = "en"
    burned: bool = False

    @property
    def aspect(self) -> Aspect:
        """Whether the frame lies or stands."""
        return "landscape" if self.width >= self.height else "portrait"

    @property
    def frame_width(self) -> float:
        """Width of the frame in scene units."""
        return LONG_SIDE if self.aspect == "landscape" else SHORT_SIDE

    @property
    def frame_height(self) -> float:
        """Height of the frame in scene units."""
        return SHORT_SIDE if self.aspect == "landscape" else LONG_SIDE

    @property
    def name(self) -> str:
        """What files of this look are called by: ``1080p30``, ``720p30-portrait-light-burned``."""
        named: dict[Palette, str] = {palette: theme for theme, palette in THEMES.items()}
        marks = {self.aspect, named.get(self.palette, "own")} - {"landscape", "dark"}
        size = f"{min(self.width, self.height)}p{self.fps}"
        return "-".join([size, *sorted(marks, reverse=True), *["burned"] * self.burned])


QUALITIES = {
    "l": (854, 480, 15),
    "m": (1280, 720, 30),
    "h": (1920, 1080, 30),
    "p": (2560, 1440, 60),
    "k": (3840, 2160, 60),
}
"""Longer side, shorter side and frames a second by manim's letter."""


def look(
    quality: str,
    fps: int | None = None,
    theme: Theme = "dark",
    aspect: Aspect = "landscape",
    *,
    burned: bool = False,
) -> Look:
    """Return the look of a quality letter, with the fonts on disk identified by content."""
    long, short, rate = QUALITIES[quality]
    width, height = (long, short) if aspect == "landscape" else (short, long)
    return Look(width, height, fps or rate, font_digests(), THEMES[theme], burned=burned)


def font_digests() -> tuple[str, ...]:
    """Return the SHA-256 of each font file, in order of the files' names."""
    files = sorted(p for p in FONT_FOLDER.iterdir() if p.suffix in {".ttf", ".otf"})
    return tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
