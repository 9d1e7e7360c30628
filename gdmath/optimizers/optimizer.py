"""What an optimizer is: a rule for the next point, and what it remembers between steps."""

from __future__ import annotations

from functools import cache
from math import isfinite
from typing import Protocol, TypeAlias, cast, runtime_checkable

from gdmath.array import Array, like
from gdmath.objectives import Objective
from gdmath.optimizers.schedules import Rate, Schedule

Memory: TypeAlias = tuple[Array, ...]


class Optimizer(Protocol):
    """A rule for the next point. Frozen, hashable, compares by value; it holds no state itself.

    What it remembers between steps is a value, a tuple of arrays handed in and out: nothing for
    gradient descent, ``(velocity,)`` for momentum, ``(m, v)`` for Adam. All of it works on each
    parameter alone, so points, gradients and memory may have any leading axes (..., dim), and
    their numbers may be of any kind that knows arithmetic.
    """

    @property
    def lr(self) -> Rate:
        """The learning rate: a number, or a schedule of them."""
        ...

    @property
    def remembers(self) -> tuple[str, ...]:
        """The names of the arrays in its memory."""
        ...

    def init(self, x: Array) -> Memory:
        """Return the memory before the first step from ``x`` (..., dim)."""
        ...

    def step(self, k: int, x: Array, grad: Array, memory: Memory) -> tuple[Array, Memory]:
        """Return x[k+1] and the memory after it, given x[k], its gradient and the memory.

        ``k`` counts from 0. Nothing handed in is changed.
        """
        ...

    def reach(self, k: int, memory: Memory) -> Array | float:
        """Return what step ``k`` makes of a slope that has long been the same, per parameter.

        That is the learning rate each parameter has in effect: times ``1 / (1 - momentum)`` with
        momentum, over the recent size of the slope for the adaptive ones. ``memory`` is the one
        after the step.
        """
        ...


@runtime_checkable
class Estimates(Protocol):
    """An optimizer that steps by an estimate of the gradient instead of the gradient."""

    def check(self, objective: Objective) -> None:
        """Raise ValueError for an objective whose gradient it cannot estimate."""
        ...

    def estimate(self, k: int, x: Array, grad: Array, objective: Objective) -> Array:
        """Return the estimate (dim,) for step ``k`` at ``x`` (dim,), whose gradient is ``grad``."""
        ...


def check(optimizer: Optimizer, objective: Objective) -> None:
    """Raise ValueError when ``optimizer`` cannot walk on ``objective``."""
    if isinstance(optimizer, Estimates):
        optimizer.check(objective)


def estimate(optimizer: Optimizer, k: int, x: Array, grad: Array, objective: Objective) -> Array:
    """Return the gradient that ``optimizer`` steps by at step ``k``: ``grad`` for most."""
    if _estimates(type(optimizer)):
        return cast(Estimates, optimizer).estimate(k, x, grad, objective)
    return grad


@cache
def _estimates(kind: type[Optimizer]) -> bool:
    """Tell whether a class estimates gradients: asked once, for a protocol is slow to tell."""
    return issubclass(kind, Estimates)


def rate_at(lr: Rate, k: int) -> float:
    """Return the learning rate of step ``k``, counted from 0."""
    if isinstance(lr, int | float):  # first, for a protocol is slow to tell
        return lr
    return lr.at(k) if isinstance(lr, Schedule) else lr


def rate_like(lr: Rate, k: int, x: Array) -> Array:
    """Return the learning rate of step ``k`` as a number to compute with ``x``."""
    return like(x, rate_at(lr, k))


def positive(name: str, value: Rate) -> None:
    """Refuse a ``value`` that is not a finite number above 0; a schedule has seen to its own."""
    if not isinstance(value, Schedule) and not (isfinite(value) and value > 0):
        raise ValueError(f"{name} must be a positive number, not {value}")


def not_negative(name: str, value: float) -> None:
    """Refuse a ``value`` that is not a finite number of at least 0."""
    if not (isfinite(value) and value >= 0):
        raise ValueError(f"{name} must be a number of at least 0, not {value}")


def share(name: str, value: float) -> None:
    """Refuse a ``value`` outside 0 <= value < 1."""
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, not {value}")
