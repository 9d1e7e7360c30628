"""The shapes on a line of numbers: zones, levels, arcs of jumps, dots, points, the pointer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Ring, Walker
from scenes.coordinate.trail import kept
from scenes.descent_2d.geometry import circle, dashed
from scenes.ease import out, smooth
from scenes.ink import Ink
from scenes.number_line.sheet import Line, Sheet
from scenes.number_line.state import Level, Pointer, Zone
from scenes.parts import part
from scenes.strokes import outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_POINT = 0.15
_CRUMB = 0.08
_APART = 0.05
_DASH = (0.16, 0.11)
_BEYOND = 0.12
"""How far, as a fraction of the line, a jump out of sight is drawn towards its end."""
_SHORTEST = 0.04
"""Jumps shorter than this, in scene units, have no arc."""
_ARROW = 0.7
"""Jumps longer than this have an arrow on their way down."""
_HEAD_AT = 0.7
"""How far along a jump its arrow is: those of jumps there and back do not meet."""
_MOST = 60
_BOW = np.linspace(0.0, 1.0, 33)


class Figures:
    """Draws shapes on a line of numbers."""

    def __init__(self, sheet: Sheet, paths: Paths) -> None:
        self._sheet, self._paths, self._palette = sheet, paths, sheet.look.palette
        self._ink = Ink(sheet.look.palette)

    def color(self, walker: Walker) -> str:
        """Return a walker's colour."""
        return self._palette.of(walker.color or str(walker.style % len(self._palette.runs) + 1))

    @part
    def zone(self, line: Line, zone: Zone) -> VGroup:
        """Return a zone: a light band over the line, a thick stretch on it."""
        from manim import VGroup

        ends = np.clip(line.x([zone.low, zone.high]), line.left, line.right)
        middle = ends.mean()
        left, right = middle + (ends - middle) * zone.drawn
        top, color = line.y + self._sheet.arcs, self._palette.of(zone.color)
        corners = [(left, line.y), (right, line.y), (right, top), (left, top), (left, line.y)]
        band = outline([np.array(corners)]).set_fill(color, 0.18 * zone.opacity)
        stretch = np.array([(left, line.y), (right, line.y)])
        bar = outline([stretch] if zone.drawn > 0 else []).set_stroke(color, 9, zone.opacity)
        return VGroup(band.set_stroke(width=0), bar)

    @part
    def level(self, line: Line, level: Level) -> VMobject:
        """Return the dashed line at a number."""
        x, top = float(line.x(level.value)), self._sheet.arcs * level.drawn
        if not line.holds(x) or top <= 0:
            return outline([])
        stroke = np.array([(x, line.y), (x, line.y + top)])
        color = self._palette.of(level.color)
        return outline(dashed(stroke, *_DASH)).set_stroke(color, 4, level.opacity)

    @part
    def arcs(
        self, line: Line, run: str, lr: float | None, span: tuple[int, int], color: str
    ) -> VGroup:
        """Return the arcs of a run's jumps between iterates ``span``, the last ones that differ."""
        walker = Walker(run, *span[::-1], 0, lr=lr)  # type: ignore[arg-type]
        shares = self._shares(line, walker)[span[0] : span[1] + 1]
        jumps = np.stack((shares[:-1], shares[1:]), axis=-1)
        return self._bows(line, jumps[_last_that_differ(jumps, _SHORTEST / line.width)], color)

    def leap(self, line: Line, walker: Walker, color: str) -> VGroup:
        """Return the part of an arc that a walker has gone."""
        start, stop = self._shares(line, walker)[int(walker.at) : int(walker.at) + 2]
        return self._bows(line, np.array([[start, stop]]), color, self._progress(line, walker))

    def _bows(self, line: Line, jumps: Array, color: str, drawn: float = 1.0) -> VGroup:
        from manim import VGroup

        bows, heads = [], []
        for start, stop in jumps.tolist():
            bow = self._bow(line, start, stop)
            if bow is None:
                continue
            seen = bow[: max(round(drawn * (len(bow) - 1)) + 1, 2)]
            inside = (line.left <= seen[:, 0]) & (seen[:, 0] <= line.right)
            bows.append(seen[inside])
            at = round(_HEAD_AT * (len(bow) - 1))
            if abs(stop - start) * line.width > _ARROW and len(seen) > at:
                way = (bow[at] - bow[at - 1]) / np.hypot(*(bow[at] - bow[at - 1]))
                if line.holds(float(bow[at, 0])):
                    heads.append(_head(bow[at] + 0.12 * way, way))
        group = VGroup(outline([b for b in bows if len(b) > 1]).set_stroke(color, 3.5, 0.85))
        return group.add(outline(heads).set_fill(color, 0.95).set_stroke(width=0))

    def _bow(self, line: Line, start: float, stop: float) -> Array | None:
        """Return the parabola (n, 2) of a jump; one to a place out of sight leaves over the end."""
        if not (math.isfinite(start) or math.isfinite(stop)) or math.isnan(start + stop):
            return None
        start, stop = (min(max(share, -_BEYOND), 1 + _BEYOND) for share in (start, stop))
        if abs(stop - start) * line.width < _SHORTEST:
            return None
        x = line.left + (start + _BOW * (stop - start)) * line.width
        height = self._height(line, start, stop)
        return np.stack((x, line.y + height * 4 * _BOW * (1 - _BOW)), axis=-1)

    def _height(self, line: Line, start: float, stop: float) -> float:
        """Return the height of a jump's arc: the longer the jump, the higher."""
        long = min(abs(stop - start), 1.0)
        return float(min(self._sheet.arcs * long**0.6, 0.6 * long * line.width))

    def _progress(self, line: Line, walker: Walker) -> float:
        """Return how far along its arc a walker is."""
        part = walker.at - int(walker.at)
        start, stop = self._shares(line, walker)[int(walker.at) : int(walker.at) + 2]
        here = float(line.share(self._paths.value(walker)))
        if not math.isfinite(start - stop) or start == stop:
            return part
        return float((here - start) / (stop - start))

    def _shares(self, line: Line, walker: Walker) -> Array:
        return line.share(self._paths.values(walker))

    @part
    def dots(
        self, line: Line, run: str, lr: float | None, span: tuple[int, int], ink: tuple[int, str]
    ) -> VMobject:
        """Return a run's iterates ``span`` as dots on the line."""
        walker = Walker(run, *span[::-1], 0, lr=lr)  # type: ignore[arg-type]
        x = line.x(self._paths.values(walker)[span[0] : span[1] + 1])
        x = x[(line.left <= x) & (x <= line.right)]
        points = kept(np.column_stack((x, np.full(len(x), line.y))), _APART)
        return self._ink.markers(points, ink[0], _CRUMB, ink[1])

    def place(self, line: Line, walker: Walker) -> Array:
        """Return where a walker stands (2,): on the line, or on the arc of its jump."""
        here, part = float(line.x(self._paths.value(walker))), walker.at % 1
        if part == 0:
            return np.array([here, line.y])
        start, stop = self._shares(line, walker)[int(walker.at) : int(walker.at) + 2]
        bow = self._bow(line, start, stop)
        gone = self._progress(line, walker)
        high = 0.0 if bow is None else float(bow[:, 1].max()) - line.y
        return np.array([here, line.y + high * 4 * gone * (1 - gone)])

    def point(self, line: Line, walker: Walker) -> VMobject:
        """Return a walker; at the line's end, pointing to it, when it is out of sight."""
        here, color = self.place(line, walker), self.color(walker)
        if np.isnan(here).any() or walker.seen <= 0:
            return outline([])
        if line.holds(here[0]):
            return self._ink.markers(here[None], walker.style, _POINT, color, walker.seen)
        end = np.array([line.left if here[0] < line.left else line.right, line.y])
        way = np.array([-1.0 if here[0] < line.left else 1.0, 0.0])
        return self._ink.pointer(end + 0.26 * way, way, color, walker.seen)

    def pointer(self, line: Line, pointer: Pointer) -> VMobject:
        """Return the triangle that points at a number from above."""
        x = min(max(float(line.x(pointer.at)), line.left), line.right)
        tip, down = np.array([x, line.y + 0.04]), np.array([0.0, -1.0])
        return self._ink.pointer(tip, down, self._palette.ink, pointer.seen)

    def ring(self, line: Line, walker: Walker, ring: Ring) -> VMobject:
        """Return a ring round an iterate, wider and fainter as it goes on."""
        x = float(line.x(self._paths.iterate(walker, int(ring.k))))
        if not line.holds(x):
            return outline([])
        bow = circle(np.array([x, line.y]), _POINT + 0.4 * out(ring.progress))
        return self._ink.path([bow], self._palette.ink, 6, 1 - smooth(ring.progress))


def _last_that_differ(jumps: Array, cell: float) -> NDArray[np.intp]:
    """Return the numbers of the last jumps (n, 2) that are not drawn already, in order."""
    cells = np.nan_to_num(np.clip(jumps, -9, 9), nan=99.0) / cell
    _, last = np.unique(np.floor(cells[::-1]), axis=0, return_index=True)
    order: NDArray[np.intp] = np.sort(len(jumps) - 1 - last)
    return order[-_MOST:]


def _head(tip: Array, way: Array) -> Array:
    """Return the outline (n, 2) of an arrow's head."""
    across = np.array([-way[1], way[0]])
    base = tip - 0.24 * way
    return np.array([tip, base + 0.12 * across, base - 0.12 * across, tip])
