"""What lies over a mark: found by painting all that is drawn after it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.pixels.picture import Numbers
from scenes.canvas import Surface
from scenes.look import Look

if TYPE_CHECKING:
    from manim import Mobject

_NOTHING = "#FF00FF"
"""A colour that no part of a picture has: what keeps it is not painted on."""


class Cover:
    """Takes the parts of a picture front to back; says which places are covered so far."""

    def __init__(self, look: Look) -> None:
        self._surface = Surface(replace(look, palette=replace(look.palette, background=_NOTHING)))
        self._bare = self._surface.pixels[0, 0].copy()

    def clear(self) -> None:
        """Begin another picture."""
        self._surface.pixels[:] = self._bare

    def add(self, mobjects: Iterable[Mobject]) -> None:
        """Paint a part that lies behind those before it."""
        self._surface.brush.paint(self._surface.brush.prepare(mobjects))

    def hides(self, at: Numbers) -> NDArray[np.bool_]:
        """Tell of places (..., 2) in pixels whether something lies over them or beside them."""
        rows, columns = self._surface.pixels.shape[:2]
        hidden = np.zeros(at.shape[:-1], dtype=np.bool_)
        for dx, dy in ((0.0, 0.0), (2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0)):
            x = np.clip((at[..., 0] + dx).astype(np.intp), 0, columns - 1)
            y = np.clip((at[..., 1] + dy).astype(np.intp), 0, rows - 1)
            hidden |= (self._surface.pixels[y, x] != self._bare).any(axis=-1)
        return hidden
