"""What a formula is made of and what of it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from scenes.ease import mix, share, smooth
from scenes.frames import fading
from scenes.look import Meaning
from scenes.terms.board import Side
from scenes.terms.lines import LineState
from script.typed import Maths, Text

NO_TEXT = Text("")


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a line that has a meaning of its own.

    Attributes
    ----------
    math : Maths
        Typst maths.
    id : str
        What actions call it, and what it is matched by when one line becomes another; by default
        its maths. Several terms may share one.
    color : str
        The colour's meaning.
    name : Text
        What the action ``name`` writes at it, behind a brace.
    side : str
        Whether the name stands ``under`` or ``over`` it.
    """

    math: Maths
    id: str = ""
    color: Meaning = "ink"
    name: Text = NO_TEXT
    side: Side = "under"

    @property
    def key(self) -> str:
        """What it is called."""
        return self.id or self.math


@dataclass(frozen=True, slots=True)
class Name:
    """A name of several neighbouring terms together.

    Attributes
    ----------
    terms : tuple of str
        The first and the last of them, or all.
    name : Text
        What the action ``name`` writes at them, behind a brace.
    color : str
        The colour's meaning.
    side : str
        Whether it stands ``over`` or ``under`` them.
    """

    terms: tuple[str, ...]
    name: Text
    color: Meaning = "ink"
    side: Side = "over"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of terms; none makes a blank line.

    Attributes
    ----------
    id : str
        What actions call it.
    terms : tuple of Term
        From left to right; a plain text is a term's maths.
    names : tuple of Name
        Names of several terms together.
    replaces : str
        An earlier line in whose place this one stands, once ``transform`` has turned that into it.
    """

    id: str
    terms: tuple[Term, ...] = ()
    names: tuple[Name, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Params:
    """A formula, or several under one another; each has its place from the start.

    Attributes
    ----------
    lines : tuple of Line
        From the top down. A line too wide for the panel is broken before an operator.
    title : Text
        Stands over them.
    align : tuple of str
        Starts of terms, such as ``=`` or ``arrow.l``: each line's first such term stands in one
        column. Empty: all lines begin at the left.
    """

    lines: tuple[Line, ...]
    title: Text = NO_TEXT
    align: tuple[str, ...] = ("=", "arrow.l")


MarkKind = Literal["highlight", "box", "strike", "name"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A soft box, a frame, a stroke or a name at some terms of a line.

    ``at`` holds the indices of the terms, of a name the index among the line's names; none is
    the whole line. ``strength`` is how far it is there, in (0, 1].
    """

    kind: MarkKind
    line: str
    at: tuple[int, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line on its way into another, ``progress`` in (0, 1)."""

    line: str
    into: str
    progress: float


@dataclass(frozen=True, slots=True)
class State:
    """What is on the board; ``lines`` in the order of the params."""

    lines: tuple[LineState, ...]
    marks: tuple[Mark, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    def with_line(self, index: int, line: LineState) -> State:
        """Return the state with one line changed."""
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))

    def strength(self, kind: MarkKind, line: str, at: tuple[int, ...]) -> float:
        """Return how far a mark is there: 0 for not at all."""
        found = (m.strength for m in self.marks if (m.kind, m.line, m.at) == (kind, line, at))
        return next(found, 0.0)

    def marking(
        self, kind: MarkKind, line: str, places: tuple[tuple[int, ...], ...], alpha: float
    ) -> State:
        """Return the state while marks appear, one after another."""
        marks = {(mark.kind, mark.line, mark.at): mark for mark in self.marks}
        for i, at in enumerate(places):
            come = smooth(share(alpha, i, len(places), 0.35))
            strength = mix(self.strength(kind, line, at), 1.0, come)
            if strength > 0:
                marks[kind, line, at] = Mark(kind, line, at, strength)
        return replace(self, marks=tuple(marks.values()))

    def unmarking(self, chosen: Callable[[Mark], bool], alpha: float) -> State:
        """Return the state with the chosen marks faded by ``alpha``, and gone at 1."""
        return replace(self, marks=fading(self.marks, chosen, alpha))
