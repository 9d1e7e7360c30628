"""Segments and sound to one MP4, by copying packets: nothing is encoded again.

One clock of 48,000 ticks a second carries both tracks, so every frame begins on a tick. The
finished file has ``moov`` before ``mdat``, no edit list, both tracks from 0 and no date, version
or path in it: the same packets give the same bytes.

AAC and the missing edit list: the encoder puts 1024 samples of priming before the sound, which
an edit list would hide. That packet is left out instead (``pipeline.track``), so each sample is
decoded at its own time; only the first 1024 samples (21 ms) fade in, for want of the packet they
overlap with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import av

from pipeline.boxes import boxes, sample_tables
from pipeline.download import Download, add_captions, add_chapters, write_captions
from pipeline.encode import BITEXACT, TIMESCALE
from pipeline.files import whole
from pipeline.holding import Coded, lengthened
from pipeline.track import PACKET, Track
from script.errors import DownhillError

MUX = BITEXACT | {
    "movflags": "+faststart+negative_cts_offsets",
    "use_editlist": "0",
    "video_track_timescale": str(TIMESCALE),
}
"""Options of the finished file's container."""


_TICK = Fraction(1, TIMESCALE)


class AssembleError(DownhillError):
    """Segments or a sound that do not make one lesson."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One shot's encoded picture, and the frames planned for it.

    ``find`` returns its file, which holds ``stored`` frames; it may wait until that is there. Where
    more are planned, the rest it ends in is repeated (``pipeline.holding``).
    """

    find: Callable[[], Path]
    frames: int
    stored: int

    @classmethod
    def at(cls, path: Path, frames: int) -> Segment:
        """Return the segment in a file that is there."""
        return cls(lambda: path, frames, frames)

    @property
    def path(self) -> Path:
        """Its file, once that is there."""
        return self.find()


@dataclass(frozen=True, slots=True)
class _Sample:
    """A coded picture or packet of sound: start and length in ticks."""

    start: int
    ticks: int
    data: bytes
    is_keyframe: bool


def assemble(
    segments: Sequence[Segment], sound: Track, fps: int, out: Path, download: Download | None = None
) -> int:
    """Join the segments, add the sound, and write the lesson whole or not at all.

    Segments are read, and joined as far as that goes, while others are still awaited.

    Parameters
    ----------
    segments
        In order of showing; all encoded with one look.
    sound
        As long as the picture to within one frame.
    fps
        Frames a second.
    out
        The MP4 to write.
    download
        A second MP4 of the same packets, with captions and chapters; raises as the first one.

    Returns
    -------
    int
        Frames in the file.

    Raises
    ------
    AssembleError
        When a segment holds other frames than planned or another look than the first, when the
        sound is shorter or longer than the picture by over one frame; when a file cannot be read or
        written.
    """
    if not segments:
        raise AssembleError("a lesson needs at least one segment")
    try:
        return _assemble(segments, sound, fps, out, download)
    except (OSError, av.error.FFmpegError) as error:
        raise AssembleError(f"{error.filename or out}: {error.strerror}") from error


def _assemble(
    segments: Sequence[Segment], sound: Track, fps: int, out: Path, download: Download | None
) -> int:
    frames = sum(segment.frames for segment in segments)
    total = frames * (TIMESCALE // fps)
    packets = _sound(sound, total, TIMESCALE // fps)
    with (
        closing(_pictures(segments, TIMESCALE // fps)) as pictures,
        ExitStack() as stack,
    ):
        first = next(pictures)  # all that may be wrong with a segment is told now
        look = stack.enter_context(av.open(os.fspath(segments[0].path)))
        heard = stack.enter_context(av.open(os.fspath(sound.like)))
        like = look.streams.video[0], heard.streams.audio[0]
        films = [_begun(stack.enter_context(whole(out)), stack, like)]
        if download is not None:
            partial = stack.enter_context(whole(download.path))
            films.append(_begun(partial, stack, like, download, total * 1000 // TIMESCALE))
        both = zip(chain([first], pictures), repeat(0)), zip(packets, repeat(1))
        for sample, track in merge(*both, key=_start):  # equal: picture first
            packet = _packet(sample)
            for film in films:
                packet.stream = film.tracks[track]
                film.container.mux_one(packet)
    return frames


def _start(placed: tuple[_Sample, int]) -> int:
    return placed[0].start


@dataclass(frozen=True, slots=True)
class _Film:
    """An MP4 that is being written, and its picture and sound."""

    container: av.container.OutputContainer
    tracks: tuple[av.VideoStream, av.AudioStream]


def _begun(
    path: Path,
    stack: ExitStack,
    like: tuple[av.VideoStream, av.AudioStream],
    download: Download | None = None,
    total_ms: int = 0,
) -> _Film:
    """Begin an MP4; one for downloading has its chapters and captions then."""
    container = stack.enter_context(av.open(os.fspath(path), "w", format="mp4", options=MUX))
    video = container.add_stream_from_template(like[0])
    audio = container.add_stream_from_template(like[1])
    for stream in (video, audio):
        stream.time_base = _TICK
        stream.metadata.clear()
    if download is not None:
        audio.metadata["language"] = download.language
        add_chapters(container, download, total_ms)
        if download.captions:
            captions = add_captions(container, download)
            write_captions(container, captions, download.captions, total_ms)
    return _Film(container, (video, audio))


def _packet(sample: _Sample) -> av.Packet[Any]:
    """Return a sample as a packet on the clock of both tracks: muxing it leaves it as it is."""
    packet: av.Packet[Any] = av.Packet(sample.data)
    packet.time_base = _TICK
    packet.pts = packet.dts = sample.start
    packet.duration = sample.ticks
    packet.is_keyframe = sample.is_keyframe
    return packet


def _pictures(segments: Sequence[Segment], ticks: int) -> Generator[_Sample]:
    """Yield the coded pictures of all segments on one clock."""
    count, look = 0, None
    threads = ThreadPoolExecutor(os.cpu_count())
    try:
        for segment, (parameters, pictures) in zip(
            segments, threads.map(_read, segments), strict=True
        ):
            look = look or parameters
            if parameters != look:
                raise AssembleError(
                    f"{segment.path}: encoded with another look than {segments[0].path}"
                )
            for data, is_keyframe in lengthened(pictures, segment.frames, TIMESCALE // ticks):
                yield _Sample(count * ticks, ticks, data, is_keyframe)
                count += 1
    finally:
        threads.shutdown(cancel_futures=True)


def _read(segment: Segment) -> tuple[bytes, Sequence[Coded]]:
    """Return a segment's parameter sets, and its coded pictures with whether each is a keyframe."""
    data = memoryview(segment.path.read_bytes())
    try:
        found = tuple(boxes(data))
        parameters = bytes(next(box.body for box in found if box.path[-1] == b"avcC"))
        table = next(one for one in sample_tables(found) if one.handler == b"vide")
        pictures = list(zip(map(bytes, table.samples(data)), table.is_key.tolist(), strict=True))
    except (LookupError, ValueError, StopIteration):
        raise AssembleError(f"{segment.path}: no picture in it") from None
    if len(pictures) != segment.stored:
        raise AssembleError(f"{segment.path}: {len(pictures)} frames, not {segment.stored}")
    if not table.is_key[0]:
        raise AssembleError(f"{segment.path}: does not begin with a keyframe")
    return parameters, pictures


def _sound(sound: Track, total: int, tolerance: int) -> list[_Sample]:
    """Return the packets of sound from time 0 to ``total`` ticks."""
    if abs(sound.samples - total) > tolerance:
        raise AssembleError(
            f"{sound.samples / TIMESCALE:.3f} s of sound for {total / TIMESCALE:.3f} s of picture"
        )
    # The last packet lasts to the end of the picture, when it can, whatever it decodes to.
    return [
        _Sample(start, min(PACKET, total - start), data, True)
        for start, data in zip(range(0, total, PACKET), sound.packets, strict=False)
    ]
