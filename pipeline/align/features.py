"""What two voices that say the same have in common: the shape of the spectrum, 100 times a second.

Mel-frequency cepstral coefficients after Davis and Mermelstein (1980), with their slopes, brought
to mean 0 and variance 1 over what is loud: that takes away most of a voice and of a room. Only the
first seven: the others tell voices apart more than sounds.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
HOP = 160
"""Samples from one frame to the next: 10 ms."""

_WINDOW = 400
_FFT = 512
_BANDS = 32
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7_000.0
_COEFFICIENTS = 7
_FLOOR = 1e-4
"""Of the loudest band: what is 40 dB below it counts as silence."""
_LOUD = 0.4
"""Of the way from the quietest frame to the loudest twentieth, in logarithms: where speech is."""
_SLOPE = np.array([-2.0, -1.0, 0.0, 1.0, 2.0]) / 10
_SLOPE_WEIGHT = 1.5


def features(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the features of each 10 ms of a sound at ``RATE``, shape (frames, 14)."""
    from scipy.fft import dct  # here: a build without recordings needs none of it
    from scipy.ndimage import correlate1d

    bands = np.log(_band_powers(sound))
    loudness = bands.mean(axis=1)
    low, high = float(loudness.min()), float(np.percentile(loudness, 95))
    loud = loudness >= low + _LOUD * (high - low)
    shape = dct(bands, axis=1, norm="ortho")[:, :_COEFFICIENTS]
    slope = correlate1d(shape, _SLOPE, axis=0, mode="nearest")
    return np.hstack([_even(shape, loud), _even(slope, loud) * _SLOPE_WEIGHT])


def _even(values: NDArray[np.float64], loud: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return columns with mean 0 and variance 1 over the loud rows."""
    spread = values[loud].std(axis=0)
    return np.asarray((values - values[loud].mean(axis=0)) / np.where(spread > 0, spread, 1))


def _band_powers(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the power in each mel band, shape (frames, 32), at least a ten-thousandth of the most.

    A frame's window of 25 ms has its own 10 ms in the middle.
    """
    wave = sound.astype(np.float64)
    sharp = np.append(wave[:1], wave[1:] - 0.97 * wave[:-1])
    frames = max(-(-len(sharp) // HOP), 1)
    around = (_WINDOW - HOP) // 2
    padded = np.pad(sharp, (around, around + HOP))
    padded = np.pad(padded, (0, max(_WINDOW - len(padded), 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:frames]
    power = np.square(np.abs(np.fft.rfft(windows * np.hamming(_WINDOW), _FFT)))
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
