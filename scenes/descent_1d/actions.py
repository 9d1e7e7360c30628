"""What can happen in a picture of one parameter, by the names a script uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenes.coordinate.view import AddMark, HideLayer, Pulse, RemoveMark, ShowLayer
from scenes.coordinate.walk import Back, Clear, Rate, Start, Step
from scenes.descent_1d.state import Layer, Probe, State
from scenes.ease import mix, smooth

if TYPE_CHECKING:
    from scenes.descent_1d.stage import Descent1D


@dataclass(frozen=True, slots=True)
class Show(ShowLayer):
    """Shows a layer: at every point of a run and at the probe, or (the last two) of the picture.

    Attributes
    ----------
    what : str
        ``tangent`` with its slope, ``gradient`` as an arrow along the axis, ``step`` likewise,
        ``gain``: the tangent one unit further right, dashed, and what the slope has gained there
        (of the probe only), ``curvature`` as the parabola that fits best, ``drops`` to the axis,
        ``numbers`` of the point, ``trail`` of jumps from curve point to curve point, ``dots``
        left on curve and axis, ``minimum``; ``band``: where the factor of a cobweb is below one
        in size.
    scale : float
        The length of the gradient's arrow per unit of gradient; by default a round one that fits.
    """

    what: Layer
    scale: float | None = None

    def at(self, state: State, alpha: float, stage: Descent1D) -> State:  # type: ignore[override]
        """Let the layer grow or fade in."""
        if self.what == "gradient" and (self.scale or state.scale is None):
            state = replace(state, scale=self.scale or stage.gradient_scale(state))
        return ShowLayer.at(self, state, alpha, stage)


@dataclass(frozen=True, slots=True)
class Hide(HideLayer):
    """Hides a layer.

    Attributes
    ----------
    what : str
        One of the layers of ``show``.
    """

    what: Layer


@dataclass(frozen=True, slots=True)
class MoveProbe:
    """Puts a point that belongs to no run on the curve, or slides it there.

    Attributes
    ----------
    to : float
        The parameter at which it stands.
    """

    to: float

    def length(self, state: State, stage: Descent1D) -> float:
        """Return 0.7 seconds to appear, 2 to slide."""
        return 0.7 if state.probe is None else 2.0

    def at(self, state: State, alpha: float, stage: Descent1D) -> State:
        """Fade the point in, or slide it along the curve."""
        if state.probe is None:
            return replace(state, probe=Probe(self.to, mix(0.0, 1.0, smooth(alpha))))
        there = mix(state.probe.at, self.to, smooth(alpha))
        return replace(state, probe=replace(state.probe, at=there))


@dataclass(frozen=True, slots=True)
class RemoveProbe:
    """Takes the point that belongs to no run away."""

    def length(self, state: State, stage: Descent1D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent1D) -> State:
        """Fade the point."""
        if alpha >= 1 or state.probe is None:
            return replace(state, probe=None)
        return replace(
            state, probe=replace(state.probe, seen=state.probe.seen * (1 - smooth(alpha)))
        )


@dataclass(frozen=True, slots=True)
class Zoom:
    """Changes what is in sight.

    Attributes
    ----------
    window : tuple of float
        Left and right end of the parameter.
    heights : tuple of float
        Lowest and highest loss; by default those of the curve.
    """

    window: tuple[float, float]
    heights: tuple[float, float] | None = None

    def length(self, state: State, stage: Descent1D) -> float:
        """Return 1.8 seconds."""
        return 1.8

    def at(self, state: State, alpha: float, stage: Descent1D) -> State:
        """Glide at a constant rate of magnification, eased at both ends."""
        after = stage.window(self.window, self.heights)
        if alpha >= 1:
            return replace(state, before=after, window=after, change=1.0)
        return replace(state, before=state.window, window=after, change=smooth(alpha))


ACTIONS: Mapping[str, type[Any]] = {
    "start": Start,
    "step": Step,
    "back": Back,
    "clear": Clear,
    "rate": Rate,
    "show": Show,
    "hide": Hide,
    "probe": MoveProbe,
    "unprobe": RemoveProbe,
    "zoom": Zoom,
    "mark": AddMark,
    "unmark": RemoveMark,
    "pulse": Pulse,
}
