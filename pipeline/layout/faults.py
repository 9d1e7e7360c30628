"""What a rule finds, before it is known where in the lesson's file it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.layout.picture import Picture, Writing


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a picture.

    ``panel`` and ``subject`` name what is wrong: the same fault in another picture has the same
    names. ``source`` is what a text was set from, ``badness`` orders faults of a rule.
    """

    rule: str
    panel: str
    subject: str
    says: str
    hint: str
    badness: float
    source: str | None = None


Rule = Callable[["Picture"], Iterator[Fault]]
"""Yields the faults of one picture. A rule is a function; its docstring is the rule."""


def quoted(writing: Writing) -> str:
    """Return a text as a writer would recognize it, cut when long."""
    source = " ".join(writing.setting.source.replace("\\ ", " ").split())
    return f"“{source if len(source) <= _LONGEST else source[: _LONGEST - 1] + '…'}”"


_LONGEST = 40
