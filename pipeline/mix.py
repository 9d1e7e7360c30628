"""Voices over music: all pieces of a lesson and its bed, added up and encoded as one.

With music under everything no packet of AAC is independent of where it stands, so here the whole
track is encoded again when anything of it changes. The mastered pieces and the decoded music are
kept; what is added and encoded is read in blocks, so that a long lesson needs no more memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import sound
from pipeline.bed import Bed
from pipeline.take import SAMPLE_RATE, as_float, quantize
from pipeline.track import PACKET

_BLOCK = 10 * SAMPLE_RATE
Laid = tuple[int, NDArray[np.int16]]
"""Where a mastered piece begins, in samples, and its steps of 2**-15, mono of shape (n,)."""


def steps_of(piece: sound.Piece) -> NDArray[np.int16]:
    """Return a piece mastered, without a room: mono of shape (samples,), in steps of 2**-15."""
    return quantize(sound.mastered(piece)[:, 0])


def write_mix(pieces: Sequence[Laid], music: Bed, path: Path, *, speaks: bool) -> None:
    """Write the sound of a lesson as AAC, as long as its bed and full packets.

    ``speaks`` tells whether there is speech among the pieces, to be at -14 LUFS.

    Raises
    ------
    ToolFailed
        When ffmpeg fails.
    """
    raw = path.with_name("mix.raw")
    samples = -(-music.samples // PACKET) * PACKET
    tone = sound.room_tone(sound.QUIET)
    with raw.open("wb") as file:
        for first in range(0, samples, _BLOCK):
            count = min(_BLOCK, samples - first)
            mixed = music.block(first, count)
            mixed += np.take(tone, np.arange(first, first + count) % len(tone), axis=0)
            for start, steps in pieces:
                begin, stop = max(start, first), min(start + len(steps), first + count)
                if begin < stop:
                    voice = as_float(steps[begin - start : stop - start])
                    mixed[begin - first : stop - first] += voice[:, np.newaxis]
            file.write(mixed.astype("<f4", copy=False).tobytes())
    sound.encode_mix(raw, path, speaks=speaks)
    raw.unlink()
