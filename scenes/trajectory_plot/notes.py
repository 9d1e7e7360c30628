"""What can be written onto a plot, and taken away again: halvings, marks, levels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from scenes.ease import mix, smooth
from scenes.plots.said import Side
from scenes.trajectory_plot.state import Halving, Level, Mark, State
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.trajectory_plot import TrajectoryPlot


@dataclass(frozen=True, slots=True)
class Halve:
    """Draws the curve through a coordinate's dots, and how it halves ``times`` times.

    Attributes
    ----------
    of : str
        The coordinate.
    times : int
        How many halvings are drawn.
    run : RunName
        Whose, where several are plotted.
    """

    of: Literal["x", "y"]
    times: int = 3
    run: RunName | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 1.6 + 0.7 * self.times

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        halving = Halving(stage.halved(self.of, self.run), self.times, mix(0.0, 1.0, alpha))
        return replace(state, halvings=(*state.halvings, halving))


@dataclass(frozen=True, slots=True)
class Unhalve:
    """Takes the halvings of a coordinate away, or all.

    Attributes
    ----------
    of : str
        The coordinate; all by default.
    run : RunName
        Whose, where several are plotted.
    """

    of: Literal["x", "y"] | None = None
    run: RunName | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        gone = None if self.of is None else stage.halved(self.of, self.run)
        return replace(
            state,
            halvings=faded_out(
                state.halvings, alpha, lambda halving: gone in (None, halving.series)
            ),
        )


@dataclass(frozen=True, slots=True)
class PutMark:
    """Labels dot ``k`` of a series (counted from 0).

    Attributes
    ----------
    k : int
        The dot.
    text : Text
        The label.
    series : int
        The series, counted from 0.
    side : str
        Where the label stands.
    """

    k: int
    text: Text
    series: int = 0
    side: Side = "right"

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        seen = mix(0.0, 1.0, smooth(alpha))
        mark = Mark(self.series, self.k, self.text, self.side, seen)
        return replace(state, marks=(*state.marks, mark))


@dataclass(frozen=True, slots=True)
class Unmark:
    """Takes the labels of dot ``k`` away, or all.

    Attributes
    ----------
    k : int
        The dot; all by default.
    """

    k: int | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        marks = faded_out(state.marks, alpha, lambda mark: self.k in (None, mark.k))
        return replace(state, marks=marks)


@dataclass(frozen=True, slots=True)
class PutLevel:
    """Draws a dashed line at a value, with its label.

    Attributes
    ----------
    value : float
        Where the line is drawn.
    text : Text
        Its label.
    """

    value: float
    text: Text = Text("")

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        level = Level(self.value, self.text, mix(0.0, 1.0, alpha))
        return replace(state, levels=(*state.levels, level))


@dataclass(frozen=True, slots=True)
class Unlevel:
    """Takes the line at a value away, or all.

    Attributes
    ----------
    value : float
        The line's value; all by default.
    """

    value: float | None = None

    def length(self, state: State, stage: TrajectoryPlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: TrajectoryPlot) -> State:
        """Return the state at a fraction of its time."""
        levels = faded_out(state.levels, alpha, lambda level: self.value in (None, level.value))
        return replace(state, levels=levels)


def faded_out(items: tuple[Any, ...], alpha: float, chosen: Any) -> tuple[Any, ...]:
    """Return the items with the chosen ones ``alpha`` of the way out; without them at 1."""
    if alpha >= 1:
        return tuple(item for item in items if not chosen(item))
    left = 1 - smooth(alpha)
    return tuple(
        replace(item, opacity=item.opacity * left) if chosen(item) else item for item in items
    )
