"""Where things stand: readouts on top, the plane of the dots, and the gauges beside or below it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gdmath.array import Array
from scenes import header
from scenes.axes import BELOW_ROOM, LEFT_ROOM, Plane, Window, tick_text, ticks
from scenes.box import Box
from scenes.line_fit.model import Dots
from scenes.line_fit.readouts import DIAL, MEAN_LABEL, widths
from scenes.line_fit.state import Params
from scenes.look import Look
from scenes.stage import Mistake

_TOP_ROOM, _RIGHT_ROOM = 0.14, 0.12
_TICK_ROOM, _TICK_ROOM_ACROSS = 0.75, 0.65
"""Scene units between ticks, at least."""
_TICK_GAP = 0.26
_LEAST = 1.0
"""Width and height of a plane, at least."""
_PAD = 0.14
"""What the plane shows beyond dots and flat line, as a share of their span."""
_GAP = 0.3
_MEAN_LABEL_WIDTH = 1.2
_SPARE = 1.15
"""The side of the largest mean square there is room for, in those of the flat line's."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a panel.

    ``readouts`` holds where ``equation`` and ``loss`` begin, ``gauges`` the boxes of ``mean``,
    ``intercept`` and ``slope``; ``up`` and ``across`` are the axes' ticks.
    """

    readouts: Mapping[str, tuple[float, float]]
    plane: Plane
    gauges: Mapping[str, Box]
    up: tuple[float, ...]
    across: tuple[float, ...]


def lay_out(params: Params, dots: Dots, box: Box, look: Look) -> Layout:
    """Return the places of a panel's parts in its box.

    Raises
    ------
    Mistake
        When the box has no room for what the panel should hold.
    """
    wide = widths(params, look)
    head = header.header(list(wide.values()), box)
    rest = box.inset(top=head.height)
    span = _targets(dots) if params.window is None else params.window[2:]
    frame = BELOW_ROOM + _TOP_ROOM
    gauges: dict[str, Box] = {}
    if {"mean", "dials"} & set(params.room):
        loss = float(dots.objective(1.0).value(np.zeros(2)))
        gauges, rest = _set_gauges(params, math.sqrt(loss) / (span[1] - span[0]), rest)
    up = ticks(*span, max(2, int((rest.height - frame) / _TICK_ROOM)))
    widest = max(header.room(tick_text(value), look.type.small) for value in up)
    inner = rest.inset(max(LEFT_ROOM, widest + _TICK_GAP), BELOW_ROOM, _RIGHT_ROOM, _TOP_ROOM)
    if inner.width < _LEAST or inner.height < _LEAST:
        raise Mistake("the panel has no room for the dots: take a larger region, or less room")
    plane = Plane(inner, params.window or _window(dots, span, inner))
    return Layout(
        dict(zip(wide, head.places, strict=True)),
        plane,
        gauges,
        ticks(*plane.window[2:], max(2, int(inner.height / _TICK_ROOM))),
        ticks(*plane.window[:2], max(2, int(inner.width / _TICK_ROOM_ACROSS))),
    )


def feature_span(dots: Dots) -> tuple[float, float]:
    """Return what a plane shows of the feature when a script does not say."""
    low, high = float(dots.inputs.min()), float(dots.inputs.max())
    room = 0.3 * (high - low) or 1.0
    return low - room, high + room


def sides(dots: Dots, window: Window) -> Array:
    """Return to which side of each dot its square lies: 1 right, -1 left, where there is room."""
    left, right = window[:2]
    return np.where(dots.inputs > (left + right) / 2, -1.0, 1.0)


def _targets(dots: Dots) -> tuple[float, float]:
    """Return what a plane shows of the targets: the dots, the flat line, and room around them."""
    low, high = min(float(dots.targets.min()), 0.0), max(float(dots.targets.max()), 0.0)
    room = _PAD * (high - low) or 1.0
    return low - room, high + room


def _window(dots: Dots, span: tuple[float, float], inner: Box) -> Window:
    """Return a window in which the squares of the flat line find room beside their dots."""
    left, right = feature_span(dots)
    bottom, top = span
    farther = np.maximum(dots.inputs - left, right - dots.inputs) / (right - left) * inner.width
    reach = np.abs(dots.targets)
    unit = inner.height / (top - bottom)
    fitting = float(np.min(farther / np.maximum(reach, 1e-12)))
    if unit > fitting:
        more = (inner.height / fitting - (top - bottom)) / 2
        bottom, top = bottom - more, top + more
    return left, right, bottom, top


def _sizes(params: Params, side: float) -> dict[str, tuple[float, float]]:
    """Return width and height of the gauges that a panel keeps room for, by name."""
    sizes = {}
    if "mean" in params.room:
        sizes["mean"] = max(_SPARE * side, _MEAN_LABEL_WIDTH), _SPARE * side + MEAN_LABEL
    if "dials" in params.room:
        sizes["intercept"] = sizes["slope"] = DIAL
    return sizes


class _Rows:
    """Gauges in rows of a block, from the top down."""

    def __init__(self, rows: Sequence[Sequence[str]], sizes: Mapping[str, tuple[float, float]]):
        self._rows, self._sizes = [row for row in rows if row], sizes
        self._heights = [max(sizes[name][1] for name in row) for row in self._rows]
        self.height = sum(self._heights) + _GAP * (len(self._rows) - 1)
        self.width = max(
            sum(sizes[name][0] for name in row) + _GAP * (len(row) - 1) for row in self._rows
        )

    def places(self, block: Box) -> dict[str, Box]:
        """Return the places of the gauges, spread evenly over a block."""
        places: dict[str, Box] = {}
        spare = (block.height - self.height) / len(self._rows)
        y = block.top - spare / 2
        for row, high in zip(self._rows, self._heights, strict=True):
            free = block.width - sum(self._sizes[name][0] for name in row)
            x = block.left + free / (len(row) + 1)
            for name in row:
                wide, tall = self._sizes[name]
                places[name] = Box(x, y - (high + tall) / 2, wide, tall)
                x += wide + free / (len(row) + 1)
            y -= high + _GAP + spare
        return places


def _arrangements(sizes: Mapping[str, tuple[float, float]]) -> list[_Rows]:
    """Return the ways to set gauges, from one column to one row."""
    mean = [name for name in sizes if name == "mean"]
    dials = [name for name in sizes if name != "mean"]
    ways = ([[name] for name in sizes], [mean, dials], [[*mean, *dials]])
    return [_Rows(way, sizes) for way in ways]


def _set_gauges(params: Params, mean: float, rest: Box) -> tuple[dict[str, Box], Box]:
    """Return the gauges' places, and what they leave of a box for the plane with its axes.

    Of a block at the right and one below, in rows of any length, that is taken which leaves the
    plane the largest shorter side. ``mean`` is the mean square's side as a share of the plane's
    height.
    """
    high = rest.height - BELOW_ROOM - _TOP_ROOM
    found: list[tuple[float, dict[str, Box], Box]] = []
    for way in _arrangements(_sizes(params, mean * high)):
        wide = way.width + 2 * _GAP
        left = rest.width - wide - LEFT_ROOM - _RIGHT_ROOM
        if way.height <= rest.height and left >= _LEAST:
            block = Box(rest.right - wide + _GAP, rest.bottom, wide - _GAP, rest.height)
            found.append((min(left, high), way.places(block), rest.inset(right=wide)))
    for index in range(3):
        # the square grows with what is left for the plane: a little smaller until both fit
        unit = high
        for _ in range(40):
            way = _arrangements(_sizes(params, mean * unit))[index]
            left = high - way.height - _GAP
            if left >= unit:
                break
            unit = left if "mean" not in params.room else min(unit - 0.02 * high, 0.98 * unit)
        if way.width <= rest.width and left >= _LEAST:
            block = Box(rest.left, rest.bottom, rest.width, way.height)
            room = min(left, rest.width - LEFT_ROOM - _RIGHT_ROOM)
            found.append((room, way.places(block), rest.inset(bottom=way.height + _GAP)))
    if not found:
        names = " and ".join(name for name in ("mean", "dials") if name in params.room)
        raise Mistake(f"the panel has no room for {names} beside the dots: take a larger region")
    _, places, left_over = max(found, key=lambda one: one[0])
    return places, left_over
