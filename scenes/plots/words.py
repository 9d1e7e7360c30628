"""Texts of a plot that stand on its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenes import typeset
from scenes.box import Box
from scenes.look import Look
from scenes.parts import part

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_MARGIN = 0.05
_OPAQUE = 0.85


class Words:
    """Sets the small texts of a plot, each once."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def size(self, says: str, color: str, width: float | None = None) -> tuple[float, float]:
        """Return how wide and high a text is; it breaks where it would be wider than ``width``."""
        text = self._text(says, color, width)
        return float(text.width), float(text.height)

    def at(
        self, says: str, color: str, place: Box, width: float | None = None, is_free: bool = False
    ) -> VGroup:
        """Return a text in a place of its size.

        It stands on a patch of background that thins out what is behind it, if that is not free.
        """
        from manim import VGroup

        text = self._text(says, color, width).copy().move_to([*place.center, 0.0])
        return VGroup(text) if is_free else VGroup(self._patch(place), text)

    @part
    def _text(self, says: str, color: str, width: float | None) -> Any:
        size = self._look.type.small
        text = typeset.text(says, size, color)
        if width is not None and float(text.width) > width:
            text = typeset.text(says, size, color, width=width, align="center")
        return text

    def _patch(self, place: Box) -> VMobject:
        from manim import Rectangle

        wide, high = place.width + 2 * _MARGIN, place.height + 2 * _MARGIN
        patch = Rectangle(width=wide, height=high, stroke_width=0)
        patch.set_fill(self._look.palette.background, _OPAQUE)
        return patch.move_to([*place.center, 0.0])
