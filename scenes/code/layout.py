"""Where the characters of a program stand. The font is monospaced: counting is measuring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.box import Box
from scenes.look import TypeScale
from scenes.mono import advance as advance_of
from scenes.stage import Mistake
from scenes.typeset import em

_PAD = 0.28
"""Scene units between the panel's edge and what is on it."""
_PITCH, _HEAD = 1.55, 1.75
"""From baseline to baseline, and the height of the title's row, in em."""
_ASCENT = 1.05
"""From the top of a row to its baseline, in em."""
_GAP = 3
"""Characters between the code and the live values beside it."""
_HANGS = 2
"""Characters by which the rest of a broken line is indented."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of a line on a row of its own: characters ``start`` to ``stop`` from ``column``."""

    start: int
    stop: int
    column: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many characters everything takes: of each line its text, of the values the widest.

    ``gutter`` is the room of the line numbers; ``values`` are by line (counted from 0), in the
    order they are watched.
    """

    lines: tuple[str, ...]
    gutter: int
    values: tuple[tuple[int, int], ...]
    has_title: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A program in its place.

    ``panel`` is all of it; line numbers begin at x ``text``, column 0 of the code at ``left``, and
    ``columns`` characters have room. ``rows`` are the rows of each line and ``tops`` the y of the
    lines' upper edges, with that of the foot at the end; ``values`` are the x and baseline of each
    live value.
    """

    size: float
    panel: Box
    text: float
    left: float
    columns: int
    rows: tuple[tuple[Row, ...], ...]
    tops: tuple[float, ...]
    values: tuple[tuple[float, float], ...]

    @property
    def pitch(self) -> float:
        """From row to row, in scene units."""
        return _PITCH * em(self.size)

    def baseline(self, line: int, row: int = 0) -> float:
        """Return the baseline of a row of a line."""
        return self.tops[line] - _ASCENT * em(self.size) - row * self.pitch

    def title_baseline(self, size: float) -> float:
        """Return the title's baseline."""
        return self.panel.top - _PAD - 0.8 * em(size)

    def broken(self, line: int, text: str) -> tuple[Row, ...]:
        """Return the rows of a line, also when its text is another now."""
        rows = self.rows[line]
        return rows if rows[-1].stop == len(text) else broken_at(text, self.columns) or rows

    def span(self, line: float) -> tuple[float, float]:
        """Return the lower and upper edge of a line (from 0), or of a place between two."""
        first = min(int(line), len(self.rows) - 1)
        second = min(first + 1, len(self.rows) - 1)
        part = line - first
        return (
            self.tops[first + 1] + part * (self.tops[second + 1] - self.tops[first + 1]),
            self.tops[first] + part * (self.tops[second] - self.tops[first]),
        )


def lay_out(sizes: Sizes, box: Box, scale: TypeScale) -> Page:
    """Return the program in the largest type that fits the box.

    Live values stand beside their lines where there is room in any size, else under the program;
    a line too long even so is broken at a blank.

    Raises
    ------
    Mistake
        When it does not fit in the smallest type, with what it takes and what there is.
    """
    smaller = [scale.heading - i for i in range(int(scale.heading - scale.small))]
    tried = (
        (True, False, [*smaller, scale.small]),
        (False, False, [*smaller, scale.small]),
        (False, True, [scale.small]),
    )
    for beside, broken, types in tried:
        for size in types:
            page = _page(sizes, box, scale, size, beside, broken)
            if page is not None:
                return page
    raise Mistake(_too_big(sizes, box, scale))


def broken_at(text: str, columns: int) -> tuple[Row, ...] | None:
    """Return the rows of a line at most ``columns`` wide; None where a word is longer."""
    if len(text) <= columns:
        return (Row(0, len(text), 0),)
    hang = len(text) - len(text.lstrip()) + _HANGS
    rows: list[Row] = []
    start, column = 0, 0
    while len(text) - start > columns - column:
        stop = text.rfind(" ", start + 1, start + columns - column + 1)
        if stop <= start or not text[start:stop].strip():
            return None
        rows.append(Row(start, stop, column))
        start = len(text) - len(text[stop:].lstrip())
        column = hang
    return (*rows, Row(start, len(text), column))


def _page(
    sizes: Sizes, box: Box, scale: TypeScale, size: float, beside: bool, broken: bool
) -> Page | None:
    """Return the program at one size, or None when it does not fit."""
    room = int((box.width - 2 * _PAD) / advance_of(size))
    widest = max((end for _, end in _columns(sizes.values, beside)), default=0)
    columns = room - sizes.gutter - (_GAP + widest if beside and widest else 0)
    rows = [broken_at(text, columns) for text in sizes.lines]
    if widest > room or any(row is None or (len(row) > 1 and not broken) for row in rows):
        return None
    taken = tuple(row for row in rows if row is not None)
    below = 0 if beside else len(sizes.values)
    head = _HEAD * em(scale.small) if sizes.has_title else 0.0
    count = sum(map(len, taken)) + below + (0.5 if below else 0.0)
    height = 2 * _PAD + head + count * _PITCH * em(size)
    if height > box.height:
        return None
    widths = [sizes.gutter + row.column + row.stop - row.start for r in taken for row in r]
    return _placed(sizes, taken, box, size, beside, max(widths), columns, height, head)


def _placed(
    sizes: Sizes,
    rows: tuple[tuple[Row, ...], ...],
    box: Box,
    size: float,
    beside: bool,
    code: int,
    columns: int,
    height: float,
    head: float,
) -> Page:
    """Return the program where it stands: its panel as wide as the box, in the middle of it."""
    advance, pitch = advance_of(size), _PITCH * em(size)
    panel = Box(box.left, box.center[1] - height / 2, box.width, height)
    tops = [panel.top - _PAD - head]
    for row in rows:
        tops.append(tops[-1] - len(row) * pitch)
    left = panel.left + _PAD
    values = []
    for n, (line, _) in enumerate(sizes.values):
        start, _ = _columns(sizes.values, beside)[n]
        x = left + (code + _GAP + start) * advance if beside else left
        y = tops[line] if beside else tops[-1] - (n + 0.5) * pitch
        values.append((x, y - _ASCENT * em(size)))
    return Page(
        size, panel, left, left + sizes.gutter * advance, columns, rows, tuple(tops), tuple(values)
    )


def _columns(values: Sequence[tuple[int, int]], beside: bool) -> list[tuple[int, int]]:
    """Return where each value begins and ends: those of one line stand behind one another."""
    ends: dict[int, int] = {}
    columns = []
    for line, width in values:
        start = ends[line] + _GAP if beside and line in ends else 0
        ends[line] = start + width
        columns.append((start, start + width))
    return columns


def _too_big(sizes: Sizes, box: Box, scale: TypeScale) -> str:
    room = int((box.width - 2 * _PAD) / advance_of(scale.small)) - sizes.gutter
    for number, text in enumerate(sizes.lines, 1):
        if broken_at(text, room) is None:
            longest = max(map(len, text.split()))
            return (
                f"line {number} of the code has a word of {longest} characters, the panel has room "
                f"for {room - len(text) + len(text.lstrip())} - shorten it or take a wider region"
            )
    widest: Sequence[int] = [width for _, width in sizes.values]
    if widest and max(widest) > room + sizes.gutter:
        return (
            f"a live value takes {max(widest)} characters, the panel has room for "
            f"{room + sizes.gutter} - watch less or take a wider region"
        )
    head = _HEAD * em(scale.small) if sizes.has_title else 0.0
    rows = int((box.height - 2 * _PAD - head) / (_PITCH * em(scale.small)))
    beside = max((end for _, end in _columns(sizes.values, beside=True)), default=-_GAP)
    if max(map(len, sizes.lines)) <= room - _GAP - beside:
        needed = len(sizes.lines)
    else:
        needed = sum(len(broken_at(text, room) or ()) for text in sizes.lines)
        needed += len(sizes.values) + 1 if sizes.values else 0
    return (
        f"the code and its live values take {needed} rows, the panel has room for {rows} rows of "
        f"{room} characters - shorten the code or take a larger region"
    )
