"""The words of a spoken text, each with the words of a dictionary it is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from script.say.numbers import cardinal

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")
_CENTURIES = (19, 20)


@dataclass(frozen=True, slots=True)
class Word:
    """The characters ``start:stop`` of a text, and how a dictionary writes what is said there."""

    start: int
    stop: int
    said: tuple[str, ...]


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; both halves of "seventy-five" are one each."""
    return tuple(
        Word(found.start(), found.end(), _said(found.group())) for found in _WORD.finditer(text)
    )


def _said(word: str) -> tuple[str, ...]:
    if word.isdecimal():
        return tuple(re.findall(r"\w+", _year(word) if len(word) == 4 else cardinal(int(word))))
    return (word.replace("’", "'"),)


def _year(digits: str) -> str:
    """Return a year as it is read: nineteen eighty-six, nineteen oh five, two thousand one."""
    century, rest = divmod(int(digits), 100)
    if century not in _CENTURIES or (century == 20 and rest < 10):
        return cardinal(int(digits))
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"
