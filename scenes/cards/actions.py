"""What can happen to cards. They are called by ``id``, letter or title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.cards.model import DIM, State
from scenes.ease import mix, share, smooth
from scenes.stage import Mistake

if TYPE_CHECKING:
    from scenes.cards import Cards


@dataclass(frozen=True, slots=True)
class Deal:
    """Deals cards, one after another.

    Attributes
    ----------
    cards : tuple of str
        The cards; by default all that are not there yet.
    """

    cards: tuple[str, ...] = ()

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds by the number of cards."""
        return 0.7 + 0.35 * max(len(self._new(state, stage)) - 1, 0)

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while they come."""
        new = self._new(state, stage)
        for i, index in enumerate(new):
            card = state.cards[index]
            dealt = mix(card.dealt, 1.0, share(alpha, i, len(new), 0.5))
            state = state.with_card(index, replace(card, dealt=dealt))
        return state

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when they are all there."""
        if not self._new(state, stage):
            raise Mistake("these cards are dealt already")

    def _new(self, state: State, stage: Cards) -> list[int]:
        return [i for i in stage.chosen(self.cards) if state.cards[i].dealt < 1]


@dataclass(frozen=True, slots=True)
class Dim:
    """Lets cards step back; ``show`` brings them forward again.

    Attributes
    ----------
    cards : tuple of str
        The cards; by default all.
    """

    cards: tuple[str, ...] = ()

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while they pale."""
        for i in stage.chosen(self.cards):
            state = state.with_card(i, state.cards[i].lighter(DIM, alpha))
        return state

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when one of them is not there."""
        stage.must_lie(self.cards, state)


@dataclass(frozen=True, slots=True)
class Show:
    """Brings dimmed cards forward again.

    Attributes
    ----------
    cards : tuple of str
        The cards; by default all.
    """

    cards: tuple[str, ...] = ()

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while they come back."""
        for i in stage.chosen(self.cards):
            state = state.with_card(i, state.cards[i].lighter(1.0, alpha))
        return state

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when one of them is not there."""
        stage.must_lie(self.cards, state)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Lights a card up.

    Attributes
    ----------
    card : str
        The card.
    """

    card: str

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while it lights up."""
        index = stage.card(self.card)
        card = state.cards[index]
        return state.with_card(index, replace(card, lit=mix(card.lit, 1.0, smooth(alpha))))

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when it is not there."""
        stage.must_lie((self.card,), state)


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Takes the light off a card, or off all.

    Attributes
    ----------
    card : str
        The card; by default all.
    """

    card: str = ""

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while it goes."""
        for i in self._chosen(stage):
            card = state.cards[i]
            state = state.with_card(i, replace(card, lit=mix(card.lit, 0.0, smooth(alpha))))
        return state

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when nothing is highlighted."""
        if not any(state.cards[i].lit > 0 for i in self._chosen(stage)):
            raise Mistake("nothing is highlighted")

    def _chosen(self, stage: Cards) -> tuple[int, ...]:
        return stage.chosen((self.card,) if self.card else ())


@dataclass(frozen=True, slots=True)
class Flip:
    """Turns cards over, from question to answer; a card whose back is up turns to its front.

    Attributes
    ----------
    cards : tuple of str
        The cards; by default all that have a back.
    """

    cards: tuple[str, ...] = ()

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds by the number of cards."""
        return 0.8 + 0.25 * max(len(self._turning(stage)) - 1, 0)

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while they turn."""
        turning = self._turning(stage)
        for i, index in enumerate(turning):
            card = state.cards[index]
            to = 1.0 - round(card.turned)
            turned = mix(card.turned, to, smooth(share(alpha, i, len(turning), 0.5)))
            state = state.with_card(index, replace(card, turned=turned))
        return state

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when one is not there or has no back."""
        stage.must_lie(self.cards, state)
        for key in self.cards:
            if not stage.params.cards[stage.card(key)].back:
                raise Mistake(f"the card {key} has no back")
        if not self._turning(stage):
            raise Mistake("no card has a back")

    def _turning(self, stage: Cards) -> list[int]:
        return [i for i in stage.chosen(self.cards) if stage.params.cards[i].back]


@dataclass(frozen=True, slots=True)
class Strike:
    """Strikes a card out: a misconception, or a wrong answer; then its correction appears.

    Attributes
    ----------
    card : str
        The card.
    """

    card: str

    def length(self, state: State, stage: Cards) -> float:
        """Return seconds: longer with a correction."""
        return 1.6 if stage.params.cards[stage.card(self.card)].correction else 0.8

    def at(self, state: State, alpha: float, stage: Cards) -> State:
        """Return the state while the line is drawn."""
        index = stage.card(self.card)
        card = state.cards[index]
        return state.with_card(index, replace(card, struck=mix(card.struck, 1.0, alpha)))

    def check(self, state: State, stage: Cards) -> None:
        """Raise ``Mistake`` when it is not there, or its back is up."""
        stage.must_lie((self.card,), state)
        if state.cards[stage.card(self.card)].turned > 0:
            raise Mistake(f"the back of the card {self.card} is up: flip it first")
