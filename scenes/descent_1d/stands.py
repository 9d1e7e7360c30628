"""Where the points of a slice are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gdmath.array import Array
from scenes.axes import Plane
from scenes.coordinate.paths import Paths, between
from scenes.coordinate.state import Walker
from scenes.descent_1d.frame import scene_points
from scenes.descent_1d.slice import Slice
from scenes.descent_1d.state import State
from scenes.ease import smooth
from scenes.look import Palette


class Stand(NamedTuple):
    """A point: its parameter and loss, its colour and marker, how much of it is seen.

    ``calm`` is how much of what explains it is seen: all at rest, nothing on its way.
    """

    name: str
    at: float
    height: float
    color: str
    style: int
    seen: float
    calm: float

    def on(self, plane: Plane) -> Array:
        """Return its place (2,) in scene units."""
        return scene_points(plane, np.array([self.at, self.height]))


def stand(walker: Walker, paths: Paths, cut: Slice, palette: Palette) -> Stand:
    """Return a walker's point: on its way it goes straight from curve point to curve point."""
    values = paths.values(walker)
    k = int(walker.at)
    heights, part = cut.value(values[k : k + 2]), walker.at - k
    calm = smooth(1 - 2.5 * min(part, 1 - part))
    color = palette.of(walker.color or str(walker.style % len(palette.runs) + 1))
    at, height = between(values, walker.at), between(heights, part)
    return Stand(walker.run, at, height, color, walker.style, walker.seen, calm)


def probe(state: State, cut: Slice, palette: Palette) -> tuple[Stand, ...]:
    """Return the probe's point, if there is one: it slides on the curve."""
    if state.probe is None:
        return ()
    at, seen = state.probe.at, state.probe.seen
    return (Stand("probe", at, float(cut.value(at)), palette.ink, 2, seen, 1.0),)
