"""The eSpeak NG voice: formant synthesis from the ``espeakng-loader`` wheel, offline.

The variant was chosen by measurement over seven sentences of a lesson, for 22 variants of en,
en-us and en-gb: ``en-us+f2`` has the widest intonation among those with little hiss (pitch
146-227 Hz, 2.5 % of its energy above 4 kHz against 4-11 % for f3, f5, Alicia and klatt) and low
peaks (17.8 dB over its loudness; the plain voice has 19.2), so the limiter works less. ``rate``
152 with a word gap of 10 ms speaks 144 words a minute with the pauses between sentences. In
Spanish, ``es-419+f2`` has as little hiss (2.9 %); at 162 it says lesson 6 nearly in the time of the
English, with 161 words a minute between the pauses, for 156.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from pipeline.take import Source, Utterance, WordTime
from pipeline.voices import VoiceFailed

_CHILD = Path(__file__).with_name("child.py")
_TIME_LIMIT_S = 60
_PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4, "word_gap": 7}
"""Numbers of ``espeak_PARAMETER`` in ``speak_lib.h``."""
_LIMITS = {
    "rate": (80, 450),
    "pitch": (0, 100),
    "range": (0, 100),
    "word_gap": (0, 100),
    "volume": (1, 200),
}
_LANGUAGES = {"en": ("en-us+f2", 152, -15.9), "es": ("es-419+f2", 162, -15.8)}
"""The variant of each language, its rate, and how loud it is then in LUFS over connected prose."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """eSpeak NG, each utterance in a process of its own (30-50 ms), so its bytes repeat.

    ``rate`` is in the engine's words a minute, ``pitch`` and ``range`` in 0-100, ``word_gap`` in
    units of 10 ms.
    """

    name: ClassVar[str] = "espeak"
    times: ClassVar[Source] = "events"

    variant: str = "en-us+f2"
    rate: int = 152
    pitch: int = 45
    range: int = 60
    word_gap: int = 1
    volume: int = 100

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9-]+(\+[A-Za-z0-9_-]+)?", self.variant):
            raise ValueError(f"{self.variant} is no voice of eSpeak NG, such as en-us+f2")
        for name, (least, most) in _LIMITS.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be from {least} to {most}")

    @property
    def loudness_lufs(self) -> float | None:
        """The loudness measured for the settings that a language has; of others it is not known."""
        known = {VOICE.speaking(tag): lufs for tag, (_, _, lufs) in _LANGUAGES.items()}
        return known.get(self)

    def identity(self) -> Mapping[str, str]:
        """Return the engine's version, the hash of the code that runs it, and the settings."""
        _engine()
        return {
            "engine": "espeak-ng",
            "version": importlib.metadata.version("espeakng-loader"),
            "child": hashlib.sha256(_CHILD.read_bytes()).hexdigest(),
            "variant": self.variant,
            **{name: str(getattr(self, name)) for name in _PARAMETERS},
        }

    def missing(self) -> str | None:
        """Return why the engine does not run here, or None."""
        try:
            self.speak("Ready.")
        except VoiceFailed as error:
            return str(error)
        return None

    def files(self) -> tuple[Path, ...]:
        """Return nothing: its files are those of a package."""
        return ()

    def speaking(self, language: str) -> Espeak:
        """Return the voice with the variant and the rate of a language, where none was chosen."""
        if language not in _LANGUAGES:
            known = ", ".join(sorted(_LANGUAGES))
            raise VoiceFailed(f"the voice {self.name!r} speaks {known}, not {language}")
        variant, rate, _ = _LANGUAGES[language]
        return replace(
            self,
            variant=variant if self.variant == VOICE.variant else self.variant,
            rate=rate if self.rate == VOICE.rate else self.rate,
        )

    def speak(self, text: str) -> Utterance:
        """Return the sound (22,050 Hz) without silence at its ends, and its word events."""
        rate, samples, events = self._synthesize(text)
        if not events:
            raise VoiceFailed(f"the voice {self.name!r} finds no word in {text!r}")
        level = np.abs(samples)
        loud = np.flatnonzero(level > _SILENCE)
        if not len(loud):
            raise VoiceFailed(f"the voice {self.name!r} made no sound of {text!r}")
        first, last = int(loud[0]), int(loud[-1]) + 1
        end = last + round(_TAIL_S * rate)
        words = tuple(
            WordTime(begin, after, start / rate, stop / rate)
            for begin, after, start, stop in _word_samples(text, events, level, first, last)
        )
        return Utterance(samples[first:end], rate, words)

    def phonemes(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return how each word is pronounced by itself: phonemes in IPA, separated by ``_``.

        Raises
        ------
        VoiceFailed
            When the engine does not run here.
        """
        return tuple(json.loads(self._asked({"words": list(words)}, " ".join(words))))

    def _synthesize(self, text: str) -> tuple[int, NDArray[np.float32], list[list[int]]]:
        """Return sample rate, samples, events ``[position, length, sample]``."""
        parameters = [[n, getattr(self, name)] for name, n in _PARAMETERS.items()]
        head, pcm = self._asked({"parameters": parameters, "text": text}, text).split(b"\n", 1)
        answer = json.loads(head)
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)
        return answer["rate"], samples, answer["words"]

    def _asked(self, request: Mapping[str, object], text: str) -> bytes:
        """Return what the child answers to a request about ``text``."""
        library, data = _engine()
        engine = {"library": library, "data": data, "voice": self.variant}
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-S", str(_CHILD)],
                input=json.dumps({**engine, **request}).encode(),
                capture_output=True,
                timeout=_TIME_LIMIT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise VoiceFailed(f"the voice {self.name!r} does not answer: {error}") from error
        if done.returncode != 0:
            lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            raise VoiceFailed(
                f"the voice {self.name!r} failed (code {done.returncode}) on {text!r}: {lines[-1]}"
            )
        return done.stdout


_TAIL_S = 0.04
"""Seconds kept after the last loud sample, for its decay."""
_SILENCE = 100 / 32768
"""Below this level (-50 dBFS) the engine's output is a pause, not speech."""


def _word_samples(
    text: str, events: list[list[int]], level: NDArray[np.float32], first: int, last: int
) -> list[tuple[int, int, int, int]]:
    """Return (first character, end character, first sample, end sample) of each word.

    Events are where words begin; a word ends where sound stops before the next one. Samples count
    from ``first``. An event's length stops at an apostrophe, so a word's text runs to the next
    space or event.
    """
    positions = [position for position, _, _ in events]
    starts = [min(max(sample, first), last) for _, _, sample in events]
    found = []
    for begin, end, start, limit in zip(
        positions, [*positions[1:], len(text)], starts, [*starts[1:], last], strict=True
    ):
        space = text.find(" ", begin, end)
        loud = np.flatnonzero(level[start:limit] > _SILENCE)
        stop = start + int(loud[-1]) + 1 if len(loud) else limit
        found.append((begin, end if space < 0 else space, start - first, stop - first))
    return found


@functools.cache
def _engine() -> tuple[str, str]:
    """Return the paths of the library and of its data."""
    try:
        import espeakng_loader

        return espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, RuntimeError) as error:
        raise VoiceFailed(f"the voice 'espeak' is not installed: {error}") from error


VOICE = Espeak()
