"""The kind ``descent_2d``: a map of a loss of two parameters, and runs walking on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes.axes import Plane, Window, fit
from scenes.box import Box
from scenes.descent_2d import actions, figures
from scenes.descent_2d.captions import Captions
from scenes.descent_2d.check import check, check_params
from scenes.descent_2d.geometry import clipped, inside
from scenes.descent_2d.ground import Ground
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Params, Shown, State, Walker
from scenes.look import Look
from scenes.parts import part

if TYPE_CHECKING:
    from manim import Mobject, VMobject

_LONGEST_GRADIENT = 0.3
"""The gradient's arrow at first takes at most so much of the map's shorter side."""


_SHOWN_AT_FIRST = (Shown("trail", None, 1.0), Shown("dots", None, 1.0))


class Descent2D:
    """A map of the loss from above."""

    actions: ClassVar[Mapping[str, type[Any]]] = actions.ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self._params, self._look, self._runs = params, look, runs
        self._ground = Ground(params, box, look)
        self._captions = Captions(look)
        self._picture = lru_cache(maxsize=4)(self._build)

    def initial(self) -> State:
        """Return the bare map."""
        window = self._ground.window
        labels = Shown("labels", None, 1.0 if self._params.labels else 0.0)
        return State(window, window, layers=(labels, *_SHOWN_AT_FIRST))

    def fit(self, window: Window) -> Window:
        """Return what is in sight when ``window`` must be: as much more as the box has room for."""
        return fit(window, self._ground.box)

    def plane(self, state: State) -> Plane:
        """Return where data points of a state fall in the frame."""
        return self._ground.plane(state.sight)

    def gradient_scale(self, state: State) -> float:
        """Return a round length per unit of gradient for which the arrows stay on the map."""
        plane = self.plane(state)
        longest = _LONGEST_GRADIENT * min(plane.box.width, plane.box.height)
        scale = math.inf
        sheet = self._sheet(state)
        for walker in state.walkers:
            here = sheet.at(sheet.position(walker))
            slope = sheet.gradient(walker) / (state.scale or 1.0)
            length = float(np.hypot(*slope))
            if inside(here, plane.box) and 0 < length < math.inf:
                end = clipped(here, here + slope / length * longest, plane.box)
                room = float(np.hypot(*(end[1] - here))) if end is not None else 0.0
                scale = min(scale, max(room, 0.3 * longest) / length)
        if scale == math.inf:
            return 1.0
        power = 10.0 ** math.floor(math.log10(scale))
        return float(f"{max(m for m in (1, 2, 5) if m * power <= scale * (1 + 1e-9)) * power:.3g}")

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, self._params, self._runs)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture: map, labels of contours, then what walks on it."""
        return self._picture(state)

    def _build(self, state: State) -> Mapping[str, Mobject]:
        sheet = self._sheet(state)
        minimum = self._params.objective.minimum
        if minimum is not None:
            figures.minimum(sheet, minimum)
        for walker in state.walkers:
            self._trail(sheet, walker)
        curves = [figures.guide_curve(self._runs[guide.run], guide.curve) for guide in state.guides]
        for guide, curve in zip(state.guides, curves, strict=True):
            figures.guide(sheet, guide, curve)
        for draw in (self._crumbs, figures.lines, figures.arrows, figures.point):
            for walker in state.walkers:
                draw(sheet, walker)
        for ring in state.rings:
            figures.ring(sheet, ring, minimum)
        self._texts(sheet.at_rest(), curves)
        labels = self._ground.labels(state, _busy(sheet))
        return {**self._ground.draw(state), **labels, **sheet.parts}

    def _texts(self, sheet: Sheet, curves: Sequence[Array]) -> None:
        """Write texts, those first that must not give way to others."""
        state = sheet.state
        for mark in state.marks:
            self._captions.mark(sheet, mark)
        for walker in state.walkers:
            self._captions.name(sheet, walker)
        self._captions.scale(sheet)
        for walker in state.walkers:
            self._captions.numbers(sheet, walker)
        for guide, curve in zip(state.guides, curves, strict=True):
            self._captions.guide(sheet, guide, curve)

    def _sheet(self, state: State) -> Sheet:
        plane = self.plane(state)
        return Sheet(state, plane, self._runs, self._look.palette, plane)

    def _trail(self, sheet: Sheet, walker: Walker) -> None:
        """Draw the steps a walker has taken as one part, the one it is taking as another."""
        seen, taken = sheet.seen(walker, "trail"), math.floor(walker.at)
        if seen <= 0:
            return
        ink = walker.style, sheet.color(walker), seen
        if taken > walker.since:
            span = walker.since, taken
            draw = self._walked if sheet.state.change >= 1 else self._build_walked
            sheet.parts[f"{walker.run} trail"] = draw(sheet.plane, walker.run, span, *ink)
        if walker.at > taken:
            leg = np.array([self._runs[walker.run].x[taken], sheet.position(walker)])
            sheet.parts[f"{walker.run} leg"] = figures.trail(sheet.plane, leg, *ink)

    def _crumbs(self, sheet: Sheet, walker: Walker) -> None:
        """Draw the iterates a walker has left behind."""
        seen = sheet.seen(walker, "dots")
        if seen > 0 and walker.at > walker.since:
            span = walker.since, math.ceil(walker.at) - 1
            ink = walker.style, sheet.color(walker), seen
            draw = self._left_behind if sheet.state.change >= 1 else self._build_left_behind
            sheet.parts[f"{walker.run} crumbs"] = draw(sheet.plane, walker.run, span, *ink)

    def _build_walked(
        self, plane: Plane, run: str, span: tuple[int, int], style: int, color: str, seen: float
    ) -> VMobject:
        x = self._runs[run].x[span[0] : span[1] + 1]
        return figures.trail(plane, x, style, color, seen)

    def _build_left_behind(
        self, plane: Plane, run: str, span: tuple[int, int], style: int, color: str, seen: float
    ) -> VMobject:
        x = self._runs[run].x[span[0] : span[1] + 1]
        return figures.crumbs(plane, x, style, color, seen)

    _walked = part(_build_walked)
    _left_behind = part(_build_left_behind)


def _busy(sheet: Sheet) -> Array:
    """Return points (n, 2) close along everything drawn over the map."""
    points = [
        member.points[:, :2]
        for mobject in sheet.parts.values()
        for member in mobject.family_members_with_points()
    ]
    return np.concatenate(points) if points else np.zeros((0, 2))
