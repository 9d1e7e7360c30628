"""A change of what is in sight on a map, and the magnifying glass that shows how large it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane, Window
from scenes.descent_2d import strokes
from scenes.descent_2d.follow import ending
from scenes.descent_2d.geometry import Rect, free_corner
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.sight import Lens
from scenes.descent_2d.state import State
from scenes.ease import mix, smooth
from scenes.stage import Mistake

if TYPE_CHECKING:
    from manim import VGroup

    from scenes.descent_2d.stage import Descent2D

_FRAMED = 0.25
"""The part of a zoom's time in which the frame of its lens comes."""
_FIGURES = 10
"""Factors below this have a decimal."""
_FROM = 0.5
"""The factor is seen wholly when a map is so much more than once as large; so is the frame round
the first window of one that grew."""
_FIRST_SEEN = 0.75


@dataclass(frozen=True, slots=True)
class Zoom:
    """Changes what is in sight, once and for all: nothing is followed any more.

    Attributes
    ----------
    window : Window
        Left, right, bottom and top of what must be in sight.
    lens : bool
        Whether first a frame marks what will be in sight, which then grows to fill the map, and
        says how many times larger everything is. The next zoom without one takes it away.
    """

    window: Window
    lens: bool = False

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 1.8 seconds, with a lens 3."""
        return 3.0 if self.lens else 1.8

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Glide at a constant rate of magnification, eased at both ends."""
        after = stage.fit(self.window)
        lens = self._lens(state, after, alpha)
        state = replace(state, follow=ending(state.follow, alpha), lens=lens)
        if alpha >= 1:
            return replace(state, before=after, window=after, change=1.0)
        glide = (alpha - _FRAMED) / (1 - _FRAMED) if self.lens else alpha
        return replace(state, before=state.window, window=after, change=smooth(glide))

    def _lens(self, state: State, after: Window, alpha: float) -> Lens | None:
        before = state.lens
        if self.lens:
            base = before.base if before else state.window
            return Lens(base, after, mix(0.0, 1.0, smooth(alpha / _FRAMED)))
        if before is None or alpha >= 1:
            return None
        return replace(before, opacity=before.opacity * (1 - smooth(alpha)))


def check_lens(action: Zoom, state: State, stage: Descent2D) -> None:
    """Raise ``Mistake`` for a lens over what is not in sight, or that would make it smaller."""
    left, right, bottom, top = stage.fit(action.window)
    low, high, lowest, highest = state.window
    if action.lens and not (low <= left < right <= high and lowest <= bottom < top <= highest):
        raise Mistake("a lens magnifies what is in sight: its window must lie inside that")


def frame(sheet: Sheet) -> None:
    """Draw the frame of the lens, and round what was in sight before the window grew with a run."""
    lens, follow = sheet.state.lens, sheet.state.follow
    if lens is not None:
        edge = _edge(sheet, lens.glass)
        ink = sheet.palette.ink
        sheet.parts["lens"] = strokes.path([edge], ink, 4, lens.opacity, casing=sheet.casing)
    if follow is not None:
        first, now = follow.base, sheet.state.sight
        grown = (now[1] - now[0]) / (first[1] - first[0])
        if (seen := follow.seen * _FIRST_SEEN * smooth((grown - 1) / _FROM)) > 0:
            edge = _edge(sheet, first)
            sheet.parts["first window"] = strokes.thin([edge], sheet.palette.ink, 2.5, seen)


def _edge(sheet: Sheet, window: Window) -> Array:
    """Return the edge (5, 2) of a window in scene units, as far as it is on the map."""
    box = sheet.box
    corners = np.array(window)[[[0, 2], [1, 2], [1, 3], [0, 3], [0, 2]]]
    edge: Array = np.clip(sheet.at(corners), (box.left, box.bottom), (box.right, box.top))
    return edge


def factor(sheet: Sheet, letters: Lettering) -> None:
    """Say how many times larger everything is, in a corner that nothing at rest is in."""
    lens = sheet.state.lens
    if lens is None:
        return
    first, glass, now = (
        right - left for left, right, _, _ in (lens.base, lens.glass, sheet.state.sight)
    )
    settled = size(_text(letters, first / glass, sheet))
    rest = replace(sheet, plane=Plane(sheet.box, lens.glass))
    points = [rest.reach(walker) for walker in sheet.state.walkers]
    points += [place.filled() for place in sheet.covered]
    corner = free_corner(settled, np.concatenate([np.zeros((0, 2)), *points]), sheet.box)
    text = _text(letters, first / now, sheet)
    wide, high = size(text)
    at_left = corner.left < sheet.box.center[0]
    left = corner.left if at_left else corner.left + corner.width - wide
    seen = lens.opacity * smooth((first / now - 1) / _FROM)
    sheet.write("lens factor", text, Rect(left, corner.bottom, wide, high), seen)


def _text(letters: Lettering, times: float, sheet: Sheet) -> VGroup:
    figures = f"{times:.1f}" if times < _FIGURES else f"{times:.0f}"
    return letters.row((("×", False), (figures, True)), sheet.palette.ink)
