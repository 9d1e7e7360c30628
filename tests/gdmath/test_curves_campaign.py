"""How far the rules can be trusted: the tables over 208 trainings."""

from __future__ import annotations

import numpy as np
import pytest

from gdmath.curves import (
    Advice,
    LossCurve,
    Truth,
    Verdict,
    advices,
    load_campaign,
    read_curve,
    verdicts,
)
from gdmath.curves.campaign import HALF_DECADES, SEEDS, train, trials, truths
from gdmath.curves.reading import LOOKS_TOO_HIGH


def flat_at(level):
    return LossCurve(np.full(11, level))


TABLE = {
    (Truth.TOO_HIGH, Verdict.DIVERGED): 44,
    (Truth.TOO_HIGH, Verdict.BOUNCING): 19,
    (Truth.NEAR_BEST, Verdict.BOUNCING): 14,
    (Truth.NEAR_BEST, Verdict.HEALTHY_LOOKING): 11,
    (Truth.NEAR_BEST, Verdict.OVERFITTING): 2,
    (Truth.TOO_LOW, Verdict.BOUNCING): 1,
    (Truth.TOO_LOW, Verdict.CRAWLING): 38,
    (Truth.TOO_LOW, Verdict.HEALTHY_LOOKING): 76,
    (Truth.TOO_LOW, Verdict.OVERFITTING): 3,
}
ADVICES = {
    (Truth.TOO_LOW, Advice.RAISE): 104,
    (Truth.TOO_HIGH, Advice.LOWER): 51,
    (Truth.NEAR_BEST, Advice.KEEP): 21,
}
SPREAD = 4
"""Weights changed by 1e-15 move the cells of chaotic runs by up to 4 from the published ones."""


def test_the_campaign_s_tables_are_the_published_ones_up_to_chaos():
    made = load_campaign()
    counts, advised = verdicts(made), advices(made)
    assert len(made) == sum(counts.values()) == sum(advised.values()) == 208
    assert set(counts) == set(TABLE)
    for cell, published in (TABLE | ADVICES).items():
        found = counts[cell] if cell in TABLE else advised[cell]
        assert abs(found - published) <= SPREAD, cell
    for verdict in (Verdict.CRAWLING, Verdict.HEALTHY_LOOKING):  # smooth curves: no chaos
        assert abs(counts[Truth.TOO_LOW, verdict] - TABLE[Truth.TOO_LOW, verdict]) <= 1


def test_every_rate_that_was_too_high_showed_it_and_most_too_low_ones_did_not():
    made = load_campaign()
    high = [trial.verdict for trial in made if trial.truth is Truth.TOO_HIGH]
    low = [trial.verdict for trial in made if trial.truth is Truth.TOO_LOW]
    assert set(high) == LOOKS_TOO_HIGH
    assert low.count(Verdict.CRAWLING) < low.count(Verdict.HEALTHY_LOOKING)
    assert {t.truth for t in made if t.verdict is Verdict.CRAWLING} == {Truth.TOO_LOW}


def test_trials_lie_in_order_and_their_truth_follows_from_their_ends():
    made = load_campaign()
    keys = [(t.optimizer, t.seed, t.half_decade) for t in made]
    assert keys == [(o, s, h) for o in ("sgd", "adam") for s in SEEDS for h in HALF_DECADES]
    for start in range(0, 208, 13):
        one = made[start : start + 13]
        assert truths([t.end for t in one]) == tuple(t.truth for t in one)
        assert one[0].lr == 1e-4
        assert one[-1].lr == 100


@pytest.mark.parametrize(
    ("optimizer", "seed", "half_decade"),
    [("sgd", 0, -6), ("sgd", 3, -2), ("sgd", 7, 0), ("adam", 1, -8), ("adam", 5, -5)],
)
def test_a_trial_can_be_made_again(optimizer, seed, half_decade):
    (kept,) = (
        t
        for t in load_campaign()
        if (t.optimizer, t.seed, t.half_decade) == (optimizer, seed, half_decade)
    )
    (curve,) = train(optimizer, seed, [half_decade])
    assert abs(curve.end - kept.end) <= 1e-9
    assert read_curve(curve) is kept.verdict


def test_trials_are_judged_with_their_neighbours(monkeypatch):
    ends = {half: 1.0 / (20 + half) for half in range(-9, 3)} | {3: 5.0, 4: np.inf, 5: np.nan}
    wanted = [Advice.KEEP] * 11 + [Advice.LOWER] * 2
    ends[-7] = 0.01  # the least of all: its upper neighbour should come down, its lower one go up
    wanted[0], wanted[2] = Advice.RAISE, Advice.LOWER
    asked = []

    def curves(optimizer, seed, half_decades):
        asked.append((optimizer, seed, *half_decades))
        return [flat_at(ends[half]) for half in half_decades]

    monkeypatch.setattr("gdmath.curves.campaign.train", curves)
    monkeypatch.setattr("gdmath.curves.campaign.read_curve", lambda curve: Verdict.FLAT)
    found = trials("sgd", 2)
    assert asked == [("sgd", 2, *range(-9, 6))]
    assert [t.half_decade for t in found] == list(HALF_DECADES)
    assert [t.advice for t in found] == wanted
    assert [t.truth for t in found] == [Truth.TOO_LOW, Truth.NEAR_BEST] + [Truth.TOO_HIGH] * 11


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ((4.0, 1.25, 1.0, 1.26), "low near near high"),
        ((1.0, 2.0, np.inf), "near high high"),
        ((3.0, 1.0, 1.2, np.inf), "low near near high"),
    ],
)
def test_what_is_true_of_a_rate(ends, found):
    short = {"low": Truth.TOO_LOW, "near": Truth.NEAR_BEST, "high": Truth.TOO_HIGH}
    assert truths(ends) == tuple(short[word] for word in found.split())
