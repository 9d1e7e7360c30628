"""What no rule can say is refused, and lexicons lie over one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from script.errors import ScriptErrors
from script.load import load_lesson
from script.nodes import Place, Scalar
from script.say import Entry, parse
from script.say.english import ENGLISH
from script.say.entry import PHONES, layered, not_phones, phones, plain, pronunciations
from script.solve import solve


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("a ∮ b", "1:3: no rule can say ∮ (U+222E) in ∮ - "
                  "write [∮|how it is said] or add ∮ to lexicon:"),
        ("y|", "1:2: no rule can say | (U+007C) in y| - "
               "write [y||how it is said] or add | to lexicon:"),
        ("p‖q", "1:2: no rule can say ‖ (U+2016) in p‖q - "
                "write [p‖q|how it is said] or add ‖ to lexicon:"),
        ("and/or", "1:4: no rule can say / (U+002F) in and/or - "
                   "write [and/or|how it is said] or add / to lexicon:"),
        ("so \\etta", "1:4: there is no \\etta here - did you mean eta?"),
        ("so \\frac{1}", "1:4: \\frac lacks its braces - write \\frac{1}{3}"),
        ("a \\ b", "1:3: a backslash begins a command of TeX - such as \\eta"),
        ("\\frac{1}{\\etta}", "1:10: there is no \\etta here - did you mean eta?"),
        ("x_{k+1}", "1:4: there is no run or value k - "
                    "write x_(k+1) for an index or a power that is no number"),
    ],
)  # fmt: skip
def test_what_no_rule_can_say_is_refused(written: str, message: str) -> None:
    with pytest.raises(ScriptErrors) as caught:
        parse(Scalar(written, Place("l.yaml", 1, 1), source=written), {}, {})
    assert str(caught.value) == f"l.yaml:{message}"


LESSON = """\
lesson: layers
title: Layers
objective: Say it.
minutes: 1
lexicon: {SGD: stochastic descent}
scenes:
- id: one
  title: One
  kind: title_card
  with: {title: One}
  beats:
  - {id: one, say: "vs. κ, GD, SGD and Adam."}
"""


def test_a_lesson_lies_over_its_course_over_the_language_over_the_symbols(tmp_path: Path) -> None:
    def said() -> str:
        lesson = load_lesson(tmp_path / "l.yaml")
        return parse(lesson.scenes[0].beats[0].words, solve(lesson).names, lesson.lexicon).spoken

    (tmp_path / "l.yaml").write_text(LESSON, encoding="utf-8")
    assert said() == "versus kappa, G D, stochastic descent and Adam."
    course = "title: C\nlexicon: {κ: the ratio, vs.: against, SGD: sgd, Adam: {say: adam}}\n"
    (tmp_path / "course.yaml").write_text(course, encoding="utf-8")
    assert said() == "against the ratio, G D, stochastic descent and adam."


def test_a_line_knows_how_its_words_sound() -> None:
    lexicon = {"H": Entry("Hessian", "HH EH S IY AH N"), "κ": Entry("kappa", "K AE P AH")}
    words = Scalar("The H, curved.", Place("l.yaml", 1, 1), source="The H, curved.")
    assert parse(words, {}, lexicon).sounds == {"hessian": "HH EH S IY AH N"}


def test_layers_keep_the_last_entry() -> None:
    below, above = plain({"a": "one", "b": "two"}), {"b": Entry("three", "TH R IY")}
    over = layered(below, above)
    assert over == {"a": Entry("one"), "b": Entry("three", "TH R IY")}
    assert pronunciations(over) == {"three": "TH R IY"}


def test_pronunciations_of_the_language_are_phones_of_single_words() -> None:
    known = pronunciations(ENGLISH)
    assert known["eta"] == "EY T AH"
    assert all(set(sound.split()) <= PHONES for sound in known.values())
    assert all(" " not in word and word == word.lower() for word in known)


def test_phones_are_written_without_stress() -> None:
    assert phones(" hh EH1 s  iy0 Ah N ") == "HH EH S IY AH N"
    assert not_phones("HH EH1 S2 XX") == ["S2", "XX"]
