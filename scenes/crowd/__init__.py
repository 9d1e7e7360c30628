"""So many of so many: a dot for each, in groups; those of which something is so light up."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from scenes.box import Box
from scenes.column import slid_in
from scenes.crowd import actions, model
from scenes.crowd.grid import Grid, Layout
from scenes.crowd.model import Group, Params, Part, State
from scenes.ease import smooth
from scenes.look import Look
from scenes.parts import part
from scenes.stage import Mistake
from scenes.strokes import marks
from script.errors import did_you_mean
from script.results import Result

if TYPE_CHECKING:
    from manim import Mobject, VMobject

__all__ = ["KIND", "Crowd", "Group", "Params", "Part", "State"]

_LARGE, _SMALL, _MOST = 0.4, 0.2, 0.14
"""The radius of a dot that is lit, and of one that is not, over the grid's pitch; and its limit."""


class Crowd:
    """Groups of dots from the top down, all in one grid."""

    Params: ClassVar[type] = model.Params
    State: ClassVar[type] = model.State
    actions: ClassVar[Mapping[str, type[Any]]] = {"deal": actions.Deal, "light": actions.Light}

    def __init__(
        self, params: model.Params, box: Box, look: Look, runs: Mapping[str, Result]
    ) -> None:
        self.params, self.box, self.look = params, box, look
        self._grid = Grid(params, box, look)
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

    def initial(self) -> model.State:
        """Return the empty picture, with its title."""
        groups = self.params.groups
        return model.State(
            (0.0,) * len(groups), tuple((0.0,) * len(group.parts) for group in groups)
        )

    def check(self, action: Any, state: model.State) -> None:
        """Raise ``Mistake`` for a group or part that is not there, or not dealt yet."""
        if isinstance(action, actions.Deal):
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

    def draw(self, state: model.State) -> dict[str, Mobject]:
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
        return self._grid.layout()


def _unknown(what: str, name: str, known: list[str]) -> str:
    hint = did_you_mean(name, known)
    return f"there is no {what} {name}" + (f" - {hint}" if hint else "")


KIND = Crowd
