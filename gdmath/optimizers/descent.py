"""Plain gradient descent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdmath.array import Array
from gdmath.optimizers.optimizer import Memory, positive, rate_at, rate_like
from gdmath.optimizers.schedules import Rate


@dataclass(frozen=True, slots=True)
class GD:
    """Gradient descent: ``x[k+1] = x[k] - lr * grad[k]``.

    Error: two roundings a step and coordinate (the product, the difference).
    Stable: on a quadratic for ``0 < lr < 2 / lambda_max``.
    Source: Cauchy 1847.
    """

    lr: Rate
    remembers: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        positive("the learning rate", self.lr)

    def init(self, x: Array) -> Memory:
        """Return nothing: gradient descent has no memory."""
        return ()

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return ``x - lr * grad``."""
        return x - rate_like(self.lr, k, x) * grad, memory

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return ``lr``."""
        return rate_at(self.lr, k)
