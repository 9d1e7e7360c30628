"""The music bed under a lesson: looped, faded, and ducked while somebody speaks. Pure numpy.

The gain follows a curve with a point every 10 ms. Where nobody speaks, the music is at its level;
under speech the loudest 0.4 s of it near by stays ``below_db`` under the speech. It is down before
the first word and waits after the last: it neither covers a word nor pumps between sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.music_file import DecodedMusic
from pipeline.silences import Span, joined
from pipeline.sound import TARGET_LUFS
from pipeline.take import SAMPLE_RATE, as_float

if TYPE_CHECKING:
    from script.schema import MusicSpec

CROSSFADE_S = 2.0
"""How long the end of the music and its beginning sound together where it is repeated."""
ATTACK_S = 0.4
"""How long the music takes to go down, before the first word."""
HOLD_S = 0.3
"""How long it stays down after the last word."""
RELEASE_S = 1.2
"""How long it takes to come up again."""
BRIDGED_S = 2.5
"""It stays down in silences up to this."""
LOUDEST_LUFS = -22.0
"""The loudest 0.4 s of it where nobody speaks, whatever its level."""

_POINT = SAMPLE_RATE // 100
"""Samples between two points of the gain."""
_MOMENT = SAMPLE_RATE // 10
_MOMENTS = 4
"""Tenths of a second that a momentary loudness is over."""
_SEAM_DB = 3.0
"""What two sounds at once may add to the louder one."""
_AROUND = 40
"""Points before and after in which the loudest moment counts."""
_SMOOTHED = 30
"""Points before and after over which the gain is smoothed; fewer, so that the loudest counts."""


@dataclass(frozen=True, slots=True)
class Bed:
    """Music laid under ``samples`` of a lesson; ``gain`` is linear, a point every 10 ms."""

    decoded: DecodedMusic
    gain: NDArray[np.float64]
    samples: int

    def block(self, first: int, count: int) -> NDArray[np.float32]:
        """Return ``count`` samples from ``first`` on, stereo of shape (count, 2)."""
        at = np.arange(first, first + count)
        gain = np.interp(at / _POINT, np.arange(len(self.gain)), self.gain)
        return np.asarray(self._looped(at) * gain[:, np.newaxis], np.float32)

    def _looped(self, at: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the music at samples of the lesson; the end of each round sounds into the next."""
        steps, fade = self.decoded.steps, _crossfade(self.decoded)
        period = len(steps) - fade
        place = at % period
        pcm = as_float(steps[place])
        seam = np.flatnonzero((at >= period) & (place < fade))
        angle = np.pi / 2 * (place[seam] + 0.5) / fade
        rising, falling = np.sin(angle)[:, np.newaxis], np.cos(angle)[:, np.newaxis]
        pcm[seam] = pcm[seam] * rising + as_float(steps[period + place[seam]]) * falling
        return pcm


def bed(decoded: DecodedMusic, spec: MusicSpec, spoken: Sequence[Span], samples: int) -> Bed:
    """Return the bed of a lesson of ``samples``.

    Parameters
    ----------
    decoded
        The music.
    spec
        Its level, how far it goes down, and its fades.
    spoken
        Where something is said: ascending.
    samples
        Its length.
    """
    count = samples // _POINT + 2
    loudest = _loudest(decoded, count)
    free = np.minimum(spec.level_lufs - decoded.lufs, LOUDEST_LUFS - loudest)
    ducked = np.minimum(free, TARGET_LUFS - spec.below_db - loudest)
    down = _down(spoken, count)
    gain = 10 ** (((1 - down) * free + down * ducked) / 20)
    return Bed(decoded, gain * _fades(spec.fade_s, samples, count), samples)


def _crossfade(decoded: DecodedMusic) -> int:
    return round(CROSSFADE_S * SAMPLE_RATE)


def _loudest(decoded: DecodedMusic, count: int) -> NDArray[np.float64]:
    """Return, for each point, at least the loudest moment (LUFS) that it is part of, smoothed."""
    found = np.concatenate([decoded.momentary, np.full(_MOMENTS, -np.inf)])
    windows = np.lib.stride_tricks.sliding_window_view(found, _MOMENTS + 1)
    part_of = np.maximum(windows.max(axis=1), -120.0)
    fade = _crossfade(decoded)
    period = len(decoded.steps) - fade
    at = np.arange(count) * _POINT
    place = at % period
    last = len(part_of) - 1
    here = part_of[np.minimum(place // _MOMENT, last)]
    there = part_of[np.minimum((period + np.minimum(place, fade)) // _MOMENT, last)]
    seam = (at >= period) & (place < fade)
    here = np.where(seam, np.maximum(here, there) + _SEAM_DB, here)
    around = np.pad(here, _AROUND + _SMOOTHED, mode="edge")
    highest = np.lib.stride_tricks.sliding_window_view(around, 2 * _AROUND + 1).max(axis=1)
    return np.convolve(highest, np.full(2 * _SMOOTHED + 1, 1 / (2 * _SMOOTHED + 1)), "valid")


def _down(spoken: Sequence[Span], count: int) -> NDArray[np.float64]:
    """Return for each point how far the music is down, from 0 to 1."""
    down = np.zeros(count)
    time = np.arange(count) * _POINT / SAMPLE_RATE
    for start, stop in joined(spoken, round(BRIDGED_S * SAMPLE_RATE)):
        going = (time - start / SAMPLE_RATE + ATTACK_S) / ATTACK_S
        coming = (time - stop / SAMPLE_RATE - HOLD_S) / RELEASE_S
        down = np.maximum(down, np.minimum(_eased(going), 1 - _eased(coming)))
    return down


def _fades(seconds: float, samples: int, count: int) -> NDArray[np.float64]:
    """Return the gain of fading in and out, linear; half the lesson each where it is short."""
    length = min(seconds * SAMPLE_RATE, samples / 2)
    if not length:
        return np.ones(count)
    at = np.arange(count) * _POINT
    return np.asarray(_eased(at / length) * _eased((samples - at) / length))


def _eased(progress: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a smooth step from 0 to 1 while ``progress`` goes from 0 to 1."""
    return np.asarray((1 - np.cos(np.pi * np.clip(progress, 0, 1))) / 2)
