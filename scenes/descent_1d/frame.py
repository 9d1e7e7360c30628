"""The frame of a picture of one parameter: its plane, axes, numbers and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.axes import BELOW_ROOM, Plane, Window, numbers, tick_text, ticks
from scenes.box import Box
from scenes.coordinate.sight import changing, glided
from scenes.descent_1d.state import State
from scenes.look import Look
from scenes.parts import faded, part
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import Mobject, VGroup

NAME_ROOM = 0.72
"""Room for the vertical axis' name above a plane, in scene units."""
NAME_HEIGHT = 0.42
"""How far above a plane the middle of the row of names is."""
_TICK_ROOM = 0.2
_BASELINE = 0.42
NAME_RISE = 0.3
"""How far above a plane their baseline is."""
_APART = 1.0
_STEADY = "−0.5"
"""Room for such a number is always left: planes above one another then share their axis."""


class Frame:
    """The axes round a plane, on its left and bottom edge; numbers reach to ``left`` at most."""

    def __init__(self, box: Box, left: float, look: Look, names: tuple[str, str]) -> None:
        self.box = box
        self._room = box.left - left - _TICK_ROOM
        self.look = look
        self._names = names

    def plane(self, state: State) -> Plane:
        """Return where data points of a state fall."""
        return Plane(self.box, sight(state))

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the axes; in a zoom the old numbers leave, then the new ones come."""
        drawn: dict[str, Mobject] = {"axes": self._lines()}
        if state.change >= 1:
            return {**drawn, "numbers": self._numbers(state.window)}
        return {**drawn, "numbers": self._changing(state)}

    @part
    def _lines(self) -> VGroup:
        from manim import VGroup

        box, palette, size = self.box, self.look.palette, self.look.type.label
        corner = [(box.left, box.top), (box.left, box.bottom), (box.right, box.bottom)]
        x_name, y_name = self._x_name(), typeset.math(self._names[1], size, palette.muted)
        typeset.place(y_name, box.left - 2 * 0.08, box.top + NAME_RISE, "left")
        lines = outline([np.array(corner)]).set_stroke(palette.faint, 2)
        return VGroup(lines, x_name, y_name)

    def _x_name(self) -> Any:
        name = typeset.math(self._names[0], self.look.type.label, self.look.palette.muted)
        return typeset.place(name, self.box.right, self.box.bottom - _BASELINE, "right")

    @part
    def _numbers(self, window: Window) -> VGroup:
        return self._build(Plane(self.box, window), *self._ticks(window))

    def _changing(self, state: State) -> VGroup:
        from manim import VGroup

        plane = self.plane(state)
        old, new = self._ticks(state.before), self._ticks(state.window)
        group = VGroup()
        for i in (0, 1):
            for values, opacity in changing(old[i], new[i], state.change):
                if values and opacity > 0:
                    pair: Any = (values, ()) if i == 0 else ((), values)
                    group.add(faded(self._build(plane, *pair), opacity))
        return group

    def _build(self, plane: Plane, across: tuple[float, ...], up: tuple[float, ...]) -> VGroup:
        end = float(self._x_name().get_left()[0]) - 0.12
        return numbers(plane, self.look, across, up, (end, self.box.top + 0.25), self._say)

    def _say(self, value: float) -> str:
        """Return a number in full, or with its power of ten where that has no room."""
        text = tick_text(value)
        return text if _width(text, self.look) <= self._room + 1e-9 else powered(value)

    def _ticks(self, window: Window) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the ticks of both axes; a vertical one whose number has no room is left out."""
        across, up = tick_values(self.box, window)
        fits = self._room + 1e-9
        return across, tuple(v for v in up if _width(self._say(v), self.look) <= fits)


def framed(box: Box, look: Look, names: tuple[str, str], window: Window, top: float) -> Frame:
    """Return a frame that fills a box, ``top`` units below its upper edge."""
    up = tick_values(box.inset(bottom=BELOW_ROOM, top=top), window)[1]
    wide = max(_width(text, look) for text in (_STEADY, *map(tick_text, up)))
    plane = box.inset(left=wide + _TICK_ROOM, bottom=BELOW_ROOM, right=0.12, top=top)
    return Frame(plane, box.left, look, names)


def tick_values(box: Box, window: Window) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return round values for both axes of a plane, as many as there is room for."""
    left, right, bottom, top = window
    across = max(2, min(int(box.width / _APART), 8))
    up = max(2, min(int(box.height / (0.75 * _APART)), 6))
    return ticks(left, right, across), ticks(bottom, top, up)


def sight(state: State) -> Window:
    """Return the window in sight."""
    across = glided(state.before[:2], state.window[:2], state.change)
    up = glided(state.before[2:], state.window[2:], state.change)
    return (*across, *up)


def scene_points(plane: Plane, points: Array) -> Array:
    """Return data points (..., 2) as scene points (..., 2); what is endless stays so."""
    with np.errstate(over="ignore", invalid="ignore"):
        placed: Array = plane.to_scene(points)[..., :2]
    return placed


def powered(value: float) -> str:
    """Return a value by its power of ten: ``2e4``."""
    mantissa, power = f"{value:.12e}".split("e")
    return f"{float(mantissa):g}e{int(power)}"


def _width(text: str, look: Look) -> float:
    return float(typeset.number(text, look.type.small, look.palette.muted).width)
