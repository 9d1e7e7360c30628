"""What a finished MP4 really is: read from its boxes and its packets, not from what wrote it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

from pipeline.boxes import Box, SampleTable, boxes, sample_tables
from pipeline.track import digest_of
from script.errors import DownhillError

PICTURE, SOUND = b"vide", b"soun"
"""How tracks call what handles them."""
_IDR = 5


class ProbeError(DownhillError):
    """A file that cannot be read as an MP4 with one picture and one sound track."""


@dataclass(frozen=True, slots=True)
class Colour:
    """Code points of ITU-T H.273; 2 is "unspecified". ``full`` is None where range is untagged."""

    primaries: int
    transfer: int
    matrix: int
    full: bool | None


@dataclass(frozen=True, slots=True)
class Video:
    """The picture track; ``start`` and ``durations`` in units of ``time_base`` seconds.

    ``profile`` is H.264's profile_idc (100: High); ``idr`` are the indices, in order of decoding,
    of the IDR pictures. ``stream_colour`` is what the H.264 stream says of itself and
    ``box_colour`` what the container adds. ``digest`` is that of its packets (``pipeline.track``).
    """

    codec: str
    profile: int
    cabac: bool
    progressive: bool
    pixel_format: str
    size: tuple[int, int]
    aspect: Fraction
    time_base: Fraction
    start: int
    durations: tuple[int, ...]
    idr: tuple[int, ...]
    stream_colour: Colour
    box_colour: Colour | None
    digest: str

    @property
    def frames(self) -> int:
        """Coded pictures."""
        return len(self.durations)

    @property
    def seconds(self) -> Fraction:
        """Length in seconds, exact."""
        return sum(self.durations) * self.time_base


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound track; ``start`` and ``length`` in seconds, exact; ``bit_rate`` in bit/s.

    ``digest`` is that of its packets.
    """

    codec: str
    profile: str
    rate: int
    channels: int
    start: Fraction
    length: Fraction
    bit_rate: float
    digest: str


@dataclass(frozen=True, slots=True)
class Movie:
    """An MP4: its top boxes in order, whether it has edit lists, and its two tracks."""

    boxes: tuple[str, ...]
    edit_lists: int
    video: Video
    sound: Sound


def probe(path: Path) -> Movie:
    """Read the facts of an MP4.

    Raises
    ------
    ProbeError
        When the file is missing, is no MP4, or lacks an H.264 picture or a sound track.
    """
    try:
        data = memoryview(path.read_bytes())
        found = tuple(boxes(data))
        with av.open(os.fspath(path), format="mp4") as container:
            kinds = tuple(stream.type for stream in container.streams)
            if not (container.streams.video and container.streams.audio):
                raise ProbeError(f"{path}: it needs a picture and a sound track, has {kinds}")
            by_handler = {track.handler: track for track in reversed(sample_tables(found))}
            video = _video(container.streams.video[0], by_handler[PICTURE], data, found)
            sound = _sound(container.streams.audio[0], by_handler[SOUND], data)
    except (OSError, av.error.FFmpegError, LookupError, ValueError) as error:
        raise ProbeError(f"{path}: not an MP4 that can be read: {error}") from error
    return Movie(
        boxes=tuple(box.path[0].decode("latin-1") for box in found if len(box.path) == 1),
        edit_lists=sum(box.path[-1] == b"elst" for box in found),
        video=video,
        sound=sound,
    )


def _video(
    stream: av.VideoStream, track: SampleTable, data: memoryview, found: Sequence[Box]
) -> Video:
    if stream.codec_context.name != "h264":
        raise ProbeError(f"the picture is {stream.codec_context.name}, not H.264")
    starts = np.sort(track.starts)
    parameters = bytes(next(box.body for box in found if box.path[-1] == b"avcC"))
    coded = track.samples(data)
    picture = _first_picture(parameters, coded)
    length_bytes = (parameters[4] & 3) + 1
    colour_box = next((box.body for box in found if box.path[-1] == b"colr"), None)
    return Video(
        codec="h264",
        profile=parameters[1],
        cabac=_is_cabac(parameters),
        progressive=not picture.interlaced_frame,
        pixel_format=picture.format.name,
        size=(picture.width, picture.height),
        aspect=stream.codec_context.sample_aspect_ratio or Fraction(1),
        time_base=Fraction(1, track.scale),
        start=int(starts[0]),
        durations=(*np.diff(starts).tolist(), int(track.durations[-1])),
        idr=tuple(
            index for index, unit in enumerate(coded) if _IDR in _unit_types(unit, length_bytes)
        ),
        stream_colour=Colour(
            int(picture.color_primaries),
            int(picture.color_trc),
            int(picture.colorspace),
            {1: False, 2: True}.get(int(picture.color_range)),
        ),
        box_colour=_box_colour(colour_box),
        digest=digest_of(coded),
    )


def _first_picture(parameters: bytes, packets: Sequence[memoryview]) -> VideoFrame:
    """Decode one picture from the H.264 stream alone, the container's tags unseen."""
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = parameters
    for data in packets:
        for frame in decoder.decode(av.Packet(bytes(data))):
            return frame
    return decoder.decode(None)[0]


def _unit_types(data: memoryview, length_bytes: int) -> Iterator[int]:
    """Yield the types of the NAL units of a picture (ITU-T H.264, table 7-1)."""
    offset = 0
    while offset + length_bytes < len(data):
        size = int.from_bytes(data[offset : offset + length_bytes])
        yield data[offset + length_bytes] & 0x1F
        offset += length_bytes + size


def _is_cabac(parameters: bytes) -> bool:
    """Read ``entropy_coding_mode_flag`` of the first picture parameter set in an avcC box.

    It follows two Exp-Golomb numbers (ITU-T H.264, 7.3.2.2); ISO/IEC 14496-15, 5.3.3 has avcC.
    """
    offset = 6
    for _ in range(parameters[5] & 0x1F):
        offset += 2 + int.from_bytes(parameters[offset : offset + 2])
    unit = parameters[offset + 3 : offset + 3 + int.from_bytes(parameters[offset + 1 : offset + 3])]
    bits = "".join(f"{byte:08b}" for byte in unit[1:])
    for _ in range(2):
        zeros = len(bits) - len(bits.lstrip("0"))
        bits = bits[2 * zeros + 1 :]
    return bits.startswith("1")


def _box_colour(body: memoryview | None) -> Colour | None:
    if body is None or bytes(body[:4]) not in (b"nclx", b"nclc"):
        return None
    primaries, transfer, matrix = (int.from_bytes(body[i : i + 2]) for i in (4, 6, 8))
    full = bool(body[10] >> 7) if bytes(body[:4]) == b"nclx" else None
    return Colour(primaries, transfer, matrix, full)


def _sound(stream: av.AudioStream, track: SampleTable, data: memoryview) -> Sound:
    coded = track.samples(data)
    length = Fraction(int(track.durations.sum()), track.scale)
    start = Fraction(int(track.starts.min()), track.scale)
    return Sound(
        codec=stream.codec_context.name,
        profile=stream.profile or "",
        rate=stream.codec_context.sample_rate,
        channels=stream.codec_context.channels,
        start=start,
        length=length,
        bit_rate=8 * int(track.sizes.sum()) / float(length) if length else 0.0,
        digest=digest_of(coded),
    )
