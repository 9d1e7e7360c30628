"""What a plot of steps needed shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenes.plots.axis import Span
from scenes.plots.notes import Notes
from scenes.plots.said import Color, Scale, Side
from script.results import SweepName
from script.typed import Text

What = Literal["wall", "never", "fewest", "best"]
"""What there is to see in a sweep."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A sweep of the plot.

    Attributes
    ----------
    of : str
        The sweep.
    label : Text
        Stands at the end of its line; by default the name, where there are several.
    color : str
        A meaning, or a number among the colours of runs.
    drawn : bool
        Whether it is there from the first; else ``draw`` draws it.
    """

    of: SweepName
    label: Text = Text("")
    color: Color = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Params:
    """Steps needed against the learning rate (a U-curve) or the condition number.

    Attributes
    ----------
    curves : tuple of Curve
        What is drawn; or ``of`` for a single one. All go over the same: rates, or kappas.
    of : str
        The sweep of a single curve.
    axes : str
        ``log`` for both axes logarithmic, or ``linear``.
    across : tuple of float
        The window of rates or kappas; by default theirs, with the wall in sight.
    window : tuple of float
        The window of steps; by default theirs.
    title : Text
        Stands over the plot.
    name : Text
        The vertical axis' name.
    across_name : Text
        The horizontal axis' name; by default $eta$ or $kappa$.
    """

    curves: tuple[Curve, ...] = ()
    of: SweepName | None = None
    axes: Scale = "log"
    across: Span | None = None
    window: Span | None = None
    title: Text = Text("")
    name: Text = Text("steps")
    across_name: Text = Text("")

    @property
    def all_curves(self) -> tuple[Curve, ...]:
        """The curves, the one of the short form included."""
        return self.curves if self.of is None else (Curve(self.of), *self.curves)


@dataclass(frozen=True, slots=True)
class Seen:
    """What ``show`` shows of a curve."""

    what: What
    curve: int
    text: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled dot at one of a curve's values; without a colour it has the curve's."""

    curve: int
    at: float
    text: Text
    side: Side
    color: Color = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that widens round a point of a curve and vanishes."""

    curve: int
    at: float
    progress: float


@dataclass(frozen=True, slots=True)
class Shown:
    """How one curve is shown.

    ``drawn`` is how far across the plot it has come, from 0 at its first value to 1 at its last;
    ``seen`` its opacity; ``lit`` how far it stands out (0: dimmed).
    """

    drawn: float = 0.0
    seen: float = 1.0
    lit: float = 1.0


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the plot."""

    curves: tuple[Shown, ...]
    notes: Notes = ()
    rings: tuple[Ring, ...] = ()

    def with_curve(self, index: int, shown: Shown) -> State:
        """Return the state with one curve shown otherwise."""
        return replace(self, curves=(*self.curves[:index], shown, *self.curves[index + 1 :]))
