"""What runs along one number can do: start, step, go back, leave, be dialled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from scenes.coordinate.state import Color, Mark, Walker, Walking
from scenes.coordinate.view import Ground, faded_out, ringed
from scenes.ease import mix, smooth
from scenes.pace import steps_s, stride
from script.typed import RunName, Text

W = TypeVar("W", bound=Walking)


@dataclass(frozen=True, slots=True)
class Start:
    """Puts a run's point in the picture, at iterate ``k``.

    Attributes
    ----------
    run : RunName
        Whose point.
    k : int
        The iterate it stands at.
    color : str
        Its colour; by default the next of the palette of runs.
    label : Text
        What stands beside it.
    """

    run: RunName
    k: int = 0
    color: Color = ""
    label: Text = Text("")

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Fade the point in, inside a widening ring."""
        style = min(set(range(len(state.walkers) + 1)) - {w.style for w in state.walkers})
        seen = mix(0.0, 1.0, smooth(alpha / 0.5))
        walker = Walker(self.run, float(self.k), self.k, style, self.color, self.label, seen)
        state = replace(state, walkers=(*state.walkers, walker))
        return ringed(state, self.run, float(self.k), alpha)


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the points to iterate ``to``, one visible step after another, evenly in time.

    It keeps the time and the pace of a map's ``step``: one cue may move both. A run that ended
    earlier stays at its end; a run that is not in this picture is ignored.

    Attributes
    ----------
    to : int
        The iterate to go to.
    run : RunName
        Whose point; by default all.
    """

    to: int
    run: RunName | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(max((self.to - w.at for w in state.movers(self.run)), default=1.0))

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Let each point rest, then go, step by step."""
        held = state.opacity("step") > 0
        walkers = []
        for walker in state.walkers:
            if self.run in (None, walker.run) and walker.at < self.to:
                way = stride(round(walker.at), self.to, alpha, held)
                end = float(stage.paths.last(walker.run))
                walker = replace(
                    walker,
                    at=min(way.at, max(end, walker.at)),
                    arrow=way.arrow,
                    leap=way.leap if way.at < end else 0.0,
                )
            walkers.append(walker)
        return replace(state, walkers=tuple(walkers))


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the points to iterate ``to``.

    Attributes
    ----------
    to : int
        The iterate to go back to.
    run : RunName
        Whose point; by default all.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Run the way backwards."""
        return _moved(
            state,
            self.run,
            lambda w: replace(w, at=min(w.at, mix(w.at, float(self.to), smooth(alpha)))),
        )


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes a run out of the picture, or all of them, with their marks.

    Attributes
    ----------
    run : RunName
        Which; by default all.
    """

    run: RunName | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Fade what belongs to the run."""

        def chosen(item: Walker | Mark) -> bool:
            return self.run in (None, item.run)

        fade = 1 - smooth(alpha)
        walkers = tuple(
            replace(w, seen=w.seen * fade) if chosen(w) else w
            for w in state.walkers
            if alpha < 1 or not chosen(w)
        )
        return replace(state, walkers=walkers, marks=faded_out(state.marks, alpha, chosen))


@dataclass(frozen=True, slots=True)
class Rate:
    """Turns the learning rate of a run to ``to``; all its steps so far follow, by their formula.

    For gradient descent on a quadratic: what is drawn on the way is the run at each rate between.

    Attributes
    ----------
    to : float
        The learning rate, above 0.
    run : RunName
        Whose; by default that of every run in the picture.
    """

    to: float
    run: RunName | None = None

    def length(self, state: Walking, stage: Ground) -> float:
        """Return two seconds."""
        return 2.0

    def at(self, state: W, alpha: float, stage: Ground) -> W:
        """Glide from rate to rate."""
        return _moved(
            state,
            self.run,
            lambda w: replace(w, lr=mix(stage.paths.lr(w), self.to, smooth(alpha))),
        )


def _moved(state: W, run: RunName | None, change: Callable[[Walker], Walker]) -> W:
    walkers = tuple(change(w) if run in (None, w.run) else w for w in state.walkers)
    return replace(state, walkers=walkers)
