"""How a surface is seen: where its points fall in the frame, and which of them are hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gdmath.array import Array
from scenes.axes import Window
from scenes.box import Box
from scenes.ease import mix, smooth
from scenes.surface.lines import Mask
from scenes.surface.relief import Relief
from scenes.surface.state import Camera

_MARGINS = (0.75, 0.6, 0.45, 0.15)
"""Room left, below, right and above for the texts round a surface."""
_FLATTEST = 50.0
"""Elevation at which a surface begins to turn into its map."""
_TURNED = 45.0
"""Azimuth from which a surface seen from above is no map."""
_SAMPLES = 128
"""Places at which a line of sight is looked at."""
ROUGHLY = 64
"""The same for faint lines of many points: a piece of a pixel more or less does not matter."""
_LIFTED = 0.001
"""How far over the surface things lie on it, as a share of its side."""


@dataclass(frozen=True, slots=True)
class View:
    """A parallel projection of data (x, y, height) to the frame.

    ``scale`` is scene units per unit of data, ``origin`` the place in the frame of the window's
    middle on the floor, ``flat`` how far the picture is a map, from 0 to 1. ``box`` is what it may
    fill.
    """

    azimuth: float
    elevation: float
    scale: float
    middle: tuple[float, float]
    origin: tuple[float, float]
    flat: float
    box: Box

    @property
    def right(self) -> Array:
        """The direction (2,) on the floor that runs to the right in the frame."""
        return np.array([math.cos(self.azimuth), math.sin(self.azimuth)])

    @property
    def away(self) -> Array:
        """The direction (2,) on the floor that runs away from the eye."""
        return np.array([-math.sin(self.azimuth), math.cos(self.azimuth)])

    def to_scene(self, points: Array) -> Array:
        """Return points (..., 3) as places (..., 2) in the frame."""
        floor = points[..., :2] - self.middle
        across = floor @ self.right
        up = (floor @ self.away) * math.sin(self.elevation)
        up = up + points[..., 2] * math.cos(self.elevation)
        return self.origin + self.scale * np.stack((across, up), axis=-1)

    def seen(self, points: Array, relief: Relief, rise: float, samples: int = _SAMPLES) -> Mask:
        """Tell which points (n, 3) the surface does not hide.

        The line of sight from each point to the eye is followed until it leaves the block of
        the surface: the point is hidden when the line goes through the sheet on its way. A point
        on the surface counts as lying on its upper side.
        """
        count = len(points)
        steep = math.tan(self.elevation)
        if not count or steep > 1e4:
            return np.ones(count, dtype=bool)
        start = points + np.array([0.0, 0.0, _LIFTED * relief.side])
        reach = _way_out(start[:, :2], -self.away, relief.window)
        reach = np.minimum(reach, np.maximum(relief.highest - start[:, 2], 0.0) / steep)
        along = reach[:, None] * np.linspace(0.0, 1.0, samples) ** 1.5
        ground = start[:, None, :2] - along[..., None] * self.away
        above = relief.sheet(ground, rise) - (start[:, 2, None] + along * steep)
        crosses: Mask = (above[:, 1:] * above[:, :-1] < 0).any(axis=1)
        return ~crosses


def _way_out(points: Array, way: Array, window: Window) -> Array:
    """Return how far it is from points (n, 2) along a direction (2,) to the window's edge."""
    reach = np.full(len(points), np.inf)
    for i, (low, high) in enumerate((window[:2], window[2:])):
        if abs(way[i]) > 1e-12:
            edge = high if way[i] > 0 else low
            reach = np.minimum(reach, (edge - points[:, i]) / way[i])
    held: Array = np.maximum(reach, 0.0)
    return held


def room(box: Box, left: float) -> Box:
    """Return the part of a box that a surface may fill: ``left`` is what its texts take there."""
    return box.inset(max(left, _MARGINS[0]), *_MARGINS[1:])


def view(camera: Camera, relief: Relief, rise: float, space: Box, map_box: Box, box: Box) -> View:
    """Return how a camera sees a surface: as large as ``space`` allows, from every side alike.

    Towards the map the scale becomes that of ``map_box``, the map's rectangle. ``box`` is where
    everything ends.
    """
    azimuth, elevation = math.radians(camera.azimuth), math.radians(camera.elevation)
    left, right, bottom, top = relief.window
    turned = abs((camera.azimuth + 180) % 360 - 180)
    flat = smooth((camera.elevation - _FLATTEST) / (90 - _FLATTEST)) * smooth(1 - turned / _TURNED)
    space = _between(space, map_box, flat)
    sin, cos = math.sin(elevation), math.cos(elevation)
    wide, deep, high = right - left, top - bottom, relief.highest * cos
    around = math.hypot(wide, deep)
    steady = min(space.width / around, space.height / (around * sin + high))
    on_map = min(map_box.width / wide, map_box.height / deep)
    across = wide * abs(math.cos(azimuth)) + deep * abs(math.sin(azimuth))
    along = wide * abs(math.sin(azimuth)) + deep * abs(math.cos(azimuth))
    most = min(space.width / across, space.height / (along * sin + high))
    scale = min(steady * (on_map / steady) ** flat, most)
    x, y = space.center
    middle = ((left + right) / 2, (bottom + top) / 2)
    seen = View(azimuth, elevation, scale, middle, (x, y - scale * high / 2), flat, box)
    if camera.zoom == 1:
        return seen
    still = relief.over(np.array(camera.about), rise)
    place = seen.to_scene(still)
    origin = place + camera.zoom * (np.array(seen.origin) - place)
    x, y = origin.tolist()
    return View(azimuth, elevation, scale * camera.zoom, middle, (x, y), flat, box)


def _between(box: Box, other: Box, alpha: float) -> Box:
    return Box(
        mix(box.left, other.left, alpha),
        mix(box.bottom, other.bottom, alpha),
        mix(box.width, other.width, alpha),
        mix(box.height, other.height, alpha),
    )
