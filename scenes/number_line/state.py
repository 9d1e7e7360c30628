"""What a line of numbers shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenes.coordinate.paths import Quantity
from scenes.coordinate.state import Color, Walking
from script.typed import Text

Layer = Literal["trail", "dots", "numbers"]
"""What can be shown of a run: the arcs of its jumps, the dots and the numbers of its iterates."""

Scale = Literal["linear", "log"]
Span = tuple[float, float]
"""The lowest and the highest number in sight."""


@dataclass(frozen=True, slots=True)
class Params:
    """A horizontal line of numbers.

    A point out of sight is a triangle at the line's end that points to it (on a logarithmic line
    zero and what is below it lie beyond the left end), and a jump to it leaves over that end; a
    point that is no number is not drawn. Of many jumps the last 60 that differ are drawn.

    Attributes
    ----------
    window : tuple of float
        The lowest and the highest number in sight.
    of : str
        What of a run is on the line: ``x``, ``y``, ``f``, ``grad_norm``, ``step_len``, or ``lr``,
        its learning rate.
    scale : str
        ``linear`` or ``log``.
    name : str
        The line's name in Typst maths; by default that of what is on it.
    decimals : int
        Decimals of the numbers of points and pointer; by default three digits.
    ruler : bool
        Whether round numbers stand along the line. Without them it has only what ``tick`` puts
        there: for a line on which not every number exists.
    """

    window: Span
    of: Quantity = "x"
    scale: Scale = "linear"
    name: str = ""
    decimals: int | None = None
    ruler: bool = True


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the line with a name."""

    low: float
    high: float
    text: Text
    color: Color
    drawn: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Level:
    """A dashed line across at a number."""

    value: float
    text: Text
    color: Color
    drawn: float = 1.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A dot on the line at a number, which stands under it."""

    value: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """A triangle that points at a number; without a text it says the number.

    ``said`` is the opacity of what it says while that changes.
    """

    at: float
    text: Text
    seen: float = 1.0
    said: float = 1.0


@dataclass(frozen=True, slots=True)
class State(Walking):
    """Everything on the line.

    The window in sight is ``change`` of the way from ``before`` to ``window`` (1: at rest).
    """

    before: Span = (0.0, 1.0)
    window: Span = (0.0, 1.0)
    change: float = 1.0
    zones: tuple[Zone, ...] = ()
    levels: tuple[Level, ...] = ()
    ticks: tuple[Tick, ...] = ()
    pointer: Pointer | None = None
