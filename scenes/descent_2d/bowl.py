"""The bowl that fits a loss best at a point: its ellipses beside the map's own contours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Objective
from scenes.descent_2d import strokes
from scenes.descent_2d.contours import Level
from scenes.descent_2d.geometry import clipped_path, dashed
from scenes.descent_2d.sheet import BEHIND, Sheet
from scenes.descent_2d.state import Bowl, State
from scenes.ease import mix, smooth
from scenes.stage import Mistake

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D

_DASH = (0.2, 0.13)
_WIDTH = 4.0
_FLAT = 1e-9
"""A curvature this small, as a share of the largest, bends no bowl up."""


@dataclass(frozen=True, slots=True)
class DrawBowl:
    """Draws, dashed, the contours of the bowl that fits best at a point.

    It has the loss, the slope and the curvatures of that point (Taylor's second order), and its
    ellipses are those of the losses at which the map has its contours.

    Attributes
    ----------
    point : tuple of float
        Where: both curvatures must be above zero there, as they are at a minimum.
    """

    point: tuple[float, float]

    def length(self, state: State, stage: Descent2D) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the ellipses in."""
        return replace(state, bowl=Bowl(self.point, mix(0.0, 1.0, smooth(alpha))))


@dataclass(frozen=True, slots=True)
class EraseBowl:
    """Takes the bowl off the map."""

    def length(self, state: State, stage: Descent2D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the ellipses."""
        if state.bowl is None or alpha >= 1:
            return replace(state, bowl=None)
        return replace(state, bowl=replace(state.bowl, seen=state.bowl.seen * (1 - smooth(alpha))))


def check_bowl(point: tuple[float, float], objective: Objective) -> None:
    """Raise ``Mistake`` for a point at which the loss does not bend up in every direction."""
    curvatures = _curved(objective, np.array(point))[0]
    if not (np.isfinite(curvatures).all() and curvatures[0] > _FLAT * abs(curvatures[1])):
        lowest, highest = curvatures.tolist()
        raise Mistake(
            f"no bowl fits at ({point[0]:g}, {point[1]:g}): the curvatures there are "
            f"{lowest:.3g} and {highest:.3g}, and both must be above 0"
        )


def ellipses(sheet: Sheet, objective: Objective, levels: Sequence[Level]) -> None:
    """Draw the ellipses of the bowl, one for each level above its lowest loss."""
    bowl = sheet.state.bowl
    if bowl is None or bowl.seen <= 0:
        return
    for level in levels:
        ring = ellipse(objective, np.array(bowl.point), level.value)
        if ring is None or level.opacity <= 0:
            continue
        pieces = clipped_path(sheet.at(ring), sheet.box)
        dashes = [dash for piece in pieces for dash in dashed(piece, *_DASH)]
        seen = bowl.seen * level.opacity
        name = f"{BEHIND} {level.value:g}"
        sheet.parts[name] = strokes.thin(dashes, sheet.palette.guide, _WIDTH, seen)


def ellipse(objective: Objective, point: Array, loss: float) -> Array | None:
    """Return where the bowl that fits at a point has a loss: (n, 2) in data, closed, or None.

    With value f, gradient g and Hessian H at the point, the bowl is lowest at ``-H^-1 g`` from it,
    by ``g'H^-1 g / 2`` below f, and along each axis of H it is ``sqrt(2 rise / curvature)`` wide.
    """
    curvatures, axes = _curved(objective, point)
    slopes = axes.T @ objective.grad(point)
    center = point - axes @ (slopes / curvatures)
    lowest = float(objective.value(point)) - float((slopes**2 / curvatures).sum()) / 2
    if loss <= lowest:
        return None
    angle = np.linspace(0, 2 * math.pi, 181)
    ways = np.sqrt(2 * (loss - lowest) / curvatures) * np.stack((np.cos(angle), np.sin(angle)), -1)
    ring: Array = center + ways @ axes.T
    return ring


def _curved(objective: Objective, point: Array) -> tuple[Array, Array]:
    """Return the curvatures (2,) at a point, ascending, and their directions as columns (2, 2)."""
    curvatures, axes = np.linalg.eigh(objective.hessian(point))
    return curvatures, axes
