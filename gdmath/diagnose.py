"""How a run ended, in one word, and the words in which a lesson may claim it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Self

import numpy as np

from gdmath.array import Array
from gdmath.objectives import Objective, Quadratic, quadratic_form
from gdmath.optimizers import GD, Optimizer
from gdmath.theory import factors

EPS = float(np.finfo(np.float64).eps)


class Outcome(StrEnum):
    """How a run ended. ``sentence`` says it in plain English."""

    sentence: str

    CONVERGED_MONOTONE = "converged-monotone", "It converges, without ever jumping across."
    CONVERGED_OSCILLATING = "converged-oscillating", "It converges, jumping from side to side."
    CYCLE = "cycle", "It repeats the same points for ever."
    DIVERGED = "diverged", "It runs away: the steps grow without end."
    STALLED = "stalled", "It has hardly moved: less than a tenth of the loss is gone."
    OUT_OF_STEPS = "out-of-steps", "The steps ran out before it settled."

    def __new__(cls, word: str, sentence: str) -> Self:
        """Make a member that equals ``word`` and knows its ``sentence``."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        return member


class Claim(StrEnum):
    """What a lesson may expect of a run (``expect: converges``)."""

    CONVERGES = "converges"
    OSCILLATES = "oscillates"
    CYCLES = "cycles"
    DIVERGES = "diverges"
    STALLS = "stalls"
    CRAWLS = "crawls"
    RUNS_OUT = "runs_out"

    def holds(self, outcome: Outcome) -> bool:
        """Tell whether a run that ended with ``outcome`` bears the claim out."""
        return outcome in CLAIMS[self]


CLAIMS: Mapping[str, frozenset[Outcome]] = MappingProxyType(
    {
        Claim.CONVERGES: frozenset({Outcome.CONVERGED_MONOTONE, Outcome.CONVERGED_OSCILLATING}),
        Claim.OSCILLATES: frozenset({Outcome.CONVERGED_OSCILLATING, Outcome.CYCLE}),
        Claim.CYCLES: frozenset({Outcome.CYCLE}),
        Claim.DIVERGES: frozenset({Outcome.DIVERGED}),
        Claim.STALLS: frozenset({Outcome.STALLED}),
        Claim.CRAWLS: frozenset({Outcome.STALLED}),
        Claim.RUNS_OUT: frozenset({Outcome.OUT_OF_STEPS}),
    }
)


def diagnose(
    objective: Objective, optimizer: Optimizer, x: Array, f: Array, grad: Array
) -> Outcome:
    """Return how the run with iterates ``x`` (n+1, dim), ``f`` (n+1,), ``grad`` (n+1, dim) ended.

    Gradient descent on a quadratic is judged by its factors, which is rigorous: the answer is
    what the run tends to, whether or not it got there in n steps (``STALLED`` alone looks at
    n). Anything else is judged by ``watch``.
    """
    quadratic = quadratic_form(objective)
    if isinstance(optimizer, GD) and quadratic is not None:
        return _from_factors(quadratic, optimizer.lr, f, grad[0])
    return watch(x, f, grad)


def _from_factors(quadratic: Quadratic, lr: float, f: Array, first_grad: Array) -> Outcome:
    """Judge by the factors of the active modes: those with a part in the first gradient.

    The gradient, unlike the error, is defined for singular A too, and each step multiplies its
    modes by the same factors. A mode counts as active when it is not zero (diagonal A), or above
    16 ulps of the gradient (any other, where zero is not told from rounding). A factor is -1
    when it is within 4 ulps of it.
    """
    modes, floor = first_grad, 0.0
    if not quadratic.is_diagonal:
        modes = (quadratic.axes * first_grad[:, None]).sum(axis=0)
        floor = 16 * EPS * float(np.linalg.norm(first_grad))
    active = np.abs(modes) > floor
    r, curvature = factors(quadratic, lr)[active], quadratic.curvatures[active]
    at_minus_one = np.abs(r + 1.0) <= 4 * EPS
    if (curvature <= 0).any() or (~at_minus_one & (r < -1)).any():
        return Outcome.DIVERGED
    if at_minus_one.any():
        return Outcome.CYCLE
    if (r < 0).any():
        return Outcome.CONVERGED_OSCILLATING
    f_min = quadratic.f_min
    if f_min is not None and f[-1] - f_min > 0.9 * (f[0] - f_min):
        return Outcome.STALLED
    return Outcome.CONVERGED_MONOTONE


def watch(x: Array, f: Array, grad: Array) -> Outcome:
    """Judge a run by what was seen of it; s is the size of the start, at least 1.

    - ``DIVERGED``: something is not finite, or the last point is over 1000 s from the first, or
      the loss ended above its start and still rises over the last quarter;
    - ``CYCLE``: the last 4p steps, each over 1e-6 s, repeat with a period p <= 8 to 1e-9 s;
    - ``CONVERGED_...``: the gradient fell to 1e-6 of the first; oscillating when a fifth of the
      steps turn back on the one before;
    - ``STALLED``: the loss changed by under a tenth, the gradient is still over a hundredth;
    - ``OUT_OF_STEPS``: none of these.

    The thresholds are the course's rules of thumb, not laws.
    """
    if not (np.isfinite(x).all() and np.isfinite(f).all()):
        return Outcome.DIVERGED
    scale = max(1.0, float(np.linalg.norm(x[0])))
    far = float(np.linalg.norm(x[-1] - x[0])) > 1e3 * scale
    quarter = f[-max(2, len(f) // 4) :]
    if far or (f[-1] > f[0] and _slope(quarter) > 0):
        return Outcome.DIVERGED
    step = np.diff(x, axis=0)
    if any(_repeats(x, step, period, scale) for period in range(1, 9)):
        return Outcome.CYCLE
    first, last = (float(np.linalg.norm(g)) for g in (grad[0], grad[-1]))
    if last <= 1e-6 * first:
        turns = (step[1:] * step[:-1]).sum(axis=-1) < 0
        zigzag = turns.size > 0 and turns.mean() >= 0.2
        return Outcome.CONVERGED_OSCILLATING if zigzag else Outcome.CONVERGED_MONOTONE
    if abs(f[0] - f[-1]) < 0.1 * abs(f[0]) and last >= 0.01 * first:
        return Outcome.STALLED
    return Outcome.OUT_OF_STEPS


def _slope(f: Array) -> float:
    """Return the slope of the least-squares line through ``f`` against its index."""
    k = np.arange(len(f)) - (len(f) - 1) / 2
    return float((k * f).sum() / max(1.0, float((k * k).sum())))


def _repeats(x: Array, step: Array, period: int, scale: float) -> bool:
    window = 4 * period
    if len(step) < window:
        return False
    moves = np.linalg.norm(step[-window:], axis=-1)
    gap = np.linalg.norm(x[-window + period - 1 :] - x[-window - 1 : -period], axis=-1)
    return bool((moves >= 1e-6 * scale).all() and (gap <= 1e-9 * scale).all())
