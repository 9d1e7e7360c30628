"""Where in the picture a claim says its mark is: data to pixels, by arithmetic of its own.

Pixels are counted from the top left corner of the frame; the middle of the first is (0.5, 0.5).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.pixels.formulas import Formula, Point, Unanswered
from pipeline.pixels.question import Answers
from scenes import claims
from scenes.box import Box

Pixel = tuple[float, float]

_UNSEEN = 1e6
"""Farther than this, in scene units, nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame's size in pixels; a scene unit has ``unit`` of them."""

    width: int
    height: int
    unit: float

    def pixel(self, x: float, y: float) -> Pixel:
        """Return a place in scene units, from the middle of the frame and y up, in pixels."""
        return self.width / 2 + x * self.unit, self.height / 2 - y * self.unit


@dataclass(frozen=True, slots=True)
class Truth:
    """What a panel's claims are held against: the runs and the panel's objective, answered.

    What has no answer here stands for itself: raising it says why.
    """

    runs: Answers
    objective: Formula | Unanswered

    def formula(self) -> Formula:
        """Return the panel's objective."""
        if isinstance(self.objective, Unanswered):
            raise self.objective
        return self.objective


def pixel(place: claims.Place, chart: claims.Chart, truth: Truth, frame: Frame) -> Pixel:
    """Return where a place is in the picture.

    Raises
    ------
    Unanswered
        Where there is no recursion for what it asks, or it is no finite place.
    """
    x, y = _scene(place, chart, truth)
    if not (math.isfinite(x) and math.isfinite(y)) or max(abs(x), abs(y)) > _UNSEEN:
        raise Unanswered("not a finite place")
    return frame.pixel(x, y)


def _scene(place: claims.Place, chart: claims.Chart, truth: Truth) -> Pixel:
    """Return where a place is in scene units."""
    match place:
        case claims.Iterate(at=at, of=of):
            run = truth.runs.run(place.run, place.turned)

            def iterate(k: int) -> Pixel:
                return placed(chart, run.quantity(k, of[0]), run.quantity(k, of[1]))

            return _on_its_way(iterate, at)
        case claims.OnSlice(at=at, index=index):
            sliced, formula = truth.runs.run(place.run, place.turned), truth.formula()

            def on_curve(k: int) -> Pixel:
                x = sliced.point(k)[index]
                through = list(place.through or formula.minimum or (0.0,) * len(formula.start))
                through[index] = x
                return placed(chart, x, formula.value(tuple(through)))

            return _on_its_way(on_curve, at)
        case claims.Toward(at=at, along=along, reach=reach):
            answer, k = truth.runs.run(place.run, place.turned), math.floor(at)
            point = answer.point(k)
            if at > k:
                point = _between(point, answer.point(k + 1), at - k)
            here = placed(chart, *point)
            if along == "step":
                goal = answer.point(k + 1) if k < answer.steps else point
                return _between(here, placed(chart, *goal), reach)
            slope = answer.formula.grad(point)
            return placed(chart, *(a + reach * g for a, g in zip(point, slope, strict=True)))
        case claims.Minimum():
            minimum = truth.formula().minimum
            if minimum is None:
                raise Unanswered("no single minimum")
            return placed(chart, *minimum)
        case claims.Sample(index=index, stretch=stretch):
            dots = truth.formula().dots
            if index >= len(dots):
                raise Unanswered(f"there is no dot {index}")
            return placed(chart, stretch * dots[index][0], dots[index][1])


def placed(chart: claims.Chart, across: float, up: float) -> Pixel:
    """Return where data stand on a plane, in scene units."""
    box = chart.box
    return (
        box.left + share(chart.across, across) * box.width,
        box.bottom + share(chart.up, up) * box.height,
    )


def tick(claim: claims.Tick, frame: Frame) -> tuple[Pixel, Pixel]:
    """Return the two ends of a tick: on its axis, and outside the plane."""
    box, axis = claim.chart.box, getattr(claim.chart, claim.axis)
    along = share(axis, claim.value)
    if claim.axis == "across":
        x = box.left + along * box.width
        ends = (x, box.bottom), (x, box.bottom - claim.length)
    else:
        y = box.bottom + along * box.height
        ends = (box.left, y), (box.left - claim.length, y)
    return frame.pixel(*ends[0]), frame.pixel(*ends[1])


def share(axis: claims.Axis, value: float) -> float:
    """Return where a value stands along an axis: 0 at its low end, 1 at its high end."""
    straight = (value - axis.low) / (axis.high - axis.low)
    if not axis.bend or axis.log is None:
        return straight
    if value <= 0:
        raise Unanswered("a logarithm of nothing")
    low, high = (math.log(end) for end in axis.log)
    bent = (math.log(value) - low) / (high - low)
    return straight + axis.bend * (bent - straight)


def holds(box: Box, frame: Frame, at: Pixel) -> bool:
    """Tell whether a place in the picture is in a rectangle of the frame, its edges included."""
    (left, bottom), (right, top) = (
        frame.pixel(box.left, box.bottom),
        frame.pixel(box.right, box.top),
    )
    slack = 1e-6
    return left - slack <= at[0] <= right + slack and top - slack <= at[1] <= bottom + slack


def _on_its_way(iterate: Callable[[int], Pixel], at: float) -> Pixel:
    """Return a place at an iterate, or straight between two."""
    k = math.floor(at)
    return iterate(k) if k == at else _between(iterate(k), iterate(k + 1), at - k)


def _between(here: Point, there: Point, part: float) -> Pixel:
    x, y = (a + part * (b - a) for a, b in zip(here, there, strict=True))
    return x, y
