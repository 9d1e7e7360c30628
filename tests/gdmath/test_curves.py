"""Reading loss curves: their features, the rules and the two-run test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdmath.curves import (
    Advice,
    Features,
    LossCurve,
    Verdict,
    features,
    judge,
    load_curve,
    read_curve,
    stored,
    two_run_test,
)
from gdmath.curves.campaign import truths
from gdmath.curves.reading import LOOKS_TOO_HIGH, RULES

POSITIVE = st.floats(1e-3, 1e3)
LOSSES = arrays(np.float64, st.integers(11, 70), elements=POSITIVE)


def seen(peak=1.0, end=0.1, drop=0.9, **rest):
    return Features(peak=peak, end=end, drop=drop, **rest)


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        (seen(peak=np.inf, end=np.inf, drop=-np.inf), Verdict.DIVERGED),
        (seen(peak=1.51, end=1.01), Verdict.DIVERGED),
        (seen(peak=1.5, end=1.01), Verdict.FLAT),
        (seen(peak=1.51, end=0.9), Verdict.HEALTHY_LOOKING),
        (seen(peak=2.01), Verdict.BOUNCING),
        (seen(peak=2.0), Verdict.HEALTHY_LOOKING),
        (seen(rising=0.25, oscillation=0.25), Verdict.BOUNCING),
        (seen(rising=0.24, oscillation=0.9), Verdict.HEALTHY_LOOKING),
        (seen(rising=0.9, oscillation=0.24), Verdict.HEALTHY_LOOKING),
        (seen(gap=0.11, memorised=0.11), Verdict.OVERFITTING),
        (seen(gap=0.11, memorised=0.1), Verdict.HEALTHY_LOOKING),
        (seen(gap=0.1, memorised=0.11), Verdict.HEALTHY_LOOKING),
        (seen(peak=3.0, gap=0.11, memorised=0.11), Verdict.BOUNCING),
        (seen(end=0.995, drop=0.005), Verdict.FLAT),
        (seen(end=1.2, peak=1.2, drop=-0.2, rising=0.1), Verdict.FLAT),
        (seen(end=0.99, drop=0.01), Verdict.HEALTHY_LOOKING),
        (seen(end=0.995, drop=0.005, late=1.0), Verdict.FLAT),
        (seen(end=0.6, drop=0.4, late=0.6), Verdict.CRAWLING),
        (seen(end=0.6, drop=0.4, late=0.5), Verdict.HEALTHY_LOOKING),
        (seen(end=0.5, drop=0.5, late=0.6), Verdict.HEALTHY_LOOKING),
        (seen(end=0.6, drop=0.4, late=0.6, rising=0.02), Verdict.HEALTHY_LOOKING),
    ],
)
def test_the_first_rule_that_applies_is_the_verdict(what, verdict):
    assert judge(what) is verdict
    assert verdict in {*(v for v, _ in RULES), Verdict.HEALTHY_LOOKING}


EPOCH = np.arange(61)
SHAPES = {
    "falling fast": (np.exp(-EPOCH / 5) + 0.1, Verdict.HEALTHY_LOOKING),
    "a straight line": (1 - EPOCH / 200, Verdict.CRAWLING),
    "creeping upwards": (1 + EPOCH / 300, Verdict.FLAT),
    "constant": (np.full(61, 0.7), Verdict.FLAT),
    "zigzag": (np.where(EPOCH % 2, 0.4, 1.0), Verdict.BOUNCING),
    "one spike": (np.where(EPOCH == 3, 3.0, np.exp(-EPOCH / 5)), Verdict.BOUNCING),
    "exploding": (1.1**EPOCH, Verdict.DIVERGED),
    "infinite": (np.where(EPOCH > 40, np.inf, 1.0), Verdict.DIVERGED),
    "no number": (np.where(EPOCH > 58, np.nan, np.exp(-EPOCH / 5)), Verdict.DIVERGED),
}


@pytest.mark.parametrize(("losses", "verdict"), SHAPES.values(), ids=SHAPES.keys())
def test_shapes(losses, verdict):
    assert read_curve(LossCurve(losses)) is verdict


def test_overfitting_needs_both_curves():
    train = np.exp(-EPOCH / 20)
    validation = 0.5 + ((EPOCH - 20) / 60) ** 2
    curve = LossCurve(train, validation)
    assert curve.best_epoch == 20
    found = features(curve)
    assert found.gap == pytest.approx((4 / 9) / 0.5)
    assert found.memorised == pytest.approx(1 - np.exp(-2))
    assert read_curve(curve) is Verdict.OVERFITTING
    assert read_curve(LossCurve(train, 0.5 + EPOCH / 300)) is Verdict.OVERFITTING
    assert read_curve(LossCurve(train, np.maximum(0.5, train))) is Verdict.HEALTHY_LOOKING
    assert read_curve(LossCurve(train)) is Verdict.HEALTHY_LOOKING


@given(losses=LOSSES, power=st.integers(-40, 40))
def test_units_of_loss_do_not_matter(losses, power):
    scaled = losses * 2.0**power
    one, other = (LossCurve(values, values[::-1]) for values in (losses, scaled))
    assert features(one) == features(other)


@given(losses=LOSSES)
def test_features_are_bounded(losses):
    found = features(LossCurve(losses, losses))
    assert found.peak >= max(1.0, found.end, 1 - found.drop)
    assert 0 <= found.rising <= 1
    assert found.oscillation >= 0
    assert found.gap >= 0
    assert found.memorised <= 0  # the epoch of least validation is that of least training loss


@given(losses=arrays(np.float64, 61, elements=POSITIVE, unique=True))
def test_a_curve_that_only_falls_neither_bounces_nor_diverges(losses):
    found = features(LossCurve(-np.sort(-losses)))
    assert (found.peak, found.rising) == (1.0, 0.0)
    assert found.drop == pytest.approx(1 - losses.min() / losses.max())
    assert judge(found) not in LOOKS_TOO_HIGH


def flat_at(level):
    return LossCurve(np.full(11, level))


@pytest.mark.parametrize(
    ("end", "higher", "lower", "advice"),
    [
        (1.0, 0.89, 2.0, Advice.RAISE),
        (1.0, 0.9, 2.0, Advice.KEEP),
        (1.0, 0.91, 0.89, Advice.LOWER),
        (1.0, 0.5, 0.1, Advice.RAISE),
        (1.0, np.inf, 0.5, Advice.LOWER),
        (np.inf, np.inf, 3.0, Advice.LOWER),
        (1.0, np.nan, np.nan, Advice.KEEP),
        (np.nan, np.nan, np.nan, Advice.KEEP),
    ],
)
def test_the_two_run_test(end, higher, lower, advice):
    assert two_run_test(flat_at(end), flat_at(higher), flat_at(lower)) is advice


def test_one_lucky_epoch_does_not_decide():
    lucky = LossCurve(np.append(np.full(20, 1.0), 0.01))
    assert lucky.end == 1.0
    assert two_run_test(flat_at(1.0), lucky, lucky) is Advice.KEEP


def test_verdicts_speak():
    for word in (*Verdict, *Advice):
        assert word.sentence.endswith(".")
    assert all(verdict.remedy.endswith(".") for verdict in Verdict)


@pytest.mark.parametrize(
    ("make_it", "message"),
    [
        (lambda: LossCurve(np.zeros((2, 2))), r"train must have the shape \(n\+1,\), not \(2, 2\)"),
        (lambda: LossCurve(np.zeros(0)), r"train must have the shape"),
        (lambda: LossCurve(np.ones(3), np.ones(2)), "validation must have 3 numbers, .* not 2"),
        (lambda: features(LossCurve(np.ones(10))), "at least 10 epochs to be read, not 9"),
        (lambda: features(LossCurve(np.zeros(20))), "first loss must be a positive number, not 0"),
        (lambda: features(LossCurve(np.full(20, np.nan))), "positive number, not nan"),
        (lambda: load_curve("moons_lr7"), "there is no stored curve moons_lr7, only moons_dead"),
        (lambda: load_curve("campaign"), "there is no stored curve campaign"),
        (lambda: truths([np.inf, np.inf]), "ends must have at least one finite number"),
        (lambda: stored.curve_from("epoch,loss\n"), "begins with epoch,train,.*, not epoch,loss"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(make_it, message):
    with pytest.raises(ValueError, match=message):
        make_it()


def test_curves_are_values():
    one, other = (LossCurve(np.array([1.0, np.nan])) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != LossCurve(np.array([1.0, np.nan]), np.ones(2))
    assert one != LossCurve(np.array([1.0, 2.0]))
    assert not one.train.flags.writeable
