"""Lines on a map as arrays: clipped, cut into dashes, and spots for texts beside a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from gdmath.array import Array
from scenes.box import Box

_FAR = 1e6
"""Scene units beyond which a point is taken to be far away."""


def clipped(start: Array, stop: Array, box: Box) -> tuple[Array, Array] | None:
    """Return the part of a segment (points (2,)) inside a box, or None.

    Liang and Barsky 1984. A segment with an end that is not finite counts as outside. One that
    comes from so far away that floats would lose the box is cut at the box's lines first.
    """
    if not (np.isfinite(start).all() and np.isfinite(stop).all()):
        return None
    far = np.maximum(np.abs(start), np.abs(stop)) > _FAR
    if far.all():
        return _clipped_exactly(start, stop, box)
    if far.any():
        axis = int(far.argmax())
        tail, tip = _cut(start, stop, axis, box), _cut(stop, start, axis, box)
        return None if tail is None or tip is None else clipped(tail, tip, box)
    enter, leave = 0.0, 1.0
    delta = stop - start
    for i, low, high in ((0, box.left, box.right), (1, box.bottom, box.top)):
        if delta[i] == 0:
            if not low <= start[i] <= high:
                return None
            continue
        near, far = sorted(((low - start[i]) / delta[i], (high - start[i]) / delta[i]))
        enter, leave = max(enter, near), min(leave, far)
    if enter > leave:
        return None
    return start + enter * delta, stop if leave == 1 else start + leave * delta


def _cut(end: Array, other: Array, axis: int, box: Box) -> Array | None:
    """Return an end of a segment, or where it crosses the box's nearest line across ``axis``."""
    low, high = ((box.left, box.right), (box.bottom, box.top))[axis]
    edge = min(max(float(end[axis]), low), high)
    if edge == end[axis]:
        return end
    if other[axis] != edge and (other[axis] > edge) == (end[axis] > edge):
        return None
    share = (edge / 2 - end[axis] / 2) / (other[axis] / 2 - end[axis] / 2)
    crossing = end.copy()
    crossing[1 - axis] = end[1 - axis] + share * (other[1 - axis] - end[1 - axis])
    crossing[axis] = edge
    return crossing


def _clipped_exactly(start: Array, stop: Array, box: Box) -> tuple[Array, Array] | None:
    """Return what ``clipped`` does, exactly: each end is rounded once."""
    first = [Fraction(v) for v in start.tolist()]
    delta = [Fraction(v) - u for u, v in zip(first, stop.tolist(), strict=True)]
    enter, leave = Fraction(0), Fraction(1)
    spans = ((box.left, box.right), (box.bottom, box.top))
    for at, way, span in zip(first, delta, spans, strict=True):
        low, high = (Fraction(edge) - at for edge in span)
        if way == 0:
            if not low <= 0 <= high:
                return None
            continue
        near, far = sorted((low / way, high / way))
        enter, leave = max(enter, near), min(leave, far)
    if enter > leave:
        return None
    ends = ([float(u + t * v) for u, v in zip(first, delta, strict=True)] for t in (enter, leave))
    tail, tip = map(np.array, ends)
    return tail, tip


def clipped_path(points: Array, box: Box) -> list[Array]:
    """Return the pieces (n, 2) of a polyline inside a box."""
    pieces: list[list[Array]] = []
    for start, stop in pairwise(points):
        part = clipped(start, stop, box)
        if part is None:
            continue
        if pieces and np.array_equal(pieces[-1][-1], part[0]):
            pieces[-1].append(part[1])
        else:
            pieces.append([part[0], part[1]])
    return [np.array(piece) for piece in pieces]


def inside(point: Array, box: Box) -> bool:
    """Tell whether a point (2,) is in a box, its edges included."""
    return bool(box.left <= point[0] <= box.right and box.bottom <= point[1] <= box.top)


def dashed(piece: Array, dash: float, gap: float) -> list[Array]:
    """Return the dashes (n, 2) of a polyline, measured along it from its start."""
    lengths = np.hypot(*np.diff(piece, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    total = float(along[-1])
    found = []
    for begin in np.arange(0.0, total, dash + gap):
        end = min(float(begin) + dash, total)
        between = along[(along > begin) & (along < end)]
        at = np.concatenate(([begin], between, [end]))
        found.append(np.stack([np.interp(at, along, piece[:, i]) for i in (0, 1)], axis=-1))
    return found


_APART = 0.08
"""The least gap between texts, in scene units."""


@dataclass(frozen=True, slots=True)
class Rect:
    """The place of a text: left, bottom, width, height in scene units."""

    left: float
    bottom: float
    width: float
    height: float

    def crowds(self, other: Rect) -> bool:
        """Tell whether two places are nearer than the gap texts need."""
        return (
            self.left < other.left + other.width + _APART
            and other.left < self.left + self.width + _APART
            and self.bottom < other.bottom + other.height + _APART
            and other.bottom < self.bottom + self.height + _APART
        )

    def middle_line(self) -> Array:
        """Return points (n, 2) from its left to its right, at half its height."""
        across = np.linspace(self.left, self.left + self.width, 8)
        return np.stack((across, np.full(8, self.bottom + self.height / 2)), axis=-1)

    def filled(self) -> Array:
        """Return points (n, 2) all over it, 0.1 units apart or less."""
        x = np.linspace(self.left, self.left + self.width, 2 + int(10 * self.width))
        y = np.linspace(self.bottom, self.bottom + self.height, 2 + int(10 * self.height))
        return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)

    def moved(self, drift: Array) -> Rect:
        """Return the place moved by ``drift`` (2,)."""
        x, y = drift.tolist()
        return Rect(self.left + x, self.bottom + y, self.width, self.height)

    def distance(self, points: Array) -> float:
        """Return how far the nearest of ``points`` (n, 2) is; 0 inside."""
        beside = np.maximum(
            np.maximum((self.left, self.bottom) - points, 0.0),
            points - (self.left + self.width, self.bottom + self.height),
        )
        return float(np.hypot(*beside.T).min()) if len(points) else float("inf")


_CORNERS = ((1, -1), (-1, 1), (1, 1), (-1, -1))
_AROUND = tuple(np.array(side) for side in (*_CORNERS, (1, 0), (-1, 0), (0, 1), (0, -1)))
_OFF = 0.24
"""From a point to the text beside it."""
_NEAR = 0.8
"""How far lines that leave a point are kept clear, at least."""
_CLEAR = 0.16
_FARTHER = 0.55
_FAR_COST = 99.0


def beside(point: Array, size: tuple[float, float], toward: Array) -> Rect:
    """Return the place of a text on the side ``toward`` (signs, (2,)) of a point."""
    width, height = size
    reach = _OFF * (0.75 if toward.all() else 1.3)
    x = point[0] + toward[0] * (reach + width / 2)
    y = point[1] + toward[1] * (reach + height / 2)
    return Rect(float(x) - width / 2, float(y) - height / 2, width, height)


def free_place(
    point: Array,
    size: tuple[float, float],
    lines: Sequence[Array],
    taken: Sequence[Rect],
    box: Box,
    first: Sequence[Array] = (),
) -> Rect:
    """Return the place beside a point that is clear of lines and texts, and inside the box.

    ``lines`` are points (n, 2) along what must stay in sight. The first of the best sides is
    taken: those in ``first``, then corners before sides, bottom right before top left. Only
    where texts crowd all of them, a place farther from the point is.
    """
    wanted = [beside(point, size, toward) for toward in (*first, *_AROUND)]
    near = len(wanted)
    wanted += [beside(point + _FARTHER * toward, size, toward) for toward in _AROUND]
    places = [held(place, box) for place in wanted]
    costs = [
        100.0 * sum(place.crowds(other) for other in taken)
        + (50.0 if place.distance(point[None]) < 0.1 else 0.0)
        + 20.0 * sum(max(_CLEAR - place.distance(line), 0.0) for line in lines)
        + 5.0 * (abs(place.left - wish.left) + abs(place.bottom - wish.bottom))
        + (_FAR_COST if i >= near else 0.0)
        for i, (place, wish) in enumerate(zip(places, wanted, strict=True))
    ]
    return places[min(range(len(places)), key=lambda i: round(costs[i], 6))]


def free_corner(size: tuple[float, float], points: Array, box: Box) -> Rect:
    """Return the place in a corner of the box that is clear of points (n, 2).

    The first that is clear enough, else the clearest: top left, bottom right, bottom left, top
    right.
    """
    left, bottom = box.left + 2 * _APART, box.bottom + 2 * _APART
    right, top = box.right - 2 * _APART - size[0], box.top - 2 * _APART - size[1]
    corners = ((left, top), (right, bottom), (left, bottom), (right, top))
    places = [Rect(*corner, *size) for corner in corners]
    clear = [min(place.distance(points), 2 * _CLEAR) for place in places]
    return places[clear.index(max(clear))]


def ray(point: Array, way: Array) -> Array:
    """Return points (n, 2) along a way out of a point, as far as texts must leave it clear."""
    length = float(np.hypot(*way)) or 1.0
    reach = min(max(length, _NEAR), 2 * _NEAR)
    along: Array = point + np.linspace(0.1, reach, 16)[:, None] * way / length
    return along


def held(place: Rect, box: Box) -> Rect:
    """Return the place moved into the box, a little off its edges."""
    left = min(max(place.left, box.left + _APART), box.right - _APART - place.width)
    bottom = min(max(place.bottom, box.bottom + _APART), box.top - _APART - place.height)
    return Rect(left, bottom, place.width, place.height)


def angle_between(start: Array, stop: Array) -> tuple[float, float]:
    """Return the direction of ``start`` (2,) and the turn from it to ``stop``, in radians."""
    first, last = (float(np.arctan2(way[1], way[0])) for way in (start, stop))
    return first, float((last - first + np.pi) % (2 * np.pi) - np.pi)


def arc(center: Array, home: Array, start: float, turn: float) -> Array:
    """Return the arc (n, 2) of an angle at a point; it shrinks as the way ``home`` gets short."""
    return circle(center, min(1.1, 0.8 * float(np.hypot(*home))), start, turn)


def circle(center: Array, radius: float, start: float = 0.0, turn: float = 2 * np.pi) -> Array:
    """Return the part (n, 2) of a circle from the direction ``start`` over ``turn``, in radians."""
    along = start + np.linspace(0, turn, 49)
    round_: Array = center + radius * np.stack((np.cos(along), np.sin(along)), axis=-1)
    return round_
