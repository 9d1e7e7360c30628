"""What a program on screen is, and what of it is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scenes.look import Meaning
from script.typed import RunName, Text

NO_TEXT = Text("")

Quantity = Literal[
    "k", "point", "x", "y", "f", "grad", "grad_norm", "step", "step_len", "lr"
]  # fmt: skip
"""What a live value shows: of the iterate ``point`` or one of its numbers, ``f``, ``grad``; of the
step taken last ``step``, its length, its learning rate; ``k`` counts."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A live value beside a line: what the line has computed so far in the run.

    Attributes
    ----------
    name : str
        What it is called in the program.
    of : str
        What of the run it is.
    line : int
        The line that computes it, one of the loop's. On the last one, the update, it is the
        iterate reached; on an earlier one that of the step under way, and nothing before.
    format : str
        A Python format for each number. What would be longer than nine characters is shown as
        ``1.23e+45``; ``inf`` and ``nan`` as such.
    color : str
        The colour's meaning; by default that of ``name`` in the program.
    """

    name: str
    of: Quantity
    line: int
    format: str = ".2f"
    color: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the program that have a meaning, and so its colour.

    Attributes
    ----------
    names : tuple of str
        As they stand in the code.
    color : str
        The colour's meaning.
    """

    names: tuple[str, ...]
    color: Meaning


@dataclass(frozen=True, slots=True)
class Params:
    """A short program, and which of its lines a step of a run goes through.

    Attributes
    ----------
    code : Text
        The program, a line a line; lines are counted from 1. ``{numbers}`` are filled in, a brace
        is written twice.
    title : Text
        Stands over it, as a file's name does.
    numbers : bool
        Whether lines have their numbers.
    run : RunName
        The run whose steps and live values are shown.
    loop : tuple of int
        The lines a step runs, in order; the last one is the update.
    watch : tuple of Watch
        The live values.
    colors : tuple of Names
        The meaning of the program's names. Keywords are bold and comments slanted: colour is left
        to meaning.
    """

    code: Text
    title: Text = NO_TEXT
    numbers: bool = False
    run: RunName | None = None
    loop: tuple[int, ...] = ()
    watch: tuple[Watch, ...] = ()
    colors: tuple[Names, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The program's lines, without blanks at their ends and blank lines at its foot."""
        return tuple(line.rstrip().expandtabs(4) for line in self.code.rstrip().split("\n"))

    def color(self, name: str) -> str:
        """Return the meaning of a name: ``ink`` for none."""
        return next((known.color for known in self.colors if name in known.names), "ink")


@dataclass(frozen=True, slots=True)
class LineState:
    """A line: its text, how far it is written, its light, and what it is becoming.

    ``next`` is the text that takes the place of ``text``, ``progress`` of the way there.
    """

    text: str
    written: float = 0.0
    light: float = 1.0
    next: str = ""
    progress: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """Everything on the panel.

    ``bar`` is the line the bar is on, counted from 1, a fraction on its way; ``lit`` is its
    strength. ``done`` is how often each line of the loop has run; ``values`` is the opacity of
    the live values.
    """

    lines: tuple[LineState, ...]
    bar: float = 1.0
    lit: float = 0.0
    done: tuple[int, ...] = ()
    values: float = 0.0

    @property
    def k(self) -> int:
        """The iterate reached."""
        return self.done[-1] if self.done else 0

    def with_line(self, index: int, line: LineState) -> State:
        """Return the state with one line (counted from 0) changed."""
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))
