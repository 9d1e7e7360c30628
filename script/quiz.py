"""The question about a lesson that its course page asks: ``quiz:``, its right answer computed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from math import isclose

from script.errors import ExpressionError, Findings
from script.expression import evaluate
from script.nodes import Map, Place, Scalar, scalars
from script.scalars import Text
from script.typed import Context, read

FEWEST, MOST = 2, 5
"""How many choices a question has."""
_ALIKE = 1e-9
"""Relative difference up to which two numbers are the same answer."""


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """``{text: "{good.f[1]:.0f}, it fell", value: "{good.f[1]}"}``."""

    text: Text
    value: float
    place: Place


@dataclass(frozen=True, slots=True)
class QuizForm:
    """A question with ``choices``, or one that a number answers, right ``within`` so much."""

    question: Text
    right: float
    because: Text
    choices: tuple[ChoiceForm, ...] = ()
    within: float | None = None

    def __post_init__(self) -> None:
        if bool(self.choices) == (self.within is not None):
            raise ValueError("a quiz has choices, or is answered by a number within: so much")
        if self.choices and not FEWEST <= len(self.choices) <= MOST:
            raise ValueError(f"a quiz has {FEWEST} to {MOST} choices")
        if self.within is not None and not self.within > 0:
            raise ValueError("within must be more than 0")


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question about a lesson, its numbers filled in.

    ``choices`` are empty where a number is asked for. ``right`` is the place of the right choice,
    counted from 0, or that number; ``within`` is how far off an answer may be.
    """

    question: str
    choices: tuple[str, ...]
    right: float
    within: float | None
    because: str

    def to_json(self) -> str:
        """Return what a page reads: ``choices`` with ``right``, or ``number`` and ``within``."""
        answer: dict[str, object] = {"choices": self.choices, "right": self.right}
        if self.within is not None:
            answer = {"number": self.right, "within": self.within}
        told = {"question": self.question, **answer, "because": self.because}
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def read_quiz(node: Map, context: Context, findings: Findings) -> Quiz | None:
    """Return the quiz of a lesson, noting what is wrong with it.

    Its right answer must be computed from a result, and be the value of exactly one choice.
    """
    form: QuizForm | None = None
    with findings:
        form = read(node, QuizForm, context)
    if form is None:
        return None
    noted = len(findings)
    answer = node.get("right")
    assert isinstance(answer, Scalar)  # or it would not have been read
    if _is_typed_in(answer):
        findings.add(answer.place, "the right answer is typed in", "compute it from a run")
    for text in scalars(node):
        if "$" in text.text:
            findings.add(text.place, "a page has no formulas in $", "write x² or η")
    _check_choices(form, answer.place, findings)
    if len(findings) > noted:
        return None
    if form.within is not None:
        return Quiz(form.question, (), form.right, form.within, form.because)
    right = next(at for at, one in enumerate(form.choices) if _same(one.value, form.right))
    texts = tuple(str(one.text) for one in form.choices)
    return Quiz(form.question, texts, right, None, form.because)


def _check_choices(form: QuizForm, answer: Place, findings: Findings) -> None:
    for one, other in combinations(form.choices, 2):
        if _same(one.value, other.value):
            findings.add(other.place, f"“{other.text}” is the same answer as “{one.text}”")
        elif one.text == other.text:
            findings.add(other.place, f"two choices read “{one.text}”", "show more digits")
    if form.choices and not any(_same(one.value, form.right) for one in form.choices):
        findings.add(answer, f"no choice has the value {form.right:g}")


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=_ALIKE, abs_tol=1e-12)


def _is_typed_in(answer: Scalar) -> bool:
    """Tell whether an answer is the same whatever the results of the lesson are."""
    text = answer.text.strip()
    if not text.startswith("{"):
        return True
    try:
        evaluate(text[1:-1], {})
    except ExpressionError:
        return False
    return True
