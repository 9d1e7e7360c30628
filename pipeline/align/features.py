"""What two voices that say the same have in common: the shape of the spectrum, 100 times a second.

Mel-frequency cepstral coefficients after Davis and Mermelstein (1980), with their slopes, each
with mean 0 and variance 1 over the utterance: that takes away most of a voice and of a room.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct
from scipy.ndimage import correlate1d

from pipeline.resample import resample

RATE = 16_000
HOP = 160
"""Samples from one frame to the next: 10 ms."""
WINDOW = 400
"""Samples that a frame looks at: 25 ms, its own 10 ms in the middle."""

_FFT = 512
_BANDS = 32
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7_000.0
_COEFFICIENTS = 13
_FLOOR = 1e-4
"""Of the loudest band: what is 40 dB below it counts as silence."""
_SLOPE = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]) / 10


def features(pcm: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Return the features of a sound, shape (frames, 26), of its frames of 10 ms."""
    bands = np.log(band_powers(pcm, rate))
    shape = dct(bands, axis=1, norm="ortho")[:, :_COEFFICIENTS]
    both = np.hstack([shape, correlate1d(shape, _SLOPE, axis=0, mode="nearest")])
    spread = both.std(axis=0)
    return np.asarray((both - both.mean(axis=0)) / np.where(spread > 0, spread, 1))


def band_powers(pcm: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Return the power in 32 mel bands, shape (frames, 32), floored 40 dB below the loudest."""
    sound = resample(pcm, rate, RATE).astype(np.float64)
    sharp = np.append(sound[:1], sound[1:] - 0.97 * sound[:-1])
    frames = -(-len(sharp) // HOP)
    around = (WINDOW - HOP) // 2
    padded = np.pad(sharp, (around, around + HOP))
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:frames]
    power = np.square(np.abs(np.fft.rfft(windows * np.hamming(WINDOW), _FFT)))
    bands = power @ _mel().T
    return np.asarray(np.maximum(bands, max(bands.max(initial=0.0) * _FLOOR, 1e-12)))


@cache
def _mel() -> NDArray[np.float64]:
    """Return triangles of equal width on the mel scale, shape (bands, bins)."""
    low, high = 2595 * np.log10(1 + np.array([_LOWEST_HZ, _HIGHEST_HZ]) / 700)
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    hertz = np.fft.rfftfreq(_FFT, 1 / RATE)
    up = (hertz - edges[:-2, np.newaxis]) / (edges[1:-1] - edges[:-2])[:, np.newaxis]
    down = (edges[2:, np.newaxis] - hertz) / (edges[2:] - edges[1:-1])[:, np.newaxis]
    return np.asarray(np.clip(np.minimum(up, down), 0, None))
