"""Every symbol of the lexicon, every form of a number or formula, and layers over layers."""

from __future__ import annotations

import pytest

from script.nodes import Place, Scalar
from script.say import parse
from script.say.english import ENGLISH
from script.say.lexicon import (
    ACCENTS,
    FUNCTIONS,
    GREEK,
    MULTIPLES,
    RELATIONS,
    SILENT,
    SYMBOLS,
    UNITS,
)
from script.say.tex import COMMANDS
from tests.script.sayings import SAID


def spoken(shown: str) -> str:
    """Return how a text without expressions is said; braces and brackets stand for themselves."""
    written = "".join(f"{c}{c}" if c in "{}[]" else c for c in shown)
    return parse(Scalar(written, Place("l.yaml", 1, 1)), {}, {}).spoken


@pytest.mark.parametrize(("shown", "said"), SAID)
def test_every_form_is_said(shown: str, said: str) -> None:
    assert spoken(shown) == said


@pytest.mark.parametrize("letter", GREEK)
def test_every_letter_is_said(letter: str) -> None:
    assert spoken(f"{letter} = 1") == f"{GREEK[letter]} equals one"


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_said_of_one_and_of_many(unit: str) -> None:
    assert spoken(f"1 {unit}") == f"one {UNITS[unit]}"
    first, *rest = UNITS[unit].split()
    several = first if first.endswith("hertz") else f"{first}s"
    assert spoken(f"2{unit}") == spoken(f"2 {unit}") == " ".join(["two", several, *rest])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_of_something(name: str) -> None:
    assert spoken(f"{name}(x)") == f"{FUNCTIONS[name]} of x"


@pytest.mark.parametrize("word", ENGLISH)
def test_every_word_of_the_language_is_said(word: str) -> None:
    stop = "" if word.endswith(".") or f"{word}." in ENGLISH else "."
    assert spoken(f"so {word}{stop}") == f"so {ENGLISH[word].say}{stop}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_tex_is_a_character(name: str) -> None:
    left = "⟨x" if name == "rangle" else "x "
    line = parse(Scalar(f"{left}\\{name} y", Place("l.yaml", 1, 1)), {}, {})
    assert line.shown == f"{left}{COMMANDS[name]} y"
    assert not set("\\{}") & set(line.spoken)


@pytest.mark.parametrize(
    ("written", "shown", "said"),
    [
        (r"\frac{1}{3} left", "1/3 left", "one third left"),
        (r"−\frac{2}{3}", "−2/3", "minus two thirds"),
        (r"\frac{1-\eta}{2}", "(1−η)/2", "one minus eta over two"),
        (r"\frac{f(x)}{2 \pi}", "f(x)/(2π)", "f of x over two pi"),
        (r"\sqrt{2}", "√2", "the square root of two"),
        (r"\sqrt{\kappa + 1}", "√(κ+1)", "the square root of kappa plus one"),
        (r"\eta\nabla f", "η∇ f", "eta times the gradient f"),
    ],
)
def test_commands_with_arguments(written: str, shown: str, said: str) -> None:
    line = parse(Scalar(written, Place("l.yaml", 1, 1)), {}, {})
    assert (line.shown, line.spoken) == (shown, said)


def test_no_symbol_of_the_lexicon_is_untried() -> None:
    tried = "".join(shown for shown, _ in SAID)
    symbols = {*SYMBOLS, *RELATIONS, *ACCENTS, *SILENT}
    composed = {"\u0302", "\u0307", "\u0308", "\u0304", "\u0303"}  # inside ŷ, ẋ, ẍ, x̄ and x̃
    assert symbols - set(tried) <= composed
    assert all(any(shown.endswith(m) or f"{m} " in shown for shown, _ in SAID) for m in MULTIPLES)
