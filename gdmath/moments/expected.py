"""A mini-batch run over all draws at once: the loss to be expected at every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import isfinite
from typing import Any, ClassVar

from gdmath.array import Array, frozen, same
from gdmath.known import Unknown
from gdmath.moments.sampled import Moments, SampledDescent
from gdmath.moments.samples import Samples, sample_quadratics
from gdmath.optimizers import Rate, Schedule
from gdmath.optimizers.optimizer import rate_at


@dataclass(frozen=True, slots=True)
class SampledRun:
    """Where stochastic gradient descent is to be expected on ``objective`` from ``start``.

    Each of the ``steps`` steps draws ``batch`` samples anew, with replacement. ``lr`` may change
    with the steps.

    Raises
    ------
    ValueError
        As ``SampledDescent``; when the start does not fit or ``steps`` is negative.
    """

    objective: Samples
    lr: Rate
    start: tuple[float, ...]
    steps: int
    batch: int = 1

    def __post_init__(self) -> None:
        if self.steps < 0:
            raise ValueError(f"steps must not be negative, not {self.steps}")
        if not all(map(isfinite, self.start)):
            raise ValueError("the start must be finite")
        self.at(0).at(self.start)

    def at(self, k: int) -> SampledDescent:
        """Return the rule of step ``k``."""
        return SampledDescent(self.objective, rate_at(self.lr, k), self.batch)

    def solve(self) -> ExpectedRun:
        """Return what is to be expected."""
        minimum = sample_quadratics(self.objective).minimum
        descent, path = self.at(0), list(self._path())
        means = [
            [_float(e + x) for e, x in zip(moments.mean, minimum, strict=True)] for moments in path
        ]
        losses = [_float(descent.expected_loss(moments)) for moments in path]
        return ExpectedRun(self, frozen(means), frozen(losses))

    def _path(self) -> Iterator[Moments]:
        """Yield the moments at every step; steps of one rate are taken together."""
        moments = self.at(0).at(self.start)
        yield moments
        for _, group in groupby(range(self.steps), key=lambda k: rate_at(self.lr, k)):
            ks = list(group)
            _, *passed = self.at(ks[0]).path(moments, len(ks))
            yield from passed
            moments = passed[-1]


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedRun:
    """The answer to a ``SampledRun``: means over all draws, read-only.

    Attributes
    ----------
    run : SampledRun
        The question.
    x, f : Array
        The mean iterates (n+1, dim) and the mean of the full loss (n+1,).

    Error: one rounding of exact fractions.
    """

    PUBLIC: ClassVar[frozenset[str]] = frozenset(
        {"batch", "f", "f_min", "floor", "lr", "minimum", "settled", "steps", "wall", "x"}
    )

    run: SampledRun
    x: Array
    f: Array

    def __post_init__(self) -> None:
        for name in ("x", "f"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ExpectedRun):
            return NotImplemented
        return self.run == other.run and same(self.x, other.x) and same(self.f, other.f)

    def __hash__(self) -> int:
        return hash(self.run)

    def __reduce__(self) -> tuple[Any, ...]:
        return ExpectedRun, (self.run, self.x, self.f)

    @property
    def steps(self) -> int:
        """The number of steps."""
        return self.run.steps

    @property
    def batch(self) -> int:
        """How many samples each step draws."""
        return self.run.batch

    @property
    def lr(self) -> float:
        """The learning rate."""
        if isinstance(self.run.lr, Schedule):
            raise Unknown("the lr of these steps changes")
        return self.run.lr

    @property
    def minimum(self) -> Array:
        """The point of least full loss, (dim,)."""
        return frozen([float(x) for x in sample_quadratics(self.run.objective).minimum])

    @property
    def f_min(self) -> float:
        """The least full loss."""
        return float(sample_quadratics(self.run.objective).f_min)

    @property
    def floor(self) -> float:
        """By how much the expected loss stays above the least in the long run, at the last lr."""
        try:
            return float(self.run.at(max(self.steps - 1, 0)).floor)
        except ValueError as error:
            raise Unknown(str(error)) from None

    @property
    def settled(self) -> float:
        """The expected loss in the long run, ``f_min + floor``."""
        return self.f_min + self.floor

    @property
    def wall(self) -> float:
        """The learning rate at which the expected loss stops settling."""
        return self.run.at(0).mean_square_wall


def _float(value: Fraction) -> float:
    """Return a fraction as the nearest float; what is too large for one is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
