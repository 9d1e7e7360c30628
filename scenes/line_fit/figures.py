"""The shapes of a line through dots: dots, lines, squares, bars and rings.

Everything is cut off at the plane's edge, without an edge of its own there: what looks open goes
on out of sight. What is not finite is not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane
from scenes.box import Box
from scenes.descent_2d.geometry import circle, clipped_path, dashed
from scenes.strokes import MARKERS, cased, marks, outline

if TYPE_CHECKING:
    from manim import VMobject

DOT = 0.12
_LINE = 6.0
_EDGE = 3.0
_BAR = 7.0
_RING = 0.24
_DASHES = (None, (0.26, 0.16), (0.1, 0.14), (0.5, 0.16))
"""Dash and gap of lines by style, as those of paths on a map."""
_POINTER = 0.14
_UPWARD = 3


def dots(at: Array, color: str, ground: str, opacity: float = 1.0) -> VMobject:
    """Return discs at points (n, 2)."""
    return cased(marks(at, 0, DOT).set_fill(color, opacity), ground, 4, 0.9 * opacity)


def rings(at: Array, color: str, ground: str, opacity: float) -> VMobject:
    """Return rings round points (n, 2)."""
    shape = outline([circle(point, _RING) for point in at]).set_stroke(color, 4, opacity)
    return cased(shape, ground, 8, 0.7 * opacity)


def ends(plane: Plane, weights: Array) -> tuple[Array, Array] | None:
    """Return where a line enters the plane and leaves it, left to right in scene units, or None.

    The line is cut in data: one of slope 1e30 is seen as the upright line it is.
    """
    left, right, bottom, top = plane.window
    intercept, slope = (float(w) for w in weights)
    if not (math.isfinite(intercept) and math.isfinite(slope)):
        return None
    enter, leave = left, right
    if slope != 0:
        low, high = sorted(((bottom - intercept) / slope, (top - intercept) / slope))
        enter, leave = max(left, low), min(right, high)
    elif not bottom <= intercept <= top:
        return None
    if not enter <= leave:
        return None
    heights = [min(max(intercept + slope * x, bottom), top) for x in (enter, leave)]
    if slope != 0 and enter == leave:  # steeper than floats can tell
        heights = [bottom, top] if slope > 0 else [top, bottom]
    points = plane.to_scene(list(zip((enter, leave), heights, strict=True)))[:, :2]
    return points[0], points[1]


def line(
    plane: Plane, weights: Array, style: int, color: str, ground: str, opacity: float
) -> VMobject:
    """Return a line, dashed by style; a triangle at the edge points to one that is out of sight."""
    found = ends(plane, weights)
    if found is None:
        return _pointer(plane, weights, color, ground, opacity)
    rhythm, piece = _DASHES[style % len(_DASHES)], np.array(found)
    pieces = [piece] if rhythm is None else dashed(piece, *rhythm)
    shape = outline(pieces).set_stroke(color, _LINE, opacity)
    return cased(shape, ground, _LINE + 5, 0.75 * opacity)


def _pointer(plane: Plane, weights: Array, color: str, ground: str, opacity: float) -> VMobject:
    """Return a triangle at the top or the bottom edge, toward a line that passes beyond it."""
    left, right, bottom, top = plane.window
    with np.errstate(all="ignore"):
        middle = float(weights[0] + weights[1] * (left + right) / 2)
    if np.isnan(middle):
        return outline([])
    up = 1.0 if middle > (bottom + top) / 2 else -1.0
    tip = np.array([plane.box.center[0], plane.box.top if up > 0 else plane.box.bottom])
    base = tip - (0.0, up * 1.25 * _POINTER)
    shape = outline([base + MARKERS[_UPWARD] * (_POINTER, up * _POINTER)])
    return cased(shape.set_fill(color, opacity), ground, 6, 0.9 * opacity)


def corners(dot: Array, fit: Array, side: float) -> Array:
    """Return the corners (5, 2), from the dot round, of the square on the bar from dot to line.

    Its side is the bar as it is drawn, so its area is the squared error in squares of the
    target's unit, whatever the feature's scale. ``side`` is 1 to the right, -1 to the left.
    """
    out = np.array([side * abs(fit[1] - dot[1]), 0.0])
    return np.array([dot, dot + out, fit + out, fit, dot])


def square_fill(square: Array, box: Box, color: str, opacity: float) -> VMobject:
    """Return the part of a square inside a box, filled."""
    low = np.maximum(square.min(axis=0), (box.left, box.bottom))
    high = np.minimum(square.max(axis=0), (box.right, box.top))
    shape = outline([])
    if (low < high).all():
        (a, b), (c, d) = low, high
        shape = outline([np.array([(a, b), (c, b), (c, d), (a, d), (a, b)])])
    return shape.set_fill(color, 0.2 * opacity).set_stroke(width=0)


def square_edges(squares: Sequence[Array], box: Box, color: str, opacity: float) -> VMobject:
    """Return the edges of squares inside a box."""
    pieces = [piece for square in squares for piece in clipped_path(square, box)]
    return outline(pieces).set_stroke(color, _EDGE, opacity)


def bars(pairs: Sequence[tuple[Array, Array]], box: Box, color: str, opacity: float) -> VMobject:
    """Return bars from dots to the line, dashed."""
    pieces = [
        dash
        for dot, fit in pairs
        for piece in clipped_path(np.array([dot, fit]), box)
        for dash in dashed(piece, 0.14, 0.1)
    ]
    return outline(pieces).set_stroke(color, _BAR, opacity)
