"""Where a caption may be broken, as a cost: after punctuation, before a small word, never inside.

The words are the shown units of a line, punctuation attached.
"""

from __future__ import annotations

import re
from itertools import accumulate

from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH

AFTER_SENTENCE = 0
AFTER_CLAUSE = 4
BEFORE_LINK = 8
ANYWHERE = 20
NEVER = 200

_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*$")
_CLAUSE = re.compile(r"[,;:—–)][\"”’)\]]*$")
_EDGES = '"“”‘’()[],;:.!?…'
_SIGN = re.compile(r"^[=+\-−±×·/*<>≤≥≈≠→]+$")


def break_cost(before: str, after: str, language: Language = ENGLISH) -> int:
    """Return the cost of ending a line between two words of one line of narration."""
    word, following = before.strip(_EDGES).lower(), after.strip(_EDGES).lower()
    if _SENTENCE.search(before):
        return AFTER_SENTENCE
    if _CLAUSE.search(before):
        return AFTER_CLAUSE
    if word in language.articles or _SIGN.match(before) or _SIGN.match(after):
        return NEVER
    if word in language.links:
        return 2 * ANYWHERE
    if following in language.links:
        return BEFORE_LINK
    return ANYWHERE


def split_lines(
    words: tuple[str, ...], costs: tuple[int, ...], chars: int
) -> tuple[int, tuple[str, ...]]:
    """Return the cheapest division of a caption's words into lines, and its cost.

    ``costs[i]`` is the cost of a break after ``words[i]``. One line when it has at most ``chars``
    characters; else two, at the cheapest break, the more even the better. Each character beyond
    ``chars`` costs ``NEVER``.
    """
    text = " ".join(words)
    if len(text) <= chars or len(words) == 1:
        return NEVER * max(len(text) - chars, 0), (text,)
    ends = list(accumulate(len(word) + 1 for word in words))  # of each word, with its space

    def cost(cut: int) -> int:
        upper, lower = ends[cut - 1] - 1, len(text) - ends[cut - 1]
        over = max(upper - chars, 0) + max(lower - chars, 0)
        return costs[cut - 1] + abs(upper - lower) // 4 + NEVER * over

    cut = min(range(1, len(words)), key=cost)
    return cost(cut), (" ".join(words[:cut]), " ".join(words[cut:]))
