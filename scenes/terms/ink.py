"""Ink on the board: terms cut out of a typeset line, written, and turned into other terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.ease import share, smooth
from scenes.stage import Mistake
from scenes.terms.board import Extent

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_SEAM = "#FE00FE"
_MARKER = f'#box(width: 0pt, rect(width: 0.01em, height: 0.1em, fill: rgb("{_SEAM}")));'
_PEN = 2.0
_OVERLAP = 0.6


def terms(sources: Sequence[str], size: float, colors: Sequence[str]) -> tuple[VGroup, ...]:
    """Return the terms of a line, set as one formula so that the space between them is right.

    The line's left end is at x = 0, its baseline at y = 0. Markers of a colour nobody uses part
    one term from the next.

    Raises
    ------
    Mistake
        When a term has no ink, such as an empty text.
    """
    from manim import VGroup

    formula: Any = typeset.math(_MARKER.join(source.strip() for source in sources), size, "#FFFFFF")
    groups = [VGroup() for _ in sources]
    at = 0
    for glyph in formula.submobjects:
        if glyph.get_fill_color().to_hex().upper() == _SEAM:
            at += 1
        else:
            groups[at].add(glyph)
    for group, source in zip(groups, sources, strict=True):
        if not group.submobjects:
            raise Mistake(f"the term {source} draws nothing: leave it out")
    line = VGroup(*groups)
    line.shift(np.array([-line.get_left()[0], -formula.baseline, 0.0]))
    for group, source, color in zip(groups, sources, colors, strict=True):
        typeset.signed(group, source, "math", size).set_color(color)
    return tuple(groups)


def extent(term: VGroup, source: str) -> Extent:
    """Return the rectangle of a term's ink."""
    glyphs = term.submobjects
    body = glyphs[1:] if starts_with_equals(source) and len(glyphs) > 1 else glyphs
    left, bottom, _ = term.get_corner(np.array([-1.0, -1.0, 0.0]))
    right, top, _ = term.get_corner(np.array([1.0, 1.0, 0.0]))
    start = min(glyph.get_left()[0] for glyph in body)
    return Extent(float(left), float(start), float(right), float(bottom), float(top))


def starts_with_equals(source: str) -> bool:
    """Return whether a term's maths begins with an equals sign."""
    return source.lstrip().startswith("=")


def written(term: VGroup, progress: float) -> VGroup:
    """Return a term while a pen writes it: each outline is drawn, then fills, one after another."""
    from manim import VGroup

    glyphs = typeset.letters(term)
    writing = VGroup()
    for i, glyph in enumerate(glyphs):
        done = share(progress, i, len(glyphs), _OVERLAP)
        if done >= 1:
            writing.add(glyph)
        elif done > 0:
            writing.add(*_half_written(glyph, done))
    return writing


def _half_written(glyph: VMobject, done: float) -> list[VMobject]:
    """Return the outline drawn so far and, under it, the fill that comes with its second half."""
    drawn = glyph.copy().pointwise_become_partial(glyph, 0.0, smooth(done / 0.7))
    if glyph.get_fill_opacity() == 0:
        return [drawn]
    drawn.set_fill(opacity=0)
    fade = smooth((done - 0.4) / 0.6)
    drawn.set_stroke(glyph.get_fill_color(), width=_PEN, opacity=1 - fade)
    return [glyph.copy().set_fill(opacity=fade * glyph.get_fill_opacity()), drawn]


def common(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return which term of ``new`` each unchanged term of ``old`` becomes, in order.

    The longest common subsequence: unchanged terms glide, the rest is exchanged.
    """
    best = np.zeros((len(old) + 1, len(new) + 1), dtype=int)
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            same = old[i] == new[j]
            best[i, j] = best[i + 1, j + 1] + 1 if same else max(best[i + 1, j], best[i, j + 1])
    pairs, i, j = {}, 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return pairs
