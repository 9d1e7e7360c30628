"""What is laid over the curves and taken away again: marks, levels and features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gdmath.curves import guessing_loss
from scenes.loss_curve.state import Feature, Level, LossName, Mark, State, What, Which
from scenes.plots.notes import put, taken
from scenes.plots.said import Side
from script.typed import Text

if TYPE_CHECKING:
    from scenes.loss_curve import LossCurvePlot


@dataclass(frozen=True, slots=True)
class PutMark:
    """Labels step ``k`` of a curve.

    Attributes
    ----------
    k : int
        The step, one the curve has come to.
    text : Text
        The label.
    curve : str
        Which; by default the first.
    of : str
        ``train`` or ``validation``.
    side : str
        Where the label stands, if there is room.
    """

    k: int
    text: Text
    curve: LossName | None = None
    of: Which = "train"
    side: Side = "right"

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        mark = Mark(stage.losses.place(self.curve), self.k, self.of, self.text, self.side)
        return replace(state, notes=put(state.notes, mark, alpha))


@dataclass(frozen=True, slots=True)
class Unmark:
    """Takes the labels of step ``k`` away, or all.

    Attributes
    ----------
    k : int
        The step.
    """

    k: int | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        notes = taken(
            state.notes, alpha, lambda of: isinstance(of, Mark) and self.k in (None, of.k)
        )
        return replace(state, notes=notes)


@dataclass(frozen=True, slots=True)
class PutLevel:
    """Draws a dashed line at a loss, with its label.

    Attributes
    ----------
    value : float
        The loss.
    text : Text
        The label.
    """

    value: float
    text: Text = Text("")

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, notes=put(state.notes, Level(self.value, self.text), alpha))


@dataclass(frozen=True, slots=True)
class Chance:
    """Draws a dashed line at the loss of guessing, ``ln C`` for C classes.

    Attributes
    ----------
    classes : int
        How many classes there are to guess from.
    """

    classes: int = 2

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, notes=put(state.notes, self.level, alpha))

    @property
    def level(self) -> Level:
        """The line; ``ValueError`` for less than two classes."""
        value = guessing_loss(self.classes)
        return Level(value, Text(f"guessing: $ln {self.classes} = {value:.3f}$"))


@dataclass(frozen=True, slots=True)
class Unlevel:
    """Takes the line at a loss away, or all.

    Attributes
    ----------
    value : float
        The loss.
    """

    value: float | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        notes = taken(
            state.notes, alpha, lambda of: isinstance(of, Level) and self.value in (None, of.value)
        )
        return replace(state, notes=notes)


@dataclass(frozen=True, slots=True)
class Show:
    """Draws a feature that a curve is diagnosed by, and says how large it is.

    Attributes
    ----------
    what : str
        ``peak``: how often the start the largest loss is. ``gap``: how far validation has climbed
        since its best epoch, and the room that opened between the lines. ``best``: the best
        epoch. ``slope``: the factor a step between two steps, as a triangle on the log scale.
        ``plateau``: how long it lay flat. ``falling``: the pace of the last fifth, where 1 is that
        of the whole way. ``rising``: the share of epochs in which the loss grew by over 5 %.
    curve : str
        Which; by default the first.
    from, to : int
        The steps of a slope; by default the second half.
    text : Text
        What is said instead of the measure.
    """

    what: What
    curve: LossName | None = None
    from_: int | None = None
    to: int | None = None
    text: Text = Text("")

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 1.6

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        return replace(state, notes=put(state.notes, self.feature(stage), alpha))

    def feature(self, stage: LossCurvePlot) -> Feature:
        """Return the feature as it is drawn."""
        i = stage.losses.place(self.curve)
        last = stage.losses.last(i)
        span = (0, 0)
        if self.what == "slope":
            stop = last if self.to is None else self.to
            span = (stop // 2 if self.from_ is None else self.from_, stop)
        return Feature(self.what, i, span, self.text)


@dataclass(frozen=True, slots=True)
class Hide:
    """Takes a feature away, or all.

    Attributes
    ----------
    what : str
        Which feature.
    curve : str
        Of which curve; by default of all.
    """

    what: What | None = None
    curve: LossName | None = None

    def length(self, state: State, stage: LossCurvePlot) -> float:
        """Return its natural length in seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LossCurvePlot) -> State:
        """Return the state at a fraction of its time."""
        chosen = stage.losses.all_of(self.curve)
        notes = taken(
            state.notes,
            alpha,
            lambda of: (
                isinstance(of, Feature) and self.what in (None, of.what) and of.series in chosen
            ),
        )
        return replace(state, notes=notes)
