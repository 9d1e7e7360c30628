"""The lines of a plot of losses: thinned, cut at the plane's edges, broken where numbers end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenes import typeset
from scenes.loss_curve.losses import Line, Losses
from scenes.loss_curve.state import Which
from scenes.parts import faded, part
from scenes.plots.sheet import Sheet
from scenes.plots.strokes import Points, clipped, dashed, lines, markers, pointer

if TYPE_CHECKING:
    from manim import VGroup

_HEAD = 0.095
_WIDTH = 4.0
_CROSS = 0.1
_ROW = 0.46


class Ink:
    """Draws the lines on a sheet; ``bend`` is the way from the linear to the log scale."""

    def __init__(self, sheet: Sheet, losses: Losses) -> None:
        self._sheet = sheet
        self._losses = losses

    @part
    def points(self, index: int, which: Which, bend: float) -> Points:
        """Return where the kept points of a line stand (m, 2)."""
        line = self._line(index, which)
        return self._sheet.at(line.kept, line.values[line.kept], bend)

    def at(self, index: int, which: Which, ks: NDArray[np.intp], bend: float) -> Points:
        """Return where a line is at some steps (m, 2)."""
        return self._sheet.at(ks, self._line(index, which).values[ks], bend)

    def point(self, index: int, which: Which, k: float, bend: float) -> Points:
        """Return where a line is at step ``k``, whole or not (2,)."""
        values, before = self._line(index, which).values, int(k)
        after = min(before + 1, len(values) - 1)
        ends = self._sheet.at([before, after], values[[before, after]], bend)
        if k == before:
            return np.asarray(ends[0])
        with np.errstate(all="ignore"):
            tip: Points = ends[0] + (k - before) * (ends[1] - ends[0])
        return tip

    def head(self, index: int, which: Which, k: float, bend: float) -> Points:
        """Return where the head of a line at step ``k`` is (2,).

        One that has left the plane stays where it left, and comes back with its line.
        """
        tip = self.point(index, which, k, bend)
        plane = self._sheet.plane
        if not np.isfinite(tip).all() or plane.bottom <= tip[1] <= plane.top:
            return tip
        drawn = self._drawn(index, which, k, bend)
        pieces = clipped(drawn, plane.bottom, plane.top)
        if not pieces:
            return tip
        end = pieces[-1][-1]
        return np.array([end[0], tip[1]])

    @part
    def ghost(self, index: int, number: int, bend: float) -> Points:
        """Return where the line that a curve leaves behind runs (m, 2)."""
        line = self._losses.ghosts[index, number]
        return self._sheet.at(line.kept, line.values[line.kept], bend)

    @part
    def left_behind(self, index: int, number: int, bend: float, opacity: float) -> VGroup:
        """Return the faint line that a curve leaves behind."""
        from manim import VGroup

        plane, color = self._sheet.plane, self._sheet.look.palette.faint
        pieces = clipped(self.ghost(index, number, bend), plane.bottom, plane.top)
        return faded(VGroup(lines(pieces, color, 0.75 * _WIDTH)), opacity)

    def _drawn(self, index: int, which: Which, k: float, bend: float) -> Points:
        """Return a line up to step ``k``, beyond the plane too (m, 2)."""
        points, kept = self.points(index, which, bend), self._line(index, which).kept
        tip = self.point(index, which, k, bend)
        return np.concatenate([points[: np.searchsorted(kept, k, side="right")], tip[None]])

    @part
    def line(self, index: int, which: Which, k: float, bend: float, opacity: float) -> VGroup:
        """Return a line up to step ``k`` with its head, and what stands for numbers there are not.

        A line breaks where its loss is not finite, and a number between two such is a dot; a cross
        at the top of the plane (for minus infinity, at its foot) says ``inf`` or ``NaN`` at the
        first such step. Where a line has left the plane it is cut, and its head is a triangle.
        """
        from manim import VGroup

        plane, line = self._sheet.plane, self._line(index, which)
        color = self._losses.color(index, self._sheet.look.palette)
        tip = self.head(index, which, k, bend)
        pieces = clipped(self._drawn(index, which, k, bend), plane.bottom, plane.top)
        group = VGroup()
        if which == "validation":
            dashes = [dash for piece in pieces for dash in dashed(piece)]
            group.add(lines(dashes, color, 0.8 * _WIDTH))
        else:
            group.add(lines(pieces, color, _WIDTH))
        alone = line.alone[line.alone <= k]
        dots = self._sheet.at(alone, line.values[alone], bend)
        inside = (plane.bottom <= dots[:, 1]) & (dots[:, 1] <= plane.top)
        if inside.any():
            group.add(markers(dots[inside], 0.6 * _HEAD, index, color))
        if np.isfinite(tip).all():
            group.add(self._head(index, tip, color))
        group.add(*self._lost(line, k, bend))
        return faded(group, opacity)

    def _head(self, index: int, tip: Points, color: str) -> VGroup:
        from manim import VGroup

        plane = self._sheet.plane
        if (gone := pointer(tip, plane, 1.2 * _HEAD, color)) is not None:
            return VGroup(gone)
        at = np.array([(tip[0], min(max(tip[1], plane.bottom), plane.top))])
        return VGroup(markers(at, 1.8 * _HEAD, 0, color, 0.2), markers(at, _HEAD, index, color))

    def _lost(self, line: Line, k: float, bend: float) -> list[VGroup]:
        """Return the crosses at the first steps without a number, and what they are."""
        from manim import VGroup

        plane, look = self._sheet.plane, self._sheet.look
        color = self._losses.color(line.series, look.palette)
        shown: list[VGroup] = []
        before = -1.0
        for step, word in line.lost:
            if step > k:
                continue
            x = float(self._sheet.at(step, 1.0, bend)[0])
            y = plane.bottom if word == "−inf" else plane.top
            a, b = _CROSS * np.array([1, 1]), _CROSS * np.array([1, -1])
            center = np.array([x, y])
            arms = [np.array([center - way, center + way]) for way in (a, b)]
            group = VGroup(lines(arms, color, 4))
            text = typeset.text(word, look.type.small, color)
            is_left = x - float(text.width) - 0.2 > max(plane.left, before)
            wide = -0.18 if is_left else 0.18
            row = self._row(line) + 1
            lift = 0.25 if word == "−inf" else -_ROW * row + 0.02
            group.add(typeset.place(text, x + wide, y + lift, "right" if is_left else "left"))
            before = x + (0.0 if is_left else float(text.width) + 0.3)
            shown.append(group)
        return shown

    def _row(self, line: Line) -> int:
        """Return how many lines before this one end without a number: each has its own row."""
        lost = [other for other in self._losses.lines.values() if other.lost]
        return lost.index(line)

    def _line(self, index: int, which: Which) -> Line:
        return self._losses.lines[index, which]
