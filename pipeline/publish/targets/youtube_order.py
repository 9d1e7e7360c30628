"""The fewest edits that bring the films of a playlist into an order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """A film in a playlist: what the platform calls the entry, and the film."""

    entry: str
    film: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: ``at`` is where the film is afterwards, counted from 0."""

    kind: Literal["insert", "move", "delete"]
    film: str
    entry: str = ""
    at: int = 0


def next_edit(
    there: Sequence[Entry], wanted: Sequence[str], unwanted: Collection[str]
) -> Edit | None:
    """Return what is to be done first so that ``there`` has the ``wanted`` films in their order.

    Films that are neither wanted nor ``unwanted`` are somebody else's: they stay where they are.
    What is new comes in before what is old goes: a film that supersedes another one takes its
    place, and the place is never empty.
    """
    films = [one.film for one in there]
    for place, film in enumerate(wanted):
        if film not in films:
            return Edit("insert", film, at=_after(place, wanted, films))
    seen = set[str]()
    for one in there:
        if one.film in unwanted or (one.film in wanted and one.film in seen):
            return Edit("delete", one.film, one.entry)
        seen.add(one.film)
    ranks = {film: rank for rank, film in enumerate(wanted)}
    standing = set(_longest([ranks[film] for film in films if film in ranks]))
    for rank, film in enumerate(wanted):
        if rank not in standing:
            entry = there[films.index(film)]
            rest = [other for other in films if other != film]
            return Edit("move", film, entry.entry, _after(rank, wanted, rest))
    return None


def moves(there: Sequence[str], wanted: Sequence[str]) -> int:
    """Return how many of the films in both must move."""
    ranks = {film: rank for rank, film in enumerate(wanted)}
    common = [ranks[film] for film in there if film in ranks]
    return len(common) - len(_longest(common))


def _after(rank: int, wanted: Sequence[str], films: Sequence[str]) -> int:
    """Return the place after the film before; before the first other one, for the first film."""
    before = [films.index(film) for film in wanted[:rank] if film in films]
    if before:
        return before[-1] + 1
    return min((films.index(film) for film in wanted if film in films), default=len(films))


def _longest(ranks: Sequence[int]) -> list[int]:
    """Return the longest rising run of numbers, not all of them neighbours (patience sorting)."""
    tops, ends, before = list[int](), list[int](), dict[int, int | None]()
    for rank in ranks:
        pile = bisect_left(tops, rank)
        before[rank] = ends[pile - 1] if pile else None
        tops[pile : pile + 1] = [rank]
        ends[pile : pile + 1] = [rank]
    run, at = list[int](), ends[-1] if ends else None
    while at is not None:
        run.append(at)
        at = before[at]
    return run[::-1]
