from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath.diagnose import CLAIMS, Claim, Outcome, watch
from gdmath.events import frozen_at, plateau
from gdmath.objectives import OBJECTIVES, Quadratic, bowl, five_dots, quadratic, ravine
from gdmath.optimizers import GD, Adam, Cosine, HeavyBall, Nesterov, RMSProp, sgd
from gdmath.rational import fraction, number
from gdmath.run import Run, Unknown

SADDLE = quadratic(curvatures=(1.0, -1.0))
TROUGH = quadratic(curvatures=(1.0, 0.0))
TILTED_TROUGH = quadratic(curvatures=(1.0, 0.0), b=(0.0, 1.0))

RIGOROUS = [
    (bowl(), 0.1, (5.0, 5.0), 10, Outcome.CONVERGED_MONOTONE),
    (bowl(), 0.25, (5.0, 5.0), 10, Outcome.CONVERGED_MONOTONE),
    (bowl(), 0.3, (5.0, 5.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), 0.3, (5.0, 0.0), 10, Outcome.CONVERGED_MONOTONE),
    (bowl(), 0.499, (5.0, 5.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), 0.5, (5.0, 5.0), 10, Outcome.CYCLE),
    (bowl(), 0.501, (5.0, 5.0), 1, Outcome.DIVERGED),
    (bowl(), 0.6, (5.0, 0.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), 0.6, (5.0, 1e-300), 1, Outcome.DIVERGED),
    (bowl(), 0.001, (5.0, 5.0), 10, Outcome.STALLED),
    (bowl(), 0.001, (5.0, 5.0), 20, Outcome.CONVERGED_MONOTONE),
    (quadratic(curvatures=(10.0, 20.0)), 0.1, (5.0, 5.0), 10, Outcome.CYCLE),
    (ravine(theta=30.0), 0.5, (1.0, 1.0), 10, Outcome.CYCLE),
    (ravine(theta=30.0), 0.51, (1.0, 1.0), 10, Outcome.DIVERGED),
    (ravine(theta=45.0), 0.51, (1.0, 1.0), 10, Outcome.CONVERGED_MONOTONE),
    (SADDLE, 0.1, (5.0, 5.0), 10, Outcome.DIVERGED),
    (SADDLE, 0.1, (5.0, 0.0), 10, Outcome.CONVERGED_MONOTONE),
    (TROUGH, 0.1, (5.0, 5.0), 10, Outcome.CONVERGED_MONOTONE),
    (TILTED_TROUGH, 0.1, (5.0, 5.0), 10, Outcome.DIVERGED),
]


@pytest.mark.parametrize(("on", "lr", "start", "steps", "outcome"), RIGOROUS)
def test_gradient_descent_on_a_quadratic_is_judged_by_its_factors(on, lr, start, steps, outcome):
    assert Run(on, GD(lr), start, steps).solve().outcome is outcome


# the wall of heavy ball with 0.2 on the bowl is 0.6, of Nesterov with 0.5 it is 0.375
MOMENTUM = [
    (bowl(), HeavyBall(0.6, 0.2), (5.0, 5.0), 10, Outcome.CYCLE),
    (bowl(), HeavyBall(0.6, 0.19), (5.0, 5.0), 10, Outcome.DIVERGED),
    (bowl(), HeavyBall(0.6, 0.21), (5.0, 5.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), HeavyBall(0.6, 0.0), (5.0, 0.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), HeavyBall(0.6, 0.0), (5.0, 1e-300), 10, Outcome.DIVERGED),
    (bowl(), HeavyBall(1.2, 0.2, dampening=0.5), (5.0, 5.0), 10, Outcome.CYCLE),
    (bowl(), HeavyBall(0.1, 0.9), (5.0, 5.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), HeavyBall(0.01, 0.1), (5.0, 5.0), 50, Outcome.CONVERGED_MONOTONE),
    (bowl(), HeavyBall(0.001, 0.1), (5.0, 5.0), 5, Outcome.STALLED),
    (ravine(), HeavyBall(0.64, 0.36), (8.0, 0.0), 10, Outcome.CONVERGED_MONOTONE),
    (ravine(), HeavyBall(0.64, 0.36), (8.0, 1.0), 10, Outcome.CONVERGED_OSCILLATING),
    (ravine(theta=30.0), HeavyBall(0.75, 0.5), (1.0, 1.0), 10, Outcome.CYCLE),
    (bowl(), Nesterov(0.375, 0.5), (5.0, 5.0), 10, Outcome.CYCLE),
    (bowl(), Nesterov(0.38, 0.5), (5.0, 5.0), 10, Outcome.DIVERGED),
    (bowl(), Nesterov(0.37, 0.5), (5.0, 5.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), Nesterov(0.38, 0.5), (5.0, 0.0), 10, Outcome.CONVERGED_OSCILLATING),
    (bowl(), Nesterov(0.01, 0.1), (5.0, 5.0), 50, Outcome.CONVERGED_MONOTONE),
    (SADDLE, HeavyBall(0.1, 0.9), (5.0, 5.0), 1, Outcome.DIVERGED),
    (SADDLE, Nesterov(0.1, 0.9), (5.0, 0.0), 1, Outcome.CONVERGED_OSCILLATING),
    (bowl(), HeavyBall(1e-18, 0.5), (5.0, 5.0), 10, Outcome.DEAD),
]


@pytest.mark.parametrize(("on", "optimizer", "start", "steps", "outcome"), MOMENTUM)
def test_momentum_on_a_quadratic_is_judged_by_its_roots(on, optimizer, start, steps, outcome):
    run = Run(on, optimizer, start, steps).solve()
    assert run.outcome is outcome
    if outcome is Outcome.CYCLE:
        assert run.period == 2
        assert run.rate == pytest.approx(1, abs=1e-15)
        assert run.lr == pytest.approx(run.wall, rel=1e-15)


@pytest.mark.parametrize("maker", [GD, HeavyBall, Nesterov])
@settings(max_examples=12)
@given(part=st.floats(0.02, 3), momentum=st.floats(0, 0.95), curvature=st.floats(0.1, 10))
def test_what_the_roots_say_is_what_happens(maker, part, momentum, curvature):
    lr = part / curvature
    optimizer = GD(lr) if maker is GD else maker(lr, momentum)
    run = Run(quadratic(curvatures=(curvature,)), optimizer, (1.0,), 1500).solve()
    assume(abs(run.rate - 1) > 0.01)
    assert (run.rate > 1) == (run.lr > run.wall) == (run.outcome is Outcome.DIVERGED)
    last = abs(run.x[-1, 0])
    assert last < 1e-3 if run.rate < 1 else not last < 1e3
    crossed = (np.sign(run.x[1:, 0]) * np.sign(run.x[:-1, 0]) < 0).any()
    if run.outcome is Outcome.CONVERGED_MONOTONE:
        assert not crossed


@pytest.mark.parametrize("curvature", [0.3, 0.7, 1.1, 3, 4.9, 6, 7, 49])
def test_at_the_wall_itself_a_run_cycles(curvature):
    lr = number(2 / fraction(curvature))
    run = Run(quadratic(curvatures=(curvature, 0.1)), GD(lr), (1.0, 1.0), 10)
    assert run.solve().outcome is Outcome.CYCLE


@pytest.mark.parametrize("theta", [10.0, 30.0, 45.0, 77.0])
def test_a_start_on_the_floor_of_a_turned_ravine_has_no_part_across(theta):
    floor = (8 * float(np.cos(np.deg2rad(theta))), 8 * float(np.sin(np.deg2rad(theta))))
    along, across = (
        Run(ravine(theta=theta), GD(0.51), start, 10).solve().outcome
        for start in (floor, (floor[0] + 1e-9, floor[1]))
    )
    assert (along, across) == (Outcome.CONVERGED_MONOTONE, Outcome.DIVERGED)


@dataclass(frozen=True)
class Unlabelled:
    """A quadratic that does not say so: its runs are judged by what is seen."""

    hidden: Quadratic
    dim = 2
    formula = "f"
    default_start = (5.0, 5.0)
    minimum = None
    f_min = None

    def value(self, x):
        return self.hidden.value(x)

    def grad(self, x):
        return self.hidden.grad(x)

    def hessian(self, x):
        return self.hidden.hessian(x)


WATCHED = [
    (0.1, 200, Outcome.CONVERGED_MONOTONE),
    (0.45, 200, Outcome.CONVERGED_OSCILLATING),
    (0.5, 200, Outcome.CYCLE),
    (0.51, 40, Outcome.DIVERGED),
    (0.6, 200, Outcome.DIVERGED),
    (0.6, 3000, Outcome.DIVERGED),
    (0.001, 10, Outcome.STALLED),
    (0.001, 200, Outcome.OUT_OF_STEPS),
]


@pytest.mark.parametrize(("lr", "steps", "outcome"), WATCHED)
def test_any_other_run_is_judged_by_what_is_seen(lr, steps, outcome):
    run = Run(Unlabelled(bowl()), GD(lr), (5.0, 5.0), steps)
    assert run.solve().outcome is outcome


def test_a_run_that_sinks_without_end_diverges():
    run = Run(Unlabelled(SADDLE), GD(0.1), (5.0, 5.0), 100).solve()
    assert run.f[-1] < run.f[0]
    assert run.outcome is Outcome.DIVERGED


@pytest.mark.parametrize("name", ["half_life", "factor", "rate", "wall", "path_exponent"])
def test_theory_is_not_claimed_for_what_is_not_known_to_be_quadratic(name):
    run = Run(Unlabelled(bowl()), GD(0.1), (5.0, 5.0), 1).solve()
    message = f"^{name} is known for gradient descent on a quadratic only"
    with pytest.raises(Unknown, match=message):
        getattr(run, name)


@pytest.mark.parametrize("period", [2, 3, 8])
def test_a_cycle_of_up_to_eight_points_is_seen(period):
    assert watch(*_going_round(period)) is Outcome.CYCLE


@pytest.mark.parametrize("period", [9, 100])
def test_a_longer_way_round_is_no_cycle(period):
    assert watch(*_going_round(period)) is Outcome.OUT_OF_STEPS


def test_standing_still_is_no_cycle():
    x, f, grad = _going_round(1)
    assert watch(x, f, grad) is Outcome.DEAD


def _going_round(period):
    """One hundred points on a circle, ``period`` of them different; the loss ends lower."""
    angle = 2 * np.pi * (np.arange(100) % period) / period
    x = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return x, np.linspace(2, 1, 100) if period > 1 else np.ones(100), x


def test_every_outcome_has_a_sentence_and_a_claim():
    claimed = frozenset().union(*CLAIMS.values())
    assert claimed == frozenset(Outcome)
    assert all(outcome.sentence.endswith(".") for outcome in Outcome)
    assert set(CLAIMS) == set(Claim)


@pytest.mark.parametrize(
    ("claim", "outcome", "holds"),
    [
        ("converges", Outcome.CONVERGED_MONOTONE, True),
        ("converges", Outcome.CONVERGED_OSCILLATING, True),
        ("converges", Outcome.CYCLE, False),
        ("converges", Outcome.STALLED, False),
        ("diverges", Outcome.DIVERGED, True),
        ("oscillates", Outcome.CYCLE, True),
        ("oscillates", Outcome.CONVERGED_MONOTONE, False),
        ("crawls", Outcome.STALLED, True),
        ("freezes", Outcome.DEAD, True),
        ("dies", Outcome.STALLED, False),
        ("plateaus", Outcome.PLATEAU, True),
        ("converges_smoothly", Outcome.CONVERGED_MONOTONE, True),
        ("converges_smoothly", Outcome.CONVERGED_OSCILLATING, False),
    ],
)
def test_claims(claim, outcome, holds):
    assert Claim(claim).holds(outcome) is holds
    assert (outcome in CLAIMS[claim]) is holds


SEEN = [
    ("two_layer", GD(0.1), None, 59, Outcome.PLATEAU),
    ("two_layer", GD(0.1), None, 200, Outcome.CONVERGED_MONOTONE),
    ("two_layer", GD(0.1), (0.0, 0.0), 50, Outcome.DEAD),
    ("saddle", GD(0.1), None, 200, Outcome.CONVERGED_MONOTONE),
    ("saddle", GD(0.1), (0.0, 0.0), 50, Outcome.DEAD),
    ("saddle", GD(0.1), (0.0, 1.0), 50, Outcome.CONVERGED_MONOTONE),
    ("sigmoid_cliff", GD(0.1), None, 200, Outcome.STALLED),
    ("sigmoid_cliff", GD(0.1), (-800.0,), 50, Outcome.DEAD),
    ("rosenbrock", GD(1e-3), None, 200, Outcome.OUT_OF_STEPS),
    ("rosenbrock", GD(0.01), None, 200, Outcome.DIVERGED),
    ("bowl", Adam(0.1), None, 400, Outcome.CONVERGED_MONOTONE),
    ("bowl", Adam(0.6), None, 100, Outcome.OUT_OF_STEPS),
    ("bowl", RMSProp(0.1), None, 5000, Outcome.CYCLE),
    ("bowl", GD(Cosine(0.1, 300)), None, 300, Outcome.CONVERGED_MONOTONE),
    ("five_dots", sgd(0.1), None, 200, Outcome.CONVERGED_MONOTONE),
]


@pytest.mark.parametrize(("on", "optimizer", "start", "steps", "outcome"), SEEN)
def test_what_is_seen_of_other_runs(on, optimizer, start, steps, outcome):
    objective = OBJECTIVES[on]()
    run = Run(objective, optimizer, start or objective.default_start, steps).solve()
    assert run.outcome is outcome


def test_noise_never_settles():
    run = Run(five_dots(noise=1.0), sgd(0.1), (0.0, 0.0), 400).solve()
    assert run.outcome is Outcome.OUT_OF_STEPS


def test_the_period_of_a_cycle_that_is_seen():
    assert Run(bowl(), RMSProp(0.1), (5.0, 5.0), 5000).solve().period == 2
    with pytest.raises(Unknown, match="for a run that cycles only"):
        _ = Run(bowl(), GD(0.1), (5.0, 5.0), 10).solve().period


def test_events_of_the_good_run():
    assert Run(bowl(), GD(0.1), (5.0, 5.0), 30).solve().events == {
        **{f"{word}_half": 1 for word in ("reaches", "stays")},
        **{f"{word}_tenth": 4 for word in ("reaches", "stays")},
        **{f"{word}_hundredth": 8 for word in ("reaches", "stays")},
        **{f"{word}_thousandth": 14 for word in ("reaches", "stays")},
        **{f"{word}_ten_thousandth": 19 for word in ("reaches", "stays")},
        **{f"{word}_millionth": 29 for word in ("reaches", "stays")},
    }


def test_losses_are_counted_above_the_least():
    quiet, noisy = (
        Run(five_dots(noise), GD(0.1), (0.0, 0.0), 30).solve().events for noise in (0.0, 3.0)
    )
    assert quiet == noisy


@pytest.mark.parametrize(
    ("f", "where"),
    [
        ([8, 4, 2, 1, 1, 1, 1, 1, 1, 0.5, 0.2], (3, 8)),
        ([8, 4, 2, 1, 1.01, 1, 0.99, 1, 1, 0.7, 0.2], (3, 8)),
        ([8, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1], None),
        ([8, 4, 2, 1, 1, 1, 1, 1, 1, 0.9, 0.9], None),
        ([8, 4, 2, 1, 1, 1, 1, 1, 0.5, 0.2, 0.1], None),
        ([1, 1, 1, 1, 1, 1, 0.1], (0, 5)),
        ([1, 1, 1, 0.1], None),
        ([1, 1, 1, 1, 1, 1, float("nan")], None),
    ],
)
def test_plateaus(f, where):
    assert plateau(np.array(f, dtype=float)) == where


def test_where_a_run_is_frozen():
    x = np.array([[0.0], [1.0], [2.0], [2.0], [2.0]])
    assert frozen_at(x) == 2
    assert frozen_at(x[:3]) is None
    assert frozen_at(x[:1]) is None
    assert frozen_at(x[2:]) == 0
