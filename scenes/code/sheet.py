"""The parts of a program as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import mono, typeset
from scenes.box import Box
from scenes.code.layout import Page
from scenes.code.model import LineState, Params
from scenes.code.tokens import Token, tokens
from scenes.ease import smooth
from scenes.frames import rounded
from scenes.look import Look
from scenes.mono import Ink
from scenes.parts import faded, part
from scenes.terms.ink import common

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_OUT = 0.12
"""Scene units by which the bar reaches out of the text, on both sides."""
_TINT = 0.09
"""Opacity of the bar: every colour still reads on it."""
_EDGE = 0.07
"""Width of the bar's bright edge, in scene units."""


class Sheet:
    """Draws a program in its place."""

    def __init__(self, params: Params, page: Page, look: Look) -> None:
        self.params, self.page, self.look = params, page, look

    @part
    def panel(self) -> VGroup:
        """Return the panel, with the title in its corner."""
        from manim import VGroup

        palette, page, size = self.look.palette, self.page, self.look.type.small
        plate = rounded(page.panel, 0.16).set_fill(palette.panel, 1)
        plate.set_stroke(palette.faint, 1.5, 0.6)
        group = VGroup(plate)
        if self.params.title:
            title = typeset.text(self.params.title, size, palette.muted)
            group.add(typeset.place(title, page.text, page.title_baseline(size)))
        return group

    @part
    def bar(self, line: float, strength: float) -> VGroup:
        """Return the bar on a line (from 1), or between two, with its bright edge."""
        from manim import VGroup

        page, palette = self.page, self.look.palette
        bottom, top = page.span(line - 1)
        margin = page.text - page.panel.left - _OUT
        left, width = page.panel.left + margin, page.panel.width - 2 * margin
        box = Box(left, bottom, width, top - bottom)
        edge = rounded(Box(left, bottom, _EDGE, top - bottom), 0.03)
        soft = rounded(box, 0.08).set_fill(palette.ink, _TINT * strength)
        return VGroup(soft, edge.set_fill(palette.path, strength))

    @part
    def line(self, index: int, text: str, typed: int, light: float) -> Mobject:
        """Return a line as far as it is typed, with its number."""
        from manim import VGroup

        if light < 1:
            return faded(self.line(index, text, typed, 1.0), light)
        group = VGroup()
        if self.params.numbers:
            number = f"{index + 1:>{len(str(len(self.params.lines)))}}"
            digits = mono.line([(number, Ink(self.look.palette.muted))], self.page.size)
            group.add(digits.shift((self.page.text, self.page.baseline(index), 0)))
        return group.add(*self._set(index, text, list(tokens(text)), typed))

    def becoming(self, index: int, line: LineState) -> VGroup:
        """Return a line on its way into another: tokens they share glide, the rest changes."""
        from manim import VGroup

        old, new = (
            [token for token in tokens(text) if token.what != "space"]
            for text in (line.text, line.next)
        )
        pairs = common([token.text for token in old], [token.text for token in new])
        glide = smooth(line.progress)
        go, come = smooth(line.progress / 0.5), smooth((line.progress - 0.5) / 0.5)
        group = VGroup()
        if self.params.numbers:
            group.add(self.line(index, "", 0, 1.0))
        for i, token in enumerate(old):
            here = self._whole(index, line.text, token)
            if i in pairs:
                there = self._whole(index, line.next, new[pairs[i]])
                way = np.array(there.get_corner((-1, -1, 0)) - here.get_corner((-1, -1, 0)))
                group.add(here.shift(glide * way))
            elif go < 1:
                group.add(faded(here, 1 - go))
        for j, token in enumerate(new):
            if j not in pairs.values() and come > 0:
                group.add(faded(self._whole(index, line.next, token), come))
        return faded(group, line.light)

    def _whole(self, index: int, text: str, token: Token) -> VGroup:
        """Return a token in its place; it may be broken in two."""
        from manim import VGroup

        return VGroup(*self._set(index, text, [token], len(text)))

    def _set(self, index: int, text: str, some: Sequence[Token], typed: int) -> Iterator[VGroup]:
        """Yield what is typed of neighbouring tokens, a piece for each row they stand on."""
        page = self.page
        for number, row in enumerate(page.broken(index, text)):
            first = max(some[0].start if some else 0, row.start)
            stop = min(row.stop, typed)
            cut = ((max(t.start, first), min(t.start + len(t.text), stop), t) for t in some)
            pieces = [(text[a:b], self._ink(token)) for a, b, token in cut if a < b]
            if pieces:
                x = page.left + (row.column + first - row.start) * mono.advance(page.size)
                shown: Any = mono.line(pieces, page.size)
                yield shown.shift((x, page.baseline(index, number), 0))

    def _ink(self, token: Token) -> Ink:
        """Return how a token is set: colour is for what its name means."""
        palette = self.look.palette
        if token.what == "comment":
            return Ink(palette.muted, "oblique")
        if token.what == "keyword":
            return Ink(palette.ink, "bold")
        return Ink(palette.of(self.params.color(token.text)))

    @part
    def value(self, index: int, shown: str, light: float) -> Mobject:
        """Return a live value where it stands."""
        if light < 1:
            return faded(self.value(index, shown, 1.0), light)
        watch, (x, y) = self.params.watch[index], self.page.values[index]
        meaning = watch.color or self.params.color(watch.name)
        color = self.look.palette.of(meaning)
        return mono.line([(shown, Ink(color))], self.page.size).shift((x, y, 0))
