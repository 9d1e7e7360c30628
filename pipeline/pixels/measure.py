"""One claim held against one picture: measured, or passed over for a reason that is told."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pipeline.pixels import edges, places
from pipeline.pixels.cover import Cover
from pipeline.pixels.edges import Edge
from pipeline.pixels.fit import fit, found, tells_all
from pipeline.pixels.formulas import Unanswered
from pipeline.pixels.limits import DOT_PX, LONG_PX, SEARCHED, SMALL_PX, THIN_PX, TIP_PX, TURN_DEG
from pipeline.pixels.picture import Picture
from pipeline.pixels.places import Frame, Pixel, Truth
from scenes.claims import (
    Arrow,
    Claim,
    Dot,
    Iterate,
    Minimum,
    OnSlice,
    Place,
    Sample,
    Tick,
    Toward,
)

_VISIBLE = 0.45
"""The least share of an edge's points in sight for a mark to be measured."""
_OPAQUE = 0.999


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim with the place it comes to, and the edge that should be seen there.

    ``length`` is that of an arrow in pixels, else 0.
    """

    claim: Claim
    at: Pixel
    edge: Edge
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A mark that was looked for where it belongs.

    Attributes
    ----------
    what : str
        Its shape: ``dot``, ``arrow`` or ``tick``.
    name : str
        What it is and stands for, in words.
    expected : tuple of float
        Where it belongs, in pixels from the top left.
    at : tuple of float or None
        Where it was found; None where nothing like it is near.
    gap : float
        Pixels between the two; infinite when it was not found.
    turn : float or None
        Degrees between where an arrow points and where it should; None where that is not told.
    """

    what: str
    name: str
    expected: Pixel
    at: Pixel | None
    gap: float
    turn: float | None

    @property
    def passes(self) -> bool:
        """Whether it is where it belongs, and points where it should."""
        limit = TIP_PX if self.what == "arrow" else DOT_PX
        return self.gap <= limit and (self.turn is None or self.turn <= TURN_DEG)

    def told(self) -> str:
        """Return what is wrong, in a line."""
        where = "({:.2f}, {:.2f})".format(*self.expected)
        if self.at is None:
            return f"{self.name}: expected at {where}, not found near it"
        said = f"{self.name}: measured at ({self.at[0]:.2f}, {self.at[1]:.2f}), expected at {where}"
        turned = "" if self.turn is None else f", turned by {self.turn:.2f}°"
        return f"{said}: off by {self.gap:.2f} px{turned}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A mark that cannot be measured here, and why."""

    reason: str


def expected(claim: Claim, truth: Truth, frame: Frame) -> Expected | Skipped:
    """Return what a claim comes to, or why it cannot be measured."""
    if claim.opacity < _OPAQUE:
        return Skipped("fading")
    try:
        match claim:
            case Dot():
                at = places.pixel(claim.place, claim.chart, truth, frame)
                seen = places.holds(claim.chart.box, frame, at)
                edge, length = edges.dot(claim.outline, frame.unit), 0.0
                if float(np.abs(edge.points).max()) < SMALL_PX:
                    return Skipped("too small")
            case Arrow():
                tail = places.pixel(claim.tail, claim.chart, truth, frame)
                at = places.pixel(claim.tip, claim.chart, truth, frame)
                seen = all(places.holds(claim.chart.box, frame, end) for end in (tail, at))
                shape = claim.head, claim.width, claim.shaft
                found_edge = edges.arrow(tail, at, *shape, frame.unit)
                if found_edge is None:
                    return Skipped("too short")
                edge, length = found_edge, math.dist(tail, at)
            case Tick():
                if claim.width * frame.unit < THIN_PX:
                    return Skipped("too thin")
                start, stop = places.tick(claim, frame)
                at = (start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2
                edge, length = edges.line(start, stop, claim.width, frame.unit), 0.0
                seen = True
    except Unanswered as reason:
        return Skipped(str(reason))
    return Expected(claim, at, edge, length) if seen else Skipped("out of sight")


def crowded(one: Expected, others: Iterable[Expected]) -> bool:
    """Tell whether a mark touches another dot of its panel, so that its edge is not its own.

    Those of the same part are drawn as one shape; a dot that is cased hides the others.
    """
    if not isinstance(one.claim, Dot):
        return False
    return any(
        other is not one
        and isinstance(other.claim, Dot)
        and (other.claim.part == one.claim.part or not one.claim.cased)
        and math.dist(one.at, other.at) < _reach(one) + _reach(other)
        for other in others
    )


def _reach(one: Expected) -> float:
    return float(np.hypot(*one.edge.points.T).max()) + one.edge.outer


def measured(one: Expected, picture: Picture, cover: Cover, frame: Frame) -> Measured | Skipped:
    """Return where a mark is in a picture; what lies over it is known to ``cover``."""
    at, edge, claim = np.array(one.at), one.edge, one.claim
    around = edge.placed(at)
    hidden = (
        cover.hides(around)
        | cover.hides(around + edge.outer * edge.out)
        | cover.hides(around - edge.inner * edge.out)
    )
    open_edge = edge.where(~hidden)
    is_told = isinstance(claim, Tick) or tells_all(open_edge)
    if (~hidden).mean() < _VISIBLE or not is_told:
        return Skipped("covered")
    nowhere = missing(one)
    start = found(picture, open_edge, at, claim.color, SEARCHED * frame.unit)
    if start is None:
        return nowhere
    busy = isinstance(claim, Dot) and not claim.cased
    near = fit(picture, open_edge, start, turns=isinstance(claim, Arrow), busy=busy)
    if near is None:
        return Skipped("without a clear edge") if busy and start is at else nowhere
    off = near.at - at
    if isinstance(claim, Tick):
        off = off * (np.array([1.0, 0.0]) if claim.axis == "across" else np.array([0.0, 1.0]))
    turn = None
    if isinstance(claim, Arrow) and one.length >= LONG_PX:
        turn = abs(math.degrees(near.turn))
    x, y = (at + off).tolist()
    return replace(nowhere, at=(x, y), gap=float(np.hypot(*off)), turn=turn)


def missing(one: Expected) -> Measured:
    """Return what is told of a mark that is not found."""
    what = type(one.claim).__name__.lower()
    return Measured(what, name(one.claim), one.at, None, math.inf, None)


def name(claim: Claim) -> str:
    """Return what a claim is and stands for, in words."""
    match claim:
        case Dot(part=part, place=place):
            return f"{part} ({_said(place)})"
        case Arrow(part=part, tip=tip):
            return f"{part} arrow ({_said(tip)})"
        case Tick(axis=axis, value=value):
            return f"tick {value:g} {axis}"


def _said(place: Place) -> str:
    match place:
        case Iterate(run=run, at=at):
            return f"iterate {at:g} of {run}" if at == int(at) else f"{run} at {at:.2f}"
        case Toward(run=run, at=at, along=along):
            return f"{along} of {run} at {at:.2f}"
        case OnSlice(run=run, at=at):
            return f"{run} at {at:g} on the curve"
        case Minimum():
            return "minimum"
        case Sample(index=index):
            return f"dot {index}"
