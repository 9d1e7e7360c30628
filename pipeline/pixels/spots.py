"""Where in the picture a place is: its data are asked of the answers, and put on its plane."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.pixels.formulas import Formula, Point, Unanswered
from pipeline.pixels.losses import Curves
from pipeline.pixels.places import Frame, Pixel, between, on_surface, placed
from pipeline.pixels.question import Answers
from pipeline.pixels.sweeps import Sweeps
from scenes import places
from scenes.claims import Chart, Space

_ROWS = 60
"""Places on an upright line at which a network is asked."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a panel's claims are held against: runs, curves, sweeps and its objective, answered.

    What has no answer here stands for itself: raising it says why.
    """

    runs: Answers
    objective: Formula | Unanswered
    curves: Curves = field(default_factory=Curves)
    sweeps: Sweeps = field(default_factory=Sweeps)

    def formula(self) -> Formula:
        """Return the panel's objective."""
        if isinstance(self.objective, Unanswered):
            raise self.objective
        return self.objective


def pixel(place: places.Place, chart: Chart | Space, truth: Truth, frame: Frame) -> Pixel:
    """Return where a place is in the picture.

    Raises
    ------
    Unanswered
        Where there is no recursion for what it asks, or it is no finite place.
    """
    if isinstance(chart, Space):
        return frame.pixel(*_in_space(place, chart, truth))
    return frame.pixel(*_on_plane(place, chart, truth))


def _in_space(place: places.Place, space: Space, truth: Truth) -> Pixel:
    """Return where a place on a surface is: what is on its way goes straight over the floor."""
    match place:
        case places.Iterate(run=run, at=at):
            point = truth.runs.run(run, place.turned, place.draw).place(at)
        case places.Minimum():
            point = _minimum(truth)
        case _:
            raise Unanswered(f"{type(place).__name__} on a surface")
    x, y = point
    return on_surface(space, x, y, truth.formula().value(point))


def _on_plane(place: places.Place, chart: Chart, truth: Truth) -> Pixel:
    """Return where a place on a plane is in scene units."""
    match place:
        case places.Given(across=across, up=up):
            return placed(chart, across, up)
        case places.Iterate(run=run, at=at, of=of):
            answer = truth.runs.run(run, place.turned, place.draw)
            return _on_its_way(
                lambda k: placed(chart, answer.quantity(k, of[0]), answer.quantity(k, of[1])), at
            )
        case places.Toward():
            return _toward(place, chart, truth)
        case places.Headed(run=run, at=at, way=way, length=length):
            answer = truth.runs.run(run)
            x, y = answer.place(at)
            across, up = bearing(answer.formula, (x, y), way)
            return placed(chart, x + length * across, y + length * up)
        case places.Vote():
            return _vote(place, chart, truth)
        case places.OnSlice():
            return _on_slice(place, chart, truth)
        case places.AlongSlice():
            return _along_slice(place, chart, truth)
        case places.Stair() | places.Ruled() | places.Fitted():
            return _on_lines(place, chart, truth)
        case places.Minimum():
            return placed(chart, *_minimum(truth))
        case places.Sample(index=index, stretch=stretch):
            own = truth.formula() if place.run is None else truth.runs.run(place.run).formula
            if index >= len(own.dots):
                raise Unanswered(f"there is no dot {index}")
            return placed(chart, stretch * own.dots[index][0], own.dots[index][1])
        case places.Boundary():
            return placed(chart, place.across, _boundary(place, truth))
        case places.Loss(of=name, at=at, is_judged=is_judged):
            loss = truth.curves.losses(name, is_judged)
            return _on_its_way(lambda k: placed(chart, k, loss(k)), at)
        case places.Needed(sweep=sweep, value=value):
            return placed(chart, value, truth.sweeps.steps(sweep, value))
        case places.Wall(run=run, up=up):
            return placed(chart, truth.sweeps.wall(run, dict(place.turned)), up)


def _toward(place: places.Toward, chart: Chart, truth: Truth) -> Pixel:
    """Return a place along a vector at a run."""
    answer, k = truth.runs.run(place.run, place.turned, place.draw), math.floor(place.at)
    point = answer.place(place.at)
    here = placed(chart, *point)
    if place.along == "step":
        goal = answer.place(k + 1) if k < answer.steps else point
        return between(here, placed(chart, *goal), place.reach)
    slope = answer.formula.grad(point) if place.along == "gradient" else answer.slope(k, point)
    return placed(chart, *_gone(point, slope, place.reach))


def _vote(place: places.Vote, chart: Chart, truth: Truth) -> Pixel:
    """Return the tail or the tip of a sample's arrow: from the point, or in the chain."""
    answer = truth.runs.run(place.run)
    formula, point = answer.formula, answer.place(place.at)
    if formula.sample is None:
        raise Unanswered("no samples to draw from")
    each = [formula.sample(i, point) for i in range(place.index + 1)]
    before = tuple(sum(g[i] for g in each[:-1]) / formula.samples for i in range(len(point)))
    tail = _gone(point, before, place.chained * place.reach)
    if not place.is_tip:
        return placed(chart, *tail)
    whole = 1 + place.shrunk * (1 / formula.samples - 1)
    return placed(chart, *_gone(tail, each[-1], whole * place.reach))


def _on_slice(place: places.OnSlice, chart: Chart, truth: Truth) -> Pixel:
    """Return a place on the curve of a slice."""
    formula = truth.formula()

    def on_curve(x: float) -> Pixel:
        return placed(chart, x, formula.value(_through(formula, place, x)))

    if place.at is None:
        return on_curve(_minimum(truth)[place.index])
    if place.run is None:
        return on_curve(place.at)
    answer = truth.runs.run(place.run, place.turned)
    return _on_its_way(lambda k: on_curve(float(answer.point(k)[place.index])), place.at)


def _along_slice(place: places.AlongSlice, chart: Chart, truth: Truth) -> Pixel:
    """Return a place on the axis of a slice."""
    of, formula = place.of, truth.formula()
    at = of.at or 0.0
    answer = None if of.run is None else truth.runs.run(of.run, of.turned)
    x = at if answer is None else answer.place(at)[of.index]
    if place.along == "step" and answer is not None:
        ahead = answer.place(math.floor(at) + 1)[of.index] - x
    else:
        ahead = formula.grad(_through(formula, of, x))[of.index]
    return placed(chart, x + place.reach * ahead, 0.0)


def _through(formula: Formula, place: places.OnSlice, x: float) -> Point:
    """Return the point of a slice whose coordinate is ``x``."""
    point = list(place.through or formula.minimum or (0.0,) * len(formula.start))
    point[place.index] = x
    return tuple(point)


def _on_lines(
    place: places.Stair | places.Ruled | places.Fitted, chart: Chart, truth: Truth
) -> Pixel:
    """Return a place in a cobweb, or on a line through dots."""
    if isinstance(place, places.Fitted):
        intercept, slope = _weights(place, truth)
        return placed(chart, place.input, intercept + slope * place.input)
    answer = truth.runs.run(place.run, place.turned)
    if isinstance(place, places.Ruled):
        point = list(truth.formula().minimum or (0.0,) * len(answer.formula.start))
        point[place.index] = place.value
        step = answer.rate(0) * answer.formula.grad(tuple(point))[place.index]
        return placed(chart, place.value, place.value - step)
    k = math.floor(place.at)
    here, part = answer.place(k)[place.index], place.at - k
    if not part:
        return placed(chart, here, here)
    ahead = answer.place(k + 1)[place.index] - here
    return placed(chart, here + max(2 * part - 1, 0) * ahead, here + min(2 * part, 1) * ahead)


def _weights(place: places.Fitted, truth: Truth) -> Point:
    """Return intercept and slope of a run's line."""
    weights = truth.runs.run(place.run).place(place.at)
    if not place.is_missing:
        return weights
    intercept, slope = _minimum(truth)
    return intercept - weights[0], slope / place.stretch - weights[1]


def _boundary(place: places.Boundary, truth: Truth) -> float:
    """Return the height at which a network changes its mind on an upright line, by halving."""
    answer = truth.runs.run(place.run)
    if answer.formula.says is None:
        raise Unanswered("no classes to part")
    says, weights = answer.formula.says, answer.place(place.at)

    def said(y: float) -> bool:
        return says(weights, place.across, y) > 0

    rows = [place.low + i * (place.high - place.low) / _ROWS for i in range(_ROWS + 1)]
    changes = [(a, b) for a, b in pairwise(rows) if said(a) != said(b)]
    if len(changes) != 1:
        raise Unanswered("no single boundary")
    low, high = changes[0]
    first = said(low)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if said(middle) == first else (low, middle)
    return low


def _minimum(truth: Truth) -> Point:
    minimum = truth.formula().minimum
    if minimum is None:
        raise Unanswered("no single minimum")
    return minimum


def bearing(formula: Formula, point: Point, way: places.Way) -> Point:
    """Return the unit vector of a direction at a point.

    Raises
    ------
    Unanswered
        Where it has no direction.
    """
    if isinstance(way, int | float):
        return math.cos(math.radians(way)), math.sin(math.radians(way))
    if way.endswith(("x", "y")) and len(way) <= 2:
        sign = -1.0 if way.startswith("-") else 1.0
        return (sign, 0.0) if way.endswith("x") else (0.0, sign)
    across, up = formula.grad(point)
    if way == "minimum":
        if formula.minimum is None:
            raise Unanswered("no single minimum")
        across, up = (a - b for a, b in zip(formula.minimum, point, strict=True))
    elif way == "downhill":
        across, up = -across, -up
    elif way == "contour":
        across, up = -up, across
    length = math.hypot(across, up)
    if not 0 < length < math.inf:
        raise Unanswered(f"{way} has no direction")
    return across / length, up / length


def _gone(point: Point, way: Point, reach: float) -> Point:
    return tuple(a + reach * b for a, b in zip(point, way, strict=True))


def _on_its_way(iterate: Callable[[int], Pixel], at: float) -> Pixel:
    """Return a place at an iterate, or straight between two."""
    k = math.floor(at)
    return iterate(k) if k == at else between(iterate(k), iterate(k + 1), at - k)
