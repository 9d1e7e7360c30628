"""What is shown beside the runs along one number: marks, layers, a ring to point with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from scenes.coordinate.paths import Paths
from scenes.coordinate.state import Mark, Ring, Side, Walking, with_layer
from scenes.ease import mix, smooth
from script.typed import RunName, Text

W = TypeVar("W", bound=Walking)
Item = TypeVar("Item", bound=Any)


class Ground(Protocol):
    """The stage of a kind that shows walkers."""

    paths: Paths


@dataclass(frozen=True, slots=True)
class AddMark:
    """Writes a text beside an iterate.

    Attributes
    ----------
    run : RunName
        Whose iterate.
    k : int
        Which.
    text : Text
        What to write.
    side : str
        On which side of the point, as far as there is room.
    """

    run: RunName
    k: int
    text: Text
    side: Side = "right"

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Fade the text in."""
        mark = Mark(self.run, self.k, self.text, self.side, mix(0.0, 1.0, smooth(alpha)))
        return replace(state, marks=(*state.marks, mark))


@dataclass(frozen=True, slots=True)
class RemoveMark:
    """Takes away the text beside an iterate, or all of a run's.

    Attributes
    ----------
    run : RunName
        Whose.
    k : int
        The iterate; by default all.
    """

    run: RunName
    k: int | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.4 seconds."""
        return 0.4

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Fade the text."""
        return replace(state, marks=faded_out(state.marks, alpha, self.removes))

    def removes(self, mark: Mark) -> bool:
        """Tell whether a mark is meant."""
        return mark.run == self.run and self.k in (None, mark.k)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye with a ring to where a run stands, or to its iterate ``k``.

    Attributes
    ----------
    run : RunName
        Whose point; by default all.
    k : int
        The iterate; by default the one it stands at.
    """

    run: RunName | None = None
    k: int | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Widen the ring; it has vanished at the end."""
        for walker in state.movers(self.run):
            state = ringed(state, walker.run, walker.at if self.k is None else self.k, alpha)
        return state


@dataclass(frozen=True, slots=True)
class ShowLayer:
    """Shows a layer; the kinds name theirs."""

    what: str

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Let the layer grow or fade in."""
        return with_layer(state, self.what, 1.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class HideLayer:
    """Hides a layer; the kinds name theirs."""

    what: str

    def length(self, state: Walking, stage: Ground) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Let the layer fade."""
        return with_layer(state, self.what, 0.0, smooth(alpha))


def ringed(state: W, run: RunName, k: float, alpha: float) -> W:
    """Return the state with a ring round an iterate of a run, on the way."""
    if not 0 < alpha < 1:
        return state
    return replace(state, rings=(*state.rings, Ring(run, float(k), alpha)))


def faded_out(
    items: tuple[Item, ...], alpha: float, chosen: Callable[[Any], bool]
) -> tuple[Item, ...]:
    """Return the items, the chosen ones ``alpha`` of the way out; at 1 without them."""
    left = 1 - smooth(alpha)
    return tuple(
        replace(item, opacity=item.opacity * left) if chosen(item) else item
        for item in items
        if alpha < 1 or not chosen(item)
    )
