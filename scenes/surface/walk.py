"""What runs do on a surface: what they do on its map, at the same pace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from scenes.descent_2d import view, walk
from scenes.descent_2d.state import Color, Side
from scenes.surface.state import State
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.surface.stage import Surface


@dataclass(frozen=True, slots=True)
class Start:
    """Puts a run's point on the surface, inside a widening ring.

    Attributes
    ----------
    run : RunName
        The run.
    k : int
        The iterate it stands at.
    color : Color
        Its colour by meaning, or by number among the colours of runs; empty: the next of them.
    label : Text
        A name that stays beside the iterate.
    """

    run: RunName
    k: int = 0
    color: Color = ""
    label: Text = Text("")

    @property
    def on_map(self) -> walk.Start:
        """What happens on the map."""
        return walk.Start(self.run, self.k, self.color, self.label)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the points to iterate ``to``, one visible step after another, evenly in time.

    Attributes
    ----------
    to : int
        The iterate to reach.
    run : RunName or None
        The run that walks; None: all that stand before ``to``.
    """

    to: int
    run: RunName | None = None

    @property
    def on_map(self) -> walk.Step:
        """What happens on the map."""
        return walk.Step(self.to, self.run)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the points to iterate ``to``.

    Attributes
    ----------
    to : int
        The iterate to go back to.
    run : RunName or None
        The run that goes back; None: all that are past ``to``.
    """

    to: int = 0
    run: RunName | None = None

    @property
    def on_map(self) -> walk.Back:
        """What happens on the map."""
        return walk.Back(self.to, self.run)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes a run off the surface, with its marks.

    Attributes
    ----------
    run : RunName or None
        The run; None: all of them.
    """

    run: RunName | None = None

    @property
    def on_map(self) -> walk.Clear:
        """What happens on the map."""
        return walk.Clear(self.run)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye with a ring that widens on the surface and vanishes.

    Attributes
    ----------
    what : {"point", "minimum"}
        What it widens round.
    run : RunName or None
        The run whose point is meant; None: all.
    k : int or None
        An iterate of the run, instead of where it stands.
    """

    what: Literal["point", "minimum"] = "point"
    run: RunName | None = None
    k: int | None = None

    @property
    def on_map(self) -> walk.Pulse:
        """What happens on the map."""
        return walk.Pulse(self.what, self.run, self.k)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class AddMark:
    """Writes a text beside an iterate.

    Attributes
    ----------
    run : RunName
        The run.
    k : int
        The iterate.
    text : Text
        What is written.
    side : {"right", "left", "above", "below"}
        Where it stands.
    """

    run: RunName
    k: int
    text: Text
    side: Side = "right"

    @property
    def on_map(self) -> view.AddMark:
        """What happens on the map."""
        return view.AddMark(self.run, self.k, self.text, self.side)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))


@dataclass(frozen=True, slots=True)
class RemoveMark:
    """Takes away a text beside an iterate.

    Attributes
    ----------
    run : RunName
        The run.
    k : int or None
        The iterate; None: all of the run's.
    """

    run: RunName
    k: int | None = None

    @property
    def on_map(self) -> view.RemoveMark:
        """What happens on the map."""
        return view.RemoveMark(self.run, self.k)

    def length(self, state: State, stage: Surface) -> float:
        """Return its time on the map."""
        return self.on_map.length(state.map, stage.map)

    def at(self, state: State, alpha: float, stage: Surface) -> State:
        """Let the same happen on the surface as on its map."""
        return replace(state, map=self.on_map.at(state.map, alpha, stage.map))
