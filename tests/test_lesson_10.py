"""The numbers that lesson 10 says, against fractions worked out apart from the course's code."""

from fractions import Fraction
from itertools import pairwise, product
from math import sqrt
from typing import NamedTuple

import numpy as np
import pytest

from gdmath.moments import ExpectedRun
from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

INPUTS = (-2, -1, 0, 1, 2)
RESIDUALS = (-1, 2, 0, -2, 1)
START = (Fraction(5), Fraction(5))
TENTH = Fraction(1, 10)
HUNDREDTH = Fraction(1, 100)


class State(NamedTuple):
    """The means of x and y, and of their products, over all draws."""

    x: Fraction | float
    y: Fraction | float
    xx: Fraction | float
    xy: Fraction | float
    yy: Fraction | float

    @property
    def loss(self) -> Fraction | float:
        """The mean of x² + 2y² + 2."""
        return self.xx + 2 * self.yy + 2


def _votes(x: Fraction, y: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return the gradient of each dot's squared miss, which is x + v y + e."""
    misses = [x + v * y + e for v, e in zip(INPUTS, RESIDUALS, strict=True)]
    return [(2 * miss, 2 * miss * v) for v, miss in zip(INPUTS, misses, strict=True)]


def _next(state: State, lr: Fraction | float) -> State:
    """Return the means after a step of one dot, each of the five as likely as the next.

    With the dot (v, e) the new x is ``a x - b y - c`` and the new y ``d y - b x - v c``, where
    ``a = 1 - 2 lr``, ``b = 2 lr v``, ``c = 2 lr e`` and ``d = 1 - 2 lr v²``.
    """
    x, y, xx, xy, yy = state
    after = []
    for v, e in zip(INPUTS, RESIDUALS, strict=True):
        a, b, c, d = 1 - 2 * lr, 2 * lr * v, 2 * lr * e, 1 - 2 * lr * v * v
        new_x, new_y = a * x - b * y - c, d * y - b * x - v * c
        new_xx = a * a * xx + b * b * yy + c * c - 2 * a * b * xy - 2 * a * c * x + 2 * b * c * y
        new_yy = (
            d * d * yy + b * b * xx + v * v * c * c
            - 2 * d * b * xy - 2 * d * v * c * y + 2 * b * v * c * x
        )  # fmt: skip
        new_xy = (
            a * d * xy - a * b * xx - a * v * c * x
            - b * d * yy + b * b * xy + b * v * c * y
            - c * d * y + c * b * x + v * c * c
        )  # fmt: skip
        after.append((new_x, new_y, new_xx, new_xy, new_yy))
    return State(*(sum(values) / 5 for values in zip(*after, strict=True)))


def _expected(lr: Fraction | float, steps: int, x: int = 5, y: int = 5) -> list[State]:
    one = 1 if isinstance(lr, Fraction) else 1.0
    states = [State(x * one, y * one, x * x * one, x * y * one, y * y * one)]
    for _ in range(steps):
        states.append(_next(states[-1], lr))
    return states


def _full(lr: Fraction, steps: int) -> list[Fraction]:
    """Return the losses of full steps, which multiply x by 1 - 2 lr and y by 1 - 4 lr."""
    return [
        25 * (1 - 2 * lr) ** (2 * k) + 50 * (1 - 4 * lr) ** (2 * k) + 2 for k in range(steps + 1)
    ]


VOTES = _votes(*START)
MEAN = tuple(sum(values, Fraction(0)) / 5 for values in zip(*VOTES, strict=True))
SPREAD = sum(((g - MEAN[0]) ** 2 + (h - MEAN[1]) ** 2 for g, h in VOTES), Fraction(0)) / 5
ROUGH = [float(state.loss) for state in _expected(0.01, 500)]
AS_LOW = next(k for k, loss in enumerate(ROUGH) if loss <= _full(TENTH, 1)[1])
FLOORS = {0.1: Fraction(6, 7), 0.05: Fraction(506, 1567), 0.01: Fraction(2586, 47807)}
WALL = (22 - sqrt(344)) / 14


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "10-no-time.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


@pytest.mark.parametrize(
    "words",
    [
        "asks all 5000 data points",
        "the best leaves a loss of 2.",
        f"of its own: {VOTES[4][0]}, {VOTES[4][1]}. A loud vote",
        f"The first dot says {VOTES[0][0]}, {VOTES[0][1]}.".replace("-", "−"),
        f"laid end to end. {MEAN[0]}, {MEAN[1]}: the full gradient",
        f"One full step at 0.1 takes the loss to {_full(TENTH, 1)[1]}.",
        f"as low, on average? {AS_LOW}.",
        f"After 500, the loss is {ROUGH[500]:.2f}, and 2 is the best",
        f"At 0.1, by {float(FLOORS[0.1]):.3f}, on average",
        f"{float(FLOORS[0.05]):.3f}: a smaller cloud. At 0.01, only {float(FLOORS[0.01]):.3f}",
        f"typically by {sqrt(SPREAD):.1f}.",
        f"Half: {sqrt(SPREAD / 4):.1f}.",
        f"half again: {sqrt(SPREAD / 16):.1f}.",
        f"it jitters, at {2 + float(FLOORS[0.1]):.3f}",
        f"sinks toward {2 + float(FLOORS[0.01]):.3f}",
        f"{float(_full(Fraction(1, 3), 10)[10]):.2f} in full steps",
        f"it falls from 0.5 to {WALL:.3f}",
        "Four times as large: 40.",
    ],
)
def test_says_the_numbers_of_its_dots(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more; there the slopes are of w."""
    assert [list(map(int, vote)) for vote in VOTES] == [
        [-12, 24],
        [4, -4],
        [10, 0],
        [16, 16],
        [32, 64],
    ]
    assert all(slope.denominator == 1 for vote in VOTES for slope in vote)
    assert MEAN == (10, 20)
    assert pytest.approx(0.2466259289, abs=1e-9) == WALL


@pytest.mark.parametrize("dot", range(5))
def test_each_seed_asks_the_dot_that_is_told(lesson: ReadyLesson, dot: int) -> None:
    asked = lesson.solved.runs[f"ask{dot + 1}"]
    assert asked.used_grad[0].tolist() == [float(g) for g in VOTES[dot]]


@pytest.mark.parametrize(
    ("name", "lr"), [("on_average", HUNDREDTH), ("fog", TENTH), ("fog_half", Fraction(1, 20))]
)
def test_expectations_are_those_of_all_draws(lesson: ReadyLesson, name: str, lr: Fraction) -> None:
    found = lesson.solved.results[name]
    assert isinstance(found, ExpectedRun)
    states = _expected(lr, 20)
    assert found.f[:21].tolist() == [float(state.loss) for state in states]


@pytest.mark.parametrize("lr", [TENTH, HUNDREDTH])
def test_the_middle_of_all_walks_is_the_path_of_full_steps(lr: Fraction) -> None:
    for k, state in enumerate(_expected(lr, 10)):
        assert (state.x, state.y) == (5 * (1 - 2 * lr) ** k, 5 * (1 - 4 * lr) ** k)


@pytest.mark.parametrize("lr", FLOORS)
def test_the_loss_comes_down_to_its_floor_and_no_lower(lr: float) -> None:
    losses = [state.loss for state in _expected(lr, 2000)]
    assert losses[-1] - 2 == pytest.approx(float(FLOORS[lr]), abs=1e-9)
    assert min(losses) - 2 >= float(FLOORS[lr]) - 1e-9


def test_the_cloud_grows_and_then_holds_its_size() -> None:
    """From the minimum: nine tenths of the floor within twenty steps, then nothing to see."""
    above = [state.loss - 2 for state in _expected(0.1, 80, 0, 0)]
    assert all(after > before for before, after in pairwise(above[:21]))
    assert above[20] > 0.9 * above[80]
    assert above[80] == pytest.approx(float(FLOORS[0.1]), rel=1e-4)


def test_it_never_stays_at_the_minimum() -> None:
    votes = _votes(Fraction(0), Fraction(0))
    assert [sum(values) for values in zip(*votes, strict=True)] == [0, 0]
    assert sum(any(vote) for vote in votes) == 4


def test_four_times_the_batch_strays_half_as_far() -> None:
    """All 5^4 batches of four, each as likely as the next."""
    squares = Fraction(0)
    for batch in product(VOTES, repeat=4):
        g, h = (sum(values) / 4 for values in zip(*batch, strict=True))
        squares += (g - MEAN[0]) ** 2 + (h - MEAN[1]) ** 2
    assert squares / 5**4 == SPREAD / 4


@pytest.mark.parametrize(("share", "settles"), [(0.98, True), (1.02, False)])
def test_the_wall_of_single_dots_is_where_it_is_said(share: float, settles: bool) -> None:
    losses = [state.loss for state in _expected(share * WALL, 3000)]
    assert bool(losses[3000] <= losses[2000] * (1 + 1e-9)) is settles


def test_fifty_questions_are_better_spent_on_full_steps(said: str) -> None:
    """No constant rate brings fifty single dots as far as ten full steps, or below what is said."""
    rates = np.arange(0.02, 0.2, 0.0005)
    best = min(_expected(float(lr), 50)[50].loss for lr in rates)
    assert best > float(_full(Fraction(1, 3), 10)[10]) + 0.2
    assert f"in full steps, {best:.2f} in single ones" in said
