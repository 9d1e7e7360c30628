"""Comparisons of two pieces of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Case:
    """``work`` timed against ``baseline``: the best of ``rounds``, taken in turns."""

    what: str
    work: Callable[[], object]
    against: str
    baseline: Callable[[], object]
    bound: float
    rounds: int = 3

    def measure(self) -> Row:
        """Return the seconds of the work and of the baseline."""
        times = [(_seconds(self.work), _seconds(self.baseline)) for _ in range(self.rounds)]
        work, baseline = (min(column) for column in zip(*times, strict=True))
        return Row(self.what, work, self.against, baseline, self.bound)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that was measured: how ``value`` compares with ``baseline``."""

    what: str
    value: float
    against: str
    baseline: float
    bound: float


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
