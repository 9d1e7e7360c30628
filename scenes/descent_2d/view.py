"""What is shown on a map beside the walkers: layers, guides, marks, the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.axes import Window
from scenes.descent_2d.state import Curve, Guide, Layer, Mark, Side, State
from scenes.ease import mix, smooth
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D


@dataclass(frozen=True, slots=True)
class Show:
    """Shows a layer, of one run or of all; ``scale`` is for the gradient's arrow."""

    what: Layer
    run: RunName | None = None
    scale: float | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Let the layer grow or fade in."""
        if self.what == "gradient" and (self.scale or state.scale is None):
            state = replace(state, scale=self.scale or stage.gradient_scale(state))
        return state.with_layer(self.what, self.run, 1.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides a layer, of one run or of all."""

    what: Layer
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Let the layer fade."""
        return state.with_layer(self.what, self.run, 0.0, smooth(alpha))


@dataclass(frozen=True, slots=True)
class DrawGuide:
    """Draws a curve from the run's start to the minimum.

    ``power`` is the curve the iterates lie on, ``flow`` that of infinitely small steps, ``line``
    the straight way.
    """

    curve: Curve
    run: RunName
    label: Text = Text("")

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 1.6 seconds."""
        return 1.6

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Draw the curve from its start on."""
        drawn = mix(0.0, 1.0, smooth(alpha))
        guide = Guide(self.curve, self.run, self.label, drawn)
        return replace(state, guides=(*state.guides, guide))


@dataclass(frozen=True, slots=True)
class EraseGuide:
    """Takes a curve off the map, of one run or of all."""

    curve: Curve
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the curve."""
        fade = mix(1.0, 0.0, smooth(alpha))
        guides = tuple(
            replace(g, opacity=g.opacity * fade) if self.erases(g) else g for g in state.guides
        )
        return replace(state, guides=tuple(g for g in guides if g.opacity > 0))

    def erases(self, guide: Guide) -> bool:
        """Tell whether a guide is meant."""
        return guide.curve == self.curve and self.run in (None, guide.run)


@dataclass(frozen=True, slots=True)
class Zoom:
    """Changes what is in sight."""

    window: Window

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 1.8 seconds."""
        return 1.8

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Glide at a constant rate of magnification, eased at both ends."""
        after = stage.fit(self.window)
        if alpha >= 1:
            return replace(state, before=after, window=after, change=1.0)
        return replace(state, before=state.window, window=after, change=smooth(alpha))


@dataclass(frozen=True, slots=True)
class AddMark:
    """Writes a text beside an iterate."""

    run: RunName
    k: int
    text: Text
    side: Side = "right"

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the text in."""
        mark = Mark(self.run, self.k, self.text, self.side, mix(0.0, 1.0, smooth(alpha)))
        return replace(state, marks=(*state.marks, mark))


@dataclass(frozen=True, slots=True)
class RemoveMark:
    """Takes away a text beside an iterate, or (``k`` None) all of the run's."""

    run: RunName
    k: int | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.4 seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the text."""
        fade = mix(1.0, 0.0, smooth(alpha))
        marks = tuple(
            replace(m, opacity=m.opacity * fade) if self.removes(m) else m for m in state.marks
        )
        return replace(state, marks=tuple(m for m in marks if m.opacity > 0))

    def removes(self, mark: Mark) -> bool:
        """Tell whether a mark is meant."""
        return mark.run == self.run and self.k in (None, mark.k)
