"""What runs do to lines through dots: they start, step, go back and leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, smooth
from scenes.line_fit.state import Color, Line, State
from scenes.pace import steps_s, stride
from script.typed import RunName, Text

if TYPE_CHECKING:
    from scenes.line_fit.stage import LineFit


@dataclass(frozen=True, slots=True)
class Start:
    """Puts the line of a run in front of the dots, at iterate ``k``.

    A line set by hand that is alone goes there and becomes the run's.

    Attributes
    ----------
    run : RunName
        Whose line.
    k : int
        The iterate it stands at.
    color : str
        Its colour; by default the next of the palette of runs, as on a map.
    label : Text
        What stands at its end.
    """

    run: RunName
    k: int = 0
    color: Color = ""
    label: Text = Text("")

    def length(self, state: State, stage: LineFit) -> float:
        """Return 0.9 seconds."""
        return 0.9

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade the line in, or let the one in hand glide."""
        hand, part = state.front, smooth(alpha)
        new = Line(self.run, float(self.k), self.k, color=self.color, label=self.label)
        if hand is not None and hand.run is None and len(state.lines) == 1:
            left = mix(1.0, 0.0, part)
            kept = hand.hand if left > 0 else (0.0, 0.0)
            return replace(state, lines=(replace(new, style=hand.style, hand=kept, by_hand=left),))
        new = replace(new, style=state.free_style, seen=mix(0.0, 1.0, part))
        return replace(state, lines=(*state.lines, new))


@dataclass(frozen=True, slots=True)
class Step:
    """Takes the lines of the runs to iterate ``to``, one visible tilt after another.

    It keeps the time and the pace of a map's ``step``: one cue may move both.

    Attributes
    ----------
    to : int
        The iterate to go to.
    run : RunName
        Whose line; by default all.
    """

    to: int
    run: RunName | None = None

    def length(self, state: State, stage: LineFit) -> float:
        """Return the time of the longest way, by the pace that all kinds share."""
        return steps_s(max((self.to - line.at for line in state.runs(self.run)), default=1.0))

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Tilt each line from one iterate to the next, evenly in time."""
        ahead = [line for line in state.runs(self.run) if line.at < self.to]
        return moved(state, ahead, lambda line: stride(round(line.at), self.to, alpha).at)


@dataclass(frozen=True, slots=True)
class Back:
    """Rewinds the lines of the runs to iterate ``to``.

    Attributes
    ----------
    to : int
        The iterate to go back to.
    run : RunName
        Whose line; by default all.
    """

    to: int = 0
    run: RunName | None = None

    def length(self, state: State, stage: LineFit) -> float:
        """Return one second."""
        return 1.0

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Tilt the lines back, through all their iterates."""
        past = [line for line in state.runs(self.run) if line.at > self.to]
        return moved(state, past, lambda line: mix(line.at, float(self.to), smooth(alpha)))


@dataclass(frozen=True, slots=True)
class Clear:
    """Takes the line of a run away, or (no ``run``) all lines, the one by hand too.

    Attributes
    ----------
    run : RunName
        Whose line.
    """

    run: RunName | None = None

    def length(self, state: State, stage: LineFit) -> float:
        """Return 0.6 seconds."""
        return 0.6

    def at(self, state: State, alpha: float, stage: LineFit) -> State:
        """Fade what belongs to them."""
        fade = mix(1.0, 0.0, smooth(alpha))
        lines = tuple(
            replace(line, seen=line.seen * fade) if self.run in (None, line.run) else line
            for line in state.lines
        )
        return replace(state, lines=tuple(line for line in lines if line.seen > 0))


def moved(state: State, lines: Sequence[Line], to: Callable[[Line], float]) -> State:
    """Return the state with some lines at other iterates: ``to`` gives each its own."""
    return replace(
        state,
        lines=tuple(replace(line, at=to(line)) if line in lines else line for line in state.lines),
    )
