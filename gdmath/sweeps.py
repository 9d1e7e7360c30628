"""Many runs at once: the answers of single runs, bit for bit, in a fraction of the time.

The points of all runs lie side by side in one array (m, dim), and the very same objective and
optimizer work on it. Runs of one sweep may differ in start, learning rate and seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from gdmath.array import Array, frozen, mean
from gdmath.objectives import Objective
from gdmath.optimizers import Epochs, MiniBatch, Noisy, Optimizer, Rate, Schedule
from gdmath.optimizers.optimizer import rate_at
from gdmath.optimizers.stream import bells, below, raw
from gdmath.precision import Precision
from gdmath.run import Run

Seeds: TypeAlias = list[tuple[int, ...]]
Estimate: TypeAlias = Callable[[int, Array, Array], Array]

WRAPPERS = (Epochs, MiniBatch, Noisy)
"""The optimizers that wrap another and feed it what they draw at random."""
DIFFERING = ("lr", "seed", "optimizer")
BLOCK = 1 << 18
"""How many numbers of the path are turned into losses at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """The answers of m runs of n steps, side by side.

    Attributes
    ----------
    runs : tuple[Run, ...]
        The questions.
    x, f : Array
        The iterates (n+1, m, dim) and their losses (n+1, m). A run that overflows goes on as
        infinities and NaN, past the step at which it would have ended alone.
    """

    runs: tuple[Run, ...]
    x: Array
    f: Array

    def __post_init__(self) -> None:
        for name in ("x", "f"):
            object.__setattr__(self, name, frozen(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Rates:
    """The learning rates of m runs as a schedule whose ``at`` is an array (m, 1)."""

    rates: tuple[Rate, ...]
    _constant: Array | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        changing = any(isinstance(rate, Schedule) for rate in self.rates)
        object.__setattr__(self, "_constant", None if changing else self._at(0))

    def at(self, k: int) -> Any:
        """Return the rates of step ``k``, (m, 1)."""
        return self._at(k) if self._constant is None else self._constant

    def _at(self, k: int) -> Array:
        return frozen([[rate_at(rate, k)] for rate in self.rates])


def sweep(runs: Iterable[Run]) -> Sweep:
    """Return the answers of ``runs``, which may differ in start, learning rate and seed.

    Error: that of the single runs, whose bits these are.
    Stable: any runs.
    Source: elementwise arithmetic does not depend on what lies beside.

    Raises
    ------
    ValueError
        When there is no run, or two differ in anything else.
    """
    asked = tuple(runs)
    if not asked:
        raise ValueError("a sweep needs at least one run")
    first = asked[0]
    kind = _common(first)
    for place, run in enumerate(asked):
        if _common(run) != kind:
            raise ValueError(
                "runs of a sweep may differ in start, lr and seed only, "
                f"but run {place} is {run} and run 0 {first}"
            )
    optimizer, lrs = first.optimizer, tuple(run.optimizer.lr for run in asked)
    if len(set(lrs)) > 1:
        optimizer = _with_lr(optimizer, Rates(lrs))
    seeds = [_seeds(run.optimizer) for run in asked]
    estimate = _estimate(first.optimizer, seeds, first.objective, first.steps)
    with np.errstate(all="ignore"):
        x = first.dtype.array([run.start for run in asked])
        path = np.empty((first.steps + 1, *x.shape))
        path[0] = x
        memory = optimizer.init(x)
        for k in range(first.steps):
            grad = estimate(k, x, first.objective.grad(x))
            x, memory = optimizer.step(k, x, grad, memory)
            path[k + 1] = x
        return Sweep(asked, path, _losses(first.objective, first.dtype, path))


@lru_cache(maxsize=8)
def cloud(run: Run, seeds: int) -> Sweep:
    """Return the answers of ``run`` for ``seeds`` seeds, counted up from its own.

    Error: none of its own; the first of them is ``run`` itself.
    Stable: any run that draws random numbers.
    Source: ``sweep`` over ``over_seeds``.

    Raises
    ------
    ValueError
        When the optimizer draws no random numbers, or there is no seed.
    """
    first = run.optimizer.seed if isinstance(run.optimizer, WRAPPERS) else 0
    return sweep(over_seeds(run, range(first, first + seeds)))


def over_lrs(run: Run, lrs: Iterable[Rate]) -> tuple[Run, ...]:
    """Return ``run`` once for every learning rate in ``lrs``."""
    return tuple(replace(run, optimizer=_with_lr(run.optimizer, lr)) for lr in lrs)


def over_seeds(run: Run, seeds: Iterable[int]) -> tuple[Run, ...]:
    """Return ``run`` once for every one of the ``seeds`` of its random numbers.

    Raises
    ------
    ValueError
        When the optimizer draws no random numbers.
    """
    if not isinstance(run.optimizer, WRAPPERS):
        raise ValueError(f"{run.optimizer} draws no random numbers: it has no seed")
    return tuple(replace(run, optimizer=replace(run.optimizer, seed=seed)) for seed in seeds)


def _common(run: Run) -> tuple[object, ...]:
    """Return what runs of a sweep must have in common."""
    return run.objective, _settings(run.optimizer), run.steps, run.dtype


def _settings(optimizer: Optimizer) -> tuple[object, ...]:
    """Return everything about the optimizer but its learning rate and seed."""
    inner = _settings(optimizer.optimizer) if isinstance(optimizer, WRAPPERS) else ()
    names = (f.name for f in fields(optimizer) if f.name not in DIFFERING)  # type: ignore[arg-type]
    return type(optimizer), tuple(getattr(optimizer, name) for name in names), inner


def _with_lr(optimizer: Optimizer, lr: Rate) -> Optimizer:
    """Return the optimizer, or the one inside it, with another learning rate."""
    if isinstance(optimizer, WRAPPERS):
        return replace(optimizer, optimizer=_with_lr(optimizer.optimizer, lr))
    changed: Optimizer = replace(optimizer, lr=lr)  # type: ignore[type-var]
    return changed


def _seeds(optimizer: Optimizer) -> tuple[int, ...]:
    """Return the seeds of the optimizer and of those inside it, from the outermost."""
    if isinstance(optimizer, WRAPPERS):
        return (optimizer.seed, *_seeds(optimizer.optimizer))
    return ()


def _estimate(optimizer: Optimizer, seeds: Seeds, objective: Objective, steps: int) -> Estimate:
    """Return the gradients that the runs step by, given k, points and gradients (m, dim)."""
    if not isinstance(optimizer, WRAPPERS):
        return lambda k, x, grad: grad
    inner = _estimate(optimizer.optimizer, [rest for _, *rest in seeds], objective, steps)  # type: ignore[misc]
    own = [seed for seed, *_ in seeds]
    if isinstance(optimizer, Noisy):
        sigma = optimizer.sigma
        noise = np.stack([bells(objective.dim, seed, 0, steps) for seed in own], axis=1)
        return lambda k, x, grad: inner(k, x, grad) + float(sigma) * noise[k]
    picks = _picks(optimizer, own, objective.samples, steps)  # type: ignore[attr-defined]
    every = np.arange(len(own))[:, None]

    def batch(k: int, x: Array, grad: Array) -> Array:
        picked = objective.sample_grads(x)[every, picks[k]]  # type: ignore[attr-defined]
        return inner(k, x, mean(picked, axis=-2))

    return batch


def _picks(
    optimizer: Epochs | MiniBatch, seeds: Sequence[int], samples: int, steps: int
) -> list[Any]:
    """Return for every step the samples that each run draws, (m, batch), as ``picks`` does."""
    if isinstance(optimizer, Epochs):
        each = (replace(optimizer, seed=seed) for seed in seeds)
        all_picks = [[one.picks(k, samples) for k in range(steps)] for one in each]
        return [np.stack(picks) for picks in zip(*all_picks, strict=True)]
    size = optimizer.batch
    if optimizer.replacement:
        drawn = np.stack([below(samples, seed, 0, steps * size) for seed in seeds])
        return list(np.sort(drawn.reshape(len(seeds), steps, size), axis=-1).swapaxes(0, 1))
    batches = -(-samples // size)
    epochs = -(-steps // batches)
    bits = np.stack([raw(seed, 0, epochs * samples) for seed in seeds])
    order = np.argsort(bits.reshape(len(seeds), epochs, samples), axis=-1, kind="stable")
    places = (divmod(k, batches) for k in range(steps))
    return [np.sort(order[:, e, p * size : (p + 1) * size], axis=-1) for e, p in places]


def _losses(objective: Objective, dtype: Precision, path: Array) -> Array:
    """Return the losses (n+1, m) along the path, some steps at a time."""
    rows = max(1, BLOCK // path[0].size)
    blocks = (path[i : i + rows] for i in range(0, len(path), rows))
    losses: Array = np.concatenate(
        [np.asarray(objective.value(dtype.array(block)), dtype=np.float64) for block in blocks]
    )
    return losses
