"""How loud a track is that is pieces side by side: measured piece by piece, then put together.

Integrated loudness (ITU-R BS.1770-5, annex 1) is the mean power of all 0.4 s that are loud enough.
A piece stands amid quiet, which never is; so the loud stretches of a track are those of its pieces,
and an edited sentence costs the measuring of itself. Each piece is decoded as it will be heard,
after the same quiet. What differs from measuring the whole is where the 0.4 s begin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline import ffmpeg
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET, Track, lay, write

_GATE_LU = 10.0
"""What is so much below the mean of what passes the absolute gate does not count."""
_MARGIN = -(-SAMPLE_RATE // 2 // PACKET)
"""Packets of quiet before and after a piece: more than the 0.4 s that the meter looks at."""


@dataclass(frozen=True, slots=True)
class Level:
    """What a meter finds in a piece amid quiet.

    ``moments`` is the loudness (LUFS) of 0.4 s, each a tenth of a second after the one before;
    ``true_peak`` is in dBTP, ``silence_s`` the longest stretch that is dead.
    """

    moments: tuple[float, ...]
    true_peak: float
    silence_s: float


def level(piece: Track, quiet: Track, scratch: Path) -> Level:
    """Measure a piece amid quiet, decoded from ``scratch``, a file that is written and removed.

    Raises
    ------
    ToolFailed
        When ffmpeg fails.
    """
    samples = (2 * _MARGIN + len(piece.packets)) * PACKET
    write(lay([(_MARGIN, piece)], quiet, samples), scratch)
    found, moments = ffmpeg.file_momentary(scratch)
    scratch.unlink()
    return Level(tuple(moments.tolist()), found.true_peak, found.silence_s)


def together(levels: Iterable[Level]) -> ffmpeg.Loudness:
    """Return the loudness of a track of such pieces; minus infinity where none is ever loud."""
    pieces = list(levels)
    moments = np.concatenate([np.empty(0), *(np.array(piece.moments) for piece in pieces)])
    loud = moments[moments > ffmpeg.SILENCE_LUFS]
    if loud.size:
        loud = loud[loud > _mean(loud) - _GATE_LU]
    return ffmpeg.Loudness(
        lufs=_mean(loud) if loud.size else float("-inf"),
        true_peak=max((piece.true_peak for piece in pieces), default=float("-inf")),
        silence_s=max((piece.silence_s for piece in pieces), default=0.0),
    )


def _mean(lufs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """Return the loudness of the mean power; the offset of the scale cancels."""
    return float(10 * np.log10(np.mean(10 ** (lufs / 10))))
