"""Where the speech in a sound is: between the silence, or the hiss, at its two ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FRAME_S = 0.01
_BELOW_LOUD_DB = -35.0
"""Speech is at most so far below its own loud parts: the end of an s or an f is."""
_OVER_NOISE_DB = 8.0
_MOST_BELOW_LOUD_DB = -12.0
"""Noise that is louder than this counts as speech: what is wrong with it is told elsewhere."""
_LEAD_S, _TAIL_S = 0.04, 0.08
"""Kept around it: consonants begin softly, and rooms end softly."""


def frame_levels_db(pcm: NDArray[np.float32], rate: int, frame_s: float) -> NDArray[np.float64]:
    """Return the level (dB of full scale, rms) of each frame of ``frame_s`` seconds.

    ``pcm`` is mono of shape (n,); a last frame that is not full is left out, unless it is the only
    one. Digital silence is -200 dB.
    """
    size = max(round(frame_s * rate), 1)
    whole = pcm[: len(pcm) // size * size] if len(pcm) >= size else pcm
    frames = whole.reshape(-1, min(size, max(len(whole), 1))).astype(np.float64)
    power: NDArray[np.float64] = np.mean(frames**2, axis=1)
    return 10 * np.log10(np.maximum(power, 1e-20))


def speech_span(pcm: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """Return the first and the end sample of the speech in ``pcm``, mono of shape (n,).

    A frame is speech when it is within 35 dB of the loud ones and 8 dB over the quiet ones. Where
    nothing is, all of it is returned.
    """
    levels = frame_levels_db(pcm, rate, _FRAME_S)
    if not len(levels):
        return 0, len(pcm)
    loud, floor = np.percentile(levels, (95, 5))
    least = max(loud + _BELOW_LOUD_DB, min(floor + _OVER_NOISE_DB, loud + _MOST_BELOW_LOUD_DB))
    heard = np.flatnonzero(levels >= least)
    if not len(heard) or loud <= -150:
        return 0, len(pcm)
    first = round((heard[0] * _FRAME_S - _LEAD_S) * rate)
    stop = round(((heard[-1] + 1) * _FRAME_S + _TAIL_S) * rate)
    return max(first, 0), min(stop, len(pcm))
