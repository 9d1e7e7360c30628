"""What is shown on a map beside the walkers: layers, guides, marks, the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.descent_2d.follow import followed
from scenes.descent_2d.sight import Follow
from scenes.descent_2d.state import (
    MAGNIFIED,
    SCALED,
    Curve,
    Guide,
    Layer,
    Mark,
    Side,
    State,
)
from scenes.ease import mix, smooth
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D


@dataclass(frozen=True, slots=True)
class Show:
    """Shows a layer, of one run or of all.

    Attributes
    ----------
    what : Layer
        ``gradient``, ``step`` (the next one), its ``components``, ``drops`` to the axes, the
        ``direction`` to the minimum and the ``angle`` to it, ``numbers`` of the iterate, the
        ``trail`` and the ``dots`` left behind, the ``lengths`` of the steps; ``samples`` (a
        gradient each) and the ``estimate`` that a step is made with; the ``split`` of a step with
        momentum and its ``memory`` of past slopes; the ``spread`` of a swarm; the slider of the
        ``rate``. Of the map: ``minimum``, ``labels``, ``legend``, and in it the ``losses``.
    run : RunName or None
        Which run; by default all.
    scale : float or None
        How long the arrows of gradient, samples and estimate are, per unit of gradient; how many
        times longer than the step those of split and memory are. The map says so.
    """

    what: Layer
    run: RunName | None = None
    scale: float | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.8 seconds."""
        return 0.8

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Let the layer grow or fade in."""
        if self.what in SCALED and (self.scale or state.scale is None):
            scale = self.scale or stage.gradient_scale(state, self.what)
            state = replace(state, scale=scale)
        if self.what in MAGNIFIED and self.scale:
            state = replace(state, magnified=self.scale)
        if self.what == "samples" and state.opacity("samples", self.run) <= 0:
            state = _not_averaged(state, self.run)
        return state.with_layer(self.what, self.run, 1.0, smooth(alpha))


def _not_averaged(state: State, run: RunName | None) -> State:
    """Return the state with the arrows of samples as they are, no mean made of them."""
    walkers = (replace(w, averaged=0.0) if run in (None, w.run) else w for w in state.walkers)
    return replace(state, walkers=tuple(walkers))


@dataclass(frozen=True, slots=True)
class Hide:
    """Hides a layer, of one run or of all.

    Attributes
    ----------
    what : Layer
        A layer, as ``show`` has them.
    run : RunName or None
        Which run; by default all.
    """

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

    Attributes
    ----------
    curve : Curve
        ``power`` is the curve the iterates lie on, ``flow`` that of infinitely small steps,
        ``line`` the straight way.
    run : RunName
        Whose start.
    label : Text
        Its name, beside the curve.
    band : bool
        Whether it is a wide band under the paths, for one that will run along it; else it is
        dashed, over them.
    """

    curve: Curve
    run: RunName
    label: Text = Text("")
    band: bool = False

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 1.6 seconds."""
        return 1.6

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Draw the curve from its start on."""
        drawn = mix(0.0, 1.0, smooth(alpha))
        guide = Guide(self.curve, self.run, self.label, self.band, drawn)
        return replace(state, guides=(*state.guides, guide))


@dataclass(frozen=True, slots=True)
class EraseGuide:
    """Takes a curve off the map, of one run or of all.

    Attributes
    ----------
    curve : Curve
        Which curve.
    run : RunName or None
        Which run; by default all.
    """

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
class FollowRun:
    """Lets the window grow with every step from now on, so that the point stays in sight.

    It grows about its middle, as much as the farthest iterate so far needs: by 1.4 a step when
    the run grows by 1.4 a step. A thin frame stays round what was in sight at first: steps that
    grow with the window are seen to grow. It follows back, too. ``zoom`` ends it, and ``clear``.
    A run that leaves for a million times the window, or for infinity, is let go and marked at
    the edge.

    Attributes
    ----------
    margin : float
        The room between the point and the edge, as a share of half the window.
    run : RunName or None
        Which run; by default all that are on the map now.
    """

    margin: float = 0.15
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 1.2 seconds, or a moment when everything is in sight already."""
        return 1.2 if self._followed(state, stage).window != state.window else 0.1

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Glide to where the points are in sight."""
        after = self._followed(state, stage)
        if alpha >= 1 or after.window == state.window:
            return replace(after, before=after.window, change=1.0)
        return replace(after, before=state.window, window=after.window, change=smooth(alpha))

    def _followed(self, state: State, stage: Descent2D) -> State:
        runs = tuple(w.run for w in state.walkers if self.run in (None, w.run))
        follow = Follow(state.window, runs, self.margin)
        return followed(replace(state, follow=follow), stage)


@dataclass(frozen=True, slots=True)
class AddMark:
    """Writes a text beside an iterate.

    Attributes
    ----------
    run : RunName
        Whose iterate.
    k : int
        Which one.
    text : Text
        What to write.
    side : Side
        On which side of the point: right, left, above or below.
    """

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
    """Takes away the text beside an iterate, or all of a run's.

    Attributes
    ----------
    run : RunName
        Whose iterate.
    k : int or None
        Which one; by default all.
    """

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
