"""Rules of the film for downloading: the film's own packets, its captions and its chapters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from pipeline.boxes import SampleTable, boxes, sample_tables
from pipeline.captions import Caption
from pipeline.download import Download
from pipeline.gate.problem import Problem
from pipeline.probe import PICTURE, SOUND
from pipeline.track import digest_of


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
    (``Video.digest`` and ``Sound.digest``).
    ``copy`` gives what ``read_copy`` finds, or raises what it does.
    """
    try:
        pair = Pair(copy() if copy else read_copy(wanted.path), film, wanted)
    except (OSError, ValueError, LookupError, av.error.FFmpegError) as error:
        return (Problem("readable", f"not an MP4 that can be read: {error}"),)
    return tuple(
        Problem(rule.__name__, message) for rule in DOWNLOAD_RULES for message in rule(pair)
    )


def read_copy(path: Path) -> Copy:
    """Read the facts of a film from its boxes and packets; nothing is decoded.

    Raises
    ------
    OSError, LookupError, ValueError, FFmpegError
        When it is no MP4 with picture and sound.
    """
    data = memoryview(path.read_bytes())
    found = tuple(boxes(data))
    with av.open(os.fspath(path), format="mp4") as container:
        both = zip(container.streams, sample_tables(found), strict=True)
        tracks = [(stream, table) for stream, table in both if stream.type != "data"]
        film = [next(t for _, t in tracks if t.handler == kind) for kind in (PICTURE, SOUND)]
        texts = [table for stream, table in tracks if stream.type == "subtitle"][:1]
        return Copy(
            boxes=tuple(box.path for box in found),
            tracks=tuple(
                (
                    stream.codec_context.name if stream.codec_context else stream.type,
                    stream.metadata.get("language", "und"),
                )
                for stream, _ in tracks
            ),
            starts=tuple(Fraction(int(table.starts[0]), table.scale) for _, table in tracks),
            digests=tuple(digest_of(table.samples(data)) for table in film),
            captions=tuple(caption for table in texts for caption in _captions(table, data)),
            chapters=tuple(
                (round(float(one["start"] * (one["time_base"] or 0)), 3), one["metadata"]["title"])
                for one in container.chapters()
            ),
        )


def _captions(table: SampleTable, file: memoryview) -> Iterator[Caption]:
    """Yield the samples of timed text that say something: a length, then UTF-8."""
    samples = map(bytes, table.samples(file))
    for data, start, ticks in zip(samples, table.starts, table.durations, strict=True):
        text = data[2 : 2 + int.from_bytes(data[:2])].decode()
        if text:
            begin, end = (1000 * int(time) // table.scale for time in (start, start + ticks))
            yield Caption(begin, end, tuple(text.split("\n")))
