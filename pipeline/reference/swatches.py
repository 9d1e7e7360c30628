"""The colours of both themes on a small sheet: each as a dot, a line and its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.files import whole
from scenes.look import FONT_FOLDER, THEMES, Palette

SHOWN = (
    "ink",
    "muted",
    "gradient",
    "step",
    "path",
    "velocity",
    "noise",
    "x",
    "y",
    "warning",
)
"""The colours a picture may need to tell apart."""

_WIDTH, _ROW, _MARGIN = 300, 30, 20
_FINER = 2
"""The sheet is drawn so many times larger: the edges of its dots are smooth."""


def draw_swatches(docs: Path) -> Path:
    """Draw the colours into ``docs``; return the file."""
    size = len(THEMES) * _WIDTH * _FINER, (2 * _MARGIN + len(SHOWN) * _ROW) * _FINER
    sheet = Image.new("RGB", size)
    for index, palette in enumerate(THEMES.values()):
        _theme(sheet, index * _WIDTH * _FINER, palette, SHOWN)
    small = sheet.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)
    out = docs / "colours.png"
    with whole(out) as partial:
        small.save(partial, "PNG", optimize=True)
    return out


def _theme(sheet: Image.Image, left: int, palette: Palette, shown: Sequence[str]) -> None:
    draw = ImageDraw.Draw(sheet)
    unit = _FINER
    font = ImageFont.truetype(str(FONT_FOLDER / "Inter-Regular.ttf"), 16 * unit)
    right, foot = left + _WIDTH * unit, sheet.height
    draw.rectangle((left, 0, right, foot), fill=palette.background)
    band = left + 200 * unit, _MARGIN * unit, left + 280 * unit, foot - _MARGIN * unit
    draw.rectangle(band, fill=palette.low)
    for row, name in enumerate(shown):
        color, y = palette.of(name), (_MARGIN + (row + 0.5) * _ROW) * unit
        x = left + 30 * unit
        draw.ellipse((x - 7 * unit, y - 7 * unit, x + 7 * unit, y + 7 * unit), fill=color)
        draw.text((x + 20 * unit, y), name, color, font, anchor="lm")
        ends = ((band[0] + 10 * unit, y), (band[2] - 10 * unit, y))
        draw.line(ends, palette.background, 7 * unit)
        draw.line(ends, color, 4 * unit)
