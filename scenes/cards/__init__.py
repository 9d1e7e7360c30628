"""Cards: decisions, misconceptions, a quiz, a summary, what leads to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.cards import actions, choosing, model
from scenes.cards.model import Card, CardState, Link, Params, State
from scenes.cards.sheet import Sheet
from scenes.column import slid_in
from scenes.ease import mix, smooth
from scenes.look import Look
from scenes.parts import faded
from scenes.stage import Mistake
from script.errors import did_you_mean

if TYPE_CHECKING:
    from manim import Mobject

__all__ = ["KIND", "Card", "Cards", "Link", "Params", "State"]

_PALED = 0.7
"""Opacity of the words of a card that is struck out."""


class Cards:
    """The table. Every card has its place from the start, so nothing moves when more are dealt."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {
        "deal": actions.Deal,
        "highlight": actions.Highlight,
        "unhighlight": actions.Unhighlight,
        "dim": actions.Dim,
        "show": actions.Show,
        "flip": actions.Flip,
        "strike": actions.Strike,
        "choose": choosing.Choose,
        "connect": choosing.Connect,
        "think": choosing.Think,
        "answer": choosing.Answer,
    }

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        if not params.cards:
            raise Mistake("cards is empty: a table needs a card")
        if params.columns is not None and params.columns < 1:
            raise Mistake("columns must be at least 1")
        self._keys = params.keys()
        for key in self._keys:
            if self._keys.count(key) > 1:
                raise Mistake(f"two cards are called {key}: give them an id")
        links = tuple((self.card(link.from_), self.card(link.to)) for link in params.links)
        if any(one == other for one, other in links):
            raise Mistake("an arrow leads from a card to itself")
        self.right = self._right()
        self._sheet = Sheet(params, links, box, look)

    def _right(self) -> int:
        """Return the card that says the answer; 0 where none is asked for."""
        answer, titles = self.params.answer, [card.title for card in self.params.cards]
        if not answer:
            return 0
        if titles.count(answer) != 1:
            said = "no card says" if answer not in titles else "several cards say"
            raise Mistake(f"{said} the answer {answer}: the cards say {', '.join(titles)}")
        return titles.index(answer)

    def initial(self) -> model.State:
        """Return the empty table, with its title."""
        count = len(self.params.cards)
        return model.State((CardState(),) * count, (0.0,) * len(self.params.links))

    def check(self, action: Any, state: model.State) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        action.check(state, self)

    def card(self, key: str) -> int:
        """Return the index of a card; ``Mistake`` when there is none of that name."""
        if key not in self._keys:
            hint = did_you_mean(key, self._keys)
            raise Mistake(f"there is no card {key}" + (f" - {hint}" if hint else ""))
        return self._keys.index(key)

    def chosen(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        """Return the cards of these names, in the order given; none: all."""
        return tuple(map(self.card, keys)) if keys else tuple(range(len(self._keys)))

    def must_lie(self, keys: tuple[str, ...], state: model.State) -> None:
        """Raise ``Mistake`` when one of these cards (none: all) is not dealt."""
        for i in self.chosen(keys):
            if state.cards[i].dealt <= 0:
                raise Mistake(f"the card {self._keys[i]} is not dealt yet")

    def must_ask(self) -> None:
        """Raise ``Mistake`` when the cards are no quiz."""
        if not self.params.answer:
            raise Mistake("this is no quiz: give the cards an answer")

    def draw(self, state: model.State) -> dict[str, Mobject]:
        """Return the title, the arrows, the cards and what lies on them."""
        sheet = self._sheet
        parts: dict[str, Mobject] = {} if sheet.title is None else {"title": sheet.title}
        for i, drawn in enumerate(state.links):
            if drawn > 0:
                parts[f"link.{i}"] = sheet.arrow(i, drawn)
        for i, card in enumerate(state.cards):
            if card.dealt > 0 and card.light > 0:
                parts |= self._card(i, card)
        if state.frame is not None:
            parts["frame"] = sheet.frame(state.frame)
        if state.bar > 0:
            parts["bar"] = faded(sheet.bar(state.left), smooth(state.bar))
        return parts

    def _card(self, index: int, card: CardState) -> dict[str, Mobject]:
        """Return a card and what is struck out or put right on it."""
        sheet, name = self._sheet, f"card.{self._keys[index]}"
        if 0 < card.turned < 1:
            turned = sheet.turned(index, card.turned, card.lit)
            return {name: faded(turned, card.light)} if turned is not None else {}
        has_correction = bool(self.params.cards[index].correction)
        struck = min(2 * card.struck, 1.0) if has_correction else card.struck
        words = mix(1.0, _PALED, smooth(struck))
        plate = sheet.card(index, card.turned >= 1, card.lit, words, card.light)
        parts: dict[str, Mobject] = {name: slid_in(plate, card.dealt)}
        if struck > 0:
            parts[f"{name}.strike"] = faded(sheet.strike(index, struck), card.light)
        if has_correction and card.struck > 0.5:
            come = 2 * card.struck - 1
            parts[f"{name}.correction"] = faded(sheet.correction(index, come), card.light)
        return parts


KIND = Cards
