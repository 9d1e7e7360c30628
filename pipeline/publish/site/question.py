"""The question of a lesson: its answer can be opened, and with a script it is checked."""

from __future__ import annotations

from math import floor, log10
from xml.etree.ElementTree import Element

from pipeline.publish.site.elements import element
from pipeline.publish.site.wording import Wording
from script.quiz import Quiz


def question(quiz: Quiz, words: Wording) -> Element:
    """Return the section that asks and answers a question.

    Without a script the answer can be opened; what only a script can do is hidden.
    """
    given = {"data-right": repr(quiz.right), "data-is-right": words.is_right}
    given |= {"data-is-wrong": words.is_wrong, "data-no-number": words.no_number}
    if quiz.within is not None:
        given["data-within"] = repr(quiz.within)
    form = element(
        "form",
        {"id": "quiz-form", **given},
        element("fieldset", {}, element("legend", {}, quiz.question), *_answers(quiz, words)),
        element(
            "p",
            {"class": "controls", "hidden": ""},
            element("button", {"type": "submit"}, words.check),
        ),
        element("p", {"role": "status", "id": "verdict"}),
        element(
            "details",
            {},
            element("summary", {}, words.answer),
            element("p", {}, element("strong", {}, right_answer(quiz, words.decimal))),
            element("p", {}, quiz.because),
        ),
    )
    heading = element("h2", {"id": "quiz"}, words.quiz)
    return element("section", {"class": "quiz", "aria-labelledby": "quiz"}, heading, form)


def right_answer(quiz: Quiz, decimal: str) -> str:
    """Return the right choice, or the number, as exactly as it is asked for."""
    if quiz.within is None:
        return quiz.choices[int(quiz.right)]
    digits = max(0, -floor(log10(quiz.within)))
    return f"{quiz.right:.{digits}f}".replace(".", decimal)


def _answers(quiz: Quiz, words: Wording) -> list[Element]:
    if quiz.within is not None:
        field = {"type": "text", "name": "answer", "inputmode": "decimal", "autocomplete": "off"}
        return [element("label", {}, f"{words.your_answer} ", element("input", field))]
    return [
        element(
            "label",
            {},
            element("input", {"type": "radio", "name": "answer", "value": str(number)}),
            f" {text}",
        )
        for number, text in enumerate(quiz.choices)
    ]
