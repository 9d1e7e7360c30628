"""What can happen as a program runs: the bar moves, live values change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.code.model import State
from scenes.ease import mix, smooth
from scenes.pace import UNHURRIED, steps_s
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.code import Code

_UPDATE = 0.4
"""The part of a step at which the map's point goes: the lines before the update run until then."""
_GLIDE = 0.7
"""The part of a line's time in which the bar comes to it."""
_BREATH = 0.4
"""How much weaker the bar is halfway through a step that moves it nowhere."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """Moves the bar to a line: this is the one that runs now.

    Attributes
    ----------
    line : int
        The line.
    """

    line: int

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while the bar glides, or appears."""
        start = state.bar if state.lit > 0 else float(self.line)
        bar = mix(start, float(self.line), smooth(alpha))
        lit = mix(state.lit, 1.0, smooth(alpha))
        return replace(state, bar=bar, lit=lit) if lit > 0 else state

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when the line is not there."""
        stage.must_be_written(self.line, state)


@dataclass(frozen=True, slots=True)
class Stop:
    """Takes the bar away."""

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while it fades."""
        lit = mix(state.lit, 0.0, smooth(alpha))
        return replace(state, lit=lit, bar=state.bar if lit > 0 else 1.0)

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when there is no bar."""
        if state.lit == 0:
            raise Mistake("no line is running")


@dataclass(frozen=True, slots=True)
class Start:
    """Shows the live values at iterate ``k``; those of another run are not the program's.

    Attributes
    ----------
    run : RunName
        The run.
    k : int
        The iterate.
    """

    run: RunName
    k: int = 0

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while they appear."""
        if not stage.owns(self.run) or alpha <= 0:
            return state
        done = (self.k,) * len(state.done)
        return replace(state, done=done, values=mix(state.values, 1.0, smooth(alpha)))

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when the run is shorter."""
        if stage.owns(self.run):
            stage.must_reach(self.k)


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the program to iterate ``to``: the bar goes through the loop once a step.

    It keeps the time of a map's ``step``: the update arrives as the point on the map does. More
    than four steps at once leave the bar on the update, and only the live values change.

    Attributes
    ----------
    to : int
        The iterate.
    run : RunName
        The run; one that is not the program's is ignored.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: Code) -> float:
        """Return the time of the steps, by the pace that all kinds share."""
        count = self.to - state.k
        return steps_s(count) if stage.owns(self.run) and count > 0 else 0.0

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state at a fraction of its time."""
        count = self.to - state.k
        if not stage.owns(self.run) or count <= 0 or alpha <= 0:
            return state
        loop = stage.params.loop
        if alpha >= 1:
            done = (self.to,) * len(loop)
            return replace(state, bar=float(loop[-1]), lit=1.0, done=done)
        k = min(int(alpha * count), count - 1)
        part = alpha * count - k
        ends = _ends(len(loop))
        done = tuple(state.k + k + int(part >= end) for end in ends)
        lit = mix(state.lit, 1.0, smooth(4 * alpha * count))
        bar = self._bar(state, k, part, ends, loop)
        if len(loop) == 1 and count <= UNHURRIED and state.lit >= 1:
            lit = 1 - _BREATH * 4 * part * (1 - part)
        return replace(state, bar=bar, lit=lit, done=done)

    def check(self, state: State, stage: Code) -> None:
        """Raise ``Mistake`` when the program has no loop or the run is shorter."""
        if stage.owns(self.run):
            stage.must_reach(self.to)
            for number in stage.params.loop:
                stage.must_be_written(number, state)

    def _bar(
        self, state: State, k: int, part: float, ends: tuple[float, ...], loop: tuple[int, ...]
    ) -> float:
        """Return where the bar is, ``part`` of the way through step ``k`` of these."""
        before = float(loop[-1]) if k > 0 else state.bar
        if self.to - state.k > UNHURRIED:
            if state.lit == 0:
                return float(loop[-1])
            return mix(before, float(loop[-1]), smooth(part / _GLIDE))
        if k == 0 and state.lit == 0:
            before = float(loop[0])
        begin = 0.0
        for line, end in zip(loop, ends, strict=True):
            if part < end or end >= 1:
                glide = smooth((part - begin) / (end - begin) / _GLIDE)
                return mix(before, float(line), glide)
            before, begin = float(line), end
        return before


def _ends(lines: int) -> tuple[float, ...]:
    """Return the part of a step at which each line of the loop has run."""
    return (*(_UPDATE * (i + 1) / (lines - 1) for i in range(lines - 1)), 1.0)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the live values to iterate ``to``.

    Attributes
    ----------
    to : int
        The iterate.
    run : RunName
        The run; one that is not the program's is ignored.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: Code) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state on the way back."""
        if not stage.owns(self.run) or state.k <= self.to or alpha <= 0:
            return state
        k = round(mix(float(state.k), float(self.to), smooth(alpha)))
        return replace(state, done=(k,) * len(state.done))


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes the live values away, and the bar.

    Attributes
    ----------
    run : RunName
        The run; one that is not the program's is ignored.
    """

    run: RunName

    def length(self, state: State, stage: Code) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Code) -> State:
        """Return the state while they fade."""
        if not stage.owns(self.run):
            return state
        values, lit = (mix(now, 0.0, smooth(alpha)) for now in (state.values, state.lit))
        if alpha >= 1:
            return replace(state, values=0.0, lit=0.0, bar=1.0, done=(0,) * len(state.done))
        return replace(state, values=values, lit=lit)
