"""From a file of sound to an utterance: decoded, trimmed, its words found by alignment."""

from __future__ import annotations

from collections.abc import Mapping

import av

from pipeline.align import AlignFailed, align, identity
from pipeline.decode import NotSound, decode
from pipeline.speech_span import speech_span
from pipeline.take import Utterance
from pipeline.voices import VoiceFailed


def heard(
    text: str, data: bytes, name: str, language: str, written: Mapping[str, str] | None = None
) -> Utterance:
    """Return what the voice called ``name`` said: without silence at its ends, and word by word.

    ``language`` is the tag of that of the text; ``written`` gives pronunciations, as ``align``.

    Raises
    ------
    VoiceFailed
        When ``data`` is no sound file, or does not say the text.
    """
    try:
        sound = decode(data)
        first, stop = speech_span(sound.pcm, sound.rate)
        pcm = sound.pcm[first:stop].clip(-1, 1)
        found = align(text, pcm, sound.rate, language, written or {})
    except NotSound as error:
        raise VoiceFailed(f"the voice {name!r} did not say {text!r}: {error}") from error
    except AlignFailed as error:
        raise VoiceFailed(f"the voice {name!r}: {error}") from error
    return Utterance(pcm, sound.rate, found.words, found.source, found.confidence)


def aligners() -> dict[str, str]:
    """Return the versions of what decodes sound and finds words in it."""
    return {**identity(), "av": av.__version__}
