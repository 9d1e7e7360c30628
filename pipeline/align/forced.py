"""Forced alignment of English with PocketSphinx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.align import sphinx
from pipeline.align.aligned import Aligned, AlignFailed
from pipeline.align.evidence import LOUD_DB, doubts, levels
from pipeline.align.sounds import OTHERWISE, sounds
from pipeline.align.words import Word, words
from pipeline.resample import resample
from pipeline.take import WordTime

QUIET_DB = -45.0
"""Below the loudest twentieth: nothing is said there."""
CLOSED = 2
"""Frames of quiet that belong to a word: lips that are closed for a p."""
PARTED = 10
"""Frames of quiet after which what sounded is no part of the first word."""


def aligned(text: str, pcm: NDArray[np.float32], rate: int, written: Mapping[str, str]) -> Aligned:
    """Return the word times of an English text; ``written`` and raises as ``align``."""
    found = words(text)
    said = [part for word in found for part in word.said]
    entries = [part.lower() for part in said]
    ways = {
        entry: (written[entry],) if entry in written else sounds(part)
        for part, entry in zip(said, entries, strict=True)
        if entry in written or _asked(entry)
    }
    for entry, known_ways in ways.items():
        if not known_ways and not sphinx.known(entry):
            raise AlignFailed(f"nobody knows how {entry!r} sounds: write its arpabet in lexicon:")
    sound = resample(pcm, rate, sphinx.RATE)
    laid = sphinx.lay(entries, ways, sphinx.steps(sound))
    if laid is None:
        raise AlignFailed(f"the sound does not say {text!r}")
    level = levels(sound, sphinx.HOP)
    worst = max(doubts(laid, level), key=lambda doubt: doubt.measure)
    if worst.measure > 1:
        raise AlignFailed(f"the sound does not say {text!r}: {worst.said}")
    stretches = [stretch for stretch in laid if stretch.is_word]
    words_at = tuple(_times(found, stretches, level))
    return Aligned(words_at, "alignment", round(1 - worst.measure / 2, 3))


def _asked(entry: str) -> bool:
    return entry in OTHERWISE or not sphinx.known(entry)


def _times(
    found: tuple[Word, ...], stretches: list[sphinx.Stretch], level: NDArray[np.float64]
) -> Iterator[WordTime]:
    """Yield the words at the times of their stretches, pauses at both ends left out.

    What sounds just before the first word, and what sounds on after any, is part of it.
    """
    heard, loud = level > QUIET_DB, level > LOUD_DB
    nexts = [*(stretch.first for stretch in stretches[1:]), len(level)]
    at = 0
    for word in found:
        last = at + len(word.said) - 1
        first = stretches[at].first if at else _begin(stretches[0].first, loud)
        stop = _fades(loud, stretches[last].stop, nexts[last])
        at = last + 1
        sounding = np.flatnonzero(heard[first:stop])
        if len(sounding):
            begin, end = first + int(sounding[0]) - CLOSED, first + int(sounding[-1]) + 1 + CLOSED
            first, stop = max(first, begin), min(stop, end)
        yield WordTime(word.start, word.stop, first * sphinx.FRAME_S, stop * sphinx.FRAME_S)


def _begin(first: int, loud: NDArray[np.bool_]) -> int:
    """Return the frame in which the first word begins, laid from ``first`` on.

    What sounds just before it is too short to be another word, else there were a doubt; it is the
    vowel of "its", say, which the model took for noise because the t after it is silent for long.
    """
    sounding = np.append(np.flatnonzero(loud[:first]), first)
    parted = np.flatnonzero(np.diff(sounding) > PARTED)
    return int(sounding[parted[-1] + 1 if len(parted) else 0])


def _fades(loud: NDArray[np.bool_], stop: int, following: int) -> int:
    """Return the frame in which a word that was laid until ``stop`` is no longer loud."""
    quiet = np.flatnonzero(~loud[stop:following])
    return stop + int(quiet[0]) if len(quiet) else max(stop, following)
