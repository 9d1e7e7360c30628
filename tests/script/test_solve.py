"""Solving: runs and values of a lesson, and claims gdmath does not bear out."""

from pathlib import Path

import numpy as np
import pytest

from gdmath.objectives import quadratic
from gdmath.optimizers import GD
from gdmath.run import Run
from script.errors import ScriptErrors
from script.load import load_lesson
from script.solve import Solved, answered, solve

HEAD = """\
lesson: one
title: One
objective: One.
minutes: 1
scenes: [{id: a, title: A, kind: card, beats: [{id: b, say: Hello.}]}]
"""


def solved(tmp_path: Path, body: str) -> Solved:
    path = tmp_path / "one.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return solve(load_lesson(path))


def test_values_may_use_runs_and_earlier_values(tmp_path: Path) -> None:
    result = solved(
        tmp_path,
        "runs:\n  good: {objective: bowl, optimizer: {gd: {lr: 1/3}}, steps: 5}\n"
        "values:\n  a: good.f[0]\n  b: 2 * a\n  c: first(good.f < 1)\n",
    )
    assert result.values == {"a": 75.0, "b": 150.0, "c": 2}
    assert result.runs["good"].steps == 5
    assert result.names == {**result.runs, **result.values}
    assert result.context.names == result.names


@pytest.mark.parametrize(
    ("lr", "claim", "sentence"),
    [
        ("0.6", "converges", "It runs away: the steps grow without end."),
        ("0.1", "diverges", "It converges, without ever jumping across."),
        ("0.5", "converges", "It repeats the same points for ever."),
        ("0.3", "cycles", "It converges, jumping from side to side."),
    ],
)
def test_a_false_claim_says_what_was_found(
    tmp_path: Path, lr: str, claim: str, sentence: str
) -> None:
    run = f"{{objective: bowl, optimizer: {{gd: {{lr: {lr}}}}}, steps: 10, expect: {claim}}}"
    with pytest.raises(ScriptErrors) as caught:
        solved(tmp_path, f"runs:\n  big: {run}\n")
    assert str(caught.value) == (
        f"{tmp_path}/one.yaml:7:{run.index(claim) + 8}: "
        f"the lesson claims that big {claim}, but gdmath finds: {sentence}"
    )


@pytest.mark.parametrize("claim", ["converges", "oscillates"])
def test_a_true_claim_passes(tmp_path: Path, claim: str) -> None:
    run = f"{{objective: bowl, optimizer: {{gd: {{lr: 0.3}}}}, steps: 10, expect: {claim}}}"
    assert solved(tmp_path, f"runs:\n  big: {run}\n").runs["big"].run.optimizer.lr == 0.3


def test_every_bad_value_is_reported_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ScriptErrors) as caught:
        solved(tmp_path, "values:\n  a: 1 + b\n  b: 2\n  c: 1 / 0\n")
    assert str(caught.value).replace(str(tmp_path), "").splitlines() == [
        "/one.yaml:7:10: there is no run or value b",
        "/one.yaml:9:6: this divides by zero",
    ]


def test_what_was_asked_is_known_when_a_lesson_is_read_again(tmp_path: Path) -> None:
    asked = "runs:\n  good: {objective: bowl, optimizer: {gd: {lr: 0.125}}, steps: 7}\n"
    first, again = solved(tmp_path, asked), solved(tmp_path, asked + "values:\n  a: good.f[0]\n")
    assert again.runs["good"] is first.runs["good"]
    other = solved(tmp_path, asked.replace("0.125", "0.25"))
    assert other.runs["good"].f[1] != first.runs["good"].f[1]


def test_what_is_equal_and_not_the_same_is_told_apart() -> None:
    runs = [Run(quadratic((2.0, 4.0)), GD(0.1), (zero, 1.0), 2) for zero in (0.0, -0.0)]
    assert runs[0] == runs[1]
    signs = [bool(np.signbit(answered(run).x[0, 0])) for run in runs]
    assert signs == [False, True]
