"""Sentences struck out and corrected, or a plain list of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.column import lowered, paragraph, set_down, slid_in
from scenes.ease import mix, share, smooth
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.typeset import em
from scenes.verdicts import CHECK, CROSS, Strokes, mark, struck_out
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_DIMMED = 0.85
"""Opacity of a sentence that has been struck out."""
_COLUMN, _BETWEEN = 5.5, 0.6
"""Width of a column, at least, and what is free between two, in scene units."""
_SPREAD = 0.8
"""Scene units by which rows stand further apart, where there is room."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence that is right, and the wrong one it corrects (if any).

    Attributes
    ----------
    right : Text
        The sentence that is right.
    wrong : Text
        The one it corrects; none for a plain sentence.
    """

    right: Text
    wrong: Text = Text("")


@dataclass(frozen=True, slots=True)
class Params:
    """The sentences, in the order they stand on the card.

    Attributes
    ----------
    items : tuple of Item
        The sentences, from the top down; one alone is right.
    title : Text
        Stands over them.
    """

    items: tuple[Item, ...]
    title: Text = Text("")


@dataclass(frozen=True, slots=True)
class Shown:
    """How far an item's wrong sentence is stated, struck out, and its right one shown: 0 to 1."""

    stated: float = 0.0
    struck: float = 0.0
    right: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """What is shown of each item."""

    items: tuple[Shown, ...]


class Card(NamedTuple):
    """The texts in their places: title, each item's two sentences and its left edge.

    ``bottom`` is how far down they reach, in scene units.
    """

    title: VGroup | None
    sentences: tuple[tuple[VGroup | None, VGroup], ...]
    lefts: tuple[float, ...]
    bottom: float


def _changed(state: State, item: int, shown: Shown) -> State:
    return State((*state.items[:item], shown, *state.items[item + 1 :]))


@dataclass(frozen=True, slots=True)
class Say:
    """Puts up the wrong sentence of an item (counted from 0).

    Attributes
    ----------
    item : int
        Which, counted from 0.
    """

    item: int

    def length(self, state: State, stage: Statements) -> float:
        """Return its natural length in seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: Statements) -> State:
        """Return the state at a fraction of its time."""
        shown = state.items[self.item]
        return _changed(state, self.item, replace(shown, stated=mix(shown.stated, 1.0, alpha)))


@dataclass(frozen=True, slots=True)
class Strike:
    """Strikes the wrong sentence of an item out; then the right one appears beneath.

    Attributes
    ----------
    item : int
        Which, counted from 0.
    """

    item: int

    def length(self, state: State, stage: Statements) -> float:
        """Return its natural length in seconds."""
        return 1.6

    def at(self, state: State, alpha: float, stage: Statements) -> State:
        """Return the state at a fraction of its time."""
        shown = state.items[self.item]
        struck = mix(shown.struck, 1.0, share(alpha, 0, 2))
        right = mix(shown.right, 1.0, share(alpha, 1, 2))
        return _changed(state, self.item, replace(shown, struck=struck, right=right))


@dataclass(frozen=True, slots=True)
class Reveal:
    """Shows the right sentence of an item alone.

    Attributes
    ----------
    item : int
        Which, counted from 0.
    """

    item: int

    def length(self, state: State, stage: Statements) -> float:
        """Return its natural length in seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Statements) -> State:
        """Return the state at a fraction of its time."""
        shown = state.items[self.item]
        return _changed(state, self.item, replace(shown, right=mix(shown.right, 1.0, alpha)))


class Statements:
    """A column of items, or two; each keeps its place from the start, so nothing moves later."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"state": Say, "strike": Strike, "reveal": Reveal}

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        if not params.items:
            raise Mistake("items is empty: a card needs at least one sentence")
        self.params = params
        self.box = box
        self.look = look

    def initial(self) -> State:
        """Return the card with its title only."""
        return State((Shown(),) * len(self.params.items))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` for an item that is not there or not ready for the action."""
        last = len(self.params.items) - 1
        if not 0 <= action.item <= last:
            raise Mistake(f"item {action.item} is not there: they are counted from 0 to {last}")
        if not isinstance(action, Reveal) and not self.params.items[action.item].wrong:
            raise Mistake(f"item {action.item} has no wrong sentence: reveal it instead")
        if isinstance(action, Strike) and state.items[action.item].stated == 0:
            raise Mistake(f"item {action.item} cannot be struck out before it is stated")

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the card, back to front."""
        card = self._layout()
        drawn: dict[str, Mobject] = {} if card.title is None else {"title": card.title}
        for i, (shown, (wrong, right)) in enumerate(zip(state.items, card.sentences, strict=True)):
            if wrong is not None and shown.stated > 0:
                dim = mix(1.0, _DIMMED, smooth(shown.struck))
                drawn[f"wrong {i}"] = faded(slid_in(wrong, shown.stated), dim)
            if wrong is not None and shown.struck > 0:
                drawn[f"cross {i}"] = self._cross(i, shown.struck)
                drawn[f"strike {i}"] = self._strike(i, shown.struck)
            if shown.right > 0:
                drawn[f"check {i}"] = self._check(i, shown.right)
                drawn[f"right {i}"] = slid_in(right, shown.right)
        return drawn

    @part
    def _layout(self) -> Card:
        """Return the card in the largest size that fits the box, in two columns if that is larger.

        The sentences are spread over what height there is.
        """
        many = len(self.params.items) > 2 and self.box.width >= 2 * _COLUMN
        sizes = (self.look.type.body, self.look.type.label, self.look.type.small)
        for size, columns in product(sizes, (1, 2) if many else (1,)):
            spare = self._set(size, 0.0, columns).bottom - self.box.bottom
            if spare >= 0:
                break
        else:
            raise Mistake("the sentences do not fit the panel: shorten them or take a larger one")
        rows = -(-len(self.params.items) // columns)
        card = self._set(size, min(_SPREAD, max(0.0, spare - 0.3) / rows), columns)
        texts = [card.title, *(text for pair in card.sentences for text in pair)]
        lowered(texts, card.bottom - self.box.bottom)
        return card

    def _set(self, size: float, more_gap: float, columns: int) -> Card:
        """Return the card from the top of the box down; items fill rows from the left."""
        palette, gutter = self.look.palette, 1.5 * em(size)
        pitch = (self.box.width + _BETWEEN) / columns
        width = pitch - _BETWEEN - gutter
        top = self.box.top
        title = None
        if self.params.title:
            heading = self.look.type.heading
            title = paragraph(self.params.title, heading, palette.ink, self.box.width, "semibold")
            top = set_down(title, heading, self.box.left, top) - 0.45 - more_gap
        sentences: list[tuple[VGroup | None, VGroup]] = []
        lefts: list[float] = []
        bottom = top
        for i, item in enumerate(self.params.items):
            if i and i % columns == 0:
                top = bottom - 1.1 * em(size) - more_gap
                bottom = top
            lefts.append(self.box.left + i % columns * pitch)
            wrong, last = None, top
            if item.wrong:
                wrong = paragraph(f"“{item.wrong}”", size, palette.muted, width)
                last = set_down(wrong, size, lefts[-1] + gutter, last) - 0.75 * em(size)
            right = paragraph(item.right, size, palette.ink, width)
            bottom = min(bottom, set_down(right, size, lefts[-1] + gutter, last))
            sentences.append((wrong, right))
        return Card(title, tuple(sentences), tuple(lefts), bottom - 0.25 * em(size))

    @part
    def _strike(self, item: int, struck: float) -> VMobject:
        """Return the line through the wrong sentence, as far as it is drawn."""
        from manim import VGroup

        wrong = self._layout().sentences[item][0]
        return struck_out(VGroup() if wrong is None else wrong, struck, self.look.palette.warning)

    @part
    def _cross(self, item: int, drawn: float) -> VMobject:
        """Return the x mark in the gutter."""
        return self._mark(item, 0, CROSS, drawn)

    @part
    def _check(self, item: int, drawn: float) -> VMobject:
        """Return the check mark in the gutter."""
        return self._mark(item, 1, CHECK, drawn)

    def _mark(self, item: int, which: int, strokes: Strokes, drawn: float) -> VMobject:
        """Return a mark left of the first line of an item's wrong or right sentence."""
        card, palette = self._layout(), self.look.palette
        text: Any = card.sentences[item][which]
        corner = card.lefts[item] + 0.05, text.baseline + 0.02, 0.0
        color = palette.right if which else palette.warning
        return mark(strokes, corner, 0.62 * em(self.look.type.body), drawn, color)


KIND = Statements
