"""What is on a table of cards and what of it is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenes.ease import mix, smooth
from scenes.look import Meaning
from script.typed import Text

NO_TEXT = Text("")

DIM = 0.35
"""The light of a card that steps back."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card: a title, and a line or two.

    Attributes
    ----------
    title : Text
        What it says first.
    text : Text
        What stands under the title.
    id : str
        What actions call it; by default its letter, where cards have one, else its title.
    color : str
        The meaning of its edge.
    back : Text
        What ``flip`` turns up.
    correction : Text
        What appears under it when ``strike`` strikes it out.
    """

    title: Text
    text: Text = NO_TEXT
    id: str = ""
    color: Meaning = "muted"
    back: Text = NO_TEXT
    correction: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one card to another.

    Attributes
    ----------
    from_, to : str
        The cards.
    """

    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Params:
    """Cards in rows; each has its place from the start.

    Attributes
    ----------
    cards : tuple of Card
        From the left, row by row; a plain text is a card's title.
    title : Text
        Stands over them: a heading, or the question of a quiz.
    columns : int
        How many stand in a row, where they fit; by default as looks best.
    links : tuple of Link
        The arrows that ``connect`` draws, between neighbours.
    letters : bool
        Whether the cards are called A, B, C, ...; in a quiz they always are.
    answer : Text
        Makes it a quiz: what the right card says, computed; it must be the title of one of them.
    label : Text
        What stands at the card that is chosen.
    """

    cards: tuple[Card, ...]
    title: Text = NO_TEXT
    columns: int | None = None
    links: tuple[Link, ...] = ()
    letters: bool = False
    answer: Text = NO_TEXT
    label: Text = Text("this one")

    @property
    def lettered(self) -> bool:
        """Whether the cards have letters."""
        return self.letters or bool(self.answer)

    def keys(self) -> tuple[str, ...]:
        """Return what actions call each card."""
        return tuple(
            card.id or (chr(ord("A") + i) if self.lettered else card.title)
            for i, card in enumerate(self.cards)
        )


@dataclass(frozen=True, slots=True)
class CardState:
    """How much of a card is seen, and which side; all from 0 to 1.

    ``lit`` is its highlight, ``turned`` is 1 where the back is up.
    """

    dealt: float = 0.0
    light: float = 1.0
    turned: float = 0.0
    struck: float = 0.0
    lit: float = 0.0

    def lighter(self, to: float, alpha: float) -> CardState:
        """Return the card on its way to another light."""
        return replace(self, light=mix(self.light, to, smooth(alpha)))


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of the chosen card, ``way`` of the way from one card to another."""

    start: int
    to: int
    way: float
    strength: float


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the table.

    ``links`` is how far each arrow is drawn. ``bar`` is the opacity of the bar that counts the
    time to think, ``left`` the share of the time that is left.
    """

    cards: tuple[CardState, ...]
    links: tuple[float, ...] = ()
    frame: Frame | None = None
    bar: float = 0.0
    left: float = 1.0

    def with_card(self, index: int, card: CardState) -> State:
        """Return the state with one card changed."""
        return replace(self, cards=(*self.cards[:index], card, *self.cards[index + 1 :]))
