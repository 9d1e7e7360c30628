"""Where the lines of a calculation stand: sizes in, places out, no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import accumulate
from typing import Literal

from scenes.box import Box
from scenes.look import TypeScale
from scenes.typeset import em

_ASCENT, _DESCENT, _BLANK = 0.72, 0.2, 0.25
"""Least height of a line over and under its baseline, and of an empty line, in em."""
_GAP, _WIDE_GAP = 0.29, 0.65
"""Space between lines, in em: at least, and where there is room."""
_RULE_DROP, _NAME_DROP, _NAME_RISE, _NAME_GAP = 0.1, 0.46, 0.22, 0.28
"""Scene units: from a line to the rule, to a name's baseline under and over it; between names."""
_NAME_DEPTH, _NAME_HEIGHT = 0.1, 0.3
"""Scene units: how far a name reaches below and above its baseline."""

Side = Literal["under", "over"]


@dataclass(frozen=True, slots=True)
class Extent:
    """The rectangle of a term's ink, from the left end of its line and its baseline.

    ``body`` is where the term begins behind its ``=``: what a name or a box is about.
    """

    left: float
    body: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """The middle of the body."""
        return (self.body + self.right) / 2

    def scaled(self, factor: float) -> Extent:
        """Return the rectangle of the same ink at another size."""
        return Extent(*(edge * factor for edge in astuple(self)))

    def shifted(self, x: float, y: float = 0.0) -> Extent:
        """Return the rectangle moved."""
        return Extent(self.left + x, self.body + x, self.right + x, self.bottom + y, self.top + y)


@dataclass(frozen=True, slots=True)
class Caption:
    """The room of a name under or over the terms ``first`` to ``last`` of a line."""

    first: int
    last: int
    width: float
    side: Side = "under"

    def middle(self, terms: Sequence[Extent]) -> float:
        """Return the middle of what it names."""
        return (terms[self.first].body + terms[self.last].right) / 2

    def ends(self, terms: Sequence[Extent]) -> tuple[float, float]:
        """Return where it begins and ends."""
        middle = self.middle(terms)
        return middle - self.width / 2, middle + self.width / 2


@dataclass(frozen=True, slots=True)
class LineSize:
    """How much room a line takes.

    ``terms`` are at the type scale's ``math``; ``relation`` is the index of the term that is to
    stand in one column with those of other lines, if any; lines with the same ``slot`` share a
    place. Captions on one side of a line are in the order of their terms and share none.
    """

    terms: tuple[Extent, ...]
    captions: tuple[Caption, ...]
    relation: int | None
    slot: int


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands, in scene units.

    ``x`` is where the left end of the line would be for each of its terms to fall in place (they
    differ where names push terms apart); ``extents`` are the terms' rectangles in the frame;
    ``rules`` and ``names`` are the heights of the rules and of the names' baselines, by side.
    """

    x: tuple[float, ...]
    baseline: float
    extents: tuple[Extent, ...]
    rules: dict[Side, float]
    names: dict[Side, float]


@dataclass(frozen=True, slots=True)
class Board:
    """All lines in their places, at one type size; ``center`` is the middle of the block."""

    size: float
    center: float
    lines: tuple[LinePlace, ...]


class TooBig(Exception):
    """The lines do not fit the box even at the smallest size.

    ``line`` is the index of the widest line, or None when they are too high together.
    """

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line

    def sentence(self, names: Sequence[str]) -> str:
        """Return what is wrong, for the writer; ``names`` are those of the lines."""
        what = (
            "the lines are too high together"
            if self.line is None
            else f"the line {names[self.line]} is too wide"
        )
        return (
            f"{what} for the panel, even at the smallest type - break it up or take a larger region"
        )


def arrange(
    lines: Sequence[LineSize], box: Box, scale: TypeScale, aligned: bool, brace: float = 0.0
) -> Board:
    """Return the largest board of ``lines`` that fits ``box``, in its middle.

    ``aligned`` puts the relations of all lines in one column; lines without one start at the
    left edge of the block, which stands in the middle of the box. ``brace`` is how much further,
    in scene units, names stand from their terms than with a plain rule between.

    Raises
    ------
    TooBig
        When the smallest type is still too wide or too high.
    """
    size = scale.math
    while True:
        board, widths, height = _set_at(lines, box, scale, size, aligned, brace)
        wide = max(widths, default=0.0) > box.width
        if not wide and height <= box.height:
            return board
        if size <= scale.small:
            raise TooBig(widths.index(max(widths)) if wide else None)
        size = max(size - 1, scale.small)


def _set_at(
    lines: Sequence[LineSize],
    box: Box,
    scale: TypeScale,
    size: float,
    aligned: bool,
    brace: float,
) -> tuple[Board, list[float], float]:
    """Return the board at one size, how far each line reaches, and the least height it needs."""
    unit = em(size)
    spread = [spread_out(line, size / scale.math) for line in lines]
    spans = [span(line, extents) for line, extents in zip(lines, spread, strict=True)]
    anchors = [
        extents[line.relation].left if aligned and line.relation is not None else None
        for line, extents in zip(lines, spread, strict=True)
    ]
    columns = (a - s[0] for a, s in zip(anchors, spans, strict=True) if a is not None)
    column = max(columns, default=0.0)
    starts = [-s[0] if a is None else column - a for a, s in zip(anchors, spans, strict=True)]
    reaches = [x + s[1] for x, s in zip(starts, spans, strict=True)]
    width = max(reaches, default=0.0)
    left = box.left + (box.width - width) / 2

    tops, bottoms = _heights(lines, spread, unit, brace)
    ink, gaps = sum(tops) + sum(bottoms), max(len(tops) - 1, 1)
    gap = min(max((box.height - ink) / gaps, _GAP * unit), _WIDE_GAP * unit)
    falls = accumulate(
        (bottom + gap + top for bottom, top in zip(bottoms[:-1], tops[1:], strict=True)),
        initial=tops[0] if tops else 0.0,
    )
    top = box.top - max(box.height - ink - gap * (len(tops) - 1), 0.0) / 2
    baselines = [top - fall for fall in falls]
    placed = tuple(
        _placed(line, extents, left + x, baselines[line.slot], size / scale.math, brace)
        for line, extents, x in zip(lines, spread, starts, strict=True)
    )
    return Board(size, left + width / 2, placed), reaches, ink + gaps * _GAP * unit


def spread_out(line: LineSize, factor: float) -> tuple[Extent, ...]:
    """Return the terms' rectangles, pushed apart just enough for their captions."""
    terms = [term.scaled(factor) for term in line.terms]
    shift = 0.0
    end: dict[Side, float] = {}
    spread: list[Extent] = []
    for i, term in enumerate(terms):
        for caption in line.captions:
            if caption.first == i and caption.side in end:
                start = caption.ends(terms)[0] + shift
                shift += max(end[caption.side] + _NAME_GAP - start, 0.0)
        spread.append(term.shifted(shift))
        for caption in line.captions:
            if caption.last == i:
                end[caption.side] = caption.ends(spread)[1]
    return tuple(spread)


def span(line: LineSize, extents: Sequence[Extent]) -> tuple[float, float]:
    """Return the left and right end of a line with its captions."""
    ends = [(e.left, e.right) for e in extents] + [c.ends(extents) for c in line.captions]
    return min((e[0] for e in ends), default=0.0), max((e[1] for e in ends), default=0.0)


def _heights(
    lines: Sequence[LineSize], spread: Sequence[tuple[Extent, ...]], unit: float, brace: float
) -> tuple[list[float], list[float]]:
    """Return the height over and the depth under the baseline of each slot."""
    tops = [0.0] * (max((line.slot for line in lines), default=-1) + 1)
    bottoms = list(tops)
    for line, extents in zip(lines, spread, strict=True):
        if extents:
            top = max(_ASCENT * unit, *(extent.top for extent in extents))
            bottom = max(_DESCENT * unit, *(-extent.bottom for extent in extents))
        else:
            top, bottom = _BLANK * unit, 0.0
        sides = {caption.side for caption in line.captions}
        if "under" in sides:
            bottom = _foot(extents) + _NAME_DROP + brace + _NAME_DEPTH
        if "over" in sides:
            top = _head(extents) + _NAME_RISE + brace + _NAME_HEIGHT
        tops[line.slot] = max(tops[line.slot], top)
        bottoms[line.slot] = max(bottoms[line.slot], bottom)
    return tops, bottoms


def _foot(extents: Iterable[Extent]) -> float:
    return max((-extent.bottom for extent in extents), default=0.0)


def _head(extents: Iterable[Extent]) -> float:
    return max((extent.top for extent in extents), default=0.0)


def _placed(
    line: LineSize,
    extents: Sequence[Extent],
    x: float,
    baseline: float,
    factor: float,
    brace: float,
) -> LinePlace:
    """Return a line's place, its left end at ``x``."""
    foot, head = baseline - _foot(extents), baseline + _head(extents)
    return LinePlace(
        tuple(
            x + extent.left - term.left * factor
            for extent, term in zip(extents, line.terms, strict=True)
        ),
        baseline,
        tuple(extent.shifted(x, baseline) for extent in extents),
        {"under": foot - _RULE_DROP - brace / 2, "over": head + _RULE_DROP + brace / 2},
        {"under": foot - _NAME_DROP - brace, "over": head + _NAME_RISE + brace},
    )
