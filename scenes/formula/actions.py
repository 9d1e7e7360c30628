"""What can happen to a formula. Terms are called by their ``id``, or by their maths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenes.ease import mix, smooth
from scenes.formula.model import Crossing, State
from scenes.stage import Mistake
from scenes.terms.lines import DIM, WRITE_S, blank, whole

if TYPE_CHECKING:
    from scenes.formula import Formula


@dataclass(frozen=True, slots=True)
class Write:
    """Writes a line term after term, 0.6 seconds each.

    Attributes
    ----------
    line : str
        The line.
    to : str
        The last term to write; by default the end of the line.
    """

    line: str
    to: str = ""

    def length(self, state: State, stage: Formula) -> float:
        """Return the time by the number of terms, in seconds."""
        left = state.lines[stage.index(self.line)].left(self._stop(stage))
        return WRITE_S * max(len(left), 1)

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while it is written."""
        index = stage.index(self.line)
        return state.with_line(index, state.lines[index].writing(self._stop(stage), alpha))

    def brings_formula(self, state: State, stage: Formula) -> bool:
        """Return whether the line is whole after it."""
        return self._stop(stage) == len(state.lines[stage.index(self.line)].written)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when there is nothing to write."""
        if not state.lines[stage.index(self.line)].left(self._stop(stage)):
            raise Mistake(f"the line {self.line} is already written so far")

    def _stop(self, stage: Formula) -> int:
        return stage.terms(self.line, (self.to,) if self.to else ())[-1] + 1


@dataclass(frozen=True, slots=True)
class Show:
    """Fades a whole line in, and brings what is dimmed back.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        Only these terms; by default all.
    """

    line: str
    terms: tuple[str, ...] = ()

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.5

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while it appears."""
        index = stage.index(self.line)
        line, shown = state.lines[index], state.lines[index].showing(alpha)
        if not self.terms:
            return state.with_line(index, shown)
        chosen = stage.terms(self.line, self.terms)
        pick = range(len(line.written))
        return state.with_line(
            index,
            replace(
                line,
                written=tuple((shown if i in chosen else line).written[i] for i in pick),
                opacity=tuple((shown if i in chosen else line).opacity[i] for i in pick),
            ),
        )

    def brings_formula(self, state: State, stage: Formula) -> bool:
        """Return whether the whole line was not on the board before."""
        return not self.terms and not state.lines[stage.index(self.line)].seen

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when it is there already."""
        line = state.lines[stage.index(self.line)]
        chosen = stage.terms(self.line, self.terms)
        if line.light >= 1 and all(line.written[i] * line.opacity[i] >= 1 for i in chosen):
            raise Mistake(f"the line {self.line} is shown already")


@dataclass(frozen=True, slots=True)
class Dim:
    """Lets a line, or some of its terms, step back; ``show`` brings them forward again.

    Attributes
    ----------
    line : str
        The line.
    terms : tuple of str
        Only these terms; by default all.
    """

    line: str
    terms: tuple[str, ...] = ()

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while it dims."""
        index = stage.index(self.line)
        line = state.lines[index]
        if not self.terms:
            return state.with_line(index, line.dimming(alpha))
        chosen = stage.terms(self.line, self.terms)
        opacity = tuple(
            mix(o, DIM, smooth(alpha)) if i in chosen else o for i, o in enumerate(line.opacity)
        )
        return state.with_line(index, replace(line, opacity=opacity))

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when it is not there."""
        stage.must_be_seen(self.line, self.terms, state)


@dataclass(frozen=True, slots=True)
class Erase:
    """Fades a line out, with its names and marks; it can be written again.

    Attributes
    ----------
    line : str
        The line.
    """

    line: str

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 0.4

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while it goes."""
        index = stage.index(self.line)
        state = state.with_line(index, state.lines[index].erasing(alpha))
        return state.unmarking(lambda mark: mark.line == self.line, alpha)

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` when the line is not there."""
        stage.must_be_seen(self.line, (), state)


@dataclass(frozen=True, slots=True)
class Transform:
    """Turns a line into another: terms of the same name go to their new place and form.

    The old line stays, unless the new one ``replaces`` it: then what changes goes out, what stays
    the same glides, and what is new comes in, one after the other; names go along. Several terms
    of one name become one. Where the way to another place leads over what stands on the board, a
    term fades in at its place.

    Attributes
    ----------
    line : str
        The line that is there.
    into : str
        The line it becomes.
    """

    line: str
    into: str

    def length(self, state: State, stage: Formula) -> float:
        """Return seconds."""
        return 1.6

    def at(self, state: State, alpha: float, stage: Formula) -> State:
        """Return the state while one crosses into the other."""
        others = tuple(c for c in state.crossings if (c.line, c.into) != (self.line, self.into))
        if alpha <= 0:
            return replace(state, crossings=others)
        if stage.slot(self.line) == stage.slot(self.into):
            carried = stage.carried(self.line, self.into, state)
            state = state.unmarking(lambda mark: mark.line == self.line, min(2.5 * alpha, 1.0))
            come = min(max((alpha - 0.6) / 0.4, 0.0), 1.0)
            for name in carried if come > 0 else ():
                state = state.marking("name", self.into, ((name,),), come)
        if alpha < 1:
            crossing = Crossing(self.line, self.into, alpha)
            return replace(state, crossings=(*others, crossing))
        old, new = stage.index(self.line), stage.index(self.into)
        if stage.slot(self.line) == stage.slot(self.into):
            state = state.with_line(old, blank(len(state.lines[old].written)))
        state = state.with_line(new, whole(len(state.lines[new].written)))
        return replace(state, crossings=others)

    def brings_formula(self, state: State, stage: Formula) -> bool:
        """Return True: the new line was not on the board before."""
        return True

    def check(self, state: State, stage: Formula) -> None:
        """Raise ``Mistake`` unless the one is there and the other is not."""
        stage.must_be_seen(self.line, (), state)
        if self.line == self.into:
            raise Mistake(f"the line {self.line} cannot become itself")
        if state.lines[stage.index(self.into)].seen:
            raise Mistake(f"the line {self.into} is on the board already")
