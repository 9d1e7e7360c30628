"""The texts of a lesson's pictures, each with what is written in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from script.errors import ExpressionError, Findings, closest
from script.nodes import Place, Scalar
from script.say.template import Computed, parts
from script.scalars import Maths, Text
from script.translation.file import Entry, Translation

_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTED = re.compile(r'"([^"]*)"')
_LIKE = 0.75
"""How much alike a text must be to one that is gone, to be what has become of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that a lesson shows: its scene (None for the lesson's own) and what it says."""

    scene: str | None
    text: Scalar


class Texts:
    """Gives each text of a lesson its translation, and knows afterwards which were missing.

    Without a translation it gives each text itself, and knows which have words.
    """

    def __init__(self, translation: Translation | None = None) -> None:
        self._translation = translation
        self._used: set[Place] = set()
        self._asked: dict[tuple[str | None, str], Asked] = {}

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The texts with words that were asked for, each once a scene."""
        return tuple(self._asked.values())

    def of_scene(self, scene: str | None) -> Callable[[Scalar, type[Text]], Scalar]:
        """Return what gives the texts of one scene."""
        return lambda text, hint: self.of(text, scene, hint)

    def of(self, text: Scalar, scene: str | None, hint: type[Text] = Text) -> Scalar:
        """Return what is written in place of a text: its translation, or itself."""
        if has_words(text.text, hint):
            self._asked.setdefault((scene, " ".join(text.text.split())), Asked(scene, text))
        entry = self._translation.of(text.text, scene) if self._translation else None
        if entry is None:
            return text
        self._used.add(entry.place)
        return text if entry.text is None else entry.text

    def check(self, findings: Findings) -> None:
        """Note the texts that have no translation, and the entries that nothing asks for."""
        translation = self._translation
        if translation is None:
            return
        unused = [entry for entry in translation.texts if entry.place not in self._used]
        left = {" ".join(entry.original.text.split()): entry for entry in unused}
        told: set[str] = set()
        for asked in self._asked.values():
            said = " ".join(asked.text.text.split())
            entry = translation.of(said, asked.scene)
            if entry is None and said not in told:
                told.add(said)
                near = closest(said, left, _LIKE)
                place = left.pop(near).place if near else translation.place
                what = f"{shortened(said)} has no translation ({asked.text.place})"
                hint = f"it was {shortened(near)}" if near else ""
                findings.add(place, what, hint)
        for gone in left.values():
            where = f"the scene {gone.scene}" if gone.scene else "the lesson"
            what = f"{where} has no text {shortened(gone.original.text)}"
            findings.add(gone.place, what, "remove it")
        for entry in translation.texts:
            if entry.place in self._used:
                check_entry(entry, shortened(entry.original.text), findings)


def check_entry(entry: Entry, called: str, findings: Findings) -> None:
    """Note what is wrong in a translation that the lesson asks for, and how it is ``called``."""
    if entry.was is not None:
        what = f"{called} was translated from another text"
        findings.add(entry.was.place, what, "look at the translation, then remove was:")
    if entry.text is None:
        findings.add(entry.place, f"{called} has no translation yet")
        return
    theirs, ours = expressions(entry.original), expressions(entry.text)
    for lost in sorted(theirs - ours):
        findings.add(entry.text.place, f"the number {{{lost}}} is lost in translation")
    for new in sorted(ours - theirs):
        hint = closest(new, theirs)
        what = f"the number {{{new}}} is not in the text that is translated"
        findings.add(entry.text.place, what, f"did you mean {{{hint}}}?" if hint else "")


def expressions(text: Scalar) -> frozenset[str]:
    """Return the expressions in a text, spaces and formats aside; none of a broken text."""
    try:
        found = parts(text.text)
    except ExpressionError:  # told where the text is read
        return frozenset()
    computed = (part for part in found if isinstance(part, Computed))
    return frozenset("".join(part.expression.split()) for part in computed)


def has_words(text: str, hint: type[Text] = Text) -> bool:
    """Tell whether a text must be translated: it has a word outside of numbers and mathematics.

    In mathematics, what stands in quotes are words.
    """
    plain = re.sub(r"\{[^{}]*\}", " ", text)
    if issubclass(hint, Maths):
        return any(_WORD.search(quoted) for quoted in _QUOTED.findall(plain))
    maths = re.findall(r"\$[^$]*\$", plain)
    prose = re.sub(r"\$[^$]*\$", " ", plain)
    return bool(_WORD.search(prose)) or any(has_words(formula, Maths) for formula in maths)


def shortened(text: str | None, most: int = 40) -> str:
    """Return a text in quotes, cut where it is long."""
    said = " ".join((text or "").split())
    return f"“{said}”" if len(said) <= most else f"“{said[: most - 1].rstrip()}…”"
