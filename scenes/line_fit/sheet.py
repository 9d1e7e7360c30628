"""The plane of a line through dots: where things fall on it, and the parts that are drawn there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes import axes as data_axes
from scenes import typeset
from scenes.ease import smooth
from scenes.header import figure
from scenes.line_fit import figures
from scenes.line_fit.layout import Layout, sides
from scenes.line_fit.model import Dots
from scenes.line_fit.state import Params
from scenes.look import Look
from scenes.parts import faded, part

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_FAR = 1e6
"""What is farther up or down is drawn as if it were here, in scene units: out of sight."""

_TIMES = "×"
"""Between the factor of a stretch and the feature's name."""

Weights = tuple[float, float]


class Sheet:
    """Places dots and lines in the frame; what holds still is built once."""

    def __init__(self, params: Params, dots: Dots, layout: Layout, look: Look) -> None:
        self.dots, self.layout, self.plane = dots, layout, layout.plane
        self._params, self._look = params, look

    def side(self, dot: int) -> float:
        """Return to which side of a dot its square lies: 1 right, -1 left."""
        return float(sides(self.dots, self.plane.window)[dot])

    def ends(self, weights: Weights) -> tuple[Array, Array] | None:
        """Return where a line enters and leaves the plane, in scene units, or None."""
        return figures.ends(self.plane, np.array(weights))

    @part
    def axes(self) -> Mobject:
        """Return both axes with their names and the numbers that never fade."""
        from manim import VGroup

        frame = data_axes.frame(self.plane.box, self._look, self._params.names)
        return VGroup(frame, self._numbers(self._clear_of_unit(), self.layout.up))

    def _numbers(self, across: tuple[float, ...], up: tuple[float, ...]) -> VGroup:
        frame = data_axes.frame(self.plane.box, self._look, self._params.names)
        return data_axes.numbers(self.plane, self._look, across, up, frame.ends)

    def _clear_of_unit(self) -> tuple[float, ...]:
        """Return the feature's ticks that leave room for a factor before its name."""
        frame = data_axes.frame(self.plane.box, self._look, self._params.names)
        factor = typeset.number("0.00", self._look.type.label, "#FFFFFF")
        times = typeset.text(_TIMES, self._look.type.label, "#FFFFFF")
        end = float(frame.ends[0]) - float(factor.width) - float(times.width) - 0.4
        x = self.plane.to_scene([(value, 0.0) for value in self.layout.across])[:, 0]
        return tuple(v for v, at in zip(self.layout.across, x, strict=True) if at < end)

    @part
    def unit(self, stretch: float) -> Mobject:
        """Return a stretch's factor before the feature's name; the ticks in its way fade."""
        from manim import VGroup

        there = smooth(abs(math.log2(stretch)) / 0.2)
        clear = self._clear_of_unit()
        group = VGroup()
        if there < 1:
            ticks = self._numbers(tuple(v for v in self.layout.across if v not in clear), ())
            group.add(faded(ticks, 1 - there))
        if there > 0:
            frame = data_axes.frame(self.plane.box, self._look, self._params.names)
            said = f"{stretch:.2f}".rstrip("0").rstrip(".")
            number = figure(said, self._look.type.label, self._look.palette.muted)
            times = typeset.text(_TIMES, self._look.type.label, self._look.palette.muted)
            x, y = float(frame.ends[0]) + 0.07, self.plane.box.bottom - 0.42
            typeset.place(times, x, y, "right")
            typeset.place(number, x - float(times.width) - 0.1, y, "right")
            group.add(faded(VGroup(number, times), there))
        return group

    def at(self, stretch: float) -> Array:
        """Return the dots in scene units (n, 2)."""
        at: Array = self.plane.to_scene(self.points(stretch))[:, :2]
        return at

    def points(self, stretch: float) -> Array:
        """Return the dots in data (n, 2)."""
        return np.stack((stretch * self.dots.inputs, self.dots.targets), axis=-1)

    @part
    def bars(self, weights: Weights, stretch: float) -> list[tuple[Array, Array] | None]:
        """Return each dot and the line's point over or under it (scene units), if it is finite."""
        points = self.points(stretch)
        with np.errstate(all="ignore"):
            fits = points + np.stack(
                (np.zeros(self.dots.count), self.errors(weights, stretch)), axis=-1
            )
        dots, fits = (self.plane.to_scene(p)[:, :2] for p in (points, fits))
        return [
            (dot, np.clip(fit, -_FAR, _FAR)) if np.isfinite(fit).all() else None
            for dot, fit in zip(dots, fits, strict=True)
        ]

    def errors(self, weights: Weights, stretch: float) -> Array:
        """Return prediction less target at each dot."""
        return self.dots.objective(stretch).residuals(np.array(weights))

    @part
    def square(self, i: int, weights: Weights, stretch: float, opacity: float) -> Mobject:
        """Return the square on the bar from a dot to a line, cut off at the edge of the plane."""
        from manim import VGroup

        square, color = self.corners(i, weights, stretch), self._look.palette.warning
        if square is None:
            return VGroup()
        box = self.plane.box
        return VGroup(
            figures.square_fill(square, box, color, opacity),
            figures.square_edges([square], box, color, opacity),
        )

    def corners(self, i: int, weights: Weights, stretch: float) -> Array | None:
        """Return the corners (5, 2) of a dot's square in scene units."""
        bar = self.bars(weights, stretch)[i]
        side = self.side(i)
        return None if bar is None else figures.corners(*bar, side)

    @part
    def bar(self, i: int, weights: Weights, stretch: float, opacity: float) -> Mobject:
        """Return the bar from a dot to a line."""
        bar = self.bars(weights, stretch)[i]
        pairs = [] if bar is None else [bar]
        return figures.bars(pairs, self.plane.box, self._look.palette.warning, opacity)

    @part
    def line(self, weights: Weights, style: int, color: str, seen: float) -> Mobject:
        """Return a line."""
        ground = self._look.palette.background
        return figures.line(self.plane, np.array(weights), style, color, ground, seen)

    @part
    def spots(self, stretch: float, lights: tuple[float, ...]) -> Mobject:
        """Return the dots, each as far as it is seen."""
        from manim import VGroup

        at, palette = self.at(stretch), self._look.palette
        return VGroup(
            *(
                figures.dots(point[None], palette.ink, palette.background, light)
                for point, light in zip(at, lights, strict=True)
            )
        )

    @part
    def rings(self, stretch: float, picks: tuple[int, ...], seen: float) -> Mobject:
        """Return rings round some dots."""
        at, palette = self.at(stretch), self._look.palette
        return figures.rings(at[list(picks)], palette.gradient, palette.background, seen)
