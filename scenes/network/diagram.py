"""The view of the weights: units as circles, a weight between two of them as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d.geometry import circle
from scenes.look import Look
from scenes.network.plane import STYLES
from scenes.network.state import Params
from scenes.network.training import Training
from scenes.parts import part
from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import Mobject

WIDEST = 0.13
"""Width of the widest line, in scene units."""
_DASH = (0.16, 0.09)
_HEADINGS = 0.6
_NODE, _LARGE = 0.19, 0.28
_SHARE = 0.42
_SIDE = 0.75
_SLOPE = 0.085
_FAINT = 0.13
"""How much is seen of a unit while another is highlighted."""


class DiagramView:
    """Draws a network as its units and weights.

    A line is as wide as its weight is large; the solid ones are positive, the dashed ones
    negative. A hidden unit's bias is the disc inside it, as a share of the circle: filled when it
    is positive, a ring when it is negative. Weights that are not finite are not drawn.
    """

    def __init__(self, params: Params, training: Training, box: Box, look: Look) -> None:
        self._params, self._training, self._look = params, training, look
        self._hidden = training.network.hidden
        self._box = box.inset(bottom=_HEADINGS, top=0.1)
        self._spacing = self._box.height / self._hidden
        self._radius = min(_NODE, _SHARE * self._spacing)

    def unit(self, index: int) -> Array:
        """Return where a hidden unit stands, (2,): the first at the top."""
        y = self._box.top - (index + 0.5) * self._spacing
        return np.array([self._box.center[0], y])

    def input(self, index: int) -> Array:
        """Return where an input stands, (2,)."""
        y = self._box.center[1] + (0.5 - index) * 0.45 * self._box.height
        return np.array([self._box.left + _SIDE, y])

    @property
    def output(self) -> Array:
        """Where the output stands, (2,)."""
        return np.array([self._box.right - _SIDE, self._box.center[1]])

    def lights(self, lit: Sequence[tuple[int, float]]) -> tuple[float, ...]:
        """Return how much is seen of each hidden unit."""
        own, strongest = dict(lit), max((seen for _, seen in lit), default=0.0)
        return tuple(
            1 - (1 - _FAINT) * max(strongest - own.get(i, 0.0), 0.0) for i in range(self._hidden)
        )

    @part
    def nodes(self, lights: tuple[float, ...]) -> Mobject:
        """Return the circles, and what they are called."""
        from manim import VGroup

        palette, size = self._look.palette, self._look.type.small
        group = VGroup()
        for light, radius, centers in (
            *((light, self._radius, [self.unit(i)]) for i, light in enumerate(lights)),
            (1.0, _LARGE, [self.input(0), self.input(1), self.output]),
        ):
            shape = outline([circle(center, radius) for center in centers])
            shape.set_fill(palette.panel, 1).set_stroke(palette.muted, 2.5, light)
            group.add(shape)
        for i, name in enumerate(self._params.names):
            text = typeset.math(name, size, palette.ink)
            group.add(text.move_to([*self.input(i), 0.0]))
        color = palette.of(self._params.colors[1])
        group.add(marks(self.output[None], STYLES[1], 0.13).set_fill(color, 1))
        return VGroup(group, *self._headings())

    def _headings(self) -> list[Any]:
        """Return the names of the columns, as long as there is room."""
        size, color = self._look.type.small, self._look.palette.muted
        box, words = self._box, (f"{self._hidden} hidden units", f"{self._hidden} units")
        left = typeset.text("inputs", size, color)
        right = typeset.text("output", size, color)
        low = box.bottom - 0.42
        typeset.place(left, max(box.left, float(self.input(0)[0] - left.width / 2)), low)
        end = min(box.right, float(self.output[0] + right.width / 2))
        typeset.place(right, end, low, "right")
        for word in (*words, str(self._hidden)):
            middle = typeset.text(word, size, color)
            typeset.place(middle, box.center[0], low, "center")
            if (
                middle.get_left()[0] > left.get_right()[0] + 0.15
                and middle.get_right()[0] < right.get_left()[0] - 0.15
            ):
                break
        return [left, middle, right]

    def edges(self, k: float, lights: tuple[float, ...], seen: float) -> dict[str, Mobject]:
        """Return the weights' lines, by sign, those of faint units apart from the others."""
        drawn: dict[str, Mobject] = {}
        for light in sorted(set(lights)):
            units = tuple(i for i, one in enumerate(lights) if one == light)
            for sign in (-1, 1):
                drawn[f"weights {light:.3f} {sign}"] = self._edges(k, units, sign, light * seen)
        return drawn

    @part
    def _edges(self, k: float, units: tuple[int, ...], sign: int, seen: float) -> Mobject:
        layers = self._training.network.layers(self._training.weights(k))
        strips = []
        for i in units:
            for start, stop, weight in (
                (self.input(0), self.unit(i), layers.across[i]),
                (self.input(1), self.unit(i), layers.up[i]),
                (self.unit(i), self.output, layers.out[i]),
            ):
                width = self.width(float(weight))
                if width * sign > 0:
                    strips += _strips(start, stop, abs(width), None if sign > 0 else _DASH)
        return outline(strips).set_fill(self._color(sign), 0.85 * seen).set_stroke(width=0)

    def slopes(self, front: float) -> Mobject:
        """Return the slopes on their way: halfway, all have come from the output to the units."""
        units = [self.unit(i) for i in range(self._hidden)]
        if front < 0.5:
            ways = [(self.output, unit) for unit in units]
        else:
            ways = [(unit, self.input(i)) for unit in units for i in (0, 1)]
        share = 2 * front % 1
        dots = outline([circle(a + share * (b - a), _SLOPE) for a, b in ways])
        return dots.set_fill(self._look.palette.gradient, 1).set_stroke(width=0)

    @part
    def biases(self, k: float, lights: tuple[float, ...], seen: float) -> Mobject:
        """Return the biases of the hidden units."""
        from manim import VGroup

        biases = self._training.network.layers(self._training.weights(k)).bias
        group = VGroup()
        for i, light in enumerate(lights):
            share = self.width(float(biases[i])) / WIDEST
            radius, sign = abs(share) * 0.85 * self._radius, 1 if share > 0 else -1
            if radius < 1e-3:
                continue
            disc = outline([circle(self.unit(i), radius)])
            if sign > 0:
                disc.set_fill(self._color(sign), light * seen)
            else:
                disc.set_stroke(self._color(sign), 3, light * seen)
            group.add(disc)
        return group

    def width(self, weight: float) -> float:
        """Return the width of a weight's line in scene units, with the weight's sign."""
        if not np.isfinite(weight):
            return 0.0
        return WIDEST * min(max(weight / self._training.widest, -1.0), 1.0)

    def _color(self, sign: int) -> str:
        return self._look.palette.of(self._params.colors[1 if sign > 0 else 0])


def _strips(
    start: Array, stop: Array, width: float, rhythm: tuple[float, float] | None
) -> list[Array]:
    """Return a line of some width as closed outlines (5, 2): one, or its dashes."""
    length = float(np.hypot(*(stop - start)))
    way = (stop - start) / length
    across = np.array([-way[1], way[0]]) * width / 2
    dash, gap = rhythm or (length, 0.0)
    begins = np.arange(0.0, length, dash + gap)[:, None]
    a, b = start + begins * way, start + np.minimum(begins + dash, length) * way
    return list(np.stack((a - across, b - across, b + across, a + across, a - across), axis=1))
