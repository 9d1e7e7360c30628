"""The fewest edits to a playlist: compared with all ways to do it, for small ones."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.targets.youtube_order import Entry, moves, next_edit


def _done(there: list[Entry], wanted: list[str], unwanted: set[str]) -> tuple[list[str], list[str]]:
    """Return the films in the end, and the kinds of edits on the way."""
    kinds = []
    while edit := next_edit(there, wanted, unwanted):
        kinds.append(edit.kind)
        there = [one for one in there if one.entry != edit.entry]
        if edit.kind != "delete":
            there.insert(edit.at, Entry(edit.entry or f"new {edit.film}", edit.film))
        assert len(kinds) < 50
    return [one.film for one in there], kinds


def _fewest(there: list[str], wanted: list[str]) -> int:
    """Return how many films must move: all but the most that stand in order already."""
    for size in range(len(there), -1, -1):
        for kept in combinations(there, size):
            if [film for film in wanted if film in kept] == list(kept):
                return len(there) - size
    raise AssertionError


@given(st.lists(st.sampled_from("abcdxyo"), max_size=8), st.permutations("abcd"), st.integers(0, 4))
def test_a_playlist_gets_into_any_order(there: list[str], order: list[str], size: int) -> None:
    """``x`` and ``y`` are somebody else's, ``o`` was superseded; the same may be there twice."""
    wanted = order[:size]
    unwanted = {"o", *order[size:]}
    entries = [Entry(f"{at}", film) for at, film in enumerate(there)]
    films, kinds = _done(entries, wanted, unwanted)
    assert [film for film in films if film in "abcdo"] == wanted
    others = [film for film in there if film in "xy"]
    assert [film for film in films if film in "xy"] == others
    assert kinds == sorted(kinds, key=["insert", "delete", "move"].index)


def test_no_more_films_move_than_must() -> None:
    wanted = list("abcde")
    for there in permutations(wanted):
        entries = [Entry(film, film) for film in there]
        films, kinds = _done(entries, wanted, set())
        assert films == wanted
        assert kinds == ["move"] * _fewest(list(there), wanted)
        assert moves(there, wanted) == len(kinds)


def test_a_film_takes_the_place_of_the_one_before() -> None:
    entries = [Entry(film, film) for film in ("a", "hand", "old", "c")]
    films, kinds = _done(entries, ["a", "new", "c"], {"old"})
    assert (films, kinds) == (["a", "new", "hand", "c"], ["insert", "delete"])
