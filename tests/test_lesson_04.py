"""Lesson 4 says what its runs do: held against a network trained here, and against fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

Floats = NDArray[np.float64]


def moons(count: int, seed: int) -> tuple[Floats, Floats]:
    """Return two moons of points (count, 2) and their labels (count,)."""
    draws = np.random.RandomState(seed)
    upper, lower = (np.pi * draws.uniform(size=count // 2) for _ in range(2))
    points = np.vstack(
        [
            np.column_stack([np.cos(upper), np.sin(upper)]),
            np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
        ]
    )
    points = points + 0.2 * draws.randn(count, 2) - [0.5, 0.25]
    order = draws.permutation(count)
    return points[order], np.repeat([0.0, 1.0], count // 2)[order]


@cache
def trained() -> tuple[list[float], int, int]:
    """Return the losses after each epoch, the wrong of 400 unseen points, the count of weights.

    The network of the curriculum, with matrix products: 2 inputs, 16 tanh units, one logit;
    batches of 20 of 200 points, rate 1, 60 epochs.
    """
    points, labels = moons(200, 100)
    unseen, truth = moons(400, 500)
    draws = np.random.RandomState(0)
    first, last = draws.randn(2, 16) / np.sqrt(2), draws.randn(16, 1)[:, 0] / np.sqrt(16)
    shift, offset = np.zeros(16), 0.0

    def logits(where: Floats) -> tuple[Floats, Floats]:
        hidden = np.tanh(where @ first + shift)
        return hidden, hidden @ last + offset

    def mean_loss() -> float:
        z = logits(points)[1]
        return float(np.mean(np.logaddexp(0, z) - labels * z))

    losses, order = [mean_loss()], np.random.RandomState(7)
    for _ in range(60):
        for batch in order.permutation(200).reshape(10, 20):
            hidden, z = logits(points[batch])
            error = (1 / (1 + np.exp(-z)) - labels[batch]) / 20
            inner = np.outer(error, last) * (1 - hidden**2)
            last = last - hidden.T @ error
            offset = offset - float(error.sum())
            first = first - points[batch].T @ inner
            shift = shift - inner.sum(axis=0)
        losses.append(mean_loss())
    wrong = int(np.sum((logits(unseen)[1] > 0) != (truth > 0)))
    return losses, wrong, first.size + shift.size + last.size + 1


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "04-one-equation.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> dict[str, str]:
    return {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}


def by_hand(rate: str, weights: tuple[str, str], slopes: tuple[str, str]) -> tuple[Any, ...]:
    """Return the new weights, each moved against its own slope."""
    pairs = zip(weights, slopes, strict=True)
    return tuple(Fraction(weight) - Fraction(rate) * Fraction(slope) for weight, slope in pairs)


def shown(value: Fraction, form: str) -> str:
    return format(float(value), form).replace("-", "−")


FIRST = by_hand("0.1", ("5", "5"), ("10", "20"))
PAIR = by_hand("0.1", ("0.5", "-1.2"), ("3", "-0.4"))
ASKED = by_hand("0.05", ("2", "-3"), ("-4", "10"))


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("numbers/fill", "We stand at 5, 5. The rate is 0.1, the slopes are 10 and 20"),
        ("numbers/land", f"5 less 1, and 5 less 2: {FIRST[0]}, {FIRST[1]}."),
        ("each/guess", "two weights: 0.5 and −1.2. Their slopes are 3 and −0.4"),
        ("each/first", f"0.5 less 0.3 is {shown(PAIR[0], '.1f')}"),
        ("each/second", f"It goes up, to {shown(PAIR[1], '.2f')}"),
        ("code/run", "from 75 to 0.29"),
        ("your-turn/question", "Theta is 2, −3. The gradient is −4, 10. Eta is 0.05"),
        ("your-turn/answer", f"up, to {shown(ASKED[0], '.1f')}"),
        ("your-turn/answer", f"goes down, to {shown(ASKED[1], '.1f')}"),
    ],
)
def test_says_the_numbers_worked_out_by_hand(said: dict[str, str], beat: str, words: str) -> None:
    assert words in said[beat]


def test_says_the_losses_of_the_network(said: dict[str, str]) -> None:
    losses, wrong, weights = trained()
    assert f"It turns {weights} dials" in said["hook/watch"]
    assert f"there are {weights}." in said["moons/wires"]
    assert f"from {losses[0]:.3f} to {losses[1]:.3f}." in said["moons/first"]
    assert f"After five epochs, {losses[5]:.3f}" in said["moons/first"]
    assert f"{losses[20]:.3f} after twenty, {losses[60]:.3f} after sixty" in said["moons/bend"]
    assert f"it gets {wrong} wrong" in said["moons/bend"]


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    losses, wrong, weights = trained()
    picked = [round(losses[epoch], 3) for epoch in (0, 1, 5, 20)]
    assert picked == [0.644, 0.322, 0.262, 0.149]
    assert [round(losses[60], 4), 1 - wrong / 400, weights] == [0.0915, 0.9775, 65]
    assert [*PAIR, *ASKED] == [
        Fraction("0.2"),
        Fraction("-1.16"),
        Fraction("2.2"),
        Fraction("-3.5"),
    ]


def test_every_walker_arrives_and_two_starts_end_in_two_valleys(lesson: ReadyLesson) -> None:
    runs = lesson.solved.runs
    for name in ("plain", "heavy", "adam"):
        assert runs[name].f[-1] < runs[name].f[0] / 100
    ends = [runs[name].x[-1] for name in ("east", "west")]
    valleys = [(3.0, 2.0), (-2.805118, 3.131312)]
    assert np.abs(np.subtract(ends, valleys)).max() < 1e-3


def test_all_four_valleys_are_equally_deep() -> None:
    """Each lies where both squares of (x² + y - 11)² + (x + y² - 7)² are zero, their least."""
    for guess in ((3, 2), (-2.8, 3.1), (-3.8, -3.3), (3.6, -1.8)):
        place = np.array(guess, dtype=float)
        for _ in range(10):
            x, y = place
            gap = np.array([x * x + y - 11, x + y * y - 7])
            place = place - np.linalg.solve(np.array([[2 * x, 1], [1, 2 * y]]), gap)
        assert np.abs(place - guess).max() < 0.1
        assert np.abs(gap).max() < 1e-12
