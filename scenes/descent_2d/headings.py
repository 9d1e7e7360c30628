"""Directions on a map by what they mean at a point: uphill, along the contour, to the minimum."""

from __future__ import annotations

import math

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Objective
from scenes.descent_2d.state import Heading

_AXES = {"x": (1.0, 0.0), "-x": (-1.0, 0.0), "y": (0.0, 1.0), "-y": (0.0, -1.0)}


def bearing(objective: Objective, x: Array, heading: Heading) -> Array | None:
    """Return the unit vector (2,) of a heading at a point; None where it has no direction."""
    if not isinstance(heading, str):
        turn = math.radians(heading)
        return np.array([math.cos(turn), math.sin(turn)])
    if heading in _AXES:
        return np.array(_AXES[heading])
    if heading == "minimum":
        minimum = objective.minimum
        return None if minimum is None else _unit(minimum - x)
    slope = objective.grad(x)
    if heading == "downhill":
        return _unit(-slope)
    return _unit(slope if heading == "uphill" else np.array([-slope[1], slope[0]]))


def degrees(way: Array) -> float:
    """Return the direction of a vector (2,) in degrees, counterclockwise from x."""
    return math.degrees(math.atan2(float(way[1]), float(way[0])))


def named(heading: Heading, names: tuple[str, str]) -> str:
    """Return a heading's name in Typst markup, the axes called by their names."""
    if not isinstance(heading, str):
        return f"{heading:g}°"
    if heading in _AXES:
        sign = "-" if heading.startswith("-") else "+"
        return f"${sign}{names[0 if heading.endswith('x') else 1]}$"
    return heading


def _unit(way: Array) -> Array | None:
    length = math.hypot(*way.tolist())
    return way / length if 0 < length < math.inf else None
