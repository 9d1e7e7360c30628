"""The learning rate as a dial: the path at any rate, exactly, and the slider that shows it.

A run that was turned is not walked again, nor bent between two runs: its iterates at the new rate
come from the closed form of ``gdmath.closed_form``, which knows descent and momentum on a bowl.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.closed_form import closed_form, dialled
from gdmath.run import Trajectory, Unknown
from scenes import typeset
from scenes.box import Box
from scenes.descent_2d import strokes
from scenes.descent_2d.board import PAD, ROW, Board
from scenes.descent_2d.check import check, check_there
from scenes.descent_2d.follow import followed
from scenes.descent_2d.geometry import dashed
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Dial, Params, State, Walker
from scenes.descent_2d.walk import movers
from scenes.ease import mix, smooth
from scenes.parts import faded
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_WIDTH = 4.0
"""Width of a slider in scene units, where the map is wide enough."""
_NARROWEST = 2.2
_SHARE = 0.62
_KNOB = 0.13
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
        return 2.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Glide from the rate there was, evenly in the rate; the slider comes with the first."""
        for walker in movers(state, self.run):
            state = state.with_layer("rate", walker.run, 1.0, smooth(3 * alpha))
        walkers = tuple(
            replace(walker, dial=self._turned(walker, stage.runs[walker.run], smooth(alpha)))
            if self.run in (None, walker.run) and alpha > 0
            else walker
            for walker in state.walkers
        )
        return followed(replace(state, walkers=walkers), stage)

    def _turned(self, walker: Walker, trajectory: Trajectory, share: float) -> Dial:
        before = walker.dial or Dial(trajectory.lr)
        lr = before.lr if self.to is None else mix(before.lr, self.to, share)
        momentum = before.momentum
        if self.momentum is not None:
            own = trajectory.run.optimizer.momentum  # type: ignore[attr-defined]
            momentum = mix(own if momentum is None else momentum, self.momentum, share)
        return Dial(lr, momentum)


@check.register
def _(action: Rate, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    if action.to is None and action.momentum is None:
        raise Mistake("say what to turn to: to, momentum, or both")
    for walker in check_there(state, action.run):
        if walker.seeds:
            raise Mistake(f"{walker.run} is a swarm: turn the rate of a single run")
        trajectory = runs[walker.run]
        try:
            before = walker.dial or Dial(trajectory.lr)
            lr = before.lr if action.to is None else action.to
            there = Dial(lr, before.momentum if action.momentum is None else action.momentum)
            turned(trajectory, there)
            low, high = ends(turned(trajectory, before), params)
        except (Unknown, ValueError) as reason:
            raise Mistake(f"the rate of {walker.run} cannot be turned: {reason}") from None
        if not low <= there.lr <= high:
            raise Mistake(
                f"the slider goes from {low:g} to {high:g}: {there.lr:g} is not on it; "
                f"set the panel's rates"
            )


def turned(trajectory: Trajectory, dial: Dial | None) -> Trajectory:
    """Return what a run does at the rate it was turned to."""
    if dial is None:
        return trajectory
    return closed_form(dialled(trajectory.run, dial.lr, dial.momentum))


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
    """Draw the slider of a walker's rate, with its wall, and one of its momentum if turned."""
    seen = sheet.seen(walker, "rate")
    if seen <= 0:
        return
    trajectory = sheet.runs[walker.run]
    momentum = walker.dial.momentum if walker.dial else None
    tracks = [("eta", trajectory.lr, span, trajectory.wall)]
    if momentum is not None:
        tracks.append(("beta", momentum, (0.0, 1.0), np.inf))
    width = width_in(sheet.box)
    height = 2 * PAD + 2 * ROW * len(tracks)
    place = board.place(sheet, width, height)
    key = (place.left, place.bottom, width, height, seen)
    name = f"{walker.run} slider"
    sheet.parts[f"{name} panel"] = board.panel(*(round(v, 6) for v in key))
    ink, color = sheet.palette.ink, sheet.color(walker)
    x, length = place.left + PAD + _KNOB, track_in(sheet.box)
    for i, (symbol, value, (low, high), wall) in enumerate(tracks):
        said_at = place.bottom + height - PAD - 2 * ROW * i - 0.34
        y = said_at - 0.42
        share = [float(np.clip((v - low) / (high - low), 0, 1)) for v in (value, min(wall, high))]
        here, edge = (np.array([x + s * length, y]) for s in share)
        lines = [np.array([(x, y), edge])]
        lines += dashed(np.array([edge, (x + length, y)]), 0.07, 0.07) if share[1] < 1 else []
        track = strokes.thin(lines, sheet.palette.muted, 5, seen)
        sheet.parts[f"{name} {symbol} track"] = track
        said = letters.row(((f"${symbol} =$", False), (f"{value:.3f}", True)), ink, False).copy()
        typeset.place(_based(said), x - _KNOB, said_at, "left")
        sheet.parts[f"{name} {symbol}"] = faded(said, seen)
        if wall < high:
            stroke = edge + np.array([(0.0, -0.16), (0.0, 0.16)])
            tick = strokes.thin([stroke], sheet.palette.warning, 5, seen)
            sheet.parts[f"{name} wall"] = tick
            shown = letters.row((("wall", False), (f"{wall:.4g}", True)), ink, False).copy()
            if size(said)[0] + size(shown)[0] + 0.3 < length:
                typeset.place(_based(shown), place.left + width - PAD, said_at, "right")
                sheet.parts[f"{name} wall name"] = faded(shown, seen)
        knob = strokes.markers(
            here[None], 2 if value >= wall else 0, _KNOB, color, seen, casing=sheet.casing
        )
        sheet.parts[f"{name} {symbol} knob"] = knob


def _based(text: object) -> object:
    """Return a copy of a row with the baseline a row has."""
    text.baseline = 0.0  # type: ignore[attr-defined]
    return text
