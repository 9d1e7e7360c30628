"""What may be wrong with a recording as a sound, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.decode import Sound
from pipeline.narrate import measured_lufs
from pipeline.resample import resample
from pipeline.speech_span import frame_levels_db, speech_span

LEAST_RATE = 16_000
"""Samples a second; below, s and f sound alike."""
LEAST_S = 0.2
QUIETEST_LUFS = -45.0
"""Below, raising it to the level of the lesson raises the noise of the microphone with it."""
LEAST_OVER_NOISE_DB = 20.0
"""How far the loud parts of speech stand over the quietest moments."""
FULL_SCALE = 0.998
CLIPPED_RUN = 3
"""So many samples at full scale, one after the other, are a peak that was cut off."""
CLIPPED_RUNS = 5
"""So many cut peaks are heard."""
_FRAME_S = 0.05
_LEAST_FRAMES = 20
"""In less than a second no moment needs to be quiet."""

Flaw = tuple[str, str]
"""What is wrong, and how to mend it."""


def flaws(sound: Sound) -> tuple[Flaw, ...]:
    """Return everything that is wrong with a recording as a sound."""
    return tuple(_flaws(sound))


def _flaws(sound: Sound) -> Iterator[Flaw]:
    if sound.rate < LEAST_RATE:
        hint = "record at 44100 or 48000"
        yield f"{sound.rate} samples a second, {LEAST_RATE} are the least", hint
    if sound.seconds < LEAST_S:
        yield f"it lasts {sound.seconds:.2f} s", "record it again"
        return
    if (cut := clipped(sound.pcm)) >= CLIPPED_RUNS:
        yield f"{cut} peaks are cut off (clipping)", "turn the microphone down"
    first, stop = speech_span(sound.pcm, sound.rate)
    lufs = measured_lufs(resample(sound.pcm[first:stop].clip(-1, 1), sound.rate))
    if lufs < QUIETEST_LUFS:
        told = "it is silent" if np.isneginf(lufs) else f"it is too quiet: {lufs:.0f} LUFS"
        yield f"{told}, {QUIETEST_LUFS:.0f} is the least", "come nearer, or turn it up"
        return
    over = over_noise_db(sound)
    if over < LEAST_OVER_NOISE_DB:
        told = f"the voice is only {over:.0f} dB over the noise"
        yield f"{told}, {LEAST_OVER_NOISE_DB:.0f} are the least", "find a quieter place"


def clipped(pcm: NDArray[np.float32]) -> int:
    """Return how many peaks of samples of shape (n,) are cut off at full scale."""
    full = np.abs(pcm) >= FULL_SCALE
    edges = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
    return int(np.count_nonzero(edges[1::2] - edges[::2] >= CLIPPED_RUN))


def over_noise_db(sound: Sound) -> float:
    """Return how far the loud parts stand over the quietest tenth of a sound, in dB.

    Infinite where it is too short to say.
    """
    levels = frame_levels_db(sound.pcm, sound.rate, _FRAME_S)
    if len(levels) < _LEAST_FRAMES:
        return float("inf")
    quiet, loud = np.percentile(levels, (5, 90))
    return float(loud - quiet)
