"""What can happen on a line of numbers, by the names a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.coordinate.state import Color
from scenes.coordinate.view import AddMark, HideLayer, Pulse, RemoveMark, ShowLayer, faded_out
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.ease import mix, smooth
from scenes.number_line.state import Layer, Level, Pointer, Span, State, Zone
from scenes.number_line.ticks import AddTicks, RemoveTicks
from script.typed import Text

if TYPE_CHECKING:
    from scenes.number_line.stage import NumberLine


@dataclass(frozen=True, slots=True)
class Show(ShowLayer):
    """Shows a layer of the runs.

    Attributes
    ----------
    what : str
        ``trail``: the arcs of the jumps; ``dots``: the iterates left behind; ``numbers``: theirs
        and that of each point, the latest first where there is no room for all.
    """

    what: Layer


@dataclass(frozen=True, slots=True)
class Hide(HideLayer):
    """Hides a layer of the runs.

    Attributes
    ----------
    what : str
        One of the layers of ``show``.
    """

    what: Layer


@dataclass(frozen=True, slots=True)
class AddZone:
    """Marks a part of the line and names it.

    Attributes
    ----------
    low, high : float
        Its ends.
    text : Text
        Its name.
    color : str
        Its colour by meaning.
    """

    low: float
    high: float
    text: Text = Text("")
    color: Color = "right"

    def length(self, state: State, stage: NumberLine) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Let the zone grow from its middle."""
        drawn = mix(0.0, 1.0, smooth(alpha))
        zone = Zone(self.low, self.high, self.text, self.color, drawn)
        return replace(state, zones=(*state.zones, zone))


@dataclass(frozen=True, slots=True)
class RemoveZone:
    """Takes a zone away, or all.

    Attributes
    ----------
    low : float
        The lower end of the zone; by default all zones.
    """

    low: float | None = None

    def length(self, state: State, stage: NumberLine) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade the zone."""
        zones = faded_out(state.zones, alpha, lambda zone: self.low in (None, zone.low))
        return replace(state, zones=zones)


@dataclass(frozen=True, slots=True)
class AddLevel:
    """Draws a dashed line across at a number, with its label.

    Attributes
    ----------
    value : float
        Where.
    text : Text
        Its label.
    color : str
        Its colour by meaning.
    """

    value: float
    text: Text = Text("")
    color: Color = "guide"

    def length(self, state: State, stage: NumberLine) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Draw the line upward."""
        level = Level(self.value, self.text, self.color, mix(0.0, 1.0, smooth(alpha)))
        return replace(state, levels=(*state.levels, level))


@dataclass(frozen=True, slots=True)
class RemoveLevel:
    """Takes the line at a number away, or all.

    Attributes
    ----------
    value : float
        Where; by default everywhere.
    """

    value: float | None = None

    def length(self, state: State, stage: NumberLine) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade the line."""
        levels = faded_out(state.levels, alpha, lambda level: self.value in (None, level.value))
        return replace(state, levels=levels)


@dataclass(frozen=True, slots=True)
class Point:
    """Points at a number, or slides the pointer there.

    Attributes
    ----------
    to : float
        The number.
    text : Text
        What the pointer says; by default the line's name and the number, which runs along.
    """

    to: float
    text: Text = Text("")

    def length(self, state: State, stage: NumberLine) -> float:
        """Return 0.7 seconds to appear, 1.6 to slide."""
        return 0.7 if state.pointer is None else 1.6

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade the pointer in, or slide it; its text changes half-way."""
        before = state.pointer
        if before is None:
            return replace(state, pointer=Pointer(self.to, self.text, smooth(alpha)))
        there = stage.slid(before.at, self.to, smooth(alpha))
        text = self.text if alpha >= 0.5 else before.text
        said = 1.0 if self.text == before.text else abs(2 * smooth(alpha) - 1)
        return replace(state, pointer=replace(before, at=there, text=text, said=said))


@dataclass(frozen=True, slots=True)
class Unpoint:
    """Takes the pointer away."""

    def length(self, state: State, stage: NumberLine) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Fade the pointer."""
        pointer = state.pointer
        if alpha >= 1 or pointer is None:
            return replace(state, pointer=None)
        return replace(state, pointer=replace(pointer, seen=pointer.seen * (1 - smooth(alpha))))


@dataclass(frozen=True, slots=True)
class Zoom:
    """Changes what is in sight.

    Attributes
    ----------
    window : tuple of float
        The lowest and the highest number.
    """

    window: Span

    def length(self, state: State, stage: NumberLine) -> float:
        """Return 1.8 seconds."""
        return 1.8

    def at(self, state: State, alpha: float, stage: NumberLine) -> State:
        """Glide at a constant rate of magnification, eased at both ends."""
        if alpha >= 1:
            return replace(state, before=self.window, window=self.window, change=1.0)
        return replace(state, before=state.window, window=self.window, change=smooth(alpha))


ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "step": Step,
    "back": Back,
    "clear": Clear,
    "rate": Rate,
    "show": Show,
    "hide": Hide,
    "zone": AddZone,
    "unzone": RemoveZone,
    "level": AddLevel,
    "unlevel": RemoveLevel,
    "tick": AddTicks,
    "untick": RemoveTicks,
    "point": Point,
    "unpoint": Unpoint,
    "zoom": Zoom,
    "mark": AddMark,
    "unmark": RemoveMark,
    "pulse": Pulse,
}
