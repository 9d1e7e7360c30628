"""Rules of colour: contrast with what is behind, and meanings that every eye can tell apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from pipeline.layout.behind import Behind
from pipeline.layout.faults import Fault, quoted
from pipeline.layout.limits import (
    COLOR_DISTANCE,
    GRAPHIC_CONTRAST,
    TEXT_CONTRAST,
    WORST_SHARE,
)
from pipeline.layout.picture import Ink, Picture
from pipeline.layout.shape import Array
from pipeline.layout.vision import VISIONS, between, contrast, distance, hex_of, rgb_of

_FULL = 0.95
_SCAFFOLD = ("background", "panel", "muted", "faint", "low", "high")
"""Fields of the palette that carry no meaning of their own."""


def text_contrast(picture: Picture, behind: Mapping[int, Array]) -> Iterator[Fault]:
    """Text stands out 4.5 to 1 from what is really behind each of its glyphs."""
    for writing in picture.firm:
        ratios = [
            _ratio(glyph, behind[glyph.order])
            for glyph in writing.glyphs
            if glyph.order in behind and not glyph.shape.is_edge
        ]
        if ratios and min(ratios) < TEXT_CONTRAST:
            worst = min(ratios)
            source = writing.setting.source
            yield Fault(
                "text-contrast",
                writing.panel,
                source,
                f"{quoted(writing)} has a contrast of {worst:.1f} to 1 with what is behind it, "
                f"not {TEXT_CONTRAST}",
                "take another colour or place",
                TEXT_CONTRAST - worst,
                source,
            )


def graphic_contrast(picture: Picture, behind: Mapping[int, Array]) -> Iterator[Fault]:
    """Lines and markers stand out 3 to 1 from what is behind them; ground and texture need not."""
    for mark in picture.marks:
        if mark.order in behind and picture.is_mark(mark):
            ratio = _ratio(mark, behind[mark.order])
            if ratio < GRAPHIC_CONTRAST:
                yield Fault(
                    "graphic-contrast",
                    mark.panel,
                    mark.part,
                    f"{mark.part} has a contrast of {ratio:.1f} to 1 with what is behind it, "
                    f"not {GRAPHIC_CONTRAST:.0f}",
                    "take another colour",
                    GRAPHIC_CONTRAST - ratio,
                )


def color_pairs(picture: Picture) -> Iterator[Fault]:
    """Colours with a meaning are 10 apart in CAM02-UCS, to full vision and three deficiencies.

    Colours are taken from lines and markers; a tint of a colour is that colour.
    """
    used: dict[str, Ink] = {}
    for mark in picture.marks:
        ink = mark.shape.ink
        if ink is not None and mark.panel in picture.settled and picture.is_mark(mark):
            used.setdefault(hex_of(ink[:3]), mark)
    scaffold = {getattr(picture.palette, name).upper() for name in _SCAFFOLD}
    for one, other in combinations([color for color in used if color not in scaffold], 2):
        if _is_tint(one, other, picture) or _is_tint(other, one, picture):
            continue
        apart, vision = min((distance(one, other, vision), vision) for vision in VISIONS)
        if apart < COLOR_DISTANCE:
            mark = used[other]
            yield Fault(
                "color-pair",
                mark.panel,
                f"{one} {other}",
                f"{used[one].part} {one} and {mark.part} {other} are {apart:.1f} apart to "
                f"{vision}, not {COLOR_DISTANCE:.0f}",
                "give one of them another colour",
                COLOR_DISTANCE - apart,
            )


def looked_at(picture: Picture) -> frozenset[int]:
    """Return the orders of the shapes whose contrast counts: firm, in panels that hold still."""
    glyphs = (glyph for writing in picture.firm for glyph in writing.glyphs)
    marks = (mark for mark in picture.marks if picture.is_mark(mark))
    return frozenset(
        ink.order
        for ink in (*glyphs, *marks)
        if ink.panel in picture.settled and ink.light >= _FULL
    )


def behind(picture: Picture, painter: Behind) -> Mapping[int, Array]:
    """Return the colours (n, 2, 3) behind each shape that is looked at."""
    return painter.colors(picture, looked_at(picture))


def _ratio(ink: Ink, colors: Array) -> float:
    """Return the contrast of a shape with the colours (n, 2, 3) on both sides of its outline.

    A place has the contrast of its better side; the shape that of all but its worst places, and
    of its better ink.
    """
    shape = ink.shape
    if not len(colors):
        return math.inf
    if shape.behind is not None:
        colors = _over(shape.behind, colors)
    found = (
        contrast(_over(color, colors), colors).max(axis=1)
        for color in (shape.fill, shape.stroke)
        if color is not None
    )
    return max(_low(np.sort(ratios)) for ratios in found)


def _low(ordered: Array) -> float:
    """Return the quantile of numbers in order that ``WORST_SHARE`` of them are below."""
    place, between = divmod(WORST_SHARE * (len(ordered) - 1), 1)
    pair = ordered[int(place) : int(place) + 2]
    return float(pair[0] + between * (pair[-1] - pair[0]))


def _over(ink: Array, colors: Array) -> Array:
    """Return an ink (4,) over colours (..., 3)."""
    mixed: Array = colors + (ink[:3] - colors) * ink[3]
    return mixed


def _is_tint(one: str, other: str, picture: Picture) -> bool:
    """Tell whether a colour lies between another and the ink or the background."""
    palette = picture.palette
    return any(between(rgb_of(one), other, end) for end in (palette.ink, palette.background))
