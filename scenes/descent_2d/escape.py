"""Where a walker stands, and what is drawn of one that has left the map or the numbers.

The rules. A point out of sight, however far (infinity too), is a triangle on the map's edge that
points to it, with the step and the loss there (the loss alone where there is no room for both,
nothing where there is none at all). A point on its way to infinity or to NaN waits at
its last finite place until the step is taken. NaN has no place: the triangle, or the point, stays
where the run last was a number, and its text says NaN.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gdmath.array import Array
from scenes.descent_2d import strokes
from scenes.descent_2d.figures import POINT
from scenes.descent_2d.geometry import Rect, clipped_path, free_place, held, inside
from scenes.descent_2d.lettering import Lettering, amount, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker

_INWARD = 0.4
_ALONG = 0.34
_CROWDED = 10.0
"""What it costs to stand on another text: such a text is left out."""
_LEGS = 40
"""So many steps back a path is kept clear of a text."""


def point(sheet: Sheet, walker: Walker) -> None:
    """Draw where a walker stands; at the map's edge, pointing to it, when it is out of sight."""
    here, box, color = sheet.at(sheet.position(walker)), sheet.box, sheet.color(walker)
    if np.isnan(here).any() or walker.seen <= 0:
        return
    if inside(here, box):
        shape = strokes.markers(
            here[None], walker.style, POINT, color, walker.seen, casing=sheet.casing
        )
    else:
        shape = strokes.pointer_to(here, box, color, walker.seen, casing=sheet.casing)
    sheet.parts[f"{walker.run} point"] = shape


def notice(sheet: Sheet, walker: Walker, letters: Lettering) -> None:
    """Write the step and the loss of a walker that is out of sight, or NaN, beside its mark."""
    trajectory, k = sheet.runs[walker.run], int(walker.at)
    here = sheet.at(sheet.position(walker))
    lost = bool(np.isnan(trajectory.x[k]).any())
    if walker.seen <= 0 or np.isnan(here).any() or (inside(here, sheet.box) and not lost):
        return
    loss = ("NaN", False) if lost else amount(float(trajectory.f[k]))
    pieces = (("step", False), (str(k), True), ("· loss", False), loss)
    edge = np.clip(here, (sheet.box.left, sheet.box.bottom), (sheet.box.right, sheet.box.top))
    legs, away = _legs(sheet, walker, k), np.sign(here - edge)
    texts = [letters.row(said, sheet.tint(walker)) for said in (pieces, (("loss", False), loss))]
    tries = [_beside(edge, size(text), away, sheet, legs) for text in texts]
    best = min((0, 1), key=lambda i: (round(tries[i][0], 6), i))
    if tries[best][0] < _CROWDED:
        sheet.write(f"{walker.run} escaped", texts[best], tries[best][1], walker.seen)


def _legs(sheet: Sheet, walker: Walker, k: int) -> Array:
    """Return points (n, 2) along what is in sight of a path up to the iterate after ``k``."""
    x = sheet.runs[walker.run].x[max(walker.since, k - _LEGS) : k + 2]
    pieces = clipped_path(sheet.at(x), sheet.box)
    points = [np.linspace(a, b, 24) for piece in pieces for a, b in pairwise(piece)]
    return np.concatenate(points) if points else np.zeros((0, 2))


def _beside(
    edge: Array, room: tuple[float, float], away: Array, sheet: Sheet, legs: Array
) -> tuple[float, Rect]:
    """Return the place near a mark at an edge that keeps clearest of a path and of texts.

    First how much it does not: 0 where it does.
    """
    if not away.any():
        return 0.0, free_place(edge, room, [], sheet.taken, sheet.box)
    wide, high = room
    inward = edge - away * (_INWARD + wide / 2, _INWARD + high / 2)
    along = np.array([away[1] != 0, away[0] != 0]) * (wide / 2 + _ALONG, high / 2 + _ALONG)
    beside = np.where(along != 0, edge, edge - away * (high / 2, high / 2))
    tries = [beside + along, beside - along, inward + along, inward - along, inward]
    places = [
        held(Rect(float(x) - wide / 2, float(y) - high / 2, wide, high), sheet.box)
        for x, y in tries
    ]
    costs = [
        _CROWDED * sum(place.crowds(other) for other in sheet.taken)
        + _CROWDED * (wide > sheet.box.width - 0.2)
        + max(0.15 - place.distance(legs), 0.0)
        + max(0.15 - place.distance(edge[None]), 0.0)
        for place in places
    ]
    return min(costs), places[costs.index(min(costs))]
