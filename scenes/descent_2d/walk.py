"""What walkers do on a map: they start, step, go back, leave, and draw the eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from scenes.descent_2d.state import Color, Ring, State, Walker
from scenes.ease import mix, smooth
from scenes.pace import UNHURRIED, steps_s
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D


@dataclass(frozen=True, slots=True)
class Start:
    """Puts a run's point on the map, at iterate ``k``; its label stays there."""

    run: RunName
    k: int = 0
    color: Color = ""
    label: Text = Text("")

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the point in, inside a widening ring."""
        style = min(set(range(len(state.walkers) + 1)) - {w.style for w in state.walkers})
        walker = Walker(self.run, float(self.k), self.k, style, self.color, self.label)
        seen = mix(0.0, 1.0, smooth(alpha / 0.5))
        state = replace(state, walkers=(*state.walkers, replace(walker, seen=seen)))
        return _ringed(state, self.run, float(self.k), alpha)


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the points to iterate ``to``, one visible step after another, evenly in time."""

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(
            max((self.to - walker.at for walker in movers(state, self.run)), default=1.0)
        )

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Grow each step's arrow, let the point glide along it; the trail stays behind."""
        walkers = []
        for walker in state.walkers:
            moves = self.run in (None, walker.run) and walker.at < self.to
            held = max(state.opacity("step", walker.run), state.opacity("components", walker.run))
            walkers.append(_stepped(walker, self.to, alpha, held > 0) if moves else walker)
        return replace(state, walkers=tuple(walkers))


def _stepped(walker: Walker, to: int, alpha: float, arrow_shown: bool) -> Walker:
    """Return the walker ``alpha`` of its way to iterate ``to``.

    With its step arrow shown it glides, then the next arrow grows; with the arrow hidden it
    appears for the step. A walker in a hurry only glides.
    """
    if alpha >= 1:
        return replace(walker, at=float(to), arrow=1.0, leap=0.0)
    first = round(walker.at)
    done = alpha * (to - first)
    k = min(int(done), to - first - 1)
    part = done - k
    if arrow_shown:
        glide, arrow, leap = part / 0.6, (part - 0.6) / 0.4 if part > 0.6 else 1.0, 0.0
    elif to - first <= UNHURRIED:
        glide, arrow, leap = (part - 0.4) / 0.6, part / 0.4, 1.0
    else:
        glide, arrow, leap = part, 1.0, 0.0
    return replace(walker, at=first + k + smooth(glide), arrow=smooth(arrow), leap=leap)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the points to iterate ``to``."""

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Run the path backwards."""
        walkers = tuple(
            replace(walker, at=mix(walker.at, float(self.to), smooth(alpha)))
            if self.run in (None, walker.run) and walker.at > self.to
            else walker
            for walker in state.walkers
        )
        return replace(state, walkers=walkers)


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes a run off the map, or (``run`` None) all of them, with their marks and guides."""

    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade what belongs to the run."""
        fade = mix(1.0, 0.0, smooth(alpha))

        def gone(run: RunName) -> bool:
            return self.run in (None, run)

        if alpha >= 1:
            return replace(
                state,
                walkers=tuple(w for w in state.walkers if not gone(w.run)),
                guides=tuple(g for g in state.guides if not gone(g.run)),
                marks=tuple(m for m in state.marks if not gone(m.run)),
            )
        return replace(
            state,
            walkers=tuple(
                replace(w, seen=w.seen * fade) if gone(w.run) else w for w in state.walkers
            ),
            guides=tuple(
                replace(g, opacity=g.opacity * fade) if gone(g.run) else g for g in state.guides
            ),
            marks=tuple(
                replace(m, opacity=m.opacity * fade) if gone(m.run) else m for m in state.marks
            ),
        )


@dataclass(frozen=True, slots=True)
class Pulse:
    """Draws the eye with a ring: to where a run stands, to its iterate ``k``, or to the minimum."""

    what: Literal["point", "minimum"] = "point"
    run: RunName | None = None
    k: int | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Widen the ring; it has vanished at the end."""
        if self.what == "minimum":
            return _ringed(state, None, 0.0, alpha)
        for walker in movers(state, self.run):
            k = walker.at if self.k is None else float(self.k)
            state = _ringed(state, walker.run, k, alpha)
        return state


def movers(state: State, run: RunName | None) -> tuple[Walker, ...]:
    """Return the walkers an action is for: one run's, or all."""
    return tuple(walker for walker in state.walkers if run in (None, walker.run))


def _ringed(state: State, run: RunName | None, k: float, alpha: float) -> State:
    if not 0 < alpha < 1:
        return state
    return replace(state, rings=(*state.rings, Ring(run, k, alpha)))
