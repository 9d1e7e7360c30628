"""How a run ended, in one word, and the words in which a lesson may claim it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from gdmath.array import Array
from gdmath.events import frozen_at, plateau
from gdmath.known import recurrence
from gdmath.objectives import Quadratic, quadratic_form
from gdmath.precision import Precision
from gdmath.theory import Recurrence

if TYPE_CHECKING:
    from gdmath.run import Run

EPS = float(np.finfo(np.float64).eps)
LONGEST_PERIOD = 8


class Outcome(StrEnum):
    """How a run ended. ``sentence`` says it in plain English."""

    sentence: str

    CONVERGED_MONOTONE = "converged-monotone", "It converges, without ever jumping across."
    CONVERGED_OSCILLATING = "converged-oscillating", "It converges, jumping from side to side."
    CYCLE = "cycle", "It repeats the same points for ever."
    DIVERGED = "diverged", "It runs away: the steps grow without end."
    PLATEAU = "plateau", "It lay flat for a long while, then the loss dropped again."
    STALLED = "stalled", "It has hardly moved: less than a tenth of the loss is gone."
    DEAD = "dead", "It has stopped where it is not done: nothing moves it any more."
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
    CONVERGES_SMOOTHLY = "converges_smoothly"
    OSCILLATES = "oscillates"
    CYCLES = "cycles"
    DIVERGES = "diverges"
    PLATEAUS = "plateaus"
    STALLS = "stalls"
    CRAWLS = "crawls"
    FREEZES = "freezes"
    DIES = "dies"
    RUNS_OUT = "runs_out"

    def holds(self, outcome: Outcome) -> bool:
        """Tell whether a run that ended with ``outcome`` bears the claim out."""
        return outcome in CLAIMS[self]


CLAIMS: Mapping[str, frozenset[Outcome]] = MappingProxyType(
    {
        Claim.CONVERGES: frozenset({Outcome.CONVERGED_MONOTONE, Outcome.CONVERGED_OSCILLATING}),
        Claim.CONVERGES_SMOOTHLY: frozenset({Outcome.CONVERGED_MONOTONE}),
        Claim.OSCILLATES: frozenset({Outcome.CONVERGED_OSCILLATING, Outcome.CYCLE}),
        Claim.CYCLES: frozenset({Outcome.CYCLE}),
        Claim.DIVERGES: frozenset({Outcome.DIVERGED}),
        Claim.PLATEAUS: frozenset({Outcome.PLATEAU}),
        Claim.STALLS: frozenset({Outcome.STALLED}),
        Claim.CRAWLS: frozenset({Outcome.STALLED}),
        Claim.FREEZES: frozenset({Outcome.DEAD}),
        Claim.DIES: frozenset({Outcome.DEAD}),
        Claim.RUNS_OUT: frozenset({Outcome.OUT_OF_STEPS}),
    }
)


def diagnose(run: Run, x: Array, f: Array, grad: Array) -> Outcome:
    """Return how ``run`` with iterates ``x`` (n+1, dim), ``f`` (n+1,), ``grad`` (n+1, dim) ended.

    Gradient descent, heavy ball and Nesterov with a constant lr on a quadratic are judged by
    their roots, which is rigorous: the answer is what the run tends to, whether or not it got
    there in n steps (only ``STALLED`` looks at n, and ``DEAD``, where rounding stopped a run
    that tends elsewhere). Anything else is judged by ``watch``, and so is a run in a narrower
    format that does not diverge: there single coordinates may freeze on their way.
    """
    quadratic = quadratic_form(run.objective)
    rule = None if quadratic is None else recurrence(run.optimizer, quadratic)
    if quadratic is None or rule is None:
        return watch(x, f, grad, run.objective.f_min)
    tends_to = _from_roots(quadratic, rule, grad[0])
    if tends_to is Outcome.DIVERGED:
        return tends_to
    if _stuck(x, grad):
        return Outcome.DEAD
    if run.dtype is not Precision.FLOAT64:
        return watch(x, f, grad, run.objective.f_min)
    f_min = quadratic.f_min
    smooth = tends_to is Outcome.CONVERGED_MONOTONE
    if smooth and f_min is not None and f[-1] - f_min > 0.9 * (f[0] - f_min):
        return Outcome.STALLED
    return tends_to


def _from_roots(quadratic: Quadratic, rule: Recurrence, first_grad: Array) -> Outcome:
    """Judge by the roots of the active modes: those with a part in the first gradient.

    The gradient, unlike the error, is defined for singular A too, and follows the same rule. A
    mode counts as active when it is not zero (diagonal A), or above 16 ulps of the gradient (any
    other, where zero is not told from rounding); a run from rest puts both its roots to work.
    Complex roots lie inside the circle of radius 1, so where the ground curves upward a run can
    leave it through -1 only: there is a root of -1 when ``1 + trace + det`` is within 8 ulps of
    zero, and one beyond when it is below.
    """
    modes, floor = first_grad, 0.0
    if not quadratic.is_diagonal:
        modes = (quadratic.axes * first_grad[:, None]).sum(axis=0)
        floor = 16 * EPS * float(np.sqrt((first_grad * first_grad).sum()))
    active: NDArray[np.bool_] = np.abs(modes) > floor
    trace, det = rule.trace[active], rule.det[active]
    edge = 1.0 + trace + det
    at_minus_one = np.abs(edge) <= 8 * EPS
    if (quadratic.curvatures[active] <= 0).any() or (~at_minus_one & (edge < 0)).any():
        return Outcome.DIVERGED
    if at_minus_one.any():
        return Outcome.CYCLE
    swings = (trace < 0) | (det < 0) | (trace * trace < 4 * det * (1 - 8 * EPS))
    return Outcome.CONVERGED_OSCILLATING if swings.any() else Outcome.CONVERGED_MONOTONE


def watch(x: Array, f: Array, grad: Array, f_min: float | None = None) -> Outcome:
    """Judge a run by what was seen of it; s is the size of the start, at least 1.

    - ``DIVERGED``: something is not finite, or the last point is over 1000 s from the first, or
      the loss ended above its start and still rises over the last quarter;
    - ``CYCLE``: the points repeat, see ``cycle_length``;
    - ``DEAD``: rounding has stopped it, see below;
    - ``CONVERGED_...``: the gradient fell to 1e-6 of the first; oscillating when a fifth of the
      steps turn back on the one before;
    - ``PLATEAU``: the loss lay flat and dropped again, see ``gdmath.events.plateau``;
    - ``STALLED``: the loss changed by under a tenth, the gradient is still over a hundredth;
    - ``DEAD``: the loss changed by under a hundredth, yet the gradient is below a thousandth;
    - ``OUT_OF_STEPS``: none of these.

    Losses are counted above ``f_min``, where it is known. A run is dead, too, when its last
    steps did not change one bit of it while the gradient is over 1e-6 of the first, or when it
    never moved and is not known to be at the least loss.

    The thresholds are the course's rules of thumb, not laws.
    """
    if not (np.isfinite(x).all() and np.isfinite(f).all()):
        return Outcome.DIVERGED
    scale = _scale(x)
    far = float(np.linalg.norm(x[-1] - x[0])) > 1e3 * scale
    quarter = f[-max(2, len(f) // 4) :]
    if far or (f[-1] > f[0] and _slope(quarter) > 0):
        return Outcome.DIVERGED
    if cycle_length(x) is not None:
        return Outcome.CYCLE
    excess = np.abs(f - (0.0 if f_min is None else f_min))
    lost = abs(float(f[0] - f[-1]))
    at_least_loss = f_min is not None and excess[-1] <= 1e-12 * max(1.0, abs(f_min))
    never_moved = len(x) > 1 and frozen_at(x) == 0
    if _stuck(x, grad) or (never_moved and not at_least_loss):
        return Outcome.DEAD
    first, last = (float(np.linalg.norm(g)) for g in (grad[0], grad[-1]))
    if last <= 1e-6 * first:
        step = np.diff(x, axis=0)
        turns = (step[1:] * step[:-1]).sum(axis=-1) < 0
        zigzag = turns.size > 0 and turns.mean() >= 0.2
        return Outcome.CONVERGED_OSCILLATING if zigzag else Outcome.CONVERGED_MONOTONE
    if plateau(f) is not None:
        return Outcome.PLATEAU
    if lost < 0.1 * excess[0] and last >= 0.01 * first:
        return Outcome.STALLED
    if lost < 0.01 * excess[0] and last < 1e-3 * first:
        return Outcome.DEAD
    return Outcome.OUT_OF_STEPS


def cycle_length(x: Array) -> int | None:
    """Return the least p <= 8 such that the points ``x`` (n+1, dim) repeat every p steps, or None.

    Each of the last 4p steps is over 1e-6 s long and each point within 1e-9 s of the one p steps
    before, where s is the size of the start, at least 1.
    """
    step, scale = np.diff(x, axis=0), _scale(x)
    lengths = range(1, LONGEST_PERIOD + 1)
    return next((period for period in lengths if _repeats(x, step, period, scale)), None)


def _scale(x: Array) -> float:
    return max(1.0, float(np.linalg.norm(x[0])))


def _stuck(x: Array, grad: Array) -> bool:
    """Tell whether the last steps moved nothing though the gradient is over 1e-6 of the first.

    The last steps are a twentieth of all: a velocity may pass through zero once.
    """
    still = frozen_at(x)
    if still is None or (len(x) - 1 - still) * 20 < len(x) - 1:
        return False
    first, last = (float(np.linalg.norm(g)) for g in (grad[0], grad[-1]))
    return last > 1e-6 * first


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
