"""What a probe reads off the curve: in one place that the curve leaves free, so nothing dances."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane, Window
from scenes.box import Box
from scenes.coordinate.notes import Lettering
from scenes.coordinate.words import fixed
from scenes.descent_1d.frame import scene_points
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.stands import Stand
from scenes.descent_1d.state import State
from scenes.descent_2d.geometry import Rect, clipped_path
from scenes.ease import smooth
from scenes.parts import faded
from scenes.typeset import em, place

if TYPE_CHECKING:
    from manim import Mobject

_PITCH = 1.35
"""From row to row, in ems."""
_ROWS = 3
_CLEAR = 0.4
"""Scene units off the curve beyond which a place is no better."""
_ACROSS, _UP = 9, 7
"""Places that are tried, side by side and under one another."""


class Gauge(NamedTuple):
    """Writes slope, gain and curvature at the probe, a row each, with fixed decimals."""

    lettering: Lettering
    cut: Slice
    decimals: int

    def draw(
        self, state: State, box: Box, stand: Stand
    ) -> tuple[dict[str, Mobject], tuple[Rect, ...]]:
        """Return the readings of a probe, and the places they keep.

        While the window changes they leave their old place, then come to the new one.
        """
        drawn: dict[str, Mobject] = {}
        rows = [row for row in self._rows(stand, state) if row[3] > 0]
        if not rows:
            return drawn, ()
        rests = {state.window: smooth(2 * state.change - 1)}
        if state.change < 1 and state.before != state.window:
            rests[state.before] = 1 - smooth(2 * state.change)
        places = {window: self._place(window, box) for window, seen in rests.items() if seen > 0}
        for window, rect in places.items():
            end = "" if window == state.window else " before"
            for index, name, text, seen in rows:
                said = self.lettering.text(*text).copy()
                top = rect.bottom + rect.height - (0.8 + index * _PITCH) * self._em
                placed = place(said, rect.left, top)
                drawn[f"{stand.name} {name}{end}"] = faded(placed, seen * rests[window])
        return drawn, tuple(places.values())

    @property
    def _em(self) -> float:
        return em(self.lettering.look.type.small)

    def _rows(
        self, stand: Stand, state: State
    ) -> tuple[tuple[int, str, tuple[str, str, str], float], ...]:
        """Return row, name, text and opacity of each reading."""
        palette, at = self.lettering.look.palette, stand.at
        readings = (
            ("slope", "tangent", "slope", self.cut.slope(at), palette.gradient),
            ("gain", "gain", "next unit", self.cut.gain(at), palette.gradient),
            ("curvature", "curvature", "curvature", self.cut.curvature(at), palette.guide),
        )
        rows = []
        for index, (name, layer, words, value, color) in enumerate(readings):
            number = fixed(value, self.decimals).replace("-", "−")
            if name == "gain" and not number.startswith("−"):
                number = f"+{number}"
            rows.append((index, name, (words, number, color), stand.seen * state.opacity(layer)))
        return tuple(rows)

    def _place(self, window: Window, box: Box) -> Rect:
        """Return the place for all rows that is clearest of the curve; high up and in the middle.

        It depends on the window only.
        """
        number = "−00." + "0" * self.decimals
        words = ("next unit", "curvature")
        texts = [self.lettering.text(word, number, "#FFFFFF") for word in words]
        wide, high = max(float(text.width) for text in texts), _ROWS * _PITCH * self._em
        points = scene_points(Plane(box, window), self.cut.points(window[:2], 241))
        curve = _seen(points, box)
        middle = box.center[0] - wide / 2
        places = [
            Rect(float(x), float(y), wide, high)
            for y in np.linspace(box.top - 0.1 - high, box.bottom + 0.1, _UP)
            for x in np.linspace(box.left + 0.15, box.right - 0.15 - wide, _ACROSS)
        ]

        def cost(rect: Rect) -> tuple[float, float, float]:
            clear = min(rect.distance(curve), _CLEAR)
            return -round(clear, 3), -round(rect.bottom, 6), round(abs(rect.left - middle), 6)

        return min(places, key=cost)


def _seen(points: Array, box: Box) -> Array:
    """Return points (n, 2) close along what of a curve is in sight."""
    pieces = clipped_path(points[np.isfinite(points).all(axis=1)], box)
    return np.concatenate(pieces) if pieces else np.zeros((0, 2))
