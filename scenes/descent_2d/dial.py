"""The learning rate as a dial on a map: the turn of the whole path, and the slider of the rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.run import Trajectory
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d import strokes
from scenes.descent_2d.board import PAD, ROW, Board
from scenes.descent_2d.check import check, check_there
from scenes.descent_2d.follow import followed
from scenes.descent_2d.geometry import dashed
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Params, State, Walker
from scenes.descent_2d.walk import movers
from scenes.dial import TURN_S, Dial, must_turn, turned, turning
from scenes.ease import smooth
from scenes.parts import faded
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from manim import VGroup

    from scenes.descent_2d.stage import Descent2D

_WIDTH = 4.0
"""Width of a slider in scene units, where the map is wide enough."""
_NARROWEST = 2.2
_SHARE = 0.62
_KNOB = 0.13
_UNDER = 0.42
"""The height of the row under a track that names its wall."""
_PAST_THE_WALL = 1.3


@dataclass(frozen=True, slots=True)
class Rate:
    """Turns the learning rate of a run on the map, and its whole path with it.

    At any rate on the way the path is the exact one. It is for descent and momentum on a bowl.
    A slider shows the rate and the wall; beyond the wall the path has the colour of a warning.

    Attributes
    ----------
    to : float or None
        The learning rate to turn to; None leaves it.
    momentum : float or None
        The momentum to turn to; None leaves it.
    run : RunName or None
        Which run; by default all that are on the map.
    """

    to: float | None = None
    momentum: float | None = None
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 2.5 seconds."""
        return TURN_S

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Glide from the rate there was, evenly in the rate; the slider comes with the first."""
        for walker in movers(state, self.run):
            state = state.with_layer("rate", walker.run, 1.0, smooth(3 * alpha))
        walkers = tuple(
            replace(walker, dial=self._turned(walker, stage.runs[walker.run], alpha))
            if self.run in (None, walker.run) and alpha > 0
            else walker
            for walker in state.walkers
        )
        return followed(replace(state, walkers=walkers), stage)

    def _turned(self, walker: Walker, trajectory: Trajectory, alpha: float) -> Dial:
        return turning(trajectory, walker.dial, self.to, self.momentum, alpha)


@check.register
def _(action: Rate, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    for walker in check_there(state, action.run):
        if walker.seeds:
            raise Mistake(f"{walker.run} is a swarm: turn the rate of a single run")
        trajectory = runs[walker.run]
        there = must_turn(walker.run, trajectory, walker.dial, action.to, action.momentum)
        low, high = ends(turned(trajectory, walker.dial), params)
        if not low <= there.lr <= high:
            raise Mistake(
                f"the slider goes from {low:g} to {high:g}: {there.lr:g} is not on it; "
                f"set the panel's rates"
            )


def ends(trajectory: Trajectory, params: Params) -> tuple[float, float]:
    """Return the learning rates at the two ends of a run's slider."""
    return params.rates or (0.0, max(_PAST_THE_WALL * trajectory.wall, trajectory.lr))


def width_in(box: Box) -> float:
    """Return the width of a slider's panel on a map in a box, in scene units."""
    return min(_WIDTH, max(_SHARE * box.width, _NARROWEST))


def track_in(box: Box) -> float:
    """Return the length of a slider's track on a map in a box, in scene units."""
    return width_in(box) - 2 * PAD - 2 * _KNOB


def slider(
    sheet: Sheet, walker: Walker, board: Board, letters: Lettering, span: tuple[float, float]
) -> None:
    """Draw the slider of a walker's rate, with its wall, and one of its momentum if turned.

    The wall's name stands beside the rate, or under the wall where a map is too narrow for both.
    """
    seen = sheet.seen(walker, "rate")
    trajectory = sheet.runs[walker.run]
    momentum = walker.dial.momentum if walker.dial else None
    tracks = [("eta", trajectory.lr, span, trajectory.wall)]
    if momentum is not None:
        tracks.append(("beta", momentum, (0.0, 1.0), np.inf))
    width, length = width_in(sheet.box), track_in(sheet.box)
    ink, color = sheet.palette.ink, sheet.color(walker)
    said = [
        letters.row(((f"${symbol} =$", False), (f"{value:.3f}", True)), ink, False).copy()
        for symbol, value, _, _ in tracks
    ]
    wide = size(said[0])[0] + 0.3
    named = _wall_name(letters, trajectory.wall, ink) if trajectory.wall < span[1] else None
    is_under = named is not None and wide + size(named)[0] >= length
    height = 2 * PAD + 2 * ROW * len(tracks) + _UNDER * is_under
    place = board.place(sheet, width, height)
    key = (place.left, place.bottom, width, height, seen)
    name = f"{walker.run} slider"
    sheet.parts[f"{name} panel"] = board.panel(*(round(v, 6) for v in key))
    x = place.left + PAD + _KNOB
    for i, (symbol, value, (low, high), wall) in enumerate(tracks):
        said_at = place.bottom + height - PAD - (2 * ROW + _UNDER * is_under) * i - 0.34
        y = said_at - 0.42
        share = [float(np.clip((v - low) / (high - low), 0, 1)) for v in (value, min(wall, high))]
        here, edge = (np.array([x + s * length, y]) for s in share)
        lines = [np.array([(x, y), edge])]
        lines += dashed(np.array([edge, (x + length, y)]), 0.07, 0.07) if share[1] < 1 else []
        track = strokes.thin(lines, sheet.palette.muted, 5, seen)
        sheet.parts[f"{name} {symbol} track"] = track
        typeset.place(_based(said[i]), x - _KNOB, said_at, "left")
        sheet.parts[f"{name} {symbol}"] = faded(said[i], seen)
        if wall < high and named is not None:
            stroke = edge + np.array([(0.0, -0.16), (0.0, 0.16)])
            tick = strokes.thin([stroke], sheet.palette.warning, 5, seen)
            sheet.parts[f"{name} wall"] = tick
            if is_under:
                half = size(named)[0] / 2
                middle = float(np.clip(edge[0], x - _KNOB + half, x + length + _KNOB - half))
                typeset.place(_based(named), middle, y - _UNDER - 0.08, "center")
            else:
                typeset.place(_based(named), place.left + width - PAD, said_at, "right")
            sheet.parts[f"{name} wall name"] = faded(named, seen)
        knob = strokes.markers(
            here[None], 2 if value >= wall else 0, _KNOB, color, seen, casing=sheet.casing
        )
        sheet.parts[f"{name} {symbol} knob"] = knob


def _wall_name(letters: Lettering, wall: float, ink: str) -> VGroup:
    return letters.row((("wall", False), (f"{wall:.4g}", True)), ink, False).copy()


def _based(text: object) -> object:
    """Return a copy of a row with the baseline a row has."""
    text.baseline = 0.0  # type: ignore[attr-defined]
    return text
