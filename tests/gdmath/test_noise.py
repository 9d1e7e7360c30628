from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import bowl, five_dots
from gdmath.optimizers import GD, Adam, HeavyBall, MiniBatch, Noisy, noisy_gd, sgd
from gdmath.optimizers.stream import bell, below, raw, shuffled
from gdmath.run import Run

DOTS = five_dots(noise=1.0)
ORIGIN = (0.0, 0.0)


def test_the_stream_is_frozen():
    """NEP 19 promises that these raw numbers never change."""
    assert [int(n) for n in raw(0, 0, 3)] == [
        11749869230777074271,
        4976686463289251617,
        755828109848996024,
    ]
    assert list(raw(7, 5, 4)) == list(np.random.PCG64(7).random_raw(9)[5:])
    assert below(5, 0, 0, 10).tolist() == [3, 1, 0, 0, 4, 4, 3, 3, 2, 4]
    assert shuffled(5, 0, 0).tolist() == [3, 2, 1, 0, 4]
    assert shuffled(5, 0, 1).tolist() == [3, 1, 2, 0, 4]
    parts = [Fraction(int(n >> 11) * 2 + 1, 2**54) - Fraction(1, 2) for n in raw(0, 0, 24)]
    expected = [float(sum(parts[i::2])) for i in (0, 1)]
    assert bell(2, 0, 0).tolist() == pytest.approx(expected, abs=1e-15)


def test_whole_numbers_are_even():
    counts = np.bincount(below(5, 1, 0, 100_000))
    assert len(counts) == 5
    assert np.abs(counts / 20_000 - 1).max() < 0.02


def test_every_shuffle_is_as_likely_as_any_other():
    orders = [tuple(shuffled(3, 1, number)) for number in range(3000)]
    counts = [orders.count(order) for order in set(orders)]
    assert len(counts) == 6
    assert min(counts) > 425


def test_the_bell_has_mean_0_and_variance_1():
    draws = np.concatenate([bell(1000, 3, number) for number in range(100)])
    assert abs(draws.mean()) < 0.01
    assert draws.var() == pytest.approx(1, abs=0.015)
    assert (draws**4).mean() == pytest.approx(2.9, abs=0.08)
    assert np.abs(draws).max() < 6
    assert len(set(draws)) == len(draws)


@given(samples=st.integers(1, 30), batch=st.integers(1, 30), seed=st.integers(0, 2**64))
def test_an_epoch_uses_every_sample_once(samples, batch, seed):
    batches = MiniBatch(GD(0.1), batch, seed)
    steps = -(-samples // batch)
    for epoch in (0, 1, 5):
        picks = [batches.picks(k, samples) for k in range(epoch * steps, (epoch + 1) * steps)]
        assert sorted(np.concatenate(picks)) == list(range(samples))
        assert all(len(p) == min(batch, samples) for p in picks[:-1])


def test_with_replacement_each_step_draws_from_all():
    batches = MiniBatch(GD(0.1), batch=8, seed=2, replacement=True)
    picks = [batches.picks(k, 5) for k in range(50)]
    assert all(len(p) == 8 and (np.diff(p) >= 0).all() for p in picks)
    assert set(np.concatenate(picks)) == set(range(5))
    assert len({tuple(p) for p in picks}) > 40


@pytest.mark.parametrize("inner", [GD(0.1), HeavyBall(0.01), Adam(0.1)], ids=repr)
def test_a_batch_of_all_is_the_full_gradient_bit_for_bit(inner):
    full = Run(DOTS, inner, ORIGIN, 50).solve()
    batch = Run(DOTS, MiniBatch(inner, batch=5), ORIGIN, 50).solve()
    np.testing.assert_array_equal(full.x, batch.x)
    np.testing.assert_array_equal(batch.used_grad, batch.grad[:-1])
    still = Run(DOTS, Noisy(inner, sigma=0.0), ORIGIN, 50).solve()
    np.testing.assert_array_equal(full.x, still.x)


def test_the_trajectory_knows_both_gradients():
    optimizer = sgd(0.1, seed=4)
    run = Run(DOTS, optimizer, ORIGIN, 20).solve()
    assert run.used_grad.shape == (20, 2)
    for k in range(20):
        [pick] = optimizer.picks(k, 5)
        np.testing.assert_array_equal(run.used_grad[k], DOTS.sample_grads(run.x[k])[pick])
        np.testing.assert_array_equal(run.grad[k], DOTS.grad(run.x[k]))
        np.testing.assert_array_equal(run.x[k + 1], run.x[k] - 0.1 * run.used_grad[k])


def test_one_epoch_of_votes_is_the_full_gradient():
    votes = [DOTS.sample_grads(np.zeros(2))[sgd(0.1).picks(k, 5)][0] for k in range(5)]
    np.testing.assert_allclose(np.mean(votes, axis=0), (-10, -20), rtol=1e-15)


def test_the_seed_and_the_step_decide():
    first, again, other = (Run(DOTS, sgd(0.1, seed=seed), ORIGIN, 20).solve() for seed in (1, 1, 2))
    assert first == again
    assert first != other
    longer = Run(DOTS, sgd(0.1, seed=1), ORIGIN, 40).solve()
    np.testing.assert_array_equal(longer.x[:21], first.x)


def test_noise_and_batches_go_together():
    batches = MiniBatch(GD(0.1), batch=2, seed=1)
    run, quiet = (
        Run(DOTS, optimizer, ORIGIN, 1).solve() for optimizer in (Noisy(batches, 0.5, 3), batches)
    )
    np.testing.assert_array_equal(run.used_grad[0], quiet.used_grad[0] + 0.5 * bell(2, 3, 0))
    inside = Run(DOTS, MiniBatch(noisy_gd(0.1, 0.5, 3), 2, 1), ORIGIN, 1).solve()
    np.testing.assert_array_equal(inside.used_grad, run.used_grad)


def tail_excess(objective, optimizer, start, steps):
    run = Run(objective, optimizer, start, steps).solve()
    return float((run.f - run.f_min)[200:].mean())


def test_the_floor_of_single_dot_steps():
    floor = tail_excess(DOTS, sgd(0.1, seed=5, replacement=True), (5.0, 5.0), 12_000)
    assert floor == pytest.approx(6 / 7, rel=0.1)


@pytest.mark.parametrize(
    ("optimizer", "floor"),
    [(GD(0.1), 0.0590), (HeavyBall(0.01, 0.9), 0.0504), (HeavyBall(0.1, 0.9), 0.543)],
    ids=repr,
)
def test_the_floor_of_unit_noise(optimizer, floor):
    got = tail_excess(bowl(), Noisy(optimizer, seed=1), ORIGIN, 12_000)
    assert got == pytest.approx(floor, rel=0.15)


@pytest.mark.parametrize(
    ("objective", "optimizer", "message"),
    [
        (bowl(), sgd(0.1), "mini-batches need samples, which .* does not have"),
        (DOTS, sgd(0.1, batch=6), "batch must be at most 5, the number of samples, not 6"),
        (bowl(), Noisy(sgd(0.1)), "mini-batches need samples"),
        (DOTS, MiniBatch(sgd(0.1, batch=6)), "batch must be at most 5"),
    ],
)
def test_a_batch_that_cannot_be_made_is_refused(objective, optimizer, message):
    with pytest.raises(ValueError, match=message):
        Run(objective, optimizer, (1.0, 1.0), 5)
