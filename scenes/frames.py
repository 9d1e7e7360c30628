"""Boxes drawn round or behind what is on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from scenes.box import Box
from scenes.ease import mix, smooth

if TYPE_CHECKING:
    from manim import Mobject, VMobject

M = TypeVar("M", bound=Any)

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


def fading(marks: tuple[M, ...], chosen: Callable[[M], bool], alpha: float) -> tuple[M, ...]:
    """Return marks with the ``strength`` of the chosen ones faded by ``alpha``, gone at 1."""
    faded = (
        replace(mark, strength=mix(mark.strength, 0.0, smooth(alpha))) if chosen(mark) else mark
        for mark in marks
    )
    return tuple(mark for mark in faded if mark.strength > 0)
