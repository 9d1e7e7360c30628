"""What can happen on a plot of steps needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.ease import mix, smooth
from scenes.plots.emphasis import Unhighlight, lit
from scenes.plots.notes import put, taken
from scenes.plots.said import Color, Side
from scenes.sweep.state import Mark, Ring, Seen, State, What
from script.results import SweepName
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.sweep import SweepPlot


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws curves from left to right, from where they are.

    Attributes
    ----------
    curves : tuple of str
        Which; by default all.
    to : float
        The rate or kappa at which they stop; by default their end.
    """

    curves: tuple[SweepName, ...] = ()
    to: float | None = None

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 3.0

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.chosen(self.curves):
            shown = state.curves[i]
            end = 1.0 if self.to is None else stage.drawing.share(i, self.to)
            way = 0.5 * smooth(alpha) + 0.5 * alpha
            drawn = max(shown.drawn, mix(shown.drawn, end, way))
            seen = mix(shown.seen, 1.0, smooth(5 * alpha))
            state = state.with_curve(i, replace(shown, drawn=drawn, seen=seen))
        return state


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes curves off the plot; ``draw`` draws them anew.

    Attributes
    ----------
    curves : tuple of str
        Which; by default all.
    """

    curves: tuple[SweepName, ...] = ()

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        for i in stage.chosen(self.curves):
            shown = state.curves[i]
            seen = mix(shown.seen, 0.0, smooth(alpha))
            gone = replace(shown, seen=seen, drawn=shown.drawn if seen > 0 else 0.0)
            state = state.with_curve(i, gone)
        return state


@dataclass(frozen=True, slots=True)
class Show:
    """Draws what there is to see in a curve, and says where it is.

    Attributes
    ----------
    what : str
        ``wall``: the rate at and beyond which it takes for ever. ``never``: the room beyond it.
        ``fewest``: the point that needs the fewest steps. ``best``: the rate that theory calls
        fastest in the long run.
    curve : str
        Which; by default the first.
    text : Text
        What is said instead.
    """

    what: What
    curve: SweepName | None = None
    text: Text = Text("")

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 1.2

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        shown = Seen(self.what, stage.speeds.place(self.curve), self.text)
        return replace(state, notes=put(state.notes, shown, alpha))


@dataclass(frozen=True, slots=True)
class Hide:
    """Takes away what ``show`` has shown: one thing, or all.

    Attributes
    ----------
    what : str
        Which.
    """

    what: What | None = None

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        notes = taken(
            state.notes,
            alpha,
            lambda of: isinstance(of, Seen) and self.what in (None, of.what),
        )
        return replace(state, notes=notes)


@dataclass(frozen=True, slots=True)
class PutMark:
    """Puts a labelled dot on a curve, at the rate of a run or at a value.

    Where it never arrives the dot is a triangle at the top of the plot.

    Attributes
    ----------
    run : str
        The run whose rate it is; or ``at``.
    at : float
        A rate or kappa that the sweep has.
    text : Text
        The label.
    curve : str
        Which; by default the first.
    side : str
        Where the label stands, if there is room.
    color : str
        A meaning, or a number among the colours of runs; by default that of the curve.
    """

    run: RunName | None = None
    at_: float | None = None
    text: Text = Text("")
    curve: SweepName | None = None
    side: Side = "above"
    color: Color = ""

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        place = stage.speeds.place(self.curve)
        mark = Mark(place, stage.value(self.run, self.at_), self.text, self.side, self.color)
        return replace(state, notes=put(state.notes, mark, alpha))


@dataclass(frozen=True, slots=True)
class Unmark:
    """Takes labelled dots away: that of a run, that at a value, or all.

    Attributes
    ----------
    run : str
        The run whose rate it is.
    at : float
        The value.
    """

    run: RunName | None = None
    at_: float | None = None

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        is_all = self.run is None and self.at_ is None
        value = None if is_all else stage.value(self.run, self.at_)
        notes = taken(
            state.notes, alpha, lambda of: isinstance(of, Mark) and value in (None, of.at)
        )
        return replace(state, notes=notes)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Dims all curves but some.

    Attributes
    ----------
    curves : tuple of str
        Those that stay bright.
    """

    curves: tuple[SweepName, ...]

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time."""
        return lit(state, alpha, stage.chosen(self.curves))


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye to a point of a curve, at the rate of a run or at a value.

    Attributes
    ----------
    run : str
        The run whose rate it is; or ``at``.
    at : float
        A rate or kappa that the sweep has.
    curve : str
        Which; by default the first.
    """

    run: RunName | None = None
    at_: float | None = None
    curve: SweepName | None = None

    def length(self, state: State, stage: SweepPlot) -> float:
        """Return its natural length in seconds."""
        return 1.0

    def at(self, state: State, alpha: float, stage: SweepPlot) -> State:
        """Return the state at a fraction of its time; the ring is gone at both ends."""
        if not 0 < alpha < 1:
            return state
        ring = Ring(stage.speeds.place(self.curve), stage.value(self.run, self.at_), alpha)
        return replace(state, rings=(*state.rings, ring))


ACTIONS: Mapping[str, type[Any]] = {
    "draw": Draw,
    "clear": Clear,
    "show": Show,
    "hide": Hide,
    "mark": PutMark,
    "unmark": Unmark,
    "highlight": Highlight,
    "unhighlight": Unhighlight,
    "pulse": Pulse,
}
"""The actions by their name in a script."""
