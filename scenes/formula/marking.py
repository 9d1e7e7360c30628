"""What can be put at the terms of a formula, and taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenes.formula.model import MarkKind, State
from scenes.stage import Mistake

if TYPE_CHECKING:
    from scenes.formula import Formula


@dataclass(frozen=True, slots=True)
class Highlight:
    """Puts a soft box behind terms, or behind the whole line.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        The terms; by default all.
    """

    line: str
    terms: tuple[str, ...] = ()

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while the box appears."""
        return state.marking("highlight", self.line, (_at(self, stage),), alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when the terms are not there."""
        stage.must_be_seen(self.line, self.terms, state)


@dataclass(frozen=True, slots=True)
class Frame:
    """Draws a frame round terms, or round the whole line: a result to keep.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        The terms; by default all.
    """

    line: str
    terms: tuple[str, ...] = ()

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while the frame is drawn."""
        return state.marking("box", self.line, (_at(self, stage),), alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when the terms are not there."""
        stage.must_be_seen(self.line, self.terms, state)


@dataclass(frozen=True, slots=True)
class Strike:
    """Strikes terms out, one name after another: those of one name cancel and go together.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        What is struck out, in this order.
    """

    line: str
    terms: tuple[str, ...]

    def length(self, state: State, stage: Formula) -> float:
        """Return 0.7 seconds for each name."""
        return 0.7 * max(len(self.terms), 1)

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while the strokes are drawn; what is struck out pales."""
        places = tuple(stage.terms(self.line, (term,)) for term in self.terms)
        return state.marking("strike", self.line, places, alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when the terms are not there, or none are named."""
        if not self.terms:
            raise Mistake("strike needs the terms to strike out")
        stage.must_be_seen(self.line, self.terms, state)


@dataclass(frozen=True, slots=True)
class NameTerms:
    """Says what terms are: a brace opens at each, then its name appears, one after another.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        The terms whose names are wanted; by default all the line has left, from the left.
    """

    line: str
    terms: tuple[str, ...] = ()

    def length(self, state: State, stage: Formula) -> float:
        """Return 0.7 seconds for each name."""
        return 0.7 * max(len(self._new(state, stage)), 1)

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while the names appear."""
        return state.marking("name", self.line, self._new(state, stage), alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when the terms are not there or have no name."""
        stage.must_be_seen(self.line, self.terms, state)
        if not stage.names(self.line, self.terms):
            raise Mistake(f"no term of the line {self.line} has a name")
        if not self._new(state, stage):
            raise Mistake(f"these terms of the line {self.line} are named already")

    def _new(self, state: State, stage: Formula) -> tuple[tuple[int, ...], ...]:
        """Return the names that are not there yet."""
        found = stage.names(self.line, self.terms)
        return tuple((i,) for i in found if state.strength("name", self.line, (i,)) < 1)


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Takes the soft boxes of a line away, or all of them.

    Attributes
    ----------
    line : str
        The line; by default all.
    """

    line: str = ""

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while they go."""
        return _without("highlight", self.line, state, alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when nothing is highlighted."""
        _must_have("highlight", self.line, "nothing is highlighted", state, stage)


@dataclass(frozen=True, slots=True)
class Unframe:
    """Takes the frames of a line away, or all of them.

    Attributes
    ----------
    line : str
        The line; by default all.
    """

    line: str = ""

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while they go."""
        return _without("box", self.line, state, alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when there is no frame."""
        _must_have("box", self.line, "there is no box", state, stage)


@dataclass(frozen=True, slots=True)
class Unname:
    """Takes the names of a line away, or all of them.

    Attributes
    ----------
    line : str
        The line; by default all.
    """

    line: str = ""

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while they go."""
        return _without("name", self.line, state, alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when nothing is named."""
        _must_have("name", self.line, "nothing is named", state, stage)


def _at(action: Highlight | Frame, stage: Formula) -> tuple[int, ...]:
    """Return the terms a mark is put at; none for the whole line."""
    return stage.terms(action.line, action.terms) if action.terms else ()


def _without(kind: MarkKind, line: str, state: State, alpha: float) -> State:
    return state.unmarking(lambda mark: mark.kind == kind and line in ("", mark.line), alpha)


def _must_have(kind: MarkKind, line: str, none: str, state: State, stage: Formula) -> None:
    if line:
        stage.index(line)
    if not any(mark.kind == kind and line in ("", mark.line) for mark in state.marks):
        raise Mistake(none + (f" in {line}" if line else ""))
