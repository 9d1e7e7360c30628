"""A lesson on a sheet: one panel a beat, with its name, time and words."""

from __future__ import annotations

import hashlib
import os
import textwrap
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.files import whole
from pipeline.key import code_digest, digest, tool_versions
from pipeline.plan import PlannedBeat
from pipeline.png import Band, band, stacked
from pipeline.reduced import reduced
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
    """A beat on the sheet: its place there, its picture, made small, and what is said."""

    place: int
    picture: Path
    name: str
    start_s: float
    seconds: float
    words: str


def panels(
    beats: Sequence[PlannedBeat], pictures: Iterable[tuple[str, Path]], store: Store
) -> Iterator[Panel]:
    """Yield the panels of planned beats in order of their last pictures, which may still come.

    Each picture is made small once, and kept in the store.
    """
    places = {beat.name: (place, beat) for place, beat in enumerate(beats)}
    cores = os.cpu_count() or 1
    asked: deque[Future[Panel]] = deque()
    with ThreadPoolExecutor(cores) as threads:
        for name, picture in pictures:
            asked.append(threads.submit(_panel, *places[name], picture, store))
            if len(asked) > cores:
                yield asked.popleft().result()
        for one in asked:
            yield one.result()


def _panel(place: int, beat: PlannedBeat, picture: Path, store: Store) -> Panel:
    size = CELLS[beat.shot.look.aspect].picture
    asked = {
        "small": hashlib.sha256(picture.read_bytes()).hexdigest(),
        "size": size,
        "code": code_digest("pipeline.reduced"),
        "tools": {**tool_versions(), "pillow": metadata.version("pillow")},
    }
    small = store.put(digest(asked), asked, lambda path: path.write_bytes(reduced(picture, size)))
    fps, words = beat.shot.look.fps, beat.beat.line.shown
    return Panel(place, small, beat.name, beat.start / fps, beat.frames / fps, words)


def sheets(
    panels: Iterable[Panel], count: int, look: Look, out: Path, rows: int = 4
) -> tuple[Path, ...]:
    """Write the storyboard: ``out`` holds all panels, and pages of ``rows`` rows stand beside it.

    A row of the ``count`` panels is drawn, and deflated, once they have come.
    Returns the paths written, the whole sheet first.
    """
    cell = CELLS[look.aspect]
    width = cell.columns * (cell.picture[0] + GAP) + GAP
    count_in = [min(cell.columns, count - first) for first in range(0, count, cell.columns)]
    waiting: dict[int, list[Panel]] = {row: [] for row in range(len(count_in))}
    top = band(np.asarray(Image.new("RGB", (width, GAP), look.palette.panel)))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        made: dict[int, Future[Band]] = {}
        for panel in panels:
            row = panel.place // cell.columns
            waiting[row].append(panel)
            if len(waiting[row]) == count_in[row]:
                made[row] = threads.submit(_drawn, waiting.pop(row), width, look)
        bands = [made[row].result() for row in range(len(count_in))]
        parts = [bands[first : first + rows] for first in range(0, len(bands), rows)]
        pages = [out.with_name(f"{out.stem}-{n + 1}{out.suffix}") for n in range(len(parts))]
        paths = [out, *pages]
        for path, shown in zip(paths, (bands, *parts), strict=True):
            with whole(path) as partial:
                partial.write_bytes(stacked([top, *shown]))
    for stale in sorted(out.parent.glob(f"{out.stem}-*{out.suffix}")):
        if stale not in paths:
            stale.unlink()
    return tuple(paths)


def _drawn(panels: Iterable[Panel], width: int, look: Look) -> Band:
    """Return the row of these panels."""
    row = Image.new("RGB", (width, _row(CELLS[look.aspect])), look.palette.panel)
    for panel in panels:
        _draw(panel, row, look)
    return band(np.asarray(row))


def _row(cell: Cell) -> int:
    """Return the height of a row of panels with the gap that follows it, in pixels."""
    return cell.picture[1] + cell.words + GAP


def _draw(item: Panel, row: Image.Image, look: Look) -> None:
    """Draw a panel at its place in its row."""
    palette, cell = look.palette, CELLS[look.aspect]
    wide, high = cell.picture
    draw = ImageDraw.Draw(row)
    bold, plain = _font("Inter-SemiBold.ttf"), _font("Inter-Regular.ttf")
    left = GAP + item.place % cell.columns * (wide + GAP)
    with Image.open(item.picture) as picture:
        row.paste(picture, (left, 0))
    below = high + 4
    draw.text((left, below), f"{item.name}   {_clock(item.start_s)}", palette.ink, bold)
    length = f"{item.seconds:.1f} s"
    draw.text((left + wide, below), length, palette.muted, bold, anchor="ra")
    lines = _wrapped(item.words, cell.characters, (cell.words - 30) // _LINE)
    for number, line in enumerate(lines):
        draw.text((left, below + 24 + number * _LINE), line, palette.muted, plain)


def _wrapped(words: str, characters: int, most: int) -> Iterable[str]:
    lines = textwrap.wrap(words, characters)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: characters - 2] + " …"]
    return lines


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / file), 16)
