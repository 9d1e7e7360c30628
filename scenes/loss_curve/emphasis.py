"""What makes a curve of a plot known and stand out: its label, and the dimming of others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, smooth
from scenes.loss_curve.state import LossName, State
from scenes.plots.emphasis import lit

if TYPE_CHECKING:
    from scenes.loss_curve import LossCurvePlot


@dataclass(frozen=True, slots=True)
class Name:
    """Brings the labels of curves.

    Attributes
    ----------
    curves : tuple of str
        Which; by default all.
    """

    curves: tuple[LossName, ...] = ()

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return _named(state, 1.0, alpha, stage.chosen(self.curves))


@dataclass(frozen=True, slots=True)
class Unname:
    """Takes the labels of curves away.

    Attributes
    ----------
    curves : tuple of str
        Which; by default all.
    """

    curves: tuple[LossName, ...] = ()

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return _named(state, 0.0, alpha, stage.chosen(self.curves))


@dataclass(frozen=True, slots=True)
class Highlight:
    """Dims all curves but some.

    Attributes
    ----------
    curves : tuple of str
        Those that stay bright.
    """

    curves: tuple[LossName, ...]

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return lit(state, alpha, stage.chosen(self.curves))


def _named(state: State, to: float, alpha: float, chosen: tuple[int, ...]) -> State:
    """Return the state with some labels ``alpha`` of the way to an opacity."""
    for i in chosen:
        shown = state.curves[i]
        named = replace(shown, named=mix(shown.named, to, smooth(alpha)))
        state = state.with_curve(i, named)
    return state
