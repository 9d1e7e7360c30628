"""A loss along one of its parameters: its value, slope and curvature there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array
from gdmath.objectives import Objective


class Slice:
    """``objective`` along parameter ``index`` through a point (dim,)."""

    def __init__(self, objective: Objective, index: int, through: Sequence[float]) -> None:
        self.objective = objective
        self.index = index
        if not through and objective.minimum is not None:
            through = objective.minimum.tolist()
        self.through = tuple(through) or (0.0,) * objective.dim

    @property
    def minimum(self) -> float | None:
        """The parameter at the objective's minimum, if that is known."""
        minimum = self.objective.minimum
        return None if minimum is None else float(minimum[self.index])

    def value(self, at: ArrayLike) -> Array:
        """Return the loss at values (...) of the parameter."""
        with np.errstate(all="ignore"):
            return self.objective.value(self._points(at))

    def slope(self, at: float) -> float:
        """Return how the loss rises with the parameter."""
        with np.errstate(all="ignore"):
            return float(self.objective.grad(self._points(at))[self.index])

    def gain(self, at: float) -> float:
        """Return how much steeper the loss is one unit further right."""
        return self.slope(at + 1) - self.slope(at)

    def curvature(self, at: float) -> float:
        """Return how the slope rises with the parameter."""
        with np.errstate(all="ignore"):
            return float(self.objective.hessian(self._points(at))[self.index, self.index])

    def points(self, window: tuple[float, float], count: int = 401) -> Array:
        """Return the curve (count, 2) over a window."""
        at = np.linspace(*window, count)
        return np.stack((at, self.value(at)), axis=-1)

    def _points(self, at: ArrayLike) -> Array:
        values = np.asarray(at, dtype=np.float64)
        points = np.broadcast_to(self.through, (*values.shape, len(self.through))).copy()
        points[..., self.index] = values
        return points
