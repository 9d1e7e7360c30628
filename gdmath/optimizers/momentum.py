"""Descent with a memory of where it was going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gdmath.array import Array, like
from gdmath.optimizers.optimizer import Memory, positive, rate_at, rate_like, share
from gdmath.optimizers.schedules import Rate


@dataclass(frozen=True, slots=True)
class HeavyBall:
    """Momentum: ``x -= lr * velocity``, which keeps a part of itself and gains the gradient.

    ``velocity <- momentum * velocity + (1 - dampening) * grad``, and then the step. The first
    velocity is the first gradient, undampened. With ``lr_inside`` the learning rate is inside
    the velocity (``... + lr * (1 - dampening) * grad``, ``x -= velocity``): the same path while
    lr is constant, another when it changes, for the old rates live on in the velocity.

    Error: four roundings a step and coordinate, five with dampening.
    Stable: on a quadratic for ``0 < lr (1 - dampening) < 2 (1 + momentum) / lambda_max``.
    Source: Polyak 1964; PyTorch's SGD. ``lr_inside``: Sutskever et al. 2013.
    """

    lr: Rate
    momentum: float = 0.9
    dampening: float = 0.0
    lr_inside: bool = False
    remembers: ClassVar[tuple[str, ...]] = ("velocity",)

    def __post_init__(self) -> None:
        positive("the learning rate", self.lr)
        share("momentum", self.momentum)
        share("dampening", self.dampening)

    def init(self, x: Array) -> Memory:
        """Return a velocity of zero."""
        return (np.zeros_like(x),)

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the point that the new velocity leads to, and the velocity."""
        lr, push = rate_like(self.lr, k, x), grad
        if k > 0 and self.dampening:
            push = (1 - like(x, self.dampening)) * grad
        if self.lr_inside:
            push = lr * push
        velocity = like(x, self.momentum) * memory[0] + push
        return x - (velocity if self.lr_inside else lr * velocity), (velocity,)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr (1 - dampening) / (1 - momentum)``."""
        return rate_at(self.lr, k) * (1 - self.dampening) / (1 - self.momentum)


@dataclass(frozen=True, slots=True)
class Nesterov:
    """Momentum that looks ahead: ``x -= lr * (grad + momentum * velocity)``.

    First ``velocity <- momentum * velocity + grad``, then the step.

    Error: six roundings a step and coordinate.
    Stable: on a quadratic for ``0 < lr < (2 + 2 momentum) / ((1 + 2 momentum) lambda_max)``.
    Source: Nesterov 1983, in the form of PyTorch's SGD (Sutskever et al. 2013).
    """

    lr: Rate
    momentum: float = 0.9
    remembers: ClassVar[tuple[str, ...]] = ("velocity",)

    def __post_init__(self) -> None:
        positive("the learning rate", self.lr)
        share("momentum", self.momentum)

    def init(self, x: Array) -> Memory:
        """Return a velocity of zero."""
        return (np.zeros_like(x),)

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the point that gradient and new velocity lead to, and the velocity."""
        momentum = like(x, self.momentum)
        velocity = momentum * memory[0] + grad
        return x - rate_like(self.lr, k, x) * (grad + momentum * velocity), (velocity,)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (1 - momentum)``."""
        return rate_at(self.lr, k) / (1 - self.momentum)
