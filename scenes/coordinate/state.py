"""What pictures of runs along one number have in common, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from scenes.ease import mix
from script.typed import RunName, Text

Color = Literal[
    "",
    "1",
    "2",
    "3",
    "4",
    "5",
    "path",
    "gradient",
    "step",
    "x",
    "y",
    "loss",
    "right",
    "warning",
    "guide",
    "minimum",
    "muted",
    "ink",
]
"""A colour by its meaning, or by number from the palette of runs; empty: what fits by itself."""

Side = Literal["above", "below", "left", "right"]


@dataclass(frozen=True, slots=True)
class Walker:
    """A run in the picture.

    ``at`` is the iterate it stands at, a fraction on the way to the next one; ``since`` is where
    it was put. ``arrow`` is how far the arrow of the next step has grown, ``leap`` how much of
    that arrow is seen though the layer is hidden (while a step is taken), ``seen`` its opacity.
    ``style`` counts the walkers: it gives marker and colour. ``lr`` is the learning rate it was
    set to, None for the run's own.
    """

    run: RunName
    at: float
    since: int
    style: int
    color: Color = ""
    label: Text = Text("")
    seen: float = 1.0
    arrow: float = 1.0
    leap: float = 0.0
    lr: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at an iterate of a run."""

    run: RunName
    k: int
    text: Text
    side: Side
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring that widens round a run's iterate and vanishes."""

    run: RunName
    k: float
    progress: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The opacity of a layer."""

    layer: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Walking:
    """Walkers with what belongs to them, and the layers in sight: the start of a kind's state."""

    walkers: tuple[Walker, ...] = ()
    layers: tuple[Shown, ...] = ()
    marks: tuple[Mark, ...] = ()
    rings: tuple[Ring, ...] = ()

    def walker(self, run: RunName) -> Walker | None:
        """Return the walker of a run, or None."""
        return next((walker for walker in self.walkers if walker.run == run), None)

    def movers(self, run: RunName | None) -> tuple[Walker, ...]:
        """Return the walkers an action is for: one run's, or all."""
        return tuple(walker for walker in self.walkers if run in (None, walker.run))

    def opacity(self, layer: str) -> float:
        """Return how much of a layer is seen."""
        return next((shown.opacity for shown in self.layers if shown.layer == layer), 0.0)


W = TypeVar("W", bound=Walking)


def with_layer(state: W, layer: str, opacity: float, alpha: float) -> W:
    """Return the state with a layer ``alpha`` of the way to an opacity."""
    shown = Shown(layer, mix(state.opacity(layer), opacity, alpha))
    rest = tuple(other for other in state.layers if other.layer != layer)
    return replace(state, layers=(*rest, shown))
