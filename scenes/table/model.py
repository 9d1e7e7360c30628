"""What a table holds and what of it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from gdmath.array import Array
from gdmath.run import Trajectory
from scenes.frames import fading
from scenes.look import Meaning
from script.typed import Maths, RunName, Text

NO_TEXT = Text("")
NO_MATHS = Maths("")

Quantity = Literal[
    "k",
    "x",
    "y",
    "f",
    "grad_x",
    "grad_y",
    "grad_norm",
    "step_x",
    "step_y",
    "step_len",
    "angle_to_min",
]

_HEADS: dict[Quantity, tuple[str, Meaning]] = {
    "k": ("k", "muted"),
    "x": ("x", "x"),
    "y": ("y", "y"),
    "f": ("f", "loss"),
    "grad_x": ("partial_x f", "gradient"),
    "grad_y": ("partial_y f", "gradient"),
    "grad_norm": ("abs(nabla f)", "gradient"),
    "step_x": ("Delta x", "step"),
    "step_y": ("Delta y", "step"),
    "step_len": ("abs(Delta)", "step"),
    "angle_to_min": ("angle", "ink"),
}
"""The name and colour of a column that gives none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A quantity of every iterate.

    Attributes
    ----------
    of : str
        What is shown of each iterate.
    name : Maths
        Its head, in Typst maths; by default the quantity's usual sign.
    format : str
        How numbers are rounded, as in Python.
    ratio : Text
        What the action ``ratios`` puts between each entry and the next, such as
        ``×0.8``.
    color : str
        The colour's meaning; by default the quantity's.
    """

    of: Quantity
    name: Maths = NO_MATHS
    format: str = ".2f"
    ratio: Text = NO_TEXT
    color: Meaning | None = None

    @property
    def head(self) -> str:
        """The name at its top, Typst maths."""
        return self.name or _HEADS[self.of][0]

    @property
    def shade(self) -> Meaning:
        """The colour's meaning."""
        return self.color or _HEADS[self.of][1]

    def text(self, trajectory: Trajectory, k: int) -> str:
        """Return the entry of iterate ``k``: rounded, never a negative zero; empty for no step."""
        if self.of == "k":
            return str(k)
        values = _values(trajectory, self.of)
        if k >= len(values):
            return ""
        entry = format(float(values[k]), self.format)
        return entry.removeprefix("-") if not any(c in entry for c in "123456789n") else entry


COLUMNS = (Column("k"), Column("x"), Column("y"), Column("f"))


@dataclass(frozen=True, slots=True)
class Params:
    """The columns of a run's table, with rows for k = 0 to ``rows``.

    Attributes
    ----------
    run : RunName
        The run.
    columns : tuple of Column
        What is shown of it; a quantity alone stands for its column.
    rows : int
        The last row: k goes from 0 to it.
    title : Text
        Stands over the table.
    """

    run: RunName
    columns: tuple[Column, ...] = COLUMNS
    rows: int = 10
    title: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Mark:
    """A soft box behind a row, or behind one entry when ``column`` is not empty."""

    row: int
    column: str
    strength: float


@dataclass(frozen=True, slots=True)
class Ratios:
    """The arrows from each entry of a column to the next, with the column's ratio beside them."""

    column: str
    strength: float


@dataclass(frozen=True, slots=True)
class State:
    """What is seen: each row's opacity, boxes, ratios."""

    rows: tuple[float, ...]
    marks: tuple[Mark, ...] = ()
    ratios: tuple[Ratios, ...] = ()

    @property
    def last(self) -> int:
        """The last row in sight, -1 for none."""
        return max((k for k, seen in enumerate(self.rows) if seen > 0), default=-1)

    def with_marks(self, chosen: Callable[[Mark], bool], alpha: float) -> State:
        """Return the state with the chosen boxes faded by ``alpha``, and gone at 1."""
        return replace(self, marks=fading(self.marks, chosen, alpha))


def _values(trajectory: Trajectory, quantity: Quantity) -> Array:
    """Return a quantity of every iterate, (n+1,), or of every step, (n,)."""
    name, _, axis = quantity.rpartition("_")
    if quantity in ("x", "y"):
        return trajectory.x[:, "xy".index(quantity)]
    if name in ("grad", "step") and axis in ("x", "y"):
        vectors: Array = getattr(trajectory, name)
        return vectors[:, "xy".index(axis)]
    values: Array = getattr(trajectory, quantity)
    return values
