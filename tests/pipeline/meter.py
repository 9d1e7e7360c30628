"""Measures sound with other tools than those that set it: pyloudnorm, scipy and plain numpy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy.signal import resample_poly

from pipeline.take import SAMPLE_RATE

OVERSAMPLED = 8
Pcm = NDArray[np.float64]


def decoded(path: Path) -> Pcm:
    """Return the sound of a film as it decodes, of shape (n, channels), at 48 kHz."""
    with av.open(os.fspath(path)) as film:
        blocks = [frame.to_ndarray() for frame in film.decode(audio=0)]
    return np.concatenate(blocks, axis=1).T.astype(np.float64)


def lufs(pcm: Pcm) -> float:
    """Return the integrated loudness (ITU-R BS.1770) of samples of shape (n, channels)."""
    return float(pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(pcm))


def true_peak(pcm: Pcm) -> float:
    """Return the highest peak between samples, in dBTP: eight times oversampled."""
    highest = 0.0
    for channel in pcm.T:
        for first in range(0, len(channel), 20 * SAMPLE_RATE):
            part = channel[max(first - 1000, 0) : first + 20 * SAMPLE_RATE + 1000]
            highest = max(highest, float(np.abs(resample_poly(part, OVERSAMPLED, 1)).max()))
    return 20 * float(np.log10(highest))


def weighted_power(pcm: Pcm) -> Pcm:
    """Return the K-weighted power of every sample, both channels together."""
    shelf, pass_band = pyloudnorm.Meter(SAMPLE_RATE)._filters.values()
    heard = pcm.copy()
    for channel in range(pcm.shape[1]):
        for stage in (shelf, pass_band):
            heard[:, channel] = stage.apply_filter(heard[:, channel])
    return np.square(heard).sum(axis=1)


def loudness_over(pcm: Pcm, spans: Iterable[tuple[int, int]]) -> float:
    """Return the loudness (LUFS) of some spans of samples together, without any gate."""
    power = weighted_power(pcm)
    chosen = np.concatenate([power[start:stop] for start, stop in spans])
    return float(-0.691 + 10 * np.log10(chosen.mean()))


def loudest_moment(pcm: Pcm, spans: Iterable[tuple[int, int]]) -> float:
    """Return the loudest 0.4 s (LUFS) that lies inside any of some spans, in steps of 0.1 s."""
    total = np.concatenate([[0.0], np.cumsum(weighted_power(pcm))])
    length, step = round(0.4 * SAMPLE_RATE), SAMPLE_RATE // 10
    starts = [np.arange(start, stop - length + 1, step) for start, stop in spans]
    at = np.concatenate(starts)
    return float(-0.691 + 10 * np.log10(((total[at + length] - total[at]) / length).max()))


def longest_dead(pcm: Pcm, below_db: float = -90.0) -> float:
    """Return the longest time, in seconds, in which no sample is above ``below_db``."""
    alive = np.flatnonzero(np.abs(pcm).max(axis=1) > 10 ** (below_db / 20))
    edges = np.concatenate([[-1], alive, [len(pcm)]])
    return float(np.diff(edges).max() - 1) / SAMPLE_RATE
