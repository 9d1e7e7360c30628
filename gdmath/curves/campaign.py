"""How far the rules can be trusted: 208 trainings, read without knowing whether the rate was right.

Stochastic gradient descent and Adam, eight seeds, thirteen rates each, on the network and data of
the first curve. What is true of a rate is known from its neighbours: its run ended near the best
of the thirteen, or the rate is above or below the best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from gdmath.curves.curve import LossCurve
from gdmath.curves.reading import Advice, Verdict, read_curve, two_run_test
from gdmath.curves.recipes import recipe
from gdmath.curves.stored import load_text, table
from gdmath.optimizers import GD, Adam, Optimizer
from gdmath.sweeps import over_lrs, sweep

SEEDS = tuple(range(8))
HALF_DECADES = tuple(range(-8, 5))
"""The rates are ten to the power of half of these: from 1e-4 to 100, each 3.16 times the last."""

NEAR = 1.25
"""A run ended near the best when its end is at most this many times the best."""

WALKERS: Mapping[str, Callable[[float], Optimizer]] = MappingProxyType({"sgd": GD, "adam": Adam})
COLUMNS = "optimizer,seed,half_decade,end,truth,verdict,advice"
FILE = "campaign"


class Truth(StrEnum):
    """What is true of a rate."""

    TOO_LOW = "too-low"
    NEAR_BEST = "near-best"
    TOO_HIGH = "too-high"


@dataclass(frozen=True, slots=True)
class Trial:
    """One training of the campaign, and what was said of it."""

    optimizer: str
    seed: int
    half_decade: int
    end: float
    truth: Truth
    verdict: Verdict
    advice: Advice

    @property
    def lr(self) -> float:
        """The learning rate."""
        return rate(self.half_decade)


def rate(half_decade: int) -> float:
    """Return ten to the power of half of ``half_decade``."""
    return float(10 ** (half_decade / 2))


def truths(ends: Sequence[float]) -> tuple[Truth, ...]:
    """Return what is true of each rate, given where their runs ended, lowest rate first.

    Raises
    ------
    ValueError
        When no run ended in a number.
    """
    best = int(np.argmin(ends))
    if not np.isfinite(ends[best]):
        raise ValueError("ends must have at least one finite number")
    return tuple(
        Truth.NEAR_BEST
        if end <= NEAR * ends[best]
        else Truth.TOO_HIGH
        if place > best
        else Truth.TOO_LOW
        for place, end in enumerate(ends)
    )


def trials(optimizer: str, seed: int) -> tuple[Trial, ...]:
    """Train at all thirteen rates (and one beyond at each end, for the two-run test)."""
    beyond = (HALF_DECADES[0] - 1, *HALF_DECADES, HALF_DECADES[-1] + 1)
    curves = train(optimizer, seed, beyond)
    known = truths([curve.end for curve in curves[1:-1]])
    return tuple(
        Trial(
            optimizer,
            seed,
            half_decade,
            curves[i].end,
            truth,
            read_curve(curves[i]),
            two_run_test(curves[i], curves[i + 1], curves[i - 1]),
        )
        for i, (half_decade, truth) in enumerate(zip(HALF_DECADES, known, strict=True), start=1)
    )


def train(optimizer: str, seed: int, half_decades: Iterable[int]) -> tuple[LossCurve, ...]:
    """Return the curves of the trainings at these rates, made side by side."""
    made = recipe(WALKERS[optimizer](rate(0)), seed=seed)
    answers = sweep(over_lrs(made.run, map(rate, half_decades)))
    return tuple(made.curve(answers.x[:, i], answers.f[:, i]) for i in range(len(answers.runs)))


def campaign() -> Iterator[Trial]:
    """Make all trials. It takes half a minute."""
    for optimizer in WALKERS:
        for seed in SEEDS:
            yield from trials(optimizer, seed)


def load_campaign() -> tuple[Trial, ...]:
    """Return the stored trials.

    Raises
    ------
    ValueError
        When the file is not the one that was stored.
    """
    return trials_from(load_text(FILE))


def verdicts(made: Iterable[Trial]) -> Mapping[tuple[Truth, Verdict], int]:
    """Return how many trials of which truth got which verdict."""
    return Counter((trial.truth, trial.verdict) for trial in made)


def advices(made: Iterable[Trial]) -> Mapping[tuple[Truth, Advice], int]:
    """Return how many trials of which truth got which advice."""
    return Counter((trial.truth, trial.advice) for trial in made)


def trials_text(made: Iterable[Trial]) -> str:
    """Return the trials as a table with one line for each."""
    lines = (
        f"{t.optimizer},{t.seed},{t.half_decade},{t.end!r},{t.truth},{t.verdict},{t.advice}"
        for t in made
    )
    return table(COLUMNS, lines)


def trials_from(text: str) -> tuple[Trial, ...]:
    """Return the trials that ``trials_text`` wrote."""
    header, *lines = text.splitlines()
    if header != COLUMNS:
        raise ValueError(f"a stored campaign begins with {COLUMNS}, not {header}")
    seen = {str(word): word for word in Verdict}
    said = {str(word): word for word in Advice}
    rows = (line.split(",") for line in lines)
    return tuple(
        Trial(name, int(seed), int(half), float(end), Truth(truth), seen[verdict], said[advice])
        for name, seed, half, end, truth, verdict, advice in rows
    )
