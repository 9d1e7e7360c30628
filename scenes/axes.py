"""A plane of data in a box of the frame: where a point falls, and the axes around it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes import typeset
from scenes.box import Box
from scenes.ink import Ink
from scenes.look import Look

if TYPE_CHECKING:
    from manim import VGroup

Window = tuple[float, float, float, float]
"""Left, right, bottom and top of the data in sight."""

LEFT_ROOM = 0.86
"""Room for an axis' numbers at the left of a plane, in scene units: ``−0.2`` and its tick."""
BELOW_ROOM = 0.55
"""Room for numbers and name below a plane, in scene units."""

_TICK = 0.08
_NAME_INSET = 0.16
_BASELINE = 0.42


@dataclass(frozen=True, slots=True)
class Plane:
    """Maps data in ``window`` to scene units in ``box``, each axis linearly."""

    box: Box
    window: Window

    def to_scene(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return data points (..., 2) as scene points (..., 3) with z = 0."""
        data = np.asarray(points, dtype=np.float64)
        left, right, bottom, top = self.window
        placed = np.zeros((*data.shape[:-1], 3))
        placed[..., 0] = self.box.left + (data[..., 0] - left) / (right - left) * self.box.width
        placed[..., 1] = self.box.bottom + (data[..., 1] - bottom) / (top - bottom) * (
            self.box.height
        )
        return placed

    def to_data(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return scene points (..., 2) as data points (..., 2)."""
        scene = np.asarray(points, dtype=np.float64)
        left, right, bottom, top = self.window
        share = (scene - (self.box.left, self.box.bottom)) / (self.box.width, self.box.height)
        data: NDArray[np.float64] = (left, bottom) + share * (right - left, top - bottom)
        return data


def fit(window: Window, box: Box) -> Window:
    """Return the smallest window with ``window`` in its middle and equal scales in ``box``."""
    left, right, bottom, top = window
    per_unit = max((right - left) / box.width, (top - bottom) / box.height)
    wide, high = per_unit * box.width / 2, per_unit * box.height / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    return x - wide, x + wide, y - high, y + high


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return round tick values (1, 2 or 5 times a power of ten apart) in [low, high]."""
    return multiples(round_spacing((high - low) / most), low, high)


def round_spacing(least: float) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that is at least ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= least * (1 - 1e-9))


def multiples(spacing: float, low: float, high: float) -> tuple[float, ...]:
    """Return the multiples of ``spacing`` in [low, high]."""
    first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
    return tuple(round(i * spacing, 12) + 0.0 for i in range(first, last + 1))


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def tick_text(value: float) -> str:
    """Return a tick's value as short as it can be said; far from one by its power of ten."""
    mantissa, is_far, power = f"{value:g}".partition("e")
    if not is_far:
        return mantissa
    by = {"1": "10", "-1": "-10"}.get(mantissa, f"{mantissa}×10")
    return by + str(int(power)).translate(_RAISED)


def log_texts(values: Iterable[float]) -> tuple[str, ...]:
    """Return the numbers of a logarithmic axis: as soon as one is a power of ten, all are."""
    shown = tuple(values)
    if not any("e" in f"{value:g}" for value in shown):
        return tuple(map(tick_text, shown))
    return tuple(map(_power_text, shown))


def _power_text(value: float) -> str:
    mantissa, _, power = f"{value:e}".partition("e")
    by = "10" if float(mantissa) == 1 else f"{float(mantissa):g}×10"
    return by + str(int(power)).translate(_RAISED)


def axes(plane: Plane, look: Look, names: tuple[str, str], most: int = 6) -> VGroup:
    """Return the two axes on the box's left and bottom edge: ticks, numbers, names (Typst maths).

    Numbers and the x-axis' name stand outside the box: keep ``LEFT_ROOM`` (0.5 is enough for
    whole numbers) and ``BELOW_ROOM`` free.
    """
    from manim import VGroup

    left, right, bottom, top = plane.window
    lines = frame(plane.box, look, names)
    marks = numbers(plane, look, ticks(left, right, most), ticks(bottom, top, most), lines.ends)
    return VGroup(*lines.submobjects, *marks.submobjects)


def frame(box: Box, look: Look, names: tuple[str, str], *, colored: bool = False) -> VGroup:
    """Return the two axes' lines and names without any scale.

    A y-axis' name too wide to stand at the left of the box stands in it; where the box is
    ``colored``, it has an edge like all that lies on a map; ``within`` is that name, else None.
    ``ends`` are the x and the y (scene units) up to which tick numbers leave the names alone.
    """
    from manim import Line, VGroup

    color = look.palette.faint
    x_name = typeset.math(names[0], look.type.label, look.palette.muted)
    y_name = typeset.math(names[1], look.type.label, look.palette.muted)
    typeset.place(x_name, box.right, box.bottom - _BASELINE, "right")
    beside = float(y_name.width) < LEFT_ROOM - 0.3
    if beside:
        typeset.place(y_name, box.left - 2 * _TICK, box.top - 0.2, "right")
    else:
        if colored:
            y_name = Ink(look.palette).edged(
                typeset.math(names[1], look.type.label, look.palette.ink)
            )
        typeset.place(y_name, box.left + _NAME_INSET, box.top - 0.3, "left")
    group = VGroup(
        Line([box.left, box.bottom, 0], [box.right, box.bottom, 0], stroke_width=2, color=color),
        Line([box.left, box.bottom, 0], [box.left, box.top, 0], stroke_width=2, color=color),
        x_name,
        y_name,
    )
    top = float(y_name.get_bottom()[1]) - 0.12 if beside else math.inf
    group.ends = (float(x_name.get_left()[0]) - 0.15, top)
    group.within = None if beside else y_name
    return group


def numbers(
    plane: Plane,
    look: Look,
    across: Iterable[float],
    up: Iterable[float],
    ends: tuple[float, float] = (math.inf, math.inf),
    say: Callable[[float], str] = tick_text,
    edge: float = -math.inf,
) -> VGroup:
    """Return ticks and their numbers: ``across`` below the box, ``up`` at its left.

    Ticks outside the window are left out, and numbers beyond ``ends`` (of ``frame``) or so long
    that they would reach beyond the x ``edge``. ``say`` words the numbers at the left.
    """
    from manim import Line, VGroup

    box, (left, right, bottom, top) = plane.box, plane.window
    size, color, muted = look.type.small, look.palette.faint, look.palette.muted
    group = VGroup()
    for value in (v for v in across if _within(v, left, right)):
        x = float(plane.to_scene((value, bottom))[0])
        group.add(Line([x, box.bottom, 0], [x, box.bottom - _TICK, 0], stroke_width=2, color=color))
        label = typeset.number(tick_text(value), size, muted)
        typeset.place(label, x, box.bottom - _BASELINE, "center")
        if label.get_right()[0] < ends[0]:
            group.add(label)
    for value in (v for v in up if _within(v, bottom, top)):
        y = float(plane.to_scene((left, value))[1])
        group.add(Line([box.left, y, 0], [box.left - _TICK, y, 0], stroke_width=2, color=color))
        label = typeset.number(say(value), size, muted)
        typeset.place(label, box.left - 2 * _TICK, y, "right", on_baseline=False)
        if label.get_top()[1] < ends[1] and label.get_left()[0] >= edge:
            group.add(label)
    return group


def _within(value: float, low: float, high: float) -> bool:
    slack = 1e-9 * (high - low)
    return low - slack <= value <= high + slack
