"""No number that a lesson says or shows was typed in as a result.

Each literal, a digit or a number word from two up, must be of a kind that tests/data/literals.yaml
allows there, with its reason: a new one fails until somebody has looked at it. What is said of a
result in words (``half``, ``four times``) is held against the result.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import yaml
from lesson_words import DATA, Script, Words, scripts

from script.expression import Names, evaluate

NUMBER_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    *("hundred", "thousand", "million", "billion", "half", "halves", "third", "quarter", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth", "hundredth", "thousandth", "millionth"),
    *("billionth", "twice", "thrice", "double", "doubled", "doubles", "triple", "tenfold"),
)
LITERAL = re.compile(
    rf"\d+(?:[.,]\d+)*|[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+|[½⅓¼¾⅕⅛]|\b(?:{'|'.join(NUMBER_WORDS)})s?\b",
    re.IGNORECASE,
)
KINDS = {
    "count": "things that are seen or told one by one",
    "fact": "a number from outside of the course's mathematics",
    "formula": "a constant of a formula or a definition that is written out",
    "given": "what the lesson chooses: how many steps, how much larger, which rate",
    "name": "a part of a name",
    "order": "the place of something in a row: a lesson, a step",
    "ratio": "a result in words, held against the results of the lesson",
}
RELATIONS = {
    "==": lambda a, b: a == pytest.approx(b, rel=1e-9),
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
LESSONS_IN_COURSE = range(1, 15)

Row = Mapping[str, Any]


@cache
def table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((DATA / "literals.yaml").read_text(encoding="utf-8"))
    return found


def rows(script: Script) -> list[Row]:
    return table()["lessons"].get(script.ready.lesson.id, [])


def titles() -> list[str]:
    return [script.ready.lesson.title for script in scripts()]


def patterns(script: Script) -> list[re.Pattern[str]]:
    """Return what may stand around a literal in the words of a lesson."""
    plain = [*titles(), *(phrase for row in rows(script) for phrase in row["in"])]
    everywhere = [re.compile(like) for row in table()["everywhere"] for like in row["like"]]
    return [*everywhere, *map(phrase_pattern, plain)]


@cache
def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase as whole words; a number alone must be the whole text."""
    if re.fullmatch(rf"{LITERAL.pattern}|\d+/\d+", phrase, re.IGNORECASE):
        return re.compile(rf"^{re.escape(phrase)}$")
    start = r"(?<!\w)" if phrase[0].isalnum() else ""
    return re.compile(start + re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalnum() else ""))


def uncovered(script: Script, words: Words) -> list[re.Match[str]]:
    """Return the literals of some words that nothing allows."""
    allowed = [
        found.span() for pattern in patterns(script) for found in pattern.finditer(words.text)
    ]
    return [
        literal
        for literal in LITERAL.finditer(words.text)
        if not any(first <= literal.start() and literal.end() <= last for first, last in allowed)
    ]


def holds(claim: str, names: Names) -> bool:
    """Return whether ``left == right`` (or <, <=, >, >=) is true of a lesson's results."""
    left, relation, right = re.split(r" (==|<=|>=|<|>) ", claim)
    return bool(RELATIONS[relation](evaluate(left, names), evaluate(right, names)))


def all_rows() -> Iterator[Row]:
    yield from table()["everywhere"]
    for of_lesson in table()["lessons"].values():
        yield from of_lesson


each_lesson = pytest.mark.parametrize("script", scripts(), ids=lambda one: one.ready.lesson.id)


@each_lesson
class TestEveryLesson:
    def test_has_no_literal_but_those_allowed(self, script: Script) -> None:
        found = [
            f"{words.where}: {literal.group()} in: {words.text}"
            for words in script.words
            for literal in uncovered(script, words)
        ]
        assert found == []

    def test_has_every_phrase_that_the_table_allows(self, script: Script) -> None:
        texts = [words.text for words in script.words]
        for phrase in (phrase for row in rows(script) for phrase in row["in"]):
            assert LITERAL.search(phrase), phrase
            assert any(phrase_pattern(phrase).search(text) for text in texts), phrase

    def test_says_in_words_what_its_results_are(self, script: Script) -> None:
        for row in rows(script):
            for claim in row.get("holds", ()):
                assert holds(claim, script.ready.solved.names), claim

    def test_a_result_that_is_typed_in_is_found(self, script: Script) -> None:
        planted = replace(script.words[0], text="Now the loss is 33.97, ninety percent.")
        assert [one.group() for one in uncovered(script, planted)] == ["33.97", "ninety"]

    def test_names_lessons_that_there_are(self, script: Script) -> None:
        number = r"\b[Ll]esson (\d+|" + "|".join(NUMBER_WORDS[:13]) + r")\b"
        for words in script.words:
            for found in re.findall(number, words.text):
                lesson = int(found) if found.isdecimal() else NUMBER_WORDS.index(found) + 2
                assert lesson in LESSONS_IN_COURSE


def test_rows_have_a_kind_and_a_reason() -> None:
    assert {row["kind"] for row in all_rows()} == set(KINDS)
    for row in all_rows():
        assert len(row["why"].split()) >= 3, row
    for row in (row for of_one in table()["lessons"].values() for row in of_one):
        assert (row["kind"] == "ratio") <= bool(row.get("holds")), row


def test_lessons_of_the_table_are_lessons() -> None:
    assert set(table()["lessons"]) <= {script.ready.lesson.id for script in scripts()}


def test_patterns_for_everywhere_are_used_and_cover_no_sentence() -> None:
    texts = [words.text for script in scripts() for words in script.words]
    for like in (like for row in table()["everywhere"] for like in row["like"]):
        found = [one.group() for text in texts for one in re.finditer(like, text)]
        assert found, like
        assert max(map(len, found)) < 40, like
