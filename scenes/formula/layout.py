"""Where the terms of a formula stand, its long lines broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.box import Box
from scenes.look import TypeScale
from scenes.terms.board import (
    Board,
    Caption,
    Extent,
    LinePlace,
    LineSize,
    Side,
    TooBig,
    arrange,
    span,
    spread_out,
)

BRACE = 0.2
"""Scene units a name stands further off than with a plain rule between."""

_BREAK = re.compile(r"\s*([=+<>\u2212\u00b1-]|!=|arrow\b|approx\b|plus\.minus\b|prop\b)")
"""How the maths of a term begins that may begin a line."""
_SMALLER = 2.0


@dataclass(frozen=True, slots=True)
class TermPlace:
    """A term's place: the left end its line would have, its baseline, its ink, its row."""

    x: float
    baseline: float
    extent: Extent
    row: int


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where the brace of a name runs and where its text stands, in scene units."""

    left: float
    right: float
    brace: float
    text: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """All terms and names in their places, line by line, at one type size.

    The names of a line are in order of their side, then from the left. ``center`` is
    the middle of the block.
    """

    size: float
    center: float
    terms: tuple[tuple[TermPlace, ...], ...]
    names: tuple[tuple[NamePlace, ...], ...]


def starts_line(math: str) -> bool:
    """Return whether a term may begin the next row of a line that is too wide."""
    return bool(_BREAK.match(math))


def lay_out(
    lines: Sequence[LineSize], breaks: Sequence[frozenset[int]], box: Box, scale: TypeScale
) -> Sheet:
    """Return the formula in the largest type that needs no broken line, or else the fewest.

    ``lines`` are measured at the scale's ``math``, the largest size; ``breaks`` are,
    for each line, the terms that may begin a new row.

    Raises
    ------
    TooBig
        When nothing fits even in the smallest type; it has the index of a line.
    """
    whole = [(range(len(line.terms)),) for line in lines]
    try:
        return _sheet(lines, whole, box, scale)
    except TooBig as error:
        if error.line is None:
            raise
        failure = error
    size = scale.math
    while size >= scale.small:
        rows = [
            _rows(line, may, box.width, size / scale.math)
            for line, may in zip(lines, breaks, strict=True)
        ]
        try:
            sheet = _sheet(lines, rows, box, scale)
            if sheet.size > size - _SMALLER:
                return sheet
        except TooBig as error:
            failure = error
        size -= _SMALLER
    raise failure


def _rows(line: LineSize, breaks: frozenset[int], width: float, factor: float) -> tuple[range, ...]:
    """Return the terms of each row of a line broken to ``width``, its terms scaled."""
    end = len(line.terms)
    stops = [*sorted(breaks - {0}), end]
    rows: list[range] = []
    start = 0
    for stop, next_stop in zip(stops, (*stops[1:], end), strict=True):
        indent = _indent(line, rows[0], factor) if rows else 0.0
        if stop == end or indent + _width(line, range(start, next_stop), factor) > width:
            rows.append(range(start, stop))
            start = stop
    return tuple(rows)


def _width(line: LineSize, row: range, factor: float) -> float:
    part = _row(line, row, 0)
    left, right = span(part, spread_out(part, factor))
    return right - left


def _indent(line: LineSize, row: range, factor: float) -> float:
    """Return how far right later rows begin: under the relation of the first."""
    if line.relation is None or line.relation not in row:
        return 0.0
    part = _row(line, row, 0)
    terms = spread_out(part, factor)
    return terms[line.relation].left - span(part, terms)[0]


def _sheet(
    lines: Sequence[LineSize], rows: Sequence[tuple[range, ...]], box: Box, scale: TypeScale
) -> Sheet:
    """Return the places of lines broken into rows; each row is a line of a board."""
    height: dict[int, int] = {}
    for line, broken in zip(lines, rows, strict=True):
        height[line.slot] = max(height.get(line.slot, 1), len(broken))
    first = {slot: sum(height[s] for s in height if s < slot) for slot in height}
    sizes = [
        _row(line, row, first[line.slot] + i)
        for line, broken in zip(lines, rows, strict=True)
        for i, row in enumerate(broken)
    ]
    owner = [(index, row.start) for index, broken in enumerate(rows) for row in broken]
    try:
        board = arrange(sizes, box, scale, aligned=True, brace=BRACE)
    except TooBig as error:
        raise TooBig(None if error.line is None else owner[error.line][0]) from None
    return _placed(board, sizes, owner, len(lines))


def _row(line: LineSize, row: range, slot: int) -> LineSize:
    """Return a row of a line as a line of its own; a later row hangs under the relation."""
    inside = tuple(
        replace(c, first=c.first - row.start, last=c.last - row.start)
        for c in line.captions
        if c.first in row
    )
    relation = line.relation
    if relation is not None:
        relation = 0 if row.start > relation else relation - row.start
        relation = relation if relation < len(row) else None
    return LineSize(line.terms[row.start : row.stop], inside, relation, slot)


def _placed(
    board: Board, sizes: Sequence[LineSize], owner: Sequence[tuple[int, int]], count: int
) -> Sheet:
    """Return the rows' terms and names, line by line; names in the order of the captions."""
    terms: list[list[TermPlace]] = [[] for _ in range(count)]
    names: list[list[tuple[Side, int, NamePlace]]] = [[] for _ in range(count)]
    for size, place, (line, start) in zip(sizes, board.lines, owner, strict=True):
        places = zip(place.x, place.extents, strict=True)
        terms[line] += [TermPlace(x, place.baseline, e, size.slot) for x, e in places]
        names[line] += [(c.side, start + c.first, _name(c, place)) for c in size.captions]
    in_order = (sorted(found, key=lambda name: name[:2]) for found in names)
    return Sheet(
        board.size,
        board.center,
        tuple(map(tuple, terms)),
        tuple(tuple(place for _, _, place in found) for found in in_order),
    )


def _name(caption: Caption, place: LinePlace) -> NamePlace:
    first, last = place.extents[caption.first], place.extents[caption.last]
    side = caption.side
    return NamePlace(first.body, last.right, place.rules[side], place.names[side])
