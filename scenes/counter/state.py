"""What counters of steps show, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenes.coordinate.state import Color
from script.typed import Maths, RunName, Text

Quantity = Literal["x", "y", "f", "grad_norm"]
"""What runs along under a count: a coordinate, the loss, the steepness."""


@dataclass(frozen=True, slots=True)
class Count:
    """A run whose steps are counted.

    Attributes
    ----------
    run : str
        The run.
    label : Text
        Stands over its count, behind its marker.
    color : str
        The marker's colour: a meaning, or a number among the colours of runs; by default that of
        the count's place.
    hidden : bool
        Whether it waits for ``start``.
    """

    run: RunName
    label: Text = Text("")
    color: Color = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A quantity of the iterate that a count stands at.

    Attributes
    ----------
    of : str
        ``x``, ``y``, ``f`` or ``grad_norm``.
    decimals : int
        Its decimals, as far as seven signs have room for them.
    name : Maths
        Its name in Typst maths; by default that of the quantity.
    """

    of: Quantity
    decimals: int = 2
    name: Maths = Maths("")


@dataclass(frozen=True, slots=True)
class Params:
    """Counts the steps of runs in large figures that run along with a map or a plot.

    A number is always that of a whole step: the last one taken. Counts stand under one another,
    or side by side where the panel is too low for that. What is not finite is written ``∞`` or
    ``NaN``.

    Attributes
    ----------
    counts : tuple of Count
        The runs, each with a ``label`` and a ``color``; or ``run`` for a single one.
    run : str
        The only run.
    values : tuple of Value
        What is said of the iterate under each count.
    name : Text
        What is counted.
    """

    counts: tuple[Count, ...] = ()
    run: RunName | None = None
    values: tuple[Value, ...] = ()
    name: Text = Text("steps")

    @property
    def all_counts(self) -> tuple[Count, ...]:
        """The counts, the one of the short form included."""
        return self.counts if self.run is None else (Count(self.run), *self.counts)


@dataclass(frozen=True, slots=True)
class State:
    """How many steps each run has taken, a fraction on the way to the next; each one's opacity."""

    k: tuple[float, ...]
    seen: tuple[float, ...]

    def with_count(self, index: int, k: float, seen: float) -> State:
        """Return the state with one count changed."""
        return replace(
            self,
            k=(*self.k[:index], k, *self.k[index + 1 :]),
            seen=(*self.seen[:index], seen, *self.seen[index + 1 :]),
        )
