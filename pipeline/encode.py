"""One shot's frames to a segment: H.264 that joins its neighbours without being encoded again.

Every segment has the same parameter sets, begins with an IDR picture and has no B-frames, so
decoding order is showing order: the joined file needs neither an edit list nor composition
offsets. One thread and x264's ``cpu-independent`` mode make the bytes the same on every machine.

A held picture is not encoded again. An all-skip P slice says "as before" whatever the picture,
so the slices of a black clip, encoded once with the same settings, are put after the picture;
the next motion starts a new IDR picture. Held frames are thus exactly equal and nearly free.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from pipeline.bt709 import Converter, Pixels
from pipeline.take import SAMPLE_RATE
from scenes.blocks import Blocks
from script.errors import DownhillError

Frames = tuple[Pixels, int] | tuple[Pixels, int, Blocks]
"""A picture, the frames it is shown, and blocks outside of which it is the picture before."""

TIMESCALE = SAMPLE_RATE
"""Ticks a second of the video track: one clock for picture and sound."""

GOP_S = 2
"""Seconds from one IDR picture to the next, at most."""

BITEXACT = {"fflags": "+bitexact"}
"""Options of every container written: no version, no date."""

SETTINGS = {
    "preset": "superfast",
    "qp": "22",
    "profile": "high",
    "forced-idr": "1",
    "x264-params": ":".join(
        (
            "bframes=0:open-gop=0:scenecut=0:min-keyint=1:ref=1",
            "rc-lookahead=0:sync-lookahead=0:mbtree=0:force-cfr=1",
            "subme=0:me=dia:weightp=0:no-deblock=1",
            "stitchable=1:cpu-independent=1",
        )
    ),
}
"""Encoder settings; part of a shot's identity. Without look-ahead each frame is out at once.

Drawings have hard edges and flat colours: at a constant quantizer the worst picture is 8 dB better
than at a constant rate factor of the same size, and the third of the time is saved that x264 needs
to measure pictures, and to smooth block edges that are not there.
"""

_HOLD = 8
"""Repeats from which skip slices pay for the IDR picture that must follow them."""

_FRAME_NUMBERS = 16
"""With one reference frame x264 counts ``frame_num`` modulo 16 (log2_max_frame_num = 4)."""

_SETTLED = 3
"""Frames after which the black clip's slices differ in ``frame_num`` only."""


class EncodeError(DownhillError):
    """A segment that cannot be written, or does not hold the frames it was given."""


def encode_segment(frames: Iterable[Frames], path: Path, fps: int, size: tuple[int, int]) -> int:
    """Encode pictures, each held for some frames, into an MP4 segment.

    Parameters
    ----------
    frames
        Opaque RGBA pictures (height, width, 4) of uint8, each with the frames it is shown and,
        if known, blocks outside of which it is the picture before.
    path
        The file to write.
    fps
        Frames a second; it must divide 48,000.
    size
        Width and height in pixels, both even.

    Returns
    -------
    int
        The frames written, as counted in the finished file.

    Raises
    ------
    EncodeError
        When the size or rate cannot be encoded, a picture has another size, a hold is less than
        one frame, there are no frames, or the file does not hold them all.
    """
    width, height = size
    if width % 2 or height % 2 or width <= 0 or height <= 0:
        raise EncodeError(f"{width}x{height}: width and height must be even")
    if fps <= 0 or TIMESCALE % fps:
        raise EncodeError(f"{fps} frames a second do not divide {TIMESCALE}")
    written = 0
    options = BITEXACT | {"video_track_timescale": str(TIMESCALE)}
    with av.open(os.fspath(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=fps)
        _configure(stream.codec_context, fps, size)
        for data, is_keyframe in _packets(stream.codec_context, frames, fps, size):
            packet = av.Packet(data)
            packet.stream = stream
            packet.time_base = Fraction(1, fps)
            packet.pts = packet.dts = written
            packet.duration = 1
            packet.is_keyframe = is_keyframe
            container.mux(packet)
            written += 1
    counted = count_frames(path) if written else 0
    if counted != written or not written:
        raise EncodeError(f"{path}: {counted} frames in the file, {written} were encoded")
    return counted


def count_frames(path: Path) -> int:
    """Return the number of coded pictures in a file's video stream, counted by reading it."""
    with av.open(os.fspath(path)) as container:
        return sum(packet.size > 0 for packet in container.demux(video=0))


def _configure(encoder: av.VideoCodecContext, fps: int, size: tuple[int, int]) -> None:
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.sample_aspect_ratio = Fraction(1)
    encoder.time_base = Fraction(1, fps)
    encoder.framerate = Fraction(fps)
    encoder.gop_size = GOP_S * fps
    encoder.thread_count = 1
    encoder.flags |= Flags.global_header | Flags.bitexact | Flags.closed_gop
    encoder.colorspace = Colorspace.ITU709
    encoder.color_range = ColorRange.MPEG
    encoder.color_primaries = ColorPrimaries.BT709
    encoder.color_trc = ColorTrc.BT709
    encoder.options = SETTINGS


def _packets(
    encoder: av.VideoCodecContext,
    frames: Iterable[Frames],
    fps: int,
    size: tuple[int, int],
) -> Iterator[tuple[bytes, bool]]:
    """Yield each coded picture and whether it is an IDR picture."""
    converter = Converter(size)
    gop = GOP_S * fps
    since = gop  # frames since the last IDR picture; a full GOP asks for a new one
    encoded = 0
    for pixels, repeat, *changed in frames:
        if repeat < 1:
            raise EncodeError(f"a picture held for {repeat} frames")
        try:
            picture = converter.convert(pixels, *changed)
        except ValueError as error:
            raise EncodeError(str(error)) from error
        left = repeat
        while left:
            is_idr = since >= gop
            yield _encode(encoder, picture, encoded, is_idr), is_idr
            encoded += 1
            left -= 1
            since = 1 if is_idr else since + 1
            held = min(left, gop - since)
            if held >= _HOLD:
                slices = _skip_slices(fps, size)
                for number in range(since, since + held):
                    yield slices[number % _FRAME_NUMBERS], False
                left -= held
                since = gop


def _encode(
    encoder: av.VideoCodecContext, picture: av.VideoFrame, index: int, is_idr: bool
) -> bytes:
    picture.pts = index
    picture.pict_type = PictureType.I if is_idr else PictureType.NONE
    (packet,) = encoder.encode(picture)
    if packet.is_keyframe != is_idr:
        raise EncodeError(f"picture {index}: the encoder chose its own IDR pictures")
    return bytes(packet)


@lru_cache(maxsize=4)
def _skip_slices(fps: int, size: tuple[int, int]) -> tuple[bytes, ...]:
    """Return the all-skip P slice of each ``frame_num``, from a clip of black."""
    encoder = av.CodecContext.create("libx264", "w")
    _configure(encoder, fps, size)
    encoder.gop_size = _SETTLED + _FRAME_NUMBERS
    black = Converter(size).convert(np.zeros((size[1], size[0], 4), dtype=np.uint8))
    clip = [
        _encode(encoder, black, index, index == 0) for index in range(_SETTLED + _FRAME_NUMBERS)
    ]
    slices = dict((index % _FRAME_NUMBERS, clip[index]) for index in range(_SETTLED, len(clip)))
    return tuple(slices[number] for number in range(_FRAME_NUMBERS))
