"""An entry of a lexicon: how a shown word or symbol is said, and how that sounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# fmt: off
VOWELS = frozenset({
    "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW",
})
PHONES = VOWELS | {
    "B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH",
    "T", "TH", "V", "W", "Y", "Z", "ZH",
}
# fmt: on
"""The phones of American English in ARPAbet, as the CMU Pronouncing Dictionary writes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said for a shown form.

    ``arpabet`` are the phones of ``say``, which is then one word, separated by spaces; empty
    where an alignment needs no help. They change no voice.
    """

    say: str
    arpabet: str = ""


Lexicon = Mapping[str, Entry]
"""Shown form to what is said for it."""


def layered(*lexicons: Lexicon) -> Lexicon:
    """Return lexicons as one; an entry of a later one replaces that of an earlier one."""
    return {shown: entry for lexicon in lexicons for shown, entry in lexicon.items()}


def plain(said: Mapping[str, str]) -> Lexicon:
    """Return a lexicon of entries without pronunciations."""
    return {shown: Entry(say) for shown, say in said.items()}


def pronunciations(lexicon: Lexicon) -> Mapping[str, str]:
    """Return the phones of the spoken words that have them, by the word in small letters."""
    return {entry.say.lower(): entry.arpabet for entry in lexicon.values() if entry.arpabet}


def phones(text: str) -> str:
    """Return a pronunciation in capitals, without the digits that mark stress."""
    return " ".join(_bare(phone) for phone in text.split())


def not_phones(text: str) -> Iterable[str]:
    """Return the parts of a pronunciation that are no phones."""
    return [phone for phone in text.split() if _bare(phone) not in PHONES]


def _bare(phone: str) -> str:
    upper = phone.upper()
    return upper[:-1] if upper[:-1] in VOWELS and upper[-1] in "012" else upper
