"""How much of a line of terms is seen, and how that changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from scenes.ease import mix, share, smooth
from scenes.stage import Mistake
from script.errors import did_you_mean

DIM = 0.38
"""The light of what steps back."""

WRITE_S = 0.6
"""Seconds to write a term."""


@dataclass(frozen=True, slots=True)
class LineState:
    """How much of a line is seen.

    For each term, how far it is ``written`` and its ``opacity``; ``light`` dims the whole line.
    """

    written: tuple[float, ...]
    opacity: tuple[float, ...]
    light: float = 1.0

    @property
    def seen(self) -> bool:
        """Whether any of it is on the board."""
        return any(w > 0 and o > 0 for w, o in zip(self.written, self.opacity, strict=True))

    def left(self, stop: int) -> list[int]:
        """Return the terms before ``stop`` that are not written in full."""
        return [i for i, done in enumerate(self.written[:stop]) if done < 1]

    def writing(self, stop: int, alpha: float) -> LineState:
        """Return the line while its terms before ``stop`` are written one after another."""
        left = self.left(stop)
        written = list(self.written)
        for i, term in enumerate(left):
            written[term] = mix(self.written[term], 1.0, share(alpha, i, len(left)))
        return replace(self, written=tuple(written))

    def showing(self, alpha: float) -> LineState:
        """Return the line while all of it fades in and comes forward."""
        eased = smooth(alpha)
        opacity = tuple(
            mix(o if w > 0 else 0.0, 1.0, eased)
            for w, o in zip(self.written, self.opacity, strict=True)
        )
        written = tuple(mix(w, 1.0, alpha) if w > 0 else 1.0 for w in self.written)
        return LineState(written, opacity, mix(self.light, 1.0, eased))

    def lit(self, term: int) -> float:
        """Return the opacity of a term, the light of its line included."""
        return self.opacity[term] * self.light

    def dimming(self, alpha: float) -> LineState:
        """Return the line while it steps back."""
        return replace(self, light=mix(self.light, DIM, smooth(alpha)))

    def erasing(self, alpha: float) -> LineState:
        """Return the line while it fades out; blank at 1."""
        if alpha >= 1:
            return blank(len(self.written))
        return replace(self, opacity=tuple(mix(o, 0.0, smooth(alpha)) for o in self.opacity))


def blank(terms: int) -> LineState:
    """Return a line of which nothing is written."""
    return LineState((0.0,) * terms, (1.0,) * terms)


def whole(terms: int) -> LineState:
    """Return a line that is written in full."""
    return LineState((1.0,) * terms, (1.0,) * terms)


class AnyTerm(Protocol):
    """A term: it has Typst maths."""

    @property
    def math(self) -> str:
        """The maths."""
        ...


class AnyLine(Protocol):
    """A line of terms, which may take the place of an earlier one."""

    @property
    def id(self) -> str:
        """What it is called."""
        ...

    @property
    def terms(self) -> Sequence[AnyTerm]:
        """Its terms."""
        ...

    @property
    def replaces(self) -> str:
        """The line whose place it takes, if any."""
        ...


def slots(lines: Sequence[AnyLine]) -> dict[str, int]:
    """Return the place of every line, counted from the top; lines that replace others share one.

    Raises
    ------
    Mistake
        When two lines have one name, one replaces what is not there, or a term is empty.
    """
    found: dict[str, int] = {}
    for line in lines:
        if line.id in found:
            raise Mistake(f"two lines are called {line.id}")
        if line.replaces and line.replaces not in found:
            raise Mistake(f"the line {line.id} replaces {line.replaces}: no line before it")
        if not all(term.math.strip() for term in line.terms):
            raise Mistake(f"a term of the line {line.id} has no math")
        new = max(found.values(), default=-1) + 1
        found[line.id] = found[line.replaces] if line.replaces else new
    return found


def must_know(line: str, known: Collection[str]) -> None:
    """Raise ``Mistake`` when there is no line of that name."""
    if line not in known:
        hint = did_you_mean(line, known)
        raise Mistake(f"there is no line {line}" + (f" - {hint}" if hint else ""))
