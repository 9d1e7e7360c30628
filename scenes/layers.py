"""Layers: what a picture can show and hide by name, each with its opacity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenes.ease import mix, smooth

SHOW_S, HIDE_S = 0.8, 0.5
"""How long layers take to appear and to go, in seconds."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers in sight with their opacities, in order of their names; the others are hidden."""

    seen: tuple[tuple[str, float], ...] = ()

    @classmethod
    def shown(cls, names: Iterable[str]) -> Layers:
        """Return layers of which those of the given names are seen."""
        return cls(tuple((name, 1.0) for name in sorted(set(names))))

    def of(self, name: str) -> float:
        """Return how much of a layer is seen."""
        return dict(self.seen).get(name, 0.0)

    def toward(self, names: Iterable[str], opacity: float, alpha: float) -> Layers:
        """Return the layers with some ``alpha`` of the way, eased, to an opacity."""
        moved = {name: mix(self.of(name), opacity, smooth(alpha)) for name in names}
        seen = {**dict(self.seen), **moved}
        return Layers(tuple((name, seen[name]) for name in sorted(seen) if seen[name] > 0))
