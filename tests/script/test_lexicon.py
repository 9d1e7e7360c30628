"""Every symbol of the lexicon, every form of a number or formula, and layers over layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from script.errors import ScriptErrors
from script.load import load_lesson
from script.nodes import Place, Scalar
from script.say import Entry, parse
from script.say.english import ENGLISH
from script.say.entry import PHONES, layered, not_phones, phones, plain, pronunciations
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
from script.solve import solve


def spoken(shown: str) -> str:
    """Return how a text without expressions is said; braces and brackets stand for themselves."""
    written = "".join(f"{c}{c}" if c in "{}[]" else c for c in shown)
    return parse(Scalar(written, Place("l.yaml", 1, 1)), {}, {}).spoken


SAID = [
    # each symbol where it stands in the course
    ("η = 0.6", "eta equals zero point six"),
    ("x ≠ 0", "x does not equal zero"),
    ("f ≡ 0", "f is identical to zero"),
    ("η ≜ 2/λ", "eta is defined as two over lambda"),
    ("L ∝ η", "L is proportional to eta"),
    ("x ∼ N(0, σ²)", "x is distributed as N of zero, sigma squared"),
    ("x ∈ ℝ²", "x in R squared"),
    ("0 ∉ S", "zero not in S"),
    ("A ⊂ B", "A inside B"),
    ("A ⊆ B", "A inside or equal to B"),
    ("A ∪ B", "A or B"),
    ("A ∩ B", "A and B"),
    ("= ∅", "equals the empty set"),
    ("∀ x", "for all x"),
    ("∃ x", "there is x"),
    ("A ∧ B", "A and B"),
    ("A ∨ B", "A or B"),
    ("¬A", "not A"),
    ("1 + 1", "one plus one"),
    ("3 − 1", "three minus one"),
    ("±η/2", "plus or minus eta over two"),
    ("∓1", "minus or plus one"),
    ("2 × 3", "two times three"),
    ("25·(16/25)^t", "twenty-five times sixteen over twenty-five to the t"),
    ("a⋅b", "a times b"),
    ("eta*g", "eta times g"),
    ("2 * 3", "two times three"),
    ("θ⋆", "theta star"),
    ("a∗b", "a times b"),
    ("2 ÷ 4", "two divided by four"),
    ("f ∘ g", "f after g"),
    ("J⊗J", "J tensor J"),
    ("a ⊙ b", "a times, entry by entry, b"),
    ("g ⊥ v", "g is perpendicular to v"),
    ("g ∥ v", "g is parallel to v"),
    ("75 → 34", "seventy-five to thirty-four"),
    ("θ ← θ − η∇L(θ)", "theta becomes theta minus eta times the gradient of L of theta"),
    ("A ↔ B", "A to and from B"),
    ("A ⇒ B", "A so B"),
    ("A ⟹ B", "A so B"),
    ("A ⇔ B", "A exactly when B"),
    ("x ↦ 2x", "x maps to two x"),
    ("loss ↑", "loss up"),
    ("loss ↓", "loss down"),
    ("to ∞", "to infinity"),
    ("√κ", "the square root of kappa"),
    ("∛8", "the cube root of eight"),
    ("∂L/∂w", "partial L over partial w"),
    ("ℓ", "L"),
    ("n ∈ ℕ", "n in N"),
    ("n ∈ ℤ", "n in Z"),
    ("∑ xᵢ", "the sum of x sub i"),
    ("∏ rᵢ", "the product of r sub i"),
    ("∫ f", "the integral of f"),
    ("⟨g, d⟩", "the inner product of g, d"),
    ("⌊x⌋", "the floor of x"),
    ("⌈x⌉", "the ceiling of x"),
    ("99.40 %", "ninety-nine point four zero percent"),
    ("you & me", "you and me"),
    ("#3", "number three"),
    ("§4", "section four"),
    ("½(x²+y²)", "one half x squared plus y squared"),
    ("¼", "one quarter"),
    ("¾", "three quarters"),
    ("⅓", "one third"),
    ("⅔", "two thirds"),
    ("⅕", "one fifth"),
    ("⅛", "one eighth"),
    ("and then … down", "and then and so on down"),
    ("0.5,0.25…", "zero point five, zero point two five,"),
    ("1-η", "one minus eta"),
    ("ε-greedy", "epsilon-greedy"),
    ("slow — fast", "slow, fast"),
    ("slow – fast", "slow, fast"),
    # relations: before a value, between two, in a chain
    ("<1", "less than one"),
    ("x < 1", "x is less than one"),
    ("x<1", "x is less than one"),
    ("x > 0", "x is more than zero"),
    ("x ≤ 1", "x is at most one"),
    ("η ≥ 0.5", "eta is at least zero point five"),
    ("η ≪ 1", "eta is much less than one"),
    ("κ ≫ 1", "kappa is much more than one"),
    ("230/32 ≈ 7", "two hundred thirty over thirty-two is about seven"),
    ("x ≃ 1", "x is about one"),
    ("x ≅ 1", "x is about one"),
    ("~3", "about three"),
    ("0 < x < 1", "zero is less than x, which is less than one"),
    ("0<η≤0.5", "zero is less than eta, which is at most zero point five"),
    ("−1 < 1−4η < 1", "minus one is less than one minus four eta, which is less than one"),
    ("x = y < 3", "x equals y, which is less than three"),
    ("η = 0.1 and y > 3", "eta equals zero point one and y is more than three"),
    # numbers
    ("−7", "minus seven"),
    ("-0.2", "minus zero point two"),
    ("3.14", "three point one four"),
    (".05", "zero point zero five"),
    ("2e-3", "two times ten to the minus three"),
    ("1.5e30", "one point five times ten to the thirty"),
    ("1e‑200", "one times ten to the minus two hundred"),
    ("1E+6", "one times ten to the six"),
    ("2.1×10⁻³", "two point one times ten to the minus three"),
    ("10^{-3}", "ten to the minus three"),
    ("10^(-3)", "ten to the minus three"),
    ("10⁻¹⁵", "ten to the minus fifteen"),
    ("1/3", "one third"),
    ("−2/3", "minus two thirds"),
    ("8/17", "eight seventeenths"),
    ("506/1567", "five hundred six over one thousand five hundred sixty-seven"),
    ("1⁄2", "one half"),
    ("1/λ", "one over lambda"),
    ("2/λ_max", "two over lambda max"),
    ("(22−√344)/14", "twenty-two minus the square root of three hundred forty-four over fourteen"),
    ("2‑16‑1", "two-sixteen-one"),
    ("7B", "seven billion"),
    ("10k steps", "ten thousand steps"),
    ("1.5M", "one point five million"),
    ("4×4", "four times four"),
    ("558×", "five hundred fifty-eight times"),
    # powers
    ("x^2", "x squared"),
    ("x³", "x cubed"),
    ("κ²", "kappa squared"),
    ("0.8^t", "zero point eight to the t"),
    ("(3/5)^t", "three fifths to the t"),
    ("0.6ᵗ", "zero point six to the t"),
    ("(1−2η)^{2t}", "one minus two eta to the two t"),
    ("e^{-x}", "e to the minus x"),
    ("x^{1/2}", "x to the one half"),
    ("2⁽ᵗ⁺¹⁾", "two to the t plus one"),
    ("A⁻¹", "A inverse"),
    ("f^{-1}(x)", "f inverse of x"),
    ("x⁻¹", "x to the minus one"),
    ("sin²(x)", "sine squared of x"),
    ("2²(x+1)", "two squared times x plus one"),
    ("Aᵀ", "A transpose"),
    ("η*", "eta star"),
    ("β*=0.36", "beta star equals zero point three six"),
    # indices
    ("x_0", "x sub zero"),
    ("x₀", "x sub zero"),
    ("x_{k+1}", "x sub k plus one"),
    ("x_(k+1)", "x sub k plus one"),
    ("θₜ₊₁", "theta sub t plus one"),
    ("y_t", "y sub t"),
    ("L₁₀", "L sub ten"),
    ("w₀ + w₁v", "w sub zero plus w sub one v"),
    ("r_i", "r sub i"),
    ("a_ij", "a sub i j"),
    ("a_{i,j}", "a sub i, j"),
    ("λ_max", "lambda max"),
    ("λmin", "lambda min"),
    ("x_0^2", "x sub zero squared"),
    ("β₁", "beta sub one"),
    ("f_t(x)", "f sub t of x"),
    # functions and operators
    ("f(x, y)", "f of x, y"),
    ("L(θ)", "L of theta"),
    ("θ(t)", "theta of t"),
    ("sin(x)", "sine of x"),
    ("sin x", "sine x"),
    ("log(2)", "log of two"),
    ("log10(x)", "log base ten of x"),
    ("log₁₀ x", "log base ten x"),
    ("log_2(8)", "log base two of eight"),
    ("ln 2", "natural log two"),
    ("max|r|", "max the absolute value of r"),
    ("∇f", "the gradient of f"),
    ("−η∇f(x, y)", "minus eta times the gradient of f of x, y"),
    ("∇²f", "the Hessian of f"),
    ("f'(x)", "f prime of x"),
    ("f’(x)", "f prime of x"),
    ("f′", "f prime"),
    ("f″(x)", "f double prime of x"),
    ("dL/dw", "d L by d w"),
    ("dθ/dt", "d theta by d t"),
    ("E[x]", "the expected value of x"),
    ("Var(x)", "the variance of x"),
    ("(1−η)(1−2η)", "one minus eta times one minus two eta"),
    ("(1−ηλ)x", "one minus eta lambda times x"),
    ("(1−η)λ", "one minus eta times lambda"),
    ("argmin", "arg min"),
    # accents
    ("ŷ", "y hat"),
    ("v̂", "v hat"),
    ("θ̂", "theta hat"),
    ("x̃", "x tilde"),
    ("x̄", "x bar"),
    ("x̅", "x bar"),
    ("ẋ", "x dot"),
    ("ẍ", "x double dot"),
    ("v⃗", "v vector"),
    ("fête", "fête"),
    # vectors, intervals, absolute values, norms, sets
    ("(5, 5)", "five, five"),
    ("(−1, −7).", "minus one, minus seven."),
    ("[0, 1]", "the interval from zero to one"),
    ("η ∈ [0, 1],", "eta in the interval from zero to one,"),
    ("(0, 1]", "the interval from just above zero to one"),
    ("[0, 1)", "the interval from zero to just below one"),
    ("[−1,1]", "the interval from minus one to one"),
    ("[0,1)", "the interval from zero to just below one"),
    ("(0,1].", "the interval from just above zero to one."),
    ("[0, ∞)", "the interval from zero to just below infinity"),
    ("x∈[0,1]", "x in the interval from zero to one"),
    ("(0, 1)", "zero, one"),
    ("|x|", "the absolute value of x"),
    ("|x − y|", "the absolute value of x minus y"),
    ("|ΔL|", "the absolute value of delta L"),
    ("2|x|", "two times the absolute value of x"),
    ("‖g‖", "the length of g"),
    ("||g||", "the length of g"),
    ("‖θ − θ*‖", "the length of theta minus theta star"),
    ("‖x‖²", "the length of x, squared"),
    ("‖x‖₁", "the one norm of x"),
    ("‖x‖₂", "the length of x"),
    ("‖x‖∞", "the maximum norm of x"),
    ("{x | x > 0}", "the set of x such that x is more than zero"),
    ("{x|x>0}", "the set of x such that x is more than zero"),
    ("{1, 2, 3}", "the set of one, two, three"),
    ("p(y|x)", "p of y given x"),
    ("P(A | B)", "P of A given B"),
    # code
    ("p -= eta*g", "p minus equals eta times g"),
    ("x < y && a --> b", "x is less than y and a to b"),
    ("a != b", "a does not equal b"),
    ("a => b", "a so b"),
    ("a := b", "a is defined as b"),
]


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
