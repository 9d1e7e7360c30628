"""What can happen in a grid of races, by the names a script uses. Rows are counted from 1."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.ease import mix, share, smooth
from scenes.pace import steps_s, stride
from scenes.race.state import State

if TYPE_CHECKING:
    from scenes.race.stage import Race

_DIM = 0.3
_A_DECADE_S = 1.7
_TURN = 0.12
"""The part of a race in which a clock that stands elsewhere is set."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """Shows a row, or all that are hidden one after another.

    Attributes
    ----------
    row : int
        Which, from 1; by default all.
    """

    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return 0.8 seconds a row."""
        return 0.8 * max(len(self._hidden(state)), 1)

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Fade the rows in."""
        hidden = self._hidden(state)
        for place, i in enumerate(hidden):
            shown = smooth(share(alpha, place, len(hidden), overlap=0.3))
            state = state.row(i, seen=mix(state.seen[i], 1.0, shown))
        return state

    def _hidden(self, state: State) -> tuple[int, ...]:
        return tuple(i for i in chosen(self.row, state) if state.seen[i] < 1)


@dataclass(frozen=True, slots=True)
class Step:
    """Takes all dots to step ``to``, evenly in time, at the pace of a map's ``step``.

    Attributes
    ----------
    to : int
        The number of steps taken then; runs that are over stay at their end.
    row : int
        Only in this row, from 1; by default in all that are shown.
    """

    to: int
    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(max((self.to - state.k[i] for i in self._moved(state, stage)), default=1.0))

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Let each dot rest, then go, step by step."""
        moved = self._moved(state, stage)
        if not moved:
            return state
        first = clock = max(state.k[i] for i in moved)
        for i in moved:
            k = stride(round(state.k[i]), self.to, alpha).at
            clock, state = max(clock, k), state.row(i, k=min(k, float(stage.end(i))))
        return _clocked(state, first, clock, alpha)

    def _moved(self, state: State, stage: Race) -> tuple[int, ...]:
        rows = shown(self.row, state)
        return tuple(i for i in rows if state.k[i] < min(self.to, stage.end(i)))


@dataclass(frozen=True, slots=True)
class Run:
    """Lets all dots race until every run has arrived or is over, by the clock of the params.

    Attributes
    ----------
    row : int
        Only in this row, from 1; by default in all that are shown.
    """

    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return the time by the clock: with a logarithmic one 1.7 seconds a power of ten."""
        ways = [(state.k[i], stage.end(i)) for i in shown(self.row, state)]
        if stage.params.clock == "log":
            decades = (math.log10((end + 1) / (k + 1)) for k, end in ways if end > k)
            return 1.0 + _A_DECADE_S * max(decades, default=0.0)
        return steps_s(max((end - k for k, end in ways if end > k), default=1.0))

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Move all dots by one clock; each row stops at its own end."""
        rows = [i for i in shown(self.row, state) if state.k[i] < stage.end(i)]
        if not rows:
            return state
        first = min(state.k[i] for i in rows)
        last = float(max(stage.end(i) for i in rows))
        gone = (alpha + smooth(alpha)) / 2
        clock = mix(first, last, gone)
        if stage.params.clock == "log" and alpha < 1:
            clock = math.expm1(mix(math.log1p(first), math.log1p(last), gone))
        for i in rows:
            k = min(max(state.k[i], clock), float(stage.end(i)))
            state = state.row(i, k=k)
        return _clocked(state, first, clock, alpha)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds all dots to step ``to``; what was crowned there is no longer.

    Attributes
    ----------
    to : int
        The step to go back to.
    row : int
        Only in this row, from 1; by default in all.
    """

    to: int = 0
    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Run the ways backwards."""
        clock = state.clock
        for i in chosen(self.row, state):
            k = min(state.k[i], mix(state.k[i], float(self.to), smooth(alpha)))
            state = state.row(i, k=k, crowned=mix(state.crowned[i], 0.0, smooth(alpha)))
        return replace(state, clock=min(clock, mix(clock, float(self.to), smooth(alpha))))


@dataclass(frozen=True, slots=True)
class Crown:
    """Frames and names the cell of each row that got there in the fewest steps (all of a tie).

    Attributes
    ----------
    row : int
        Which row, from 1; by default all that are shown.
    """

    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Fade the frame in."""
        for i in shown(self.row, state):
            state = state.row(i, crowned=mix(state.crowned[i], 1.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Uncrown:
    """Takes the winners' frames away.

    Attributes
    ----------
    row : int
        In which row, from 1; by default in all.
    """

    row: int | None = None

    def length(self, state: State, stage: Race) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Fade the frame."""
        for i in chosen(self.row, state):
            state = state.row(i, crowned=mix(state.crowned[i], 0.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Highlight:
    """Dims all rows but one.

    Attributes
    ----------
    row : int
        Which stays bright, from 1.
    """

    row: int

    def length(self, state: State, stage: Race) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Dim the others."""
        for i in range(len(state.k)):
            to = 1.0 if i == self.row - 1 else _DIM
            state = state.row(i, lit=mix(state.lit[i], to, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Makes all rows equally bright again."""

    def length(self, state: State, stage: Race) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Race) -> State:
        """Brighten all rows."""
        for i in range(len(state.k)):
            state = state.row(i, lit=mix(state.lit[i], 1.0, smooth(alpha)))
        return state


def _clocked(state: State, first: float, clock: float, alpha: float) -> State:
    """Return the state with the clock at ``clock``; one that showed another race fades over."""
    if state.clock == first or alpha >= _TURN:
        return replace(state, clock=clock, ticking=1.0)
    fade = 2 * alpha / _TURN - 1
    if fade < 0:
        return replace(state, ticking=smooth(-fade))
    return replace(state, clock=clock, ticking=smooth(fade))


def chosen(row: int | None, state: State) -> tuple[int, ...]:
    """Return the numbers, from 0, of the rows an action is for."""
    return tuple(range(len(state.k))) if row is None else (row - 1,)


def shown(row: int | None, state: State) -> tuple[int, ...]:
    """Return those of them that are in sight."""
    return tuple(i for i in chosen(row, state) if state.seen[i] > 0)


ACTIONS: Mapping[str, type[Any]] = {
    "reveal": Reveal,
    "step": Step,
    "race": Run,
    "back": Back,
    "crown": Crown,
    "uncrown": Uncrown,
    "highlight": Highlight,
    "unhighlight": Unhighlight,
}
