"""What a picture claims: which of its marks can be measured, and the data each stands for.

A kind says it in a module ``claims`` beside its ``KIND``: ``scenes/<kind>/claims.py`` with one
function ``claims(stage, state, look)``. The picture does not import that module, so what it says
is in no key. A claim names data (an iterate of a run, the tip of its gradient, a tick's value),
the colour and the outline of its mark, and the plane it stands on. Never where it is drawn: that
is what ``pipeline.pixels`` computes by its own arithmetic, and measures in the finished film.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Any, Literal

from scenes.box import Box
from scenes.look import Look
from scenes.strokes import MARKERS

Spot = tuple[float, float]
Piece = tuple[Spot, ...]
"""A polyline in scene units, y up, from the middle of its mark; the ink is at its left."""

Quantity = Literal["k", "x", "y", "f", "grad_norm", "step_len", "nothing"]
"""What an axis shows of a run: the step, a coordinate, the loss, the lengths of two vectors.

On a plane without height every value stands at ``nothing``, which is 0.
"""

Turned = tuple[tuple[str, float], ...]
"""Settings of a run's optimizer that a picture turned, by their names in a script."""


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
class Iterate:
    """Where a run stands: at an iterate, or straight on its way to the next one in the picture.

    Attributes
    ----------
    run : str
        The run.
    at : float
        The iterate, a fraction on the way to the next.
    of : tuple of str
        What the two axes show of the run.
    turned : Turned
        What was turned.
    """

    run: str
    at: float
    of: tuple[Quantity, Quantity] = ("x", "y")
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class Toward:
    """A place ``reach`` of the way along a vector that begins where a run stands on a map.

    Attributes
    ----------
    run, at, turned
        As in ``Iterate``.
    along : str
        ``gradient``: in data, ``reach`` times the gradient there; ``step``: ``reach`` of the way
        to the next iterate.
    reach : float
        The factor.
    """

    run: str
    at: float
    along: Literal["gradient", "step"]
    reach: float = 1.0
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class OnSlice:
    """Where a run stands on a slice of the panel's objective: a coordinate, and the loss there.

    All other coordinates stay those of ``through``, by default of the minimum, or 0. On its way it
    goes straight in the picture, as ``Iterate`` does.
    """

    run: str
    at: float
    index: int = 0
    through: tuple[float, ...] = ()
    turned: Turned = ()


@dataclass(frozen=True, slots=True)
class Minimum:
    """The point of least loss of the panel's objective."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The dot of that number, from 0, which the panel's objective fits: its input and target.

    ``stretch`` is how many times as large its input is measured.
    """

    index: int
    stretch: float = 1.0


Place = Iterate | Toward | OnSlice | Minimum | Sample


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled shape whose middle stands at a place.

    Attributes
    ----------
    part : str
        The part of the kind's picture that holds it, by its name in ``draw``.
    chart : Chart
        The plane it stands on.
    place : Place
        What it stands for.
    color : str
        Its colour, ``#RRGGBB``.
    outline : tuple of Piece
        Its edges: ``marker`` and ``target`` make them.
    opacity : float
        How much of it is seen: what is fading is not measured.
    stands : bool
        Whether it is where the run of an ``Iterate`` stands now: the panel's ``start``, ``step``
        and ``back`` are counted, and must lead there.
    cased : bool
        Whether an edge in the colour of the ground keeps it apart from what it lies on.
    """

    part: str
    chart: Chart
    place: Place
    color: str
    outline: tuple[Piece, ...]
    opacity: float = 1.0
    stands: bool = False
    cased: bool = False


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


Claim = Dot | Arrow | Tick
Claims = Callable[[Any, Any, Look], Iterable[Claim]]


def claims_of(kind: str) -> Claims | None:
    """Return a kind's function ``claims(stage, state, look)``, or None where it says nothing."""
    package = import_module(f"scenes.{kind}")
    name = f"scenes.{kind}.claims"
    if not hasattr(package, "__path__") or find_spec(name) is None:
        return None
    found: Claims = import_module(name).claims
    return found


def marker(style: int, radius: float) -> tuple[Piece, ...]:
    """Return the outline of the marker of a style: disc, square, diamond, triangle."""
    shape = MARKERS[style % len(MARKERS)] * radius
    return (tuple((float(x), float(y)) for x, y in shape),)


def target(radius: float, ring: float, width: float) -> tuple[Piece, ...]:
    """Return the outer outline of a cross with arms of ``radius`` in a ring, strokes ``width``."""
    half = width / 2
    outer = ring + half
    start = math.asin(half / outer)
    near = math.sqrt(outer**2 - half**2)
    quarter = [start + (math.pi / 2 - 2 * start) * i / 12 for i in range(13)]
    corner = [
        ((radius, half), (near, half)),
        tuple((outer * math.cos(a), outer * math.sin(a)) for a in quarter),
        ((half, near), (half, radius)),
    ]
    return tuple(chain.from_iterable((_turned(piece, i) for piece in corner) for i in range(4)))


def _turned(piece: Iterable[Spot], quarters: int) -> Piece:
    """Return a piece turned counterclockwise by quarters of a circle."""
    turned = tuple(piece)
    for _ in range(quarters):
        turned = tuple((-y, x) for x, y in turned)
    return turned
