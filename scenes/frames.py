"""Boxes drawn round or behind what is on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.box import Box

if TYPE_CHECKING:
    from manim import Mobject, VMobject

_TINT = 0.05
"""Opacity of a soft box: every colour still reads on it."""


def soft_box(place: Box, color: str, strength: float, corner: float = 0.1) -> Mobject:
    """Return the soft box that stands behind what is highlighted; ``strength`` is from 0 to 1."""
    return rounded(place, corner).set_style(
        fill_color=color,
        fill_opacity=_TINT * strength,
        stroke_color=color,
        stroke_width=2.5,
        stroke_opacity=0.85 * strength,
    )


def rounded(place: Box, corner: float = 0.1) -> VMobject:
    """Return a rectangle with round corners, without a stroke or a fill yet.

    Corners are less round where the rectangle is too small for them.
    """
    from manim import RoundedRectangle

    shape = RoundedRectangle(
        width=place.width,
        height=place.height,
        corner_radius=min(corner, place.width / 2.01, place.height / 2.01),
        stroke_width=0,
    )
    return shape.move_to((*place.center, 0.0))
