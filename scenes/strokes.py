"""Straight-edged shapes as one mobject each, and the markers that tell runs apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array

if TYPE_CHECKING:
    from manim import VMobject

MARKERS: tuple[Array, ...] = tuple(
    np.array(shape, dtype=np.float64)
    for shape in (
        [(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 33)],
        [(0.88, 0.88), (-0.88, 0.88), (-0.88, -0.88), (0.88, -0.88), (0.88, 0.88)],
        [(0, 1.3), (-1.3, 0), (0, -1.3), (1.3, 0), (0, 1.3)],
        [(0, 1.25), (-1.15, -0.8), (1.15, -0.8), (0, 1.25)],
    )
)
"""Outlines (n, 2) of about the same area by style: disc, square, diamond, triangle."""


def outline(pieces: Iterable[Array]) -> VMobject:
    """Return polylines (n, 2) in scene units as one mobject, without a stroke or a fill yet."""
    shape: VMobject = _blank().copy()
    curves = [_curves(piece) for piece in pieces]
    return shape.set_points(np.concatenate(curves)) if curves else shape


@cache
def _blank() -> VMobject:
    """Return what an outline is a copy of: manim takes five times as long to make one."""
    from manim import CapStyleType, LineJointType, VMobject

    return VMobject(stroke_width=0, cap_style=CapStyleType.ROUND, joint_type=LineJointType.ROUND)


def marks(at: Array, style: int, radius: float) -> VMobject:
    """Return a style's marker at each of some points (n, 2), as one shape; see ``outline``."""
    shape = MARKERS[style % len(MARKERS)] * radius
    return outline([point + shape for point in at])


def _curves(piece: Array) -> Array:
    """Return a polyline as Bezier curves (4 (n - 1), 3): four points an edge, evenly spaced."""
    a, b = piece[:-1, None], piece[1:, None]
    share = np.array([0.0, 1 / 3, 2 / 3, 1.0])[:, None]
    flat = (a + share * (b - a)).reshape(-1, 2)
    flat[3::4] = piece[1:]
    curves: Array = np.hstack((flat, np.zeros((len(flat), 1))))
    return curves


def cased(shape: VMobject, ground: str, width: float, opacity: float = 1.0) -> VMobject:
    """Return the shape with an edge of the ground's colour behind it, so that it stands out."""
    return shape.set_stroke(ground, width, opacity, background=True)


def edged(text: VMobject, ground: str, opacity: float = 1.0) -> VMobject:
    """Return a copy of a text on an edge of the ground's colour round its own outline."""
    from manim import LineJointType, VGroup

    edge = text.copy()
    for glyph in edge.family_members_with_points():
        glyph.joint_type = LineJointType.ROUND
        glyph.set_stroke(ground, 7, 0.7 * opacity)
    group = VGroup(*edge.submobjects, *text.copy().submobjects)
    group.baseline = getattr(text, "baseline", 0.0)
    return group
