"""The parts of a table of cards as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import cos, pi
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.cards.layout import Need, Sizes, Table, TooBig, arrange, crossed, ends
from scenes.cards.model import Frame, Params
from scenes.column import headline, paragraph, set_down, slid_in
from scenes.ease import mix, smooth
from scenes.frames import rounded
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.strokes import outline
from scenes.typeset import em
from scenes.verdicts import CHECK, mark, struck_out

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_PAD, _TOP, _EDGE = 0.26, 0.3, 0.09
"""Scene units: inside a card at its sides and foot, at its top; the width of its coloured edge."""
_ROOM_OVER, _ROOM_UNDER = 0.26, 0.06
"""Scene units over the first row, for the label of a chosen card: at the top, under a title."""
_BAR, _BAR_ROOM = 0.1, 0.45
_LETTER, _CHECK = 1.15, 1.1
"""Em of the title, of the text: the room of a card's letter, of a check mark."""
_MARGIN, _TIP = 0.1, 0.26
"""Scene units between a card and an arrow's ends, and the length of its tip."""
_THINNEST = 0.02


@dataclass(frozen=True)
class Words:
    """What is written on a card, its upper left corner at the origin.

    ``height`` is that of the card its front needs, ``back_height`` the same of its back, ``width``
    that of its widest line; in scene units.
    """

    letter: Any
    title: Any
    text: Any
    correction: Any
    back: Any
    height: float
    back_height: float
    width: float


class Sheet:
    """Draws cards in their places."""

    def __init__(
        self, params: Params, links: Sequence[tuple[int, int]], box: Box, look: Look
    ) -> None:
        self.params, self.links, self.box, self.look = params, links, box, look

    @cached_property
    def _headline(self) -> tuple[VGroup | None, float]:
        if not self.params.title:
            return None, self.box.top
        scale = self.look.type
        sizes = (scale.heading, scale.body, scale.label, scale.small)
        title, below = headline(self.params.title, self.look, self.box, sizes=sizes)
        return title, below

    @property
    def title(self) -> VGroup | None:
        """The title in its place."""
        return self._headline[0]

    @cached_property
    def table(self) -> Table:
        """Where the cards lie."""
        foot = _BAR_ROOM if self.params.answer else 0.0
        over = self.box.top - self._headline[1] + (_ROOM_UNDER if self.params.title else _ROOM_OVER)
        room = self.box.inset(bottom=foot + 0.03, top=over, left=0.03, right=0.03)
        scale, count = self.look.type, len(self.params.cards)
        types = scale.heading, scale.body, scale.label, scale.small, scale.small
        sizes = tuple(pairwise(types))
        try:
            table = arrange(count, self.links, self.params.columns, room, sizes, self._need)
        except TooBig as error:
            raise Mistake(self._too_big(error)) from None
        for link in self.links:
            over_card = crossed(table.cards, link)
            if over_card is not None:
                one, other, between = (self.params.keys()[i] for i in (*link, over_card))
                raise Mistake(f"the arrow from {one} to {other} would pass over {between}")
        return table

    def _too_big(self, error: TooBig) -> str:
        key, more = self.params.keys()[error.card], error.needed / max(error.room, 0.01) - 1
        what = "wide: it has a long word" if error.what == "width" else "high"
        return (
            f"the card {key} is {more:.0%} too {what}, even in the smallest type "
            f"({error.needed:.1f} units of {error.what}, it has {max(error.room, 0.0):.1f}) - "
            "shorten it or take a larger region"
        )

    def _need(self, index: int, sizes: Sizes, width: float) -> Need:
        inner = self._inner(sizes, width)
        if inner < em(sizes[0]):
            return Need(0.0, em(sizes[0]) - inner)
        words = self._words(index, sizes, width)
        return Need(max(words.height, words.back_height), max(words.width - inner - 0.01, 0.0))

    def _inner(self, sizes: Sizes, width: float) -> float:
        letter = _LETTER * em(sizes[0]) if self.params.lettered else 0.0
        return width - 2 * _PAD - _EDGE - letter

    @part
    def _words(self, index: int, sizes: Sizes, width: float) -> Words:
        """Return a card's words, set to its width."""
        card, palette = self.params.cards[index], self.look.palette
        inner, left = self._inner(sizes, width), _PAD + _EDGE
        letter = None
        if self.params.lettered:
            color = palette.of(card.color)
            letter = typeset.text(chr(ord("A") + index), sizes[0], color, weight="semibold")
            set_down(letter, sizes[0], left, -_TOP)
            left += _LETTER * em(sizes[0])
        title = paragraph(card.title, sizes[0], palette.ink, inner, "semibold")
        last, depth = set_down(title, sizes[0], left, -_TOP), sizes[0]
        text = correction = back = None
        if card.text:
            text = paragraph(card.text, sizes[1], palette.muted, inner)
            last, depth = set_down(text, sizes[1], left, last - 0.6 * em(sizes[1])), sizes[1]
        widths = [title, text]
        if card.correction:
            indent = _CHECK * em(sizes[1])
            correction = paragraph(card.correction, sizes[1], palette.ink, inner - indent)
            last = set_down(correction, sizes[1], left + indent, last - 0.75 * em(sizes[1]))
            depth = sizes[1]
        height, back_height = _foot(last, depth), 0.0
        if card.back:
            back = paragraph(card.back, sizes[0], palette.ink, inner)
            back_height = _foot(set_down(back, sizes[0], left, -_TOP), sizes[0])
            widths.append(back)
        widest = max(float(said.width) for said in widths if said is not None)
        if correction is not None:
            widest = max(widest, float(correction.width) + indent)
        return Words(letter, title, text, correction, back, height, back_height, widest)

    def _placed(self, index: int, back: bool = False) -> tuple[Words, Box, Any]:
        """Return a card's words, its place, and the way of one side's words from the origin.

        What stands on a side is in the middle of its height; where cards have texts, their fronts
        begin at one height.
        """
        table, cards = self.table, self.params.cards
        box = table.cards[index]
        words = [self._words(i, table.sizes, box.width) for i in range(len(cards))]
        height = words[index].back_height if back else words[index].height
        if not back and any(card.text for card in cards):
            height = max(said.height for said in words)
        down = (box.height - height) / 2
        return words[index], box, np.array([box.left, box.top - down, 0.0])

    @part
    def card(self, index: int, back: bool, lit: float, words: float, light: float) -> VGroup:
        """Return one side of a card; ``words`` is the opacity of what it says."""
        from manim import VGroup

        if light < 1:
            return faded(self.card(index, back, lit, words, 1.0), light)
        said, box, way = self._placed(index, back)
        group = VGroup(*self._plate(index, box, back, lit))
        if said.letter is not None:
            group.add(said.letter.copy().shift(way))
        for text in (said.back,) if back else (said.title, said.text):
            if text is not None:
                group.add(faded(text, words).copy().shift(way))
        return group

    def _plate(self, index: int, box: Box, back: bool, lit: float) -> list[VMobject]:
        """Return the card itself: its back is tinted; one that is lit glows in its colour."""
        palette = self.look.palette
        color = palette.of(self.params.cards[index].color)
        plate = rounded(box, 0.14).set_fill(palette.panel, 1)
        plate.set_stroke(palette.faint, 1.5, 0.8)
        edge = rounded(Box(box.left, box.bottom, _EDGE, box.height), _EDGE / 2)
        edge.set_fill(color, 1)
        tint = rounded(box, 0.14).set_fill(color, 0.12 * back + 0.1 * lit)
        tint.set_stroke(color, 3.5, lit)
        return [plate, *([tint] if back or lit > 0 else []), edge]

    def turned(self, index: int, turned: float, lit: float) -> VGroup | None:
        """Return a card as it turns over; None when only its edge is seen."""
        narrow = abs(cos(pi * turned))
        if narrow < _THINNEST:
            return None
        side = self.card(index, turned > 0.5, lit, 1.0, 1.0).copy()
        middle = np.array([*self.table.cards[index].center, 0.0])
        side.stretch(narrow, 0, about_point=middle)
        return side

    @part
    def strike(self, index: int, drawn: float) -> VGroup:
        """Return the line through a card's title and text."""
        from manim import VGroup

        said, _, way = self._placed(index)
        struck = [text for text in (said.title, said.text) if text is not None]
        color = self.look.palette.warning
        share = [min(max(drawn * len(struck) - i, 0.0), 1.0) for i in range(len(struck))]
        lines = zip(struck, share, strict=True)
        return VGroup(*(struck_out(text, done, color).shift(way) for text, done in lines))

    @part
    def correction(self, index: int, come: float) -> VGroup:
        """Return the correction under what is struck out, behind its check mark."""
        from manim import VGroup

        said, _, way = self._placed(index)
        size = self.table.sizes[1]
        text = said.correction.copy().shift(way)
        x = float(said.correction.get_left()[0]) - _CHECK * em(size) + way[0]
        corner = x + 0.03, said.correction.baseline + way[1], 0.0
        check = mark(CHECK, corner, 0.6 * em(size), come, self.look.palette.right)
        return VGroup(slid_in(text, come), check)

    @part
    def arrow(self, link: int, drawn: float) -> VGroup:
        """Return an arrow from one card to another, as far as it is drawn."""
        from manim import VGroup

        cards, color = self.table.cards, self.look.palette.ink
        one, other = self.links[link]
        start, stop = map(np.array, ends(cards[one], cards[other], _MARGIN))
        length = float(np.linalg.norm(stop - start))
        along = (stop - start) / length
        tip = min(_TIP, 0.6 * length)
        across = np.array([-along[1], along[0]]) * 0.42 * tip
        head = start + along * max(drawn * length, 0.0)
        neck = head - along * min(tip, drawn * length)
        shaft = outline([np.array([start, neck])]).set_stroke(color, 4)
        point = outline([np.array([head, neck + across, neck - across, head])])
        return VGroup(shaft, point.set_fill(color, min(3 * drawn, 1.0)))

    @part
    def frame(self, frame: Frame) -> VGroup:
        """Return the frame of the chosen card and its label."""
        from manim import VGroup

        palette, size = self.look.palette, self.look.type.small
        one, other = (self.table.cards[i] for i in (frame.start, frame.to))
        place = Box(
            *(
                mix(getattr(one, edge), getattr(other, edge), frame.way)
                for edge in ("left", "bottom", "width", "height")
            )
        )
        border = rounded(place, 0.14).set_stroke(palette.right, 6)
        drawn = smooth(frame.strength / 0.7)
        group = VGroup(border.get_subcurve(0.0, drawn) if drawn < 1 else border)
        if self.params.label:
            text = typeset.text(self.params.label, size, palette.background, weight="semibold")
            width, height = float(text.width) + 0.36, 1.25 * em(size)
            right = max(place.right - 0.2, self.box.left + width)
            pill = rounded(Box(right - width, place.top - height / 2, width, height), height / 2)
            typeset.place(text, right - width / 2, place.top - 0.36 * em(size), "center")
            label = VGroup(pill.set_fill(palette.right, 1), text)
            group.add(faded(label, smooth((frame.strength - 0.5) / 0.5)))
        return group

    @part
    def bar(self, left: float) -> VGroup:
        """Return the bar that counts the time to think, and what is left of it."""
        from manim import VGroup

        palette, bottom = self.look.palette, self.box.bottom + 0.08
        track = rounded(Box(self.box.left, bottom, self.box.width, _BAR), _BAR / 2)
        group = VGroup(track.set_fill(palette.faint, 0.45))
        if left > 0:
            rest = rounded(Box(self.box.left, bottom, left * self.box.width, _BAR), _BAR / 2)
            group.add(rest.set_fill(palette.path, 1))
        return group


def _foot(baseline: float, size: float) -> float:
    """Return the height of a card whose last line stands at ``baseline`` under its upper edge."""
    return -baseline + 0.25 * em(size) + _PAD - 0.06
