"""Pictures as PNG files: made quickly rather than small.

A tall picture can be made of bands that are deflated apart, each once, however many files show it
(RFC 1950 and 1951: a full flush ends a band on a byte, and what follows refers to nothing before).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Band:
    """Some rows of a picture, deflated; ``size`` and ``adler32`` are those of what was deflated."""

    width: int
    rows: int
    deflated: bytes
    size: int
    adler32: int


def band(pixels: NDArray[np.uint8]) -> Band:
    """Return rows of a picture, uint8 of (rows, width, 3), as they stand in a PNG file."""
    rows, width, _ = pixels.shape
    lines = np.zeros((rows, 1 + 3 * width), np.uint8)  # each after its filter: none
    lines[:, 1:] = pixels.reshape(rows, 3 * width)
    packer = zlib.compressobj(1, wbits=-zlib.MAX_WBITS)
    deflated = packer.compress(lines.data) + packer.flush(zlib.Z_FULL_FLUSH)
    return Band(width, rows, deflated, lines.size, zlib.adler32(lines.data))


def stacked(bands: Sequence[Band]) -> bytes:
    """Return a picture of bands of one width, the first on top, as the bytes of a PNG file."""
    size = bands[0].width, sum(one.rows for one in bands)
    adler32 = 1
    for one in bands:
        adler32 = _followed(adler32, one.adler32, one.size)
    data = [b"\x78\x01" + bands[0].deflated, *(one.deflated for one in bands[1:])]
    end = b"\x03\x00" + adler32.to_bytes(4, "big")
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)),
            *(_chunk(b"IDAT", part) for part in (*data, end)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(name))
    return b"".join([len(data).to_bytes(4, "big"), name, data, check.to_bytes(4, "big")])


def _followed(first: int, second: int, size: int) -> int:
    """Return the Adler-32 of data from those of its two parts; ``size`` is the second's."""
    modulus = 65_521
    low = (first % 65_536 + second % 65_536 - 1) % modulus
    high = (first // 65_536 + second // 65_536 + size * (first % 65_536 - 1)) % modulus
    return high * 65_536 + low
