"""Steps of one length from one point, each in its own direction, and which of them ends lowest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Objective
from gdmath.run import Trajectory
from scenes.descent_2d import strokes
from scenes.descent_2d.board import Board, Row
from scenes.descent_2d.check import check, check_there
from scenes.descent_2d.compass import check_heading
from scenes.descent_2d.geometry import circle, clipped_path, dashed, inside
from scenes.descent_2d.headings import bearing, named
from scenes.descent_2d.lettering import amount
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Heading, Lane, Params, Race, State, fading
from scenes.descent_2d.walk import movers
from scenes.ease import mix, smooth
from scenes.look import Palette
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_RACER = 0.13
_FIRST = (Lane("downhill"), Lane("minimum"))
_MOST = 4


@dataclass(frozen=True, slots=True)
class RaceSteps:
    """Takes equally long steps from where a run stands, in several directions at once.

    A board gives the loss that each has reached; the lowest leads. Another ``race`` goes on to
    another length.

    Attributes
    ----------
    length : float
        How long the steps become, in the units of the axes.
    ways : tuple of Lane
        Their directions (see ``compass``), or ``{way: -y, label: y only}`` with a name of your
        own; by default downhill and to the minimum, or those that are running.
    run : RunName or None
        Where they start; by default at the first run on the map.
    decimals : int
        Of the losses.
    """

    length_: float
    ways: tuple[Lane, ...] = ()
    run: RunName | None = None
    decimals: int = 2

    def length(self, state: State, stage: Descent2D) -> float:
        """Return two seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Let the steps grow, all at the same speed; the board comes with the first."""
        share, race = smooth(alpha), state.race
        if race is None:
            walker = movers(state, self.run)[0]
            lanes = self.ways or _FIRST
            race = Race(walker.run, round(walker.at), lanes, 0.0, self.decimals, smooth(3 * alpha))
        grown = mix(race.length, self.length_, share)
        return replace(state, race=replace(race, length=grown))


@dataclass(frozen=True, slots=True)
class EndRace:
    """Takes the steps of a race and their board off the map."""

    def length(self, state: State, stage: Descent2D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the race."""
        assert state.race is not None
        return replace(state, race=fading(state.race, alpha))


@check.register
def _(action: RaceSteps, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    if not 0 < action.length_ < math.inf:
        raise Mistake(f"the length of the steps must be above 0, not {action.length_:g}")
    if state.race is not None:
        if action.ways or action.run not in (None, state.race.run):
            raise Mistake("a race is on: end it first, or give another length only")
        return
    walker = check_there(state, action.run)[0]
    lanes = action.ways or _FIRST
    if len(lanes) > _MOST:
        raise Mistake(f"a race has at most {_MOST} ways, not {len(lanes)}")
    for lane in lanes:
        check_heading(lane.way, params, runs[walker.run], round(walker.at))


@check.register
def _(action: EndRace, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    if state.race is None:
        raise Mistake("no race is on the map")


def tips(objective: Objective, x: Array, race: Race) -> Array:
    """Return where the steps of a race from ``x`` (2,) end, (lanes, 2)."""
    ways = [bearing(objective, x, lane.way) for lane in race.lanes]
    return np.array([x if way is None else x + race.length * way for way in ways])


def figure(sheet: Sheet) -> None:
    """Draw the steps, a marker at the end of each, and the circle that all ends lie on."""
    race = sheet.state.race
    if race is None or race.opacity <= 0:
        return
    here, ends = _ends(sheet, race)
    box, palette, seen = sheet.box, sheet.palette, race.opacity
    start, stops = sheet.at(here), sheet.at(ends)
    radius = float(np.hypot(*(stops[0] - start)))
    if radius > 0.3:
        round_ = [d for piece in clipped_path(circle(start, radius), box) for d in _dotted(piece)]
        sheet.parts["race circle"] = strokes.thin(round_, palette.ink, 2.5, 0.7 * seen)
    lead = _leader(sheet, ends)
    for i, (lane, stop) in enumerate(zip(race.lanes, stops, strict=True)):
        color, rhythm = color_of(palette, lane.way, i), strokes.DASHES[i % len(strokes.DASHES)]
        pieces = clipped_path(np.array([start, stop]), box)
        if rhythm is not None:
            pieces = [dash for piece in pieces for dash in dashed(piece, *rhythm)]
        sheet.parts[f"race {i} step"] = strokes.path(pieces, color, 6, seen, casing=sheet.casing)
        if inside(stop, box):
            if i == lead and radius > 0.3:
                ring = clipped_path(circle(stop, 0.27), box)
                sheet.parts["race leader"] = strokes.path(
                    ring, palette.ink, 4, seen, casing=sheet.casing
                )
            marker = strokes.markers(stop[None], i, _RACER, color, seen, casing=sheet.casing)
            sheet.parts[f"race {i} end"] = marker


def standings(sheet: Sheet, board: Board, names: tuple[str, str]) -> None:
    """Write how long the steps are, and the loss that each has reached."""
    race = sheet.state.race
    if race is None:
        return
    _, ends = _ends(sheet, race)
    objective, lead = sheet.runs[race.run].run.objective, _leader(sheet, ends)
    wide = sheet.state.window[1] - sheet.state.window[0]
    long = f"{race.length:.{max(2, 2 - math.floor(math.log10(wide)))}f}"
    rows = [Row(None, sheet.palette.ink, "length", (long, True))]
    for i, (lane, loss) in enumerate(zip(race.lanes, objective.value(ends).tolist(), strict=True)):
        near = math.isfinite(loss) and abs(loss) < 1e5
        said = (f"{loss:.{race.decimals}f}", True) if near else amount(loss)
        name = str(lane.label) or named(lane.way, names)
        rows.append(Row(i, color_of(sheet.palette, lane.way, i), name, said, leads=i == lead))
    board.draw(sheet, "race", rows, race.opacity, names_first=False)


def _ends(sheet: Sheet, race: Race) -> tuple[Array, Array]:
    trajectory = sheet.runs[race.run]
    here: Array = trajectory.x[min(race.k, trajectory.steps)]
    return here, tips(trajectory.run.objective, here, race)


def _leader(sheet: Sheet, ends: Array) -> int | None:
    """Return the step that ends lowest; None while all are at the start."""
    race = sheet.state.race
    assert race is not None
    losses = sheet.runs[race.run].run.objective.value(ends)
    if race.length <= 0 or np.isnan(losses).any():
        return None
    return int(losses.argmin())


def color_of(palette: Palette, way: Heading, index: int) -> str:
    """Return what a direction means, or the colour of its place among the runs."""
    meant = {
        "downhill": palette.step,
        "uphill": palette.gradient,
        "minimum": palette.minimum,
        "x": palette.x,
        "-x": palette.x,
        "y": palette.y,
        "-y": palette.y,
    }
    named_ = meant.get(way) if isinstance(way, str) else None
    return named_ or palette.runs[index % len(palette.runs)]


def _dotted(piece: Array) -> Iterator[Array]:
    yield from dashed(piece, 0.06, 0.1)
