"""The next iterate over this one: a staircase between the rule of a step and the diagonal."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scenes import typeset
from scenes.axes import BELOW_ROOM, Plane, Window
from scenes.box import Box
from scenes.coordinate.notes import Lettering, Notes
from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Walker
from scenes.coordinate.trail import sampled
from scenes.coordinate.words import said
from scenes.descent_1d.check import separable
from scenes.descent_1d.frame import NAME_RISE, NAME_ROOM, Frame, framed, scene_points
from scenes.descent_1d.readout import ABOVE_ROOM, NARROWEST, SIDE_ROOM, Readout
from scenes.descent_1d.state import Params, State
from scenes.descent_1d.texts import SIDES
from scenes.descent_1d.weave import Weave
from scenes.descent_2d.geometry import inside
from scenes.descent_2d.strokes import mixed
from scenes.ease import smooth
from scenes.look import Look
from scenes.parts import faded, part

if TYPE_CHECKING:
    from manim import Mobject, VGroup

_NAME = 1.2
"""Room for the name of the vertical axis, in scene units."""
_MARGIN = 0.12
"""What a frame leaves free at its right."""


class Cobweb:
    """Draws a cobweb. The rule of a step is the line of slope ``1 - lr * curvature``."""

    def __init__(self, params: Params, box: Box, look: Look, paths: Paths) -> None:
        self._params, self._look, self._paths, self._box = params, look, paths, box
        quadratic = separable(params)
        self._weave = Weave(quadratic, params.index, paths, look.palette)
        self._lettering = Lettering(look)
        self._beside = box.width - SIDE_ROOM > box.height - NAME_ROOM - BELOW_ROOM + 0.6
        curvature = float(quadratic.curvatures[params.index])
        self._readout = Readout(look, params.decimals, curvature, self._beside)

    @cached_property
    def frame(self) -> Frame:
        """The axes and the square between them; the readout stands above it or at its right."""
        box, top = self._box, NAME_ROOM + (0.0 if self._beside else ABOVE_ROOM)
        names, window = (f"{self._name}_k", f"{self._name}_(k+1)"), self.window(self._params.window)
        room = framed(box, self._look, names, window, top).box
        side = min(room.width - (SIDE_ROOM if self._beside else 0.0), room.height)
        spare = 0.0 if self._beside else room.width - side
        square = Box(
            box.left + spare / 2,
            box.bottom + (room.height - side) / 2,
            room.left - box.left + side + _MARGIN,
            side + BELOW_ROOM + top,
        )
        return framed(square, self._look, names, window, top)

    @property
    def _name(self) -> str:
        return self._params.name or self._params.along

    def window(self, across: tuple[float, float], up: tuple[float, float] | None = None) -> Window:
        """Return what is in sight: the same on both axes."""
        return (*across, *across)

    def gradient_scale(self, state: State) -> float:
        """Return 1: a cobweb has no gradient's arrow."""
        return 1.0

    def draw(self, state: State) -> dict[str, Mobject]:
        """Return the picture, back to front."""
        plane, weave = self.frame.plane(state), self._weave
        drawn: dict[str, Mobject] = {}
        if (seen := state.opacity("band")) > 0:
            drawn["band"] = faded(weave.band(plane), seen)
        drawn |= self.frame.draw(state) | {"diagonal": weave.diagonal(plane)}
        drawn["diagonal name"] = self._diagonal_name()
        for walker in state.walkers:
            rule = weave.rule(plane, walker, self.rule_color(walker))
            drawn[f"{walker.run} rule"] = faded(rule, walker.seen)
        for walker in state.walkers:
            drawn |= self._way(state, plane, walker)
        for walker in state.walkers:
            drawn[f"{walker.run} point"] = weave.point(plane, walker, self._color(walker))
        for ring in state.rings:
            walker = next(walker for walker in state.walkers if walker.run == ring.run)
            drawn[f"{ring.run} ring"] = weave.ring(plane, walker, ring)
        for walker in state.walkers[:1]:
            lines = self._readout.draw(
                self._paths.lr(walker), weave.factor(walker), self._readout_place()
            )
            drawn |= {name: faded(line, walker.seen) for name, line in lines.items()}
        return drawn | self._texts(state, plane)

    def rule_color(self, walker: Walker) -> str:
        """Return the colour of the rule of a walker's step: whether it brings nearer."""
        return self._readout.color(self._weave.factor(walker))

    def _readout_place(self) -> tuple[float, float, float]:
        """Return left, right and top of the readout."""
        square, box = self.frame.box, self._box
        if self._beside:
            return square.right + 0.6, box.right, square.top
        wide = max(square.width, NARROWEST)
        right = min(max(square.right, box.left + wide), box.right)
        return max(right - wide, box.left), right, square.top + NAME_ROOM + ABOVE_ROOM

    @part
    def _diagonal_name(self) -> VGroup:
        """Return the equation of the diagonal over its end, where there is room."""
        from manim import VGroup

        box, palette = self.frame.box, self._look.palette
        says = f"{self._name}_(k+1) = {self._name}_k"
        text = typeset.math(says, self._look.type.small, palette.muted)
        if float(text.width) + _NAME > box.width:
            return VGroup()
        return typeset.place(text, box.right, box.top + NAME_RISE, "right")

    def _way(self, state: State, plane: Plane, walker: Walker) -> dict[str, Mobject]:
        """Return the staircase of a run, its dots, and the drop to the axis."""
        drawn: dict[str, Mobject] = {}
        layers = ("drops", "trail", "dots")
        drops, trail, dots = (walker.seen * state.opacity(layer) for layer in layers)
        run, span, color = walker.run, (walker.since, int(walker.at)), self._color(walker)
        if drops > 0:
            tint = self._look.palette.of(self._params.along)
            drawn[f"{run} drop"] = self._weave.drop(plane, walker, drops, tint)
        if trail > 0:
            stairs = self._weave.stairs(plane, run, walker.lr, span, color)
            drawn[f"{run} trail"] = faded(stairs, trail)
            if walker.at > span[1]:
                drawn[f"{run} leg"] = faded(self._weave.leg(plane, walker, color), trail)
        if dots > 0 and walker.at > walker.since:
            left = self._weave.dots(plane, run, walker.lr, span, (walker.style, color))
            drawn[f"{run} dots"] = faded(left, dots)
        return drawn

    def _color(self, walker: Walker) -> str:
        palette = self._look.palette
        return palette.of(walker.color or str(walker.style % len(palette.runs) + 1))

    def _texts(self, state: State, plane: Plane) -> dict[str, Mobject]:
        """Return marks, labels and the numbers of points."""
        weave, palette, ends = self._weave, self._look.palette, np.linspace(*plane.window[:2], 120)
        lines = [ends, *(weave.after(walker, ends) for walker in state.walkers)]
        busy = [scene_points(plane, np.stack((ends, line), axis=-1)) for line in lines]
        spans = ((w.run, w.lr, (w.since, int(w.at))) for w in state.walkers)
        busy += [sampled(weave.legs(plane, *span)) for span in spans]
        notes = Notes(self._lettering, plane.box, busy)
        for mark in state.marks:
            found = state.walker(mark.run)
            at = None if found is None else weave.on_diagonal(plane, found, mark.k)
            if at is not None and inside(at, plane.box):
                text, side = (str(mark.text), "", palette.ink), SIDES[mark.side]
                notes.put(f"{mark.run} mark {mark.k}", text, [at], mark.opacity, side)
        for walker in state.walkers:
            at = weave.on_diagonal(plane, walker, walker.since)
            if walker.label and inside(at, plane.box):
                text = str(walker.label), "", mixed(self._color(walker), palette.ink, 0.35)
                notes.put(f"{walker.run} label", text, [at], walker.seen)
            here, part = scene_points(plane, weave.at(walker)), walker.at % 1
            seen = walker.seen * state.opacity("numbers") * smooth(1 - 2.5 * min(part, 1 - part))
            if inside(here, plane.box):
                text = "", said(self._paths.value(walker)), palette.ink
                notes.put(f"{walker.run} number", text, [here], seen)
        return notes.parts
