"""The card that opens a lesson: its number, title and objective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.run import Trajectory
from scenes.box import Box
from scenes.column import kicker, lowered, paragraph, set_down, slid_in, written
from scenes.ease import mix, share, smooth
from scenes.look import Look
from scenes.parts import faded, part
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_TITLE_WIDTH = 0.86
"""The widest line of a title, as a fraction of the box."""
_OBJECTIVE_WIDTH = 0.8
"""The part of the free height that is left above the text."""
_STAIRS = tuple(0.56**i for i in range(7))
"""Heights of the ornament's steps: a fixed pattern, no run."""


@dataclass(frozen=True, slots=True)
class Params:
    """What the card says.

    Attributes
    ----------
    title : Text
        The lesson's title.
    objective : Text
        What one can do after it.
    number : int
        Stands small above the title.
    course : Text
        Stands beside the number.
    """

    title: Text
    objective: Text
    number: int | None = None
    course: Text = Text("")


@dataclass(frozen=True, slots=True)
class State:
    """How far title and objective have appeared, from 0 to 1."""

    title: float = 0.0
    objective: float = 0.0


@dataclass(frozen=True, slots=True)
class Reveal:
    """Writes the title."""

    def length(self, state: State, stage: TitleCard) -> float:
        """Return its natural length in seconds."""
        return 1.8

    def at(self, state: State, alpha: float, stage: TitleCard) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, title=mix(state.title, 1.0, alpha))


@dataclass(frozen=True, slots=True)
class Objective:
    """Slides the objective in under the title."""

    def length(self, state: State, stage: TitleCard) -> float:
        """Return its natural length in seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: TitleCard) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, objective=mix(state.objective, 1.0, alpha))


class TitleCard:
    """Number and course, title in balanced lines, objective; stairs at the foot."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"reveal": Reveal, "objective": Objective}

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
        """Accept every action: none has an argument that could be wrong."""

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the card, back to front."""
        over, title, objective, _ = self._texts()
        drawn: dict[str, Mobject] = {}
        if state.title > 0:
            drawn["stairs"] = self._stairs(state.title)
            if over is not None:
                drawn["kicker"] = faded(over, smooth(min(3 * state.title, 1.0)))
            drawn["title"] = written(title, state.title)
        if state.objective > 0:
            drawn["objective"] = slid_in(objective, state.objective)
        return drawn

    @part
    def _texts(self) -> tuple[VGroup | None, VGroup, VGroup, float]:
        """Return kicker, title, objective, and the y where they end.

        The group stands a little above the middle of the box.
        """
        params, palette, size = self.params, self.look.palette, self.look.type
        named = "" if params.number is None else f"Lesson {params.number}"
        says = (named, params.course)
        over = kicker(says, size.label, palette.path, self.box.width) if any(says) else None
        title = paragraph(
            params.title, size.title, palette.ink, _TITLE_WIDTH * self.box.width, "semibold"
        )
        objective = paragraph(
            params.objective, size.body, palette.muted, _OBJECTIVE_WIDTH * self.box.width
        )
        left, last = self.box.left, self.box.top
        if over is not None:
            last = set_down(over, size.label, left, last) - 0.45
        last = set_down(title, size.title, left, last)
        last = set_down(objective, size.body, left, last - 0.65)
        down = lowered((over, title, objective), last - self.box.bottom)
        return over, title, objective, last - down

    @part
    def _stairs(self, shown: float) -> VMobject:
        """Return the ornament as far as it is drawn: stairs that run down to the card's edge."""
        from manim import Dot, Line, VGroup

        color = self.look.palette.faint
        height = min(0.3 * self.box.height, self._texts()[-1] - self.box.bottom - 0.8)
        start = np.array([self.box.right - 0.4 * self.box.width, self.box.bottom + 0.1, 0.0])
        size = np.array([0.38 * self.box.width, height, 0.0])
        flights = len(_STAIRS) - 1
        corners = [
            start + size * np.array([i / flights, share_left, 0.0])
            for i, share_left in enumerate(_STAIRS)
        ]
        group = VGroup()
        for i in range(flights):
            grown = smooth(share(shown, i, flights, overlap=0.3))
            if grown > 0:
                end = corners[i] + (corners[i + 1] - corners[i]) * grown
                group.add(Line(corners[i], end, stroke_width=3, color=color))
                group.add(Dot(corners[i], radius=0.05 * min(4 * grown, 1.0), color=color))
            if grown >= 1:
                group.add(Dot(corners[i + 1], radius=0.05, color=color))
        return group


KIND = TitleCard
