"""The learning rate as a dial: a run's whole curve turns with it, and leaves ghosts behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose
from typing import TYPE_CHECKING

from gdmath.run import Trajectory
from scenes.dial import TURN_S, Dial, must_turn, turning
from scenes.ease import smooth
from scenes.loss_curve.losses import Losses
from scenes.loss_curve.state import Shown, State
from scenes.plots.notes import seen
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.loss_curve import LossCurvePlot

_APPEARS = 0.15
"""The part of a turn in which a ghost comes to be seen, once its rate is behind."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Turns the learning rate of a run, and its whole curve with it, as a map's ``rate`` does.

    At any rate on the way the losses are the exact ones, so that one cue turns map and plot
    together. It is for descent and momentum on a bowl. At the wall and beyond it the curve has
    the colour of a warning. At the rates of its ``ghosts`` it leaves a faint line behind.

    Attributes
    ----------
    to : float
        The learning rate to turn to; without it the rate stays.
    momentum : float
        The momentum to turn to; without it that stays.
    run : str
        Which run; by default all in sight.
    """

    to: float | None = None
    momentum: float | None = None
    run: RunName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return the time of a turn on a map."""
        return TURN_S

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time, evenly in the rate."""
        for i in self.moved(state, stage.losses) if alpha > 0 else ():
            state = state.with_curve(i, self._turned(state.curves[i], alpha, i, stage.losses))
        return state

    def moved(self, state: State, losses: Losses) -> tuple[int, ...]:
        """Return the curves in sight whose runs it turns."""
        named = losses.all_of(self.run)
        return tuple(i for i in named if i in losses.runs and state.curves[i].seen > 0)

    def check(self, state: State, losses: Losses) -> None:
        """Raise ``Mistake`` when nothing in sight can be turned there."""
        moved = self.moved(state, losses)
        if not moved:
            raise Mistake("no run in sight has a rate to turn: start or draw it first")
        for i in moved:
            series = losses.series[i]
            must_turn(series.of, losses.runs[i], state.curves[i].dial, self.to, self.momentum)
        if seen(state.notes):
            raise Mistake("marks, levels and features would stand beside a line that turns: "
                          "take them away first")  # fmt: skip

    def _turned(self, shown: Shown, alpha: float, index: int, losses: Losses) -> Shown:
        run: Trajectory = losses.runs[index]
        before = shown.dial or Dial(run.lr)
        there = turning(run, before, self.to, self.momentum, alpha)
        end = before.lr if self.to is None else self.to
        ghosts = tuple(
            max(light, _left(ghost.lr, before.lr, there.lr, end))
            for light, ghost in zip(shown.ghosts, losses.series[index].ghosts, strict=True)
        )
        return replace(shown, dial=there, ghosts=ghosts)


def _left(ghost: float, start: float, now: float, end: float) -> float:
    """Return how much of a ghost is seen when a rate on its way from start to end is ``now``.

    It is left behind at the start or on the way, never at the end.
    """
    if isclose(ghost, end) or isclose(start, end):
        return 0.0
    at, reached = ((rate - start) / (end - start) for rate in (ghost, now))
    if at < -1e-9 or at > 1:
        return 0.0
    return smooth((reached - at) / min(_APPEARS, 1 - at))
