"""Footage that may still be in the making: who asks for a beat waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Footage:
    """A beat's stored segment and last picture; ``key`` says what they were made from."""

    key: str
    segment: Path
    still: Path


class Awaited:
    """The footage of a lesson's beats, by ``scene/beat``, while it comes.

    Parameters
    ----------
    keys
        What each beat's footage is made from: known before it is there.
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.keys = keys
        self._coming: Mapping[str, Future[Footage]] = {name: Future() for name in keys}

    @classmethod
    def here(cls, footage: Mapping[str, Footage]) -> Awaited:
        """Return footage for which nobody needs to wait."""
        made = cls({name: one.key for name, one in footage.items()})
        for name, one in footage.items():
            made.arrived(name, one)
        return made

    def __getitem__(self, name: str) -> Footage:
        """Return a beat's footage once it is there; raise what ``give_up`` was told if it is."""
        return self._coming[name].result()

    def as_they_come(self) -> Iterator[tuple[str, Footage]]:
        """Yield name and footage of every beat as soon as it is there; raises as asking does."""
        names = {one: name for name, one in self._coming.items()}
        for one in as_completed(names):
            yield names[one], one.result()

    def arrived(self, name: str, footage: Footage) -> None:
        """Give a beat's footage to all who wait for it."""
        self._coming[name].set_result(footage)

    def give_up(self, error: BaseException) -> None:
        """Let all who wait for what is not there have an error instead."""
        for one in self._coming.values():
            if not one.done():
                one.set_exception(error)
