"""No lesson uses a term or a symbol before the course has said what it is.

tests/data/vocabulary.yaml says where each is introduced; what is said counts by the beat, what is
shown by the scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import yaml
from lesson_words import DATA, Script, Words, scripts

Term = Mapping[str, Any]
TERMS: Sequence[Term] = yaml.safe_load((DATA / "vocabulary.yaml").read_text(encoding="utf-8"))[
    "terms"
]
each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term["term"])


@cache
def places() -> Mapping[str, int]:
    """Return where scenes and beats of the course stand, counted from its beginning."""
    found: dict[str, int] = {}
    for script in scripts():
        for scene in script.ready.lesson.scenes:
            found[f"{script.ready.lesson.id}/{scene.id}"] = len(found)
            for beat in scene.beats:
                found[f"{script.ready.lesson.id}/{scene.id}/{beat.id}"] = len(found)
    return found


@cache
def titles() -> frozenset[str]:
    """Return what lessons are called and promise, and the course: it may name what is to come."""
    lessons = [script.ready.lesson for script in scripts()]
    course = [lesson.course.title for lesson in lessons if lesson.course]
    return frozenset([*course, *(t for one in lessons for t in (one.title, one.objective))])


def uses(term: Term, course: Sequence[Script]) -> Iterator[tuple[str, Words]]:
    """Yield where the words of a term are, as lesson/scene or lesson/scene/beat."""
    like = re.compile(term["like"])
    for script in course:
        for words in script.words:
            if words.scene and words.text not in titles() and like.search(words.text):
                yield f"{script.ready.lesson.id}/{words.where}", words


def too_early(term: Term, course: Sequence[Script]) -> list[str]:
    """Return the uses of a term before it is introduced that have no reason."""
    introduced, allowed = term["at"], term.get("before", {})
    scene = introduced.rpartition("/")[0]
    return [
        f"{where}: {words.text}"
        for where, words in uses(term, course)
        if where != scene
        and places()[where] < places()[introduced]
        and "/".join(where.split("/")[:2]) not in allowed
    ]


def introduced(term: Term) -> list[str]:
    """Return the texts that introduce a term: what its beat says, or what is shown meanwhile."""
    at = (term["at"], term["at"].rpartition("/")[0])
    assert term["at"] in places()
    return [words.text for where, words in uses(term, scripts()) if where in at]


@each_term
class TestEveryTerm:
    def test_is_not_used_before_it_is_introduced(self, term: Term) -> None:
        assert too_early(term, scripts()) == []

    def test_is_there_where_it_is_introduced(self, term: Term) -> None:
        assert introduced(term)

    def test_is_used_earlier_where_a_reason_is_given(self, term: Term) -> None:
        used = {"/".join(where.split("/")[:2]) for where, _ in uses(term, scripts())}
        for where, why in term.get("before", {}).items():
            assert where in used
            assert places()[where] < places()[term["at"]]
            assert len(why.split()) >= 3

    def test_is_found_when_it_is_used_too_early(self, term: Term) -> None:
        first = scripts()[0]
        begin = first.ready.lesson.scenes[0]
        planted = Words(begin.id, begin.beats[0].id, introduced(term)[0])
        course = [replace(first, words=(planted,))]
        assert len(too_early(term, course)) == 1


def test_no_term_is_listed_twice() -> None:
    names = [term["term"] for term in TERMS]
    assert len(set(names)) == len(names)
