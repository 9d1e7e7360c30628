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
    clipped,
    clipped_path,
    dashed,
    inside,
)
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Curve, Guide, Ring, Walker
from scenes.ease import out, smooth

if TYPE_CHECKING:
    from manim import VMobject

POINT = 0.15
"""Radius of the marker where a walker stands, in scene units."""
CRUMB = 0.075
"""Radius of the markers it leaves behind."""
TRAIL = 5.0
"""Width of trails, in manim's units."""
_DASH = (0.2, 0.13)
TRAIL_DASHES = (None, (0.26, 0.16), (0.1, 0.14), (0.5, 0.16))
"""Dash and gap of trails by style."""
_GUIDE_POINTS = 200


def minimum(sheet: Sheet, point: Array) -> None:
    """Draw a cross in a circle at the minimum, a data point (2,)."""
    at, radius = sheet.at(point), 0.2
    seen = sheet.state.opacity("minimum")
    if seen > 0 and inside(at, sheet.box):
        across, up = np.array([radius, 0.0]), np.array([0.0, radius])
        lines = [np.array([at - r, at + r]) for r in (across, up)]
        color = sheet.palette.minimum
        sheet.parts["minimum"] = strokes.path([*lines, circle(at, 0.6 * radius)], color, 5, seen)


def trail(plane: Plane, x: Array, style: int, color: str, opacity: float) -> VMobject:
    """Return the path through iterates ``x`` (n, 2), dashed by style."""
    points = plane.to_scene(x)[:, :2]
    rhythm = TRAIL_DASHES[style % len(TRAIL_DASHES)]
    if rhythm is None:
        pieces = clipped_path(points, plane.box)
    else:
        legs = (points[i : i + 2] for i in range(len(points) - 1))
        parts = (part for leg in legs for part in clipped_path(leg, plane.box))
        pieces = [dash for part in parts for dash in dashed(part, *rhythm)]
    return strokes.path(pieces, color, TRAIL, opacity)


def crumbs(plane: Plane, x: Array, style: int, color: str, opacity: float) -> VMobject:
    """Return a small marker at each iterate of ``x`` (n, 2), as far as they keep apart."""
    kept: list[Array] = []
    for point in plane.to_scene(x)[:, :2]:
        if inside(point, plane.box) and (not kept or np.hypot(*(point - kept[-1])) > 1.2 * CRUMB):
            kept.append(point)
    return strokes.markers(np.array(kept).reshape(-1, 2), style, CRUMB, color, opacity)


def guide(sheet: Sheet, guide: Guide, curve: Array) -> None:
    """Draw the part of a guide's curve (n, 2), in data, that is drawn so far."""
    if guide.drawn <= 0 or guide.opacity <= 0:
        return
    curve = sheet.at(curve)
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))))
    end = guide.drawn * along[-1]
    stop = [np.interp(end, along, curve[:, i]) for i in (0, 1)]
    drawn = clipped_path(np.vstack((curve[along < end], stop)), sheet.box)
    dashes = [dash for piece in drawn for dash in dashed(piece, *_DASH)]
    name = f"{guide.run} {guide.curve}"
    sheet.parts[name] = strokes.path(dashes, sheet.palette.guide, 4, guide.opacity)


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
        sheet.parts[f"{walker.run} {name} drop"] = strokes.path(dashes, color, 4)
    home = sheet.home(walker)
    if not np.hypot(*home) > 1e-6:
        return
    direction = sheet.seen(walker, "direction")
    if direction > 0:
        way = clipped_path(np.array([here, here + direction * home]), box)
        dashes = [dash for piece in way for dash in dashed(piece, *_DASH)]
        sheet.parts[f"{walker.run} direction"] = strokes.path(dashes, palette.minimum, 5)
    angle, down = sheet.seen(walker, "angle"), -sheet.gradient(walker)
    if angle > 0 and np.hypot(*down) > 1e-9:
        bow = arc(here, home, *angle_between(down, home))
        known = (sheet.seen(walker, "step") > 0, direction > 0)
        ends = (end for end, drawn in zip((bow[0], bow[-1]), known, strict=True) if not drawn)
        rays = [here + np.outer((0.0, 1.15), end - here) for end in ends]
        shown = [piece for line in (bow, *rays) for piece in clipped_path(line, box)]
        sheet.parts[f"{walker.run} angle"] = strokes.path(shown, palette.ink, 3, angle)


def arrows(sheet: Sheet, walker: Walker) -> None:
    """Draw the arrow of the gradient, that of the next step, and the step's two parts."""
    here, palette = sheet.at(sheet.position(walker)), sheet.palette
    if not inside(here, sheet.box):
        return
    gradient = sheet.seen(walker, "gradient")
    if gradient > 0:
        tip = here + gradient * sheet.gradient(walker)
        _arrow(sheet, f"{walker.run} gradient", here, tip, palette.gradient, gradient)
    ahead = walker.arrow * sheet.ahead(walker)
    components = sheet.seen(walker, "components")
    corner, tip = here + ahead * (1.0, 0.0), here + ahead
    parts = (("x", here, corner, palette.x), ("y", corner, tip, palette.y))
    for name, start, stop, color in parts if components > 0 else ():
        pieces = clipped_path(np.array([start, stop]), sheet.box)
        dashes = [dash for piece in pieces for dash in dashed(piece, 0.16, 0.1)]
        sheet.parts[f"{walker.run} {name} part"] = strokes.path(dashes, color, 6, components)
    step = max(sheet.seen(walker, "step"), walker.leap)
    if step > 0:
        _arrow(sheet, f"{walker.run} step", here, here + step * ahead, palette.step, step)


def _arrow(sheet: Sheet, name: str, tail: Array, tip: Array, color: str, seen: float) -> None:
    part = clipped(tail, tip, sheet.box)
    if part is not None:
        whole = bool(np.array_equal(part[1], tip))
        sheet.parts[name] = strokes.arrow(*part, color, min(3 * seen, 1.0), head=whole)


def point(sheet: Sheet, walker: Walker) -> None:
    """Draw where a walker stands; at the map's edge, pointing to it, when it is out of sight."""
    here, box, color = sheet.at(sheet.position(walker)), sheet.box, sheet.color(walker)
    if np.isnan(here).any() or walker.seen <= 0:
        return
    if inside(here, box):
        shape = strokes.markers(here[None], walker.style, POINT, color, walker.seen)
    else:
        edge = np.clip(here, (box.left, box.bottom), (box.right, box.top))
        away = np.where(np.isinf(here), np.sign(here), np.clip(here - edge, -1e9, 1e9))
        shape = strokes.pointer(edge, away, color, walker.seen)
    sheet.parts[f"{walker.run} point"] = shape


def ring(sheet: Sheet, ring: Ring, minimum: Array | None) -> None:
    """Draw a ring round an iterate or the minimum, wider and fainter as it goes on."""
    walker = sheet.state.walker(ring.run)
    if walker is None:
        at, color = minimum, sheet.palette.minimum
    else:
        x, color = sheet.runs[walker.run].x, sheet.color(walker)
        at = x[math.floor(ring.k)] if ring.k.is_integer() else sheet.position(walker)
    if at is not None and inside(sheet.at(at), sheet.box):
        bow = circle(sheet.at(at), POINT + 0.55 * out(ring.progress))
        name = f"{ring.run or 'minimum'} ring"
        fade = 1 - smooth(ring.progress)
        sheet.parts[name] = strokes.path(clipped_path(bow, sheet.box), color, 6, fade)
