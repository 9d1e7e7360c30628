"""A retrieval question: asked, time to think, answered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.column import lowered, paragraph, set_down, slid_in
from scenes.ease import mix, share, smooth
from scenes.look import Look
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.typeset import em
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_RADIUS = 0.62
_FADE = 0.08
"""The part of the thinking time in which the ring fades in."""


@dataclass(frozen=True, slots=True)
class Params:
    """The question, its answer, and what stands under each.

    Attributes
    ----------
    question : Text
        What is asked.
    answer : Text
        The answer, large.
    hint : Text
        Stands under the question.
    working : tuple of Text
        Lines under the answer: how it comes about.
    """

    question: Text
    answer: Text
    hint: Text = Text("")
    working: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """How far the question and the answer are shown, and the ring that counts the time.

    ``ring`` is its opacity and ``left`` the share of the time that is left; all are from 0 to 1.
    """

    asked: float = 0.0
    ring: float = 0.0
    left: float = 1.0
    answered: float = 0.0


@dataclass(frozen=True, slots=True)
class Ask:
    """Shows the question, then its hint."""

    def length(self, state: State, stage: Question) -> float:
        """Return its natural length in seconds."""
        return 1.2 if stage.params.hint else 0.8

    def at(self, state: State, alpha: float, stage: Question) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, asked=mix(state.asked, 1.0, alpha))


@dataclass(frozen=True, slots=True)
class Think:
    """Gives time to think: a ring that empties evenly."""

    def length(self, state: State, stage: Question) -> float:
        """Return its natural length in seconds."""
        return 5.0

    def at(self, state: State, alpha: float, stage: Question) -> State:
        """Return the state at a fraction of its time."""
        ring = mix(state.ring, 1.0, share(alpha, 0, round(1 / _FADE)))
        return replace(state, ring=ring, left=mix(1.0, 0.0, alpha))


@dataclass(frozen=True, slots=True)
class Answer:
    """The ring leaves; the answer appears, then its working line by line."""

    def length(self, state: State, stage: Question) -> float:
        """Return its natural length in seconds."""
        return 1.2 + 0.5 * len(stage.params.working)

    def at(self, state: State, alpha: float, stage: Question) -> State:
        """Return the state at a fraction of its time."""
        ring = mix(state.ring, 0.0, min(4 * alpha, 1.0))
        return replace(state, ring=ring, answered=mix(state.answered, 1.0, alpha))


class Question:
    """The question at the top, and under it one place for the ring and the answer."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"ask": Ask, "think": Think, "answer": Answer}

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        self.params = params
        self.box = box
        self.look = look

    def initial(self) -> State:
        """Return the empty card."""
        return State()

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` for an action before the question, or thinking after the answer."""
        if not isinstance(action, Ask) and state.asked == 0:
            raise Mistake("the question has not been asked yet: ask comes first")
        if isinstance(action, Think) and state.answered > 0:
            raise Mistake("the question is answered already: think comes before answer")

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the card, back to front."""
        question, hint, answer, *working = self._texts()
        drawn: dict[str, Mobject] = {}
        asked = 2 if hint is not None else 1
        if state.asked > 0:
            drawn["question"] = slid_in(question, share(state.asked, 0, asked, overlap=0.4))
            if hint is not None:
                drawn["hint"] = slid_in(hint, share(state.asked, 1, asked, overlap=0.4))
        if state.ring > 0:
            drawn["ring"] = faded(self._ring(), smooth(state.ring))
            drawn["left"] = faded(self._left(state.left), smooth(state.ring))
        if state.answered > 0:
            lines = [answer, *working]
            for i, line in enumerate(lines):
                shown = share(state.answered, i + 1, len(lines) + 1, overlap=0.4)
                drawn[f"answer {i}"] = slid_in(line, shown)
        return drawn

    @part
    def _texts(self) -> tuple[VGroup | None, ...]:
        """Return question, hint, answer and the lines of working, where they stand."""
        said, size, palette = self.params, self.look.type, self.look.palette
        width, left = self.box.width, self.box.left
        question = paragraph(said.question, size.heading, palette.ink, 0.9 * width, "semibold")
        last = set_down(question, size.heading, left, self.box.top)
        hint = None
        if said.hint:
            hint = paragraph(said.hint, size.body, palette.muted, 0.9 * width)
            last = set_down(hint, size.body, left, last - 0.42)
        answer = paragraph(said.answer, size.title, palette.right, width, "semibold")
        last = set_down(answer, size.title, left, last - 0.9)
        working = []
        for line in said.working:
            text = paragraph(line, size.body, palette.ink, width)
            last = set_down(text, size.body, left, last - 0.9 * em(size.body))
            working.append(text)
        if last - 0.25 * em(size.body) < self.box.bottom:
            raise Mistake("question, answer and working do not fit the panel: shorten them")
        texts = (question, hint, answer, *working)
        lowered(texts, last - 0.25 * em(size.body) - self.box.bottom)
        return texts

    @part
    def _center(self) -> tuple[float, float]:
        """Return the ring's middle: where the answer will begin."""
        answer: Any = self._texts()[2]
        lowest = self.box.bottom + _RADIUS + 0.1
        return self.box.left + _RADIUS + 0.1, max(float(answer.get_top()[1]) - _RADIUS, lowest)

    @part
    def _ring(self) -> VMobject:
        from manim import Circle

        ring = Circle(radius=_RADIUS, stroke_width=8, color=self.look.palette.panel)
        return ring.move_to((*self._center(), 0.0))

    def _left(self, left: float) -> VMobject:
        """Return the part of the ring that stands for the time left, ending at the top."""
        from manim import Arc

        return Arc(
            radius=_RADIUS,
            start_angle=math.pi / 2,
            angle=math.tau * left,
            arc_center=(*self._center(), 0.0),
            stroke_width=8,
            color=self.look.palette.path,
        )


KIND = Question
