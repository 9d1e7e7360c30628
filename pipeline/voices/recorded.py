"""One's own voice: every beat must have a recording (``pipeline.recordings``); nothing is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pipeline.take import Source, Utterance
from pipeline.voices import VoiceFailed


@dataclass(frozen=True, slots=True)
class Recorded:
    """Stands for the recordings beside a lesson, and has nothing to say of its own."""

    name: ClassVar[str] = "recorded"
    times: ClassVar[Source] = "alignment"
    loudness_lufs: ClassVar[None] = None

    def identity(self) -> Mapping[str, str]:
        """Return its name: what is heard are files, and they have an identity of their own."""
        return {"engine": "recorded", "version": "1"}

    def missing(self) -> str | None:
        """Return None: what is not recorded is told beat by beat."""
        return None

    def speaking(self, language: str) -> Recorded:
        """Return itself: who records speaks the language."""
        return self

    def files(self) -> tuple[Path, ...]:
        """Return nothing: the recordings of a lesson are found by its beats."""
        return ()

    def speak(self, text: str) -> Utterance:
        """Raise ``VoiceFailed``: there is no recording of the text."""
        raise VoiceFailed(f"the voice {self.name!r} has no recording of {text!r}")


VOICE = Recorded()
