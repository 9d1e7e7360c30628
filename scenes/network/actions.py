"""What can happen to a network in training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.ease import mix, smooth
from scenes.layers import HIDE_S, SHOW_S
from scenes.network.state import Layer, Lit, State
from scenes.pace import steps_s, stride
from script.typed import RunName

if TYPE_CHECKING:
    from scenes.network.stage import NetworkStage


@dataclass(frozen=True, slots=True)
class Start:
    """Goes to step (or epoch) ``k`` of the panel's run; the start of another run is ignored.

    Attributes
    ----------
    run : RunName
        The run that is started.
    k : int
        Where it starts.
    """

    run: RunName
    k: int = 0

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Let the network change through all steps between."""
        if not stage.owns(self.run):
            return state
        return replace(state, k=mix(state.k, float(self.k), smooth(alpha)))


@dataclass(frozen=True, slots=True)
class Step:
    """Trains the network up to step (or epoch) ``to``, one after another, evenly in time.

    It keeps the time and the pace of other kinds' ``step``: one cue moves the network and its
    loss. A run that ended earlier stays at its end; another run's steps are ignored.

    Attributes
    ----------
    to : int
        The step or epoch to go to.
    run : RunName
        The run that is meant; by default any.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return the time of the steps, by the pace that all kinds share."""
        moves = stage.owns(self.run) and state.k < self.to
        return steps_s(self.to - state.k if moves else 1.0)

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Let the network change from step to step."""
        if not stage.owns(self.run) or state.k >= self.to:
            return state
        k = stride(round(state.k), self.to, alpha).at
        return replace(state, k=min(k, stage.training.last))


@dataclass(frozen=True, slots=True)
class Back:
    """Takes the training back to step (or epoch) ``to``.

    Attributes
    ----------
    to : int
        The step or epoch to go back to.
    run : RunName
        The run that is meant; by default any.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Let the network change back through all steps."""
        if not stage.owns(self.run):
            return state
        k = mix(state.k, float(self.to), smooth(alpha))
        return replace(state, k=min(state.k, k))


@dataclass(frozen=True, slots=True)
class Show:
    """Shows a layer or a readout.

    Attributes
    ----------
    what : str
        The layer.
    """

    what: Layer

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return 0.8 seconds."""
        return SHOW_S

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Fade the layer in."""
        return replace(state, layers=state.layers.toward((self.what,), 1.0, alpha))


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides a layer or a readout.

    Attributes
    ----------
    what : str
        The layer.
    """

    what: Layer

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return half a second."""
        return HIDE_S

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Fade the layer."""
        return replace(state, layers=state.layers.toward((self.what,), 0.0, alpha))


@dataclass(frozen=True, slots=True)
class Highlight:
    """Lets a hidden unit stand out: its weights in the diagram, its line among the points.

    The line, dashed, is where the unit's input is zero: there its answer turns.

    Attributes
    ----------
    unit : int
        The unit, counted from 0 from the top of the diagram.
    """

    unit: int

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return 0.7 seconds."""
        return 0.7

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Fade the other units back, or the line in."""
        lit = Lit(self.unit, mix(0.0, 1.0, smooth(alpha)))
        return replace(state, lit=(*state.lit, lit))


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Ends the highlight of a hidden unit, or of all.

    Attributes
    ----------
    unit : int
        The unit; by default all.
    """

    unit: int | None = None

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Fade the other units forth, or the line."""
        fade = mix(1.0, 0.0, smooth(alpha))
        lit = tuple(
            replace(one, opacity=one.opacity * fade) if self.unit in (None, one.unit) else one
            for one in state.lit
        )
        return replace(state, lit=tuple(one for one in lit if one.opacity > 0))


@dataclass(frozen=True, slots=True)
class Backprop:
    """Sends the slopes back through the diagram: from the output to the units, then to the inputs.

    A dot runs along every line, all of them abreast.
    """

    def length(self, state: State, stage: NetworkStage) -> float:
        """Return 2.4 seconds."""
        return 2.4

    def at(self, state: State, alpha: float, stage: NetworkStage) -> State:
        """Move the dots back, evenly."""
        return replace(state, front=alpha if alpha < 1 else 0.0)


ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "step": Step,
    "back": Back,
    "show": Show,
    "hide": Hide,
    "highlight": Highlight,
    "unhighlight": Unhighlight,
    "backprop": Backprop,
}
"""The actions by their name in a script."""
