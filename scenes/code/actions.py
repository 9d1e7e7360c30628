"""What can happen to a program's text. Lines are counted from 1, as their numbers are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.code.model import LineState, State
from scenes.ease import mix, share, smooth
from scenes.stage import Mistake
from scenes.terms.lines import DIM
from script.typed import Text

if TYPE_CHECKING:
    from scenes.code import Code

_KEY_S = 0.045


@dataclass(frozen=True, slots=True)
class Write:
    """Types the program, character by character.

    Attributes
    ----------
    to : int
        The last line to type; by default the last of all.
    """

    to: int = 0

    def length(self, state: State, stage: Code) -> float:
        """Return 0.045 seconds a character, at least half a second."""
        return max(_KEY_S * sum(n for _, n in self._left(state, stage)), 0.5)

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while it is typed, evenly in characters."""
        left = self._left(state, stage)
        typed = alpha * sum(n for _, n in left)
        for index, n in left:
            done = 1.0 if alpha >= 1 else min(max(typed / n, 0.0), 1.0)
            line = state.lines[index]
            state = state.with_line(index, replace(line, written=mix(line.written, 1.0, done)))
            typed -= n
        return state

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when there is nothing to type."""
        if self.to:
            stage.line(self.to)
        if not self._left(state, stage):
            raise Mistake("the code is already written so far")

    def _left(self, state: State, stage: Code) -> list[tuple[int, float]]:
        """Return the lines that are not typed in full, with the characters that are missing."""
        stop = stage.line(self.to) + 1 if self.to else len(state.lines)
        return [
            (i, max(len(line.text) * (1 - line.written), 0.1))
            for i, line in enumerate(state.lines[:stop])
            if line.written < 1
        ]


@dataclass(frozen=True, slots=True)
class Show:
    """Fades lines in, one after another.

    Attributes
    ----------
    lines : tuple of int
        The lines; by default all that are not there.
    """

    lines: tuple[int, ...] = ()

    def length(self, state: State, stage: Code) -> float:
        """Return seconds by the number of lines."""
        return 0.5 + 0.15 * (len(self._new(state, stage)) - 1)

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while they appear."""
        new = self._new(state, stage)
        for i, index in enumerate(new):
            come = smooth(share(alpha, i, len(new), 0.6))
            if come > 0:
                line = replace(state.lines[index], written=1.0, light=mix(0.0, 1.0, come))
                state = state.with_line(index, line)
        return state

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when they are there already."""
        if not self._new(state, stage):
            raise Mistake("these lines are shown already")

    def _new(self, state: State, stage: Code) -> list[int]:
        chosen = [stage.line(n) for n in self.lines] or range(len(state.lines))
        return [i for i in chosen if state.lines[i].written < 1]


@dataclass(frozen=True, slots=True)
class Focus:
    """Dims all lines but some; without lines, brings all back.

    Attributes
    ----------
    lines : tuple of int
        The lines that keep their light.
    """

    lines: tuple[int, ...] = ()

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while the light changes."""
        bright = {stage.line(n) for n in self.lines} or set(range(len(state.lines)))
        lines = tuple(
            replace(line, light=mix(line.light, 1.0 if i in bright else DIM, smooth(alpha)))
            for i, line in enumerate(state.lines)
        )
        return replace(state, lines=lines)

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` for a line that is not there."""
        for number in self.lines:
            stage.must_be_written(number, state)


@dataclass(frozen=True, slots=True)
class Replace:
    """Turns a line into another: words that both have glide, the rest changes.

    Attributes
    ----------
    line : int
        The line.
    by : Text
        Its new text; it keeps the indentation.
    """

    line: int
    by: Text

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 1.2

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while one becomes the other."""
        index = stage.line(self.line)
        line = state.lines[index]
        if alpha <= 0:
            return state
        new = replace(line, next=self._text(line), progress=alpha)
        if alpha >= 1:
            new = LineState(new.next, line.written, line.light)
        return state.with_line(index, new)

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when the line is not there, or its new text has no room."""
        stage.must_be_written(self.line, state)
        stage.must_fit(self.line, self._text(state.lines[stage.line(self.line)]))

    def _text(self, line: LineState) -> str:
        indent = len(line.text) - len(line.text.lstrip())
        return " " * indent + self.by.strip()
