"""What a line through dots shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gdmath.objectives import Objective
from scenes.axes import Window
from scenes.layers import Layers
from script.typed import RunName, Text

Readout = Literal["equation", "loss", "mean", "dials"]
"""What can stand beside the dots: the line's equation, its loss, their mean square, two dials."""

Layer = Literal["squares", "residuals", "numbers", "picks", "equation", "loss", "mean", "dials"]
"""What can be shown and hidden. ``residuals`` are the errors as bars from dot to line,
``squares`` the squares on them, ``numbers`` what each square comes to; ``picks`` rings the dots
whose gradient makes the next step of a run by mini-batches."""

Color = Literal[
    "", "1", "2", "3", "4", "5", "path", "minimum", "gradient", "step", "warning", "x", "y"
]
"""A colour by its meaning, or by number from the palette of runs; empty: the next of them."""

Tells = Literal["", "error", "square", "gradient", "letters"]
"""What is written at a dot: prediction less target, its square, or the square's gradient; or in
letters by how much the line falls short there."""


@dataclass(frozen=True, slots=True)
class Params:
    """Dots, and the plane for a line through them.

    Attributes
    ----------
    objective : Objective
        The loss of a line on the dots: ``five_dots``, or ``least_squares`` given by ``inputs``.
    window : Window
        Left, right, bottom and top of the plane; by default what the dots, the flat line and
        their squares need.
    weights : str
        What the parameters of a run are: those of the ``line`` (intercept, slope), or what is
        still ``missing`` from the best line's, as in a run on the bowl ``x^2 + 2 y^2``.
    room : tuple of str
        What the panel keeps room for: ``equation``, ``loss``, ``mean`` (a square as large as the
        mean of the squares) and ``dials``. Each is seen once it is shown.
    shown : tuple of str
        The layers that are seen from the start.
    names : tuple of str
        The axes' names in Typst maths: of the feature and of the target.
    loss : Text
        What the loss is called in its readout.
    decimals : int
        Decimals of the readouts.
    """

    objective: Objective
    window: Window | None = None
    weights: Literal["line", "missing"] = "line"
    room: tuple[Readout, ...] = ("equation", "loss")
    shown: tuple[Layer, ...] = ()
    names: tuple[str, str] = ("v", "t")
    loss: Text = Text("loss")
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line: that of a run at iterate ``at`` (a fraction on the way), or one set by hand.

    ``by_hand`` of the way, its intercept and slope are those of ``hand``; the rest is the run's.
    ``style`` counts the lines: it gives dash and colour. ``seen`` is its opacity.
    """

    run: RunName | None
    at: float = 0.0
    since: int = 0
    hand: tuple[float, float] = (0.0, 0.0)
    by_hand: float = 0.0
    style: int = 0
    color: Color = ""
    label: Text = Text("")
    seen: float = 1.0


@dataclass(frozen=True, slots=True)
class Lit:
    """A dot that stands out, and what is written at it."""

    dot: int
    tells: Tells
    text: Text
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class State:
    """Everything in sight.

    Squares, readouts and what is told at the dots belong to the line in front: the last of
    ``lines``. The feature is measured ``stretch`` times as large as at first.
    """

    layers: Layers
    lines: tuple[Line, ...] = ()
    lit: tuple[Lit, ...] = ()
    stretch: float = 1.0

    def runs(self, run: RunName | None) -> tuple[Line, ...]:
        """Return the lines of a run, or of all runs, as far as no hand holds them."""
        return tuple(
            line for line in self.lines if line.run is not None and run in (None, line.run)
        )

    @property
    def front(self) -> Line | None:
        """The line in front."""
        return self.lines[-1] if self.lines else None

    @property
    def free_style(self) -> int:
        """The first style that no line has."""
        return min(set(range(len(self.lines) + 1)) - {line.style for line in self.lines})
