"""One frame of a surface in the making, and the shapes that runs leave on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes.axes import Window
from scenes.box import Box
from scenes.descent_2d import figures, strokes
from scenes.descent_2d.geometry import dashed
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker
from scenes.ease import mix
from scenes.strokes import outline
from scenes.surface.lines import Mask, clipped_legs, cut, inside, legs, pieces, sampled
from scenes.surface.relief import Relief
from scenes.surface.state import State
from scenes.surface.view import View

if TYPE_CHECKING:
    from manim import Mobject, VGroup, VMobject

GHOST = 0.3
"""How much is seen of what the surface hides."""
_GHOST_WIDTH = 3.0
_DASH = (0.2, 0.13)
_DROP_POINTS = 60
_ABOUT = 0.7
"""Part of a marker's radius at which it is looked whether the surface hides it."""


@dataclass(slots=True)
class Draft:
    """One frame: the state, how it is seen, what the map would show, and the parts so far."""

    state: State
    view: View
    relief: Relief
    sheet: Sheet
    parts: dict[str, Mobject] = field(default_factory=dict)

    @property
    def rise(self) -> float:
        """How much of its height the surface has."""
        return self.state.rise

    @property
    def unit(self) -> float:
        """Scene units per unit of data on the map."""
        left, right, _, _ = self.sheet.plane.window
        return self.sheet.box.width / (right - left)

    def on_skin(self, points: Array) -> Array:
        """Return data points (..., 2) as points (..., 3) on the surface."""
        return self.relief.over(points, self.rise)

    def seen(self, points: Array) -> Mask:
        """Return which points (n, 3) are not hidden."""
        return self.view.seen(points, self.relief, self.rise)

    def lay(self, name: str, mobject: VMobject) -> None:
        """Add a shape that was drawn on the map as one that lies on the surface.

        What reaches over the window's edge is cut off there. It fades as far as it is hidden.
        """
        points, window = mobject.points[:, :2], _box(self.relief.window)
        if not len(points):
            return
        if mobject.get_fill_opacity() > 0:
            ring = cut(self.sheet.plane.to_data(np.vstack((points[::4], points[-1:]))), window)
            lines = [ring] if len(ring) else []
        else:
            ends = np.flatnonzero(np.any(points[4::4] != points[3:-1:4], axis=1)) * 4 + 4
            runs = (np.vstack((run[::4], run[-1:])) for run in np.split(points, ends))
            laid = [self.sheet.plane.to_data(run) for run in runs]
            lines = [piece for line in laid for piece in pieces(line, inside(line, window))]
        if not lines:
            return
        skin = [self.on_skin(line) for line in lines]
        shown = float(np.mean(self.seen(np.concatenate(skin))))
        placed = [self.view.to_scene(line) for line in skin]
        if mobject.get_fill_opacity() > 0:
            placed = [ring for ring in (cut(line, self.view.box) for line in placed) if len(ring)]
        else:
            placed = [run for line in placed for run in pieces(line, inside(line, self.view.box))]
        shape = outline(placed).match_style(mobject, family=False)
        for rgbas in (shape.fill_rgbas, shape.stroke_rgbas, shape.background_stroke_rgbas):
            rgbas[:, 3] *= mix(GHOST, 1.0, shown)
        self.parts[name] = shape


def track(draft: Draft, x: Array, style: int) -> list[Array]:
    """Return the way along iterates ``x`` (n, 2) over the window as lines, or dashes by style."""
    unit = draft.unit
    found = clipped_legs(legs(x, unit), _box(draft.relief.window))
    rhythm = figures.TRAIL_DASHES[style % len(figures.TRAIL_DASHES)]
    if rhythm is None:
        return sampled(found, unit)
    lines = (line for leg in found for line in sampled(leg[None], unit))
    return [dash / unit for line in lines for dash in dashed(line * unit, *rhythm)]


def trail(draft: Draft, x: Array, style: int, color: str, opacity: float) -> VGroup:
    """Return the way along iterates on the surface; where it is hidden it is thin and faint."""
    from manim import VGroup

    shown: list[Array] = []
    hidden: list[Array] = []
    lines = track(draft, x, style)
    if lines:
        flat = np.concatenate(lines)
        points = draft.on_skin(flat)
        seen, places = draft.seen(points), draft.view.to_scene(points)
        there = draft.relief.covers(flat) & inside(places, draft.view.box)
        for where in _slices(lines):
            shown += pieces(places[where], there[where] & seen[where])
            hidden += pieces(places[where], there[where] & ~seen[where])
    return VGroup(
        strokes.thin(hidden, color, _GHOST_WIDTH, GHOST * opacity),
        strokes.path(shown, color, figures.TRAIL, opacity, casing=draft.sheet.casing),
    )


def shadow(draft: Draft, x: Array, style: int, color: str, opacity: float) -> VMobject:
    """Return the way along iterates on the floor, as far as the surface does not hide it."""
    runs: list[Array] = []
    lines = track(draft, x, style)
    if lines:
        flat = np.concatenate(lines)
        points = np.column_stack((flat, np.zeros(len(flat))))
        places = draft.view.to_scene(points)
        there = draft.seen(points) & inside(places, draft.view.box)
        for where in _slices(lines):
            runs += pieces(places[where], there[where])
    return strokes.thin(runs, color, 4, 0.6 * opacity)


def crumbs(draft: Draft, x: Array, style: int, color: str, opacity: float) -> VMobject:
    """Return a small marker at each iterate that is seen, as far as they keep apart."""
    known = x[np.isfinite(x).all(axis=1)]
    cells = np.round(known * draft.unit / (0.3 * figures.CRUMB))
    known = known[np.sort(np.unique(cells, axis=0, return_index=True)[1])] if len(known) else known
    known = known[draft.relief.covers(known)]
    points = draft.on_skin(known)
    places = draft.view.to_scene(points)
    kept: list[Array] = []
    for place in places[draft.seen(points) & inside(places, draft.view.box)]:
        if not kept or np.hypot(*(place - kept[-1])) > 1.2 * figures.CRUMB:
            kept.append(place)
    at, casing = np.array(kept).reshape(-1, 2), draft.sheet.casing
    return strokes.markers(at, style, figures.CRUMB, color, opacity, casing=casing)


def drop(draft: Draft, walker: Walker) -> None:
    """Draw the upright line from where a walker stands to the floor, and its foot there."""
    opacity = walker.seen * draft.state.opacity("drops")
    here = draft.sheet.position(walker)
    if opacity <= 0 or not draft.relief.covers(here):
        return
    top = draft.on_skin(here)
    share = np.linspace(1, 1 - opacity, _DROP_POINTS)[:, None]
    line = top * np.hstack((np.ones((_DROP_POINTS, 2)), share))
    seen, places = draft.seen(line), draft.view.to_scene(line)
    there = inside(places, draft.view.box)
    seen[0] = True
    color = draft.sheet.palette.loss
    shown = [d for run in pieces(places, there & seen) for d in dashed(run, *_DASH)]
    hidden = [d for run in pieces(places, there & ~seen) for d in dashed(run, *_DASH)]
    name = f"{walker.run} drop"
    draft.parts[f"{name} behind"] = strokes.thin(hidden, color, _GHOST_WIDTH, 1.5 * GHOST)
    draft.parts[name] = strokes.path(shown, color, 4, casing=draft.sheet.casing)
    if opacity >= 1 and there[-1]:
        ink = draft.sheet.color(walker), (1.0 if seen[-1] else GHOST)
        marker = walker.style, figures.CRUMB, *ink
        foot = strokes.markers(places[-1:], *marker, casing=draft.sheet.casing)
        draft.parts[f"{name} foot"] = foot


def point(draft: Draft, walker: Walker) -> None:
    """Draw where a walker stands.

    Outside the window it is a pointer at the nearest point of the edge, above the cut one that
    points up from where the surface ends; a point that is not a number is not drawn.
    """
    here, color = draft.sheet.position(walker), draft.sheet.color(walker)
    if np.isnan(here).any() or walker.seen <= 0:
        return
    near = held(draft, here)
    stand = draft.on_skin(near)
    place = draft.view.to_scene(stand)
    if not (np.array_equal(near, here) and draft.relief.covers(here)):
        toward = np.array([0.0, 1.0])
        if not np.array_equal(near, here):
            away = np.append(np.sign(here - near), 0.0)
            toward = draft.view.to_scene(stand + away * draft.relief.side) - place
        shape = _pointer(draft, place, toward, color, walker.seen)
    elif inside(place, draft.view.box):
        shown = _share_seen(draft, here)
        ink = color, walker.seen * mix(GHOST, 1.0, shown)
        marker = walker.style, figures.POINT, *ink
        shape = strokes.markers(place[None], *marker, casing=draft.sheet.casing)
    else:
        edge = np.clip(place, *_corners(draft.view.box))
        ink = color, walker.seen
        shape = strokes.pointer(edge, place - edge, *ink, casing=draft.sheet.casing)
    draft.parts[f"{walker.run} point"] = shape


def held(draft: Draft, here: Array) -> Array:
    """Return the point of the window nearest to a data point (2,)."""
    return np.clip(here, *_corners(_box(draft.relief.window)))


def _share_seen(draft: Draft, here: Array) -> float:
    """Return which share of a marker at a data point (2,) is not hidden."""
    turn = np.linspace(0, 2 * math.pi, 12, endpoint=False)
    radius = _ABOUT * figures.POINT / draft.unit
    round_ = here + radius * np.stack((np.cos(turn), np.sin(turn)), axis=-1)
    about = np.vstack((here, round_[draft.relief.covers(round_)]))
    return float(np.mean(draft.seen(draft.on_skin(about))))


def _pointer(draft: Draft, place: Array, toward: Array, color: str, seen: float) -> VMobject:
    size = float(np.hypot(*toward))
    toward = toward / size if size > 1e-9 else np.array([0.0, 1.0])
    tip = np.clip(place + 0.3 * toward, *_corners(draft.view.box))
    return strokes.pointer(tip, toward, color, seen, casing=draft.sheet.casing)


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.left, box.bottom), (box.right, box.top)


def _slices(lines: Sequence[Array]) -> list[slice]:
    ends = np.cumsum([0, *map(len, lines)]).tolist()
    return [slice(a, b) for a, b in pairwise(ends)]


def _box(window: Window) -> Box:
    left, right, bottom, top = window
    return Box(left, bottom, right - left, top - bottom)
