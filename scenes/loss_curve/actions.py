"""What moves the curves of a plot: they come, go on, and stand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.ease import mix, smooth
from scenes.loss_curve import emphasis, notes, ratios, turning
from scenes.loss_curve.state import LossName, Ring, State
from scenes.pace import steps_s, stride
from scenes.plots.emphasis import Unhighlight
from scenes.plots.scale import ToScale

if TYPE_CHECKING:
    from scenes.loss_curve import LossCurvePlot


@dataclass(frozen=True, slots=True)
class Start:
    """Puts a hidden curve on the plot, at step ``k``; one that is there already moves.

    Attributes
    ----------
    run : str
        The run, curve or expectation.
    k : int
        The step it has come to.
    """

    run: LossName
    k: int = 0

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.losses.all_of(self.run):
            shown, k = state.curves[i], float(min(self.k, stage.losses.last(i)))
            if shown.seen > 0:
                k = mix(shown.k, k, smooth(alpha))
            seen = mix(shown.seen, 1.0, smooth(alpha))
            state = state.with_curve(i, replace(shown, k=k, seen=seen))
        return state


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes a curve off the plot.

    Attributes
    ----------
    run : str
        The run, curve or expectation.
    """

    run: LossName

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.losses.all_of(self.run):
            shown = state.curves[i]
            gone = replace(shown, seen=mix(shown.seen, 0.0, smooth(alpha)))
            state = state.with_curve(i, gone)
        return state


@dataclass(frozen=True, slots=True)
class Step:
    """Takes every curve in sight (or one) to step ``to``, evenly, step after step.

    It keeps the time of a map's ``step``: one cue may move both, and what is not on the plot is
    ignored.

    Attributes
    ----------
    to : int
        The step; a curve that ends before it stops at its end.
    run : str
        Only this one.
    """

    to: int
    run: LossName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        ways = (self.to - state.curves[i].k for i in self._moved(state, stage))
        return steps_s(max(ways, default=1.0))

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time; unhurried steps rest before they go."""
        for i in self._moved(state, stage):
            shown = state.curves[i]
            k = min(stride(round(shown.k), self.to, alpha).at, float(stage.losses.last(i)))
            state = state.with_curve(i, replace(shown, k=k))
        return state

    def _moved(self, state: State, stage: LossCurvePlot) -> tuple[int, ...]:
        return tuple(i for i in stage.in_sight(self.run, state) if state.curves[i].k < self.to)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds every curve in sight (or one) to step ``to``.

    Attributes
    ----------
    to : int
        The step.
    run : str
        Only this one.
    """

    to: int = 0
    run: LossName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.in_sight(self.run, state):
            shown = state.curves[i]
            k = min(shown.k, mix(shown.k, float(self.to), smooth(alpha)))
            state = state.with_curve(i, replace(shown, k=k))
        return state


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws curves from where they are to their end in one sweep; hidden ones too.

    Attributes
    ----------
    curves : tuple of str
        Which; by default those in sight.
    """

    curves: tuple[LossName, ...] = ()

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 2.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time; what was hidden fades in at the start."""
        for i in stage.chosen(self.curves) if self.curves else stage.in_sight(None, state):
            shown, last = state.curves[i], float(stage.losses.last(i))
            way = smooth(alpha) * 0.5 + alpha * 0.5
            seen = mix(shown.seen, 1.0, smooth(5 * alpha))
            drawn = replace(shown, k=mix(shown.k, last, way), seen=seen)
            state = state.with_curve(i, drawn)
        return state


@dataclass(frozen=True, slots=True)
class Validate:
    """Draws a curve's validation losses, dashed, up to where the curve has come.

    Attributes
    ----------
    curve : str
        Which; by default the first. Its ``validation`` is ``later``.
    """

    curve: LossName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        i = stage.losses.place(self.curve)
        shown = state.curves[i]
        return state.with_curve(i, replace(shown, judged=mix(shown.judged, 1.0, smooth(alpha))))


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye to step ``k`` of a curve.

    Attributes
    ----------
    k : int
        The step.
    curve : str
        Which; by default the first.
    """

    k: int
    curve: LossName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time; the ring is gone at both ends."""
        if not 0 < alpha < 1:
            return state
        ring = Ring(stage.losses.place(self.curve), self.k, alpha)
        return replace(state, rings=(*state.rings, ring))


ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "clear": Clear,
    "step": Step,
    "back": Back,
    "draw": Draw,
    "validate": Validate,
    "name": emphasis.Name,
    "unname": emphasis.Unname,
    "highlight": emphasis.Highlight,
    "unhighlight": Unhighlight,
    "scale": ToScale,
    "mark": notes.PutMark,
    "unmark": notes.Unmark,
    "level": notes.PutLevel,
    "chance": notes.Chance,
    "unlevel": notes.Unlevel,
    "ratio": ratios.PutRatio,
    "unratio": ratios.Unratio,
    "show": notes.Show,
    "hide": notes.Hide,
    "pulse": Pulse,
    "rate": turning.Rate,
}
"""The actions by their name in a script."""
