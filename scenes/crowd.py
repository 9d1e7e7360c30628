"""So many of so many: a dot for each, in groups; those of which something is so light up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.column import CAPITAL, headline, set_down, slid_in
from scenes.ease import mix, smooth
from scenes.look import Look, Meaning
from scenes.parts import part
from scenes.stage import Mistake
from scenes.strokes import marks
from scenes.typeset import em
from script.errors import did_you_mean
from script.results import Result
from script.typed import Text

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

_WIDEST, _NARROWEST = 0.42, 0.16
"""How far apart dots may stand, in scene units."""
_LARGE, _SMALL, _MOST = 0.4, 0.2, 0.14
"""The radius of a dot that is lit, and of one that is not, over that; and its limit."""
_UNDER, _BETWEEN, _SPREAD = 0.3, 0.4, 0.5
"""What is free under a group's text, between groups, and what more there may be."""
_GAP = 1.2
"""Between the texts of a group, in ems."""


@dataclass(frozen=True, slots=True)
class Part:
    """Those of a group of which something is so.

    Attributes
    ----------
    id : str
        What ``light`` calls them.
    count : int
        How many they are.
    text : Text
        What appears beside the group's name when they are lit.
    color : str
        What lights up, by its meaning.
    """

    id: str
    count: int
    text: Text = Text("")
    color: Meaning = "path"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of dots, and its name over them.

    Attributes
    ----------
    id : str
        What ``deal`` calls it.
    name : Text
        Stands over its dots.
    count : int
        How many they are, all in all.
    parts : tuple of Part
        Those that can be lit, from the first dot on; each has its own shape.
    """

    id: str
    name: Text
    count: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Params:
    """Groups of dots, one under another; each dot has its place from the start.

    Attributes
    ----------
    groups : tuple of Group
        From the top down.
    title : Text
        Stands over them.
    """

    groups: tuple[Group, ...]
    title: Text = Text("")


@dataclass(frozen=True, slots=True)
class State:
    """How far each group has been dealt and each part lit, from 0 to 1, in their order."""

    dealt: tuple[float, ...]
    lit: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """Puts dots down, one after another; all groups at once.

    Attributes
    ----------
    groups : tuple of str
        The groups; by default all.
    """

    groups: tuple[str, ...] = ()

    def length(self, state: State, stage: Crowd) -> float:
        """Return its natural length in seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Crowd) -> State:
        """Return the state at a fraction of its time."""
        chosen = stage.chosen(self.groups)
        dealt = (
            mix(value, 1.0, alpha) if i in chosen else value for i, value in enumerate(state.dealt)
        )
        return replace(state, dealt=tuple(dealt))


@dataclass(frozen=True, slots=True)
class Light:
    """Lights the dots of a part up, one after another; then its text appears.

    Attributes
    ----------
    part : str
        The part.
    """

    part: str

    def length(self, state: State, stage: Crowd) -> float:
        """Return its natural length in seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Crowd) -> State:
        """Return the state at a fraction of its time."""
        place = stage.place(self.part)
        lit = (
            tuple(
                mix(value, 1.0, alpha) if (i, j) == place else value for j, value in enumerate(row)
            )
            for i, row in enumerate(state.lit)
        )
        return replace(state, lit=tuple(lit))


class Layout(NamedTuple):
    """Where everything stands: title, each group's texts and the places of its dots (n, 2)."""

    title: VGroup | None
    texts: tuple[tuple[VGroup, ...], ...]
    dots: tuple[Any, ...]
    pitch: float


class Crowd:
    """Groups of dots from the top down, all in one grid."""

    actions: ClassVar[Mapping[str, type[Any]]] = {"deal": Deal, "light": Light}

    def __init__(self, params: Params, box: Box, look: Look, runs: Mapping[str, Result]) -> None:
        self.params, self.box, self.look = params, box, look
        if not params.groups:
            raise Mistake("groups is empty: a crowd needs a group")
        names = [group.id for group in params.groups]
        names += [piece.id for group in params.groups for piece in group.parts]
        for name in names:
            if names.count(name) > 1:
                raise Mistake(f"two groups or parts are called {name}: give each its own id")
        for group in params.groups:
            counts = [piece.count for piece in group.parts]
            if group.count < 1 or min(counts, default=0) < 0:
                raise Mistake(f"{group.id} must have dots, and none of its parts fewer than 0")
            if sum(counts) > group.count:
                raise Mistake(f"the parts of {group.id} are {sum(counts)}, of {group.count} dots")

    def initial(self) -> State:
        """Return the empty picture, with its title."""
        groups = self.params.groups
        return State((0.0,) * len(groups), tuple((0.0,) * len(group.parts) for group in groups))

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` for a group or part that is not there, or not dealt yet."""
        if isinstance(action, Deal):
            if all(state.dealt[i] >= 1 for i in self.chosen(action.groups)):
                raise Mistake("these groups are dealt already")
            return
        group, _ = self.place(action.part)
        if state.dealt[group] < 1:
            raise Mistake(f"{self.params.groups[group].id} is not dealt yet")

    def chosen(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return the groups of these names; none: all."""
        known = [group.id for group in self.params.groups]
        for name in names:
            if name not in known:
                raise Mistake(_unknown("group", name, known))
        return tuple(i for i, name in enumerate(known) if not names or name in names)

    def place(self, name: str) -> tuple[int, int]:
        """Return the numbers of a part's group and of the part in it."""
        known = {
            piece.id: (i, j)
            for i, group in enumerate(self.params.groups)
            for j, piece in enumerate(group.parts)
        }
        if name not in known:
            raise Mistake(_unknown("part", name, list(known)))
        return known[name]

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the title, and each group's name, dots, lit dots and their texts."""
        layout = self._layout()
        drawn: dict[str, Mobject] = {} if layout.title is None else {"title": layout.title}
        for i, (group, dealt) in enumerate(zip(self.params.groups, state.dealt, strict=True)):
            if dealt <= 0:
                continue
            drawn[f"name {i}"] = slid_in(layout.texts[i][0], min(1.0, 3 * dealt))
            lit = tuple(
                ceil(smooth(seen) * piece.count)
                for seen, piece in zip(state.lit[i], group.parts, strict=True)
            )
            drawn[f"dots {i}"] = self._dots(i, ceil(smooth(dealt) * group.count), lit)
            for j, seen in enumerate(state.lit[i]):
                if lit[j]:
                    drawn[f"lit {i} {j}"] = self._lit(i, j, lit[j])
                if seen > 0.75:
                    drawn[f"text {i} {j}"] = slid_in(layout.texts[i][1 + j], 4 * seen - 3)
        return drawn

    @part
    def _dots(self, group: int, dealt: int, lit: tuple[int, ...]) -> VMobject:
        """Return the dots of a group that lie there unlit."""
        layout = self._layout()
        dark = np.arange(len(layout.dots[group])) < dealt
        for j, count in enumerate(lit):
            start = self._first(group, j)
            dark[start : start + count] = False
        radius = min(_SMALL * layout.pitch, _MOST)
        return self._marks(layout.dots[group][dark], 0, radius, self.look.palette.muted)

    @part
    def _lit(self, group: int, piece: int, count: int) -> VMobject:
        """Return the first dots of a part, lit, in the shape of the part."""
        layout, start = self._layout(), self._first(group, piece)
        at = layout.dots[group][start : start + count]
        color = getattr(self.look.palette, self.params.groups[group].parts[piece].color)
        return self._marks(at, piece, min(_LARGE * layout.pitch, _MOST), color)

    def _marks(self, at: Any, style: int, radius: float, color: str) -> VMobject:
        return marks(at, style, radius).set_fill(color, 1.0).set_stroke(width=0)

    def _first(self, group: int, piece: int) -> int:
        """Return the number of a part's first dot in its group."""
        return sum(before.count for before in self.params.groups[group].parts[:piece])

    @part
    def _layout(self) -> Layout:
        """Return everything in the largest text, then the widest grid, that fits the box."""
        title, top = None, self.box.top
        if self.params.title:
            title, top = headline(self.params.title, self.look, self.box)
            top -= 0.1
        for size in (self.look.type.body, self.look.type.label, self.look.type.small):
            for pitch in np.arange(_WIDEST, _NARROWEST, -0.02):
                spare = top - self.box.bottom - self._height(size, float(pitch))
                if self._width(size) <= self.box.width and spare >= 0:
                    return self._set(title, top, size, float(pitch), spare)
        raise Mistake("the groups do not fit the panel: shorten their texts or take a larger one")

    def _columns(self, pitch: float) -> int:
        return int(self.box.width / pitch)

    def _height(self, size: float, pitch: float) -> float:
        """Return how high all groups are."""
        lines = sum(ceil(group.count / self._columns(pitch)) for group in self.params.groups)
        groups = len(self.params.groups)
        over = groups * (CAPITAL * em(size) + _UNDER) + (groups - 1) * _BETWEEN
        return float(over + lines * pitch)

    def _width(self, size: float) -> float:
        """Return how wide the widest group's texts are."""
        return max(
            sum(float(text.width) for text in texts) + _GAP * em(size) * (len(texts) - 1)
            for texts in (self._texts(i, size) for i in range(len(self.params.groups)))
        )

    def _texts(self, group: int, size: float) -> tuple[VGroup, ...]:
        """Return a group's name and the texts of its parts, not yet in their places."""
        one, palette = self.params.groups[group], self.look.palette
        name = typeset.text(one.name, size, palette.ink, weight="semibold")
        return (
            name,
            *(
                typeset.text(piece.text, size, getattr(palette, piece.color))
                for piece in one.parts
            ),
        )

    def _set(
        self, title: VGroup | None, top: float, size: float, pitch: float, spare: float
    ) -> Layout:
        """Return texts and dots from the top down, spread over some of the ``spare`` height."""
        more = min(_SPREAD, spare / (len(self.params.groups) + 1))
        columns, y = self._columns(pitch), top - more
        texts, dots = [], []
        for i, group in enumerate(self.params.groups):
            row, x = self._texts(i, size), self.box.left
            for text in row:
                set_down(text, size, x, y)
                x = float(text.get_right()[0]) + _GAP * em(size)
            y -= CAPITAL * em(size) + _UNDER
            places = np.arange(group.count)
            across = self.box.left + (places % columns + 0.5) * pitch
            dots.append(np.stack([across, y - (places // columns + 0.5) * pitch], axis=-1))
            y -= ceil(group.count / columns) * pitch + _BETWEEN + more
            texts.append(row)
        return Layout(title, tuple(texts), tuple(dots), pitch)


def _unknown(what: str, name: str, known: list[str]) -> str:
    hint = did_you_mean(name, known)
    return f"there is no {what} {name}" + (f" - {hint}" if hint else "")


KIND = Crowd
