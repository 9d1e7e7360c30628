"""One decoded picture as a video stores it: full luma, colours at half the resolution."""

from __future__ import annotations

from functools import cached_property

import av
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_LIKE = 70.0
"""How far apart two colours are, in steps of Y, U and V together, that have nothing in common."""


class Picture:
    """A frame of yuv420p, BT.709, limited range; places are pixels (x, y) from the top left."""

    def __init__(self, frame: av.VideoFrame) -> None:
        self._luma, self._blue, self._red = (
            np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)[
                :, : plane.width
            ]
            for plane in frame.planes
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self._luma.shape
        return rows, columns

    def luma(self, at: Numbers) -> Numbers:
        """Return the luma at places (..., 2), between the middles of pixels in straight lines."""
        return _interpolated(self._luma, at[..., 0] - 0.5, at[..., 1] - 0.5)

    def likeness(self, at: Numbers, color: str) -> Numbers:
        """Return how like a colour the pixels at places (..., 2) are: 1 the same, 0 another."""
        x = np.clip(at[..., 0].astype(np.intp), 0, self._luma.shape[1] - 1)
        y = np.clip(at[..., 1].astype(np.intp), 0, self._luma.shape[0] - 1)
        luma, blue, red = yuv(color)
        apart = np.hypot(
            self._luma[y, x] - luma,
            np.hypot(self._blue[y // 2, x // 2] - blue, self._red[y // 2, x // 2] - red),
        )
        like: Numbers = np.clip(1 - apart / _LIKE, 0.0, 1.0)
        return like

    @cached_property
    def size(self) -> Numbers:
        """Width and height."""
        return np.array([self._luma.shape[1], self._luma.shape[0]], dtype=np.float64)


def yuv(color: str) -> tuple[float, float, float]:
    """Return ``#RRGGBB`` as a video stores it: BT.709, limited range."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        16 + 219 * luma,
        128 + 224 * (blue - luma) / 1.8556,
        128 + 224 * (red - luma) / 1.5748,
    )


def _interpolated(plane: NDArray[np.uint8], x: Numbers, y: Numbers) -> Numbers:
    rows, columns = plane.shape
    x, y = np.clip(x, 0, columns - 1.001), np.clip(y, 0, rows - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    across, down = x - left, y - top
    upper = plane[top, left] * (1 - across) + plane[top, left + 1] * across
    lower = plane[top + 1, left] * (1 - across) + plane[top + 1, left + 1] * across
    between: Numbers = upper * (1 - down) + lower * down
    return between
