"""The surface as numbers: which part of the window it covers, and how high it is there."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from gdmath.array import Array
from gdmath.objectives import minima
from scenes.axes import Plane, Window, multiples, round_spacing
from scenes.descent_2d.contours import Level, floor, given_levels, map_levels, values
from scenes.surface.lines import Mask
from scenes.surface.state import Params

CELLS = 80
"""Cells along each side of the window."""
_DECADES = 3
"""Decades that a logarithmic surface reaches down from its top."""
_SLACK = 1e-9
_ROUND, _NEAR = 2, 0.02
"""A round loss just below the least one found is taken for it: how round, and how near."""
_AT_TOP = 1e-6
"""How far over the top a loss still counts as at it, as a share of the range."""


class Relief:
    """A surface over a window. Lengths are in units of the data, heights too.

    ``bottom`` and ``top`` are the losses at its lowest and highest height. ``is_cut`` says that
    the loss goes above the top (or is not a number) somewhere in the window, where there is no
    surface; ``is_flat_below`` that it goes below the bottom, where the surface is level.
    """

    def __init__(self, params: Params, plane: Plane) -> None:
        self._objective, self._params = params.objective, params
        self.window = params.window
        self._plane = plane
        left, right, bottom, top = self.window
        self.side = max(right - left, top - bottom)
        self.x = np.linspace(left, right, CELLS + 1)
        self.y = np.linspace(bottom, top, CELLS + 1)
        self.loss = self._objective.value(np.stack(np.meshgrid(self.x, self.y), axis=-1))
        finite = self.loss[np.isfinite(self.loss)]
        highest = float(finite.max())
        self.top = highest if params.top is None else min(params.top, highest)
        self.is_cut = not bool((self.loss <= self.top).all())
        self.bottom = self._lowest(finite)
        self.is_flat_below = bool((self.loss < self.bottom).any())
        typical = math.sqrt((right - left) * (top - bottom))
        self.gap, self.height = params.gap * typical, params.height * typical

    def _lowest(self, finite: Array) -> float:
        """Return the loss at the surface's lowest height: exact, or a round one just below."""
        lowest, known = float(finite.min()), minima(self._objective)
        if self._params.scale == "log":
            return max(lowest, self.top * 10.0**-_DECADES)
        if known is not None and any(_holds(self.window, point) for point in known):
            return min(lowest, float(self._objective.value(known).min()))
        spacing = round_spacing(max(self.top - lowest, _SLACK) / _ROUND)
        below = math.floor(lowest / spacing) * spacing
        return below if lowest - below < _NEAR * (self.top - lowest) else lowest

    @property
    def is_log(self) -> bool:
        """Whether height grows with the logarithm of the loss."""
        return self._params.scale == "log"

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The contours' losses, from the top down: those of the map."""
        if self._params.levels:
            return given_levels(self._params.levels)
        around = values(self._objective, self._plane)[2]
        return map_levels(floor(self._objective, self._plane), around)

    def loss_at(self, points: Array) -> Array:
        """Return the loss at points (..., 2)."""
        return self._objective.value(points)

    @property
    def highest(self) -> float:
        """The greatest height of any point over the floor."""
        return self.gap + self.height

    def share(self, loss: Array) -> Array:
        """Return how far up losses stand, from 0 at the bottom to 1 at the top."""
        if not self.bottom < self.top:
            return np.zeros_like(loss)
        return self._grown(np.clip(loss, self.bottom, self.top))

    def _grown(self, loss: Array) -> Array:
        low, high = self.bottom, self.top
        if self._params.scale == "log":
            loss, low, high = np.log10(loss), math.log10(low), math.log10(high)
        share: Array = (loss - low) / (high - low)
        return share

    def level(self, loss: Array, rise: float) -> Array:
        """Return the height of losses over the floor; what is not a number stands at the top."""
        known = np.where(np.isnan(loss), self.top, loss)
        height: Array = rise * (self.gap + self.height * self.share(known))
        return height

    def over(self, points: Array, rise: float) -> Array:
        """Return points (..., 2) of the window as points (..., 3) on the surface."""
        loss = self._objective.value(points)
        return np.concatenate((points, self.level(loss, rise)[..., None]), axis=-1)

    def covers(self, points: Array) -> Mask:
        """Tell at which points (..., 2) there is a surface: in the window, not above the top."""
        known: Mask = ~np.isnan(self.sheet(points, 1.0))
        return known

    def sheet(self, points: Array, rise: float) -> Array:
        """Return the surface's height at points (..., 2), NaN where there is none."""
        left, right, bottom, top = self.window
        slack = _SLACK * self.side
        x, y = points[..., 0], points[..., 1]
        inside = (x >= left - slack) & (x <= right + slack)
        inside &= (y >= bottom - slack) & (y <= top + slack)
        loss = self._objective.value(np.where(inside[..., None], points, 0.0))
        inside &= loss <= self.top + _AT_TOP * (self.top - self.bottom)
        return np.where(inside, self.level(np.where(inside, loss, self.top), rise), np.nan)

    def slopes(self, points: Array, rise: float) -> Array:
        """Return how the height grows along x and y (..., 2), as if nothing were cut."""
        grad = self._objective.grad(points)
        if not self.bottom < self.top:
            return np.zeros_like(grad)
        if self._params.scale == "log":
            loss = np.maximum(self._objective.value(points), self.bottom)[..., None]
            grad = grad / loss / math.log(self.top / self.bottom)
        else:
            grad = grad / (self.top - self.bottom)
        slopes: Array = np.nan_to_num(grad * (rise * self.height), posinf=1e9, neginf=-1e9)
        return slopes

    def ticks(self, most: int) -> tuple[float, ...]:
        """Return at most about ``most`` round losses for the height axis."""
        if not self.bottom < self.top:
            return (self.bottom,)
        if self._params.scale == "log":
            first, last = (math.log10(loss) for loss in (self.bottom, self.top))
            decades = range(math.ceil(first - _SLACK), math.floor(last + _SLACK) + 1)
            every = math.ceil(len(decades) / most)
            return tuple(10.0**n for n in decades if n % every == 0)
        spacing = round_spacing((self.top - self.bottom) / most)
        return multiples(spacing, self.bottom, self.top)


def _holds(window: Window, point: Array) -> bool:
    left, right, bottom, top = window
    return bool(left <= point[0] <= right and bottom <= point[1] <= top)
