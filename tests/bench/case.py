"""One comparison of two pieces of work."""

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

    def measure(self) -> tuple[float, float]:
        """Return the seconds of the work, and their ratio to those of the baseline."""
        times = [(_seconds(self.work), _seconds(self.baseline)) for _ in range(self.rounds)]
        work, baseline = (min(column) for column in zip(*times, strict=True))
        return work, work / baseline


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
