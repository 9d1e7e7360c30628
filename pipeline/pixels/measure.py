"""One claim held against one picture: measured, or passed over for a reason that is told."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.pixels import edges, limits, places
from pipeline.pixels.cover import Cover
from pipeline.pixels.expected import Expected, Neighbours
from pipeline.pixels.fit import fit, found, tells_all
from pipeline.pixels.formulas import Unanswered
from pipeline.pixels.picture import Numbers, Picture
from pipeline.pixels.places import Frame, Pixel
from pipeline.pixels.said import name
from pipeline.pixels.spots import Truth, pixel
from scenes.claims import Arrow, Claim, Dot, Stroke, Tick, Unmeasured

_VISIBLE = 0.45
"""The least share of an edge's points in sight for a mark to be measured."""
_OPAQUE = 0.999


@dataclass(frozen=True, slots=True)
class Measured:
    """A mark that was looked for where it belongs.

    Attributes
    ----------
    what : str
        Its shape: ``dot``, ``arrow``, ``line`` or ``tick``.
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
        limit = limits.TIP_PX if self.what == "arrow" else limits.DOT_PX
        return self.gap <= limit and (self.turn is None or self.turn <= limits.TURN_DEG)

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
    if isinstance(claim, Unmeasured):
        return Skipped(claim.what)
    if claim.opacity < _OPAQUE:
        return Skipped("fading")
    try:
        match claim:
            case Dot():
                return _dot(claim, truth, frame)
            case Arrow():
                return _arrow(claim, truth, frame)
            case Stroke():
                return _stroke(claim, truth, frame)
            case Tick():
                return _tick(claim, frame)
    except Unanswered as reason:
        return Skipped(str(reason))


def _dot(claim: Dot, truth: Truth, frame: Frame) -> Expected | Skipped:
    edge = edges.dot(claim.outline, frame.unit, claim.thick)
    if float(np.abs(edge.points).max(initial=0.0)) < limits.SMALL_PX:
        return Skipped("too small")
    if 0 < claim.thick * frame.unit < limits.THIN_PX:
        return Skipped("too thin")
    at = pixel(claim.place, claim.chart, truth, frame)
    seen = places.holds(claim.chart.box, frame, at)
    return Expected(claim, at, edge) if seen else Skipped("out of sight")


def _arrow(claim: Arrow, truth: Truth, frame: Frame) -> Expected | Skipped:
    tail, tip = (pixel(end, claim.chart, truth, frame) for end in (claim.tail, claim.tip))
    if not all(places.holds(claim.chart.box, frame, end) for end in (tail, tip)):
        return Skipped("out of sight")
    edge = edges.arrow(tail, tip, claim.head, claim.width, claim.shaft, frame.unit)
    if edge is None:
        return Skipped("too short")
    return Expected(claim, tip, edge, math.dist(tail, tip))


def _stroke(claim: Stroke, truth: Truth, frame: Frame) -> Expected | Skipped:
    if claim.width * frame.unit < limits.THIN_COLOR_PX:
        return Skipped("too thin")
    ways = [pixel(corner, claim.chart, truth, frame) for corner in claim.places]
    way = places.trimmed(places.cut(claim.chart.box, frame, ways), claim.clear * frame.unit)
    if not way:
        return Skipped("out of sight" if len(ways) > 1 else "too short")
    start, stop = way[0], way[-1]
    length = math.dist(start, stop)
    if length < limits.PIECE_PX:
        return Skipped("too short")
    if edges.is_jagged(way, claim.width * frame.unit):
        return Skipped("jagged")
    across = (stop[1] - start[1]) / length, (start[0] - stop[0]) / length
    bows = [abs((x - start[0]) * across[0] + (y - start[1]) * across[1]) for x, y in way]
    at = places.between(start, stop, 0.5)
    edge = edges.line(way, at, claim.width, frame.unit)
    is_straight = max(bows) <= limits.STRAIGHT_PX
    return Expected(claim, at, edge, length if is_straight else 0.0, across)


def _tick(claim: Tick, frame: Frame) -> Expected | Skipped:
    if claim.width * frame.unit < limits.THIN_PX:
        return Skipped("too thin")
    ends = places.tick(claim, frame)
    at = places.between(*ends, 0.5)
    edge = edges.line(ends, at, claim.width, frame.unit)
    across = (1.0, 0.0) if claim.axis == "across" else (0.0, 1.0)
    return Expected(claim, at, edge, across=across)


def measured(
    one: Expected,
    picture: Picture,
    cover: Cover,
    frame: Frame,
    others: Neighbours | None = None,
) -> Measured | Skipped:
    """Return where a mark is in a picture; what lies over it is known to ``cover``.

    ``others`` are the marks of its panel: a line, and a dot without a casing, is not looked at
    beside one of them.
    """
    at, edge, claim = np.array(one.at), one.edge, one.claim
    around = edge.placed(at)
    hidden = (
        cover.hides(around)
        | cover.hides(around + edge.outer * edge.out)
        | cover.hides(around - edge.inner * edge.out)
    )
    if others is not None and isinstance(claim, Dot | Stroke) and _is_bare(claim):
        beyond = around + edge.outer * edge.out
        hidden |= others.beside(one, beyond) | _at_axes(beyond, claim, frame)
    open_edge = edge.where(~hidden)
    is_told = one.across is not None or tells_all(open_edge)
    if (~hidden).mean() < _VISIBLE or not is_told:
        return Skipped("covered")
    nowhere = missing(one)
    start = found(picture, open_edge, at, claim.color, limits.SEARCHED * frame.unit)
    if start is None:
        return nowhere
    busy = isinstance(claim, Dot | Stroke) and not claim.cased
    turns = isinstance(claim, Arrow) or (isinstance(claim, Stroke) and one.length > 0)
    near = fit(picture, open_edge, start, turns=turns, busy=busy, across=one.across)
    if near is None:
        return Skipped("without a clear edge") if busy and start is at else nowhere
    off: Numbers = near.at - at
    if one.across is not None:  # where along a line it was found says nothing
        off = float(off @ one.across) * np.array(one.across)
    in_sight = float(np.hypot(*np.ptp(open_edge.points, axis=0)))
    tells = turns and min(one.length, in_sight) >= limits.LONG_PX
    turn = abs(math.degrees(near.turn)) if tells else None
    x, y = (at + off).tolist()
    return replace(nowhere, at=(x, y), gap=float(np.hypot(*off)), turn=turn)


def _is_bare(claim: Dot | Stroke) -> bool:
    """Tell whether what is beside a mark may be taken for its edge."""
    return isinstance(claim, Stroke) or not claim.cased


def _at_axes(around: Numbers, claim: Dot | Stroke, frame: Frame) -> NDArray[np.bool_]:
    """Tell which places (n, 2) are at the left or the lower edge of a plane, or beyond."""
    x, y = frame.pixel(claim.chart.box.left, claim.chart.box.bottom)
    near: NDArray[np.bool_] = around[:, 0] < x + limits.APART_PX
    return near | (around[:, 1] > y - limits.APART_PX)


def missing(one: Expected) -> Measured:
    """Return what is told of a mark that is not found."""
    what = _SHAPES[type(one.claim)]
    return Measured(what, name(one.claim), one.at, None, math.inf, None)


_SHAPES = {Dot: "dot", Arrow: "arrow", Stroke: "line", Tick: "tick"}
