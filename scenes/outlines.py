"""Outlines of marks, as claims give them: polylines in scene units with the ink at their left."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

from scenes.strokes import MARKERS

Spot = tuple[float, float]
Piece = tuple[Spot, ...]
"""A polyline in scene units, y up, from the middle of its mark; the ink is at its left."""


def marker(style: int, radius: float) -> tuple[Piece, ...]:
    """Return the outline of the marker of a style: disc, square, diamond, triangle."""
    shape = MARKERS[style % len(MARKERS)] * radius
    return (tuple((float(x), float(y)) for x, y in shape),)


def circle(radius: float, points: int = 48) -> tuple[Piece, ...]:
    """Return the outline of a disc, fine enough for a circle."""
    turns = (2 * math.pi * i / points for i in range(points + 1))
    return (tuple((radius * math.cos(a), radius * math.sin(a)) for a in turns),)


def target(radius: float, ring: float, width: float) -> tuple[Piece, ...]:
    """Return the outer outline of a cross with arms of ``radius`` in a ring, strokes ``width``."""
    half = width / 2
    outer = ring + half
    start = math.asin(half / outer)
    near = math.sqrt(outer**2 - half**2)
    quarter = [start + (math.pi / 2 - 2 * start) * i / 12 for i in range(13)]
    corner = [
        ((radius, half), (near, half)),
        tuple((outer * math.cos(a), outer * math.sin(a)) for a in quarter),
        ((half, near), (half, radius)),
    ]
    return tuple(chain.from_iterable((_turned(piece, i) for piece in corner) for i in range(4)))


def _turned(piece: Iterable[Spot], quarters: int) -> Piece:
    """Return a piece turned counterclockwise by quarters of a circle."""
    turned = tuple(piece)
    for _ in range(quarters):
        turned = tuple((-y, x) for x, y in turned)
    return turned
