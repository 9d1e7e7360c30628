"""English, as lecturers in the United States speak it."""

from __future__ import annotations

import re

from script.say import numbers
from script.say.english import ENGLISH, PHRASES
from script.say.language import Language, Numerals
from script.say.lexicon import (
    ACCENTS,
    FUNCTIONS,
    GREEK,
    MULTIPLES,
    RELATIONS,
    SYMBOLS,
    UNITS,
)

_LINKS = """
and or but nor so yet because although though while when where which who that if unless until
since whether as then of in on at to by for from with into onto over under across along toward
towards through between after before around about against within without than per
"""


def _plural(unit: str) -> str:
    """Return the plural of a unit; its first word takes the s."""
    return unit if unit.endswith("hertz") else re.sub(r"^\w+", r"\g<0>s", unit)


LANGUAGE = Language(
    tag="en",
    name="English",
    decimal=".",
    thousands=",",
    greek=GREEK,
    accents=ACCENTS,
    symbols=SYMBOLS,
    relations=RELATIONS,
    units=UNITS,
    multiples=MULTIPLES,
    functions=FUNCTIONS,
    words=ENGLISH,
    plural=_plural,
    numerals=Numerals(
        cardinal=numbers.cardinal,
        decimal=numbers.decimal,
        ordinal=lambda number, ending: numbers.ordinal(number),
        fraction=numbers.fraction,
        powers=numbers.POWERS,
        endings="st|nd|rd|th",
    ),
    phrases=PHRASES,
    articles=frozenset(
        {"a", "an", "the", "its", "their", "our", "your", "his", "her", "my"},
    ),
    links=frozenset(_LINKS.split()),
)
