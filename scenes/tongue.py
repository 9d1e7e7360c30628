"""What is set in type, in the language of the look: kinds write in English and know no other.

Numbers get the marks of the language, and what kinds write of their own accord is exchanged, by the
catalogue of the language (``scenes.languages``). It all happens where type is set, so that no
kind can forget it. What a script says is in its language already.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from scenes.shot import Shot
from scenes.stage import leaves
from script.say.languages import ENGLISH, language

PLAIN = frozenset({"arithmetic", "formula", "question", "statements"})
"""Kinds that write nothing but what the script says."""

_SPOKEN: ContextVar[str] = ContextVar("language of what is set", default=ENGLISH)
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_MATHS = re.compile(r"\$[^$]*\$")
_LIST = re.compile(r"\([^()]*\d\.\d[^()]*\)")
_BETWEEN = re.compile(r"(?<=\d),(?=\s*[−+-]?\d)")


@contextmanager
def setting_in(tag: str) -> Iterator[None]:
    """Set all type in a language, given by its tag."""
    before = _SPOKEN.get()
    _SPOKEN.set(tag)
    try:
        yield
    finally:
        _SPOKEN.set(before)  # no token: a studio may be closed from where it was not opened


def worded(markup: str) -> str:
    """Return markup of a kind's own in the language; any other as it is.

    It is found by its words, whatever the numbers in it.
    """
    catalogue = _catalogue(_SPOKEN.get())
    found = catalogue.get(_NUMBER.sub("{}", markup)) if catalogue else None
    if found is not None:
        numbers = iter(_NUMBER.findall(markup))
        markup = re.sub(r"\{\}", lambda _: next(numbers), found)
    return _MATHS.sub(lambda formula: listed(formula.group()), markup)


def figures(shown: str) -> str:
    """Return figures, as Python prints them, with the decimal mark of the language."""
    return _DECIMAL.sub(_mark(_SPOKEN.get()), listed(shown))


def listed(maths: str) -> str:
    """Return mathematics with semicolons in each list of which a number has a comma inside."""
    if _mark(_SPOKEN.get()) != ",":
        return maths
    return _LIST.sub(lambda found: _BETWEEN.sub(";", found.group()), maths)


def rules() -> str:
    """Return Typst's rules for the language: how numbers are written in text and mathematics."""
    mark = _mark(_SPOKEN.get())
    if mark == ".":
        return ""
    return f'#show regex("\\d\\.\\d"): it => it.text.replace(".", "{mark}")\n'


def depends_on_language(shot: Shot) -> bool:
    """Tell whether a shot's pictures may differ from those of the same shot in another language.

    They do not where its kinds write only what the script says, and no decimals.
    """
    if any(panel.kind not in PLAIN for panel in shot.panels):
        return True
    parts = shot.panels, tuple(cue.action for cue in shot.cues), shot.captions
    return any(isinstance(leaf, str) and _DECIMAL.search(leaf) for leaf in leaves(parts))


def catalogue_module(tag: str) -> str:
    """Return the module that holds what kinds write in a language."""
    return f"scenes.languages.{tag.lower().replace('-', '_')}"


@cache
def _mark(tag: str) -> str:
    return language(tag).decimal


@cache
def _catalogue(tag: str) -> Mapping[str, str]:
    if tag == ENGLISH:
        return {}
    words: Mapping[str, str] = importlib.import_module(catalogue_module(tag)).WORDS
    return words
