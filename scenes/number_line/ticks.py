"""Numbers picked out on a line: a dot at each, its number under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.coordinate.view import faded_out
from scenes.ease import share, smooth
from scenes.number_line.sheet import NUMBERS, Line, Sheet
from scenes.number_line.state import State, Tick
from scenes.parts import faded, part
from scenes.strokes import marks

if TYPE_CHECKING:
    from manim import VGroup

    from scenes.number_line.stage import NumberLine

_DOT = 0.1
_NEAR, _FREE = 0.08, 0.24
"""Units between two numbers: with fewer than the first the later is gone, from the second clear."""
_ONE_S, _NEXT_S = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class AddTicks:
    """Picks numbers out, one after another: a dot at each on the line, its number under it.

    Attributes
    ----------
    values : tuple of float
        The numbers; they are written with as many digits as they have, up to ten.
    """

    values: tuple[float, ...]

    def length(self, state: State, stage: NumberLine) -> float:
        """Return half a second for the first, and 0.2 for each one more."""
        return _ONE_S + _NEXT_S * (len(self.values) - 1)

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade them in from the first to the last."""
        count = len(self.values)
        shown = (smooth(share(alpha, i, count)) for i in range(count))
        new = (Tick(value, seen) for value, seen in zip(self.values, shown, strict=True))
        return replace(state, ticks=(*state.ticks, *(tick for tick in new if tick.opacity > 0)))


@dataclass(frozen=True, slots=True)
class RemoveTicks:
    """Takes the dot at a number away, or all of them.

    Attributes
    ----------
    value : float
        Where; by default everywhere.
    """

    value: float | None = None

    def length(self, state: State, stage: NumberLine) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade them."""
        gone = faded_out(state.ticks, alpha, lambda tick: self.value in (None, tick.value))
        return replace(state, ticks=gone)


class Ticks:
    """Draws what was picked out."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._look = sheet, sheet.look

    def draw(self, state: State, line: Line) -> dict[str, VGroup]:
        """Return a part for each number in sight; a number without room is not written."""
        parts: dict[str, VGroup] = {}
        written: list[tuple[float, float, float]] = []
        for tick in state.ticks:
            if line.holds(float(line.x(tick.value))):
                middle, half = self._place(line, tick.value)
                gaps = ((abs(middle - at) - half - wide, seen) for at, wide, seen in written)
                room = round(min([1.0, *(_room(gap, seen) for gap, seen in gaps)]), 3)
                if room:
                    written.append((middle, half, tick.opacity))
                drawn = self._tick(line, tick.value, room)
                parts[f"tick {tick.value:.10g}"] = faded(drawn, tick.opacity)
        return parts

    def _place(self, line: Line, value: float) -> tuple[float, float]:
        """Return the middle of a number and half its width."""
        half = float(self._number(value).width) / 2
        low, high = self._sheet.box.left + half, self._sheet.box.right - half
        return min(max(float(line.x(value)), low), high), half

    def _number(self, value: float) -> Any:
        return typeset.number(f"{value:.10g}", self._look.type.small, self._look.palette.ink)

    @part
    def _tick(self, line: Line, value: float, room: float) -> VGroup:
        from manim import VGroup

        x = float(line.x(value))
        dot = marks(np.array([[x, line.y]]), 0, _DOT).set_fill(self._look.palette.ink, 1.0)
        if not room:
            return VGroup(dot)
        middle, _ = self._place(line, value)
        number = typeset.place(self._number(value), middle, line.y - NUMBERS, "center")
        return VGroup(dot, faded(number, room))


def _room(gap: float, seen: float) -> float:
    """Return how much a number is seen that is ``gap`` away from one that is ``seen``."""
    return 1 - seen * (1 - min(max((gap - _NEAR) / (_FREE - _NEAR), 0.0), 1.0))
