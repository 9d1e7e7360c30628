"""What is drawn on a map: lines, arrows, points and texts that stand out from the bands below.

Each has an edge in the colour ``casing``: the palette's background.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.box import Box
from scenes.descent_2d.geometry import clipped
from scenes.look import Palette
from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

CASING = Palette().background
"""The edge in the dark theme."""
DASHES = (None, (0.26, 0.16), (0.1, 0.14), (0.5, 0.16))
"""Dash and gap of lines by style."""

_SHAFT = 0.085
_HEAD = 0.32
_HEAD_WIDTH = 0.28
_PIECE = 0.2


def path(
    pieces: Sequence[Array], color: str, width: float, opacity: float = 1.0, *, casing: str = CASING
) -> VMobject:
    """Return polylines (n, 2) as one stroke with an edge; ``width`` in manim's units."""
    stroke = outline([_divided(piece) for piece in pieces if len(piece) > 1])
    stroke.set_stroke(color, width, opacity)
    stroke.set_stroke(casing, width + 7, 0.9 * opacity, background=True)
    return stroke


def fill(outlines: Sequence[Array], color: str, opacity: float = 1.0) -> VMobject:
    """Return closed polylines (n, 2) as one filled shape without an edge."""
    return outline(outlines).set_fill(color, opacity).set_stroke(width=0)


def thin(pieces: Sequence[Array], color: str, width: float, opacity: float) -> VMobject:
    """Return polylines (n, 2) as one stroke."""
    return outline(pieces).set_stroke(color, width, opacity)


def arrow(
    tail: Array,
    tip: Array,
    color: str,
    opacity: float = 1.0,
    head: bool = True,
    *,
    casing: str = CASING,
) -> VMobject:
    """Return an arrow whose point is exactly at ``tip``, filled, with an edge.

    The head shrinks with an arrow too short to carry it.
    """
    along = tip - tail
    length = float(np.hypot(*along))
    if length < 1e-6:
        return outline([])
    unit = along / length
    across = np.array([-unit[1], unit[0]])
    size = min(1.0, length / (1.6 * _HEAD)) if head else 1.0
    shaft = _SHAFT / 2 * max(size, 0.35) * across
    if head:
        neck = tip - _HEAD * size * unit
        wing = _HEAD_WIDTH / 2 * size * across
        corners = [tail + shaft, neck + shaft, neck + wing, tip, neck - wing, neck - shaft]
    else:
        corners = [tail + shaft, tip + shaft, tip - shaft]
    edge = np.array([*corners, tail - shaft, tail + shaft])
    shape = outline([_divided(edge)]).set_fill(color, opacity)
    shape.set_stroke(width=0)
    return shape.set_stroke(casing, 5, 0.8 * opacity, background=True)


def arrow_in(
    box: Box, tail: Array, tip: Array, color: str, opacity: float, *, casing: str = CASING
) -> VMobject | None:
    """Return the part of an arrow inside a box, without its head where that is cut off."""
    part = clipped(tail, tip, box)
    if part is None:
        return None
    return arrow(*part, color, opacity, head=bool(np.array_equal(part[1], tip)), casing=casing)


def markers(
    at: Array, style: int, radius: float, color: str, opacity: float = 1.0, *, casing: str = CASING
) -> VMobject:
    """Return a style's marker at each of some points (n, 2), as one shape."""
    shapes = marks(at, style, radius).set_fill(color, opacity)
    return shapes.set_stroke(casing, 6, 0.9 * opacity, background=True)


def pointer(
    at: Array,
    toward: Array,
    color: str,
    opacity: float,
    size: float = 1.0,
    *,
    box: Box | None = None,
    casing: str = CASING,
) -> VMobject:
    """Return a small triangle whose point is at ``at``: what is meant lies out of sight.

    Inside ``box``, where one is given: its wings are cut at the box's edges.
    """
    unit = toward / np.hypot(*toward)
    across = np.array([-unit[1], unit[0]])
    base = at - 0.26 * size * unit
    wing = 0.16 * size * across
    corners = np.array([at, base + wing, base - wing, at])
    if box is not None:
        corners = np.clip(corners, (box.left, box.bottom), (box.right, box.top))
    shape = outline([corners])
    shape.set_fill(color, opacity).set_stroke(width=0)
    return shape.set_stroke(casing, 6, 0.9 * opacity, background=True)


def pointer_to(
    here: Array, box: Box, color: str, opacity: float, size: float = 1.0, *, casing: str = CASING
) -> VMobject:
    """Return a small triangle on a box's edge, pointing to ``here`` (2,) outside: infinity too."""
    edge = np.clip(here, (box.left, box.bottom), (box.right, box.top))
    with np.errstate(invalid="ignore", over="ignore"):
        away = np.clip(here - edge, -1e9, 1e9)
    if np.isinf(here).any():
        away = np.where(np.isinf(here), np.sign(here), 0.0)
    return pointer(edge, away, color, opacity, size, box=box, casing=casing)


def edged(text: VGroup, casing: str = CASING) -> VGroup:
    """Return a text on an edge of its own outline, so that it reads on any band and line."""
    from manim import LineJointType, VGroup

    edge = text.copy()
    for glyph in edge.family_members_with_points():
        glyph.joint_type = LineJointType.ROUND
        glyph.set_stroke(casing, 7, 0.7)
    group = VGroup(*edge.submobjects, *text.submobjects)
    group.baseline = text.baseline
    return group


def mixed(low: str, high: str, share: float) -> str:
    """Return the colour ``share`` of the way between two (``#RRGGBB``)."""
    pairs = ((int(low[i : i + 2], 16), int(high[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


_BRIGHTEST = 0.65
"""How far the highest band goes from the low to the high colour: text must stand out."""


def band_color(palette: Palette, tone: float) -> str:
    """Return the colour of a band of loss, from ``tone`` 0 (the lowest) to 1."""
    return mixed(palette.low, mixed(palette.low, palette.high, _BRIGHTEST), tone)


def _divided(piece: Array) -> Array:
    """Return a polyline with a point at least every 0.2 units: labels keep off its points."""
    counts = np.maximum(np.ceil(np.hypot(*np.diff(piece, axis=0).T) / _PIECE).astype(int), 1)
    counts = np.minimum(counts, 100)
    at = np.concatenate(
        [i + np.arange(count) / count for i, count in enumerate(counts)] + [[len(piece) - 1.0]]
    )
    index = np.arange(len(piece))
    return np.stack([np.interp(at, index, piece[:, i]) for i in (0, 1)], axis=-1)
