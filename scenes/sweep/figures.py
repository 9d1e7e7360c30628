"""What the notes of a plot of steps needed look like: walls, fewest steps, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenes.ease import smooth
from scenes.plots.sheet import Sheet
from scenes.plots.strokes import Points, dashes, lines, markers
from scenes.sweep.speeds import Speeds
from scenes.sweep.state import Mark, Seen

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_DOT = 0.12
_UPWARD = 3
"""The marker of a rate that never arrives, at the top of the plot."""
_DIAMOND = 2


class SweepFigures:
    """Draws walls, minima and dots; see ``scenes.plots.notes``. The axes do not bend."""

    def __init__(self, sheet: Sheet, speeds: Speeds) -> None:
        self._sheet = sheet
        self._speeds = speeds
        self._palette = sheet.look.palette

    def says(self, of: Seen | Mark) -> str:
        """Return what a label says."""
        if of.text or isinstance(of, Mark):
            return of.text
        curve = self._speeds.curves[of.curve]
        match of.what:
            case "wall":
                return f"wall: {self._speeds.wall(of.curve):.4g}"
            case "best":
                return f"best: {self._speeds.best(of.curve):.3g}"
            case "never":
                return "never"
        count = f"{curve.fewest:.0f} step{'' if round(curve.fewest) == 1 else 's'}"
        return f"{count} at {curve.fastest:.3g}"

    def color(self, of: Seen | Mark) -> str:
        """Return a label's colour."""
        warns = isinstance(of, Seen) and of.what in ("wall", "never")
        return self._palette.warning if warns else self._palette.ink

    def anchor(self, of: Seen | Mark, size: Points, bend: float) -> Points:
        """Return where the middle of a label of some size wants to be (2,)."""
        plane, half = self._sheet.plane, size / 2
        if isinstance(of, Mark):
            way = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}[of.side]
            middle: Points = self.spot(of.curve, of.at) + np.array(way) * (half + 0.3)
            return middle
        match of.what:
            case "fewest":
                at = self.spot(of.curve, self._speeds.curves[of.curve].fastest)
                return np.array([at[0], at[1] + half[1] + 0.45])
            case "best":
                return np.array([self._line(of) - half[0] - 0.15, plane.top - half[1] - 0.9])
            case "never":
                return self._beyond(of)
        return np.array([self._line(of) - half[0] - 0.15, plane.top - half[1] - 0.1])

    def point(self, of: Seen | Mark, bend: float) -> Points | None:
        """Return the point that a label is about (2,)."""
        if isinstance(of, Mark):
            return self.spot(of.curve, of.at)
        if of.what == "fewest":
            return self.spot(of.curve, self._speeds.curves[of.curve].fastest)
        return self._beyond(of) if of.what == "never" else None

    def height(self, of: Seen | Mark, bend: float) -> float | None:
        """Return None: there are no levels here."""
        return None

    def is_over(self, of: Seen | Mark) -> bool:
        """Tell whether it is a dot, which stands before the lines."""
        return isinstance(of, Mark) or of.what == "fewest"

    def draw(self, of: Seen | Mark, bend: float, drawn: float) -> VGroup:
        """Return the lines."""
        from manim import VGroup

        drawn, plane = smooth(drawn), self._sheet.plane
        if isinstance(of, Mark):
            return VGroup(self._dot(of, drawn))
        if of.what == "fewest":
            at = self.spot(of.curve, self._speeds.curves[of.curve].fastest)
            return VGroup(markers(at[None], 1.15 * _DOT, _DIAMOND, self._palette.ink, drawn))
        x = self._line(of)
        if of.what == "never":
            corners = [(x, plane.bottom), (x, plane.top), (plane.right, plane.top)]
            around = np.array([*corners, (plane.right, plane.bottom), (x, plane.bottom)])
            room = lines([around], self._palette.warning, 0)
            return VGroup(room.set_fill(self._palette.warning, 0.18 * drawn))
        foot, top = np.array([x, plane.bottom]), np.array([x, plane.top])
        color = self._palette.warning if of.what == "wall" else self._palette.ink
        return VGroup(lines(dashes(foot, foot + drawn * (top - foot)), color, 3.5))

    def spot(self, curve: int, value: float) -> Points:
        """Return where one of a curve's values stands (2,); at the top for never."""
        plane, steps = self._sheet.plane, self._speeds.curves[curve].at(value)
        assert steps is not None
        if not np.isfinite(steps):
            x = float(self._sheet.at([value], [1.0], self._speeds.bend)[0, 0])
            return np.array([x, plane.top])
        at = self._sheet.at([value], [max(steps, 1e-9)], self._speeds.bend)[0]
        return np.array([at[0], min(max(at[1], plane.bottom), plane.top)])

    def _dot(self, mark: Mark, drawn: float) -> VMobject:
        at = self.spot(mark.curve, mark.at)
        style = _UPWARD if at[1] >= self._sheet.plane.top else 0
        own = self._speeds.color(mark.curve, self._palette)
        color = self._palette.of(mark.color) if mark.color else own
        dot = markers(at[None], _DOT, style, color, drawn)
        return dot.set_stroke(self._palette.ink, 2.5, drawn)

    def _beyond(self, of: Seen) -> Points:
        """Return the middle of the room beyond a wall (2,)."""
        plane = self._sheet.plane
        return np.array([(self._line(of) + plane.right) / 2, plane.center[1]])

    def _line(self, of: Seen) -> float:
        """Return where an upright line stands."""
        value = self._speeds.best(of.curve) if of.what == "best" else self._speeds.wall(of.curve)
        assert value is not None
        return float(self._sheet.at([value], [1.0], self._speeds.bend)[0, 0])
