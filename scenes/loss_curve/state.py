"""What a plot of loss curves shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from scenes.dial import Dial
from scenes.plots.axis import Span
from scenes.plots.notes import Notes
from scenes.plots.said import Color, Scale, Side
from script.results import CurveName, MomentsName, RunName
from script.typed import Text

LossName: TypeAlias = RunName | CurveName | MomentsName
"""Whatever has losses: a run, a curve, or an expectation."""

What = Literal["peak", "gap", "best", "slope", "plateau", "falling", "rising"]
"""A feature that a curve is diagnosed by."""

Which = Literal["train", "validation"]
Validation = Literal["no", "shown", "later"]


@dataclass(frozen=True, slots=True)
class Ghost:
    """A faint line that stays where a run's curve has been at a learning rate.

    Attributes
    ----------
    lr : float
        The learning rate.
    label : Text
        Stands at its end; by default the rate.
    """

    lr: float
    label: Text = Text("")

    @property
    def says(self) -> str:
        """What stands at its end."""
        return self.label or f"{self.lr:.3g}"


@dataclass(frozen=True, slots=True)
class Series:
    """A curve of the plot.

    Attributes
    ----------
    of : str
        The run, curve or expectation whose losses are drawn.
    label : Text
        Stands at the head of its line; by default the name, where there are several.
    color : str
        A meaning, or a number among the colours of runs.
    validation : str
        Whether its validation losses are drawn, dashed: ``no``, ``shown`` from the first, or
        ``later``, when ``validate`` draws them.
    hidden : bool
        Whether it waits for ``start`` or ``draw``.
    ghosts : tuple of Ghost
        Learning rates at which it leaves a faint line behind as ``rate`` turns it on.
    """

    of: LossName
    label: Text = Text("")
    color: Color = ""
    validation: Validation = "no"
    hidden: bool = False
    ghosts: tuple[Ghost, ...] = ()


@dataclass(frozen=True, slots=True)
class Params:
    """Losses against the step or epoch, one curve or several.

    Attributes
    ----------
    curves : tuple of Series
        What is drawn; or ``of`` for a single one.
    of : str
        The losses of a single curve.
    steps : int
        The right end of the plot; by default that of the longest curve.
    window : tuple of float
        Lowest and highest loss in sight on the linear scale; by default those of the curves.
    log_window : tuple of float
        The same on the logarithmic scale; by default those of the curves, down to
        twelve powers of ten below their start.
    scale : str
        The scale at first.
    named : bool
        Whether the labels are there from the first; ``name`` brings them.
    title : Text
        Stands over the plot.
    name : Text
        The vertical axis' name.
    step_name : Text
        The horizontal axis' name; by default ``epoch`` for stored curves, else ``step``.
    """

    curves: tuple[Series, ...] = ()
    of: LossName | None = None
    steps: int | None = None
    window: Span | None = None
    log_window: Span | None = None
    scale: Scale = "linear"
    named: bool = True
    title: Text = Text("")
    name: Text = Text("loss")
    step_name: Text = Text("")

    @property
    def series(self) -> tuple[Series, ...]:
        """The curves, the one of the short form included."""
        return self.curves if self.of is None else (Series(self.of), *self.curves)


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at step ``k`` of a line."""

    series: int
    k: int
    which: Which
    text: Text
    side: Side


@dataclass(frozen=True, slots=True)
class Level:
    """A dashed line at a loss."""

    value: float
    text: Text


@dataclass(frozen=True, slots=True)
class Ratio:
    """A bracket at step ``k`` between two losses, and how many times one is the other."""

    low: float
    high: float
    k: float
    text: Text


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a curve, drawn and said; ``span`` are the steps of a slope."""

    what: What
    series: int
    span: tuple[int, int]
    text: Text


Noted = Mark | Level | Ratio | Feature
"""What is laid over the curves."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that widens round a point of a line and vanishes."""

    series: int
    k: int
    progress: float


@dataclass(frozen=True, slots=True)
class Shown:
    """How one curve is shown.

    ``k`` is how far it has come; ``seen`` its opacity; ``lit`` how far it stands out (0: dimmed);
    ``named`` the opacity of its label; ``judged`` the part of its validation line that is drawn;
    ``dial`` where its rate was turned to; ``ghosts`` the opacities of its ghosts.
    """

    k: float = 0.0
    seen: float = 1.0
    lit: float = 1.0
    named: float = 1.0
    judged: float = 0.0
    dial: Dial | None = None
    ghosts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the plot; ``log`` is the way from the linear (0) to the log scale (1)."""

    curves: tuple[Shown, ...]
    log: float
    notes: Notes = ()
    rings: tuple[Ring, ...] = ()

    @property
    def dials(self) -> tuple[Dial | None, ...]:
        """Where the rates of the curves' runs were turned to."""
        return tuple(shown.dial for shown in self.curves)

    def with_curve(self, index: int, shown: Shown) -> State:
        """Return the state with one curve shown otherwise."""
        return replace(self, curves=(*self.curves[:index], shown, *self.curves[index + 1 :]))
