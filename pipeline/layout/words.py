"""What a text on screen says: its words, without its markup and its formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scenes.typeset import Setting, has_glyph

_FORMULA = re.compile(r"(?<!\\)\$.*?(?<!\\)\$", re.DOTALL)
_CALL = re.compile(r"#[a-z]+\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ESCAPE = re.compile(r"\\(.)")

COMMON = frozenset(
    _WORD.findall(
        "the and that this with from for you your are its his her was were has have had not but "
        "what which who how why when where than then they them their there here into onto over "
        "one two can will would all any out now does did each every some more most just only"
    )
)
"""Words too common to tie a text to a moment of the voice."""
_NAME_LETTERS = 3


def prose(setting: Setting) -> tuple[str, ...]:
    """Return the words of a text; a formula inside counts as one, figures and formulas as none."""
    if setting.sort != "text":
        return ()
    text = _ESCAPE.sub(r"\1", _CALL.sub(" ", _FORMULA.sub(" formula ", setting.source)))
    return tuple(_WORD.findall(text))


def names(words: Sequence[str]) -> frozenset[str]:
    """Return the words that tie a text to what is said: in small letters, none too common."""
    parts = (word.lower().removesuffix("’s").removesuffix("'s") for word in words)
    return frozenset(word for word in parts if len(word) >= _NAME_LETTERS and word not in COMMON)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of plain text, as in narration."""
    return tuple(_WORD.findall(text))


def strange(setting: Setting) -> tuple[str, ...]:
    """Return the characters of a text that no font can draw, each once."""
    return _strange(setting.source, setting.sort == "math")


@lru_cache(maxsize=2048)
def _strange(source: str, is_maths: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}
    pieces = re.split(r"(?<!\\)\$", source)
    for i, piece in enumerate(pieces):
        sort = "math" if is_maths or i % 2 else "text"
        for character in piece:
            if not character.isascii() and not has_glyph(character, sort):
                found[character] = None
    return tuple(found)
