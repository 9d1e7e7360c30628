"""A lesson on a sheet: one panel a beat, with its name, time and words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.files import whole
from pipeline.plan import PlannedBeat
from scenes.look import FONT_FOLDER, Palette

COLUMNS = 4
PICTURE = (480, 270)
"""Width and height of a panel's picture in pixels."""
WORDS = 128
"""Height of the words under a picture in pixels."""
GAP = 18
_LINE = 20
_CHARACTERS = 54


@dataclass(frozen=True, slots=True)
class Panel:
    """A beat on the sheet: its picture and what is said."""

    picture: Path
    name: str
    start_s: float
    seconds: float
    words: str


def panel(beat: PlannedBeat, picture: Path) -> Panel:
    """Return the panel of a planned beat with its last picture, an image file."""
    fps = beat.shot.look.fps
    return Panel(picture, beat.name, beat.start / fps, beat.frames / fps, beat.beat.line.shown)


def sheets(panels: Sequence[Panel], out: Path, rows: int = 4) -> tuple[Path, ...]:
    """Write the storyboard: ``out`` holds all panels, and pages of ``rows`` rows stand beside it.

    Returns the paths written, the whole sheet first.
    """
    paths = [out]
    _sheet(panels, out)
    size = rows * COLUMNS
    pages = [panels[i : i + size] for i in range(0, len(panels), size)]
    for number, page in enumerate(pages, start=1):
        path = out.with_name(f"{out.stem}-{number}{out.suffix}")
        _sheet(page, path)
        paths.append(path)
    for stale in sorted(out.parent.glob(f"{out.stem}-*{out.suffix}")):
        if stale not in paths:
            stale.unlink()
    return tuple(paths)


def _sheet(panels: Sequence[Panel], out: Path) -> None:
    palette = Palette()
    rows = -(-len(panels) // COLUMNS)
    width = COLUMNS * (PICTURE[0] + GAP) + GAP
    height = rows * (PICTURE[1] + WORDS + GAP) + GAP
    sheet = Image.new("RGB", (width, height), palette.panel)
    draw = ImageDraw.Draw(sheet)
    bold, plain = _font("Inter-SemiBold.ttf"), _font("Inter-Regular.ttf")
    for index, item in enumerate(panels):
        left = GAP + index % COLUMNS * (PICTURE[0] + GAP)
        top = GAP + index // COLUMNS * (PICTURE[1] + WORDS + GAP)
        sheet.paste(_thumbnail(item.picture), (left, top))
        below = top + PICTURE[1] + 4
        draw.text((left, below), f"{item.name}   {_clock(item.start_s)}", palette.ink, bold)
        length = f"{item.seconds:.1f} s"
        draw.text((left + PICTURE[0], below), length, palette.muted, bold, anchor="ra")
        for row, line in enumerate(_wrapped(item.words, (WORDS - 30) // _LINE)):
            draw.text((left, below + 24 + row * _LINE), line, palette.muted, plain)
    with whole(out) as partial:
        sheet.save(partial, "PNG", optimize=False)


def _thumbnail(picture: Path) -> Image.Image:
    with Image.open(picture) as whole_size:
        return whole_size.convert("RGB").resize(PICTURE, Image.Resampling.LANCZOS)


def _wrapped(words: str, most: int) -> Iterable[str]:
    lines = textwrap.wrap(words, _CHARACTERS)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: _CHARACTERS - 2] + " …"]
    return lines


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / file), 16)
