"""The gradients of single samples: arrows from one point, and how they become their mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.objectives import SampleMean
from gdmath.run import Trajectory
from scenes.descent_2d import strokes
from scenes.descent_2d.check import check, check_there
from scenes.descent_2d.geometry import beside, held, inside
from scenes.descent_2d.lettering import Lettering, size
from scenes.descent_2d.sheet import Sheet
from scenes.descent_2d.state import Params, State, Walker
from scenes.ease import mix, smooth
from scenes.stage import Mistake
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_NUMBERED = 9
"""Up to so many samples carry their numbers."""


@dataclass(frozen=True, slots=True)
class Average:
    """Makes the mean of the samples' gradients: each arrow shrinks to its share of 1/n.

    Then they are laid end to end, and end where the full gradient does. Show ``samples`` first.

    Attributes
    ----------
    run : RunName or None
        At which run; by default at all that show their samples.
    """

    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return three seconds."""
        return 3.0

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Shrink the arrows in the first half, lay them end to end in the second."""
        walkers = tuple(
            replace(walker, averaged=mix(walker.averaged, 1.0, alpha))
            if self.run in (None, walker.run)
            else walker
            for walker in state.walkers
        )
        return replace(state, walkers=walkers)


@check.register
def _(action: Average, state: State, params: Params, runs: Mapping[str, Trajectory]) -> None:
    for walker in check_there(state, action.run):
        if state.opacity("samples", walker.run) <= 0:
            raise Mistake(f"no samples are shown at {walker.run}: show samples first")


def sample_grads(trajectory: Trajectory, x: Array) -> Array:
    """Return the gradient of each sample at a point (2,): (n, 2)."""
    objective = trajectory.run.objective
    assert isinstance(objective, SampleMean)
    return objective.sample_grads(x)


def figure(sheet: Sheet, walker: Walker) -> None:
    """Draw an arrow for each sample's gradient, and at last that of their mean."""
    seen = sheet.seen(walker, "samples")
    here = sheet.at(sheet.position(walker))
    if seen <= 0 or not inside(here, sheet.box):
        return
    palette = sheet.palette
    color = palette.noise
    for i, (tail, tip) in enumerate(_arrows(sheet, walker)):
        shape = strokes.arrow_in(
            sheet.box, tail, tip, color, min(3 * seen, 1.0), casing=sheet.casing
        )
        sheet.add(f"{walker.run} sample {i + 1}", shape)
    mean = seen * smooth(3 * walker.averaged - 2)
    tip = here + sheet.gradient(walker)
    if mean > 0 and sheet.seen(walker, "gradient") <= 0 and inside(tip, sheet.box):
        sheet.parts[f"{walker.run} mean"] = strokes.arrow(
            here, tip, palette.gradient, mean, casing=sheet.casing
        )


def numbers(sheet: Sheet, walker: Walker, letters: Lettering) -> None:
    """Write the number of each sample beyond the tip of its arrow."""
    seen = sheet.seen(walker, "samples") * sheet.calm * (1 - smooth(4 * walker.averaged))
    here = sheet.at(sheet.position(walker))
    if seen <= 0 or not inside(here, sheet.box):
        return
    arrows = _arrows(sheet, walker)
    if len(arrows) > _NUMBERED:
        return
    color = sheet.palette.noise
    for i, (tail, tip) in enumerate(arrows):
        if not inside(tip, sheet.box):
            continue
        text = letters.number(str(i + 1), color)
        way = tip - tail
        length = float(np.hypot(*way))
        toward = way / length if length > 0 else np.array([0.0, 1.0])
        wanted = beside(tip, size(text), 0.75 * toward)
        place = held(wanted, sheet.box)
        if not any(place.crowds(other) for other in sheet.taken):
            sheet.write(f"{walker.run} sample number {i + 1}", text, place, seen)


def _arrows(sheet: Sheet, walker: Walker) -> list[tuple[Array, Array]]:
    """Return the tail and the tip of each sample's arrow in scene units."""
    position = sheet.position(walker)
    here, scale = sheet.at(position), sheet.state.scale or 1.0
    slopes = sample_grads(sheet.runs[walker.run], position)
    ways = sheet.at(position + scale * slopes) - here
    shares = ways / len(ways)
    tails = np.cumsum(shares, axis=0) - shares
    shrunk, chained = smooth(2 * walker.averaged), smooth(2 * walker.averaged - 1)
    starts = here + chained * tails
    stops = starts + ways + shrunk * (shares - ways)
    return list(zip(starts, stops, strict=True))
