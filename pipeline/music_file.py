"""Decoded music: what a lesson can use, measured, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline import ffmpeg
from pipeline.decode import NotSound, decode_stereo
from pipeline.take import SAMPLE_RATE, as_float, quantize
from script.errors import Finding, ScriptErrors

if TYPE_CHECKING:
    from script.schema import MusicSpec

SHORTEST_S = 10.0
"""What is shorter sounds like a loop and not like music."""
SILENT_LUFS = -60.0
FLAT = 4
"""Equal samples in a row at the top or the foot of the range: the wave was cut off there."""
FLAT_LEVEL = 0.985
MOST_FLAT = 20
"""Places at which a wave may be cut off."""


@dataclass(frozen=True, slots=True)
class DecodedMusic:
    """Decoded music.

    ``steps`` is stereo int16 of shape (n, 2) at 48 kHz, in steps of 2**-15; ``lufs`` its
    integrated loudness and ``momentary`` that of each 0.4 s, at every 0.1 s.
    """

    steps: NDArray[np.int16]
    lufs: float
    momentary: NDArray[np.float64]


def bytes_of(spec: MusicSpec) -> bytes:
    """Return what is in the file of a script's music.

    Raises
    ------
    ScriptErrors
        When it cannot be read.
    """
    try:
        return spec.file.read_bytes()
    except OSError as error:
        raise _refusal(spec, f"cannot be read: {error.strerror}") from error


def music_in(data: bytes, spec: MusicSpec) -> DecodedMusic:
    """Return the music in the bytes of its file, decoded and measured.

    Raises
    ------
    ScriptErrors
        When it is no sound, too short or too long, silent, or clipped.
    """
    try:
        pcm = decode_stereo(data, SAMPLE_RATE)
    except NotSound as error:
        raise _refusal(spec, f"cannot be used: {error}") from error
    decoded = _measured(pcm)
    if flaw := _flaw(decoded):
        raise _refusal(spec, *flaw)
    return decoded


def _refusal(spec: MusicSpec, says: str, hint: str = "") -> ScriptErrors:
    return ScriptErrors([Finding(spec.place, f"{spec.file.name} {says}", hint)])


def _measured(pcm: NDArray[np.float32]) -> DecodedMusic:
    steps = quantize(pcm / max(1.0, float(np.abs(pcm).max())))
    loudness, momentary = ffmpeg.momentary(as_float(steps))
    return DecodedMusic(steps, loudness.lufs, momentary)


def _flaw(decoded: DecodedMusic) -> tuple[str, str] | None:
    """Return what is wrong with music, and what helps; None when it is good."""
    seconds = len(decoded.steps) / SAMPLE_RATE
    if seconds < SHORTEST_S:
        return f"lasts {seconds:.1f} s", f"use music of {SHORTEST_S:.0f} s or more"
    if not decoded.lufs > SILENT_LUFS:
        return "is silent", "use another file"
    if (places := _cut_off(decoded.steps)) > MOST_FLAT:
        return f"is clipped in {places} places", "export it again at a lower level"
    return None


def _cut_off(steps: NDArray[np.int16]) -> int:
    """Count the places at which ``FLAT`` or more samples stand equal at the end of the range."""
    places = 0
    for channel in steps.T:
        at_end = np.abs(channel.astype(np.int32)) >= FLAT_LEVEL * 32768
        goes_on = at_end[1:] & (channel[1:] == channel[:-1])
        edges = np.flatnonzero(np.diff(np.r_[False, goes_on, False])).reshape(-1, 2)
        places += int(np.count_nonzero(edges[:, 1] - edges[:, 0] >= FLAT - 1))
    return places
