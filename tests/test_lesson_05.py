"""The numbers that lesson 5 says, against fractions worked out apart from the course's own code."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

INPUTS = (-2, -1, 0, 1, 2)
START = (Fraction(5), Fraction(5))

Point = tuple[Fraction, Fraction]


def _loss(x: Fraction, y: Fraction, inputs: Sequence[Fraction | int] = INPUTS) -> Fraction:
    """Return the mean square of what a line is short by: ``x`` in intercept, ``y`` in slope."""
    return sum(((x + y * v) ** 2 for v in inputs), Fraction(0)) / len(inputs)


def _curvatures(inputs: Sequence[Fraction | int] = INPUTS) -> Point:
    """Return the second differences of the loss along x and along y: exact, as it is quadratic."""
    one, none = Fraction(1), Fraction(0)
    return (
        _loss(one, none, inputs) + _loss(-one, none, inputs),
        _loss(none, one, inputs) + _loss(none, -one, inputs),
    )


def _walk(curvatures: Point, rate: Fraction, steps: int, start: Point = START) -> list[Point]:
    """Return the iterates of gradient descent, one coordinate by itself."""
    points = [start]
    for _ in range(steps):
        x, y = points[-1]
        points.append((x - rate * curvatures[0] * x, y - rate * curvatures[1] * y))
    return points


OURS = _curvatures()
DOUBLED = _curvatures([2 * v for v in INPUTS])
HALVED = _curvatures([Fraction(v, 2) for v in INPUTS])
TENTH = Fraction(1, 10)
GOOD = _walk(OURS, TENTH, 10)
RAVINE = _walk((Fraction(1, 4), Fraction(4)), TENTH, 10)
GORGE = _walk((Fraction(1, 25), Fraction(4)), TENTH, 10)


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "05-smallest-model.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


@pytest.mark.parametrize(
    "words",
    [
        f"the mean of the five squares is the loss: {_loss(*START)}",
        f"leaves {5 * OURS[0] / 2} x squared and {5 * OURS[1] / 2} y squared",
        f"falls from {_loss(*GOOD[0])} to {_loss(*GOOD[1])}, in both",
        f"every unit adds {OURS[0]}. Along y the slope is four y: every unit adds {OURS[1]}",
        f"The same curvature, {OURS[0]} and {OURS[1]}",
        f"x keeps {float(GOOD[1][0] / 5)} each time, and y {float(GOOD[1][1] / 5)}",
        f"two over the largest lambda: {float(2 / OURS[1])}",
        f"four times as large: {DOUBLED[1] / 2}",
        f"jumps to {DOUBLED[1]}, the wall falls to {float(2 / DOUBLED[1])}",
        f"Ours has {OURS[1] / OURS[0]}",
        f"leave x at {float(RAVINE[10][0]):.1f}",
        f"At 100, x is at {float(GORGE[10][0]):.1f}",
        f"The mean of v squared is {float(HALVED[1] / 2)}",
        f"with curvature {HALVED[0]}, and the wall stands at {2 / HALVED[0]}",
    ],
)
def test_says_the_numbers_of_its_bowl(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    assert [*OURS, *DOUBLED, *HALVED] == [2, 4, 2, 16, 2, 1]
    assert [_loss(*START), _loss(*GOOD[1])] == [75, 34]
    assert [2 / OURS[1], 2 / DOUBLED[1], 2 / max(HALVED)] == [0.5, 0.125, 1]


@pytest.mark.parametrize("x", [Fraction(5), Fraction(-1, 3), Fraction(0)])
@pytest.mark.parametrize("y", [Fraction(5), Fraction(7, 2), Fraction(-2)])
def test_five_squares_are_the_bowl(x: Fraction, y: Fraction) -> None:
    """The picture's claim: the mean of five squares is x² + 2y², with no mixed term."""
    assert _loss(x, y) == x**2 + 2 * y**2


def test_the_rate_that_was_fine_throws_out_after_the_change_of_unit() -> None:
    fifth = Fraction(1, 5)
    before, after = (
        [_loss(*point, [scale * v for v in INPUTS]) for point in _walk(curvatures, fifth, 4, start)]
        for scale, curvatures, start in ((1, OURS, START), (2, DOUBLED, (START[0], START[1] / 2)))
    )
    assert all(later < earlier for earlier, later in pairwise(before))
    assert all(later > earlier for earlier, later in pairwise(after))


def test_on_the_wall_the_steep_direction_flips_for_ever() -> None:
    assert [y for _, y in _walk(OURS, 2 / OURS[1], 4)] == [5, -5, 5, -5, 5]
