"""How curves of a plot stand out: the others are dimmed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from scenes.ease import mix, smooth

S = TypeVar("S")


def lit(state: S, alpha: float, bright: Collection[int]) -> S:
    """Return a state with ``curves`` of which all but some are ``alpha`` of the way to dimmed."""
    plot: Any = state
    curves = tuple(
        replace(shown, lit=mix(shown.lit, 1.0 if i in bright else 0.0, smooth(alpha)))
        for i, shown in enumerate(plot.curves)
    )
    changed: S = replace(plot, curves=curves)
    return changed


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Makes all curves bright again."""

    def length(self, state: Any, stage: Any) -> float:
        """Return its natural length in seconds."""
        return 0.6

    def at(self, state: S, alpha: float, stage: Any) -> S:
        """Return the state at a fraction of its time."""
        plot: Any = state
        return lit(state, alpha, range(len(plot.curves)))
