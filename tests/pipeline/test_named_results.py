"""Curves, sweeps and expectations on their way from a lesson to its shots and their keys."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from gdmath import LossCurve, load_curve
from pipeline.build import _told
from pipeline.key import difference, digest, inputs
from pipeline.plan import Plan
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import plan_of

LESSON = """\
lesson: small
title: Small
objective: Look.
minutes: 1
voice: silent
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 4}
curves:
  a: {stored: moons_lr10, expect: bouncing}
  b: moons_plateau
  unused: moons_lr1
sweeps:
  u: {run: good, lr: {from: 0.001, to: 0.49, count: 30, also: [0.1]}, until: 0.01}
moments:
  fog: {objective: {five_dots: {noise: 1}}, lr: 0.1, start: [0, 0], steps: 20}
scenes:
- id: curves
  title: Curves
  panels:
    plot: {kind: loss_curve, at: left, with: {curves: [{of: a}, {of: b, hidden: true}]}}
    other: {kind: loss_curve, at: right-top, with: {of: fog}}
    steps: {kind: sweep, at: right-bottom, hidden: true, with: {of: u}}
  beats:
  - id: one
    say: It jumps to {a.peak:.1f} times its start.
    do:
    - {plot.draw: a, for: 0.3}
    - {plot.show: peak, for: 0.3}
    - {plot.start: {run: b}, for: 0.1}
    - {step: {to: 20}, for: 0.3}
  - id: two
    say: And the floor is {fog.floor:.2f}.
    do:
    - {plot.scale: {to: log}, for: 0.1}
    - {plot.draw: {curves: [b]}, for: 0.2}
    - {plot.show: {what: slope, curve: b, from: 200, to: 300}, for: 0.2}
    - {enter: steps}
    - {steps.draw: {}, for: 0.2}
    - {steps.mark: {run: good, text: "{u.steps[0]:.0f}"}, for: 0.1}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan_of(tmp_path_factory.mktemp("lesson"), LESSON)


def test_a_shot_holds_the_results_it_names_and_no_other(plan: Plan) -> None:
    assert [list(beat.shot.results) for beat in plan.beats] == [
        ["a", "b", "fog"],
        ["a", "b", "fog", "good", "u"],
    ]
    assert plan.beats[0].shot.results["a"] == load_curve("moons_lr10")


def test_shots_travel_and_keep_their_keys(plan: Plan) -> None:
    for beat in plan.beats:
        copy = pickle.loads(pickle.dumps(beat.shot))
        assert copy == beat.shot
        assert digest(copy) == digest(beat.shot)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("until: 0.01", "until: 0.02", ("u.question.until: 0.01 -> 0.02",)),
        ("count: 30", "count: 30", ()),
        ("steps: 20}", "steps: 21}", ("fog.run.steps: 20 -> 21",)),
        ("unused: moons_lr1", "unused: moons_lr3", ()),
    ],
)
def test_the_key_holds_values_and_explains_them(
    plan: Plan, tmp_path: Path, old: str, new: str, told: tuple[str, ...]
) -> None:
    edited = plan_of(tmp_path, LESSON.replace(old, new)).beats[1].shot
    changes = difference(inputs(plan.beats[1].shot.results), inputs(edited.results))
    assert _told([f"results.{change}" for change in changes]) == told


def test_a_curve_counts_by_its_numbers() -> None:
    curve = load_curve("moons_lr10")
    same = LossCurve(curve.train, curve.validation, curve.accuracy)
    other = LossCurve(curve.train[:-1], curve.validation[:-1], curve.accuracy[:-1])  # type: ignore[index]
    assert digest(same) == digest(curve) != digest(other)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("of: fog}}", "of: fgo}}", "there is no run, curve or expectation fgo - did you mean fog?"),
        ("{plot.draw: a,", "{plot.draw: u,", "there is no run, curve or expectation u"),
        ("with: {of: u}", "with: {of: a}", "there is no sweep a - use u"),
        ("run: good, text", "run: a, text", "there is no run a - use good"),
        ("from: 200, to: 300", "from: 300, to: 200", "from a step to a later one"),
    ],
)
def test_wrong_names_in_params_and_actions(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ScriptErrors) as caught:
        plan_of(tmp_path, LESSON.replace(old, new))
    assert message in str(caught.value)
