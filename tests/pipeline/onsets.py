"""Where sound begins in a film, and where in it a clip sounds, found from the samples alone."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import correlate

from pipeline.take import SAMPLE_RATE

BLOCK = 48
"""Samples that a level is taken over: 1 ms."""
QUIET_S = 0.15
"""Sound begins where it was quiet for so long."""
FLOOR_DB = -45.0
"""What is so far below the loudest millisecond counts as quiet."""
OPENING_S = 0.3
"""How much of a clip is looked for, from its first sound on."""
REACH_S = 0.25
"""How far from where it should be."""
EVEN_S = 0.02
"""Every so many seconds of a sound weigh alike: a soft first consonant as much as its vowel."""

Pcm = NDArray[np.floating]


class Heard(NamedTuple):
    """When a clip's first sound is heard, in seconds, and how like the clip it is, at most 1."""

    at_s: float
    likeness: float


def samples_of(film: Path) -> Pcm:
    """Return the left channel of a film's sound, decoded, shape (n,), from where players start."""
    with av.open(str(film)) as container:
        frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(frames)


def onsets(pcm: Pcm) -> list[float]:
    """Return the seconds at which sound begins after quiet."""
    blocks = pcm[: len(pcm) // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.float64)
    level = np.sqrt(np.square(blocks).mean(axis=1))
    loud = level > level.max(initial=0.0) * 10 ** (FLOOR_DB / 20)
    if not loud.any() or not level.any():
        return []
    at = np.flatnonzero(loud)
    silent_before = np.diff(at, prepend=-(10**9)) > QUIET_S * SAMPLE_RATE / BLOCK
    return [float(block * BLOCK / SAMPLE_RATE) for block in at[silent_before]]


def heard_at(film: Pcm, clip: Pcm, due_s: float) -> Heard:
    """Return when the first sound of a clip is heard in a film, if near ``due_s``.

    A film is mastered: what is soft comes out nearer to what is loud, so a level that a soft first
    consonant passes in the one is passed earlier in the other. Waves keep their place. So the
    clip's opening is looked for by correlation, with its level and the film's made even first.
    """
    first = round(onsets(clip)[0] * SAMPLE_RATE)
    opening = clip[first : first + round(OPENING_S * SAMPLE_RATE)]
    begin = max(round((due_s - REACH_S) * SAMPLE_RATE), 0)
    stop = round((due_s + REACH_S) * SAMPLE_RATE) + len(opening)
    around, sought = _even(film[begin:stop]), _even(opening)
    power = correlate(np.square(around), np.ones(len(sought)), "valid")
    like = correlate(around, sought, "valid") / np.sqrt(power * np.square(sought).sum())
    at = int(like.argmax())
    return Heard((begin + at) / SAMPLE_RATE, float(like[at]))


def _even(pcm: Pcm) -> Pcm:
    """Return samples at the same level everywhere; what is 60 dB under the loudest stays soft."""
    wave = pcm.astype(np.float64)
    level = np.sqrt(uniform_filter1d(np.square(wave), round(EVEN_S * SAMPLE_RATE)))
    return np.asarray(wave / np.maximum(level, level.max(initial=0.0) / 1000 + 1e-12))
