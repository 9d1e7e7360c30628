"""The axes round a surface: two on the floor's near edges, and the loss upright at its left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.axes import multiples, round_spacing, tick_text
from scenes.ease import mix, smooth
from scenes.look import Look
from scenes.surface.floor import drawn_by_opacity
from scenes.surface.lines import inside, pieces
from scenes.surface.relief import Relief
from scenes.surface.state import Params
from scenes.surface.texts import Label, extent, loss_text, written
from scenes.surface.view import View

if TYPE_CHECKING:
    from manim import VGroup

_TICK = 0.09
_OFF = 0.1
"""From a tick's end to its number."""
_NAME_UP = 0.44
_NAME_OVER = 0.12
"""How far the loss' name stands over its axis, and reaches beyond it to the right."""
_LINE = 2.0
_TICKS, _LOSSES = 3.2, 3
"""Ticks of the floor's axes and of the loss' axis, about."""
_NUMBER = 0.42
"""Room for a number on the loss' axis."""
_CHANGE = (1.0, 9.0)
"""Degrees past a quarter turn between which the axes change to other edges."""


class Frame:
    """Draws the axes of a surface."""

    def __init__(self, params: Params, relief: Relief, look: Look, height: float) -> None:
        """``height`` is about how high the surface is in the frame, in scene units."""
        self._params, self._relief, self._look = params, relief, look
        self._height = height
        self._most = int(min(max(height / _NUMBER, 1), _LOSSES))
        self._numbers: dict[str, Any] = {}

    @cached_property
    def left(self) -> float:
        """Room that the loss' axis needs at the left, in scene units."""
        widths = (float(text.width) for text in (self._loss, *(t for _, t in self._losses)))
        return max(widths) + _TICK + _OFF

    @cached_property
    def _names(self) -> tuple[Any, ...]:
        look = self._look
        return tuple(
            typeset.math(name, look.type.label, look.palette.muted) for name in self._params.names
        )

    @cached_property
    def _loss(self) -> Any:
        look = self._look
        return typeset.text(str(self._params.loss), look.type.small, look.palette.muted)

    def draw(self, view: View, rise: float) -> tuple[VGroup, tuple[Label, ...]]:
        """Return lines, ticks, numbers and names, and the texts among them."""
        from manim import VGroup

        seen = 1 - smooth(2 * view.flat - 0.4)
        lines: list[tuple[Array, float]] = []
        labels: list[Label] = []
        if seen > 0:
            for edge, weight in self._edges(view):
                self._floor_axis(view, edge, weight * seen, lines, labels)
            self._loss_axis(view, rise, seen, lines, labels)
        group = VGroup()
        runs = (
            (run, opacity)
            for line, opacity in lines
            for run in pieces(line, inside(line, view.box))
        )
        group.add(*drawn_by_opacity(runs, self._look.palette.faint, _LINE))
        shown = written(labels, view.box)
        group.add(*(label.drawn() for label in shown))
        return group, shown

    def _edges(self, view: View) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield the floor's edges that carry an axis with how much of it is seen.

        An edge is (axis along it, side on the other axis: 0 low, 1 high).
        """
        now, before, share = self._corners(view)
        weights: dict[tuple[int, int], float] = {}
        for (x_side, y_side), weight in ((now, share), (before, 1 - share)):
            for edge in ((0, y_side), (1, x_side)):
                weights[edge] = weights.get(edge, 0.0) + weight
        yield from ((edge, weight) for edge, weight in sorted(weights.items()) if weight > 0)

    @staticmethod
    def _corners(view: View) -> tuple[tuple[int, int], tuple[int, int], float]:
        """Return the nearest corner's sides, the one before in turning, and how far it is new."""
        degrees = float(np.degrees(view.azimuth))
        quarter = int(degrees // 90)
        low, high = _CHANGE
        share = smooth((degrees - 90 * quarter - low) / (high - low))
        near = ((1, 0), (1, 1), (0, 1), (0, 0))
        return near[quarter % 4], near[(quarter - 1) % 4], share

    def _floor_axis(
        self,
        view: View,
        edge: tuple[int, int],
        seen: float,
        lines: list[tuple[Array, float]],
        labels: list[Label],
    ) -> None:
        axis, side = edge
        window = self._relief.window
        span, other = (window[:2], window[2:]) if axis == 0 else (window[2:], window[:2])

        def at(along: float) -> Array:
            return np.array([along, other[side], 0.0] if axis == 0 else [other[side], along, 0.0])

        outward = np.array([*view.middle, 0.0])
        outward[1 - axis] += 1.0 if side else -1.0
        way = view.to_scene(outward) - view.origin
        way = way / max(float(np.hypot(*way)), 1e-9)
        lines.append((view.to_scene(np.array([at(v) for v in np.linspace(*span, 49)])), seen))
        spacing = round_spacing((span[1] - span[0]) / _TICKS)
        widest = 0.0
        for value in multiples(spacing, *span):
            foot = view.to_scene(at(value))
            lines.append((np.array([foot, foot + _TICK * way]), seen))
            label = self._beside(self._number(value), foot + _TICK * way, way, _OFF, seen)
            widest = max(widest, extent(label.text, way))
            labels.append(label)
        middle = view.to_scene(at((span[0] + span[1]) / 2)) + (_TICK + widest + 2 * _OFF) * way
        labels.insert(0, self._beside(self._names[axis], middle, way, _OFF, seen))

    def _loss_axis(
        self,
        view: View,
        rise: float,
        seen: float,
        lines: list[tuple[Array, float]],
        labels: list[Label],
    ) -> None:
        relief = self._relief
        now, before, share = self._corners(view)
        left = [self._leftmost(corner) for corner in (before, now)]
        foot = np.array([mix(a, b, share) for a, b in zip(*left, strict=True)])
        seen *= smooth(4 * rise)
        top = view.to_scene(np.array([*foot, rise * relief.highest]))
        low = view.to_scene(np.array([*foot, 0.0]))
        lines.append((low + np.linspace(0, 1, 49)[:, None] * (top - low), seen))
        way = np.array([-1.0, 0.0])
        for value, text in self._losses:
            height = float(relief.level(np.array(value), rise))
            place = view.to_scene(np.array([*foot, height]))
            lines.append((np.array([place, place + _TICK * way]), seen))
            labels.append(self._beside(text, place + _TICK * way, way, _OFF, seen))
        x = float(top[0]) + _NAME_OVER - float(self._loss.width) / 2
        y = min(float(top[1]) + _NAME_UP, view.box.top - float(self._loss.height) / 2)
        labels.insert(0, Label(self._loss, x, y, seen))

    @cached_property
    def _losses(self) -> list[tuple[float, Any]]:
        """The losses with a tick and their texts, those first that must not give way to others."""
        relief = self._relief
        ends = [(relief.top, relief.is_cut), (relief.bottom, relief.is_flat_below)]
        size, color = self._look.type.small, self._look.palette.muted
        found = [
            (loss, typeset.text(f"≤ {loss_text(loss)}", size, color))
            for loss, is_end in ends
            if is_end
        ]
        taken = [float(relief.share(np.array(loss))) for loss, _ in found]
        for loss in relief.ticks(self._most):
            share = float(relief.share(np.array(loss)))
            if all(abs(share - other) * self._height > _NUMBER for other in taken):
                found.append((loss, self._number(loss)))
        return found

    def _leftmost(self, near: tuple[int, int]) -> tuple[float, float]:
        """Return the corner (x, y) at the left when ``near`` is the nearest."""
        left, right, bottom, top = self._relief.window
        x, y = {(1, 0): (0, 0), (1, 1): (1, 0), (0, 1): (1, 1), (0, 0): (0, 1)}[near]
        return (left, right)[x], (bottom, top)[y]

    def _number(self, value: float) -> Any:
        shown = tick_text(value)
        if shown not in self._numbers:
            size, color = self._look.type.small, self._look.palette.muted
            self._numbers[shown] = typeset.number(shown, size, color)
        return self._numbers[shown]

    @staticmethod
    def _beside(text: Any, at: Array, way: Array, off: float, seen: float) -> Label:
        x, y = at + (off + extent(text, way) / 2) * way
        return Label(text, float(x), float(y), seen)
