"""The card that closes a lesson: what to keep, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.column import CAPITAL, kicker, paragraph, set_down, slid_in
from scenes.ease import mix, smooth
from scenes.look import Look
from scenes.parts import part
from scenes.stage import Mistake
from scenes.typeset import em
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_TAKEN = 0.62
"""The part of a wide box's width that is written on; end screens cover the rest."""
_RULE_ABOVE = 0.38


@dataclass(frozen=True, slots=True)
class Params:
    """The sentences to keep, and the title of the next lesson.

    Attributes
    ----------
    next : Text
        The title of the next lesson.
    recap : tuple of Text
        The sentences to keep.
    course : Text
        Stands small above it.
    """

    next: Text
    recap: tuple[Text, ...] = ()
    course: Text = Text("")


@dataclass(frozen=True, slots=True)
class State:
    """How far each sentence and the next title have appeared, from 0 to 1."""

    recap: tuple[float, ...]
    next: float = 0.0


@dataclass(frozen=True, slots=True)
class Recap:
    """Shows a sentence to keep (counted from 0).

    Attributes
    ----------
    item : int
        Which sentence, counted from 0.
    """

    item: int

    def length(self, state: State, stage: EndCard) -> float:
        """Return its natural length in seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: EndCard) -> State:
        """Return the state at a fraction of its time."""
        shown = list(state.recap)
        shown[self.item] = mix(shown[self.item], 1.0, alpha)
        return replace(state, recap=tuple(shown))


@dataclass(frozen=True, slots=True)
class Next:
    """Shows the title of the next lesson."""

    def length(self, state: State, stage: EndCard) -> float:
        """Return its natural length in seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: EndCard) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, next=mix(state.next, 1.0, alpha))


class EndCard:
    """The sentences from the top, the next lesson at the foot, the right side left free."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"recap": Recap, "next": Next}

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params = params
        self.box = box
        self.look = look

    def initial(self) -> State:
        """Return the empty card."""
        return State((0.0,) * len(self.params.recap))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` for a sentence that is not there."""
        last = len(self.params.recap) - 1
        if isinstance(action, Recap) and not 0 <= action.item <= last:
            raise Mistake(f"item {action.item} is not there: they are counted from 0 to {last}")

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the card, back to front."""
        recap, over, title = self._texts()
        drawn: dict[str, Mobject] = {}
        for i, (shown, text) in enumerate(zip(state.recap, recap, strict=True)):
            if shown > 0:
                drawn[f"recap {i}"] = slid_in(text, shown)
        if state.next > 0:
            drawn["rule"] = self._rule(state.next)
            drawn["kicker"] = slid_in(over, state.next)
            drawn["next"] = slid_in(title, state.next)
        return drawn

    @part
    def _texts(self) -> tuple[tuple[VGroup, ...], VGroup, VGroup]:
        """Return the sentences, the small line over the next title, and the title."""
        size = self.look.type
        larger = (size.heading,) if self.look.aspect == "portrait" else ()
        for title_size in (size.body, size.label):
            over, title, top = self._coming(title_size)
            for recap_size in (*larger, size.body, size.label, size.small):
                recap, bottom = self._recap(recap_size)
                if bottom > top + _RULE_ABOVE + 0.3 * em(recap_size):
                    return recap, over, title
        raise Mistake("the sentences to keep do not fit the panel: shorten them")

    def _coming(self, size: float) -> tuple[VGroup, VGroup, float]:
        """Return the small line and the next title at the foot, and the y of the line's top."""
        small, palette = self.look.type.small, self.look.palette
        over = kicker(("Next", self.params.course), small, palette.path, self._width)
        title = paragraph(self.params.next, size, palette.ink, self._width, "semibold")
        last = set_down(over, small, self.box.left, 0.0)
        gap = 1.4 * em(size) - CAPITAL * em(small)
        foot = set_down(title, size, self.box.left, last - gap)
        down = self.box.bottom + 0.3 * em(size) - foot
        for text in (over, title):
            text.shift([0.0, down, 0.0])
        return over, title, down

    def _recap(self, size: float) -> tuple[tuple[VGroup, ...], float]:
        """Return the sentences in one size, and the y below them."""
        last = self.box.top - 0.1
        recap = []
        for sentence in self.params.recap:
            text = paragraph(sentence, size, self.look.palette.ink, self._width)
            last = set_down(text, size, self.box.left, last) - em(size)
            recap.append(text)
        return tuple(recap), last + 0.5 * em(size)

    @property
    def _width(self) -> float:
        return self.box.width * (_TAKEN if self.box.width > self.box.height else 1.0)

    @part
    def _rule(self, drawn: float) -> VMobject:
        """Return the thin line between what was and what comes."""
        from manim import Line

        over = self._texts()[1]
        left, y = self.box.left, float(over.get_top()[1]) + _RULE_ABOVE
        right = mix(left, left + self._width, smooth(drawn))
        return Line([left, y, 0.0], [right, y, 0.0], stroke_width=2, color=self.look.palette.faint)


KIND = EndCard
