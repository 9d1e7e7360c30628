"""What marks, levels and features look like: their lines, and what their labels say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenes.ease import smooth
from scenes.loss_curve.ink import Ink
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.state import Feature, Level, Mark, Noted, Ratio
from scenes.parts import part
from scenes.plots.sheet import Sheet
from scenes.plots.strokes import Points, clipped, dashes, lines, markers

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_END = 0.09
"""Half the length of the strokes that end a bracket."""
_STROKE = 3.0
_COLUMNS = 600
"""Points along the edges of the room between two lines."""


class LossFigures:
    """What the notes of a plot of losses look like; see ``scenes.plots.notes``."""

    def __init__(self, sheet: Sheet, losses: Losses, ink: Ink) -> None:
        self._sheet = sheet
        self._losses = losses
        self._ink = ink
        self._palette = sheet.look.palette

    @part
    def says(self, of: Noted) -> str:
        """Return what a label says: the measure, as the curve gives it, or the writer's words."""
        if isinstance(of, Ratio) and not of.text:
            return f"×{of.high / of.low:.4g}"
        if of.text or not isinstance(of, Feature):
            return of.text
        curve = self._losses.curves[of.series]
        step = self._losses.step_name
        match of.what:
            case "peak":
                return f"×{curve.train[curve.peak_epoch] / curve.train[0]:.1f}"
            case "gap":
                return f"+{100 * curve.gap:.0f} %"
            case "best":
                return f"best: {step} {curve.best_epoch}"
            case "plateau":
                return f"flat for {curve.plateau_end - curve.plateau_start} {step}s"
            case "falling":
                return f"still falling: pace {curve.late:.2f}"
            case "rising":
                return f"rises in {100 * curve.rising:.0f} % of {step}s"
        start, stop = of.span
        factor = float(curve.train[stop] / curve.train[start]) ** (1 / (stop - start))
        return f"×{factor:.3g} per {step}"

    def color(self, of: Noted) -> str:
        """Return the colour of a label."""
        if isinstance(of, Level):
            return self._palette.muted
        warns = isinstance(of, Feature) and of.what in ("peak", "gap", "rising")
        return self._palette.warning if warns else self._palette.ink

    def anchor(self, of: Noted, size: Points, bend: float) -> Points:
        """Return where the middle of a label of some size wants to be (2,)."""
        plane = self._sheet.plane
        half = size / 2
        if isinstance(of, Level):
            return np.array([plane.right - half[0], self._height(of.value, bend)])
        if isinstance(of, Ratio):
            low, high = self._bracket(of, bend)
            return np.array([low[0] + half[0] + 0.2, (low[1] + high[1]) / 2])
        if isinstance(of, Mark):
            way = {"right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1)}[of.side]
            at = self._ink.point(of.series, of.which, of.k, bend)
            middle: Points = at + np.array(way) * (half + 0.4)
            return middle
        curve = self._losses.curves[of.series]
        match of.what:
            case "peak":
                top = self._cut(self._point(of.series, curve.peak_epoch, bend))
                foot = self._height(float(curve.train[0]), bend)
                return np.array([top[0] + half[0] + 0.45, (top[1] + foot) / 2])
            case "gap":
                end = self._judged(of.series, self._losses.last(of.series), bend)
                return np.array([end[0] - half[0] - 0.5, end[1] + half[1] + 0.3])
            case "best":
                at = self._best(of.series, bend)
                return np.array([at[0] + half[0] + 0.2, at[1] - half[1] - 0.4])
            case "plateau":
                ends = self._plateau(of.series, bend)
                return np.array([ends[:, 0].mean(), ends[0, 1] + half[1] + 0.18])
            case "slope":
                start, stop = (self._point(of.series, k, bend) for k in of.span)
                over = 1.0 if stop[1] <= start[1] else -1.0
                middle = max((start[0] + stop[0]) / 2, start[0] + half[0] + 0.12)
                return np.array([middle, start[1] + over * (half[1] + 0.16)])
        middle_k = int(0.8 * self._losses.last(of.series))
        at = self._cut(self._point(of.series, middle_k, bend))
        return np.array([at[0], at[1] + half[1] + 0.6])

    def point(self, of: Noted, bend: float) -> Points | None:
        """Return the point that a mark is about (2,)."""
        if not isinstance(of, Mark):
            return None
        return self._ink.point(of.series, of.which, of.k, bend)

    def height(self, of: Noted, bend: float) -> float | None:
        """Return the height of a level."""
        return self._height(of.value, bend) if isinstance(of, Level) else None

    def is_over(self, of: Noted) -> bool:
        """Tell whether it stands before the lines: all but levels, rooms and halos."""
        behind = ("gap", "rising", "falling")
        return isinstance(of, Mark | Ratio) or (isinstance(of, Feature) and of.what not in behind)

    def draw(self, of: Noted, bend: float, drawn: float) -> VGroup:
        """Return its lines."""
        from manim import VGroup

        drawn = smooth(drawn)
        match of:
            case Mark():
                return VGroup(self._mark(of, bend, drawn))
            case Level():
                return VGroup(self._level(of, bend, drawn))
            case Ratio():
                low, high = self._bracket(of, bend)
                way = np.array([low, low + drawn * (high - low)])
                return VGroup(lines([way, *self._ends(way, drawn)], self._palette.ink, _STROKE))
        draws = {
            "peak": self._draw_peak,
            "gap": self._draw_gap,
            "best": self._draw_best,
            "slope": self._draw_slope,
            "plateau": self._draw_plateau,
            "falling": self._draw_falling,
            "rising": self._draw_rising,
        }
        return VGroup(*draws[of.what](of, bend, drawn))

    def _mark(self, mark: Mark, bend: float, drawn: float) -> VMobject:
        from manim import Circle

        at = self._ink.point(mark.series, mark.which, mark.k, bend)
        ring = Circle(0.16, stroke_width=3, color=self._palette.ink).move_to([*at, 0.0])
        return ring.set_stroke(opacity=drawn)

    def _level(self, level: Level, bend: float, drawn: float) -> VMobject:
        plane, y = self._sheet.plane, self._height(level.value, bend)
        inside = plane.bottom - 1e-9 <= y <= plane.top + 1e-9
        start, stop = np.array([plane.left, y]), np.array([plane.right, y])
        pieces = dashes(start, start + drawn * (stop - start)) if inside else []
        return lines(pieces, self._palette.muted, 2.5)

    def _bracket(self, ratio: Ratio, bend: float) -> Points:
        """Return both ends of a ratio's bracket (2, 2)."""
        return self._sheet.at([ratio.k, ratio.k], [ratio.low, ratio.high], bend)

    def _draw_peak(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return the level of the start, then a bracket up from it to the peak."""
        curve, color = self._losses.curves[of.series], self._palette.warning
        start = self._cut(self._point(of.series, 0, bend))
        top = self._cut(self._point(of.series, curve.peak_epoch, bend))
        foot = np.array([top[0] + 0.22, start[1]])
        along, up = min(2 * drawn, 1.0), max(2 * drawn - 1, 0.0)
        level = start + along * (foot + np.array([0.4, 0.0]) - start)
        way = np.array([foot, foot + up * (np.array([foot[0], top[1]]) - foot)])
        return [
            lines(dashes(start, level), self._palette.ink, 2.5),
            lines([way, *self._ends(way, up)], color, _STROKE),
        ]

    def _draw_gap(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return the room between the lines since the best epoch, and a bracket at its end."""
        curve, color = self._losses.curves[of.series], self._palette.warning
        last, best = self._losses.last(of.series), curve.best_epoch
        stop = best + drawn * (last - best)
        ks = np.unique(np.linspace(best, int(stop), _COLUMNS).astype(np.intp))
        judged, trained = self._judged(of.series, stop, bend), self._point(of.series, stop, bend)
        upper = np.vstack([self._ink.at(of.series, "validation", ks, bend), judged])
        lower = np.vstack([self._ink.at(of.series, "train", ks, bend), trained])
        around = np.concatenate([upper, lower[::-1], upper[:1]])
        around[:, 1] = np.clip(around[:, 1], self._sheet.plane.bottom, self._sheet.plane.top)
        room = lines([around], color, 0).set_fill(color, 0.16)
        least = self._judged(of.series, best, bend)
        foot = np.array([upper[-1][0] - 0.16, least[1]])
        way = np.array([foot, [foot[0], upper[-1][1]]])
        return [
            room,
            lines(dashes(least, foot), self._palette.ink, 2.5),
            lines([way, *self._ends(way, drawn)], color, _STROKE),
        ]

    def _draw_best(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return a diamond at the best epoch and a line down to the axis."""
        at, ink = self._best(of.series, bend), self._palette.ink
        foot = np.array([at[0], self._sheet.plane.bottom])
        down = dashes(at, at + drawn * (foot - at))
        return [lines(down, ink, 2.5), markers(at[None], 0.13, 2, ink, drawn)]

    def _draw_slope(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return a triangle over the line: along from its start, then down to its end."""
        start, stop = (self._point(of.series, k, bend) for k in of.span)
        corner = np.array([stop[0], start[1]])
        along, down = min(2 * drawn, 1.0), max(2 * drawn - 1, 0.0)
        legs = [np.array([start, start + along * (corner - start)])]
        if down > 0:
            legs.append(np.array([corner, corner + down * (stop - corner)]))
        return [lines(legs, self._palette.ink, _STROKE)]

    def _draw_plateau(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return a bracket over the shelf."""
        left, right = self._plateau(of.series, bend)
        way = np.array([left, left + drawn * (right - left)])
        stubs = [np.array([end, end - np.array([0.0, 2 * _END])]) for end in way]
        return [lines([way, *stubs], self._palette.ink, _STROKE)]

    def _draw_falling(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return the mean way from start to end, dashed; the way of the last fifth, prolonged."""
        last, plane = self._losses.last(of.series), self._sheet.plane
        start, turn, end = (self._point(of.series, k, bend) for k in (0, last - last // 5, last))
        mean = [d for piece in clipped(np.array([start, end]), plane.bottom, plane.top)
                for d in dashes(piece[0], piece[0] + drawn * (piece[1] - piece[0]))]  # fmt: skip
        back = turn - 0.7 * (end - turn)
        tangent = clipped(np.array([back, back + drawn * (end - back)]), plane.bottom, plane.top)
        return [
            lines(mean, self._palette.muted, 2.5),
            lines(tangent, self._palette.ink, 1.6 * _STROKE),
        ]

    def _draw_rising(self, of: Feature, bend: float, drawn: float) -> list[VMobject]:
        """Return the epochs in which the loss grew by over 5 %, thick, from left to right."""
        plane, values = self._sheet.plane, self._losses.lines[of.series, "train"].values
        with np.errstate(invalid="ignore"):
            rising = np.flatnonzero(values[1:] > 1.05 * values[:-1])
        shown = rising[: round(drawn * len(rising))]
        starts, stops = (self._ink.at(of.series, "train", shown + i, bend) for i in (0, 1))
        ways = np.stack([starts, stops], axis=1)
        pieces = [piece for way in ways for piece in clipped(way, plane.bottom, plane.top)]
        return [lines(pieces, self._palette.warning, 4 * _STROKE, 0.8)]

    def _ends(self, way: Points, drawn: float) -> list[Points]:
        """Return the short strokes across both ends of an upright bracket."""
        across = np.array([_END, 0.0])
        return [np.array([end - across, end + across]) for end in way] if drawn > 0 else []

    def _best(self, index: int, bend: float) -> Points:
        best, line = self._losses.curves[index].best_epoch, self._losses.lines
        which = "validation" if (index, "validation") in line else "train"
        return self._cut(self._ink.point(index, which, best, bend))  # type: ignore[arg-type]

    def _plateau(self, index: int, bend: float) -> Points:
        """Return both ends of the bracket over a plateau (2, 2)."""
        curve = self._losses.curves[index]
        ks = (curve.plateau_start, curve.plateau_end)
        ends = np.array([self._point(index, k, bend) for k in ks])
        ends[:, 1] = ends[:, 1].max() + 0.28
        return ends

    def _point(self, index: int, k: float, bend: float) -> Points:
        return self._ink.point(index, "train", k, bend)

    def _judged(self, index: int, k: float, bend: float) -> Points:
        return self._ink.point(index, "validation", k, bend)

    def _height(self, value: float, bend: float) -> float:
        return float(self._sheet.at(0.0, value, bend)[1])

    def _cut(self, point: Points) -> Points:
        """Return a point, one beyond an edge of the plane on that edge."""
        plane = self._sheet.plane
        return np.array([point[0], min(max(point[1], plane.bottom), plane.top)])
