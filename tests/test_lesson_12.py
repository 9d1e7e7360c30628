"""The numbers that lesson 12 says, against walkers written here, apart from the course's code."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, cos, pi, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

Array = NDArray[np.float64]
Rate = Callable[[int], float]
GENTLE, STEEP = np.diag([2.0, 4.0]), np.diag([2.0, 400.0])
TURN = np.array([[1.0, -1.0], [1.0, 1.0]]) / sqrt(2)
VALLEY = np.diag([4e-4, 4.0])
TURNED = TURN @ VALLEY @ TURN.T


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "12-different-rates.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


def descent(hessian: Array, lr: float, steps: int) -> Array:
    path = [np.array([5.0, 5.0])]
    for _ in range(steps):
        path.append(path[-1] - lr * hessian @ path[-1])
    return np.array(path)


def adam(
    hessian: Array,
    lr: float | Rate,
    steps: int,
    start: Array | tuple[float, float] = (5.0, 5.0),
) -> Array:
    """Return the iterates of Adam as its paper writes it, and nothing else."""
    x, m, s = np.array(start), np.zeros(2), np.zeros(2)
    path = [x]
    for t in range(1, steps + 1):
        g = hessian @ x
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        rate = lr(t - 1) if callable(lr) else lr
        x = x - rate * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        path.append(x)
    return np.array(path)


def losses(hessian: Array, path: Array) -> Array:
    return 0.5 * np.einsum("ki,ij,kj->k", path, hessian, path)


def stays(values: Array, share: float) -> int:
    """Return after how many steps the values stay within a share of the first."""
    return int(np.flatnonzero(np.abs(values) > share * abs(values[0]))[-1]) + 1


CAREFUL = descent(STEEP, 0.004, 700)
RASH = losses(GENTLE, adam(GENTLE, 0.6, 300))
DONE = stays(losses(VALLEY, adam(VALLEY, 0.2, 200, (8.0, 1.0))), 1e-4)
COME = adam(TURNED, 0.2, 100, TURN @ np.array([8.0, 1.0]))[DONE] @ TURN[:, 0]


@pytest.mark.parametrize(
    "words",
    [
        f"y jumps from 5 to minus {-descent(STEEP, 0.1, 1)[1, 1]:.0f}",
        "the wall of x stands at 1, and the wall of y at 0.005",
        f"y takes {stays(CAREFUL[:, 1], 0.01)}, x {stays(CAREFUL[:, 0], 0.01)}.",
        "and y 100 times as steep",
        "the slope along x is 10, along y 2000",
        f"{sum(0.1 / sqrt(k) for k in range(1, 101)):.2f}. Its ruler only grows",
        f"it is at {sum(0.1 / sqrt(k) for k in range(1, 1001)):.2f}: slower",
        "it hops for ever: 0.05, minus 0.05",
        f"{0.1 / sqrt(0.001):.2f} times eta",
        f"After {np.flatnonzero(RASH <= 0.75)[0]} steps, under one percent",
        f"the loss is back at {RASH[10:].max():.1f}. Only from step {stays(RASH, 0.01)} ",
        f"Adam is through in {DONE} steps",
        f"it has come less than {ceil(100 * (1 - COME / 8))} percent",
        "Minus 0.01, and plus 0.01",
    ],
)
def test_says_the_numbers_of_its_walkers(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course(said: str) -> None:
    """What the curriculum states for this lesson, typed once more."""
    for words in ("After 9 steps", "back at 7.2", "step 38", "in 83 steps", "needs 3852"):
        assert words in said
    assert "Near step 12 thousand, the loss is 0.033" in said
    assert np.argmax(RASH[10:]) + 10 == 16


def test_the_steep_bowl_is_walked_as_the_gentle_one() -> None:
    gentle, steep = (adam(bowl, 0.1, 300) for bowl in (GENTLE, STEEP))
    assert np.abs(gentle - steep).max() < 2e-9
    assert np.abs(gentle[:, 0] - gentle[:, 1]).max() < 2e-9


def test_no_step_of_the_rash_walker_is_longer_than_its_rate() -> None:
    assert 0.55 < np.abs(np.diff(adam(GENTLE, 0.6, 300), axis=0)).max() < 0.6 + 1e-6


def test_plain_descent_and_momentum_do_not_notice_the_turn() -> None:
    """Turned path and turned valley: the same losses, but for rounding. Adam's differ wholly."""
    for momentum in (0.0, 0.9):
        ends = []
        for valley, turn in ((VALLEY, np.eye(2)), (TURNED, TURN)):
            start = turn @ np.array([8.0, 1.0])
            x, velocity = start, np.zeros(2)
            for _ in range(100):
                velocity = momentum * velocity + valley @ x
                x = x - 0.4 * velocity
            ends.append(float(x @ valley @ x))
        assert ends[0] == pytest.approx(ends[1], rel=1e-9)


def test_rmsprop_ends_in_hops_of_its_rate() -> None:
    x, s = 5.0, 0.0
    for _ in range(600):
        s = 0.9 * s + 0.1 * (2 * x) ** 2
        x -= 0.1 * 2 * x / (sqrt(s) + 1e-8)
    assert abs(x) == pytest.approx(0.05, abs=1e-6)


def test_left_on_it_comes_back_and_turned_down_it_does_not(lesson: ReadyLesson) -> None:
    f = losses(GENTLE, adam(GENTLE, 0.1, 12000))
    assert f[5000] < 1e-200
    back = 10000 + int(f[10000:].argmax())
    assert back == pytest.approx(11868, abs=2)
    assert f[back] == pytest.approx(0.0326, abs=2e-4)
    assert lesson.solved.values["back_at"] == pytest.approx(back, abs=2)
    cooled = adam(GENTLE, lambda k: 0.05 * (1 + cos(pi * k / 12000)), 12000)
    assert losses(GENTLE, cooled)[3000:].max() < 1e-100


def test_it_comes_back_once_the_ruler_has_let_it_over_the_wall(lesson: ReadyLesson) -> None:
    """The steep curvature over the ruler passes 38 / lr, 19 times what momentum's mean allows."""
    path, s = adam(GENTLE, 0.1, 12000), 0.0
    for t, y in enumerate(path[:-1, 1], 1):
        s = 0.999 * s + 0.001 * (4 * y) ** 2
        if 4 / (sqrt(s / (1 - 0.999**t)) + 1e-8) > 38 / 0.1:
            break
    assert t == lesson.solved.values["crossing"] == 11124
    assert lesson.solved.values["adam_wall"] == pytest.approx(38)
