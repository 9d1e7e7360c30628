"""The numbers that lesson 2 says, against a bowl worked out apart from the course's own code."""

import math
from fractions import Fraction

import pytest

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

X, Y = 4, 3
Way = tuple[float, float]


def _loss(x: Fraction | float, y: Fraction | float) -> Fraction | float:
    return x * x + 2 * y * y


def _after(length: float, way: Way) -> float:
    """Return the loss after one straight step of a length from (4, 3)."""
    size = math.hypot(*way)
    return float(_loss(X + length * way[0] / size, Y + length * way[1] / size))


def _rise(dx: str, dy: str) -> Fraction:
    return Fraction(_loss(X + Fraction(dx), Y + Fraction(dy)) - _loss(X, Y))


def _miss(x: float, y: float, curvatures: Way = (2, 4)) -> float:
    """Return the degrees between straight downhill and the way to zero, by their headings."""
    down = math.atan2(-curvatures[1] * y, -curvatures[0] * x)
    return math.degrees(abs(down - math.atan2(-y, -x)))


DOWN, HOME, SOUTH = (-2 * X, -4 * Y), (-X, -Y), (0, -1)


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "02-points-uphill.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


@pytest.mark.parametrize(
    "words",
    [
        f"{X**2} plus {2 * Y**2}: {_loss(X, Y)}",
        f"It rises by {float(_rise('0.01', '0'))}",
        f"that makes {float(_rise('0.01', '0') * 100)} per unit",
        f"it is {float(_rise('0.0001', '0') * 10000)}",
        f"the loss rises by {float(_rise('0', '0.01'))}",
        f"Two slopes, {2 * X} and {4 * Y}",
        f"along the arrow it is {math.hypot(*DOWN):.2f}",
        f"South: {_after(0.1, SOUTH):.2f}",
        f"Straight to the bottom: {_after(0.1, HOME):.2f}",
        f"Against the gradient: {_after(0.1, DOWN):.2f}",
        f"{_after(1, DOWN):.2f} against {_after(1, HOME):.2f}",
        f"at length {math.hypot(X, Y):.0f}",
        f"Ours has {_after(5, DOWN):.2f}",
        f"{_miss(5, 5):.1f} degrees apart",
        f"a circle: {_miss(5, 5, (2, 2)):.0f} degrees",
        f"miss by {_miss(8, 2, (0.25, 4)):.1f} degrees",
        f"miss the bottom by {_miss(1, 2):.1f} degrees",
    ],
)
def test_says_the_numbers_of_its_bowl(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    assert [float(_rise("0.01", "0")), float(_rise("0", "0.01"))] == [0.0801, 0.1202]
    short = [f"{_after(0.1, way):.4f}" for way in (DOWN, HOME, SOUTH)]
    assert short == ["32.5747", "32.6536", "32.8200"]
    assert [f"{_after(1, way):.2f}" for way in (DOWN, HOME)] == ["21.27", "21.76"]
    angles = [_miss(X, Y), _miss(5, 5), _miss(1, 2), _miss(8, 2, (0.25, 4))]
    assert [f"{angle:.2f}" for angle in angles] == ["19.44", "18.43", "12.53", "61.93"]


def test_no_direction_climbs_faster_and_the_ring_is_level() -> None:
    """What the turning compass shows, at every half degree."""
    gradient = (2 * X, 4 * Y)
    ways = [(math.cos(a), math.sin(a)) for a in (math.radians(half / 2) for half in range(720))]
    slopes = [gradient[0] * way[0] + gradient[1] * way[1] for way in ways]
    assert max(slopes) <= math.hypot(*gradient) < max(slopes) + 1e-3
    assert min(slopes) >= -math.hypot(*gradient)
    along = (-gradient[1], gradient[0])
    ahead = [_loss(X + 1e-6 * along[0], Y + 1e-6 * along[1]), _loss(X, Y)]
    assert ahead[0] == pytest.approx(ahead[1], abs=1e-9)


def test_the_winner_of_the_race_climbs_before_the_other_arrives() -> None:
    assert _after(0.1, DOWN) < _after(0.1, HOME) < _after(0.1, SOUTH)
    assert _after(1, DOWN) < _after(1, HOME)
    assert _after(5, HOME) == pytest.approx(0)
    assert _after(5, DOWN) > _after(4.9, DOWN)


def test_the_ravine_is_shown_where_it_misses_most() -> None:
    """The bound is that of the ratio 16; no place of the ravine misses by more."""
    worst = math.degrees(math.asin((16 - 1) / (16 + 1)))
    assert _miss(8, 2, (0.25, 4)) == pytest.approx(worst)
    assert all(_miss(1, y / 50, (0.25, 4)) <= worst + 1e-9 for y in range(1, 500))
