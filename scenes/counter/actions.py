"""What can happen to counters, by the names a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenes.counter.state import State
from scenes.ease import mix, smooth
from scenes.pace import steps_s, stride
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.counter import Counter


@dataclass(frozen=True, slots=True)
class Start:
    """Shows the count of a run, at step ``k``; one that is there already goes to it.

    Attributes
    ----------
    run : str
        The run.
    k : int
        The steps taken.
    """

    run: RunName
    k: int = 0

    def length(self, state: State, stage: Counter) -> float:
        """Return 0.7 seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: Counter) -> State:
        """Fade the count in, or wind it."""
        for i in stage.of_run(self.run):
            k = float(min(self.k, stage.last(i)))
            if state.seen[i] > 0:
                k = mix(state.k[i], k, smooth(alpha))
            state = state.with_count(i, k, mix(state.seen[i], 1.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes the count of a run away.

    Attributes
    ----------
    run : str
        The run.
    """

    run: RunName

    def length(self, state: State, stage: Counter) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Counter) -> State:
        """Fade the count."""
        for i in stage.of_run(self.run):
            state = state.with_count(i, state.k[i], mix(state.seen[i], 0.0, smooth(alpha)))
        return state


@dataclass(frozen=True, slots=True)
class Step:
    """Counts the runs in sight (or one) on to step ``to``, evenly, at a map's pace.

    Attributes
    ----------
    to : int
        The steps taken then; a run that ends before stops at its end.
    run : str
        Only this one.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: Counter) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(max((self.to - state.k[i] for i in self._moved(state, stage)), default=1.0))

    def at(self, state: State, alpha: float, stage: Counter) -> State:
        """Let each count turn as its walker arrives."""
        for i in self._moved(state, stage):
            k = min(stride(round(state.k[i]), self.to, alpha).at, float(stage.last(i)))
            state = state.with_count(i, k, state.seen[i])
        return state

    def _moved(self, state: State, stage: Counter) -> tuple[int, ...]:
        return tuple(i for i in stage.in_sight(self.run, state) if state.k[i] < self.to)


@dataclass(frozen=True, slots=True)
class Back:
    """Winds every count in sight (or one) back to step ``to``.

    Attributes
    ----------
    to : int
        The step to go back to.
    run : str
        Only this one.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: Counter) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Counter) -> State:
        """Let the counts run backwards."""
        for i in stage.in_sight(self.run, state):
            k = min(state.k[i], mix(state.k[i], float(self.to), smooth(alpha)))
            state = state.with_count(i, k, state.seen[i])
        return state


ACTIONS: Mapping[str, type[Any]] = {"start": Start, "step": Step, "back": Back, "clear": Clear}
