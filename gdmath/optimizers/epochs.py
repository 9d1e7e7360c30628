"""Mini-batches in the order of numpy's legacy generator, in which the course's curves were made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array, mean
from gdmath.objectives import Network, Objective
from gdmath.objectives.objective import SampleMean
from gdmath.objectives.two_moons import legacy
from gdmath.optimizers.optimizer import Memory, Optimizer, check, estimate
from gdmath.optimizers.schedules import Rate


@dataclass(frozen=True, slots=True)
class Epochs:
    """``optimizer``, fed mini-batches as ``MiniBatch`` does, but shuffled by ``RandomState``.

    The shuffles are the successive ``permutation(n)`` of ``RandomState(seed)``, after ``skipped``
    uniform numbers that something else has taken from it. NEP 19 froze that stream, but the
    place of a shuffle in it is known only from the shuffles before, unlike ``MiniBatch``'s.

    Error, Stable: as ``MiniBatch``.
    Source: the epochs are those of PyTorch's DataLoader.
    """

    optimizer: Optimizer
    batch: int = 20
    seed: int = 7
    skipped: int = 0

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise ValueError(f"batch must be a whole number of at least 1, not {self.batch}")
        if self.skipped < 0:
            raise ValueError(f"skipped must be a whole number of at least 0, not {self.skipped}")
        legacy(self.seed)

    @property
    def lr(self) -> Rate:
        """The learning rate."""
        return self.optimizer.lr

    @property
    def remembers(self) -> tuple[str, ...]:
        """The names of the arrays in its memory."""
        return self.optimizer.remembers

    def init(self, x: Array) -> Memory:
        """Return the optimizer's memory before the first step."""
        return self.optimizer.init(x)

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the optimizer's step."""
        return self.optimizer.step(k, x, grad, memory)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return the optimizer's reach."""
        return self.optimizer.reach(k, memory)

    def steps_per_epoch(self, samples: int) -> int:
        """Return how many batches it takes to see all ``samples``."""
        return -(-samples // self.batch)

    def picks(self, k: int, samples: int) -> NDArray[np.intp]:
        """Return the numbers of the samples in the batch of step ``k``, ascending, (batch,)."""
        epoch, place = divmod(k, self.steps_per_epoch(samples))
        order = _shuffles(self.seed, self.skipped, samples).number(epoch)
        return np.sort(order[place * self.batch : (place + 1) * self.batch])

    def check(self, objective: Objective) -> None:
        """Refuse an objective that is no mean over samples, or has fewer than a batch."""
        if not isinstance(objective, SampleMean):
            raise ValueError(f"mini-batches need samples, which {objective.formula} does not have")
        if self.batch > objective.samples:
            raise ValueError(
                f"batch must be at most {objective.samples}, the number of samples, "
                f"not {self.batch}"
            )
        check(self.optimizer, objective)

    def estimate(self, k: int, x: Array, grad: Array, objective: Objective) -> Array:
        """Return the mean gradient of the batch of step ``k`` at ``x``, (dim,)."""
        if isinstance(objective, Network):  # the same bits, for the work of the batch alone
            slope = objective.batch_grad(x, self.picks(k, objective.samples))
        else:
            assert isinstance(objective, SampleMean)
            picked = objective.sample_grads(x)[self.picks(k, objective.samples)]
            slope = mean(picked, axis=0)
        return estimate(self.optimizer, k, x, slope, objective)


class _Shuffles:
    """The shuffles of one stream, drawn in order and kept."""

    def __init__(self, seed: int, skipped: int, samples: int) -> None:
        self.draws = legacy(seed)
        self.draws.random_sample(skipped)
        self.samples = samples
        self.drawn: list[NDArray[np.intp]] = []

    def number(self, index: int) -> NDArray[np.intp]:
        while len(self.drawn) <= index:
            self.drawn.append(self.draws.permutation(self.samples))
        return self.drawn[index]


_shuffles = lru_cache(maxsize=16)(_Shuffles)
