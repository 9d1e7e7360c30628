"""The map itself: bands of loss, contours with their labels, axes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from scenes import typeset
from scenes.axes import (
    BELOW_ROOM,
    LEFT_ROOM,
    Plane,
    Window,
    fit,
    frame,
    multiples,
    numbers,
    round_spacing,
    tick_text,
)
from scenes.box import Box
from scenes.coordinate.sight import changing
from scenes.descent_2d import strokes
from scenes.descent_2d.contours import (
    Level,
    Spot,
    floor,
    given_levels,
    is_between_levels,
    label_spots,
    lines,
    map_levels,
    regions,
    round_levels,
    values,
)
from scenes.descent_2d.geometry import Rect, inside
from scenes.descent_2d.state import Params, State
from scenes.ease import smooth
from scenes.look import Look
from scenes.parts import faded, part

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_TOP_ROOM = 0.16
_RIGHT_ROOM = 0.1
_OVER = 0.07
"""How far the number of a tick may reach out of the panel, for its side bearing."""
_TICK_ROOM = 0.75
_LONG_NUMBER = 100
"""From here on the room for a tick goes by the length of its number."""
_DIGIT = 0.24
_LABEL_SIZE = (0.75, 0.4)
_FADE_STEPS = 20
_FADE = 0.06
"""How near what walks may come before a label goes, in scene units: what rests leaves no ghost."""


Values = tuple[float, ...]


class Ground:
    """Draws what lies under the walkers. What holds still is built once."""

    def __init__(self, params: Params, box: Box, look: Look) -> None:
        self.box = box.inset(left=LEFT_ROOM, bottom=BELOW_ROOM, right=_RIGHT_ROOM, top=_TOP_ROOM)
        self._params = params
        self._look = look
        self._edge = box.left - _OVER
        self.window = fit(params.window, self.box)
        self._floor = floor(params.objective, Plane(self.box, self.window))
        self._spots = lru_cache(maxsize=32)(self._find_spots)

    def plane(self, sight: Window) -> Plane:
        """Return the plane with a window in sight."""
        return Plane(self.box, sight)

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return bands and axes."""
        if state.change >= 1:
            return {"bands": self._bands(state.window), "axes": self._axes(state.window)}
        return {
            "bands": self._changing_bands(state),
            "frame": self._frame(),
            "numbers": self._changing_numbers(state),
        }

    def labels(self, state: State, busy: Array) -> dict[str, Mobject]:
        """Return the contours' labels, those near ``busy`` points (n, 2) faded out."""
        shown = state.opacity("labels")
        fades = {state.window: smooth(2 * state.change - 1)}
        if state.change < 1:
            fades = {state.before: 1 - smooth(2 * state.change), **fades}
        plane = self.plane(state.sight)
        drawn: dict[str, Mobject] = {}
        for window, fade in fades.items():
            for spot in self._spots(window) if shown * fade > 0 else ():
                at = plane.to_scene((spot.x, spot.y))
                if not inside(at[:2], self.box):
                    continue
                width, height = self._label_size(spot.value)
                place = Rect(at[0] - width / 2, at[1] - height / 2, width, height)
                room = self.box.inset(left=-_RIGHT_ROOM, right=-_RIGHT_ROOM)
                if place.left < room.left or place.left + place.width > room.right:
                    continue
                gap = place.distance(busy)
                clear = round(smooth((gap - 0.02) / _FADE) * _FADE_STEPS) / _FADE_STEPS
                opacity = shown * fade * clear
                if opacity > 0:
                    where = (round(float(at[0]), 6), round(float(at[1]), 6))
                    name = f"label {spot.value:g} {'before' if window != state.window else ''}"
                    drawn[name.rstrip()] = self._placed_label(spot.value, where, opacity)
        return drawn

    def levels(self, state: State) -> tuple[Level, ...]:
        """Return the levels with a contour, from the top down; in a zoom the round ones."""
        if state.change >= 1:
            return self._levels(state.window)
        return self._round_levels(values(self._params.objective, self.plane(state.sight))[2])

    @part
    def _levels(self, window: Window) -> tuple[Level, ...]:
        """Return the levels of a map at rest."""
        if self._params.levels:
            return given_levels(self._params.levels)
        return map_levels(self._floor, values(self._params.objective, self.plane(window))[2])

    def _round_levels(self, loss: Array) -> tuple[Level, ...]:
        return round_levels(self._floor, float(loss[np.isfinite(loss)].max()))

    def _find_spots(self, window: Window) -> tuple[Spot, ...]:
        levels = self._levels(window)
        return label_spots(self._params.objective, self.plane(window), levels, _LABEL_SIZE)

    @part
    def _bands(self, window: Window) -> VGroup:
        return self._build_bands(self.plane(window), self._levels(window))

    def _changing_bands(self, state: State) -> VGroup:
        """Return the bands in a zoom; those of an end with levels of its own come, or leave."""
        from manim import VGroup

        plane = self.plane(state.sight)
        round_ones = self._round_levels(values(self._params.objective, plane)[2])
        old, new = (
            self._levels(window) if self._has_own_levels(window) else round_ones
            for window in (state.before, state.window)
        )
        bands = VGroup(self._build_bands(plane, old))
        if new != old and (come := smooth(1.6 * state.change - 0.3)) > 0:
            bands.add(faded(self._build_bands(plane, new), come))
        return bands

    @part
    def _has_own_levels(self, window: Window) -> bool:
        """Tell whether a map has levels that do not follow from the highest loss in sight."""
        loss = values(self._params.objective, self.plane(window))[2]
        return bool(self._params.levels) or is_between_levels(self._round_levels(loss), loss)

    def _build_bands(self, plane: Plane, levels: Sequence[Level]) -> VGroup:
        """Fill the map, the highest band first, and draw the contours between them."""
        from manim import VGroup

        palette, sight = self._look.palette, plane.window
        grid = values(self._params.objective, plane)
        corners = np.array(sight)[[[0, 2], [1, 2], [1, 3], [0, 3], [0, 2]]]
        top = strokes.band_color(palette, 1.0)
        bands = VGroup(strokes.fill([plane.to_scene(corners)[:, :2]], top))
        for level in levels:
            outlines = [plane.to_scene(o)[:, :2] for o in regions(grid, level.value)]
            contour = [plane.to_scene(o)[:, :2] for o in lines(grid, level.value)]
            color = strokes.band_color(palette, level.tone)
            bands.add(strokes.fill(outlines, color, level.opacity))
            bands.add(strokes.thin(contour, palette.ink, 1.5, 0.3 * level.opacity))
        return bands

    @part
    def _axes(self, window: Window) -> VGroup:
        from manim import VGroup

        across, up = self.ticks(window)
        ticks = numbers(
            self.plane(window), self._look, across, up, self._frame().ends, edge=self._edge
        )
        return VGroup(self._frame(), ticks)

    @part
    def _frame(self) -> VGroup:
        return frame(self.box, self._look, self._params.names, colored=True)

    def taken(self) -> list[Rect]:
        """Return where texts must not stand: on an axis' name that lies on the map."""
        name = self._frame().within
        if name is None:
            return []
        left, bottom = name.get_corner(np.array([-1.0, -1.0, 0.0]))[:2]
        return [Rect(float(left), float(bottom), float(name.width), float(name.height))]

    def _changing_numbers(self, state: State) -> VGroup:
        """Return the ticks in a zoom: the old ones leave, then the new ones come.

        Numbers that would run into each other are not seen.
        """
        from manim import VGroup

        plane, ends = self.plane(state.sight), self._frame().ends
        pairs = zip(self.ticks(state.before), self.ticks(state.window), strict=True)
        across, up = (list(changing(old, new, state.change)) for old, new in pairs)
        group = VGroup()
        for (x, opacity), (y, _) in zip(across, up, strict=True):
            seen = opacity * self._clear(plane, x)
            if seen > 0:
                ticks = numbers(plane, self._look, x, y, ends, edge=self._edge)
                group.add(faded(ticks, seen))
        return group

    def _clear(self, plane: Plane, ticks: Values) -> float:
        """Return how much is seen of the numbers of ticks: nothing where they have no room."""
        if len(ticks) < 2:
            return 1.0
        per_unit = (plane.window[1] - plane.window[0]) / self.box.width
        apart = min(after - before for before, after in pairwise(ticks)) / per_unit
        room = _DIGIT * max(len(tick_text(value)) for value in ticks)
        return smooth((apart - 0.75 * room) / (0.25 * room))

    def ticks(self, window: Window) -> tuple[Values, Values]:
        """Return the ticks of both axes, equally far apart."""
        left, right, bottom, top = window
        per_unit = (right - left) / self.box.width
        spacing = round_spacing(_TICK_ROOM * per_unit)
        if max(map(abs, window)) >= _LONG_NUMBER:
            longest = max(len(tick_text(v)) for v in multiples(spacing, left, right))
            spacing = round_spacing((_DIGIT * longest + 0.2) * per_unit)
        return multiples(spacing, left, right), multiples(spacing, bottom, top)

    @part
    def _label(self, value: float) -> VGroup:
        shown = typeset.number(f"{value:g}", self._look.type.small, self._look.palette.ink)
        return strokes.edged(shown, self._look.palette.background)

    @part
    def _label_size(self, value: float) -> tuple[float, float]:
        label = self._label(value)
        return float(label.width), float(label.height)

    @part
    def _placed_label(self, value: float, at: tuple[float, float], opacity: float) -> Mobject:
        label = self._label(value).copy()
        return faded(typeset.place(label, *at, "center", on_baseline=False), opacity)
