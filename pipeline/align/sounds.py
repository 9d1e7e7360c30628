"""How words that are in no dictionary sound, in the ARPAbet of the acoustic model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.voices.espeak import Espeak
from script.say import pronunciations
from script.say.english import ENGLISH

OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "eta": ("IY T AH", "EH T AH"),
    "nesterov": ("N EH S T ER AA V",),
    "tau": ("T AO",),
    "xi": ("Z AY", "K S AY"),
}
"""Words of the subject that engines say in other ways too than the lexicon and the dictionary."""

# fmt: off
_ARPABET = {
    "iː": "IY", "i": "IY", "ɪ": "IH", "ᵻ": "IH", "e": "EH", "ɛ": "EH", "eɪ": "EY", "æ": "AE",
    "a": "AA", "aː": "AA", "ɑː": "AA", "ɑ": "AA", "ɒ": "AA", "ɔː": "AO", "ɔ": "AO", "oː": "AO",
    "oʊ": "OW", "əʊ": "OW", "ʊ": "UH", "uː": "UW", "u": "UW", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "ɚ": "ER", "ɜː": "ER", "ɝ": "ER", "aɪ": "AY", "aʊ": "AW", "ɔɪ": "OY", "iə": "IY AH",
    "aɪə": "AY AH", "aɪɚ": "AY ER", "ɪɹ": "IH R", "ɛɹ": "EH R", "ʊɹ": "UH R", "əl": "AH L",
    "n̩": "AH N", "l̩": "AH L", "p": "P", "b": "B", "t": "T", "d": "D", "ɾ": "T", "ʔ": "T", "k": "K",
    "ɡ": "G", "g": "G", "f": "F", "v": "V", "θ": "TH", "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH",
    "ʒ": "ZH", "tʃ": "CH", "dʒ": "JH", "m": "M", "n": "N", "ŋ": "NG", "l": "L", "ɫ": "L",
    "ɹ": "R", "r": "R", "j": "Y", "w": "W", "h": "HH", "x": "K",
}
# fmt: on
_WRITTEN = pronunciations(ENGLISH)
_LONGEST = max(map(len, _ARPABET))


@lru_cache(maxsize=4096)
def sounds(word: str) -> tuple[str, ...]:
    """Return how a word may be pronounced: phones in ARPAbet, separated by spaces.

    That is what the built-in lexicon says, else eSpeak NG, if anything, and ``OTHERWISE``.

    Raises
    ------
    VoiceFailed
        When eSpeak NG is needed and does not run here.
    """
    written = _WRITTEN.get(word.lower())
    first = written or arpabet(*Espeak().phonemes([word]))
    return tuple(way for way in (first, *OTHERWISE.get(word.lower(), ())) if way)


def arpabet(phonemes: str) -> str:
    """Return phonemes of English in IPA as phones in ARPAbet; what has none is left out."""
    found: list[str] = []
    for phoneme in re.split(r"[_\s]+", re.sub("[ˈˌ]", "", phonemes)):
        found += _phones(phoneme)
    return " ".join(found)


def _phones(phoneme: str) -> Sequence[str]:
    """Return the phones of what eSpeak writes as one phoneme: the longest known parts of it."""
    found: list[str] = []
    at = 0
    while at < len(phoneme):
        parts = (phoneme[at : at + length] for length in range(_LONGEST, 0, -1))
        part = next((part for part in parts if part in _ARPABET), phoneme[at])
        if part in _ARPABET:
            found.append(_ARPABET[part])
        at += len(part)
    return found
