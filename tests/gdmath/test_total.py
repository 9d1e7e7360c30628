"""Sums are added from first to last and rounded each time, however many terms there are."""

import numpy as np
import pytest

from gdmath.array import total
from gdmath.run import Precision

SHAPES = [((3, 200), -1), ((200,), -1), ((9, 4, 5), 0), ((2, 33, 7), 1), ((4, 8), -1), ((2, 9), -1)]


def one_by_one(values, axis):
    terms = np.moveaxis(values, axis, 0)
    result = terms[0, ...]
    for term in terms[1:]:
        result = result + term
    return result


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize(("shape", "axis"), SHAPES)
def test_a_sum_has_the_bits_of_one_addition_after_another(precision, shape, axis):
    draw = np.random.RandomState(len(shape))
    for scale in (1.0, 1e4, 1e-3):
        values = precision.array(scale * draw.standard_normal(shape))
        with np.errstate(all="ignore"):
            ours, theirs = total(values, axis), one_by_one(values, axis)
        assert type(ours) is type(theirs)
        assert ours.dtype == theirs.dtype
        assert ours.tobytes() == theirs.tobytes()


def test_what_is_no_number_stays_what_it_becomes():
    with np.errstate(invalid="ignore"):
        assert np.isnan(total(np.array([np.inf, 1.0, -np.inf] * 5)))
