"""A lesson on a sheet: one panel a beat, with its name, time and words."""

from __future__ import annotations

import hashlib
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.files import whole
from pipeline.key import digest
from pipeline.plan import PlannedBeat
from pipeline.png import png
from pipeline.store import Store
from scenes.look import FONT_FOLDER, Look
from script.schema import Aspect

GAP = 18
_LINE = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """The measures of a panel on the sheet, in pixels, and how many stand side by side.

    ``picture`` is width and height, ``words`` the height of the words under it, ``characters``
    the longest line of them.
    """

    columns: int
    picture: tuple[int, int]
    words: int
    characters: int


CELLS: Mapping[Aspect, Cell] = {
    "landscape": Cell(columns=4, picture=(480, 270), words=128, characters=54),
    "portrait": Cell(columns=6, picture=(270, 480), words=208, characters=30),
}


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
    size = CELLS[beat.shot.look.aspect].picture
    asked = {"small": hashlib.sha256(picture.read_bytes()).hexdigest(), "size": size}
    small = store.put(digest(asked), asked, lambda path: _reduce(picture, size, path))
    fps = beat.shot.look.fps
    return Panel(small, beat.name, beat.start / fps, beat.frames / fps, beat.beat.line.shown)


def _reduce(picture: Path, size: tuple[int, int], path: Path) -> None:
    with Image.open(picture) as full:
        small = full.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    path.write_bytes(png(np.asarray(small)))


def sheets(panels: Sequence[Panel], look: Look, out: Path, rows: int = 4) -> tuple[Path, ...]:
    """Write the storyboard: ``out`` holds all panels, and pages of ``rows`` rows stand beside it.

    Returns the paths written, the whole sheet first.
    """
    sheet = _sheet(panels, look)
    cell = CELLS[look.aspect]
    row = cell.picture[1] + cell.words + GAP
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
        partial.write_bytes(png(np.asarray(sheet)))


def _sheet(panels: Sequence[Panel], look: Look) -> Image.Image:
    palette, cell = look.palette, CELLS[look.aspect]
    (wide, high), columns = cell.picture, cell.columns
    rows = -(-len(panels) // columns)
    width, height = columns * (wide + GAP) + GAP, rows * (high + cell.words + GAP) + GAP
    sheet = Image.new("RGB", (width, height), palette.panel)
    draw = ImageDraw.Draw(sheet)
    bold, plain = _font("Inter-SemiBold.ttf"), _font("Inter-Regular.ttf")
    for index, item in enumerate(panels):
        left = GAP + index % columns * (wide + GAP)
        top = GAP + index // columns * (high + cell.words + GAP)
        with Image.open(item.picture) as picture:
            sheet.paste(picture, (left, top))
        below = top + high + 4
        draw.text((left, below), f"{item.name}   {_clock(item.start_s)}", palette.ink, bold)
        length = f"{item.seconds:.1f} s"
        draw.text((left + wide, below), length, palette.muted, bold, anchor="ra")
        lines = _wrapped(item.words, cell.characters, (cell.words - 30) // _LINE)
        for row, line in enumerate(lines):
            draw.text((left, below + 24 + row * _LINE), line, palette.muted, plain)
    return sheet


def _wrapped(words: str, characters: int, most: int) -> Iterable[str]:
    lines = textwrap.wrap(words, characters)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: characters - 2] + " …"]
    return lines


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / file), 16)
