"""From RGBA to what a video stores: BT.709, limited range, 4:2:0."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

from scenes.blocks import BLOCK, Blocks, no_blocks, rectangles

Pixels = NDArray[np.uint8]
"""A picture: (height, width, 4) RGBA, opaque."""

_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
_FULL_CHROMA = _EXACT | Interpolation.FULL_CHR_H_INT
_MARGIN = 16
"""Pixels beside a changed one that the chroma filters (8 taps) can reach, and more; even."""


class Converter:
    """Converts the pictures of one segment; only what changed is converted again.

    The result is bit for bit that of converting the whole picture. Alpha is dropped: pictures
    are opaque.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._width, self._height = size
        self._last: Pixels | None = None
        self._frame: av.VideoFrame | None = None
        self._reformatter = av.video.reformatter.VideoReformatter()

    def convert(self, pixels: Pixels, changed: Blocks | None = None) -> av.VideoFrame:
        """Return the picture as yuv420p, tagged BT.709 and limited range.

        The frame belongs to the converter: the next call writes into it. ``changed`` are
        blocks outside of which the picture is the one of the call before; where it is not known,
        the pictures are compared, and ``pixels`` must not change until the next call.

        Raises
        ------
        ValueError
            When the array is not (height, width, 4) of uint8.
        """
        if pixels.shape != (self._height, self._width, 4) or pixels.dtype != np.uint8:
            raise ValueError(
                f"a picture of {pixels.shape} {pixels.dtype}, not "
                f"({self._height}, {self._width}, 4) uint8"
            )
        pixels = np.ascontiguousarray(pixels)
        if changed is None:
            changed = self._changed(pixels)
        self._last = pixels
        if self._frame is None or np.count_nonzero(changed) > changed.size // 2:
            self._frame = self._convert(pixels)
        else:
            for rows, columns in rectangles(changed):
                self._patch(self._frame, pixels, _widened(rows), _widened(columns))
        return self._frame

    def _changed(self, pixels: Pixels) -> Blocks:
        """Return the rows of blocks that differ from the last picture."""
        blocks = no_blocks(self._width, self._height)
        if self._last is not None:
            shape = self._height, -1
            before, now = (p.reshape(shape).view(np.uint64) for p in (self._last, pixels))
            blocks[np.flatnonzero((before != now).any(axis=1)) // BLOCK] = True
        return blocks

    def _patch(self, frame: av.VideoFrame, pixels: Pixels, rows: slice, columns: slice) -> None:
        """Convert a rectangle anew, with what the filters can reach around it."""
        top, left = max(rows.start - _MARGIN, 0), max(columns.start - _MARGIN, 0)
        around = pixels[top : rows.stop + _MARGIN, left : columns.stop + _MARGIN]
        part = self._convert(np.ascontiguousarray(around))
        for plane, new, shrink in zip(_planes(frame), _planes(part), (1, 2, 2), strict=True):
            height, width = plane.shape
            bottom, right = min(rows.stop // shrink, height), min(columns.stop // shrink, width)
            y, x = rows.start // shrink, columns.start // shrink
            plane[y:bottom, x:right] = new[
                y - top // shrink : bottom - top // shrink,
                x - left // shrink : right - left // shrink,
            ]

    def _convert(self, pixels: Pixels) -> av.VideoFrame:
        frame = self._reformatter.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            interpolation=_EXACT,
            threads=1,
        )
        frame.color_primaries = ColorPrimaries.BT709
        frame.color_trc = ColorTrc.BT709
        return frame


def _widened(pixels: slice) -> slice:
    """Return the pixels whose colours depend on some."""
    return slice(max(pixels.start - _MARGIN, 0), pixels.stop + _MARGIN)


def to_rgb(frame: av.VideoFrame) -> Pixels:
    """Return a BT.709 limited-range frame as (height, width, 3) RGB, full range."""
    picture = av.video.reformatter.VideoReformatter().reformat(
        frame,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=_FULL_CHROMA,
        threads=1,
    )
    pixels: Pixels = np.asarray(picture.to_ndarray(), dtype=np.uint8)
    return pixels


def _planes(frame: av.VideoFrame) -> tuple[Pixels, ...]:
    """Return writable (rows, line size) views of the three planes."""
    return tuple(
        np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)[
            :, : plane.width
        ]
        for plane in frame.planes
    )
