"""A question or a heading that stands over the picture from the first frame on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from scenes.box import Box
from scenes.column import paragraph, set_down
from scenes.ease import smooth
from scenes.look import Look
from scenes.parts import part
from scenes.stage import Mistake
from scenes.typeset import em
from script.results import Result
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_BAR = 0.09
"""Width of the bar beside the words, in scene units, at rest."""
_SWOLLEN = 0.1
"""By how much a pulse widens it at most."""
_GAP = 0.24
_OVER = 0.06
"""How far the bar reaches past the words above and below, in scene units."""


@dataclass(frozen=True, slots=True)
class Params:
    """Words that need no cue: a short asks its question with them in its first frame.

    Where the next scene has the same panel, they stay while the rest changes. They stand at the
    top, in the largest size in which the panel holds them.

    Attributes
    ----------
    text : Text
        What it says.
    """

    text: Text


@dataclass(frozen=True, slots=True)
class State:
    """The words are seen, always; ``pulse`` is how far a pulse has come, 0 at rest."""

    pulse: float = 0.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye to the words: the bar beside them swells and shrinks back."""

    def length(self, state: State, stage: Headline) -> float:
        """Return its natural length in seconds."""
        return 1.2

    def at(self, state: State, alpha: float, stage: Headline) -> State:
        """Return the state at a fraction of its time."""
        return State(alpha if alpha < 1 else 0.0)


class Headline:
    """The words in balanced lines, a bar in the colour of the path beside them."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"pulse": Pulse}

    def __init__(self, params: Params, box: Box, look: Look, results: Mapping[str, Result]) -> None:
        self.params, self.box, self.look = params, box, look

    def initial(self) -> State:
        """Return the words at rest."""
        return State()

    def check(self, action: Any, state: State) -> None:
        """Accept every action: a pulse has no argument."""

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the bar and the words."""
        return {"bar": self._bar(state.pulse), "text": self._words()}

    @part
    def _words(self) -> VGroup:
        """Return the words; ``Mistake`` when they do not fit in the smallest size."""
        scale, left = self.look.type, _BAR + _GAP
        for size in (scale.title, scale.heading, scale.body, scale.label, scale.small):
            wide = self.box.width - left
            words = paragraph(self.params.text, size, self.look.palette.ink, wide, "semibold")
            last = set_down(words, size, self.box.left + left, self.box.top - _OVER)
            if last - 0.25 * em(size) >= self.box.bottom and words.width <= wide:
                return words
        raise Mistake("the headline does not fit the panel: shorten it, or give it more room")

    @part
    def _bar(self, pulse: float) -> VMobject:
        from manim import Rectangle

        words, width = self._words(), _BAR + _SWOLLEN * float(np.sin(np.pi * smooth(pulse)))
        top = min(float(words.get_top()[1]) + _OVER, self.box.top)
        foot = max(float(words.get_bottom()[1]) - _OVER, self.box.bottom)
        bar = Rectangle(width=width, height=top - foot, stroke_width=0)
        bar.set_fill(self.look.palette.path, opacity=1)
        return bar.move_to([self.box.left + width / 2, (top + foot) / 2, 0.0])


KIND = Headline
