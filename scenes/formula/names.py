"""Which terms a word of the script means, and which terms a name stands at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from scenes.formula.model import Line
from scenes.look import Meaning
from scenes.stage import Mistake
from scenes.terms.board import Side
from script.errors import did_you_mean
from script.typed import Text


@dataclass(frozen=True, slots=True)
class Label:
    """A name with the terms it stands at, ``first`` to ``last``."""

    text: Text
    color: Meaning
    side: Side
    first: int
    last: int


def of(line: Line, key: str) -> tuple[int, ...]:
    """Return the terms of a line that are called ``key``; ``Mistake`` when there are none."""
    keys = [term.key for term in line.terms]
    if key not in keys:
        hint = did_you_mean(key, keys)
        raise Mistake(f"the line {line.id} has no term {key}" + (f" - {hint}" if hint else ""))
    return tuple(i for i, k in enumerate(keys) if k == key)


def among(line: Line, keys: Sequence[str]) -> tuple[int, ...]:
    """Return the terms of a line that are called any of ``keys``, in order; none: all."""
    if not keys:
        return tuple(range(len(line.terms)))
    return tuple(sorted({i for key in keys for i in of(line, key)}))


def labels(line: Line) -> tuple[Label, ...]:
    """Return the names of a line, from left to right on each side.

    Raises
    ------
    Mistake
        When two of them would stand on one side of the same term.
    """
    found = [
        Label(term.name, term.color, term.side, i, i)
        for i, term in enumerate(line.terms)
        if term.name
    ]
    for name in line.names:
        if not name.terms:
            raise Mistake(f"the name {name.name} of the line {line.id} says no terms")
        at = among(line, name.terms)
        found.append(Label(name.name, name.color, name.side, at[0], at[-1]))
    found.sort(key=lambda label: (label.side, label.first))
    for side, group in groupby(found, key=lambda label: label.side):
        for one, other in pairwise(group):
            if other.first <= one.last:
                raise Mistake(
                    f"{one.text} and {other.text} both stand {side} one term of the line "
                    f"{line.id}: put one on the other side"
                )
    return tuple(found)


def named(line: Line, keys: Sequence[str]) -> tuple[int, ...]:
    """Return the names that stand at the terms ``keys`` (none: all of the line), from the left.

    A name of several terms is meant by all its terms, or by any of them that has no name alone.
    """
    known = labels(line)
    order = sorted(range(len(known)), key=lambda i: (known[i].first, known[i].last))
    if not keys:
        return tuple(order)
    chosen: list[int] = []
    for key in keys:
        at = of(line, key)
        hits = [i for i in order if known[i].first <= at[0] and at[-1] <= known[i].last] or [
            i for i in order if any(known[i].first <= t <= known[i].last for t in at)
        ]
        if not hits:
            raise Mistake(f"the term {key} of the line {line.id} has no name")
        alone = [i for i in hits if known[i].first == known[i].last]
        chosen += alone or hits
    return tuple(dict.fromkeys(chosen))
