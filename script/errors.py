"""The errors of Downhill: one tree, and the collector that shows a writer all mistakes at once.

::

    DownhillError              anything a user can cause; exit code 3
    +-- ScriptErrors           what is wrong in a lesson or course file; exit code 2
    +-- ExpressionError        what is wrong in a text, its place in the file still unknown; 2
    +-- ...                    the pipeline's own: a failed render, a missing tool, a full disk

A subclass prints as the lines the user should read; no traceback follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from script.nodes import Place

LISTED = 8
"""Up to so many candidates are listed when none of them is close."""


class DownhillError(Exception):
    """Anything a user can cause and mend; its text is the whole message."""

    exit_code: ClassVar[int] = 3


class ExpressionError(DownhillError):
    """A mistake in an expression, ``offset`` characters after its start."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(f"{message} - {hint}" if hint else message)
        self.message = message
        self.hint = hint
        self.offset = offset


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mistake: where it stands, what it is and how to mend it (``hint`` may be empty)."""

    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f" - {self.hint}" if self.hint else "")


class ScriptErrors(DownhillError):
    """The mistakes of a script, sorted by place; prints one line for each."""

    exit_code = 2

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(set(findings)))
        super().__init__("\n".join(map(str, self.findings)))


class Findings:
    """Collects mistakes so that one run reports them all.

    As a context manager it takes in the ``ScriptErrors`` of its block and lets the program go on.

    Examples
    --------
    >>> findings = Findings()
    >>> with findings:
    ...     raise ScriptErrors([])
    >>> findings.check()
    """

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note one mistake."""
        self._findings.append(Finding(place, message, hint))

    def extend(self, other: Findings) -> None:
        """Take in the mistakes of another collector."""
        self._findings.extend(other._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def check(self) -> None:
        """Raise ``ScriptErrors`` when anything was noted."""
        if self._findings:
            raise ScriptErrors(self._findings)

    def __enter__(self) -> Findings:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, ScriptErrors):
            self._findings.extend(error.findings)
            return True
        return False


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return a hint naming the candidate closest to ``name``.

    When none is close, the hint lists the candidates if they are few; otherwise it is empty.
    """
    known = sorted(set(candidates))
    if close := closest(name, known):
        return f"did you mean {close}?"
    if 0 < len(known) <= LISTED:
        return f"use {' or '.join((', '.join(known[:-1]), known[-1])) if known[1:] else known[0]}"
    return ""


def closest(name: str, candidates: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the candidate most like ``name``, letter case aside, if it is at least so alike.

    ``likeness`` goes from 0 to 1 (the same letters).
    """
    lowered = {candidate.lower(): candidate for candidate in sorted(candidates, reverse=True)}
    close = get_close_matches(name.lower(), sorted(lowered), n=1, cutoff=likeness)
    return lowered[close[0]] if close else None
