"""The vertical scale of a plot: its numbers, and how it bends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import typeset
from scenes.box import Box
from scenes.ease import mix, smooth
from scenes.look import Look
from scenes.parts import faded
from scenes.plots.axis import Tick
from scenes.plots.said import Scale
from scenes.plots.strokes import lines

if TYPE_CHECKING:
    from manim import VGroup

TICK = 0.08
"""The length of a tick, in scene units."""
GRID = 0.32
"""The opacity of the lines across a plane: 1.6 to 1 on the light page, 1.9 on the dark one.

It is low enough for texts to stand on them.
"""


@dataclass(frozen=True, slots=True)
class ToScale:
    """Bends the vertical axis to the other scale.

    Attributes
    ----------
    to : str
        ``linear`` or ``log``.
    """

    to: Scale

    def length(self, state: Any, stage: Any) -> float:
        """Return its natural length in seconds."""
        return 1.8

    def at(self, state: Any, alpha: float, stage: Any) -> Any:
        """Return the state at a fraction of its time; ``log`` is its way to the log scale."""
        log = 1.0 if self.to == "log" else 0.0
        return replace(state, log=mix(state.log, log, smooth(alpha)))


def upright(plane: Box, look: Look, ticks: Iterable[Tick], number: Callable[[str], Any]) -> VGroup:
    """Return the numbers left of a plane, set by ``number``, and the faint lines across it."""
    from manim import VGroup

    group = VGroup()
    for tick in ticks:
        y = plane.bottom + tick.height * plane.height
        across = np.array([(plane.left, y), (plane.right, y)])
        group.add(lines([across], look.palette.muted, 2, GRID * tick.opacity))
        stub = np.array([(plane.left - TICK, y), (plane.left, y)])
        group.add(lines([stub], look.palette.faint, 2, tick.opacity))
        shown = number(tick.text)
        typeset.place(shown, plane.left - 2.5 * TICK, y, "right", on_baseline=False)
        group.add(faded(shown, tick.opacity))
    return group
