"""What can happen between cards: one is chosen, arrows lead on, a quiz is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.cards.model import DIM, Frame, State
from scenes.ease import mix, share, smooth
from scenes.stage import Mistake

if TYPE_CHECKING:
    from scenes.cards import Cards


@dataclass(frozen=True, slots=True)
class Choose:
    """Frames a card with the label "this one"; the others step back. A frame that is there moves.

    Attributes
    ----------
    card : str
        The card.
    """

    card: str

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while it is framed."""
        return chosen(state, alpha, stage.card(self.card))

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when it is not there."""
        stage.must_lie((self.card,), state)


def chosen(state: State, alpha: float, index: int) -> State:
    """Return the state while a card is framed and the others step back."""
    if alpha <= 0:
        return state
    before = state.frame
    frame = Frame(index, index, 1.0, mix(0.0, 1.0, alpha))
    if before is not None and alpha < 1:
        frame = Frame(before.to, index, smooth(alpha), 1.0)
    for i, card in enumerate(state.cards):
        state = state.with_card(i, card.lighter(1.0 if i == index else DIM, alpha))
    return replace(state, frame=frame)


@dataclass(frozen=True, slots=True)
class Connect:
    """Draws arrows between cards, one after another, as ``links`` has them.

    Attributes
    ----------
    to : tuple of str
        Only the arrows that lead to these cards; by default all.
    """

    to: tuple[str, ...] = ()

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds by the number of arrows."""
        return 0.6 * max(len(self._new(state, stage)), 1)

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while they are drawn."""
        links, new = list(state.links), self._new(state, stage)
        for i, index in enumerate(new):
            links[index] = mix(links[index], 1.0, smooth(share(alpha, i, len(new))))
        return replace(state, links=tuple(links))

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when there is no arrow to draw, or a card of it is not there."""
        new = self._new(state, stage)
        if not new:
            raise Mistake("there is no such arrow in links, or it is drawn already")
        for index in new:
            link = stage.params.links[index]
            stage.must_lie((link.from_, link.to), state)

    def _new(self, state: State, stage: Cards) -> list[int]:
        targets = stage.chosen(self.to)
        return [
            i
            for i, link in enumerate(stage.params.links)
            if stage.card(link.to) in targets and state.links[i] < 1
        ]


@dataclass(frozen=True, slots=True)
class Think:
    """Gives time to think: a bar that empties evenly."""

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 5.0

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while time goes by."""
        return replace(state, bar=mix(state.bar, 1.0, min(12 * alpha, 1.0)), left=mix(1, 0, alpha))

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` where there is no quiz, or it is answered."""
        stage.must_ask()
        if state.frame is not None:
            raise Mistake("the quiz is answered already: think comes before answer")


@dataclass(frozen=True, slots=True)
class Answer:
    """Frames the card that says the computed answer; the bar leaves and the others step back."""

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while the answer appears."""
        state = replace(state, bar=mix(state.bar, 0.0, min(3 * alpha, 1.0)))
        return chosen(state, alpha, stage.right)

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` where there is no quiz, or the cards are not dealt."""
        stage.must_ask()
        stage.must_lie((), state)
