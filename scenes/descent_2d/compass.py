"""A needle at a point that turns and reads the slope along its direction.

What it has swept stays: a lobe on the uphill side and one on the downhill side, each as long in a
direction as the slope there is of the steepest. They touch the rim along the gradient, and meet
at the point along the contour, where the slope is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes.box import Box
from scenes.descent_2d import strokes
from scenes.descent_2d.check import check, check_there
from scenes.descent_2d.geometry import Rect, circle, clipped_path, held, inside
from scenes.descent_2d.headings import bearing, degrees
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Compass, Heading, Params, State, fading
from scenes.descent_2d.walk import movers
from scenes.ease import mix, smooth
from scenes.look import Palette
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_RIM = 1.35
_SHARE = 0.27
"""The rim's radius is at most this share of the map's shorter side."""
_CLEAR = 0.1
_FLAT = 0.01
"""Below this share of the steepest slope the needle has no colour."""


@dataclass(frozen=True, slots=True)
class AddCompass:
    """Puts a compass where a run stands: a needle, and the slope along it.

    Attributes
    ----------
    to : Heading
        Where the needle points: ``x``, ``-y``, ``uphill``, ``downhill``, ``contour``,
        ``minimum``, or degrees counterclockwise from x.
    run : RunName or None
        Where; by default at the first run on the map.
    decimals : int
        Of the slope.
    """

    to: Heading = "x"
    run: RunName | None = None
    decimals: int = 2

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the compass in."""
        walker = movers(state, self.run)[0]
        angle = stage.angle(state, walker, self.to)
        seen = mix(0.0, 1.0, smooth(alpha))
        compass = Compass(walker.run, angle, angle, angle, self.decimals, seen)
        return replace(state, compass=compass)


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns the needle of the compass; the slope along it is read on the way.

    Attributes
    ----------
    to : Heading or None
        Where to, the shorter way round; with nothing, once round.
    turns : int
        Whole turns more, counterclockwise.
    """

    to: Heading | None = None
    turns: int = 0

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.8 seconds and one more for every 80 degrees."""
        return 0.8 + abs(self._way(state, stage)) / 80

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Turn the needle; its sweep grows with it."""
        compass = state.compass
        assert compass is not None
        angle = compass.angle + mix(0.0, self._way(state, stage), smooth(alpha))
        low, high = min(compass.low, angle), max(compass.high, angle)
        return replace(state, compass=replace(compass, angle=angle, low=low, high=high))

    def _way(self, state: State, stage: Descent2D) -> float:
        compass = state.compass
        assert compass is not None
        if self.to is None:
            return 360.0 * (self.turns or 1)
        walker = state.walker(compass.run)
        assert walker is not None
        ahead = stage.angle(state, walker, self.to) - compass.angle
        return ahead % 360 + 360 * self.turns if self.turns else (ahead + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class RemoveCompass:
    """Takes the compass off the map."""

    def length(self, state: State, stage: Descent2D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the compass."""
        assert state.compass is not None
        return replace(state, compass=fading(state.compass, alpha))


@check.register
def _(action: AddCompass, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    walkers = check_there(state, action.run)
    if state.compass is not None:
        raise Mistake("a compass is on the map already: turn it, or take it off first")
    check_heading(action.to, params, runs[walkers[0].run], round(walkers[0].at))


@check.register
def _(action: Turn, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    walker = None if state.compass is None else state.walker(state.compass.run)
    if walker is None:
        raise Mistake("no compass is on the map")
    if action.to is not None:
        check_heading(action.to, params, runs[walker.run], round(walker.at))


@check.register
def _(action: RemoveCompass, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    if state.compass is None:
        raise Mistake("no compass is on the map")


def check_heading(heading: Heading, params: Params, trajectory: Trajectory, k: int) -> None:
    """Raise ``Mistake`` for a heading that has no direction at an iterate."""
    if bearing(params.objective, trajectory.x[min(k, trajectory.steps)], heading) is None:
        raise Mistake(f"{heading} has no direction here")


def figure(sheet: Sheet) -> None:
    """Draw the rim, what the needle has swept, and the needle."""
    compass, here, slope = sheet.state.compass, *_at(sheet)
    if compass is None or not inside(here, sheet.box):
        return
    palette, box, radius = sheet.palette, sheet.box, radius_in(sheet.box)
    seen, steepest = compass.opacity, float(np.hypot(*slope))
    rim = clipped_path(circle(here, radius), box)
    sheet.parts["compass rim"] = strokes.path(
        rim, palette.muted, 2.5, 0.8 * seen, casing=sheet.casing
    )
    if steepest > 0:
        along = np.radians(np.linspace(*_swept(compass), 241))
        share = np.cos(along - np.radians(degrees(slope)))
        ways = np.stack((np.cos(along), np.sin(along)), axis=-1)
        for name, sign, color in (("uphill", 1, palette.gradient), ("downhill", -1, palette.step)):
            reach = radius * np.maximum(sign * share, 0.0)[:, None]
            arc = np.clip(here + reach * ways, (box.left, box.bottom), (box.right, box.top))
            lobe = np.vstack((here[None], arc, here[None]))
            sheet.parts[f"compass {name}"] = strokes.fill([lobe], color, 0.45 * seen)
            sheet.parts[f"compass {name} edge"] = strokes.thin([arc], color, 2.5, seen)
    tip, color = here + radius * _way(compass), color_of(sheet.palette, compass, slope)
    needle = strokes.arrow_in(box, here, tip, color, seen, casing=sheet.casing)
    sheet.add("compass needle", needle)


def reading(sheet: Sheet, letters: Lettering) -> None:
    """Write the slope along the needle beyond its tip."""
    compass, here, slope = sheet.state.compass, *_at(sheet)
    if compass is None or not inside(here, sheet.box):
        return
    way = _way(compass)
    value = float(slope @ way)
    said = f"{value:+.{compass.decimals}f}"
    said = said[1:] if float(said) == 0 else said
    text = letters.number(said, color_of(sheet.palette, compass, slope, text=True))
    wide, high = size(text)
    reach = radius_in(sheet.box) + 0.18
    center = here + way * (reach + abs(way[0]) * wide / 2 + abs(way[1]) * high / 2)
    needle = here + np.linspace(0, 1, 12)[:, None] * radius_in(sheet.box) * way
    over = np.array([0.0, 0.2 + high / 2])
    outside = np.array([0.0, reach + high / 2])
    tries = (center, needle[-1] + over, needle[-1] - over, here + outside, here - outside)
    places = [
        held(Rect(float(x) - wide / 2, float(y) - high / 2, wide, high), sheet.box)
        for x, y in tries
    ]
    clear = (place for place in places if place.distance(needle) > _CLEAR)
    place = next(clear, places[0])
    sheet.write("compass slope", text, place, compass.opacity * sheet.calm)


def _at(sheet: Sheet) -> tuple[Array, Array]:
    """Return where the compass stands, in scene units (2,), and the gradient there (2,)."""
    compass = sheet.state.compass
    walker = None if compass is None else sheet.state.walker(compass.run)
    if walker is None:
        return np.full(2, np.nan), np.zeros(2)
    position = sheet.position(walker)
    return sheet.at(position), sheet.runs[walker.run].run.objective.grad(position)


def radius_in(box: Box) -> float:
    """Return how long the needle is on a map in a box, in scene units."""
    return min(_RIM, _SHARE * min(box.width, box.height))


def _swept(compass: Compass) -> tuple[float, float]:
    return compass.low, min(compass.high, compass.low + 360)


def _way(compass: Compass) -> Array:
    turn = np.radians(compass.angle)
    return np.array([np.cos(turn), np.sin(turn)])


def color_of(palette: Palette, compass: Compass, slope: Array, text: bool = False) -> str:
    """Return the gradient's colour uphill, the step's downhill, and none along the contour."""
    steepest = float(np.hypot(*slope))
    share = float(slope @ _way(compass)) / steepest if steepest > 0 else 0.0
    color = palette.gradient if share > 0 else palette.step
    pale = 1 - smooth((abs(share) - _FLAT) / 0.1)
    return strokes.mixed(color, palette.ink, max(pale, 0.35 if text else 0.0))
