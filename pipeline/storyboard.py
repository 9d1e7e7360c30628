"""A lesson on a sheet: one panel a beat, with its name, time and words."""

from __future__ import annotations

import hashlib
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.files import whole
from pipeline.key import digest
from pipeline.plan import PlannedBeat
from pipeline.store import Store
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
    """A beat on the sheet: its picture, of size ``PICTURE``, and what is said."""

    picture: Path
    name: str
    start_s: float
    seconds: float
    words: str


def panels(
    beats: Iterable[PlannedBeat], pictures: Mapping[str, Path], store: Store
) -> tuple[Panel, ...]:
    """Return the panels of planned beats; ``pictures`` are their last pictures, by name.

    Each picture is made small once, and kept in the store.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return tuple(threads.map(lambda beat: _panel(beat, pictures[beat.name], store), beats))


def _panel(beat: PlannedBeat, picture: Path, store: Store) -> Panel:
    asked = {"small": hashlib.sha256(picture.read_bytes()).hexdigest(), "size": PICTURE}
    small = store.put(digest(asked), asked, lambda path: _reduce(picture, path))
    fps = beat.shot.look.fps
    return Panel(small, beat.name, beat.start / fps, beat.frames / fps, beat.beat.line.shown)


def _reduce(picture: Path, path: Path) -> None:
    with Image.open(picture) as full:
        small = full.convert("RGB").resize(PICTURE, Image.Resampling.LANCZOS)
    small.save(path, "PNG", compress_level=1)


def sheets(panels: Sequence[Panel], out: Path, rows: int = 4) -> tuple[Path, ...]:
    """Write the storyboard: ``out`` holds all panels, and pages of ``rows`` rows stand beside it.

    Returns the paths written, the whole sheet first.
    """
    sheet = _sheet(panels)
    row = PICTURE[1] + WORDS + GAP
    tops = range(0, sheet.height - GAP, rows * row)
    parts = [sheet.crop((0, y, sheet.width, min(y + rows * row + GAP, sheet.height))) for y in tops]
    pages = [out.with_name(f"{out.stem}-{n}{out.suffix}") for n in range(1, len(parts) + 1)]
    paths = [out, *pages]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(_save, [sheet, *parts], paths))
    for stale in sorted(out.parent.glob(f"{out.stem}-*{out.suffix}")):
        if stale not in paths:
            stale.unlink()
    return tuple(paths)


def _save(sheet: Image.Image, out: Path) -> None:
    with whole(out) as partial:
        sheet.save(partial, "PNG", compress_level=3)


def _sheet(panels: Sequence[Panel]) -> Image.Image:
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
        with Image.open(item.picture) as picture:
            sheet.paste(picture, (left, top))
        below = top + PICTURE[1] + 4
        draw.text((left, below), f"{item.name}   {_clock(item.start_s)}", palette.ink, bold)
        length = f"{item.seconds:.1f} s"
        draw.text((left + PICTURE[0], below), length, palette.muted, bold, anchor="ra")
        for row, line in enumerate(_wrapped(item.words, (WORDS - 30) // _LINE)):
            draw.text((left, below + 24 + row * _LINE), line, palette.muted, plain)
    return sheet


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
