"""What can happen on a plot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.ease import mix, smooth
from scenes.pace import UNHURRIED, steps_s
from scenes.plots.scale import ToScale
from scenes.trajectory_plot.notes import Halve, PutLevel, PutMark, Unhalve, Unlevel, Unmark
from scenes.trajectory_plot.state import Ring, State
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.trajectory_plot import TrajectoryPlot

_REST = 0.4
"""The part of an unhurried step before it goes."""


@dataclass(frozen=True, slots=True)
class Start:
    """Puts the series of a run on the plot, at dot ``k``; one that is there already moves.

    Attributes
    ----------
    run : RunName
        Whose series.
    k : int
        The dot the line has come to.
    """

    run: RunName
    k: int = 0

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.of_run(self.run):
            k = float(min(self.k, stage.last(i)))
            if state.seen[i] > 0:
                k = mix(state.k[i], k, smooth(alpha))
            state = state.with_series(i, k, mix(state.seen[i], 1.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes the series of a run off the plot.

    Attributes
    ----------
    run : RunName
        Whose series.
    """

    run: RunName

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.of_run(self.run):
            state = state.with_series(i, state.k[i], mix(state.seen[i], 0.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Step:
    """Takes every series in sight (or those of one run) to dot ``to``, evenly, dot after dot.

    It keeps the time of a map's ``step``: one cue may move both, and a run that is not on the
    plot is ignored.

    Attributes
    ----------
    to : int
        The dot to go to.
    run : RunName
        Whose; all by default.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(max((self.to - state.k[i] for i in self.moved(state, stage)), default=1.0))

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time; unhurried steps rest before they go."""
        for i in self.moved(state, stage):
            first = round(state.k[i])
            k = min(int(alpha * (self.to - first)), self.to - first - 1)
            part = alpha * (self.to - first) - k
            glide = part if self.to - first > UNHURRIED else (part - _REST) / (1 - _REST)
            reached = mix(first + k + smooth(glide), float(self.to), float(alpha >= 1))
            state = state.with_series(i, min(reached, float(stage.last(i))), state.seen[i])
        return state

    def moved(self, state: State, stage: TrajectoryPlot) -> tuple[int, ...]:
        """Return the series that are in sight and not there yet."""
        return tuple(i for i in stage.in_sight(self.run, state) if state.k[i] < self.to)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds every series in sight (or those of one run) to dot ``to``.

    Attributes
    ----------
    to : int
        The dot to go back to.
    run : RunName
        Whose; all by default.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.in_sight(self.run, state):
            k = min(state.k[i], mix(state.k[i], float(self.to), smooth(alpha)))
            state = state.with_series(i, k, state.seen[i])
        return state


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye to dot ``k`` of a series (counted from 0).

    Attributes
    ----------
    k : int
        The dot.
    series : int
        The series, counted from 0.
    """

    k: int
    series: int = 0

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time; the ring is gone at both ends."""
        if not 0 < alpha < 1:
            return state
        return replace(state, rings=(*state.rings, Ring(self.series, self.k, alpha)))


ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "clear": Clear,
    "step": Step,
    "back": Back,
    "scale": ToScale,
    "halve": Halve,
    "unhalve": Unhalve,
    "mark": PutMark,
    "unmark": Unmark,
    "level": PutLevel,
    "unlevel": Unlevel,
    "pulse": Pulse,
}
"""The actions by their name in a script."""
