"""Notes over the lines of a plot: what they are about, how far they are drawn, where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from scenes.box import Box
from scenes.ease import mix, smooth
from scenes.parts import faded, part
from scenes.plots.places import along, edge_cells, holds, nearby, shifted
from scenes.plots.sheet import Sheet
from scenes.plots.strokes import Points, lines
from scenes.plots.words import Words

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_WIDEST = 0.9
"""The part of the plane's width at which labels break."""
_RING = 0.16
"""From the point a label is about to where its leader begins."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something laid over the lines: ``of`` is what, as plain data.

    ``drawn`` is how far it is drawn, from 0 to 1, and ``opacity`` how much of it is seen. One that
    was taken away stays, unseen, while there are later ones: their places do not change.
    """

    of: Any
    drawn: float = 1.0
    opacity: float = 1.0


Notes = tuple[Note, ...]


def put(notes: Notes, of: Any, alpha: float) -> Notes:
    """Return the notes with a new one at ``alpha`` of its drawing."""
    return (*notes, Note(of, mix(0.0, 1.0, alpha))) if alpha > 0 else notes


def taken(notes: Notes, alpha: float, chosen: Callable[[Any], bool]) -> Notes:
    """Return the notes with those about what is chosen at ``alpha`` of their way out."""
    left = tuple(
        replace(note, opacity=mix(note.opacity, 0.0, smooth(alpha))) if chosen(note.of) else note
        for note in notes
    )
    last = max((i for i, note in enumerate(left) if note.opacity > 0), default=-1)
    return left[: last + 1]


def seen(notes: Notes) -> list[Any]:
    """Return what the notes that are seen are about."""
    return [note.of for note in notes if note.opacity > 0]


class Figures(Protocol):
    """What a kind's notes look like; ``bend`` is the way to the log scale."""

    def says(self, of: Any) -> str:
        """Return what its label says; nothing for no label."""
        ...

    def color(self, of: Any) -> str:
        """Return its label's colour."""
        ...

    def anchor(self, of: Any, size: Points, bend: float) -> Points:
        """Return where the middle of a label of some size wants to be (2,)."""
        ...

    def point(self, of: Any, bend: float) -> Points | None:
        """Return the point that its label is about (2,), if it is one."""
        ...

    def height(self, of: Any, bend: float) -> float | None:
        """Return the height of the level that it is, if it is one: its label stays on the line."""
        ...

    def is_over(self, of: Any) -> bool:
        """Tell whether it stands before the plot's lines, not behind them."""
        ...

    def draw(self, of: Any, bend: float, drawn: float) -> VGroup:
        """Return its lines, drawn to a fraction."""
        ...


class Noted:
    """Draws notes with their labels, each clear of the lines, of other notes and of ``ends``.

    ``inked`` gives the cells that the plot's lines run through, and ``ends`` the places of the
    labels at their ends, both for a bend of 0 or 1.
    """

    def __init__(
        self,
        sheet: Sheet,
        figures: Figures,
        inked: Callable[[float], Points],
        ends: Callable[[float], list[Box]],
    ) -> None:
        self._sheet = sheet
        self._figures = figures
        self._inked = inked
        self._ends = ends
        self._words = Words(sheet.look)

    def behind(self, notes: Notes, bend: float) -> dict[str, Mobject]:
        """Return the figures in sight that stand behind the lines, by their parts' names."""
        return self._figures_of(notes, bend, is_over=False)

    def before(self, notes: Notes, bend: float) -> dict[str, Mobject]:
        """Return the figures in sight that stand before the lines, by their parts' names."""
        return self._figures_of(notes, bend, is_over=True)

    def words(self, notes: Notes, bend: float) -> dict[str, Mobject]:
        """Return the labels of the notes in sight, by their parts' names."""
        plain = tuple(Note(note.of) for note in notes)
        heights = (self._figures.height(of, float(round(bend))) for of in seen(notes))
        levels = tuple(y for y in heights if y is not None)
        return {
            f"words {i}": self._said(plain[: i + 1], levels, note.drawn, note.opacity, bend)
            for i, note in enumerate(notes)
            if note.opacity > 0 and self._figures.says(note.of)
        }

    def _figures_of(self, notes: Notes, bend: float, is_over: bool) -> dict[str, Mobject]:
        return {
            f"figure {i}": self._figure(note, bend)
            for i, note in enumerate(notes)
            if note.opacity > 0 and self._figures.is_over(note.of) is is_over
        }

    @part
    def _figure(self, note: Note, bend: float) -> VGroup:
        return faded(self._figures.draw(note.of, bend, note.drawn), note.opacity)

    @part
    def _said(
        self,
        notes: Notes,
        levels: tuple[float, ...],
        drawn: float,
        opacity: float,
        bend: float,
    ) -> VGroup:
        """Return the label of the last of some notes, and a line to a point that it is far from.

        Where lines or levels run through it, it stands on a patch of background.

        While the axis bends, it goes along with what it is about, and its place fades to the one it
        has on the other scale.
        """
        of, scale = notes[-1].of, float(round(bend))
        place = self._place(notes, scale)
        if bend != scale:
            size = np.array([place.width, place.height])
            way = self._figures.anchor(of, size, bend) - self._figures.anchor(of, size, scale)
            place = shifted(place, way, self._within)
            opacity *= smooth(abs(2 * bend - 1))
        says, color = self._figures.says(of), self._figures.color(of)
        wide = _WIDEST * self._sheet.plane.width
        ink = np.concatenate([self._inked(scale), self._covered(notes, scale)])
        is_crossed = any(place.bottom <= y <= place.top for y in levels)
        is_free = not (is_crossed or holds(place, ink))
        shown = self._words.at(says, color, place, wide, is_free)
        if (at := self._figures.point(of, bend)) is not None:
            half = np.array([place.width, place.height]) / 2 + 0.06
            near = np.clip(at, place.center - half, place.center + half)
            length = float(np.hypot(*(near - at)))
            if length > 2.5 * _RING:
                leader = np.array([at + (near - at) * _RING / length, near])
                shown.add_to_back(lines([leader], self._sheet.look.palette.ink, 2))
        return faded(shown, opacity * smooth(2 * drawn - 1))

    @part
    def _place(self, notes: Notes, bend: float) -> Box:
        """Return where the label of the last of some notes stands, on one of the two scales."""
        of = notes[-1].of
        says, color = self._figures.says(of), self._figures.color(of)
        size = self._words.size(says, color, _WIDEST * self._sheet.plane.width)
        others = [
            self._place(notes[: i + 1], bend)
            for i in range(len(notes) - 1)
            if self._figures.says(notes[i].of)
        ]
        others += self._ends(bend)
        covered = np.concatenate([self._inked(bend), self._covered(notes, bend)])
        if (y := self._figures.height(of, bend)) is not None:
            return along(y, size, self._within, covered, others)
        x, y = map(float, self._figures.anchor(of, np.array(size), bend))
        return nearby((x, y), size, self._within, covered, others)

    @part
    def _covered(self, notes: Notes, bend: float) -> Points:
        """Return the cells that the figures of notes run through; a level keeps to itself."""
        curves = [
            member.points[:, :2].reshape(-1, 4, 2)
            for note in notes
            if self._figures.height(note.of, bend) is None
            for member in self._figure(note, bend).family_members_with_points()
        ]
        edges = np.concatenate([np.zeros((0, 4, 2)), *curves])
        return edge_cells(edges[:, 0], edges[:, 3])

    @property
    def _within(self) -> Box:
        """Where labels may stand."""
        return self._sheet.plane.inset(left=0.1, bottom=0.08, right=0.05, top=0.02)
