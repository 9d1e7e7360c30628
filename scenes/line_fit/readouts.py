"""What is read off a line: its equation, its loss, the mean square and two dials."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.descent_2d.geometry import circle
from scenes.header import beside, figure, room, shown
from scenes.line_fit.figures import square_edges, square_fill
from scenes.line_fit.state import Params
from scenes.look import Look
from scenes.parts import faded, part
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_SWEEP = (math.radians(220), math.radians(-260))
"""Where a dial's scale begins, and how far it turns from there, clockwise."""
_RADIUS = 0.58
_SPACE = 0.1
_SIGNS = 5
"""Signs of a weight at most, its minus included."""
DIAL = (1.75, 1.85)
"""Width and height of a dial with its name and number, in scene units."""
MEAN_LABEL = 0.5
"""Height of what stands under the mean square."""


def widths(params: Params, look: Look) -> dict[str, float]:
    """Return how wide the readouts in the header may get, by name."""
    size = look.type.small
    names = "".join(sign for name in params.names for sign in name if sign.isalnum())
    spaces = 5 * _SPACE
    wanted = {
        "equation": room(f"=-00.0+00.00{names}", size) + spaces,
        "loss": room(f"{params.loss} 000.00", size),
    }
    return {name: wanted[name] for name in ("equation", "loss") if name in params.room}


class Readouts:
    """Draws the readouts of a panel, each at a place."""

    def __init__(self, params: Params, look: Look) -> None:
        self._params, self._look = params, look

    @part
    def equation(
        self, weights: tuple[float, float], stretch: float, x: float, baseline: float, seen: float
    ) -> VGroup:
        """Return ``t = w0 + w1 v`` with numbers; the stretched feature with its factor."""
        from manim import VGroup

        palette, size = self._look.palette, self._look.type.small
        intercept, slope = (shown(w, self._params.decimals, _SIGNS) for w in weights)
        sign, slope = ("−", slope[1:]) if slope.startswith("-") else ("+", slope)
        feature, target = self._params.names[0], self._params.names[1]
        pieces: list[Any] = [
            self._math(f"hat({target}) ="),
            figure(intercept, size, palette.x),
            self._name(sign),
            figure(slope, size, palette.y),
        ]
        if stretch != 1:
            factor = f"{stretch:.2f}".rstrip("0").rstrip(".")
            pieces += [self._name("×"), figure(factor, size, palette.muted)]
        pieces.append(self._math(feature))
        row = VGroup()
        for piece in pieces:
            own = piece.copy()
            own.baseline = piece.baseline
            if row.submobjects:
                x += _SPACE
            typeset.place(own, x, baseline)
            x = float(own.get_right()[0])
            row.add(own)
        return faded(row, seen)

    @part
    def loss(self, value: float, x: float, baseline: float, seen: float) -> VGroup:
        """Return the loss with its name."""
        palette, size = self._look.palette, self._look.type.small
        number = figure(shown(value, self._params.decimals, _SIGNS + 1), size, palette.loss)
        row = beside(self._name(str(self._params.loss)), number, x, baseline)
        return faded(row, seen)

    @part
    def mean(self, side: float, place: Box, seen: float) -> VGroup:
        """Return a square with a side in scene units on the floor of its place, over its name.

        What its place cannot hold is cut off: the square is open there.
        """
        from manim import VGroup

        color, room = self._look.palette.warning, place.inset(bottom=MEAN_LABEL)
        name = _own(self._name("mean"))
        typeset.place(name, place.center[0], place.bottom + 0.1, "center")
        group = VGroup(name)
        if math.isfinite(side):
            left, top = room.center[0] - side / 2, room.bottom + side
            x, y = (left, left + side), (room.bottom, top)
            square = np.array([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])])
            square = np.vstack((square, square[:1]))
            group.add(square_fill(square, room, color, 1.0), square_edges([square], room, color, 1))
        return faded(group, seen)

    @part
    def dial(
        self, name: str, value: float, scale: tuple[float, float], place: Box, seen: float
    ) -> VGroup:
        """Return a dial: its needle at ``value`` on a scale, or at the end it has passed."""
        from manim import VGroup

        palette, size = self._look.palette, self._look.type.small
        color = palette.x if name == "intercept" else palette.y
        center = np.array([place.center[0], place.top - 0.5 - _RADIUS])
        start, turn = _SWEEP
        title = _own(self._name(name))
        typeset.place(title, place.center[0], place.top - 0.34, "center")
        group = VGroup(title, self._track(place))
        number = figure(shown(value, self._params.decimals, _SIGNS + 1), size, color)
        typeset.place(number, place.center[0], center[1] - _RADIUS - 0.12, "center")
        group.add(number)
        if not math.isnan(value):
            share = (min(max(value, scale[0]), scale[1]) - scale[0]) / (scale[1] - scale[0])
            zero = (min(max(0.0, scale[0]), scale[1]) - scale[0]) / (scale[1] - scale[0])
            bow = circle(center, _RADIUS, start + zero * turn, (share - zero) * turn)
            angle = start + share * turn
            way = np.array([math.cos(angle), math.sin(angle)])
            group.add(outline([bow]).set_stroke(color, 9))
            needle = [center - 0.12 * way, center + 0.86 * _RADIUS * way]
            group.add(outline([np.array(needle)]).set_stroke(palette.ink, 5))
            group.add(outline([circle(center, 0.07)]).set_fill(palette.ink, 1))
        return faded(group, seen)

    @part
    def _track(self, place: Box) -> VMobject:
        """Return the scale of a dial."""
        center = np.array([place.center[0], place.top - 0.5 - _RADIUS])
        return outline([circle(center, _RADIUS, *_SWEEP)]).set_stroke(self._look.palette.faint, 3)

    @part
    def _name(self, markup: str) -> Any:
        return typeset.text(markup, self._look.type.small, self._look.palette.muted)

    @part
    def _math(self, source: str) -> Any:
        return typeset.math(source, self._look.type.small, self._look.palette.muted)


def _own(text: Any) -> Any:
    """Return a copy of a text, to be placed."""
    copy = text.copy()
    copy.baseline = text.baseline
    return copy
