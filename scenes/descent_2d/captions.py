"""The texts on a map: names, marks, the numbers of iterates. Each finds itself a free place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Window
from scenes.descent_2d.geometry import (
    Rect,
    angle_between,
    arc,
    beside,
    free_corner,
    free_place,
    held,
    inside,
    ray,
)
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import MAGNIFIED, SCALED, Guide, Layer, Mark, Walker
from scenes.descent_2d.strokes import mixed
from scenes.ease import smooth
from scenes.parts import faded
from scenes.stage import Mistake

if TYPE_CHECKING:
    from manim import VGroup

_SIDES = {"right": (1.0, 0.0), "left": (-1.0, 0.0), "above": (0.0, 1.0), "below": (0.0, -1.0)}
_A_NUMBER = (0.6, 0.28)
"""Room for the number of a step's part."""
_SHORTEST = 0.4
"""Parts of a step shorter than this go without their number."""


class Captions:
    """Writes the texts of a frame, set once each.

    While the window changes they keep the places they have at rest beside what they belong to.
    """

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters

    def mark(self, sheet: Sheet, mark: Mark) -> None:
        """Write a text beside an iterate."""
        x = sheet.runs[mark.run].x
        at = sheet.at(x[min(mark.k, len(x) - 1)])
        if mark.opacity > 0 and inside(at, sheet.box):
            text = self._said(sheet, str(mark.text), sheet.palette.ink)
            place = held(beside(at, size(text), np.array(_SIDES[mark.side])), sheet.box)
            seen = mark.opacity * sheet.calm
            self._put(sheet, f"{mark.run} mark {mark.k}", text, place, seen, sheet.drift(at))

    def name(self, sheet: Sheet, walker: Walker) -> None:
        """Write a walker's label beside the iterate it was put at, unless a legend has it.

        It keeps clear of the gradient, the step, the number of the step's x part and the drops
        whether they are shown or not, so that it never moves.
        """
        trajectory, k = sheet.runs[walker.run], walker.since
        at = sheet.at(trajectory.x[k])
        unsaid = 1 - sheet.state.opacity("legend")
        if not walker.label or min(walker.seen, unsaid) <= 0 or not inside(at, sheet.box):
            return
        ahead = sheet.at(trajectory.x[min(k + 1, trajectory.steps)]) - at
        part = beside(at + ahead * (0.5, 0.0), _A_NUMBER, np.array([0.0, -np.sign(ahead[1])]))
        text = self._said(sheet, str(walker.label), sheet.tint(walker))
        ways = (ahead, -ahead, np.array([-1.0, 0.0]), np.array([0.0, -1.0]))
        lines = [part.middle_line(), *(ray(at, way) for way in ways)]
        place = free_place(at, size(text), lines, sheet.taken, sheet.box)
        seen = unsaid * walker.seen * sheet.calm
        self._put(sheet, f"{walker.run} label", text, place, seen, sheet.drift(at))

    def guide(self, sheet: Sheet, guide: Guide, curve: Array) -> None:
        """Write a guide's label beside its curve (n, 2), given in data."""
        curve = sheet.at(curve)
        appeared = sheet.calm * guide.opacity * smooth(2 * guide.drawn - 1)
        middle = curve[len(curve) * 2 // 5]
        if guide.label and appeared > 0 and inside(middle, sheet.box):
            ways = [curve[0] - middle, curve[-1] - middle]
            text = self._said(sheet, str(guide.label), sheet.palette.guide)
            self._put_free(sheet, f"{guide.run} {guide.curve} label", text, middle, ways, appeared)

    def scale(self, sheet: Sheet) -> None:
        """Say once how long the arrows of gradients are, and those a step is made of."""
        scale, times, palette = sheet.state.scale, sheet.state.magnified, sheet.palette
        if scale is not None:
            texts = f"arrow = {scale:g} × gradient", f"{scale:g} × gradient"
            self._say(sheet, "scale", texts, palette.gradient, SCALED)
        if times != 1:
            texts = f"arrows = {times:g} × step", f"{times:g} × step"
            pale = mixed(palette.velocity, palette.ink, 0.35)
            self._say(sheet, "magnified", texts, pale, MAGNIFIED)

    def _said(self, sheet: Sheet, markup: str, color: str) -> VGroup:
        """Return a text of the script; ``Mistake`` when the map is too narrow for it."""
        text = self._letters.text(markup, color)
        if float(text.width) > sheet.box.width:
            raise Mistake(
                f"{markup!r} is {text.width:.1f} units wide and this map {sheet.box.width:.1f}: "
                "shorten it, or give the map a wider panel"
            )
        return text

    def _say(
        self, sheet: Sheet, name: str, texts: Sequence[str], color: str, of: Sequence[Layer]
    ) -> None:
        """Write the first of some texts that has room, in a corner, while layers are shown."""
        walkers = sheet.state.walkers
        shown = max((sheet.seen(walker, layer) for walker in walkers for layer in of), default=0.0)
        if shown <= 0:
            return
        points = [sheet.reach(walker) for walker in walkers]
        points += [place.middle_line() for place in sheet.taken]
        busy = np.concatenate(points)
        for said in texts:
            text = self._letters.text(said, color)
            corner = free_corner(size(text), busy, sheet.box)
            if corner.distance(busy) > 0 and text.width < 0.9 * sheet.box.width:
                break
        if not any(corner.crowds(board) for board in sheet.covered):
            self._put(sheet, name, text, corner, shown, np.zeros(2))

    def numbers(self, sheet: Sheet, walker: Walker) -> None:
        """Write the numbers of the iterate a walker stands at; they fade out while it moves."""
        k = round(walker.at)
        settled = sheet.calm * smooth(1 - 2.5 * abs(walker.at - k))
        at = sheet.at(sheet.runs[walker.run].x[k])
        if settled > 0 and inside(at, sheet.box):
            self._parts_of_step(sheet, walker, k, settled)
            self._coordinates(sheet, walker, k, settled)
            self._degrees(sheet, walker, k, settled)

    def _coordinates(self, sheet: Sheet, walker: Walker, k: int, settled: float) -> None:
        """Write the iterate beside its point, and where its dashed lines meet the axes."""
        x, box, palette = sheet.runs[walker.run].x[k], sheet.box, sheet.palette
        at, said = sheet.at(x), [coordinate(value, sheet.state.window) for value in x]
        drops = settled * sheet.seen(walker, "drops")
        feet = (("x", (at[0], box.bottom), palette.x), ("y", (box.left, at[1]), palette.y))
        for shown, (name, foot, color) in zip(said, feet, strict=True) if drops > 0 else ():
            text = self._letters.number(shown, color)
            place = beside(np.array(foot), size(text), np.array([1.0, 1.0]))
            drift = sheet.drift(at) * (name == "x", name == "y")
            self._put(sheet, f"{walker.run} {name} value", text, place, drops, drift)
        numbers = settled * sheet.seen(walker, "numbers")
        if numbers > 0:
            text = self._letters.number(f"({said[0]}, {said[1]})", palette.ink)
            ways = sheet.leaving(walker, k)
            self._put_free(sheet, f"{walker.run} numbers", text, at, ways, numbers)

    def _parts_of_step(self, sheet: Sheet, walker: Walker, k: int, settled: float) -> None:
        """Write how far the next step goes in x and in y, beside its two parts."""
        trajectory = sheet.runs[walker.run]
        shown = settled * sheet.seen(walker, "components") * walker.arrow
        if shown <= 0 or k >= trajectory.steps:
            return
        here, there = sheet.at(trajectory.x[k]), sheet.at(trajectory.x[k + 1])
        if not inside(there, sheet.box):
            return
        corner, ahead = np.array([there[0], here[1]]), there - here
        edges = ((here, corner), (corner, there), (here, there))
        triangle = [np.linspace(start, stop, 12) for start, stop in edges]
        for name, value, start, stop, outward, color in (
            ("x", trajectory.step[k][0], here, corner, (0.0, -ahead[1]), sheet.palette.x),
            ("y", trajectory.step[k][1], corner, there, (ahead[0], 0.0), sheet.palette.y),
        ):
            if np.hypot(*(stop - start)) > _SHORTEST:
                text = self._letters.number(coordinate(value, sheet.state.window), color)
                middle, first = (start + stop) / 2, [np.sign(outward)]
                place = free_place(middle, size(text), triangle, sheet.taken, sheet.box, first)
                drift = sheet.drift(middle)
                self._put(sheet, f"{walker.run} {name} part value", text, place, shown, drift)

    def _degrees(self, sheet: Sheet, walker: Walker, k: int, settled: float) -> None:
        """Write the angle between downhill and the minimum outside its arc."""
        trajectory, minimum = sheet.runs[walker.run], sheet.minimum(walker)
        shown = settled * sheet.seen(walker, "angle")
        if shown <= 0 or minimum is None:
            return
        here = sheet.at(trajectory.x[k])
        down, home = -trajectory.grad[k], minimum - here
        if not (np.hypot(*down) > 0 and np.hypot(*home) > 0):
            return
        start, turn = angle_between(down, home)
        middle = arc(here, home, start + turn / 2, 0.0)[0]
        text = self._letters.text(f"{trajectory.angle_to_min[k]:.1f}°", sheet.palette.ink)
        ways = [here - middle, *(way - (middle - here) for way in (home, sheet.ahead(walker)))]
        self._put_free(sheet, f"{walker.run} degrees", text, middle, ways, shown)

    def _put_free(
        self,
        sheet: Sheet,
        name: str,
        text: VGroup,
        at: Array,
        ways: Sequence[Array],
        opacity: float,
    ) -> None:
        lines = [ray(at, way) for way in ways]
        place = free_place(at, size(text), lines, sheet.taken, sheet.box)
        self._put(sheet, name, text, place, opacity, sheet.drift(at))

    def _put(
        self,
        sheet: Sheet,
        name: str,
        text: VGroup,
        place: Rect,
        opacity: float,
        drift: Array,
    ) -> None:
        """Add a text at its place, moved by ``drift`` (2,); one that leaves the map is left out."""
        sheet.taken.append(place)
        moved = place.moved(drift)
        if opacity > 0 and moved == held(moved, sheet.box):
            center = moved.left + moved.width / 2, moved.bottom + moved.height / 2, 0.0
            sheet.parts[name] = faded(text.copy().move_to(np.array(center)), opacity)


def coordinate(value: float, window: Window) -> str:
    """Return a coordinate with as many decimals as a window can tell apart, zeros trimmed."""
    decimals = max(2, 2 - math.floor(math.log10(window[1] - window[0])))
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
