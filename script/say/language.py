"""What a language is: how it writes numbers, says symbols, and where its captions may break."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from script.say.entry import Lexicon
from script.say.phrases import Phrases

_ENGLISH = re.compile(r"(?<=\d),(?=\d{3})|(?<=\d)\.(?=\d)")
"""The marks inside a number as Python's formats write them."""


def _as_it_is(words: str, after: str) -> str:
    return words


@dataclass(frozen=True, slots=True)
class Numerals:
    """Numbers in words.

    ``decimal`` takes a number as Python prints it, with at most one point; ``ordinal`` takes what
    the number is written with, too (``st``, ``º``). ``endings`` is the pattern of these.
    ``counting`` takes a number in words and the word after it, and returns the number as it
    stands before that word (``uno`` before ``paso`` is ``un``).
    """

    cardinal: Callable[[int], str]
    decimal: Callable[[str], str]
    ordinal: Callable[[int, str], str]
    fraction: Callable[[int, int], str]
    powers: Mapping[str, str]
    endings: str
    counting: Callable[[str, str], str] = _as_it_is


@dataclass(frozen=True, slots=True)
class Language:
    """A language that lessons can be spoken, captioned and written in.

    Attributes
    ----------
    tag : str
        Its BCP 47 tag, such as ``es``; the last part of the name of its module.
    name : str
        What English calls it.
    decimal, thousands : str
        The marks inside numbers.
    greek, accents, symbols, relations, units, multiples : mapping
        How letters and signs are said (``script.say.lexicon``); all languages have the same ones.
    functions : mapping
        How names of functions are said, which are read as "name of" before a parenthesis.
    words : Lexicon
        Abbreviations and names, said so where they are the whole word.
    plural : callable
        Makes the plural of a unit's name.
    wordiness : float
        How many words it has for one of English, numbers said in words: what is a fast pace.
    articles, links : frozenset of str
        Words that never end the line of a caption, and those before which it may break.
    """

    tag: str
    name: str
    decimal: str
    thousands: str
    greek: Mapping[str, str]
    accents: Mapping[str, str]
    symbols: Mapping[str, str]
    relations: Mapping[str, str]
    units: Mapping[str, str]
    multiples: Mapping[str, str]
    functions: Mapping[str, str]
    words: Lexicon
    plural: Callable[[str], str]
    numerals: Numerals
    phrases: Phrases
    articles: frozenset[str]
    links: frozenset[str]
    wordiness: float = 1.0

    def is_function(self, name: str) -> bool:
        """Tell whether a name before a parenthesis is that of a function."""
        return len(name) == 1 or name in self.functions

    def figures(self, text: str) -> str:
        """Return a text with the numbers that Python printed in it as this language writes them."""
        marks = {",": self.thousands, ".": self.decimal}
        return _ENGLISH.sub(lambda match: marks[match.group()], text)

    def grouped(self, text: str) -> str:
        """Return a number that Python printed with this language's mark between thousands only."""
        return text.replace(",", self.thousands)

    def printed(self, number: str) -> str:
        """Return a number that is written in this language as Python prints it, ungrouped."""
        return number.replace(self.thousands, "").replace(self.decimal, ".")

    @property
    def number(self) -> str:
        """The pattern of a number without its sign."""
        thousands, point = re.escape(self.thousands), re.escape(self.decimal)
        grouped = rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{point}\d+)?"
        return rf"{grouped}|\d+(?:{point}\d+)?|{point}\d+"
