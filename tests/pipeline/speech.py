"""Sentences of the course, spoken right and wrong, for the tests of alignment."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline import voices
from pipeline.align.words import words
from pipeline.narrate import phrases
from pipeline.prepare import LESSONS, lesson_path, ready
from pipeline.take import Utterance
from pipeline.voices import Voice
from pipeline.voices.espeak import Espeak
from pipeline.voices.festival import Festival
from script.load import find_lessons
from tests.pipeline.small_lessons import small_look

SPANISH = (
    "El camino baja despacio hacia el fondo del valle y luego se detiene.",
    "Miramos la pendiente, damos un paso pequeño y miramos otra vez.",
    "No es suerte, es la forma de la superficie.",
    "Cada paso multiplica la altura por menos uno coma cuatro.",
)


@functools.cache
def beats(lesson: str = "6") -> tuple[tuple[str, ...], ...]:
    """Return what is said in one breath, for each beat of a lesson."""
    found = ready(lesson_path(lesson), small_look())
    return tuple(tuple(phrase.text for phrase in phrases(beat.line)) for _, beat in found.beats())


def sentences(lesson: str = "6", fewest: int = 0) -> list[str]:
    """Return the sentences of a lesson that have so many words, each once."""
    said = [text for beat in beats(lesson) for text in beat]
    return [text for text in dict.fromkeys(said) if len(words(text)) >= fewest]


def course(fewest: int) -> list[str]:
    """Return the sentences of every lesson that have so many words, each once."""
    said = [text for path in find_lessons(LESSONS) for text in sentences(str(path), fewest)]
    return list(dict.fromkeys(said))


@functools.cache
def spoken(voice: Voice, text: str) -> Utterance:
    return voice.speak(text)


def speakers() -> list[Voice]:
    """Return the voices that speak here unasked, and eSpeak NG at two other paces."""
    named = [voices.get(name) for name in voices.names() if name in ("espeak", "festival")]
    return [voice for voice in named if voice.missing() is None] + [
        Espeak(rate=120),
        Espeak(rate=190),
    ]


def slow_speakers() -> list[Voice]:
    """Return Festival at 100 words a minute, if it speaks here."""
    slow = Festival(speed=0.57)
    return [slow] if slow.missing() is None else []


@dataclass(frozen=True)
class Claim:
    """A sound and what it is said to say; ``what`` is what is wrong with that, or empty."""

    what: str
    text: str
    pcm: np.ndarray
    rate: int


def claims(voice: Voice, texts: list[str], draw: np.random.RandomState) -> Iterator[Claim]:
    """Yield each sentence as it is, and with every planted error."""
    for index, text in enumerate(texts):
        right = spoken(voice, text)
        yield Claim("", text, right.pcm, right.rate)
        short = without(text, 3, draw)
        cut = spoken(voice, short)
        yield Claim("missing clause", text, cut.pcm, cut.rate)
        yield Claim("extra words", short, right.pcm, right.rate)
        other = spoken(voice, texts[index - 1])
        yield Claim("another sentence", text, other.pcm, other.rate)
        foreign = spoken(Espeak(variant="es"), SPANISH[index % len(SPANISH)])
        yield Claim("wrong language", text, foreign.pcm, foreign.rate)
        noise = draw.standard_normal(len(right.pcm)).astype(np.float32) / 10
        yield Claim("noise", text, noise, right.rate)
        yield Claim("silence", text, np.zeros_like(right.pcm), right.rate)
        yield Claim("backwards", text, right.pcm[::-1].copy(), right.rate)


def without(text: str, count: int, draw: np.random.RandomState) -> str:
    """Return a text without so many words in a row; the first and the last one stay."""
    found = words(text)
    first = draw.randint(1, len(found) - count)
    return text[: found[first].start] + text[found[first + count].start :]
