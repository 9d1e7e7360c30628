"""A sound track as packets of AAC: pieces that were encoded apart, laid side by side.

A packet of AAC-LC gives 1,024 samples, each the sum of what its own and the packet before it say of
them. So a piece that begins and ends with a packet of quiet can be put anywhere on the grid of
packets: where two pieces meet, only the quiet between them is summed from strangers. An edited
sentence costs its own sound, and every other packet stays what it was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from pipeline.boxes import boxes, sample_tables
from pipeline.take import SAMPLE_RATE
from script.errors import DownhillError

PACKET = 1024
"""Samples in one packet of AAC-LC."""


class TrackError(DownhillError):
    """A sound that is not AAC as the pipeline makes it, or pieces that do not fit."""


@dataclass(frozen=True, slots=True)
class Track:
    """Packets of AAC-LC at 48 kHz from sample 0 on.

    ``like`` is a file of the same encoder: how a decoder must be set up stands in it. ``samples``
    is the length; the last packet may reach beyond it.
    """

    like: Path
    packets: tuple[bytes, ...]
    samples: int

    @property
    def digest(self) -> str:
        """What tells this sound from every other: see ``digest_of``."""
        return digest_of(self.packets)


def digest_of(packets: Iterable[bytes | memoryview]) -> str:
    """Return the SHA-256 of packets and where each ends."""
    running = hashlib.sha256()
    for packet in packets:
        running.update(len(packet).to_bytes(4))
        running.update(packet)
    return running.hexdigest()


def read(path: Path) -> Track:
    """Return the sound of an MP4 (``.m4a``) file, the encoder's priming left out.

    Raises
    ------
    TrackError
        When it is not AAC at 48 kHz, or no edit list tells where its sound begins.
    """
    try:
        with av.open(os.fspath(path)) as container:
            if not container.streams.audio:
                raise TrackError(f"{path}: no sound in it")
            stream = container.streams.audio[0]
            codec = stream.codec_context
            if codec.name != "aac" or codec.sample_rate != SAMPLE_RATE:
                raise TrackError(
                    f"{path}: {codec.name} at {codec.sample_rate} Hz, not AAC at {SAMPLE_RATE} Hz"
                )
        data = memoryview(path.read_bytes())
        tables = [one for one in sample_tables(boxes(data)) if one.handler == b"soun"]
        packets = tuple(bytes(packet) for one in tables[:1] for packet in one.samples(data))
    except (OSError, av.error.FFmpegError) as error:
        raise TrackError(f"{error.filename or path}: {error.strerror}") from error
    except (LookupError, ValueError) as error:
        raise TrackError(f"{path}: {error}") from error
    starts = [start for one in tables[:1] for start in one.starts.tolist()]
    first = next((i for i, start in enumerate(starts) if start >= 0), len(starts))
    if not first or first == len(starts) or starts[first]:
        raise TrackError(f"{path}: no edit list tells where its sound begins")
    return Track(path, packets[first:], starts[-1] + int(tables[0].durations[-1]))


def lay(pieces: Iterable[tuple[int, Track]], quiet: Track, samples: int) -> Track:
    """Return a track of ``samples`` with each piece at its packet, and quiet everywhere else.

    Parameters
    ----------
    pieces
        The packet at which each begins, and whole packets of it, in order; the first and the last
        of its packets are quiet.
    quiet
        Room tone, repeated as often as need be.
    samples
        The track's length.

    Raises
    ------
    TrackError
        When a piece begins before the end of the one before it, or leaves the track.
    """
    room = quiet.packets
    count = -(-samples // PACKET)
    laid: list[bytes] = []
    for start, piece in pieces:
        stop = start + len(piece.packets)
        if start < len(laid) or stop > count:
            raise TrackError(
                f"packets {start} to {stop} are not free between {len(laid)} and {count}"
            )
        laid += (room[index % len(room)] for index in range(len(laid), start))
        laid += piece.packets
    laid += (room[index % len(room)] for index in range(len(laid), count))
    return Track(quiet.like, tuple(laid), samples)


def write(track: Track, path: Path) -> None:
    """Write a track as a file of its own (``.m4a``), from sample 0 on; OSError as ``av`` does."""
    with (
        av.open(os.fspath(track.like)) as like,
        av.open(os.fspath(path), "w", format="mp4", options={"use_editlist": "0"}) as container,
    ):
        stream = container.add_stream_from_template(like.streams.audio[0])
        for number, data in enumerate(track.packets):
            packet = av.Packet(data)
            packet.stream = stream
            packet.time_base = Fraction(1, SAMPLE_RATE)
            packet.pts = packet.dts = number * PACKET
            packet.duration = PACKET
            container.mux(packet)
