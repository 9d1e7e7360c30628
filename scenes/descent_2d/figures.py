"""The shapes on a map: points, trails, arrows, guides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from gdmath import theory
from gdmath.array import Array
from gdmath.objectives import quadratic_form
from gdmath.run import Trajectory
from scenes.axes import Plane
from scenes.descent_2d import strokes
from scenes.descent_2d.geometry import (
    angle_between,
    arc,
    circle,
    clipped_path,
    dashed,
    inside,
)
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Curve, Guide, Ring, Walker
from scenes.descent_2d.thin import TOLERANCE, apart, legs, path_pieces
from scenes.ease import out, smooth

if TYPE_CHECKING:
    from manim import VMobject

POINT = 0.15
"""Radius of the marker where a walker stands, in scene units."""
CRUMB = 0.075
"""Radius of the markers a walker leaves behind."""
_NOTHING = 0.24
"""Radius of the least ring that stands for an arrow of no length."""
RING = " ring"
"""How the names of the parts end that are rings."""
TRAIL = 5.0
"""Width of trails, in manim's units."""
TRAIL_DASHES = strokes.DASHES
"""Dash and gap of trails by style."""
_DASH = (0.2, 0.13)
_BAND, _BAND_SEEN = 20.0, 0.5
"""Width, in manim's units, and opacity of a guide that paths run along."""
_GUIDE_POINTS = 200


def minimum(sheet: Sheet, point: Array) -> None:
    """Draw a cross in a circle at the minimum, a data point (2,)."""
    at, radius = sheet.at(point), 0.2
    seen = sheet.state.opacity("minimum")
    if seen > 0 and inside(at, sheet.box):
        across, up = np.array([radius, 0.0]), np.array([0.0, radius])
        lines = [np.array([at - r, at + r]) for r in (across, up)]
        color = sheet.palette.minimum
        sheet.parts["minimum"] = strokes.path(
            [*lines, circle(at, 0.6 * radius)], color, 5, seen, casing=sheet.casing
        )


def trail(plane: Plane, x: Array, style: int, color: str, opacity: float, casing: str) -> VMobject:
    """Return the path through iterates ``x`` (n, 2), dashed by style."""
    with np.errstate(over="ignore", invalid="ignore"):
        points = plane.to_scene(x)[:, :2]
    rhythm = TRAIL_DASHES[style % len(TRAIL_DASHES)]
    if rhythm is None:
        pieces = path_pieces(points, plane.box)
    else:
        ways = (way[i : i + 2] for way in legs(points) for i in range(len(way) - 1))
        parts = (part for way in ways for part in clipped_path(way, plane.box))
        pieces = [dash for part in parts for dash in dashed(part, *rhythm)]
    return strokes.path(pieces, color, TRAIL, opacity, casing=casing)


def crumbs(plane: Plane, x: Array, style: int, color: str, opacity: float, casing: str) -> VMobject:
    """Return a small marker at each iterate of ``x`` (n, 2), as far as they keep apart."""
    with np.errstate(over="ignore", invalid="ignore"):
        points = plane.to_scene(x)[:, :2]
    kept = apart(points, plane.box, 1.2 * CRUMB)
    return strokes.markers(kept, style, CRUMB, color, opacity, casing=casing)


def guide(sheet: Sheet, guide: Guide, curve: Array) -> None:
    """Draw the part of a guide's curve (n, 2), in data, that is drawn so far."""
    if guide.drawn <= 0 or guide.opacity <= 0:
        return
    curve = sheet.at(curve)
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))))
    end = guide.drawn * along[-1]
    stop = [np.interp(end, along, curve[:, i]) for i in (0, 1)]
    drawn = clipped_path(np.vstack((curve[along < end], stop)), sheet.box)
    if guide.band:
        seen = _BAND_SEEN * guide.opacity
        band = strokes.thin(drawn, sheet.palette.guide, _BAND, seen)
        sheet.parts[f"{guide.run} {guide.curve}"] = band
        return
    dashes = [dash for piece in drawn for dash in dashed(piece, *_DASH)]
    name = f"{guide.run} {guide.curve}"
    sheet.parts[name] = strokes.path(
        dashes, sheet.palette.guide, 4, guide.opacity, casing=sheet.casing
    )


def guide_curve(trajectory: Trajectory, curve: Curve) -> Array:
    """Return a guide (n, 2) from the run's start to the minimum.

    ``power`` is ``y = y0 (x / x0)^p`` with the run's path exponent, ``flow`` the curve of
    infinitely small steps, ``line`` the straight way.

    Raises
    ------
    Unknown
        When the run has no such curve.
    """
    start, end = trajectory.x[0], trajectory.minimum
    share = np.linspace(1.0, 0.0, _GUIDE_POINTS)[:, None]
    if curve == "power":
        share = share ** np.array([1.0, trajectory.path_exponent])
    if curve == "flow":
        slowest = float(trajectory.curvature.min())
        quadratic = quadratic_form(trajectory.run.objective)
        assert quadratic is not None  # it has a curvature
        time = -np.log(np.maximum(share[:, 0], 1e-3)) / slowest
        return np.vstack((theory.flow(quadratic, start, time), end))
    way: Array = end + (start - end) * share
    return way


def lines(sheet: Sheet, walker: Walker) -> None:
    """Draw what explains where a point is: drops, the way to the minimum, the angle to it."""
    here, box, palette = sheet.at(sheet.position(walker)), sheet.box, sheet.palette
    if not inside(here, box):
        return
    drops = sheet.seen(walker, "drops")
    feet = (("x", (here[0], box.bottom), palette.x), ("y", (box.left, here[1]), palette.y))
    for name, foot, color in feet if drops > 0 else ():
        dashes = dashed(np.array([here, here + drops * (foot - here)]), *_DASH)
        sheet.parts[f"{walker.run} {name} drop"] = strokes.path(
            dashes, color, 4, casing=sheet.casing
        )
    home = sheet.home(walker)
    if not np.hypot(*home) > 1e-6:
        return
    direction = sheet.seen(walker, "direction")
    if direction > 0:
        way = clipped_path(np.array([here, here + direction * home]), box)
        dashes = [dash for piece in way for dash in dashed(piece, *_DASH)]
        sheet.parts[f"{walker.run} direction"] = strokes.path(
            dashes, palette.minimum, 5, casing=sheet.casing
        )
    angle, down = sheet.seen(walker, "angle"), -sheet.gradient(walker)
    if angle > 0 and np.hypot(*down) > 1e-9:
        bow = arc(here, home, *angle_between(down, home))
        known = (sheet.seen(walker, "step") > 0, direction > 0)
        ends = (end for end, drawn in zip((bow[0], bow[-1]), known, strict=True) if not drawn)
        rays = [here + np.outer((0.0, 1.15), end - here) for end in ends]
        shown = [piece for line in (bow, *rays) for piece in clipped_path(line, box)]
        sheet.parts[f"{walker.run} angle"] = strokes.path(
            shown, palette.ink, 3, angle, casing=sheet.casing
        )


def arrows(sheet: Sheet, walker: Walker) -> None:
    """Draw the arrow of the gradient, that of the next step, and the step's two parts."""
    here, palette = sheet.at(sheet.position(walker)), sheet.palette
    if not inside(here, sheet.box):
        return
    gradient = sheet.seen(walker, "gradient")
    if gradient > 0:
        name, slope, color = f"{walker.run} gradient", sheet.gradient(walker), palette.gradient
        if not np.hypot(*slope) < TOLERANCE:
            _arrow(sheet, name, here, here + gradient * slope, color, gradient)
    ahead = walker.arrow * sheet.ahead(walker)
    components = sheet.seen(walker, "components")
    corner, tip = here + ahead * (1.0, 0.0), here + ahead
    parts = (("x", here, corner, palette.x), ("y", corner, tip, palette.y))
    for name, start, stop, color in parts if components > 0 else ():
        pieces = clipped_path(np.array([start, stop]), sheet.box)
        dashes = [dash for piece in pieces for dash in dashed(piece, 0.16, 0.1)]
        sheet.parts[f"{walker.run} {name} part"] = strokes.path(
            dashes, color, 6, components, casing=sheet.casing
        )
    step = max(sheet.seen(walker, "step"), walker.leap)
    if step > 0:
        name, color = f"{walker.run} step", palette.step
        if not sheet.is_still(walker) and np.hypot(*ahead) > 0:
            _arrow(sheet, name, here, here + step * ahead, color, step)


def nothings(sheet: Sheet, walker: Walker) -> None:
    """Draw rings round a walker for a gradient and a next step that are there, and zero.

    Zero is what is shorter than a quarter of a pixel at 1080p; the step's ring is the wider one.
    """
    here, palette = sheet.at(sheet.position(walker)), sheet.palette
    if not inside(here, sheet.box):
        return
    gradient = sheet.seen(walker, "gradient") * (np.hypot(*sheet.gradient(walker)) < TOLERANCE)
    step = max(sheet.seen(walker, "step"), walker.leap) * sheet.is_still(walker)
    rings = (("gradient", gradient, palette.gradient), ("step", step, palette.step))
    for i, (name, seen, color) in enumerate(rings):
        if seen > 0:
            ring = clipped_path(circle(here, _NOTHING + 0.09 * i), sheet.box)
            shape = strokes.path(ring, color, 4, float(seen), casing=sheet.casing)
            sheet.parts[f"{walker.run} {name}"] = shape


def _arrow(sheet: Sheet, name: str, tail: Array, tip: Array, color: str, seen: float) -> None:
    sheet.add(
        name, strokes.arrow_in(sheet.box, tail, tip, color, min(3 * seen, 1.0), casing=sheet.casing)
    )


def ring(sheet: Sheet, ring: Ring, minimum: Array | None) -> None:
    """Draw a ring round an iterate or the minimum, wider and fainter as it goes on."""
    walker = sheet.state.walker(ring.run)
    if walker is None:
        at, color = minimum, sheet.palette.minimum
    else:
        x, color = sheet.runs[walker.run].x, sheet.color(walker)
        at = (
            x[min(math.floor(ring.k), len(x) - 1)]
            if ring.k.is_integer()
            else sheet.position(walker)
        )
    if at is not None and inside(sheet.at(at), sheet.box):
        bow = circle(sheet.at(at), POINT + 0.55 * out(ring.progress))
        name = f"{ring.run or 'minimum'}{RING}"
        fade = 1 - smooth(ring.progress)
        sheet.parts[name] = strokes.path(
            clipped_path(bow, sheet.box), color, 6, fade, casing=sheet.casing
        )
