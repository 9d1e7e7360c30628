"""Planes and surfaces of data in the picture: from data to pixels, by arithmetic of its own.

Pixels are counted from the top left corner of the frame; the middle of the first is (0.5, 0.5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.pixels.formulas import Point, Unanswered
from scenes.box import Box
from scenes.claims import Axis, Chart, Space, Tick

Pixel = tuple[float, float]

_UNSEEN = 1e6
"""Farther than this, in scene units, nothing is drawn."""
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame's size in pixels; a scene unit has ``unit`` of them."""

    width: int
    height: int
    unit: float

    def pixel(self, x: float, y: float) -> Pixel:
        """Return a place in scene units, from the middle of the frame and y up, in pixels.

        Raises
        ------
        Unanswered
            Where it is no finite place.
        """
        if not (math.isfinite(x) and math.isfinite(y)) or max(abs(x), abs(y)) > _UNSEEN:
            raise Unanswered("not a finite place")
        return self.width / 2 + x * self.unit, self.height / 2 - y * self.unit


def placed(chart: Chart, across: float, up: float) -> Pixel:
    """Return where data stand on a plane, in scene units."""
    box = chart.box
    return (
        box.left + share(chart.across, across) * box.width,
        box.bottom + share(chart.up, up) * box.height,
    )


def on_surface(space: Space, x: float, y: float, loss: float) -> Pixel:
    """Return where a point of a surface is in the frame, in scene units.

    Seen by parallel rays: what is to the right stays so, what is away from the eye goes up by the
    sine of the elevation, and heights by its cosine.

    Raises
    ------
    Unanswered
        Where there is no surface: outside its window, or above its top.
    """
    left, right, bottom, top = space.window
    if not (left <= x <= right and bottom <= y <= top):
        raise Unanswered("out of sight")
    low, high = (space.loss.log or (0.0, 0.0)) if space.loss.bend else _ends(space.loss)
    if loss > high + 1e-6 * (high - low):
        raise Unanswered("out of sight")
    height = space.rise * (space.gap + space.height * share(space.loss, min(max(loss, low), high)))
    x, y = x - (left + right) / 2, y - (bottom + top) / 2
    turn, raised = math.radians(space.azimuth), math.radians(space.elevation)
    across = x * math.cos(turn) + y * math.sin(turn)
    away = y * math.cos(turn) - x * math.sin(turn)
    up = away * math.sin(raised) + height * math.cos(raised)
    return space.origin[0] + space.scale * across, space.origin[1] + space.scale * up


def _ends(axis: Axis) -> tuple[float, float]:
    return axis.low, axis.high


def tick(claim: Tick, frame: Frame) -> tuple[Pixel, Pixel]:
    """Return the two ends of a tick: on its axis, and outside the plane."""
    box, axis = claim.chart.box, getattr(claim.chart, claim.axis)
    along = share(axis, claim.value)
    if claim.axis == "across":
        x = box.left + along * box.width
        ends = (x, box.bottom), (x, box.bottom - claim.length)
    else:
        y = box.bottom + along * box.height
        ends = (box.left, y), (box.left - claim.length, y)
    return frame.pixel(*ends[0]), frame.pixel(*ends[1])


def share(axis: Axis, value: float) -> float:
    """Return where a value stands along an axis: 0 at its low end, 1 at its high end."""
    straight = (value - axis.low) / (axis.high - axis.low)
    if not axis.bend or axis.log is None:
        return straight
    if value <= 0:
        raise Unanswered("a logarithm of nothing")
    low, high = (math.log(end) for end in axis.log)
    bent = (math.log(value) - low) / (high - low)
    return straight + axis.bend * (bent - straight)


def holds(box: Box, frame: Frame, at: Pixel) -> bool:
    """Tell whether a place in the picture is in a rectangle of the frame, its edges included."""
    left, top, right, bottom = _corners(box, frame)
    return left <= at[0] <= right and top <= at[1] <= bottom


def cut(box: Box, frame: Frame, way: Sequence[Pixel]) -> list[Pixel]:
    """Return the first stretch of a line from corner to corner that a rectangle holds."""
    found: list[Pixel] = []
    for start, stop in pairwise(way):
        part = _cut(box, frame, start, stop)
        if part is None or (found and math.dist(part[0], found[-1]) > _SLACK):
            if found:
                break
            continue
        found += [*part] if not found else [part[1]]
    return found


def _cut(box: Box, frame: Frame, start: Pixel, stop: Pixel) -> tuple[Pixel, Pixel] | None:
    """Return the part of a straight line that a rectangle of the frame holds, or None."""
    left, top, right, bottom = _corners(box, frame)
    enter, leave = 0.0, 1.0
    for here, there, low, high in (
        (start[0], stop[0], left, right),
        (start[1], stop[1], top, bottom),
    ):
        if here == there:
            if not low <= here <= high:
                return None
            continue
        first, last = sorted(((low - here) / (there - here), (high - here) / (there - here)))
        enter, leave = max(enter, first), min(leave, last)
    if enter >= leave:
        return None
    return between(start, stop, enter), between(start, stop, leave)


def trimmed(way: Sequence[Pixel], off: float) -> list[Pixel]:
    """Return a line without so many pixels at its two ends; nothing where none is left."""
    for _ in range(2):
        left, rest = off, list(way)
        while len(rest) > 1 and (length := math.dist(*rest[:2])) <= left:
            left -= length
            rest = rest[1:]
        if len(rest) < 2:
            return []
        way = [between(rest[0], rest[1], left / math.dist(*rest[:2])), *rest[1:]][::-1]
    return list(way)


def between(here: Point, there: Point, part: float) -> Pixel:
    """Return the place a part of the way from one to another."""
    x, y = (a + part * (b - a) for a, b in zip(here, there, strict=True))
    return x, y


def _corners(box: Box, frame: Frame) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom in pixels, a hair outside."""
    (left, bottom), (right, top) = (
        frame.pixel(box.left, box.bottom),
        frame.pixel(box.right, box.top),
    )
    return left - _SLACK, top - _SLACK, right + _SLACK, bottom + _SLACK
