"""What a plot of runs against the step number shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenes.plots.axis import Span
from scenes.plots.said import Color, Scale, Side
from script.typed import RunName, Text

Quantity = Literal["f", "f_x", "f_y", "x", "y", "grad_norm", "step_len"]
"""What is plotted: the loss, what x or y alone adds to it (on a quadratic without a mixed term,
above its minimum), a coordinate, the steepness, the length of the step from k."""


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity of a run. ``label`` stands at the head of its line.

    Attributes
    ----------
    run : RunName
        Whose quantity.
    of : str
        What is plotted.
    color : str
        A colour by its meaning, or by number among those of runs; by default what is
        plotted, then the next of them.
    label : Text
        Stands at the head of its line.
    hidden : bool
        Whether it waits for its ``start``.
    """

    run: RunName
    of: Quantity = "f"
    color: Color = ""
    label: Text = Text("")
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Params:
    """A plot of one or several series.

    Attributes
    ----------
    series : tuple of Series
        What is plotted; or ``run`` and ``quantity`` for a single one.
    steps : int
        The right end of the plot.
    run : RunName
        The run of a single series.
    quantity : str
        What is plotted of it.
    window : tuple of float
        Lowest and highest value in sight on the linear scale; by default those of the series.
    log_window : tuple of float
        The same on the logarithmic scale; by default whole powers of ten.
    scale : str
        The scale at first.
    title : Text
        Stands over the plot.
    name : str
        The vertical axis' name in Typst maths.
    step_name : Text
        The horizontal axis' name.
    """

    steps: int
    series: tuple[Series, ...] = ()
    run: RunName | None = None
    quantity: Quantity = "f"
    window: Span | None = None
    log_window: Span | None = None
    scale: Scale = "linear"
    title: Text = Text("")
    name: str = ""
    step_name: Text = Text("step")

    @property
    def all_series(self) -> tuple[Series, ...]:
        """The series, the one of the short form included."""
        return self.series if self.run is None else (Series(self.run, self.quantity), *self.series)


@dataclass(frozen=True, slots=True)
class Halving:
    """The curve through a series' dots with a staircase of its halvings.

    ``drawn`` is how much of it is drawn, from 0 to 1.
    """

    series: int
    times: int
    drawn: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at a series' dot."""

    series: int
    k: int
    text: Text
    side: Side
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Level:
    """A dashed line at a value; ``drawn`` is the part of it that is drawn."""

    value: float
    text: Text
    drawn: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that widens round a series' dot and vanishes."""

    series: int
    k: int
    progress: float


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the plot.

    ``k`` is how far each series has come, a fraction on the way to the next dot; ``seen`` is
    each one's opacity; ``log`` is the way from the linear (0) to the logarithmic scale (1).
    """

    k: tuple[float, ...]
    seen: tuple[float, ...]
    log: float
    halvings: tuple[Halving, ...] = ()
    marks: tuple[Mark, ...] = ()
    levels: tuple[Level, ...] = ()
    rings: tuple[Ring, ...] = ()

    def with_series(self, index: int, k: float, seen: float) -> State:
        """Return the state with one series elsewhere."""
        return replace(
            self,
            k=(*self.k[:index], k, *self.k[index + 1 :]),
            seen=(*self.seen[:index], seen, *self.seen[index + 1 :]),
        )
