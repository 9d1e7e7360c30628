"""What can happen on the board. Terms are counted from 0, and from -1 backwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.arithmetic.model import Crossing, Mark, State
from scenes.ease import mix, smooth
from scenes.stage import Mistake
from scenes.terms.lines import WRITE_S, blank, whole

if TYPE_CHECKING:
    from scenes.arithmetic import Arithmetic


@dataclass(frozen=True, slots=True)
class Write:
    """Writes a line term after term, up to and with term ``to``.

    Attributes
    ----------
    line : str
        The line's id.
    to : int
        The last term to write, by default the line's last.
    """

    line: str
    to: int = -1

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return the time by the number of terms, in seconds."""
        return WRITE_S * max(len(self._left(state, stage)), 1)

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while it is written."""
        index = stage.index(self.line)
        stop = stage.term(self.line, self.to) + 1
        return state.with_line(index, state.lines[index].writing(stop, alpha))

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when there is nothing to write."""
        stage.term(self.line, self.to)
        if not self._left(state, stage):
            raise Mistake(f"the line {self.line} is already written so far")

    def _left(self, state: State, stage: Arithmetic) -> list[int]:
        line = state.lines[stage.index(self.line)]
        return line.left(stage.term(self.line, self.to) + 1)


@dataclass(frozen=True, slots=True)
class Show:
    """Fades a whole line in, and brings a dimmed one back.

    Attributes
    ----------
    line : str
        The line's id.
    """

    line: str

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while it appears."""
        index = stage.index(self.line)
        return state.with_line(index, state.lines[index].showing(alpha))

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when it is there already."""
        line = state.lines[stage.index(self.line)]
        if line == whole(len(line.written)):
            raise Mistake(f"the line {self.line} is shown already")


@dataclass(frozen=True, slots=True)
class Dim:
    """Lets a line step back; ``show`` brings it forward again.

    Attributes
    ----------
    line : str
        The line's id.
    """

    line: str

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while it dims."""
        index = stage.index(self.line)
        return state.with_line(index, state.lines[index].dimming(alpha))

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when the line is not there."""
        stage.must_be_seen(self.line, state)


@dataclass(frozen=True, slots=True)
class Erase:
    """Fades a line out, with its marks; it can be written again.

    Attributes
    ----------
    line : str
        The line's id.
    """

    line: str

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while it goes."""
        index = stage.index(self.line)
        state = state.with_line(index, state.lines[index].erasing(alpha))
        return state.with_marks(lambda mark: mark.line == self.line, alpha)

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when the line is not there."""
        stage.must_be_seen(self.line, state)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Puts a soft box behind a term, or behind the whole line.

    Attributes
    ----------
    line : str
        The line's id.
    term : int
        The term; by default the whole line.
    """

    line: str
    term: int | None = None

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while the box appears."""
        term = None if self.term is None else stage.term(self.line, self.term)
        before = next((m for m in state.marks if (m.line, m.term) == (self.line, term)), None)
        start = before.strength if before else 0.0
        mark = Mark(self.line, term, mix(start, 1.0, smooth(alpha)))
        others = tuple(m for m in state.marks if m != before)
        return replace(state, marks=(*others, mark) if mark.strength > 0 else others)

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when the term is not there."""
        stage.must_be_seen(self.line, state)
        if (
            self.term is not None
            and not state.lines[stage.index(self.line)].written[stage.term(self.line, self.term)]
        ):
            raise Mistake(f"term {self.term} of the line {self.line} is not written yet")


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Takes the boxes of a line away, or all of them.

    Attributes
    ----------
    line : str
        The line's id; all by default.
    """

    line: str = ""

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while they go."""
        return state.with_marks(lambda mark: self.line in ("", mark.line), alpha)

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` when nothing is highlighted."""
        if self.line:
            stage.index(self.line)
        if not any(self.line in ("", mark.line) for mark in state.marks):
            raise Mistake("nothing is highlighted" + (f" in {self.line}" if self.line else ""))


@dataclass(frozen=True, slots=True)
class Replace:
    """Turns a line into the one that ``replaces`` it: what is the same glides, the rest changes.

    Attributes
    ----------
    line : str
        The line that is there.
    by : str
        The line whose ``replaces`` names it.
    """

    line: str
    by: str

    def length(self, state: State, stage: Arithmetic) -> float:
        """Return seconds."""
        return 1.2

    def at(self, state: State, alpha: float, stage: Arithmetic) -> State:
        """Return the state while one crosses into the other."""
        state = state.with_marks(lambda mark: mark.line == self.line, min(2 * alpha, 1.0))
        others = tuple(c for c in state.crossings if (c.line, c.by) != (self.line, self.by))
        if alpha <= 0:
            return replace(state, crossings=others)
        if alpha < 1:
            return replace(state, crossings=(*others, Crossing(self.line, self.by, alpha)))
        old, new = stage.index(self.line), stage.index(self.by)
        state = state.with_line(old, blank(len(state.lines[old].written)))
        state = state.with_line(new, whole(len(state.lines[new].written)))
        return replace(state, crossings=others)

    def check(self, state: State, stage: Arithmetic) -> None:
        """Raise ``Mistake`` unless the one is there, the other is not, and they share a place."""
        stage.must_be_seen(self.line, state)
        if stage.slot(self.line) != stage.slot(self.by):
            raise Mistake(f"give the line {self.by} `replaces: {self.line}`, to share its place")
        if state.lines[stage.index(self.by)].seen:
            raise Mistake(f"the line {self.by} is on the board already")
