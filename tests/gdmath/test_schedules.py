from __future__ import annotations

import pickle
from math import cos, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.optimizers import SCHEDULES, Cosine, OneCycle, Schedule, StepDecay, WarmUp


def test_step():
    rates = [StepDecay(0.1, every=3, factor=0.1).at(k) for k in range(8)]
    assert rates == pytest.approx([0.1] * 3 + [0.01] * 3 + [0.001] * 2, rel=1e-15)


def test_cosine():
    schedule = Cosine(0.1, steps=4, least=0.02)
    assert [schedule.at(k) for k in (0, 2, 4, 9)] == pytest.approx([0.1, 0.06, 0.02, 0.02])
    assert schedule.at(1) == pytest.approx(0.06 + 0.04 * cos(pi / 4), rel=1e-15)


def test_warm_up():
    assert [WarmUp(0.1, steps=4).at(k) for k in range(6)] == pytest.approx(
        [0.025, 0.05, 0.075, 0.1, 0.1, 0.1]
    )
    then = WarmUp(StepDecay(0.1, every=2), steps=2)
    assert [then.at(k) for k in range(6)] == pytest.approx([0.05, 0.1, 0.1, 0.1, 0.01, 0.01])


def test_one_cycle():
    schedule = OneCycle(1.0, steps=11, rise=4 / 11)
    assert [schedule.at(k) for k in (0, 3, 10, 99)] == pytest.approx([0.04, 1, 4e-6, 4e-6])
    assert schedule.at(1) < schedule.at(2) < schedule.at(3) > schedule.at(4) > schedule.at(5)


@given(lr=st.floats(1e-6, 1e6), steps=st.integers(4, 500), k=st.integers(0, 1000))
def test_no_schedule_goes_above_its_rate_or_below_zero(lr, steps, k):
    for schedule in (
        Cosine(lr, steps),
        StepDecay(lr, steps),
        OneCycle(lr, steps, rise=0.5),
        WarmUp(lr, steps),
    ):
        assert 0 <= schedule.at(k) <= lr * (1 + 1e-15)


def test_values():
    for schedule in (Cosine(0.1, 5), StepDecay(0.1, 5), OneCycle(0.1, 5), WarmUp(0.1, 5)):
        assert isinstance(schedule, Schedule)
        assert pickle.loads(pickle.dumps(schedule)) == schedule
        assert len({schedule, schedule}) == 1
    assert SCHEDULES["constant"](lr=0.1) == 0.1


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("constant", {"lr": 0.0}, "the learning rate must be a positive number, not 0.0"),
        ("step", {"lr": -1.0, "every": 2}, "the learning rate must be a positive number, not -1"),
        ("step", {"lr": 1.0, "every": 0}, "every must be a whole number of at least 1, not 0"),
        ("step", {"lr": 1.0, "every": 2, "factor": 0.0}, "factor must be a positive number, not 0"),
        ("cosine", {"lr": 1.0, "steps": 0}, "steps must be a whole number of at least 1, not 0"),
        ("cosine", {"lr": 1.0, "steps": 2, "least": 2.0}, "least must be from 0 to lr, which is 1"),
        ("warm_up", {"then": 0.0, "steps": 2}, "then must be a positive number, not 0.0"),
        ("warm_up", {"then": 1.0, "steps": 0}, "steps must be a whole number of at least 1, not 0"),
        ("one_cycle", {"lr": 1.0, "steps": 1}, "steps must be a whole number of at least 2, not 1"),
        ("one_cycle", {"lr": 1.0, "steps": 9, "rise": 1.0}, "rise must be a share of the steps"),
        ("one_cycle", {"lr": float("nan"), "steps": 9}, "the learning rate must be a positive"),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, settings, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        SCHEDULES[name](**settings)
