from __future__ import annotations

import pickle
from math import inf, log

import numpy as np
import pytest

from gdmath import GD, Adam, HeavyBall, Run, bowl, ravine
from gdmath.known import Unknown
from gdmath.objectives import OBJECTIVES
from gdmath.steps_needed import KappaSweep, Method, RateSweep

GOOD = Run(bowl(), GD(0.1), (5.0, 5.0), 10)


def counted(lr: float, share: float, of: str, start: tuple[float, float] = (5.0, 5.0)) -> float:
    """Return after how many steps x^2 + 2 y^2 stays under a share, by walking."""
    (x, y), steps, last_high = start, 0, -1

    def left() -> float:
        return x * x + 2 * y * y if of == "loss" else (x * x + y * y) ** 0.5

    first = left()
    while steps < 40_000:
        if left() > share * first:
            last_high = steps
        elif steps > 2 * last_high + 50:
            return last_high + 1
        x, y, steps = x - lr * 2 * x, y - lr * 4 * y, steps + 1
        if abs(y) > 1e9:
            return inf
    return inf


@pytest.mark.parametrize("of", ["loss", "distance"])
@pytest.mark.parametrize("share", [0.01, 1e-6])
def test_the_u_curve_is_what_walking_counts(of, share):
    lrs = (0.01, 0.05, 0.1, 0.2, 0.3, 1 / 3, 0.4, 0.45, 0.49, 0.5, 0.6)
    answer = RateSweep(GOOD, lrs, share, of).solve()
    assert answer.values.tolist() == sorted(lrs)
    assert answer.steps.tolist() == [counted(lr, share, of) for lr in sorted(lrs)]


def test_the_numbers_of_the_course():
    lrs = (0.0001, 0.001, 0.1, 0.2, 0.4, 0.45, 0.49, 0.499, 0.5, 0.6)
    answer = RateSweep(GOOD, lrs, 0.01).solve()
    assert answer.steps.tolist() == [8904, 890, 8, 4, 5, 10, 52, 524, inf, inf]
    assert (answer.fewest, answer.fastest, answer.wall) == (4, 0.2, 0.5)
    assert answer.best_lr == 1 / 3
    assert answer.at(0.45) == 10
    assert answer.at(0.46) is None
    assert answer.until == 0.01


def test_passing_by_is_not_staying():
    """From (5, 0.05) the loss falls to 0.2 % and then grows for ever; from (5, 0) it stays."""
    for y, steps in ((0.05, inf), (0.0, 2.0)):
        start = Run(bowl(), GD(0.1), (5.0, y), 10)
        assert RateSweep(start, (0.6,), 0.01).solve().steps.tolist() == [steps]
        assert counted(0.6, 0.01, "loss", (5.0, y)) == steps


@pytest.mark.parametrize("optimizer", [HeavyBall(0.1, 0.36), Adam(0.1)])
def test_other_optimizers_are_made(optimizer):
    run = Run(ravine(), optimizer, (8.0, 1.0), 400)
    answer = RateSweep(run, (0.05, 0.4), 0.01).solve()
    for lr, steps in zip((0.05, 0.4), answer.steps, strict=True):
        alone = Run(ravine(), type(optimizer)(lr), (8.0, 1.0), 400)
        if isinstance(optimizer, HeavyBall):
            alone = Run(ravine(), HeavyBall(lr, 0.36), (8.0, 1.0), 400)
        f = alone.solve().f
        high = np.flatnonzero(f >= 0.01 * f[0])
        assert steps == high[-1] + 1


def test_what_is_not_watched_long_enough_is_never():
    assert RateSweep(GOOD, (0.001,), 0.01, watched=889).solve().steps.tolist() == [inf]
    assert RateSweep(GOOD, (0.001,), 0.01, watched=890).solve().steps.tolist() == [890]
    momentum = Run(ravine(), HeavyBall(0.01, 0.36), (8.0, 1.0), 50)
    assert RateSweep(momentum, (0.01,), 0.01).solve().steps.tolist() == [inf]


def test_the_kappa_chart():
    kappas = (1.0, 16.0, 100.0, 1e4)
    for method, rates in {
        Method.GD: [(k - 1) / (k + 1) for k in kappas],
        Method.HEAVY_BALL: [(k**0.5 - 1) / (k**0.5 + 1) for k in kappas],
        Method.NESTEROV: [1 - 2 / (3 * k + 1) ** 0.5 for k in kappas],
    }.items():
        answer = KappaSweep(kappas, method).solve()
        expected = [0.0, *(log(100) / -log(rate) for rate in rates[1:])]
        np.testing.assert_allclose(answer.steps, expected, rtol=1e-9, atol=1e-9)
    assert [round(s) for s in KappaSweep(kappas, Method.GD).solve().steps] == [0, 37, 230, 23026]


def test_answers_travel_and_compare_by_value():
    one = RateSweep(GOOD, (0.2, 0.1, 0.1), 0.01)
    assert one.lrs == (0.1, 0.2)
    answer = one.solve()
    copy = pickle.loads(pickle.dumps(answer))
    assert copy == answer
    assert hash(copy) == hash(answer)
    assert not copy.steps.flags.writeable
    assert RateSweep(GOOD, (0.1,), 0.01).solve() != answer


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RateSweep(GOOD, (), 0.01), "needs learning rates"),
        (lambda: RateSweep(GOOD, (0.0,), 0.01), "positive numbers, not 0.0"),
        (lambda: RateSweep(GOOD, (0.1,), 1.0), "between 0 and 1, not 1.0"),
        (lambda: RateSweep(GOOD, (0.1,), 0.01, watched=0), "at least 1 step, not 0"),
        (lambda: KappaSweep((0.5,)), "at least 1, not 0.5"),
        (lambda: KappaSweep((1.0,), by=1.0), "above 1, not 1.0"),
    ],
)
def test_questions_that_make_no_sense(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_distance_needs_a_minimum_and_a_race_an_end():
    model = OBJECTIVES["network"]()
    run = Run(model, GD(0.1), model.default_start, 10)
    with pytest.raises(ValueError, match="minimum is known"):
        RateSweep(run, (0.1,), 0.5, "distance")
    with pytest.raises(ValueError, match="too many to make"):
        RateSweep(run, tuple(np.linspace(0.1, 1, 100)), 0.5, watched=1_000_000)


def test_kappa_has_no_wall():
    with pytest.raises(Unknown, match="learning rates only"):
        _ = KappaSweep((2.0,)).solve().wall
