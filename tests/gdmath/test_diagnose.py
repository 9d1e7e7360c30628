from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from gdmath.diagnose import CLAIMS, Claim, Outcome, watch
from gdmath.objectives import Quadratic, bowl, quadratic, ravine
from gdmath.optimizers import GD
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
    assert watch(x, f, grad) is Outcome.STALLED


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
    ],
)
def test_claims(claim, outcome, holds):
    assert Claim(claim).holds(outcome) is holds
    assert (outcome in CLAIMS[claim]) is holds
