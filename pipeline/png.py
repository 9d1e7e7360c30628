"""Pictures as PNG files: made quickly rather than small."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

_OPTIONS = {"compression_level": "1", "pred": "none"}
"""On flat pictures zlib does best with no prediction; FFmpeg needs under half of Pillow's time."""


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a picture as the bytes of a PNG file, without a date.

    ``pixels`` is of uint8, (height, width, 3) or more; what is more than RGB is left out.
    """
    encoder = av.CodecContext.create("png", "w")
    encoder.height, encoder.width = pixels.shape[:2]
    encoder.pix_fmt = "rgb24"
    encoder.time_base = Fraction(1)
    encoder.thread_count = 1
    encoder.options = _OPTIONS
    picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[..., :3]), format="rgb24")
    picture.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(picture), *encoder.encode(None)))
