"""Where sound begins in a file, found from its samples alone."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from pipeline.take import SAMPLE_RATE

BLOCK = 48
"""Samples that a level is taken over: 1 ms."""
QUIET_S = 0.15
"""Sound begins where it was quiet for so long."""
FLOOR_DB = -45.0
"""What is so far below the loudest millisecond counts as quiet."""


def samples_of(film: Path) -> np.ndarray:
    """Return the left channel of a film's sound, decoded, shape (n,), from where players start."""
    with av.open(str(film)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames)


def onsets(pcm: np.ndarray) -> list[float]:
    """Return the seconds at which sound begins after quiet."""
    blocks = pcm[: len(pcm) // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.float64)
    level = np.sqrt(np.square(blocks).mean(axis=1))
    loud = level > level.max(initial=0.0) * 10 ** (FLOOR_DB / 20)
    if not loud.any() or not level.any():
        return []
    at = np.flatnonzero(loud)
    silent_before = np.diff(at, prepend=-(10**9)) > QUIET_S * SAMPLE_RATE / BLOCK
    return [float(block * BLOCK / SAMPLE_RATE) for block in at[silent_before]]
