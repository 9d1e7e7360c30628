"""How many times one loss is another: a bracket up the vertical axis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.loss_curve.state import Ratio, State
from scenes.plots.notes import put, taken
from script.typed import Text

if TYPE_CHECKING:
    from scenes.loss_curve import LossCurvePlot


@dataclass(frozen=True, slots=True)
class PutRatio:
    """Draws a bracket from one loss up to a larger one, and says how many times it is.

    On the logarithmic scale equal ratios have equal heights.

    Attributes
    ----------
    from, to : float
        The two losses, the smaller one first.
    k : float
        The step it stands at.
    text : Text
        What is said instead of the ratio.
    """

    from_: float
    to: float
    k: float
    text: Text = Text("")

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, notes=put(state.notes, self.ratio, alpha))

    @property
    def ratio(self) -> Ratio:
        """The bracket."""
        return Ratio(self.from_, self.to, self.k, self.text)


@dataclass(frozen=True, slots=True)
class Unratio:
    """Takes all brackets of ratios away."""

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        notes = taken(state.notes, alpha, lambda of: isinstance(of, Ratio))
        return replace(state, notes=notes)
