"""Steps by an estimate of the gradient: from some of the samples, or with noise added.

Either can be put around any optimizer. What is drawn at step k depends on the seed and on k only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array, mean
from gdmath.objectives import Objective
from gdmath.objectives.objective import SampleMean
from gdmath.optimizers.descent import GD
from gdmath.optimizers.optimizer import Memory, Optimizer, check, estimate, not_negative
from gdmath.optimizers.schedules import Rate
from gdmath.optimizers.stream import bell, below, shuffled


@dataclass(frozen=True, slots=True)
class MiniBatch:
    """``optimizer``, fed the mean gradient of ``batch`` samples instead of all n.

    Each epoch goes through a fresh shuffle of all samples, ``batch`` at a time; the last batch
    of an epoch has what is left. With ``replacement``, each step draws anew from all of them.
    The samples of a batch are added in their own order, so a batch of all is the full gradient,
    bit for bit.

    Error: none of its own beyond the mean of the batch.
    Stable: on average only below a wall that is lower than the full gradient's.
    Source: Robbins & Monro 1951; the epochs are those of PyTorch's DataLoader.
    """

    optimizer: Optimizer
    batch: int = 1
    seed: int = 0
    replacement: bool = False

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise ValueError(f"batch must be a whole number of at least 1, not {self.batch}")
        _check_seed(self.seed)

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

    def picks(self, k: int, samples: int) -> NDArray[np.intp]:
        """Return the numbers of the samples in the batch of step ``k``, ascending, (batch,)."""
        if self.replacement:
            return np.sort(below(samples, self.seed, k * self.batch, self.batch))
        epoch, place = divmod(k, -(-samples // self.batch))
        order = shuffled(samples, self.seed, epoch)
        return np.sort(order[place * self.batch : (place + 1) * self.batch])

    def check(self, objective: Objective) -> None:
        """Refuse an objective that is no mean over samples, or has fewer than a batch."""
        if not isinstance(objective, SampleMean):
            raise ValueError(f"mini-batches need samples, which {objective.formula} does not have")
        if self.batch > objective.samples and not self.replacement:
            raise ValueError(
                f"batch must be at most {objective.samples}, the number of samples, "
                f"not {self.batch}"
            )
        check(self.optimizer, objective)

    def estimate(self, k: int, x: Array, grad: Array, objective: Objective) -> Array:
        """Return the mean gradient of the batch of step ``k`` at ``x``, (dim,)."""
        assert isinstance(objective, SampleMean)
        picked = objective.sample_grads(x)[self.picks(k, objective.samples)]
        return estimate(self.optimizer, k, x, mean(picked, axis=0), objective)


@dataclass(frozen=True, slots=True)
class Noisy:
    """``optimizer``, fed the gradient plus noise of mean 0 and standard deviation ``sigma``.

    Each coordinate at each step gets a draw of its own.

    Error: two roundings a step and coordinate.
    Stable: as the optimizer; it hovers about the minimum instead of reaching it.
    Source: Polyak & Juditsky 1992.
    """

    optimizer: Optimizer
    sigma: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        not_negative("sigma", self.sigma)
        _check_seed(self.seed)

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

    def check(self, objective: Objective) -> None:
        """Refuse what the optimizer refuses."""
        check(self.optimizer, objective)

    def estimate(self, k: int, x: Array, grad: Array, objective: Objective) -> Array:
        """Return the optimizer's gradient and the noise of step ``k``, (dim,)."""
        noise = float(self.sigma) * bell(len(x), self.seed, k)
        return estimate(self.optimizer, k, x, grad, objective) + noise


def sgd(lr: Rate, batch: int = 1, seed: int = 0, replacement: bool = False) -> MiniBatch:
    """Return stochastic gradient descent: ``GD`` on mini-batches."""
    return MiniBatch(GD(lr), batch, seed, replacement)


def noisy_gd(lr: Rate, sigma: float = 1.0, seed: int = 0) -> Noisy:
    """Return gradient descent with noise of standard deviation ``sigma`` on every slope."""
    return Noisy(GD(lr), sigma, seed)


def _check_seed(seed: int) -> None:
    if seed < 0:
        raise ValueError(f"seed must be a whole number of at least 0, not {seed}")
