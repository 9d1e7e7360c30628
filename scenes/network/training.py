"""A network's training: its weights at any step or epoch, and what it says with them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array
from gdmath.objectives import Network, validation
from gdmath.run import Trajectory
from scenes.network.state import Params
from scenes.stage import Mistake

_GROWN = 10.0
"""The widest line stands for at most so many times the largest weight at the start."""
_SURE = 1e300
"""Logits beyond this are taken for it: contours are traced among finite numbers."""


class Training:
    """The run of a panel, counted in steps or in epochs.

    Raises
    ------
    Mistake
        When the run does not train a network.
    """

    def __init__(self, params: Params, trajectory: Trajectory) -> None:
        objective = trajectory.run.objective
        if not isinstance(objective, Network):
            raise Mistake(f"{params.run} trains no network: its objective must be network")
        self.network = objective
        self._run, self._params = trajectory, params
        self._every = 1 if params.count == "step" else self._steps_per_epoch()

    @property
    def last(self) -> float:
        """The last step, or how many epochs there are; a fraction where one was not finished."""
        return self._run.steps / self._every

    @property
    def points(self) -> Array:
        """The training points (n, 2)."""
        return np.array(self.network.data.points)

    @property
    def labels(self) -> NDArray[np.int64]:
        """Their classes, 0 or 1, (n,)."""
        return np.array(self.network.data.labels)

    @cached_property
    def widest(self) -> float:
        """The size of the weights that are drawn widest."""
        if self._params.widest is not None:
            return self._params.widest
        sizes = np.abs(self._run.x)
        first = float(sizes[0].max()) or 1.0
        largest = float(np.max(sizes, where=np.isfinite(sizes), initial=0.0)) or 1.0
        return min(largest, _GROWN * first)

    def step(self, k: float) -> float:
        """Return how many steps the optimizer has made at step or epoch ``k``, whole or not."""
        return min(k, self.last) * self._every

    def weights(self, k: float) -> Array:
        """Return the weights (dim,) at step or epoch ``k``, whole or not."""
        at = self.step(k)
        before, x = int(at + 1e-9), self._run.x
        if before >= self._run.steps or at - before < 1e-9:
            here: Array = x[before]
            return here
        with np.errstate(all="ignore"):
            between: Array = x[before] + (at - before) * (x[before + 1] - x[before])
        return between

    def logits(self, k: float, places: Array) -> Array | None:
        """Return the logits (m,) at places (m, 2); None when there are no finite ones."""
        w = self.weights(k)
        if not np.isfinite(w).all():
            return None
        z = self.network.logits(w, places)
        return None if np.isnan(z).any() else np.clip(z, -_SURE, _SURE)

    def loss(self, k: float) -> float:
        """Return the loss on the training points."""
        return float(self.network.value(self.weights(k)))

    def accuracy(self, k: float) -> float:
        """Return the share of training points that are labelled rightly; NaN without weights."""
        return _accuracy(self.network, self.weights(k))

    def accuracy_unseen(self, k: float) -> float:
        """Return the share of points not seen in training that are labelled rightly."""
        return _accuracy(self._judged, self.weights(k))

    def wrong(self, k: float) -> tuple[int, ...]:
        """Return the numbers of the training points that are labelled wrongly."""
        z = self.logits(k, self.points)
        if z is None:
            return ()
        return tuple(np.flatnonzero((z > 0) != (self.labels == 1)).tolist())

    def picks(self, k: float) -> tuple[int, ...]:
        """Return the numbers of the points in the mini-batch of the coming step."""
        step, optimizer = int(k * self._every + 1e-9), self._run.run.optimizer
        if step >= self._run.steps or not hasattr(optimizer, "picks"):
            return ()
        return tuple(optimizer.picks(step, self.network.samples).tolist())

    @cached_property
    def _judged(self) -> Network:
        assert self._params.unseen is not None
        return self.network.on(validation(self._params.unseen))

    def _steps_per_epoch(self) -> int:
        """Return in how many steps the optimizer has seen all points once."""
        optimizer, samples = self._run.run.optimizer, self.network.samples
        batch = int(getattr(optimizer, "batch", samples))
        if getattr(optimizer, "replacement", False):
            raise Mistake(f"{self._params.run} draws with replacement: it has no epochs to count")
        return -(-samples // batch)


def _accuracy(network: Network, w: Array) -> float:
    return float(network.accuracy(w)) if np.isfinite(w).all() else float("nan")
