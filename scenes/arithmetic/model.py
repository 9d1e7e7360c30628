"""What a calculation is and what of it is on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from scenes.frames import fading
from scenes.look import Meaning
from scenes.terms.lines import LineState
from script.typed import Maths, Text

NO_TEXT = Text("")


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a line.

    Attributes
    ----------
    math : Maths
        Typst maths.
    color : str
        The colour's meaning.
    name : Text
        A caption under it.
    """

    math: Maths
    color: Meaning = "ink"
    name: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Line:
    """A line of terms.

    Attributes
    ----------
    id : str
        What actions call it.
    terms : tuple of Term
        Its terms; none makes a blank line.
    replaces : str
        An earlier line whose place it takes when the action ``replace`` says so.
    """

    id: str
    terms: tuple[Term, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Params:
    """The whole calculation: every line has its place before the first one is written.

    Attributes
    ----------
    lines : tuple of Line
        Every line, from the top down.
    title : Text
        Stands over them.
    align : str
        ``equals`` puts each line's first term that starts with ``=`` in one column.
    """

    lines: tuple[Line, ...]
    title: Text = NO_TEXT
    align: Literal["left", "equals"] = "equals"


@dataclass(frozen=True, slots=True)
class Mark:
    """A soft box behind a term, or behind its whole line when ``term`` is None."""

    line: str
    term: int | None
    strength: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line on its way into another, ``progress`` in (0, 1)."""

    line: str
    by: str
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

    def with_marks(self, chosen: Callable[[Mark], bool], alpha: float) -> State:
        """Return the state with the chosen marks faded by ``alpha``, and gone at 1."""
        return replace(self, marks=fading(self.marks, chosen, alpha))
