"""How long the steps of a path are: a number beside each leg that has room for it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scenes.descent_2d.geometry import free_place, inside
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Walker

_SHORTEST = 0.5
"""Legs shorter than this, in scene units, go without their number."""
_MOST = 40


def lengths(sheet: Sheet, walker: Walker, letters: Lettering) -> None:
    """Write the length of each step a walker has taken beside its leg."""
    seen = sheet.seen(walker, "lengths") * sheet.calm
    if seen <= 0:
        return
    trajectory = sheet.runs[walker.run]
    last = int(walker.at)
    way = sheet.at(trajectory.x[walker.since : last + 1])
    for i in range(min(len(way) - 1, _MOST)):
        start, stop = way[i], way[i + 1]
        if not (inside(start, sheet.box) and inside(stop, sheet.box)):
            continue
        along = stop - start
        if np.hypot(*along) < _SHORTEST:
            continue
        k = walker.since + i
        text = letters.number(f"{trajectory.step_len[k]:.3g}", sheet.tint(walker))
        right = np.array([np.sign(along[1]), -np.sign(along[0])])
        lines = [np.linspace(a, b, 16) for a, b in pairwise(way)]
        firsts = (right, -right) if right.any() else ()
        middle = (start + stop) / 2
        place = free_place(middle, size(text), lines, sheet.taken, sheet.box, firsts)
        if not any(place.crowds(other) for other in sheet.taken):
            sheet.write(f"{walker.run} length {k}", text, place, seen)
