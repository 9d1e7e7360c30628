"""The texts of a map as outlines, each set once: words, numbers, and rows of both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scenes import typeset
from scenes.descent_2d import strokes
from scenes.look import Look
from scenes.parts import part

if TYPE_CHECKING:
    from manim import VGroup

Piece = tuple[str, bool]
"""Typst markup, or (True) the figures of a number."""

_MOST = 1e5
"""Numbers from here on are said with a power of ten."""


class Lettering:
    """Sets texts in the smallest size, on a dark edge of their own or plain."""

    def __init__(self, look: Look) -> None:
        self._look = look

    @part
    def text(self, markup: str, color: str) -> VGroup:
        """Return a text with an edge."""
        return self._edged(typeset.text(markup, self._look.type.small, color))

    @part
    def number(self, shown: str, color: str) -> VGroup:
        """Return a number with an edge."""
        return self._edged(typeset.number(shown, self._look.type.small, color))

    @part
    def plain(self, markup: str, color: str) -> VGroup:
        """Return a text without an edge."""
        return typeset.text(markup, self._look.type.small, color)

    @part
    def row(self, pieces: tuple[Piece, ...], color: str, edge: bool = True) -> VGroup:
        """Return words and numbers in one line, its baseline's left end at the origin."""
        from manim import VGroup

        size = self._look.type.small
        line: VGroup = VGroup()
        x, space = 0.0, 0.28 * typeset.em(size)
        for said, is_number in pieces:
            kept = typeset.number(said, size, color) if is_number else self.plain(said, color)
            piece = kept.copy()
            width = kept.advance if is_number else float(kept.width)
            left = 0.0 if is_number else float(kept.get_left()[0])
            piece.shift(np.array([x - left, -kept.baseline, 0.0]))
            line.add(*piece.submobjects)
            x += width + space
        line.baseline = 0.0
        return self._edged(line) if edge else line

    def _edged(self, text: VGroup) -> VGroup:
        return strokes.edged(text, self._look.palette.background)


def size(text: VGroup) -> tuple[float, float]:
    """Return a text's width and height in scene units."""
    return float(text.width), float(text.height)


def amount(value: float) -> Piece:
    """Return a loss of any size as one piece of a row: four figures, or a power of ten."""
    if math.isnan(value):
        return "NaN", False
    if math.isinf(value):
        return ("$oo$" if value > 0 else "$-oo$"), False
    if value == 0 or 1e-3 <= abs(value) < _MOST:
        return _figures(value), True
    digits, power = f"{value:.1e}".split("e")
    return f"${digits} dot 10^({int(power)})$", False


def _figures(value: float) -> str:
    decimals = 3 - math.floor(math.log10(abs(value))) if value else 0
    text = f"{value:.{min(max(decimals, 0), 4)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
