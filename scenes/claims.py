"""What a picture claims: which of its marks can be measured, and the data each stands for.

A kind says it in a module ``claims`` beside its ``KIND``: ``scenes/<kind>/claims.py`` with one
function ``claims(stage, state, look)``. The picture does not import that module, so what it says
is in no key. A claim names data (``scenes.places``), the colour and the outline of its mark
(``scenes.outlines``), and the plane it stands on. Never where it is drawn: that is what
``pipeline.pixels`` computes by its own arithmetic, and measures in the finished film.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from scenes.box import Box
from scenes.look import Look
from scenes.outlines import Piece
from scenes.places import Place


@dataclass(frozen=True, slots=True)
class Axis:
    """What is in sight along one side of a plane.

    Attributes
    ----------
    low, high : float
        The data at its two ends on the linear scale.
    log : tuple of float or None
        The data at its two ends on the logarithmic scale, if it has one.
    bend : float
        The way from the linear (0) to the logarithmic scale (1).
    """

    low: float
    high: float
    log: tuple[float, float] | None = None
    bend: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A plane of data: its rectangle of the frame, in scene units, and its two axes."""

    box: Box
    across: Axis
    up: Axis


@dataclass(frozen=True, slots=True)
class Space:
    """A surface of the panel's loss over a window, seen by parallel rays.

    Attributes
    ----------
    box : Box
        The rectangle of the frame that it may fill.
    window : tuple of float
        Left, right, bottom and top of the data it is over.
    azimuth, elevation : float
        Where it is seen from, in degrees: how far round, counterclockwise from above, and how high.
    scale : float
        Scene units per unit of data.
    origin : tuple of float
        Where the middle of the window, on the floor, is in the frame.
    loss : Axis
        The losses at its lowest and highest height; its ``bend`` is 0 or 1.
    gap, height : float
        How high the lowest loss is over the floor, and the highest over the lowest, in data.
    rise : float
        The share of all heights it has; 0 on the floor.
    """

    box: Box
    window: tuple[float, float, float, float]
    azimuth: float
    elevation: float
    scale: float
    origin: tuple[float, float]
    loss: Axis
    gap: float
    height: float
    rise: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled shape whose middle stands at a place.

    Attributes
    ----------
    part : str
        The part of the kind's picture that holds it, by its name in ``draw``.
    chart : Chart or Space
        The plane or the surface it stands on.
    place : Place
        What it stands for.
    color : str
        Its colour, ``#RRGGBB``.
    outline : tuple of Piece
        Its edges: ``marker`` and ``target`` make them.
    opacity : float
        How much of it is seen: what is fading is not measured.
    stands : bool
        Whether it is where the run of an ``Iterate`` or ``Loss`` stands now: the panel's ``start``,
        ``step`` and ``back`` are counted, and must lead there.
    cased : bool
        Whether an edge in the colour of the ground keeps it apart from what it lies on.
    thick : float
        How wide the ink is inside the outline, where that is only its edge, in scene units.
    rests : bool
        Whether it holds still for all of a beat: it is measured once.
    """

    part: str
    chart: Chart | Space
    place: Place
    color: str
    outline: tuple[Piece, ...]
    opacity: float = 1.0
    stands: bool = False
    cased: bool = False
    thick: float = 0.0
    rests: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A cased arrow from one place to another whose point is at the latter.

    ``head``, ``width`` and ``shaft`` are the length and width of its head and the width of its
    shaft in scene units, those of a long one: what is shorter than 1.6 heads is not measured.
    The rest is as in ``Dot``.
    """

    part: str
    chart: Chart
    tail: Place
    tip: Place
    color: str
    head: float = 0.32
    width: float = 0.28
    shaft: float = 0.085
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of a line, straight from place to place, measured across; its direction, too.

    Attributes
    ----------
    part, chart, color, opacity, cased
        As in ``Dot``.
    places : tuple of Place
        Its corners in order, two for a straight one: it is cut off where it leaves the plane.
    width : float
        Its width in scene units.
    clear : float
        What is left out at both ends, in scene units: other marks are there.
    """

    part: str
    chart: Chart
    places: tuple[Place, ...]
    color: str
    width: float
    opacity: float = 1.0
    cased: bool = False
    clear: float = 0.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A short line across an axis at a value; ``length`` outward from the plane, scene units."""

    part: str
    chart: Chart
    axis: Literal["across", "up"]
    value: float
    color: str
    length: float = 0.08
    width: float = 0.02
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Something in sight that says data and cannot be measured; the report counts why."""

    what: str


Claim = Dot | Arrow | Stroke | Tick | Unmeasured
Claims = Callable[[Any, Any, Look], Iterable[Claim]]


def claims_of(kind: str) -> Claims | None:
    """Return a kind's function ``claims(stage, state, look)``, or None where it says nothing."""
    package = import_module(f"scenes.{kind}")
    name = f"scenes.{kind}.claims"
    if not hasattr(package, "__path__") or find_spec(name) is None:
        return None
    found: Claims = import_module(name).claims
    return found
