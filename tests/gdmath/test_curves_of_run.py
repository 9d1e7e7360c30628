from __future__ import annotations

import pickle

import numpy as np
import pytest

from gdmath import GD, LossCurve, Run, bowl, curve_of, load_curve, stored_recipes
from gdmath.known import Unknown

TEN = Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve()


def test_the_curve_of_a_run_is_its_losses():
    assert curve_of(TEN).train.tolist() == TEN.f.tolist()
    assert curve_of(TEN, every=4).train.tolist() == TEN.f[[0, 4, 8, 10]].tolist()


def test_a_network_is_also_judged_by_what_it_has_not_seen():
    made = stored_recipes()["moons_lr1"]
    run = Run(made.run.objective, made.run.optimizer, made.run.start, 5 * made.steps_per_epoch)
    curve, stored = curve_of(run.solve(), made.steps_per_epoch, 0), load_curve("moons_lr1")
    for name in ("train", "validation", "accuracy"):
        np.testing.assert_allclose(getattr(curve, name), getattr(stored, name)[:6], rtol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"), [((0,), "at least 1, not 0"), ((1, 0), "trains a network")]
)
def test_curves_that_make_no_sense(arguments, message):
    with pytest.raises(ValueError, match=message):
        curve_of(TEN, *arguments)


def test_a_curve_says_what_its_features_say():
    too_high, overfit = load_curve("moons_lr10"), load_curve("moons_overfit")
    assert too_high.peak == too_high.train[1] / too_high.train[0] == pytest.approx(12.27, abs=0.01)
    assert (too_high.peak_epoch, overfit.best_epoch) == (1, 92)
    assert overfit.gap == pytest.approx(1.234, abs=1e-3)
    assert load_curve("moons_lr0_001").late == pytest.approx(0.65, abs=0.005)
    shelf = load_curve("moons_plateau")
    assert (shelf.plateau_start, shelf.plateau_end) == (9, 183)
    for name in LossCurve.PUBLIC:
        assert getattr(shelf, name) is not None, name


def test_what_a_curve_does_not_have_is_unknown():
    with pytest.raises(Unknown, match="at least 10 epochs"):
        _ = curve_of(TEN, every=5).peak
    with pytest.raises(Unknown, match="no plateau"):
        _ = curve_of(TEN).plateau_start


def test_curves_travel_read_only():
    copy = pickle.loads(pickle.dumps(load_curve("moons_lr1")))
    assert copy == load_curve("moons_lr1")
    assert not copy.train.flags.writeable
