from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.rational import Ratio, fraction, number

FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.1", Fraction(1, 10)),
        (0.1, Fraction(1, 10)),
        ("1/3", Fraction(1, 3)),
        ("1e-3", Fraction(1, 1000)),
        (1e-3, Fraction(1, 1000)),
        (np.float64(0.6), Fraction(3, 5)),
        (5, Fraction(5)),
        (-0.25, Fraction(-1, 4)),
        (Ratio("2/7"), Fraction(2, 7)),
    ],
)
def test_a_number_stands_for_what_was_written(written, meant):
    assert fraction(written) == meant


def test_the_float_itself_is_not_what_was_written():
    assert Fraction(0.1) - fraction(0.1) == Fraction(1, 180143985094819840)


@given(FRACTIONS)
def test_number_keeps_the_fraction_and_rounds_the_float(exact):
    value = number(exact)
    assert fraction(value) == exact
    assert value == float(exact)
    assert isinstance(value, Ratio) == (fraction(float(exact)) != exact)


@pytest.mark.parametrize(("text", "kind"), [("1/8", float), ("1e-3", float), ("1/3", Ratio)])
def test_a_ratio_is_made_only_where_a_decimal_fails(text, kind):
    assert type(number(text)) is kind


def test_a_ratio_is_a_float_that_prints_as_it_was_written():
    third = number("2/6")
    assert (str(third), f"{third}", f"{third:.3f}", repr(third)) == (
        "1/3",
        "1/3",
        "0.333",
        "Ratio('1/3')",
    )
    assert type(third * 3) is float
    assert hash(third) == hash(1 / 3)
    assert np.asarray((third,)).dtype == np.float64


def test_a_ratio_survives_pickling_and_cannot_be_changed():
    third = number("1/3")
    assert fraction(pickle.loads(pickle.dumps(third))) == Fraction(1, 3)
    with pytest.raises(AttributeError):
        third._fraction = Fraction(1, 2)


@pytest.mark.parametrize("text", ["", "ten", "1/0", "nan", "inf", "1e999", "1/2/3"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        number(text)
