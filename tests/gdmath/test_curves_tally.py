"""Counting the stored trainings."""

from __future__ import annotations

from itertools import product

from gdmath.curves import Advice, Tally, Truth, Verdict, advices, load_campaign, verdicts


def test_what_is_not_given_does_not_matter():
    trials = load_campaign()
    assert Tally()(trials) == 208
    assert sum(Tally(truth)(trials) for truth in Truth) == 208
    assert sum(Tally(verdict=verdict)(trials) for verdict in Verdict) == 208
    assert sum(Tally(advice=advice)(trials) for advice in Advice) == 208


def test_tallies_are_the_cells_of_the_campaign_s_tables():
    trials = load_campaign()
    seen, said = verdicts(trials), advices(trials)
    for truth, verdict in product(Truth, Verdict):
        assert Tally(truth, verdict)(trials) == seen[truth, verdict]
    for truth, advice in product(Truth, Advice):
        assert Tally(truth, advice=advice)(trials) == said[truth, advice]


def test_all_that_is_given_must_hold():
    trials = load_campaign()
    both = Tally(Truth.TOO_LOW, Verdict.HEALTHY_LOOKING, Advice.RAISE)
    by_hand = [
        trial
        for trial in trials
        if (trial.truth, trial.verdict, trial.advice)
        == (Truth.TOO_LOW, Verdict.HEALTHY_LOOKING, Advice.RAISE)
    ]
    assert 0 < both(trials) == len(by_hand) < Tally(Truth.TOO_LOW)(trials)
    assert both(()) == 0
