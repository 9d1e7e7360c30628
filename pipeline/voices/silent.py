"""The silent voice: no sound, and word times from a model. For drafts and tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import ClassVar

import numpy as np

from pipeline.take import SAMPLE_RATE, Source, Utterance, WordTime

_WORD = re.compile(r"\S+")
_VOWELS = re.compile(r"[aeiouyáéíóúü]+", re.IGNORECASE)
_PAUSE_S = {",": 0.2, ";": 0.25, ":": 0.25}


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: its groups of vowels, one at least."""
    groups = len(_VOWELS.findall(word))
    if groups > 1 and re.search(r"[^aeiouyl]e\W*$", word, re.IGNORECASE):
        groups -= 1
    return max(groups, 1)


@dataclass(frozen=True, slots=True)
class Silent:
    """Times words at a steady pace: a fixed time per word and per syllable, pauses at commas.

    The defaults give 145 words a minute over plain English prose with 0.35 s between sentences.
    """

    name: ClassVar[str] = "silent"
    times: ClassVar[Source] = "model"
    loudness_lufs: ClassVar[None] = None

    word_s: float = 0.12
    syllable_s: float = 0.19

    def __post_init__(self) -> None:
        if not (0 <= self.word_s <= 2 and 0 < self.syllable_s <= 2):
            raise ValueError("word_s and syllable_s are seconds: above 0, 2 at most")

    def identity(self) -> Mapping[str, str]:
        """Return the model's version and its two times."""
        return {
            "engine": "silent",
            "version": "1",
            "word_s": repr(self.word_s),
            "syllable_s": repr(self.syllable_s),
        }

    def missing(self) -> str | None:
        """Return None: it needs nothing."""
        return None

    def files(self) -> tuple[Path, ...]:
        """Return nothing: there are no files."""
        return ()

    def speaking(self, language: str) -> Silent:
        """Return itself: it is as long in every language."""
        return self

    def speak(self, text: str) -> Utterance:
        """Return zeros and the modelled word times."""
        words = []
        clock = 0.0
        pause = 0.0
        for match in _WORD.finditer(text):
            word = match.group()
            start = clock + pause
            clock = start + self.word_s + self.syllable_s * syllables(word)
            words.append(WordTime(match.start(), match.end(), start, clock))
            pause = _PAUSE_S.get(word[-1], 0.0)
        pcm = np.zeros(ceil(clock * SAMPLE_RATE), np.float32)
        return Utterance(pcm, SAMPLE_RATE, tuple(words), "model")


VOICE = Silent()
