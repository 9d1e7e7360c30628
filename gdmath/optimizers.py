"""The walkers: each turns a gradient into the next point, with its memory in plain sight.

A new optimizer is one class here and one line in ``OPTIMIZERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Protocol, TypeAlias

from gdmath.array import Array

Memory: TypeAlias = tuple[Array, ...]


class Optimizer(Protocol):
    """A rule for the next point. Frozen, hashable, compares by value; it holds no state itself.

    What it remembers between steps is a value, a tuple of arrays handed in and out: nothing for
    gradient descent, ``(velocity,)`` for momentum, ``(m, v)`` for Adam.
    """

    @property
    def lr(self) -> float:
        """The learning rate."""
        ...

    def init(self, x: Array) -> Memory:
        """Return the memory before the first step from ``x`` (dim,)."""
        ...

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return x[k+1] (dim,) and the memory after it, given x[k], its gradient and the memory.

        ``k`` counts from 0. Nothing handed in is changed.
        """
        ...


@dataclass(frozen=True, slots=True)
class GD:
    """Gradient descent: ``x[k+1] = x[k] - lr * grad[k]``.

    Error: two roundings a step and coordinate (the product, the difference).
    Stable: on a quadratic for ``0 < lr < 2 / lambda_max``.
    Source: Cauchy 1847.
    """

    lr: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lr) and self.lr > 0):
            raise ValueError(f"the learning rate must be a positive number, not {self.lr}")

    def init(self, x: Array) -> Memory:
        """Return nothing: gradient descent has no memory."""
        return ()

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return ``x - lr * grad``."""
        return x - float(self.lr) * grad, memory


OPTIMIZERS: Mapping[str, Callable[..., Optimizer]] = MappingProxyType({"gd": GD})
