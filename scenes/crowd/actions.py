"""What can happen to a crowd: its dots are dealt, and parts of them lit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.crowd.model import State
from scenes.ease import mix

if TYPE_CHECKING:
    from scenes.crowd import Crowd


@dataclass(frozen=True, slots=True)
class Deal:
    """Puts dots down, one after another; all groups at once.

    Attributes
    ----------
    groups : tuple of str
        The groups; by default all.
    """

    groups: tuple[str, ...] = ()

    def length(self, state: State, stage: Crowd) -> float:
        """Return its natural length in seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Crowd) -> State:
        """Return the state at a fraction of its time."""
        chosen = stage.chosen(self.groups)
        dealt = (
            mix(value, 1.0, alpha) if i in chosen else value for i, value in enumerate(state.dealt)
        )
        return replace(state, dealt=tuple(dealt))


@dataclass(frozen=True, slots=True)
class Light:
    """Lights the dots of a part up, one after another; then its text appears.

    Attributes
    ----------
    part : str
        The part.
    """

    part: str

    def length(self, state: State, stage: Crowd) -> float:
        """Return its natural length in seconds."""
        return 2.0

    def at(self, state: State, alpha: float, stage: Crowd) -> State:
        """Return the state at a fraction of its time."""
        place = stage.place(self.part)
        lit = (
            tuple(
                mix(value, 1.0, alpha) if (i, j) == place else value for j, value in enumerate(row)
            )
            for i, row in enumerate(state.lit)
        )
        return replace(state, lit=tuple(lit))
