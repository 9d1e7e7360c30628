"""Finds the texts of a picture: where their glyphs stand and in what size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from scenes import mono, typeset

TOUCH = 0.02
"""Scene units by which glyphs of two texts may overlap: one pixel in 270."""


@dataclass(frozen=True)
class Text:
    """The glyphs of one text: left, bottom, right, top of each (n, 4); its size in points."""

    boxes: NDArray[np.float64]
    size: float


@contextmanager
def marked() -> Iterator[None]:
    """Let every glyph carry the size it was set in; copies carry it on."""
    typst = typeset._typst

    def mark(markup: str, size: float, *args: Any) -> Any:
        outlines = typst(markup, size, *args)
        for glyph in outlines:
            glyph.typeset_at = size, _extent(glyph)
        return outlines

    kept = typeset._glyphs, mono._characters
    for cache in kept:
        cache.cache_clear()
    with mock.patch.object(typeset, "_typst", mark):
        yield
    for cache in kept:
        cache.cache_clear()


def texts(drawn: Mapping[str, Any]) -> list[tuple[str, Text]]:
    """Return every text that is seen, with the name of its part."""
    return [
        (name, Text(np.array([_box(glyph) for glyph in glyphs]), min(map(_size, glyphs))))
        for name, part in drawn.items()
        for glyphs in _texts(part)
    ]


def overlaps(found: list[tuple[str, Text]]) -> list[str]:
    """Return the pairs of texts of which glyphs overlap."""
    return [
        f"{one} and {other} near {_where(a.boxes)}"
        for i, (one, a) in enumerate(found)
        for other, b in found[:i]
        if _overlap(a.boxes, b.boxes)
    ]


def _texts(mobject: Any) -> Iterator[list[Any]]:
    """Yield the glyphs of each text: the largest groups that hold nothing but glyphs."""
    leaves = [leaf for leaf in mobject.family_members_with_points() if _is_seen(leaf)]
    is_text = leaves and all(hasattr(leaf, "typeset_at") for leaf in leaves)
    if is_text and not any(hasattr(member, "baseline") for member in mobject.submobjects):
        yield leaves
        return
    for member in mobject.submobjects:
        yield from _texts(member)


def _is_seen(leaf: Any) -> bool:
    return bool(leaf.get_fill_opacity() > 0 or leaf.get_stroke_opacity() > 0)


def _extent(glyph: Any) -> float:
    return max(float(glyph.width), float(glyph.height))


def _size(glyph: Any) -> float:
    points, extent = glyph.typeset_at
    return float(points * _extent(glyph) / extent)


def _box(glyph: Any) -> tuple[float, ...]:
    low, high = glyph.points.min(axis=0), glyph.points.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _overlap(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return bool(((high - low) > TOUCH).all(axis=-1).any())


def _where(boxes: NDArray[np.float64]) -> str:
    return f"({boxes[:, 0].min():.2f}, {boxes[:, 1].min():.2f})"
