"""From RGBA to what a video stores: BT.709, limited range, 4:2:0."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A picture: (height, width, 4) RGBA, opaque."""

_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
_FULL_CHROMA = _EXACT | Interpolation.FULL_CHR_H_INT
_BLOCK = 32
"""Rows are converted in whole blocks, so that few distinct heights occur."""
_MARGIN = 16
"""Rows beside a changed block that the vertical chroma filter (8 taps) can reach, and more."""


class Converter:
    """Converts the pictures of one segment; only the rows that changed are converted again.

    The result is bit for bit that of converting the whole picture. Alpha is dropped: pictures
    are opaque.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._width, self._height = size
        self._last: Pixels | None = None
        self._frame: av.VideoFrame | None = None
        self._reformatter = av.video.reformatter.VideoReformatter()

    def convert(self, pixels: Pixels) -> av.VideoFrame:
        """Return the picture as yuv420p, tagged BT.709 and limited range.

        The frame belongs to the converter: the next call writes into it. ``pixels`` must not
        change afterwards.

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
        first, stop = self._changed(pixels)
        self._last = pixels
        if self._frame is None or stop - first > self._height // 2:
            self._frame = self._convert(pixels)
        elif first < stop:
            self._patch(self._frame, pixels, first, stop)
        return self._frame

    def _changed(self, pixels: Pixels) -> tuple[int, int]:
        """Return the first and the end row, on whole blocks, that differ from the last picture."""
        if self._last is None:
            return 0, self._height
        before, now = (p.reshape(self._height, -1).view(np.uint64) for p in (self._last, pixels))
        rows = np.flatnonzero((before != now).any(axis=1))
        if not len(rows):
            return 0, 0
        first, last = int(rows[0]), int(rows[-1])
        # A changed row also moves chroma rows within the filter's reach.
        first = max(first - _MARGIN, 0) // _BLOCK * _BLOCK
        stop = -(-(last + 1 + _MARGIN) // _BLOCK) * _BLOCK
        return first, min(stop, self._height)

    def _patch(self, frame: av.VideoFrame, pixels: Pixels, first: int, stop: int) -> None:
        top, bottom = max(first - _MARGIN, 0), min(stop + _MARGIN, self._height)
        band = self._convert(pixels[top:bottom])
        for plane, part, shrink in zip(_planes(frame), _planes(band), (1, 2, 2), strict=True):
            rows = slice(first // shrink, stop // shrink)
            plane[rows] = part[(first - top) // shrink : (stop - top) // shrink]

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
