"""What says right or wrong beside a text: a stroke through it, a cross, a check mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes.column import rows
from scenes.ease import mix, share, smooth
from scenes.parts import across

if TYPE_CHECKING:
    from manim import VMobject

Strokes = Sequence[Sequence[tuple[float, float]]]
"""Strokes of a pen in a unit square."""

CROSS: Strokes = ([(0.0, 1.0), (1.0, 0.0)], [(0.0, 0.0), (1.0, 1.0)])
CHECK: Strokes = ([(0.0, 0.45), (0.38, 0.0), (1.05, 1.0)],)
_OUT = 0.06


def struck_out(text: VMobject, drawn: float, color: str) -> VMobject:
    """Return the line through a text, row after row, as far as it is drawn."""
    from manim import Line, VGroup

    lines = rows(text)
    group = VGroup()
    for i, line in enumerate(lines):
        done = smooth(share(drawn, i, len(lines)))
        if done <= 0:
            continue
        left = min(float(outline.get_left()[0]) for outline in line) - _OUT
        right = max(float(outline.get_right()[0]) for outline in line) + _OUT
        y = float(np.median([outline.get_center()[1] for outline in line]))
        end = [mix(left, right, done), y, 0.0]
        group.add(Line([left, y, 0.0], end, stroke_width=3, color=color))
    return across(group)


def mark(strokes: Strokes, corner: Any, side: float, drawn: float, color: str) -> VMobject:
    """Return a mark ``side`` high with its lower left ``corner``, one stroke after the other."""
    from manim import VGroup, VMobject

    group = VGroup()
    for i, stroke in enumerate(strokes):
        done = smooth(share(drawn, i, len(strokes)))
        if done <= 0:
            continue
        path = VMobject(stroke_width=7, color=color)
        points = [np.array(corner) + side * np.array([x, y, 0.0]) for x, y in stroke]
        path.set_points_as_corners(points)
        group.add(path.get_subcurve(0.0, done) if done < 1 else path)
    return group
