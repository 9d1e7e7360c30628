"""The numbers that lesson 1 says, against fractions worked out apart from the course's own code."""

from fractions import Fraction
from itertools import pairwise

import pytest

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

DOTS = [(v, 5 + 5 * v) for v in (-2, -1, 0, 1, 2)]
RATE = Fraction(1, 10)
Line = tuple[Fraction, Fraction]


def _loss(line: Line) -> Fraction:
    """Return the mean of the five squared misses of a line: its intercept, its slope."""
    return sum(((t - line[0] - line[1] * v) ** 2 for v, t in DOTS), Fraction(0)) / 5


def _next(line: Line) -> Line:
    """Return the line after one step: each dot's miss pulls at both numbers, a fifth of it each."""
    misses = [(v, t - line[0] - line[1] * v) for v, t in DOTS]
    lift = sum((2 * miss for _, miss in misses), Fraction(0)) / 5
    tilt = sum((2 * miss * v for v, miss in misses), Fraction(0)) / 5
    return line[0] + RATE * lift, line[1] + RATE * tilt


def _walk(steps: int) -> list[Line]:
    lines = [(Fraction(0), Fraction(0))]
    for _ in range(steps):
        lines.append(_next(lines[-1]))
    return lines


def _at(intercept: int, slope: int) -> Fraction:
    return _loss((Fraction(intercept), Fraction(slope)))


WALK = _walk(3)
LOSSES = [_loss(line) for line in WALK]


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "01-walking-downhill.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


@pytest.mark.parametrize(
    "words",
    [
        f"the loss: {LOSSES[0]}.",
        f"The loss is {_at(0, 5)}. Lift the line by 5",
        f"{LOSSES[0]} here, {_at(4, 2)} there",
        f"intercept 5, slope 5, loss {_at(5, 5)}",
        f"to intercept {WALK[1][0]}, slope {WALK[1][1]}",
        f"step again: {float(WALK[2][0])} and {float(WALK[2][1])}",
        f"And again: {float(WALK[3][0])} and {float(WALK[3][1])}",
        f"begins at {LOSSES[0]}. One step, {LOSSES[1]}",
        f"Two, {float(LOSSES[2])}. Three, {float(LOSSES[3]):.2f}",
        f"This small network has {2 * 16 + 16 + 16 + 1}:",
        f"The mean of their squares is {_at(3, 4)}",
        "You miss by 0, 1, 2, 3 and 4",
    ],
)
def test_says_the_numbers_of_its_line(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    assert [float(loss) for loss in LOSSES] == [75, 34, 16.72, 8.8864]
    assert [tuple(map(float, line)) for line in WALK[1:]] == [(1, 2), (1.8, 3.2), (2.44, 3.92)]
    assert _at(3, 4) == 6


def test_no_slope_alone_hits_all_five_dots() -> None:
    """What the second dial is for: with the intercept at zero, the middle dot is missed by five."""
    assert min(_at(0, slope) for slope in range(-20, 21)) == 25 == _at(0, 5)


def test_each_full_step_leads_down_and_the_drawn_dots_walk_at_times_up(lesson: ReadyLesson) -> None:
    runs = lesson.solved.runs
    assert all(later < earlier for earlier, later in pairwise(runs["learn"].f))
    losses = runs["noisy"].f
    rises = [k for k, (before, after) in enumerate(pairwise(losses), 1) if after > before]
    assert rises[0] == 3
    assert losses[-1] < losses[0] / 10


@pytest.mark.parametrize("line", [(0, 0), (1, 1), (-4, 1), (7, 3), (0, 5)])
def test_a_step_that_asks_one_dot_leads_down_on_average(line: tuple[int, int]) -> None:
    """Over the five dots it may ask, where no line hits them all: one raises the loss."""
    dots = [(v, t + off) for (v, t), off in zip(DOTS, (-1, 2, 0, -2, 1), strict=True)]
    rate = Fraction(3, 20)

    def loss(intercept: Fraction, slope: Fraction) -> Fraction:
        return sum(((t - intercept - slope * v) ** 2 for v, t in dots), Fraction(0)) / 5

    intercept, slope = Fraction(line[0]), Fraction(line[1])
    after = []
    for v, t in dots:
        pull = 2 * rate * (t - intercept - slope * v)
        after.append(loss(intercept + pull, slope + pull * v))
    assert sum(after) / 5 < loss(intercept, slope) < max(after)
