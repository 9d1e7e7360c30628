"""Expressions: what they compute, what they refuse, and what they say about it."""

import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.objectives import bowl
from gdmath.optimizers import GD
from gdmath.run import Run
from script.errors import ExpressionError
from script.expression import LARGEST_BITS, LONGEST, Names, evaluate

GOOD = Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve()
BIG = Run(bowl(), GD(0.6), (5.0, 5.0), 1060).solve()
NAMES: Names = {"good": GOOD, "big": BIG, "left": 0.5, "n": 3}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-2 ** 2", -4),
        ("(1 + 2) / 4", 0.75),
        ("good.f[0]", 75.0),
        ("good.x[3][0]", float(GOOD.x[3, 0])),
        ("good.x[3, 0]", float(GOOD.x[3, 0])),
        ("good.x[-1][1]", float(GOOD.x[10, 1])),
        ("100 * good.f[10] / good.f[0]", float(100 * GOOD.f[10] / GOOD.f[0])),
        ("first(good.x[:,0] < 1)", 8),
        ("last(good.f > 1)", 7),
        ("first(1 < good.f < 2)", 6),
        ("len(good.f)", 11),
        ("good.steps", 10),
        ("good.factor[1]", float(GOOD.factor[1])),
        ("good.kappa", 2.0),
        ("big.events['first_inf']", BIG.events["first_inf"]),
        ("big.events.first_inf", BIG.events["first_inf"]),
        ("max(good.angle_to_min)", float(GOOD.angle_to_min.max())),
        ("min(good.f[1:4:2])", float(GOOD.f[3])),
        ("max(left, n, 2)", 3),
        ("sqrt(2)", math.sqrt(2)),
        ("ln(2) + log10(100)", math.log(2) + 2),
        ("abs(-left)", 0.5),
        ("round(2.567, 1)", 2.6),
        ("floor(2.9) + ceil(2.1)", 5),
        ("good.f[n]", float(GOOD.f[3])),
        (" left ", 0.5),
    ],
)
def test_values(expression: str, value: float) -> None:
    result = evaluate(expression, NAMES)
    assert result == value
    assert type(result) in (int, float)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("god.f[0]", "there is no run or value god - did you mean good?"),
        ("good.gradd", "a run has no quantity gradd - did you mean grad?"),
        ("good.f[11]", "[11] is past the end: this has steps 0 to 10"),
        ("good.x[0][2]", "[2] is past the end: this has coordinates 0 to 1"),
        ("good.f[0][1]", "a single number has no [...]"),
        ("good.f[0, 1]", "2 subscripts, but there is room for 1"),
        ("good.f[0.5]", "0.5 is not a whole number"),
        ("good.f", "this is 11 numbers, not one - pick one with [...]"),
        ("good", "this is a run, not a number - pick a quantity, such as .f[0]"),
        ("good.outcome", "this is not a number"),
        ("good.f[0] < 1", "a comparison is no number - write first(...) for where it holds"),
        ("first(good.f < 0)", "the comparison holds at none of steps 0 to 10"),
        ("first(good.f)", "first() takes a comparison - "
                          "write first(good.f < 1) or first(good.x[:,0] < 1)"),
        ("good.events['first_nan']", "there is no first_nan - use reaches_half"),
        ("big.path_exponent", "path_exponent is known only while every factor is between 0 and 1"),
        ("1 / 0", "this divides by zero"),
        ("sqrt(-1)", "this has no real value"),
        ("(-8) ** (1 / 3)", "this has no real value"),
        ("9 ** 9 ** 9", "this power is too large"),
        ("10.0 ** 400", "this number is too large"),
        ("sin(1)", "there is no function sin - did you mean min?"),
        ("sqrt", "sqrt is a function - write sqrt(...)"),
        ("good + 1", "arithmetic needs numbers - pick a quantity, such as .f[0]"),
        ("left.real", "only a run has quantities; this has no .real"),
        ("good.run", "a run has no quantity run"),
        ("1 +", "1 + is not arithmetic"),
        ("", "an expression is missing"),
        ("1" * (LONGEST + 1), f"longer than {LONGEST} characters - name a part of it in values:"),
    ],
)  # fmt: skip
def test_mistakes(expression: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, NAMES)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')",
        "good.__class__",
        "good._quadratic('x')",
        "good.run.objective",
        "good.x.__array__()",
        "().__class__",
        "[1, 2]",
        "{1: 2}",
        "lambda: 1",
        "[k for k in good.f]",
        "1 if left else 2",
        "left := 2",
        "'text'",
        "f'{left}'",
        "True",
        "1j",
        "None",
        "...",
        "sqrt(*good.f)",
        "min(good.f, key=len)",
        "1 and 2",
        "not 1",
        "1 @ 2",
        "1 // 2",
        "1 << 999999999",
        "round(5, -999999999)",
        "len(good)",
        "evaluate('1')",
        "good.events",
        "big.events['first_inf'] ** 9 ** 9",
    ],
)
def test_everything_else_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expression, NAMES)


def test_a_mistake_knows_its_offset() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("100 * god.f[0]", NAMES)
    assert caught.value.offset == 6


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.+-*/()[]:,<>= good.fx'ln_\\#\n", max_size=40))
def test_any_text_is_a_number_or_a_mistake(text: str) -> None:
    with suppress(ExpressionError):
        value = evaluate(text, NAMES)
        assert type(value) in (int, float)
        assert not isinstance(value, int) or value.bit_length() <= LARGEST_BITS


@pytest.mark.parametrize("text", ["-" * 299 + "1", "(" * 150 + "1" + ")" * 149, "[" * 300])
def test_deep_nesting_is_refused_or_computed(text: str) -> None:
    with suppress(ExpressionError):
        assert evaluate(text, {}) in (1, -1)
