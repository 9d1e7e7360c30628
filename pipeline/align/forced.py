"""Forced alignment of English with PocketSphinx."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.align import sphinx
from pipeline.align.aligned import Aligned, AlignFailed
from pipeline.align.evidence import doubts, levels
from pipeline.align.sounds import KNOWN, sounds
from pipeline.align.words import Word, words
from pipeline.resample import resample
from pipeline.take import WordTime


def aligned(text: str, pcm: NDArray[np.float32], rate: int) -> Aligned:
    """Return the word times of an English text; raises as ``align`` does."""
    found = words(text)
    said = [part for word in found for part in word.said]
    entries = [part.lower() for part in said]
    ways = {entry: sounds(part) for part, entry in zip(said, entries, strict=True) if _asked(entry)}
    sound = resample(pcm, rate, sphinx.RATE)
    laid = sphinx.lay(entries, ways, sphinx.steps(sound))
    if laid is None:
        raise AlignFailed(f"the sound does not say {text!r}")
    worst = max(doubts(laid, levels(sound, sphinx.HOP)), key=lambda doubt: doubt.measure)
    if worst.measure > 1:
        raise AlignFailed(f"the sound does not say {text!r}: {worst.said}")
    stretches = [stretch for stretch in laid if stretch.is_word]
    return Aligned(tuple(_times(found, stretches)), "alignment", round(1 - worst.measure / 2, 3))


def _asked(entry: str) -> bool:
    return entry in KNOWN or not sphinx.known(entry)


def _times(found: tuple[Word, ...], stretches: list[sphinx.Stretch]) -> Iterator[WordTime]:
    at = 0
    for word in found:
        first, last = stretches[at], stretches[at + len(word.said) - 1]
        at += len(word.said)
        yield WordTime(
            word.start, word.stop, first.first * sphinx.FRAME_S, last.stop * sphinx.FRAME_S
        )
