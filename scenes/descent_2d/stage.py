"""The kind ``descent_2d``: a map of a loss of two parameters, and runs walking on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Objective
from gdmath.run import Trajectory
from scenes.axes import Plane, Window, fit
from scenes.box import Box
from scenes.descent_2d import actions, compass, dial, figures, memory, race, swarm, votes, zoom
from scenes.descent_2d.board import Board, Row
from scenes.descent_2d.bowl import ellipses
from scenes.descent_2d.captions import Captions
from scenes.descent_2d.check import check, check_params
from scenes.descent_2d.escape import notice, point
from scenes.descent_2d.geometry import clipped, inside
from scenes.descent_2d.ground import Ground
from scenes.descent_2d.headings import bearing, degrees
from scenes.descent_2d.lettering import Lettering, amount
from scenes.descent_2d.rulers import lengths
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Heading, Layer, Params, Shown, State, Walker
from scenes.dial import Dial, turned
from scenes.look import Look
from scenes.parts import part

if TYPE_CHECKING:
    from manim import Mobject, VMobject

_LONGEST_GRADIENT = 0.3
"""The gradient's arrow at first takes at most so much of the map's shorter side."""
_LONGEST_SAMPLE = 0.45
_ROUND, _FINE = (1, 2, 5), (1, 2, 3, 4, 5, 6, 8)
"""The first figures of the scales of a gradient, and of the gradients of samples."""

Span = tuple[int, int]
"""The first and the last iterate of a part of a path."""

_SHOWN_AT_FIRST = (Shown("trail", None, 1.0), Shown("dots", None, 1.0))


class Descent2D:
    """A map of the loss from above."""

    actions: ClassVar[Mapping[str, type[Any]]] = actions.ACTIONS

    def __init__(
        self, params: Params, box: Box, look: Look, runs: Mapping[str, Trajectory]
    ) -> None:
        check_params(params)
        self.params, self._look, self.runs = params, look, runs
        self._ground, self._box = Ground(params, box, look), box
        self._letters = Lettering(look)
        self._captions = Captions(self._letters)
        self._board = Board(params.board, look, self._letters)
        self._picture = lru_cache(maxsize=4)(self._build)

    def initial(self) -> State:
        """Return the bare map."""
        window = self._ground.window
        labels = Shown("labels", None, 1.0 if self.params.labels else 0.0)
        return State(window, window, layers=(labels, *_SHOWN_AT_FIRST))

    def fit(self, window: Window) -> Window:
        """Return what is in sight when ``window`` must be: as much more as the box has room for."""
        return fit(window, self._ground.box)

    def plane(self, state: State) -> Plane:
        """Return where data points of a state fall in the frame."""
        return self._ground.plane(state.sight)

    def ticks(self, state: State) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return the values of the ticks of a map at rest, across and up."""
        return self._ground.ticks(state.window)

    def color(self, state: State, walker: Walker) -> str:
        """Return the colour of a walker's marks."""
        return self._sheet(state).color(walker)

    def position(self, state: State, walker: Walker) -> Array:
        """Return where a walker stands, in data (2,)."""
        return self._sheet(state).position(walker)

    def way(self, walker: Walker) -> Trajectory:
        """Return what a walker's run does, at the rate it was turned to."""
        return turned(self.runs[walker.run], walker.dial)

    def mapped(self, state: State) -> Objective:
        """Return the loss that is mapped: that of the params, or what it was turned into."""
        return state.form or self.params.objective

    def _ground_of(self, state: State) -> Ground:
        return self._ground if state.form is None else self._reshaped(state.form)

    @part
    def _reshaped(self, objective: Objective) -> Ground:
        return Ground(replace(self.params, objective=objective), self._box, self._look)

    def angle(self, state: State, walker: Walker, heading: Heading) -> float:
        """Return a heading at a walker in degrees, counterclockwise from x."""
        way = bearing(self.mapped(state), self.position(state, walker), heading)
        return 0.0 if way is None else degrees(way)

    def gradient_scale(self, state: State, layer: Layer = "gradient") -> float:
        """Return a round length per unit of gradient for which the arrows stay on the map.

        The arrows are those of a layer: the gradient, or those of all samples.
        """
        plane = self.plane(state)
        share, rounds = (
            (_LONGEST_SAMPLE, _FINE) if layer == "samples" else (_LONGEST_GRADIENT, _ROUND)
        )
        longest = share * min(plane.box.width, plane.box.height)
        scale = math.inf
        sheet = self._sheet(state)
        for walker in state.walkers:
            here = sheet.at(sheet.position(walker))
            slopes = [sheet.gradient(walker) / (state.scale or 1.0)]
            if layer == "samples":
                at = sheet.position(walker)
                slopes = [sheet.at(at + g) - here for g in votes.sample_grads(self.way(walker), at)]
            for slope in slopes:
                length = float(np.hypot(*slope))
                if inside(here, plane.box) and 0 < length < math.inf:
                    end = clipped(here, here + slope / length * longest, plane.box)
                    room = float(np.hypot(*(end[1] - here))) if end is not None else 0.0
                    scale = min(scale, max(room, 0.3 * longest) / length)
        if scale == math.inf:
            return 1.0
        power = 10.0 ** math.floor(math.log10(scale))
        return float(f"{max(m for m in rounds if m * power <= scale * (1 + 1e-9)) * power:.3g}")

    def check(self, action: Any, state: State) -> None:
        """Raise ``Mistake`` when an action cannot be taken from a state."""
        check(action, state, replace(self.params, objective=self.mapped(state)), self.runs)
        if isinstance(action, zoom.Zoom):
            zoom.check_lens(action, state, self)

    def draw(self, state: State) -> Mapping[str, Mobject]:
        """Return the picture: map, labels of contours, then what walks on it."""
        return self._picture(state)

    def _build(self, state: State) -> Mapping[str, Mobject]:
        sheet = self._sheet(state)
        state = sheet.state
        objective, ground = self.mapped(state), self._ground_of(state)
        minimum = objective.minimum
        sheet.taken.extend(ground.taken())
        ellipses(sheet, objective, ground.levels(state))
        if minimum is not None:
            figures.minimum(sheet, minimum)
        curves = [figures.guide_curve(self.runs[guide.run], guide.curve) for guide in state.guides]
        guided = list(zip(state.guides, curves, strict=True))
        for guide, curve in guided:
            if guide.band:
                figures.guide(sheet, guide, curve)
        for walker in state.walkers:
            self._trail(sheet, walker)
        compass.figure(sheet)
        for guide, curve in guided:
            if not guide.band:
                figures.guide(sheet, guide, curve)
        race.figure(sheet)
        for draw in (self._crumbs, self._explained, self._point):
            for walker in state.walkers:
                draw(sheet, walker)
        for ring in state.rings:
            figures.ring(sheet, ring, minimum)
        zoom.frame(sheet)
        self._boards(sheet)
        self._texts(sheet, sheet.at_rest(), curves)
        labels = ground.labels(state, sheet.busy(figures.RING))
        return {**ground.draw(state), **labels, **sheet.parts}

    def _boards(self, sheet: Sheet) -> None:
        """Write what is read in the corner: sliders, the race, the legend."""
        for walker in sheet.state.walkers:
            if sheet.seen(walker, "rate") > 0:
                span = dial.ends(self.runs[walker.run], self.params)
                dial.slider(sheet, walker, self._board, self._letters, span)
        race.standings(sheet, self._board, self.params.names)
        self._board.draw(sheet, "legend", self._legend(sheet), sheet.state.opacity("legend"))

    def _legend(self, sheet: Sheet) -> list[Row]:
        """Return a row for each run on the map; with ``losses`` shown, its loss beside it."""
        shown = sheet.state.opacity("losses") > 0
        rows = []
        for walker in sheet.state.walkers:
            loss = float(sheet.runs[walker.run].f[int(walker.at)])
            number = amount(loss) if shown else None
            name = str(walker.label) or str(walker.run)
            rows.append(Row(walker.style, sheet.color(walker), name, number, walker.seen))
        return rows

    def _texts(self, sheet: Sheet, rest: Sheet, curves: Sequence[Array]) -> None:
        """Write texts, those first that must not give way to others."""
        state = sheet.state
        compass.reading(sheet, self._letters)
        zoom.factor(sheet, self._letters)
        for walker in state.walkers:
            notice(sheet, walker, self._letters)
        for mark in state.marks:
            self._captions.mark(rest, mark)
        for walker in state.walkers:
            self._captions.name(rest, walker)
        self._captions.scale(rest)
        for walker in state.walkers:
            self._captions.numbers(rest, walker)
            lengths(sheet, walker, self._letters)
            memory.names(sheet, walker, self._letters)
            votes.numbers(sheet, walker, self._letters)
        for guide, curve in zip(state.guides, curves, strict=True):
            self._captions.guide(rest, guide, curve)

    def _sheet(self, state: State) -> Sheet:
        """Return an empty sheet: its runs are those of the walkers, at the rates they are at."""
        plane = self.plane(state)
        runs: dict[str, Trajectory] = dict(self.runs)
        runs.update({walker.run: self.way(walker) for walker in state.walkers if walker.dial})
        walkers = tuple(
            replace(walker, at=min(walker.at, float(runs[walker.run].steps)))
            if walker.dial
            else walker
            for walker in state.walkers
        )
        state = replace(state, walkers=walkers) if walkers != state.walkers else state
        return Sheet(state, plane, runs, self._look.palette, plane)

    def _point(self, sheet: Sheet, walker: Walker) -> None:
        """Draw where a walker stands, or the dots of a swarm."""
        (swarm.dots if walker.seeds else point)(sheet, walker)

    def _explained(self, sheet: Sheet, walker: Walker) -> None:
        """Draw what explains where a single walker goes: lines and arrows."""
        swarm.estimates(sheet, walker)
        if not walker.seeds:
            for draw in (
                figures.lines,
                votes.figure,
                memory.figure,
                figures.arrows,
                figures.nothings,
            ):
                draw(sheet, walker)

    def _trail(self, sheet: Sheet, walker: Walker) -> None:
        """Draw the steps a walker has taken as one part, the one it is taking as another."""
        seen, taken = sheet.seen(walker, "trail"), math.floor(walker.at)
        if walker.seeds:
            swarm.trail(sheet, walker)
        if seen <= 0 or walker.seeds:
            return
        ink = walker.style, sheet.color(walker), seen
        if taken > walker.since:
            span = walker.since, taken
            draw = self._walked if sheet.state.change >= 1 else self._build_walked
            path = (sheet.plane, walker.run, walker.dial, span)
            sheet.parts[f"{walker.run} trail"] = draw(*path, *ink)
        if walker.at > taken:
            leg = np.array([sheet.runs[walker.run].x[taken], sheet.position(walker)])
            sheet.parts[f"{walker.run} leg"] = figures.trail(sheet.plane, leg, *ink, sheet.casing)

    def _crumbs(self, sheet: Sheet, walker: Walker) -> None:
        """Draw the iterates a walker has left behind."""
        seen = sheet.seen(walker, "dots")
        if seen > 0 and walker.at > walker.since and not walker.seeds:
            span = walker.since, math.ceil(walker.at) - 1
            ink = walker.style, sheet.color(walker), seen
            draw = self._left_behind if sheet.state.change >= 1 else self._build_left_behind
            sheet.parts[f"{walker.run} crumbs"] = draw(
                sheet.plane, walker.run, walker.dial, span, *ink
            )

    def _build_walked(
        self, plane: Plane, run: str, at: Dial | None, span: Span, *ink: *tuple[int, str, float]
    ) -> VMobject:
        x = turned(self.runs[run], at).x[span[0] : span[1] + 1]
        return figures.trail(plane, x, *ink, self._look.palette.background)

    def _build_left_behind(
        self, plane: Plane, run: str, at: Dial | None, span: Span, *ink: *tuple[int, str, float]
    ) -> VMobject:
        x = turned(self.runs[run], at).x[span[0] : span[1] + 1]
        return figures.crumbs(plane, x, *ink, self._look.palette.background)

    _walked = part(_build_walked)
    _left_behind = part(_build_left_behind)
