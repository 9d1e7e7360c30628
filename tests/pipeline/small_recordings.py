"""Recordings for the tests, made by a voice that can be aligned."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.align import sphinx
from pipeline.voices.espeak import Espeak
from pipeline.voices.festival import Festival
from tests.pipeline.beeps import encoded


def speech(text: str, pace: float = 1.0) -> tuple[np.ndarray, int]:
    """Return real speech and its rate: Festival's where that can be aligned, else eSpeak NG's."""
    if Festival().missing() is None and sphinx.missing() is None:
        said = Festival(speed=round(0.82 * pace, 3)).speak(text)
    else:
        said = Espeak(rate=round(152 * pace)).speak(text)
    return said.pcm, said.rate


def say(
    folder: Path, name: str, text: str, *, pace: float = 1.0, gain: float = 1.0, ends_s: float = 0.4
) -> Path:
    """Record a text for a beat or a scene of the small lesson; return the file."""
    pcm, rate = speech(text, pace)
    ends = np.zeros(round(ends_s * rate), np.float32)
    path = folder / "voice" / "small" / f"{name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(gain * np.concatenate([ends, pcm, ends]), rate=rate))
    return path
