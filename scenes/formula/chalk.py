"""The parts of a formula as they are drawn: terms, names, frames and strokes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.box import Box
from scenes.column import headline
from scenes.ease import mix, smooth
from scenes.formula import names
from scenes.formula.layout import NamePlace, Sheet, lay_out, starts_line
from scenes.formula.model import Mark, Params
from scenes.frames import rounded, soft_box
from scenes.look import Look
from scenes.parts import across, faded, part
from scenes.stage import Mistake
from scenes.strokes import outline
from scenes.terms import ink
from scenes.terms.board import Caption, LineSize, TooBig
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_PAD, _FRAME_PAD, _REACH = 0.09, 0.13, 0.06
"""Scene units round the ink: of a soft box, of a frame; how far a stroke reaches out of it."""
_LARGEST = 1.5
"""The largest size, in that of the type scale: a formula alone fills its panel."""
_UNDER = 0.9
"""From a title to the lines, in ems of the body."""
_HOOK = 0.1
"""Scene units: the round parts of a brace."""


class Chalk:
    """Draws the parts of a formula in their places."""

    def __init__(self, params: Params, slots: Mapping[str, int], box: Box, look: Look) -> None:
        self.params, self.box, self.look = params, box, look
        self._scale = replace(look.type, math=_LARGEST * look.type.math)
        self._slots = slots
        self.labels = tuple(names.labels(line) for line in params.lines)

    @cached_property
    def title(self) -> VGroup | None:
        """The title in its place: over the first line, at the top where there is no room."""
        title = self._headline[0]
        if title is None:
            return None
        first = [term.extent.top for line in self.sheet.terms for term in line if term.row == 0]
        over = [name.text + em(self.look.type.small) for line in self.sheet.names for name in line]
        top = max([*first, *over])
        room = float(title.get_bottom()[1]) - top - _UNDER * em(self.look.type.body)
        return title.copy().shift(np.array([0.0, -max(room, 0.0), 0.0]))

    @cached_property
    def _headline(self) -> tuple[VGroup | None, float]:
        if not self.params.title:
            return None, self.box.top
        return headline(self.params.title, self.look, self.box, "center")

    @cached_property
    def sheet(self) -> Sheet:
        """Where everything stands."""
        lines = self.params.lines
        room = self.box.inset(*(_FRAME_PAD,) * 3, self.box.top - self._headline[1] + _FRAME_PAD)
        sizes = [self._measure(i) for i in range(len(lines))]
        breaks = [self._breaks(i) for i in range(len(lines))]
        try:
            return lay_out(sizes, breaks, room, self._scale)
        except TooBig as error:
            raise Mistake(error.sentence([line.id for line in lines])) from None

    def _measure(self, index: int) -> LineSize:
        """Return the room a line takes at the largest size."""
        line = self.params.lines[index]
        drawn = zip(self._terms(index, self._scale.math), line.terms, strict=True)
        starts = (
            i
            for i, term in enumerate(line.terms)
            if any(term.math.lstrip().startswith(start) for start in self.params.align)
        )
        return LineSize(
            tuple(ink.extent(glyphs, term.math) for glyphs, term in drawn),
            tuple(
                Caption(n.first, n.last, float(self._text(n.text, n.color).width), n.side)
                for n in self.labels[index]
            ),
            next(starts, None),
            self._slots[line.id],
        )

    def _breaks(self, index: int) -> frozenset[int]:
        """Return the terms of a line that may begin a row: not inside what has one name."""
        terms, labels = self.params.lines[index].terms, self.labels[index]
        return frozenset(
            i
            for i, term in enumerate(terms)
            if starts_line(term.math) and not any(n.first < i <= n.last for n in labels)
        )

    @part
    def _terms(self, index: int, size: float) -> tuple[VGroup, ...]:
        terms = self.params.lines[index].terms
        if not terms:
            return ()
        colors = [self.look.palette.of(term.color) for term in terms]
        return ink.terms([term.math for term in terms], size, colors)

    @part
    def term(self, index: int, term: int, light: float) -> Mobject:
        """Return a term in its place."""
        if light < 1:
            return faded(self.term(index, term, 1.0), light)
        place = self.sheet.terms[index][term]
        glyphs = self._terms(index, self.sheet.size)[term].copy()
        return glyphs.shift((place.x, place.baseline, 0))

    @part
    def _text(self, text: str, color: str) -> VGroup:
        shade = self.look.palette.muted if color == "ink" else self.look.palette.of(color)
        return typeset.text(text, self.look.type.small, shade)

    @part
    def name(self, index: int, name: int, strength: float) -> VGroup:
        """Return a brace and the name behind it: the brace opens, then the name fades in."""
        from manim import VGroup

        label, place = self.labels[index][name], self.sheet.names[index][name]
        words = self._text(label.text, label.color).copy()
        typeset.place(words, (place.left + place.right) / 2, place.text, "center")
        color = (
            self.look.palette.muted if label.color == "ink" else self.look.palette.of(label.color)
        )
        brace = _brace(place, -1.0 if label.side == "under" else 1.0, smooth(strength / 0.6))
        brace.set_stroke(color, 2.5)
        brace.set_stroke(opacity=min(4 * strength, 1.0))
        return VGroup(brace, faded(words, smooth((strength - 0.3) / 0.7)))

    @part
    def mark(self, mark: Mark) -> VGroup:
        """Return a mark's boxes, frames or strokes: one for each run of terms on one row."""
        from manim import VGroup

        index = next(i for i, line in enumerate(self.params.lines) if line.id == mark.line)
        return VGroup(*self._marked(index, mark))

    def _marked(self, index: int, mark: Mark) -> Iterator[Mobject]:
        palette = self.look.palette
        terms = self.params.lines[index].terms
        whole = not mark.at
        color = palette.of("ink" if whole else terms[mark.at[0]].color)
        for first, last in self._runs(index, mark.at or tuple(range(len(terms)))):
            if mark.kind == "highlight":
                yield soft_box(self._round(index, first, last, _PAD), color, mark.strength)
            elif mark.kind == "box":
                frame = rounded(self._round(index, first, last, _FRAME_PAD))
                frame.set_stroke(color, 4)
                yield frame.get_subcurve(0.0, mark.strength) if mark.strength < 1 else frame
            else:
                place = self._round(index, first, last, _REACH)
                end = [mix(place.left, place.right, mark.strength)]
                end += [mix(place.bottom, place.top, mark.strength)]
                stroke = outline([np.array([[place.left, place.bottom], end])])
                yield across(stroke.set_stroke(palette.warning, 5))

    def _runs(self, index: int, at: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """Yield the first and last of neighbouring terms on one row."""
        places = self.sheet.terms[index]
        start = at[0]
        for one, other in zip(at, (*at[1:], None), strict=True):
            if other is None or other != one + 1 or places[other].row != places[one].row:
                yield start, one
                start = other if other is not None else one

    def _round(self, index: int, first: int, last: int, pad: float) -> Box:
        """Return the rectangle of the ink of neighbouring terms, with a margin."""
        extents = [place.extent for place in self.sheet.terms[index][first : last + 1]]
        left, right = extents[0].body - pad, extents[-1].right + pad
        bottom = min(extent.bottom for extent in extents) - pad
        top = max(extent.top for extent in extents) + pad
        return Box(left, bottom, right - left, top - bottom)


def _brace(place: NamePlace, side: float, opened: float) -> VMobject:
    """Return a brace that opens from its middle; ``side`` is 1 for one that points up."""
    from manim import VMobject

    middle, half = (place.left + place.right) / 2, max((place.right - place.left) / 2, 0.16)
    half = mix(0.08, half, opened)
    hook = min(_HOOK, half / 2)
    y = place.brace

    def at(x: float, rise: float) -> Array:
        return np.array([middle + x, y + side * rise, 0.0])

    brace = VMobject()
    brace.start_new_path(at(-half, -0.05))
    brace.add_cubic_bezier_curve_to(
        at(-half, 0.01), at(-half + 0.3 * hook, 0.02), at(-half + hook, 0.02)
    )
    brace.add_line_to(at(-hook, 0.02))
    brace.add_cubic_bezier_curve_to(at(-0.3 * hook, 0.02), at(0, 0.03), at(0, 0.07))
    brace.add_cubic_bezier_curve_to(at(0, 0.03), at(0.3 * hook, 0.02), at(hook, 0.02))
    brace.add_line_to(at(half - hook, 0.02))
    brace.add_cubic_bezier_curve_to(at(half - 0.3 * hook, 0.02), at(half, 0.01), at(half, -0.05))
    return brace
