"""The boxes of an MP4 and where its samples lie (ISO/IEC 14496-12), read without a demuxer.

What wrote a film and what plays it share their code; what checks it has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"}
_SAMPLE_ENTRY_BYTES = {b"avc1": 78}
_TRACK = (b"moov", b"trak")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Box:
    """A box: the kinds of all it lies in and its own, and what it holds."""

    path: tuple[bytes, ...]
    body: memoryview


@dataclass(frozen=True, slots=True)
class SampleTable:
    """A track as its tables tell: its handler (``vide``, ``soun``, ...) and its samples.

    ``scale`` is the ticks of its clock in a second. Of each sample in order of decoding: the first
    byte in the file and the bytes; when it is shown, edit lists heeded, and how long, in ticks;
    whether decoding can begin with it.
    """

    handler: bytes
    scale: int
    offsets: Ints
    sizes: Ints
    starts: Ints
    durations: Ints
    is_key: NDArray[np.bool_]

    def samples(self, file: memoryview) -> Sequence[memoryview]:
        """Return the bytes of each sample; ValueError when the file ends before."""
        ends = self.offsets + self.sizes
        if len(ends) and int(ends.max()) > len(file):
            raise ValueError("samples beyond the end of the file")
        both = zip(self.offsets.tolist(), ends.tolist(), strict=True)
        return [file[start:end] for start, end in both]


def boxes(data: memoryview, path: tuple[bytes, ...] = ()) -> Iterator[Box]:
    """Yield the boxes of a file (ISO/IEC 14496-12, 4.2), parents first.

    Raises
    ------
    ValueError
        For a box that is smaller than its own header.
    """
    offset = 0
    while offset + 8 <= len(data):
        size, kind = int.from_bytes(data[offset : offset + 4]), bytes(data[offset + 4 : offset + 8])
        header = 8
        if size == 1:
            size, header = int.from_bytes(data[offset + 8 : offset + 16]), 16
        elif size == 0:
            size = len(data) - offset
        if size < header:
            raise ValueError(f"box {kind!r} of {size} bytes")
        box = Box((*path, kind), data[offset + header : offset + size])
        yield box
        if kind in _CONTAINERS:
            yield from boxes(box.body, box.path)
        elif kind == b"stsd":
            yield from boxes(box.body[8:], box.path)
        elif kind in _SAMPLE_ENTRY_BYTES:
            yield from boxes(box.body[_SAMPLE_ENTRY_BYTES[kind] :], box.path)
        offset += size


def sample_tables(found: Iterable[Box]) -> tuple[SampleTable, ...]:
    """Return what boxes tell of each track, in their order.

    Raises
    ------
    LookupError, ValueError
        When a table is missing, or two do not fit each other.
    """
    parts: list[dict[bytes, memoryview]] = []
    movie_scale = 1
    for box in found:
        if box.path == (b"moov", b"mvhd"):
            movie_scale = _scale(box.body)
        elif box.path == _TRACK:
            parts.append({})
        elif box.path[:2] == _TRACK:
            parts[-1].setdefault(box.path[-1], box.body)
    return tuple(_table(one, movie_scale) for one in parts)


def _table(parts: Mapping[bytes, memoryview], movie_scale: int) -> SampleTable:
    """Return a track from its boxes: 8.3 to 8.7 of the standard say what is in them."""
    scale = _scale(parts[b"mdhd"])
    moved = _moved(parts.get(b"elst"), scale, movie_scale)
    table = parts[b"stsz"]
    fixed, count = int.from_bytes(table[4:8]), int.from_bytes(table[8:12])
    sizes = np.full(count, fixed) if fixed else _numbers(table[12:], 4, count)
    durations = _repeated(parts[b"stts"])
    shifts = _repeated(parts[b"ctts"], signed=True) if b"ctts" in parts else np.zeros_like(sizes)
    if not len(sizes) == len(durations) == len(shifts):
        raise ValueError(f"{len(sizes)} sizes of samples, but {len(durations)} durations")
    return SampleTable(
        handler=bytes(parts[b"hdlr"][8:12]),
        scale=scale,
        offsets=_offsets(parts, sizes),
        sizes=sizes,
        starts=np.cumsum(durations) - durations + shifts + moved,
        durations=durations,
        is_key=_keys(parts.get(b"stss"), len(sizes)),
    )


def _keys(table: memoryview | None, count: int) -> NDArray[np.bool_]:
    """Return which samples are sync samples; without a table all are."""
    if table is None:
        return np.ones(count, dtype=bool)
    is_key = np.zeros(count, dtype=bool)
    is_key[_numbers(table[8:], 4, int.from_bytes(table[4:8])) - 1] = True
    return is_key


def _offsets(parts: Mapping[bytes, memoryview], sizes: Ints) -> Ints:
    """Return where samples begin: one after the other in chunks, which may lie anywhere."""
    wide = b"co64" in parts
    table = parts[b"co64" if wide else b"stco"]
    chunks = _numbers(table[8:], 8 if wide else 4, int.from_bytes(table[4:8]))
    runs = _numbers(parts[b"stsc"][8:], 4, 3 * int.from_bytes(parts[b"stsc"][4:8])).reshape(-1, 3)
    lengths = np.diff(np.append(runs[:, 0], len(chunks) + 1))
    of_chunk = np.repeat(runs[:, 1], lengths)
    if len(of_chunk) != len(chunks) or of_chunk.sum() != len(sizes):
        raise ValueError(f"{of_chunk.sum()} samples in {len(chunks)} chunks, not {len(sizes)}")
    before = np.cumsum(sizes) - sizes
    firsts = np.cumsum(of_chunk) - of_chunk
    filled = of_chunk > 0
    in_chunk = chunks[filled] - before[firsts[filled]]
    offsets: Ints = before + np.repeat(in_chunk, of_chunk[filled])
    return offsets


def _scale(header: memoryview) -> int:
    """Return the ticks in a second that the header of a movie or of a track's media gives."""
    return int.from_bytes(header[20:24] if header[0] == 1 else header[12:16])


def _moved(edits: memoryview | None, scale: int, movie_scale: int) -> int:
    """Return how much later than at their own times an edit list shows samples, in ticks.

    An edit of no media waits, in ticks of the movie; the first other one says where to begin.
    """
    if edits is None:
        return 0
    width, waited = 8 if edits[0] == 1 else 4, Fraction(0)
    for place in range(8, len(edits), 2 * width + 4):
        begin = int.from_bytes(edits[place + width : place + 2 * width], signed=True)
        if begin >= 0:
            return round(waited * scale) - begin
        waited += Fraction(int.from_bytes(edits[place : place + width]), movie_scale)
    return round(waited * scale)


def _repeated(table: memoryview, *, signed: bool = False) -> Ints:
    """Return the values of a table that has pairs of how often and what."""
    pairs = _numbers(table[8:], 4, 2 * int.from_bytes(table[4:8])).reshape(-1, 2)
    values = pairs[:, 1]
    if signed:
        values = values.astype(np.uint32).view(np.int32).astype(np.int64)
    return np.repeat(values, pairs[:, 0])


def _numbers(data: memoryview, width: int, count: int) -> Ints:
    return np.frombuffer(data, f">u{width}", count).astype(np.int64)
