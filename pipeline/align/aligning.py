"""Word times by the surest way there is: forced alignment, else matching, else proportion."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pipeline.align import forced, matching, sphinx
from pipeline.align.aligned import Aligned, AlignFailed
from pipeline.align.words import words
from pipeline.resample import resample
from pipeline.take import WordTime
from pipeline.voices import VoiceFailed

_NOTHING: Mapping[str, str] = MappingProxyType({})
SILENCE = 1e-4
"""A sound whose peak is below -80 dB of full scale is none."""
SECOND_OPINION = 0.6
"""How sure matching has to be of what forced alignment refused: only of voices like eSpeak NG's."""


def align(
    text: str,
    pcm: NDArray[np.float32],
    rate: int,
    language: str = "en",
    written: Mapping[str, str] = _NOTHING,
) -> Aligned:
    """Return when each word of a text sounds.

    Parameters
    ----------
    text
        What is said: letters, digits, plain punctuation.
    pcm
        The sound, mono of shape (n,), in [-1, 1].
    rate
        Its samples a second.
    language
        Of the text, as a BCP 47 tag.
    written
        How words sound, in small letters, in ARPAbet: what a lesson's lexicon says.

    Raises
    ------
    AlignFailed
        When the sound does not say the text.

    Notes
    -----
    English is aligned with PocketSphinx; what that refuses may still match eSpeak NG's way of
    saying it, for voices that are made of formants are not what the model has heard. Where neither
    can be asked the times are a guess, in proportion to letters, with confidence 0.
    """
    if not words(text):
        raise AlignFailed(f"there are no words in {text!r}")
    if not np.abs(pcm).max(initial=0.0) > SILENCE:
        raise AlignFailed(f"silence does not say {text!r}")
    refusal: AlignFailed | None = None
    if language.partition("-")[0] == "en" and sphinx.missing() is None:
        try:
            return forced.aligned(text, pcm, rate, written)
        except AlignFailed as error:
            refusal = error
    try:
        found = matching.matched(text, pcm, rate, language)
    except AlignFailed as error:
        raise refusal or error from None
    except VoiceFailed:
        if refusal is not None:
            raise refusal from None
        return proportional(text, pcm, rate)
    if refusal is not None and found.confidence < SECOND_OPINION:
        raise refusal
    return found


def proportional(text: str, pcm: NDArray[np.float32], rate: int) -> Aligned:
    """Return word times in proportion to letters: a guess that nothing is known to speak for."""
    found = words(text)
    edges = np.cumsum([0, *(word.stop - word.start + 1 for word in found)])
    clock = edges / edges[-1] * len(pcm) / rate
    return Aligned(
        tuple(
            WordTime(word.start, word.stop, float(start), float(stop))
            for word, start, stop in zip(found, clock, clock[1:], strict=False)
        ),
        "proportion",
        0.0,
    )


def transcribe(pcm: NDArray[np.float32], rate: int) -> str:
    """Return the English words that PocketSphinx hears in a sound, in small letters.

    Raises
    ------
    AlignFailed
        When PocketSphinx does not work here.
    """
    missing = sphinx.missing()
    if missing is not None:
        raise AlignFailed(missing)
    return sphinx.heard(sphinx.steps(resample(pcm, rate, sphinx.RATE)))


def identity() -> Mapping[str, str]:
    """Return the versions of what finds word times, for the identity of a voice that asks it."""
    engine = sphinx.version() if sphinx.missing() is None else "none"
    return {"pocketsphinx": engine, "espeak-ng": matching.identity()}
