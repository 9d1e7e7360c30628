from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

from gdmath import ExpectedRun, SampledRun, StepDecay, bowl, five_dots
from gdmath.known import Unknown

NOISY = five_dots(1.0)


def enumerated(lr: Fraction, steps: int) -> list[Fraction]:
    """Return the mean loss over every possible draw of single dots, one after another."""
    dots = [(Fraction(v), 5 + 5 * v + e) for v, e in zip((-2, -1, 0, 1, 2), (-1, 2, 0, -2, 1))]  # noqa: B905
    places = [(Fraction(0), Fraction(0))]
    means = []
    for k in range(steps + 1):
        losses = [sum((a + b * v - t) ** 2 for v, t in dots) / 5 for a, b in places]
        means.append(sum(losses) / len(losses))
        if k < steps:
            places = [
                (a - lr * 2 * (a + b * v - t), b - lr * 2 * (a + b * v - t) * v)
                for a, b in places
                for v, t in dots
            ]
    return means


def test_it_is_the_mean_over_every_draw():
    answer = SampledRun(NOISY, 0.1, (0.0, 0.0), 4).solve()
    np.testing.assert_allclose(
        answer.f, [float(f) for f in enumerated(Fraction(1, 10), 4)], rtol=1e-14
    )
    np.testing.assert_allclose(answer.x[:3], [(0, 0), (1, 2), (1.8, 3.2)], rtol=1e-14)


def test_a_cut_of_the_rate_lowers_the_floor():
    answer = SampledRun(NOISY, StepDecay(0.1, 300, 0.1), (0.0, 0.0), 600).solve()
    assert answer.f[300] == pytest.approx(2 + 6 / 7)
    assert answer.f[600] == pytest.approx(2 + 2586 / 47807)
    assert answer.floor == pytest.approx(2586 / 47807)
    assert answer.settled == answer.f_min + answer.floor
    with pytest.raises(Unknown, match="lr of these steps changes"):
        _ = answer.lr


def test_beyond_its_wall_it_grows_past_all_floats_and_has_no_floor():
    answer = SampledRun(NOISY, 0.6, (0.0, 0.0), 400).solve()
    assert answer.f[-1] == np.inf
    assert answer.wall == pytest.approx((22 - 344**0.5) / 14)
    with pytest.raises(Unknown, match="mean-square wall"):
        _ = answer.floor


def test_answers_travel_and_compare_by_value():
    answer = SampledRun(NOISY, 0.1, (0.0, 0.0), 5, batch=2).solve()
    copy = pickle.loads(pickle.dumps(answer))
    assert copy == answer
    assert hash(copy) == hash(answer)
    assert copy != SampledRun(NOISY, 0.1, (0.0, 0.0), 5).solve()
    assert not copy.f.flags.writeable
    assert (copy.steps, copy.batch, copy.lr) == (5, 2, 0.1)
    assert all(hasattr(copy, name) for name in ExpectedRun.PUBLIC)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SampledRun(bowl(), 0.1, (5.0, 5.0), 5), "mean over samples"),
        (lambda: SampledRun(NOISY, 0.1, (5.0,), 5), "must have 2 numbers, not 1"),
        (lambda: SampledRun(NOISY, 0.1, (5.0, float("inf")), 5), "finite"),
        (lambda: SampledRun(NOISY, 0.1, (0.0, 0.0), -1), "not -1"),
    ],
)
def test_questions_that_make_no_sense(make, message):
    with pytest.raises(ValueError, match=message):
        make()
