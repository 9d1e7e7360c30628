"""What is behind each shape of a picture: the picture painted, small, without its texts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from pipeline.layout.picture import Picture
from pipeline.layout.shape import Array, Shape
from scenes.canvas import Surface
from scenes.look import Look

_SHORT = 540
"""Pixels of the shorter side of the picture: half of 1080p, an axis' tick is five long."""
_PLACES = 24
"""Places looked at along a shape."""
_BESIDE = 1.5
"""Pixels from the edge of a line to where its side is looked at."""


class Behind:
    """Paints pictures with manim's camera, and looks where a shape is about to be painted.

    What is behind a text is all that is painted before it. What is behind a line or a marker is the
    ground only: that it meets others of its like is no fault.
    """

    def __init__(self, look: Look) -> None:
        scale = _SHORT / min(look.width, look.height)
        small = replace(look, width=round(look.width * scale), height=round(look.height * scale))
        self._all, self._ground = Surface(small), Surface(small)
        self._background = self._all.pixels.copy()

    def colors(self, picture: Picture, wanted: Collection[int]) -> Mapping[int, Array]:
        """Return the sRGB colours (n, 2, 3) behind the shapes wanted, by their order.

        The two are those on either side of a line; behind a glyph they are the same.
        """
        if not wanted:
            return {}
        for surface in (self._all, self._ground):
            surface.pixels[:] = self._background
        found: dict[int, Array] = {}
        for ink in picture.inks[: max(wanted) + 1]:
            shape = ink.shape
            is_glyph = shape.setting is not None
            if ink.order in wanted:
                rows, columns = self._spots(shape, picture)
                pixels = (self._all if is_glyph else self._ground).pixels
                found[ink.order] = pixels[rows, columns, :3] / 255
            if not is_glyph or shape.is_edge:
                drawing = self._drawing(shape)
                self._all.brush.paint(drawing)
                if picture.is_ground(ink):
                    self._ground.brush.paint(drawing)
        return found

    def _spots(self, shape: Shape, picture: Picture) -> tuple[Any, Any]:
        """Return rows and columns (n, 2) of pixels on either side of a shape's outline."""
        if shape.spots is None:
            height, width = self._all.pixels.shape[:2]
            whole = picture.frame.whole
            scale = height / whole.height
            start, way = shape.line[:-1], np.diff(shape.line, axis=0)
            pieces = np.isfinite(way).all(axis=1) & (np.abs(way).max(axis=1) > 0)
            start, way = start[pieces], way[pieces]
            ends = np.cumsum(np.hypot(*way.T))
            at = (np.arange(_PLACES) + 0.5) / _PLACES * (ends[-1] if len(ends) else 0.0)
            piece = np.searchsorted(ends, at[: len(ends) and _PLACES])
            length = np.hypot(*way[piece].T)
            share = 1 - (ends[piece] - at[: len(piece)]) / length
            across = (way[piece] / length[:, None])[:, ::-1] * (-1.0, 1.0)
            reach = 0.0 if shape.setting is not None else shape.width / 2 + _BESIDE / scale
            along = start[piece] + share[:, None] * way[piece]
            sides = along[:, None] + across[:, None] * np.array([[-reach], [reach]])
            columns = (sides[..., 0] - whole.left) * scale
            rows = (whole.top - sides[..., 1]) * scale
            shape.spots = (
                np.clip(rows, 0, height - 1).astype(int),
                np.clip(columns, 0, width - 1).astype(int),
            )
        return shape.spots  # type: ignore[no-any-return]

    def _drawing(self, shape: Shape) -> Any:
        """Return a shape ready to be painted: alone, and of a glyph's edge the edge only."""
        if shape.drawing is None:
            mobject = shape.mobject
            if mobject.submobjects or shape.is_edge:
                mobject = mobject.copy()
                mobject.submobjects = []
            if shape.is_edge:
                mobject.set_fill(opacity=0)
            shape.drawing = self._all.brush.prepare([mobject])
        return shape.drawing
