"""The quiz of a lesson: its right answer is computed, and nothing else is as right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.prepare import LESSONS, in_all_languages, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look
from script.errors import ScriptErrors
from script.load import find_lessons, load_course

LESSON = """\
lesson: small
title: A small lesson
objective: Take a step.
minutes: 1
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 4}
quiz:
  question: The loss was {good.f[0]:.0f}. And after a step?
  choices:
  - {text: "{good.f[0] / 2:.1f}", value: "{good.f[0] / 2}"}
  - {text: "{good.f[1]:.0f}", value: "{good.f[1]}"}
  - {text: "0", value: 0}
  right: "{good.x[1][0] ** 2 + 2 * good.x[1][1] ** 2}"
  because: x and y are {good.x[1][0]:.0f} and {good.x[1][1]:.0f}.
scenes:
- {id: words, title: Words, kind: statements, with: {items: [One.]}, beats: [{id: one, say: One.}]}
"""
CHOICES = LESSON[LESSON.index("  choices:") : LESSON.index("  right:")]
NUMBER = LESSON.replace(CHOICES, "  within: 0.5\n")


def resolved(folder: Path, text: str, name: str = "small.yaml") -> ReadyLesson:
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    return ready(folder / name, look("l"))


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(ScriptErrors) as caught:
        resolved(folder, text)
    return [line.rpartition("small.yaml:")[2] for line in str(caught.value).splitlines()]


def test_the_right_choice_is_found_by_its_value(tmp_path: Path) -> None:
    quiz = resolved(tmp_path, LESSON).quiz
    assert quiz is not None
    assert json.loads(quiz.to_json()) == {
        "question": "The loss was 75. And after a step?",
        "choices": ["37.5", "34", "0"],
        "right": 1,
        "because": "x and y are 4 and 3.",
    }


def test_a_number_may_be_asked_for(tmp_path: Path) -> None:
    quiz = resolved(tmp_path, NUMBER).quiz
    assert quiz is not None
    known = json.loads(quiz.to_json())
    assert (known["number"], known["within"]) == (pytest.approx(34), 0.5)
    assert "choices" not in known


def test_a_lesson_needs_no_quiz(tmp_path: Path) -> None:
    without = LESSON[: LESSON.index("quiz:")] + LESSON[LESSON.index("scenes:") :]
    assert resolved(tmp_path, without).quiz is None


WRONG = {
    "typed-in": (
        ("right: " + LESSON.partition("right: ")[2].partition("\n")[0], "right: 34"),
        ["13:10: the right answer is typed in - compute it from a run"],
    ),
    "typed-in-as-a-sum": (
        ("{good.x[1][0] ** 2 + 2 * good.x[1][1] ** 2}", "{16 + 18}"),
        ["13:10: the right answer is typed in - compute it from a run"],
    ),
    "no-choice": (
        ("{good.x[1][0] ** 2 + 2", "{good.x[1][0] ** 2 + 3"),
        ["13:10: no choice has the value 43"],
    ),
    "two-are-right": (
        ('"0", value: 0', '"34.0", value: 34'),
        ["12:5: “34.0” is the same answer as “34”"],
    ),
    "two-read-the-same": (
        ('"0", value: 0', '"34", value: 34.1'),
        ["12:5: two choices read “34” - show more digits"],
    ),
    "one-choice": (
        (CHOICES, '  choices: [{text: "34", value: "{good.f[1]}"}]\n'),
        ["8:3: a quiz has 2 to 5 choices"],
    ),
    "neither": (
        (CHOICES, ""),
        ["8:3: a quiz has choices, or is answered by a number within: so much"],
    ),
    "within-nothing": ((CHOICES, "  within: 0\n"), ["8:3: within must be more than 0"]),
    "formula": (
        ("x and y are", "$x$ and $y$ are"),
        ["14:12: a page has no formulas in $ - write x² or η"],
    ),
    "no-such-run": (
        ("{good.f[1]:.0f}", "{god.f[1]:.0f}"),
        ["11:14: there is no run or value god - did you mean good?"],
    ),
    "key": (
        ("because:", "becuse:"),
        ["8:3: missing because", "14:3: unknown key becuse - did you mean because?"],
    ),
}


@pytest.mark.parametrize(("change", "messages"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, change: tuple[str, str], messages: list[str]
) -> None:
    assert LESSON.count(change[0]) == 1
    assert told(tmp_path, LESSON.replace(*change)) == messages


def test_a_translation_asks_in_its_language(tmp_path: Path) -> None:
    (tmp_path / "small.es.yaml").write_text(
        """\
translates: small
language: es
texts:
- {en: A small lesson, es: Una lección}
- {en: Take a step., es: Da un paso.}
- {en: Words, es: Palabras}
- {en: One., es: Uno.}
- en: The loss was {good.f[0]:.0f}. And after a step?
  es: La pérdida era {good.f[0]:.0f}. ¿Y tras un paso?
- en: x and y are {good.x[1][0]:.0f} and {good.x[1][1]:.0f}.
  es: Son {good.x[1][0]:.0f} y {good.x[1][1]:.0f}.
beats:
  words/one: {en: One., es: Uno.}
""",
        encoding="utf-8",
    )
    quiz = resolved(tmp_path, LESSON, "small.es.yaml").quiz
    assert quiz is not None
    assert quiz.question == "La pérdida era 75. ¿Y tras un paso?"
    assert quiz.choices == ("37,5", "34", "0")


class TestTheCourse:
    def test_every_lesson_has_a_quiz_with_an_explanation(self) -> None:
        shorts = {one.id for one in load_course(LESSONS / "course.yaml").shorts}
        asked = set()
        for path in (file for one in find_lessons(LESSONS) for file in in_all_languages(one)):
            known = ready(path, look("l"))
            if known.lesson.id in shorts:
                continue
            assert known.quiz is not None, path
            assert len(known.quiz.choices) >= 3
            assert len(known.quiz.because.split()) >= 10
            asked.add(known.quiz.right)
        assert asked == {0, 1, 2}, "the right answer is not always at one place"
