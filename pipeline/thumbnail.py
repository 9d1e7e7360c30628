"""The picture that stands for a lesson: a still, and a few words that are read at any size.

The words stand on a band where captions would be, which is free in every picture. They are drawn
so large that they can be read where platforms show the picture 168 pixels wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from scenes.look import FONT_FOLDER, Look
from script.schema import Aspect

SIZES: Mapping[Aspect, tuple[int, int]] = {"landscape": (1280, 720), "portrait": (720, 1280)}
"""Width and height in pixels."""
LINES: Mapping[Aspect, int] = {"landscape": 1, "portrait": 2}
"""Lines that fit on the band."""
FONT_PX = 88
"""Size of the letters: at 168 pixels' width a capital is 8 pixels high."""
_BAND = 0.14
_MARGIN = 36


def draw_thumbnail(still: Path, words: str | None, look: Look, out: Path) -> None:
    """Write a lesson's thumbnail, a PNG: a still made small, with the words on a band over it."""
    size = SIZES[look.aspect]
    with Image.open(still) as full:
        picture = full.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    if words is not None:
        width, height = size
        band = round(_BAND * height)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, height - band, width, height), fill=look.palette.ink)
        lines = broken(words, look.aspect)
        step = band / len(lines)
        for row, line in enumerate(lines):
            middle = (width / 2, height - band + (row + 0.5) * step)
            draw.text(middle, line, look.palette.background, _font(), anchor="mm")
    picture.save(out, "PNG")


def broken(words: str, aspect: Aspect) -> tuple[str, ...]:
    """Return the words of a thumbnail in lines that fit side by side; more than fit, if need be."""
    room = SIZES[aspect][0] - 2 * _MARGIN
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _font().getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def fits(words: str, aspect: Aspect) -> bool:
    """Return whether the words of a thumbnail have room on it."""
    lines = broken(words, aspect)
    room = SIZES[aspect][0] - 2 * _MARGIN
    is_narrow = all(_font().getlength(line) <= room for line in lines)
    return 0 < len(lines) <= LINES[aspect] and is_narrow


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / "Inter-SemiBold.ttf"), FONT_PX)
