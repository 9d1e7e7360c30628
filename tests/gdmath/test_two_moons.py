"""Two moons, and the order in which training goes through them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gdmath.objectives import network, two_moons, validation
from gdmath.optimizers import GD, Adam, Epochs
from gdmath.run import Run
from gdmath.sweeps import sweep


@given(samples=st.integers(2, 60), seed=st.integers(0, 2**32 - 1))
def test_without_noise_each_moon_is_half_a_circle(samples, seed):
    moons = two_moons(samples, 0.0, seed)
    points, labels = np.array(moons.points) + np.array([0.5, 0.25]), np.array(moons.labels)
    assert labels.sum() == samples - samples // 2
    for label, centre, side in ((0, (0.0, 0.0), 1), (1, (1.0, 0.5), -1)):
        spokes = points[labels == label] - centre
        np.testing.assert_allclose(np.hypot(*spokes.T), 1, atol=1e-12)
        assert (side * spokes[:, 1] >= -1e-12).all()


def test_the_moons_are_the_published_ones():
    """As their definition reads, with the draws in its order."""
    r = np.random.RandomState(100)
    t, s = r.uniform(0, np.pi, 100), r.uniform(0, np.pi, 100)
    clean = np.vstack([np.c_[np.cos(t), np.sin(t)], np.c_[1 - np.cos(s), 0.5 - np.sin(s)]])
    noisy = clean + 0.2 * r.randn(200, 2) - (0.5, 0.25)
    order = r.permutation(200)
    moons = network().data
    np.testing.assert_allclose(moons.points, noisy[order], rtol=0, atol=1e-15)
    assert moons.labels == tuple((order >= 100).astype(int).tolist())


def test_flips_are_drawn_first_from_the_stream_of_the_order():
    clean = network(hidden=2, samples=40, seed=1).data
    r = np.random.RandomState(8)
    wrong = r.rand(40) < 0.2
    flipped = network(hidden=2, samples=40, seed=1, flipped=0.2).data
    assert 0 < wrong.sum() < 20
    assert (np.array(flipped.labels) != np.array(clean.labels)).tolist() == wrong.tolist()
    assert flipped.points == clean.points
    order = r.permutation(40)
    walker = Epochs(GD(1.0), batch=8, seed=8, skipped=40)
    assert walker.picks(0, 40).tolist() == sorted(order[:8].tolist())


@given(samples=st.integers(1, 30), batch=st.integers(1, 30), seed=st.integers(0, 99))
def test_an_epoch_sees_every_sample_once(samples, batch, seed):
    walker = Epochs(GD(1.0), batch, seed)
    n = walker.steps_per_epoch(samples)
    for epoch in (1, 0):  # in any order
        drawn = [walker.picks(epoch * n + place, samples) for place in range(n)]
        assert sorted(np.concatenate(drawn).tolist()) == list(range(samples))
        assert all(len(picks) == min(batch, samples) for picks in drawn[:-1])


def test_validation_data_is_clean_and_unseen():
    unseen, seen = validation(), network().data
    assert len(unseen.labels) == 400
    assert not set(unseen.points) & set(seen.points)
    assert unseen == two_moons(400, 0.2, 500)


def test_many_trainings_side_by_side_are_each_what_it_is_alone():
    model = network(hidden=3, samples=20)
    runs = [
        Run(model, Epochs(Adam(lr), 7, seed, skipped=2), model.default_start, 12)
        for lr, seed in ((0.01, 1), (0.1, 1), (0.1, 2))
    ]
    together = sweep(runs)
    for i, run in enumerate(runs):
        alone = run.solve()
        assert together.x[:, i].tobytes() == alone.x.tobytes()
        assert together.f[:, i].tobytes() == alone.f.tobytes()
    assert not np.array_equal(together.x[:, 1], together.x[:, 2])
