"""What walkers do on a map: they start, step, go back, leave, and draw the eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from scenes.descent_2d.follow import ending, followed
from scenes.descent_2d.state import NEXT_STEP, Color, Ring, State, Walker, fading
from scenes.ease import mix, smooth
from scenes.pace import UNHURRIED, steps_s
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.descent_2d.stage import Descent2D


@dataclass(frozen=True, slots=True)
class Start:
    """Puts a run's point on the map, at iterate ``k``; its label stays there.

    Attributes
    ----------
    run : RunName
        Which run.
    k : int
        The iterate to begin at.
    color : Color
        A colour by meaning or optimizer, or 1 to 5; by default the next of these.
    label : Text
        Its name, beside the point or in the legend.
    seeds : int
        For a run that draws random numbers: a swarm, the same run with so many seeds.
    """

    run: RunName
    k: int = 0
    color: Color = ""
    label: Text = Text("")
    seeds: int = 0

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade the point in, inside a widening ring."""
        style = min(set(range(len(state.walkers) + 1)) - {w.style for w in state.walkers})
        ink = style, self.color, self.label
        walker = Walker(self.run, float(self.k), self.k, *ink, seeds=self.seeds)
        seen = mix(0.0, 1.0, smooth(alpha / 0.5))
        state = replace(state, walkers=(*state.walkers, replace(walker, seen=seen)))
        return _ringed(state, self.run, float(self.k), alpha)


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the points to iterate ``to``, one visible step after another, evenly in time.

    Attributes
    ----------
    to : int
        The iterate to go to.
    run : RunName or None
        Which run; by default all.
    arrow : bool
        Whether the arrow of a step appears while it is taken, where it is not shown anyway.
    """

    to: int
    run: RunName | None = None
    arrow: bool = True

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
            held = any(state.opacity(layer, walker.run) > 0 for layer in NEXT_STEP)
            ink = held, self.arrow
            walkers.append(_stepped(walker, self.to, alpha, *ink) if moves else walker)
        return followed(replace(state, walkers=tuple(walkers)), stage)


def _stepped(walker: Walker, to: int, alpha: float, arrow_shown: bool, leaps: bool) -> Walker:
    """Return the walker ``alpha`` of its way to iterate ``to``.

    With its step arrow shown it glides, then the next arrow grows; with the arrow hidden it
    appears for the step, if the walker ``leaps``. A walker in a hurry only glides.
    """
    if alpha >= 1:
        return replace(walker, at=float(to), arrow=1.0, leap=0.0)
    first = round(walker.at)
    done = alpha * (to - first)
    k = min(int(done), to - first - 1)
    part = done - k
    if arrow_shown:
        glide, arrow, leap = part / 0.6, (part - 0.6) / 0.4 if part > 0.6 else 1.0, 0.0
    elif leaps and to - first <= UNHURRIED:
        glide, arrow, leap = (part - 0.4) / 0.6, part / 0.4, 1.0
    else:
        glide, arrow, leap = part, 1.0, 0.0
    return replace(walker, at=first + k + smooth(glide), arrow=smooth(arrow), leap=leap)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the points to iterate ``to``.

    Attributes
    ----------
    to : int
        The iterate to go back to.
    run : RunName or None
        Which run; by default all.
    """

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
        return followed(replace(state, walkers=walkers), stage)


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes a run off the map, or all of them, with marks, guides, compass and race.

    Attributes
    ----------
    run : RunName or None
        Which run; by default all.
    """

    run: RunName | None = None

    def length(self, state: State, stage: Descent2D) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: Descent2D) -> State:
        """Fade what belongs to the run."""
        fade = mix(1.0, 0.0, smooth(alpha))

        def gone(run: RunName) -> bool:
            return self.run in (None, run)

        compass, race, follow = state.compass, state.race, state.follow
        if compass and gone(compass.run):
            compass = fading(compass, alpha)
        if race and gone(race.run):
            race = fading(race, alpha)
        if follow and any(map(gone, follow.runs)):
            follow = ending(follow, alpha)
        state = replace(state, compass=compass, race=race, follow=follow)
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
    """Draws the eye with a ring: to where a run stands, to one of its iterates, or to the minimum.

    Attributes
    ----------
    what : str
        ``point`` or ``minimum``.
    run : RunName or None
        Which run; by default all.
    k : int or None
        Which iterate; by default where the run stands.
    """

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
