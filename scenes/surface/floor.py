"""The map on the floor below a surface, and the lines of equal loss on the surface itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.descent_2d import strokes
from scenes.descent_2d.contours import lines, regions
from scenes.ease import mix, smooth
from scenes.look import Palette
from scenes.surface.lines import cut, inside, pieces
from scenes.surface.relief import Relief
from scenes.surface.skin import bands_of
from scenes.surface.view import ROUGHLY, View

if TYPE_CHECKING:
    from manim import VGroup, VMobject

Grid = tuple[Array, Array, Array]

_PALE = 0.4
"""How far the floor's bands go from the lowest colour to their own: the surface stands out."""
_LINE = 1.5
_ON_SURFACE = 0.45
"""Opacity of contours on the surface; on a map it is 0.3."""
_ON_MAP = 0.3
_RIM = 2.5
_EDGE_POINTS = 101


class Floor:
    """Draws what lies flat under a surface, and what is drawn on its skin."""

    def __init__(self, relief: Relief, around: Grid, palette: Palette) -> None:
        self._relief, self._palette = relief, palette
        self._around = around

    def apron(self, view: View) -> VGroup:
        """Return the map beyond the window, which comes into sight as the eye gets above it."""
        return self._flat(self._around, view, 1.0, smooth(2 * view.flat - 1))

    def floor(self, view: View, opacity: float) -> VGroup:
        """Return the map below the surface."""
        return self._flat(self._below, view, mix(_PALE, 1.0, view.flat), opacity)

    @cached_property
    def _below(self) -> Grid:
        """The grid that the map on the floor is drawn from: half as fine as the surface's."""
        relief = self._relief
        return relief.x[::2], relief.y[::2], np.ascontiguousarray(relief.loss[::2, ::2])

    def _flat(self, grid: Grid, view: View, tone: float, seen: float) -> VGroup:
        """Return the bands and contours of a grid on the floor, over the background."""
        from manim import VGroup

        palette, levels = self._palette, self._relief.levels
        x, y, _ = grid
        corners = np.array([(x[i], y[j]) for i, j in ((0, 0), (-1, 0), (-1, -1), (0, -1), (0, 0))])
        shown = [
            strokes.mixed(palette.background, color, seen)
            for color in bands_of(self._relief, palette, tone)
        ]
        group = VGroup(strokes.fill(_flattened([corners], view), shown[0]))
        runs: list[tuple[Array, float]] = []
        for level, color in zip(levels, shown[1:], strict=True):
            outlines, contours = self._traced(grid, level.value)
            group.add(strokes.fill(_flattened(outlines, view), color))
            strength = _ON_MAP * level.opacity * tone * seen
            runs += [(run, strength) for line in contours for run in self._run(line, view)]
        return group.add(*drawn_by_opacity(runs, palette.ink, _LINE))

    def _run(self, line: Array, view: View) -> list[Array]:
        places = view.to_scene(_at_floor(line))
        return pieces(places, inside(places, view.box))

    def _traced(self, grid: Grid, level: float) -> tuple[list[Array], list[Array]]:
        key = id(grid[2]), level
        if key not in self._known:
            self._known[key] = regions(grid, level), lines(grid, level)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[int, float], tuple[list[Array], list[Array]]]:
        return {}

    def contours(self, view: View, rise: float, opacity: float) -> VGroup:
        """Return the lines of equal loss on the surface, as far as they are not hidden."""
        from manim import VGroup

        strength = mix(_ON_SURFACE, _ON_MAP, view.flat) * opacity
        runs = (
            (run, strength * level.opacity)
            for level in self._relief.levels
            if level.value <= self._relief.top
            for line in self._drawn(level.value)
            for run in on_skin(line, self._relief, view, rise)
        )
        return VGroup(*drawn_by_opacity(runs, self._palette.ink, _LINE))

    def _drawn(self, level: float) -> list[Array]:
        relief = self._relief
        return self._traced((relief.x, relief.y, relief.loss), level)[1]

    def rim(self, view: View, rise: float) -> VMobject:
        """Return the edge of the surface, as far as it is not hidden."""
        runs = [r for line in self._edges for r in on_skin(line, self._relief, view, rise)]
        return strokes.thin(runs, self._palette.ink, _RIM, 0.7 * (1 - view.flat))

    @cached_property
    def _edges(self) -> list[Array]:
        relief = self._relief
        left, right, bottom, top = relief.window
        share = np.linspace(0, 1, _EDGE_POINTS)[:, None]
        corners = np.array(
            [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        )
        found = []
        for start, stop in pairwise(corners):
            line = start + share * (stop - start)
            found += [
                _to_the_cut(piece, line, relief) for piece in pieces(line, relief.covers(line))
            ]
        return found + (self._drawn(relief.top) if relief.is_cut else [])


def _to_the_cut(piece: Array, line: Array, relief: Relief) -> Array:
    """Return a piece of a line with the points where the cut ends it."""
    first = int(np.flatnonzero((line == piece[0]).all(axis=1))[0])
    last = first + len(piece) - 1
    for inner, outer in ((first, first - 1), (last, last + 1)):
        if 0 <= outer < len(line):
            loss = relief.loss_at(line[[inner, outer]])
            share = (relief.top - loss[0]) / (loss[1] - loss[0])
            end = line[inner] + min(max(float(share), 0.0), 1.0) * (line[outer] - line[inner])
            piece = np.vstack((end, piece) if outer < inner else (piece, end))
    return piece


def drawn_by_opacity(
    runs: Iterable[tuple[Array, float]], color: str, width: float
) -> Iterator[VMobject]:
    """Yield one stroke for all polylines (n, 2) of the same opacity."""
    alike: dict[float, list[Array]] = {}
    for run, opacity in runs:
        alike.setdefault(opacity, []).append(run)
    yield from (strokes.thin(lines, color, width, seen) for seen, lines in alike.items())


def on_skin(line: Array, relief: Relief, view: View, rise: float) -> list[Array]:
    """Return the pieces (n, 2), in the frame, of a line on the surface that are seen."""
    points = relief.over(line, rise)
    places = view.to_scene(points)
    return pieces(places, inside(places, view.box) & view.seen(points, relief, rise, ROUGHLY))


def _flattened(outlines: list[Array], view: View) -> list[Array]:
    placed = (cut(view.to_scene(_at_floor(outline)), view.box) for outline in outlines)
    return [outline for outline in placed if len(outline)]


def _at_floor(points: Array) -> Array:
    return np.column_stack((points, np.zeros(len(points))))
