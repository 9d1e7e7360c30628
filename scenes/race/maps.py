"""The small maps of a grid: bands of loss, ways and dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane, Window, fit
from scenes.box import Box
from scenes.coordinate.trail import in_sight, legs
from scenes.descent_2d import strokes
from scenes.descent_2d.contours import floor, regions, round_levels, values
from scenes.descent_2d.geometry import inside
from scenes.ink import Ink
from scenes.look import Look
from scenes.parts import part
from scenes.race.layout import Layout
from scenes.race.results import Results
from scenes.race.state import Params
from scenes.strokes import cased, outline

if TYPE_CHECKING:
    from manim import VGroup, VMobject

_CELL = 0.03
"""Size of the cells contours are traced on, in scene units."""
_BRIGHTEST = 0.65
_MARGIN = 1.2
_LARGE = 2.0
"""Maps with shorter sides than this have thin ways and small dots."""
_DOT, _LARGE_DOT = 0.1, 0.14
_SMALL_WAY, _WAY = 2.8, 4.0
_EDGE = 2.6
"""How much wider than a way its edge is, in the colour of the page."""
_CHUNK = 64
"""Pieces of a way that are drawn together once they are gone."""


class Maps:
    """Draws the maps; rows and columns are counted from 0."""

    def __init__(self, params: Params, results: Results, layout: Layout, look: Look) -> None:
        self._params, self._results = params, results
        self._layout, self._look, self._ink = layout, look, Ink(look.palette)

    def color(self, column: int) -> str:
        """Return a column's colour."""
        palette = self._look.palette
        own = self._params.columns[column].color
        return palette.of(own or str(column % len(palette.runs) + 1))

    @part
    def plane(self, row: int, column: int) -> Plane:
        """Return where data points of a cell fall."""
        box = self._layout.map(row, column)
        return Plane(box, fit(self._params.rows[row].window or self._around(row), box))

    def _around(self, row: int) -> Window:
        """Return a square window round the minimum, or round the starts, with all starts in it."""
        runs = [self._results.run(row, column) for column in self._results.cells(row)]
        starts = np.array([run.x[0] for run in runs if run is not None])
        lowest = next(run.run.objective.minimum for run in runs if run is not None)
        middle = starts.mean(axis=0) if lowest is None else lowest
        reach = _MARGIN * (float(np.abs(starts - middle).max()) or 1.0)
        x, y = middle.tolist()
        return x - reach, x + reach, y - reach, y + reach

    @part
    def ground(self, row: int) -> VGroup:
        """Return the maps of a row without what walks on them."""
        from manim import VGroup

        first, *others = self._results.cells(row)
        ground = self._ground(row, first)
        here = self._layout.map(row, first)
        moved = (
            ground.copy().shift(np.array([self._layout.map(row, c).left - here.left, 0.0, 0.0]))
            for c in others
        )
        return VGroup(ground, *moved)

    def _ground(self, row: int, column: int) -> VGroup:
        """Return a map: its bands, the highest first, and an edge."""
        from manim import VGroup

        plane, palette = self.plane(row, column), self._look.palette
        run = self._results.run(row, column)
        assert run is not None  # the cell is one of the row's
        grid = values(run.run.objective, plane, _CELL)
        finite = grid[2][np.isfinite(grid[2])]
        highest = float(finite.max()) if len(finite) else 0.0
        top = strokes.mixed(palette.low, palette.high, _BRIGHTEST)
        edge = _corners(plane.box)
        bands = VGroup(strokes.fill([edge], top))
        for level in round_levels(floor(run.run.objective, plane), highest):
            outlines = [plane.to_scene(o)[:, :2] for o in regions(grid, level.value)]
            color = strokes.mixed(palette.low, top, level.tone)
            bands.add(strokes.fill(outlines, color, level.opacity))
        return bands.add(outline([edge]).set_stroke(palette.faint, 1.5))

    def way(self, row: int, column: int, k: float) -> dict[str, VMobject]:
        """Return the way a run has gone after ``k`` steps, in parts that hold still and one not."""
        pieces, gone = self._pieces(row, column)
        count = int(np.searchsorted(gone, k, side="right"))
        whole = count // _CHUNK
        drawn = {
            f"way {row} {column} {chunk}": self._stretch(row, column, chunk)
            for chunk in range(whole)
        }
        rest = [*pieces[whole * _CHUNK : count], *self._last(row, column, k)]
        drawn[f"way {row} {column}"] = self._stroke(rest, row, column)
        return drawn

    def _stroke(self, pieces: list[Array], row: int, column: int) -> VMobject:
        width = _WAY if self._is_large(row, column) else _SMALL_WAY
        way = strokes.thin(pieces, self.color(column), width, 0.95)
        return cased(way, self._look.palette.background, width + _EDGE, 0.9)

    def _is_large(self, row: int, column: int) -> bool:
        box = self._layout.map(row, column)
        return min(box.width, box.height) > _LARGE

    @part
    def _stretch(self, row: int, column: int, chunk: int) -> VMobject:
        pieces = self._pieces(row, column)[0][chunk * _CHUNK : (chunk + 1) * _CHUNK]
        return self._stroke(pieces, row, column)

    @part
    def _pieces(self, row: int, column: int) -> tuple[list[Array], Array]:
        """Return the legs of a run in sight (2, 2), each once, and the steps that end them."""
        points, pieces, gone = self._points(row, column), [], []
        for start, stop in legs(points).tolist():
            ends = points[[start, stop]]
            found = in_sight([ends], self._layout.map(row, column)) if _is_finite(ends) else []
            pieces += found
            gone += [float(stop)] * len(found)
        return pieces, np.array(gone)

    def _last(self, row: int, column: int, k: float) -> list[Array]:
        """Return the leg from the last whole step to where the dot is."""
        points, whole = self._points(row, column), min(int(k), len(self._points(row, column)) - 1)
        ends = np.array([points[whole], self.position(row, column, k)])
        box = self._layout.map(row, column)
        return in_sight([ends], box) if _is_finite(ends) and (ends[0] != ends[1]).any() else []

    @part
    def _points(self, row: int, column: int) -> Array:
        """Return the iterates of a cell (n, 2) in scene units."""
        run = self._results.run(row, column)
        assert run is not None  # the cell is one of the row's
        with np.errstate(over="ignore", invalid="ignore"):
            points: Array = self.plane(row, column).to_scene(run.x)[:, :2]
        return points

    def position(self, row: int, column: int, k: float) -> Array:
        """Return where a run's dot is (2,) after ``k`` steps; it stays at the end of its run."""
        points = self._points(row, column)
        whole = min(int(k), len(points) - 1)
        here: Array = points[whole]
        if whole == k or whole == len(points) - 1:
            return here
        with np.errstate(over="ignore", invalid="ignore"):
            moved: Array = here + (k - whole) * (points[whole + 1] - here)
        return moved

    def dot(self, row: int, column: int, k: float) -> VMobject:
        """Return a run's dot; a triangle at the edge that points to it when it is out of sight."""
        at, box = self.position(row, column, k), self._layout.map(row, column)
        color = self.color(column)
        if np.isnan(at).any():
            return outline([])
        if inside(at, box):
            radius = _LARGE_DOT if self._is_large(row, column) else _DOT
            return self._ink.markers(at[None], column, radius, color)
        return self._ink.beyond(at, box, color, 1.0)


def _corners(box: Box) -> Array:
    return np.array(
        [
            (box.left, box.bottom),
            (box.right, box.bottom),
            (box.right, box.top),
            (box.left, box.top),
            (box.left, box.bottom),
        ]
    )


def _is_finite(points: Array) -> bool:
    return bool(np.isfinite(points).all())
