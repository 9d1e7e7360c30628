"""What is seen beside the lines: layers, and dots that stand out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, smooth
from scenes.layers import HIDE_S, SHOW_S
from scenes.line_fit.state import Layer, Lit, State, Tells
from script.typed import Text

if TYPE_CHECKING:
    from scenes.line_fit.stage import LineFit


@dataclass(frozen=True, slots=True)
class Show:
    """Shows a layer: ``squares``, ``residuals``, ``numbers``, ``picks`` or a readout.

    Attributes
    ----------
    what : str
        The layer.
    """

    what: Layer

    def length(self, state: State, stage: LineFit) -> float:
        """Return 0.8 seconds."""
        return SHOW_S

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade the layer in."""
        return replace(state, layers=state.layers.toward((self.what,), 1.0, alpha))


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides a layer.

    Attributes
    ----------
    what : str
        The layer.
    """

    what: Layer

    def length(self, state: State, stage: LineFit) -> float:
        """Return half a second."""
        return HIDE_S

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade the layer."""
        return replace(state, layers=state.layers.toward((self.what,), 0.0, alpha))


@dataclass(frozen=True, slots=True)
class Highlight:
    """Lets a dot and its square stand out while the others fade, and writes something at it.

    Attributes
    ----------
    dot : int
        The dot, counted from 0 as the objective's inputs.
    tells : str
        A number of the line in front, kept up to date: its ``error`` at the dot (prediction less
        target), the ``square`` of that, or the ``gradient`` of the square. With ``weights:
        missing`` also ``letters``: by how much any line is short there, as ``x + 2 y`` in the
        colours of x and y.
    text : Text
        Any text instead.
    """

    dot: int
    tells: Tells = ""
    text: Text = Text("")

    def length(self, state: State, stage: LineFit) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade the others back and the text in."""
        lit = Lit(self.dot, self.tells, self.text, mix(0.0, 1.0, smooth(alpha)))
        return replace(state, lit=(*state.lit, lit))


@dataclass(frozen=True, slots=True)
class Unhighlight:
    """Ends the highlight of a dot, or of all.

    Attributes
    ----------
    dot : int
        The dot; by default all.
    """

    dot: int | None = None

    def length(self, state: State, stage: LineFit) -> float:
        """Return half a second."""
        return 0.5

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade the text, and the others forth."""
        fade = mix(1.0, 0.0, smooth(alpha))
        lit = tuple(
            replace(one, opacity=one.opacity * fade) if self.dot in (None, one.dot) else one
            for one in state.lit
        )
        return replace(state, lit=tuple(one for one in lit if one.opacity > 0))
