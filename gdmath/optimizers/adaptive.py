"""A learning rate for every parameter, by the size of its own slopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gdmath.array import Array, like
from gdmath.optimizers.optimizer import (
    Memory,
    not_negative,
    positive,
    rate_at,
    rate_like,
    share,
)
from gdmath.optimizers.schedules import Rate


@dataclass(frozen=True, slots=True)
class AdaGrad:
    """All slopes ever seen: ``v <- v + grad^2``, ``x -= lr * grad / (sqrt(v) + eps)``.

    With ``eps_inside`` the divisor is ``sqrt(v + eps)``.

    Error: six roundings a step and coordinate.
    Stable: any lr on a convex function, as v only grows and the steps shrink like 1/sqrt(k).
    Source: Duchi, Hazan & Singer 2011; PyTorch's Adagrad.
    """

    lr: Rate
    eps: float = 1e-10
    eps_inside: bool = False
    remembers: ClassVar[tuple[str, ...]] = ("v",)

    def __post_init__(self) -> None:
        positive("the learning rate", self.lr)
        not_negative("eps", self.eps)

    def init(self, x: Array) -> Memory:
        """Return a sum of squares of zero."""
        return (np.zeros_like(x),)

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and the sum of squares with this gradient's."""
        v = memory[0] + grad * grad
        step = rate_like(self.lr, k, x) * grad / root(v, like(x, self.eps), self.eps_inside)
        return x - step, (v,)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (sqrt(v) + eps)``."""
        return rate_at(self.lr, k) / root(memory[0], self.eps, self.eps_inside)


@dataclass(frozen=True, slots=True)
class RMSProp:
    """Recent slopes: ``v <- alpha v + (1 - alpha) grad^2``, ``x -= lr * grad / (sqrt(v) + eps)``.

    With ``eps_inside`` the divisor is ``sqrt(v + eps)``.

    Error: eight roundings a step and coordinate; where the path is chaotic (Rosenbrock's
    valley) they grow until nothing is left of the digits.
    Stable: it never settles at a constant lr, but hovers within about lr/2 of a minimum.
    Source: Tieleman & Hinton 2012; PyTorch's RMSprop.
    """

    lr: Rate
    alpha: float = 0.99
    eps: float = 1e-8
    eps_inside: bool = False
    remembers: ClassVar[tuple[str, ...]] = ("v",)

    def __post_init__(self) -> None:
        positive("the learning rate", self.lr)
        share("alpha", self.alpha)
        not_negative("eps", self.eps)

    def init(self, x: Array) -> Memory:
        """Return a mean square of zero."""
        return (np.zeros_like(x),)

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return the next point and the mean square with this gradient's."""
        alpha = like(x, self.alpha)
        v = alpha * memory[0] + (1 - alpha) * (grad * grad)
        step = rate_like(self.lr, k, x) * grad / root(v, like(x, self.eps), self.eps_inside)
        return x - step, (v,)

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr / (sqrt(v) + eps)``."""
        return rate_at(self.lr, k) / root(memory[0], self.eps, self.eps_inside)


def root(v: Array, eps: Array | float, eps_inside: bool) -> Array:
    """Return ``sqrt(v) + eps``, or ``sqrt(v + eps)``."""
    divisor: Array = np.sqrt(v + eps) if eps_inside else np.sqrt(v) + eps
    return divisor
