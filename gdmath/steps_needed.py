"""How many steps something costs, over a range of learning rates or of condition numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, ClassVar

import numpy as np

from gdmath import known, theory
from gdmath.array import Array, frozen, same
from gdmath.known import Unknown
from gdmath.objectives import Objective, Quadratic, quadratic, quadratic_form
from gdmath.optimizers import GD
from gdmath.precision import Precision
from gdmath.run import Run
from gdmath.sweeps import over_lrs, sweep
from gdmath.theory import Measure, Tuning

LARGEST = 50_000_000
"""Numbers that the paths of simulated runs may hold together."""


class Method(StrEnum):
    """A way down whose best settings for a condition number are known."""

    GD = "gd"
    HEAVY_BALL = "heavy_ball"
    NESTEROV = "nesterov"

    def best(self, bowl: Quadratic) -> Tuning:
        """Return the settings that are fastest on ``bowl``."""
        match self:
            case Method.GD:
                return theory.best_descent(bowl)
            case Method.HEAVY_BALL:
                return theory.best_heavy_ball(bowl)
        return theory.best_nesterov(bowl)


@dataclass(frozen=True, slots=True)
class RateSweep:
    """After how many steps ``run`` stays under a fraction of its start, at each of some rates.

    ``of`` is what shrinks: the loss above its least (above zero where that is not known), or the
    distance from the minimum. Gradient descent on a quadratic is watched for ever, by its closed
    form; any other run is made, for ``watched`` steps (by default its own number of steps), and
    what has not settled by then counts as never.

    Raises
    ------
    ValueError
        When there is no rate, one is not a positive number, ``until`` is not between 0 and 1,
        the distance has no minimum to be from, or the runs would be too large.
    """

    run: Run
    lrs: tuple[float, ...]
    until: float
    of: Measure = "loss"
    watched: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "lrs", _rising("learning rates", self.lrs))
        if not 0 < self.until < 1:
            raise ValueError(f"until must be between 0 and 1, not {self.until}")
        if self.of == "distance" and self.run.objective.minimum is None:
            raise ValueError("the distance needs an objective whose minimum is known")
        if self.watched is not None and self.watched < 1:
            raise ValueError(f"watched must be at least 1 step, not {self.watched}")
        size = len(self.lrs) * self._watched * self.run.objective.dim
        if self._bowl is None and size > LARGEST:
            raise ValueError(f"{len(self.lrs)} runs of {self._watched} steps are too many to make")

    @property
    def _watched(self) -> int:
        return self.run.steps if self.watched is None else self.watched

    @property
    def _bowl(self) -> Quadratic | None:
        """The quadratic for which the closed form tells all, if there is one."""
        bowl = quadratic_form(self.run.objective)
        is_exact = isinstance(self.run.optimizer, GD) and self.run.dtype is Precision.FLOAT64
        return bowl if is_exact and bowl is not None and bowl.minimum is not None else None

    def solve(self) -> StepsNeeded:
        """Return the steps needed at every rate."""
        bowl = self._bowl
        steps = self._made() if bowl is None else [self._known(bowl, lr) for lr in self.lrs]
        return StepsNeeded(self, frozen(self.lrs), frozen(steps))

    def _known(self, bowl: Quadratic, lr: float) -> float:
        """Return the steps by the closed form; infinite for never, and for only passing by."""
        start = self.run.start
        steps = theory.steps_to(bowl, lr, start, self.until, self.of)
        if steps is None or (self.watched is not None and steps > self.watched):
            return np.inf
        away = np.asarray(start) - bowl.minimum
        modes = away if bowl.is_diagonal else away @ bowl.axes
        grows = np.abs(theory.factors(bowl, lr)) > 1
        return np.inf if (grows & (modes != 0)).any() else float(steps)

    def _made(self) -> Array:
        """Return the steps of the runs, made side by side."""
        run = Run(
            self.run.objective, self.run.optimizer, self.run.start, self._watched, self.run.dtype
        )
        many = sweep(over_lrs(run, self.lrs))
        with np.errstate(all="ignore"):
            if self.of == "loss":
                left = many.f - (run.objective.f_min or 0.0)
            else:
                left = _distance(many.x, run.objective)
            steps = theory.stays_below(left, self.until * left[0]).astype(np.float64)
        return np.where(steps < 0, np.inf, steps)


@dataclass(frozen=True, slots=True)
class KappaSweep:
    """How many steps shrink the distance ``by`` times, against the condition number kappa.

    The optimizer has its best constant settings at each kappa; the steps are those of the long
    run, a real number: see ``theory.steps_to_shrink``.

    Raises
    ------
    ValueError
        When there is no kappa, one is below 1, or ``by`` is not above 1.
    """

    kappas: tuple[float, ...]
    optimizer: Method = Method.GD
    by: float = 100.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "kappas", _rising("condition numbers", self.kappas))
        if self.kappas[0] < 1:
            raise ValueError(f"a condition number is at least 1, not {self.kappas[0]}")
        if not self.by > 1:
            raise ValueError(f"by must be above 1, not {self.by}")

    def solve(self) -> StepsNeeded:
        """Return the steps needed at every kappa."""
        rates = [self.optimizer.best(quadratic((1.0, kappa))).rate for kappa in self.kappas]
        steps = theory.steps_to_shrink([float(rate) for rate in rates], self.by)
        return StepsNeeded(self, frozen(self.kappas), steps)


@dataclass(frozen=True, slots=True, eq=False)
class StepsNeeded:
    """The answer to a sweep: for each of m values the steps needed, read-only.

    Attributes
    ----------
    question : RateSweep | KappaSweep
        The question.
    values : Array
        The learning rates or condition numbers, rising, (m,).
    steps : Array
        The steps needed, (m,); infinite for never.
    """

    PUBLIC: ClassVar[frozenset[str]] = frozenset(
        {"best_lr", "fastest", "fewest", "steps", "until", "values", "wall"}
    )

    question: RateSweep | KappaSweep
    values: Array
    steps: Array

    def __post_init__(self) -> None:
        for name in ("values", "steps"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StepsNeeded):
            return NotImplemented
        return (
            self.question == other.question
            and same(self.values, other.values)
            and same(self.steps, other.steps)
        )

    def __hash__(self) -> int:
        return hash(self.question)

    def __reduce__(self) -> tuple[Any, ...]:
        return StepsNeeded, (self.question, self.values, self.steps)

    @property
    def is_of_rates(self) -> bool:
        """Whether it goes over learning rates, not condition numbers."""
        return isinstance(self.question, RateSweep)

    @property
    def fewest(self) -> float:
        """The least steps needed."""
        return float(self.steps.min())

    @property
    def fastest(self) -> float:
        """The value that needs the fewest steps; the middle one of equals."""
        places = np.flatnonzero(self.steps == self.steps.min())
        return float(self.values[places[(len(places) - 1) // 2]])

    @property
    def until(self) -> float:
        """The fraction that is left when it is done."""
        asked = self.question
        return asked.until if isinstance(asked, RateSweep) else 1 / asked.by

    @property
    def best_lr(self) -> float:
        """The learning rate that theory calls fastest in the long run."""
        run = self._run("best_lr")
        known.descent_on(run, "best_lr")
        return theory.best_lr(known.bowl_of(run, "best_lr"))

    @property
    def wall(self) -> float:
        """The learning rate at and beyond which it takes for ever."""
        return known.wall(self._run("wall"))

    def at(self, value: float) -> float | None:
        """Return the steps at one of ``values``, or None when it is not among them."""
        place = int(np.abs(self.values - value).argmin())
        is_there = bool(np.isclose(self.values[place], value, rtol=1e-12, atol=0))
        return float(self.steps[place]) if is_there else None

    def _run(self, name: str) -> Run:
        if not isinstance(self.question, RateSweep):
            raise Unknown(f"{name} is known for a sweep over learning rates only")
        return self.question.run


def _distance(x: Array, objective: Objective) -> Array:
    """Return how far points (..., dim) are from the minimum, (...)."""
    assert objective.minimum is not None
    away: Array = np.hypot.reduce(x - objective.minimum, axis=-1)
    return away


def _rising(what: str, values: Iterable[float]) -> tuple[float, ...]:
    """Return positive numbers in rising order, each once."""
    given = sorted(set(values))
    if not given:
        raise ValueError(f"a sweep needs {what}")
    for value in given:
        if not (isfinite(value) and value > 0):
            raise ValueError(f"{what} are positive numbers, not {value}")
    return tuple(given)
