"""Curves, sweeps and expectations of a lesson: read, computed, named, and what can be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from pathlib import Path

import pytest

from gdmath import RateSweep, SampledRun, load_curve
from gdmath.curves import LossCurve
from gdmath.steps_needed import StepsNeeded
from script.errors import ScriptErrors
from script.expression import evaluate
from script.load import load_lesson
from script.nodes import compose
from script.results import CurveName, MomentsName, RunName, SweepName
from script.solve import Solved, solve
from script.typed import read

HEAD = """\
lesson: one
title: One
objective: One.
minutes: 1
scenes: [{id: a, title: A, kind: card, beats: [{id: b, say: Hello.}]}]
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 10}
"""
ALL = """\
curves:
  a: {stored: moons_lr10, expect: bouncing}
  shelf: moons_plateau
  mine: {run: good, every: 5}
sweeps:
  u: {run: good, lr: {from: 0.001, to: 0.4, count: 5, also: [0.1, 1/3, 0.6]}, until: 0.01}
  root: {kappa: [16, 100], optimizer: heavy_ball}
moments:
  fog: {objective: {five_dots: {noise: 1}}, lr: 0.1, start: [0, 0], steps: 50}
values:
  worst: a.peak
  late: shelf.plateau_end - shelf.plateau_start
"""


def solved(tmp_path: Path, body: str) -> Solved:
    path = tmp_path / "one.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return solve(load_lesson(path))


def mistakes(tmp_path: Path, body: str) -> str:
    with pytest.raises(ScriptErrors) as caught:
        solved(tmp_path, body)
    return str(caught.value).replace(f"{tmp_path}/one.yaml:", "")


def test_every_sort_is_computed_and_named(tmp_path: Path) -> None:
    found = solved(tmp_path, ALL)
    results = found.results
    assert list(results) == ["good", "a", "shelf", "mine", "u", "root", "fog"]
    assert results["a"] == load_curve("moons_lr10")
    mine, sweep = results["mine"], results["u"]
    assert isinstance(mine, LossCurve)
    assert mine.train.tolist() == found.runs["good"].f[[0, 5, 10]].tolist()
    assert isinstance(sweep, StepsNeeded)
    assert (sweep.at(0.1), sweep.at(0.6), len(sweep.values)) == (8, inf, 8)
    assert sweep.values[[0, 1, -2]] == pytest.approx([0.001, 0.001 * 400**0.25, 0.4])
    assert list(found.runs) == ["good"]
    assert found.values == {"worst": pytest.approx(12.267, abs=1e-3), "late": 174}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a.train[1] / a.train[0]", 12.267),
        ("shelf.best_epoch", 398),
        ("len(mine.train)", 3),
        ("u.best_lr", 1 / 3),
        ("u.wall", 0.5),
        ("u.fewest", 3),
        ("first(u.values > 0.1)", 5),
        ("root.steps[1]", 22.949),
        ("fog.floor", 6 / 7),
        ("fog.f[0]", 77),
        ("fog.x[1][1]", 2),
    ],
)
def test_expressions_read_them(tmp_path: Path, expression: str, expected: float) -> None:
    assert evaluate(expression, solved(tmp_path, ALL).names) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a", "this is a curve, not a number - pick a quantity"),
        ("a.trian[0]", "a curve has no quantity trian - did you mean train?"),
        ("u.question", "a sweep has no quantity question"),
        ("root.wall", "wall is known for a sweep over learning rates only"),
        ("mine.accuracy[0]", "this curve has no accuracy"),
        ("mine.peak", "a curve must have at least 10 epochs to be read, not 2"),
        ("fog.floo", "an expectation has no quantity floo - did you mean floor?"),
    ],
)
def test_values_that_are_not_there(tmp_path: Path, value: str, message: str) -> None:
    assert message in mistakes(tmp_path, ALL + f"  wrong: {value}\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("curves:\n  a: moons_lr01\n", "9:6: there is no stored curve moons_lr01 - did you mean"),
        ("curves:\n  a: {run: god}\n", "9:12: there is no run god - did you mean good?"),
        ("curves:\n  a: {run: good, stored: moons_lr1}\n", "either stored or that of a run"),
        ("curves:\n  a: {stored: moons_lr1, every: 2}\n", "belong to the curve of a run"),
        ("curves:\n  a: {run: good, every: 0}\n", "every must be 1 or more"),
        ("curves:\n  a: {run: good, validation: 0}\n", "9:6: only a run that trains a network"),
        ("curves:\n  good: moons_lr1\n", "9:3: good is already a run"),
        ("curves:\n  a: moons_lr1\nvalues:\n  a: 3\n", "11:3: a is already a curve"),
        ("sweeps:\n  u: {run: god, lr: [0.1], until: 0.1}\n", "there is no run god"),
        ("sweeps:\n  u: {run: good, lr: [0.1], until: 2}\n", "9:6: until must be between 0 and 1"),
        ("sweeps:\n  u: {run: good, lr: {from: 1, to: 0.1}, until: 0.1}\n", "from must be above 0"),
        ("sweeps:\n  u: {run: good, lr: [0.1]}\n", "missing until"),
        ("sweeps:\n  u: {kappa: [0.5]}\n", "a condition number is at least 1"),
        ("sweeps:\n  u: {kappa: [2], optimizer: adam}\n", "adam"),
        ("moments:\n  m: {objective: bowl, lr: 0.1, steps: 5}\n", "a mean over samples"),
        ("tallies:\n  n: {truth: low}\n", "9:14: "),
        ("tallies:\n  good: {}\n", "9:3: good is already a run"),
        ("tallies:\n  n: {verdict: crawls}\n", "did you mean crawling?"),
        ("sweep:\n  u: {}\n", "unknown key sweep - did you mean sweeps?"),
    ],
)
def test_mistakes_are_told_at_their_place(tmp_path: Path, body: str, message: str) -> None:
    assert message in mistakes(tmp_path, body)


def test_a_tally_is_a_number_that_values_may_use(tmp_path: Path) -> None:
    body = "tallies:\n  all: {}\n  low: {truth: too-low}\nvalues:\n  share: low / all\n"
    found = solved(tmp_path, body)
    assert found.values["all"] == 208
    assert found.values["share"] == found.values["low"] / 208
    assert evaluate("all - low", found.names) == 208 - found.values["low"]


def test_trainings_that_were_changed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed() -> None:
        raise ValueError("campaign.csv has been changed")

    monkeypatch.setattr("script.solve.load_campaign", changed)
    body = "tallies:\n  low: {truth: too-low}\nvalues:\n  more: low + 1\n"
    assert mistakes(tmp_path, body) == "9:8: campaign.csv has been changed"


def test_a_verdict_that_gdmath_does_not_bear_out(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "curves:\n  a: {stored: moons_lr1, expect: crawling}\n")
    assert told == (
        "9:34: the lesson claims that a looks crawling, but gdmath reads healthy-looking: "
        "Nothing looks wrong, which does not mean that nothing is."
    )


@dataclass(frozen=True, slots=True)
class Params:
    one: CurveName | None = None
    loss: RunName | CurveName | MomentsName | None = None
    sweep: SweepName | None = None


def test_references_are_typed(tmp_path: Path) -> None:
    context = solved(tmp_path, ALL).context
    params = read(compose("{one: a, loss: fog, sweep: u}", "x"), Params, context)
    assert params == Params(CurveName("a"), MomentsName("fog"), SweepName("u"))
    assert type(params.loss) is MomentsName
    assert type(read(compose("{loss: good}", "x"), Params, context).loss) is RunName


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ("{one: good}", "x:1:7: there is no curve good - use a, mine or shelf"),
        ("{loss: god}", "x:1:8: there is no run, curve or expectation god - did you mean good?"),
        ("{sweep: uu}", "x:1:9: there is no sweep uu - did you mean u?"),
        ("{loss: [a]}", "x:1:8: "),
    ],
)
def test_a_wrong_name_gets_a_hint(tmp_path: Path, params: str, message: str) -> None:
    with pytest.raises(ScriptErrors) as caught:
        read(compose(params, "x"), Params, solved(tmp_path, ALL).context)
    assert message in str(caught.value)


def test_the_questions_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(HEAD + ALL, encoding="utf-8")
    lesson = load_lesson(tmp_path / "one.yaml")
    assert isinstance(lesson.sweeps[0].question, RateSweep)
    assert lesson.sweeps[0].question.run is lesson.runs[0].run
    assert isinstance(lesson.moments[0].run, SampledRun)
    assert lesson.moments[0].run.start == (0, 0)
