"""Learning rates that change as a run goes on. A constant one is a plain number.

Steps count from 0, so ``at(0)`` is the rate of the first step, and the n-th step is ``k = n - 1``.
The cosine is the machine's: two machines may differ in the last bit of a rate made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, isfinite, pi
from types import MappingProxyType
from typing import Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class Schedule(Protocol):
    """A learning rate for every step. Frozen, hashable, compares by value.

    ``Run`` needs numbers. Many runs at once may use a schedule whose ``at`` gives an array of
    rates that broadcasts against the points.
    """

    def at(self, k: int) -> float:
        """Return the learning rate of step ``k``, which counts from 0."""
        ...


Rate: TypeAlias = float | Schedule


@dataclass(frozen=True, slots=True)
class StepDecay:
    """``lr`` times ``factor`` once more after ``every`` steps: ``lr * factor^floor(k / every)``.

    Error: u for each cut.
    Source: PyTorch's StepLR.
    """

    lr: float
    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        _check(lr=self.lr, factor=self.factor)
        _check_steps("every", self.every, 1)

    def at(self, k: int) -> float:
        """Return the rate of step ``k``."""
        rate = float(self.lr)
        for _ in range(k // self.every):
            rate *= self.factor
        return rate


@dataclass(frozen=True, slots=True)
class Cosine:
    """Half a cosine from ``lr`` at step 0 down to ``least`` at step ``steps``, then ``least``.

    ``least + (lr - least) (1 + cos(pi k / steps)) / 2``.

    Error: 3u of lr.
    Source: Loshchilov & Hutter 2017, without restarts; PyTorch's CosineAnnealingLR.
    """

    lr: float
    steps: int
    least: float = 0.0

    def __post_init__(self) -> None:
        _check(lr=self.lr)
        _check_steps("steps", self.steps, 1)
        if not 0 <= self.least <= self.lr:
            raise ValueError(f"least must be from 0 to lr, which is {self.lr}, not {self.least}")

    def at(self, k: int) -> float:
        """Return the rate of step ``k``."""
        return _between(self.lr, self.least, min(k, self.steps) / self.steps)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """A climb in ``steps`` equal parts to the first rate of ``then``, which goes on from there.

    ``then(0) * (k + 1) / steps`` while ``k < steps``, so the first step is already a step.

    Error: 2u.
    Source: Goyal et al. 2017, section 2.2.
    """

    then: Rate
    steps: int

    def __post_init__(self) -> None:
        if not isinstance(self.then, Schedule):
            _check(then=self.then)
        _check_steps("steps", self.steps, 1)

    def at(self, k: int) -> float:
        """Return the rate of step ``k``."""
        if isinstance(self.then, Schedule):
            goal = self.then.at(max(0, k - self.steps))
        else:
            goal = float(self.then)
        return goal * ((k + 1) / self.steps) if k < self.steps else goal


@dataclass(frozen=True, slots=True)
class OneCycle:
    """Up to ``lr`` and down to almost nothing in ``steps`` steps, along two half cosines.

    From ``lr / start_divisor`` up for a share ``rise`` of the steps, then down to the start's
    rate over ``end_divisor``, where it stays.

    Error: 3u of lr.
    Source: Smith & Topin 2019; PyTorch's OneCycleLR, whose defaults these are.
    """

    lr: float
    steps: int
    rise: float = 0.3
    start_divisor: float = 25.0
    end_divisor: float = 1e4

    def __post_init__(self) -> None:
        _check(lr=self.lr, start_divisor=self.start_divisor, end_divisor=self.end_divisor)
        _check_steps("steps", self.steps, 2)
        if not (0 < self.rise < 1 and self.rise * self.steps > 1):
            raise ValueError(
                f"rise must be a share of the steps, above 1/{self.steps} and below 1, "
                f"not {self.rise}"
            )

    def at(self, k: int) -> float:
        """Return the rate of step ``k``."""
        start = self.lr / self.start_divisor
        top, last = float(self.rise * self.steps) - 1, float(self.steps - 1)
        if k <= top:
            return _between(start, self.lr, k / top)
        return _between(self.lr, start / self.end_divisor, min(1.0, (k - top) / (last - top)))


def constant(lr: float) -> float:
    """Return ``lr``: the same rate for ever is a plain number."""
    _check(lr=lr)
    return lr


def _between(first: float, last: float, part: float) -> float:
    """Return the point of the half cosine from ``first`` to ``last`` at a ``part`` of the way."""
    return float(last + (first - last) / 2 * (1 + cos(pi * part)))


def _check(**values: float) -> None:
    for name, value in values.items():
        if not (isfinite(value) and value > 0):
            shown = "the learning rate" if name == "lr" else name
            raise ValueError(f"{shown} must be a positive number, not {value}")


def _check_steps(name: str, value: int, least: int) -> None:
    if value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value}")


SCHEDULES: Mapping[str, Callable[..., Rate]] = MappingProxyType(
    {
        "constant": constant,
        "step": StepDecay,
        "cosine": Cosine,
        "warm_up": WarmUp,
        "one_cycle": OneCycle,
    }
)
