"""Rules of the film for downloading: the film's own packets, its captions and its chapters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from pipeline import ffmpeg
from pipeline.captions import Caption
from pipeline.download import Download
from pipeline.gate.problem import Problem
from pipeline.probe import box_paths


@dataclass(frozen=True, slots=True)
class Copy:
    """A film as its packets tell: tracks with their language, first times (s), and digests.

    The track that chapters make for themselves is not among them. ``captions`` are the samples of
    the first track of timed text that say something, ``chapters`` start (seconds) and title of
    each.
    """

    boxes: tuple[tuple[bytes, ...], ...]
    tracks: tuple[tuple[str, str], ...]
    starts: tuple[Fraction, ...]
    digests: tuple[str, ...]
    captions: tuple[Caption, ...]
    chapters: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The film for downloading, the digests of the other film's tracks, and what was wanted."""

    copy: Copy
    film: tuple[str, ...]
    wanted: Download


def index_first(pair: Pair) -> Iterator[str]:
    """Players start before the download ends: ``moov`` lies before ``mdat``."""
    order = [path[0] for path in pair.copy.boxes if path in ((b"moov",), (b"mdat",))]
    if order != [b"moov", b"mdat"]:
        yield f"boxes in the order {b' '.join(order).decode('latin-1')}, not moov before mdat"


def no_edit_list(pair: Pair) -> Iterator[str]:
    """No edit list, which players read each in their own way."""
    if found := sum(path[-1] == b"elst" for path in pair.copy.boxes):
        yield f"{found} edit list(s)"


def its_tracks(pair: Pair) -> Iterator[str]:
    """Picture, sound and captions, the latter two in the language."""
    spoken = pair.wanted.language
    wanted = [("h264", "und"), ("aac", spoken)]
    if pair.wanted.captions:
        wanted.append(("mov_text", spoken))
    if list(pair.copy.tracks) != wanted:
        yield f"tracks {list(pair.copy.tracks)}, not {wanted}"


def starts_at_zero(pair: Pair) -> Iterator[str]:
    """All tracks start at 0."""
    for (track, _), start in zip(pair.copy.tracks, pair.copy.starts, strict=True):
        if start:
            yield f"{track} starts at {float(start):.3f} s, not 0"


def same_packets(pair: Pair) -> Iterator[str]:
    """Picture and sound are the film's, byte for byte."""
    for track, one, other in zip(("picture", "sound"), pair.copy.digests, pair.film, strict=True):
        if one != other:
            yield f"the {track} is not that of the film"


def same_captions(pair: Pair) -> Iterator[str]:
    """Its captions are the lesson's."""
    if pair.copy.captions != pair.wanted.captions:
        both = zip(pair.copy.captions, pair.wanted.captions, strict=False)
        one, other = next(((a, b) for a, b in both if a != b), (None, None))
        counts = f"{len(pair.copy.captions)} captions, not {len(pair.wanted.captions)}"
        yield f"{one}, not {other}" if one else counts


def same_chapters(pair: Pair) -> Iterator[str]:
    """Its chapters are the lesson's, to the millisecond."""
    wanted = tuple((round(start, 3), title) for start, title in pair.wanted.chapters)
    if pair.copy.chapters != wanted:
        yield f"chapters {pair.copy.chapters}, not {wanted}"


DOWNLOAD_RULES: tuple[Callable[[Pair], Iterator[str]], ...] = (
    index_first,
    no_edit_list,
    its_tracks,
    starts_at_zero,
    same_packets,
    same_captions,
    same_chapters,
)


def download_problems(
    film: tuple[str, str], wanted: Download, copy: Callable[[], Copy] | None = None
) -> tuple[Problem, ...]:
    """Return every broken rule of the film for downloading.

    ``film`` are the digests of the packets of picture and sound in the film
    (``ffmpeg.stream_digests``).
    ``copy`` gives what ``read_copy`` finds, or raises what it does.
    """
    try:
        pair = Pair(copy() if copy else read_copy(wanted.path), film, wanted)
    except (OSError, ValueError, LookupError, av.error.FFmpegError, ffmpeg.ToolFailed) as error:
        return (Problem("readable", f"not an MP4 that can be read: {error}"),)
    return tuple(
        Problem(rule.__name__, message) for rule in DOWNLOAD_RULES for message in rule(pair)
    )


def read_copy(path: Path) -> Copy:
    """Read the facts of a film from its boxes and packets; nothing is decoded.

    Raises
    ------
    OSError, LookupError, ValueError, FFmpegError, ToolFailed
        When it is no MP4 with picture and sound.
    """
    with av.open(os.fspath(path), format="mp4") as container:
        streams = [stream for stream in container.streams if stream.type != "data"]
        first: dict[int, Fraction] = {}
        for packet in container.demux(streams):
            if packet.pts is not None and packet.stream_index not in first:
                first[packet.stream_index] = packet.pts * (packet.time_base or Fraction(0))
                if len(first) == len(streams):
                    break
        texts = [stream for stream in streams if stream.type == "subtitle"][:1]
        container.seek(0)
        captions = [packet for text in texts for packet in container.demux(text) if packet.size]
        return Copy(
            boxes=box_paths(path),
            tracks=tuple(
                (
                    stream.codec_context.name if stream.codec_context else stream.type,
                    stream.metadata.get("language", "und"),
                )
                for stream in streams
            ),
            starts=tuple(first[stream.index] for stream in streams),
            digests=ffmpeg.stream_digests(path),
            captions=tuple(_captions(captions)),
            chapters=tuple(
                (round(float(one["start"] * (one["time_base"] or 0)), 3), one["metadata"]["title"])
                for one in container.chapters()
            ),
        )


def _captions(packets: list[av.Packet[Any]]) -> Iterator[Caption]:
    """Yield the samples of timed text that say something: a length, then UTF-8."""
    for packet in packets:
        data, base = bytes(packet), 1000 * (packet.time_base or Fraction(0))
        text = data[2 : 2 + int.from_bytes(data[:2])].decode()
        if text:
            start = (packet.pts or 0) * base
            stop = start + (packet.duration or 0) * base
            yield Caption(int(start), int(stop), tuple(text.split("\n")))
