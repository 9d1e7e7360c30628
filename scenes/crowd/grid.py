"""Where the dots and texts of a crowd stand: one grid for all groups, from the top down."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.column import CAPITAL, headline, set_down
from scenes.crowd.model import Params
from scenes.look import Look
from scenes.stage import Mistake
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup

_WIDEST, _NARROWEST = 0.42, 0.16
"""How far apart dots may stand, in scene units."""
_UNDER, _BETWEEN, _SPREAD = 0.3, 0.4, 0.5
"""What is free under a group's text, between groups, and what more there may be."""
_GAP = 1.2
"""Between the texts of a group, in ems."""


class Layout(NamedTuple):
    """Where everything stands: title, each group's texts and the places of its dots (n, 2)."""

    title: VGroup | None
    texts: tuple[tuple[VGroup, ...], ...]
    dots: tuple[Any, ...]
    pitch: float


class Grid:
    """Lays a crowd out in a box."""

    def __init__(self, params: Params, box: Box, look: Look) -> None:
        self._groups, self._title = params.groups, params.title
        self._box, self._look = box, look

    def layout(self) -> Layout:
        """Return everything in the largest text, then the widest grid, that fits the box."""
        title, top = None, self._box.top
        if self._title:
            title, top = headline(self._title, self._look, self._box)
            top -= 0.1
        for size in (self._look.type.body, self._look.type.label, self._look.type.small):
            for pitch in np.arange(_WIDEST, _NARROWEST, -0.02):
                spare = top - self._box.bottom - self._height(size, float(pitch))
                if self._width(size) <= self._box.width and spare >= 0:
                    return self._set(title, top, size, float(pitch), spare)
        raise Mistake("the groups do not fit the panel: shorten their texts or take a larger one")

    def _columns(self, pitch: float) -> int:
        return int(self._box.width / pitch)

    def _height(self, size: float, pitch: float) -> float:
        """Return how high all groups are."""
        lines = sum(ceil(group.count / self._columns(pitch)) for group in self._groups)
        groups = len(self._groups)
        over = groups * (CAPITAL * em(size) + _UNDER) + (groups - 1) * _BETWEEN
        return float(over + lines * pitch)

    def _width(self, size: float) -> float:
        """Return how wide the widest group's texts are."""
        return max(
            sum(float(text.width) for text in texts) + _GAP * em(size) * (len(texts) - 1)
            for texts in (self._texts(i, size) for i in range(len(self._groups)))
        )

    def _texts(self, group: int, size: float) -> tuple[VGroup, ...]:
        """Return a group's name and the texts of its parts, not yet in their places."""
        one, palette = self._groups[group], self._look.palette
        name = typeset.text(one.name, size, palette.ink, weight="semibold")
        return (
            name,
            *(typeset.text(piece.text, size, getattr(palette, piece.color)) for piece in one.parts),
        )

    def _set(
        self, title: VGroup | None, top: float, size: float, pitch: float, spare: float
    ) -> Layout:
        """Return texts and dots from the top down, spread over some of the ``spare`` height."""
        more = min(_SPREAD, spare / (len(self._groups) + 1))
        columns, y = self._columns(pitch), top - more
        texts, dots = [], []
        for i, group in enumerate(self._groups):
            row, x = self._texts(i, size), self._box.left
            for text in row:
                set_down(text, size, x, y)
                x = float(text.get_right()[0]) + _GAP * em(size)
            y -= CAPITAL * em(size) + _UNDER
            places = np.arange(group.count)
            across = self._box.left + (places % columns + 0.5) * pitch
            dots.append(np.stack([across, y - (places // columns + 0.5) * pitch], axis=-1))
            y -= ceil(group.count / columns) * pitch + _BETWEEN + more
            texts.append(row)
        return Layout(title, tuple(texts), tuple(dots), pitch)
