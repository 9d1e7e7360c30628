"""Code in a monospaced font, the one inside Typst's wheel: its characters can be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from scenes import typeset
from scenes.look import MONO_FONT
from scenes.typeset import em

if TYPE_CHECKING:
    from manim import VGroup, VMobject

Face = Literal["regular", "bold", "oblique"]

_RULES = {"regular": "", "bold": 'weight: "bold", ', "oblique": 'style: "oblique", '}
_PRINTED = "".join(map(chr, range(33, 127)))
_ADVANCE = 0.602
"""Of every character of DejaVu Sans Mono, in em."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of a stretch of code, and its face."""

    color: str
    face: Face = "regular"


def advance(size: float) -> float:
    """Return the width of every character, in scene units."""
    return _ADVANCE * em(size)


@lru_cache(maxsize=256)
def _characters(shown: str, size: float, face: Face) -> dict[str, VMobject]:
    """Return the outline of each of some characters, its origin at (0, 0)."""
    rules = f'#set text(font: "{MONO_FONT}", fallback: false, {_RULES[face]}ligatures: false)\n'
    table = typeset.characters(shown, size, "regular", rules)
    return {character: outline for character, (outline, _) in table.items()}


def line(pieces: Iterable[tuple[str, Ink]], size: float) -> VGroup:
    """Return a line of code from pieces of text, its baseline's left end at the origin.

    Made of outlines kept from character to character, so that it may change every frame.
    """
    from manim import VGroup

    pieces = tuple(pieces)
    row = VGroup()
    x = 0.0
    for shown, ink in pieces:
        for character in shown:
            if not character.isspace():
                known = _PRINTED if character in _PRINTED else character
                glyph = _characters(known, size, ink.face)[character].copy()
                row.add(glyph.shift(np.array([x, 0.0, 0.0])).set_color(ink.color))
            x += advance(size)
    signed: Any = typeset.signed(row, "".join(shown for shown, _ in pieces), "code", size)
    signed.baseline = 0.0
    return row
