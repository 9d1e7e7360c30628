"""Earcons: two soft tones that say that something is asked, or answered. Made, not recorded.

A question rises by a fifth and stays open; an answer comes down to its root and lies an octave
under it, too. Each tone swells in 12 ms, so it does not click, and dies away like a bell's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.take import SAMPLE_RATE, as_float, quantize

if TYPE_CHECKING:
    from script.schema import Earcon

PEAK_DB = -17.0
"""Highest sample of an earcon, dB of full scale: about -24 LUFS, 10 LU under the speech."""
LENGTH = round(0.36 * SAMPLE_RATE)
"""Samples of every earcon: what fits the pause between two beats."""

_SWELL_S = 0.012
_FADE_S = 0.05
_OVERTONES = ((1.0, 1.0), (2.0, 0.18), (3.0, 0.05))
"""Multiples of a tone's frequency, and how strong each is."""


@dataclass(frozen=True, slots=True)
class _Tone:
    """A tone: frequency in Hz, when it begins, and the time in which it falls to 1/e."""

    hertz: float
    start_s: float
    decay_s: float
    strength: float = 1.0


_TONES: Mapping[Earcon, tuple[_Tone, ...]] = MappingProxyType(
    {
        "question": (_Tone(523.25, 0.0, 0.09, 0.8), _Tone(783.99, 0.12, 0.11)),
        "answer": (
            _Tone(783.99, 0.0, 0.08, 0.8),
            _Tone(523.25, 0.11, 0.12),
            _Tone(261.63, 0.11, 0.12, 0.4),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class PlacedEarcon:
    """An earcon and the sample it begins at, counted from the first of its beat's take."""

    earcon: Earcon
    at: int

    @property
    def stop(self) -> int:
        """The sample after its last."""
        return self.at + LENGTH


@cache
def sound_of(earcon: Earcon) -> NDArray[np.float32]:
    """Return the samples of an earcon, mono of shape (LENGTH,) at 48 kHz.

    They are rounded to steps of 2**-15, so that the last bit of a machine's sine is not in them.
    """
    time = np.arange(LENGTH) / SAMPLE_RATE
    mixed = np.zeros(LENGTH)
    for tone in _TONES[earcon]:
        since = time - tone.start_s
        swell = np.sin(np.pi / 2 * np.clip(since / _SWELL_S, 0, 1)) ** 2
        dying = np.exp(-np.maximum(since - _SWELL_S, 0) / tone.decay_s)
        wave = sum(
            strength * np.sin(2 * np.pi * multiple * tone.hertz * since)
            for multiple, strength in _OVERTONES
        )
        mixed += tone.strength * swell * dying * wave
    mixed *= np.clip((time[-1] - time) / _FADE_S, 0, 1)
    mixed *= 10 ** (PEAK_DB / 20) / np.abs(mixed).max()
    made = as_float(quantize(mixed.astype(np.float32)))
    made.flags.writeable = False
    return made
