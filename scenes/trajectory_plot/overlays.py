"""What is laid over a plot's lines: halvings, levels, marks and rings."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.ease import out, share, smooth
from scenes.parts import faded, part
from scenes.plots.layout import freest, meets
from scenes.plots.strokes import Points, dashes, lines, markers
from scenes.trajectory_plot.sheet import Sheet
from scenes.trajectory_plot.state import Halving, Level, Mark, Ring
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_CURVE = 0.35
"""The part of a halving's time in which its curve is drawn."""
_AWAY = 0.3
"""From a dot to its label, in scene units."""


class Overlays:
    """Draws overlays on a sheet; ``bend`` is the way from the linear to the log scale."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._look = sheet.look

    @part
    def halving(self, halving: Halving, bend: float) -> VGroup:
        """Return the curve through the dots, a dashed stair for each halving, and the half-life."""
        from manim import VGroup

        series, ink = halving.series, self._look.palette.guide
        stairs = max(halving.drawn - _CURVE, 0.0) / (1 - _CURVE)
        end = self._sheet.curves.steps * smooth(halving.drawn / _CURVE)
        group = VGroup(lines([self._decay(series, 0.0, end, bend)], ink, 2.5, 0.9))
        settled = abs(2 * bend - 1)
        for i in range(halving.times):
            shown = smooth(share(stairs, i, halving.times + 1))
            if shown > 0:
                group.add(*self._stair(series, i, shown, bend))
        for i, fraction in enumerate(self._fractions(series, halving.times, bend)):
            shown = smooth(share(stairs, i, halving.times + 1))
            group.add(faded(fraction, settled * max(2 * shown - 1, 0.0)))
        said = smooth(share(stairs, halving.times, halving.times + 1))
        group.add(faded(self._note(series, float(round(bend))), settled * said))
        return faded(group, halving.opacity)

    def _decay(self, series: int, start: float, stop: float, bend: float) -> Points:
        k = np.linspace(start, max(stop, start + 1e-3), 121)
        return self._sheet.at(k, self._sheet.curves.decay(series, k), bend)

    def _stair(self, series: int, i: int, shown: float, bend: float) -> list[VMobject]:
        """Return the tread from halving i, the riser down to the curve, the line to the axis."""
        ink, muted = self._look.palette.guide, self._look.palette.muted
        start, stop = self._halvings(series, i, i + 1, bend)
        corner = np.array([stop[0], start[1]])
        foot = np.array([stop[0], self._sheet.plane.bottom])
        along, down = min(2 * shown, 1.0), max(2 * shown - 1, 0.0)
        pieces = dashes(start, start + along * (corner - start))
        pieces += dashes(corner, corner + down * (stop - corner))
        parts = [lines(pieces, ink, 3, 0.95)]
        if down > 0:
            parts.append(lines(dashes(stop, stop + down * (foot - stop)), muted, 2, 0.6))
            parts.append(markers(stop[None, :], 0.06, 0, ink, down))
        return parts

    def _fractions(self, series: int, times: int, bend: float) -> list[VMobject]:
        """Return what is left after each halving, beside its stair, as long as there is room."""
        color = self._sheet.curves.color(series, self._look.palette)
        taken = [self._note_place(series, float(round(bend)))]
        fractions = []
        for i, (x, y) in enumerate(self._halvings(series, 1, times, bend), start=1):
            fraction: Any = typeset.number(f"1/{2**i}", self._look.type.small, color)
            place = Box(x + 0.1, y + 0.1, fraction.width, fraction.height)
            out_of_sight = place.right > self._sheet.plane.right
            if out_of_sight or any(meets(place, other) for other in taken):
                break
            taken.append(place)
            fractions.append(typeset.place(fraction, place.left, place.bottom + 0.03))
        return fractions

    def _halvings(self, series: int, first: int, last: int, bend: float) -> Points:
        """Return the points of the curve where it has halved ``first`` to ``last`` times."""
        k = self._sheet.curves.half_life(series) * np.arange(first, last + 1)
        return self._sheet.at(k, self._sheet.curves.decay(series, k), bend)

    @part
    def _note(self, series: int, bend: float) -> VMobject:
        """Return the half-life in words, where it stands."""
        text, place = self._half_life(series).copy(), self._note_place(series, bend)
        return text.shift([place.right - text.get_right()[0], place.top - text.get_top()[1], 0.0])

    @part
    def _half_life(self, series: int) -> Any:
        """Return the half-life in words, in two lines where one would fill the plane."""
        plane, curves, size = self._sheet.plane, self._sheet.curves, self._look.type.small
        says = f"halves every {curves.half_life(series):.2f} steps"
        color = curves.color(series, self._look.palette)
        text = typeset.text(says, size, color)
        if text.width > 0.6 * plane.width:
            says = says.replace("every ", "every \\ ")
            text = typeset.text(says, size, color, width=plane.width, align="right")
        return text

    @part
    def _note_place(self, series: int, bend: float) -> Box:
        """Return the place clear of the lines, the stairs and the half-lives before this one."""
        plane, text = self._sheet.plane, self._half_life(series)
        before = [i for i in range(series) if self._sheet.curves.series[i].of in ("x", "y")]
        taken = [self._sheet.lines(bend)]
        for i in (*before, series):
            corners = self._halvings(i, 0, 4, bend)
            for start, stop in pairwise(corners):
                taken.append(np.linspace(start, (stop[0], start[1]), 20))
                taken.append(np.linspace((stop[0], start[1]), stop, 20))
        for i in before:
            place = self._note_place(i, bend)
            x = np.linspace(place.left - 0.1, place.right + 0.1, 12)
            y = np.linspace(place.bottom - 0.2, place.top + 0.2, 12)
            taken.append(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        wide, high = float(text.width), float(text.height)
        lowest, highest = plane.bottom + 0.15, plane.top - high - 0.02
        return freest(
            (
                Box(x, y, wide, high)
                for x in np.linspace(plane.right - wide, plane.left + 0.2, 4)
                for y in np.linspace(highest, lowest, 7)
            ),
            np.concatenate(taken),
        )

    @part
    def level(self, level: Level, bend: float) -> VGroup:
        """Return the dashed line, its label where it is out of the lines' way."""
        from manim import VGroup

        plane, muted = self._sheet.plane, self._look.palette.muted
        y = float(self._sheet.at(0.0, level.value, bend)[1])
        if not plane.bottom - 1e-9 <= y <= plane.top + 1e-9:
            return VGroup()
        start, stop = np.array([plane.left, y]), np.array([plane.right, y])
        drawn = smooth(level.drawn)
        group = VGroup(lines(dashes(start, start + drawn * (stop - start)), muted, 2.5))
        if level.text:
            group.add(faded(self._level_text(level.text, level.value, bend), drawn))
        return faded(group, level.opacity)

    def _level_text(self, says: str, value: float, bend: float) -> VGroup:
        text = self._words(says, self._look.palette.muted)
        place = self._level_place(text.width, value, round(bend))
        lift = place.bottom - float(self._sheet.at(0.0, value, round(bend))[1])
        y = float(self._sheet.at(0.0, value, bend)[1])
        return typeset.place(text, place.left, y + lift + 0.24 * place.height)

    def _level_place(self, wide: float, value: float, bend: float) -> Box:
        """Return the place on or under the line that is clear of the curves on both scales."""
        plane, high = self._sheet.plane, em(self._look.type.small)
        y = float(self._sheet.at(0.0, value, bend)[1])
        places = [
            Box(x, bottom, wide, high)
            for bottom in (y + 0.06, y - 0.06 - high)
            for x in (plane.right - wide, plane.left + 0.15, plane.center[0] - wide / 2)
            if plane.bottom - 1e-9 <= bottom and bottom + high <= self._sheet.box.top
        ]
        return freest(places, self._sheet.lines(bend))

    @part
    def mark(self, mark: Mark, bend: float) -> VGroup:
        """Return a ring round the dot, a leader and the label, kept inside the box."""
        from manim import Circle, VGroup

        dot = self._sheet.dots(mark.series, bend)[mark.k]
        plane, box, palette = self._sheet.plane, self._sheet.box, self._look.palette
        if not plane.bottom - 1e-9 <= dot[1] <= plane.top + 1e-9:
            return VGroup()
        text = self._words(mark.text, palette.ink)
        half = np.array([text.width, text.height]) / 2
        way = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}[mark.side]
        center = dot + np.array(way) * (half + _AWAY)
        low = np.array([box.left, plane.bottom + 0.05]) + half
        high = np.array([box.right, box.top]) - half
        center = np.clip(center, low, high)
        text.shift([*(center - text.get_center()[:2]), 0.0])
        near = np.clip(dot, center - half - 0.06, center + half + 0.06)
        length = float(np.hypot(*(near - dot)))
        group = VGroup(Circle(0.16, stroke_width=3, color=palette.ink).move_to([*dot, 0.0]))
        if length > 0.2:
            group.add(lines([np.array([dot + (near - dot) * 0.16 / length, near])], palette.ink, 2))
        back = Box(*(center - half - 0.05), *(2 * half + 0.1))
        group.add(self._backing(back), text)
        return faded(group, mark.opacity)

    def _words(self, says: str, color: str) -> Any:
        """Return a small text of one's own to place."""
        kept = self._text(says, color)
        text = kept.copy()
        text.baseline = kept.baseline
        return text

    @part
    def _text(self, says: str, color: str) -> Any:
        return typeset.text(says, self._look.type.small, color)

    def _backing(self, box: Box) -> VMobject:
        """Return a patch of background for a text to stand on."""
        from manim import Rectangle

        ground = self._look.palette.background
        patch = Rectangle(width=box.width, height=box.height, stroke_width=0)
        return patch.set_fill(ground, 0.85).move_to([*box.center, 0.0])

    def ring(self, ring: Ring, bend: float) -> VMobject:
        """Return a ring at a moment of its widening."""
        from manim import Circle

        dot = self._sheet.dots(ring.series, bend)[ring.k]
        color = self._sheet.curves.color(ring.series, self._look.palette)
        circle = Circle(0.1 + 0.35 * out(ring.progress), stroke_width=5, color=color)
        return faded(circle.move_to([*dot, 0.0]), 1 - smooth(ring.progress))
