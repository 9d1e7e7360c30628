"""Lesson 3 says what its runs do: held against steps taken here, in fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import pytest

from pipeline.prepare import LESSONS, ready
from scenes.look import look

Point = tuple[Fraction, Fraction]

OURS = (Fraction(2), Fraction(4))
SUMMED = (Fraction(10), Fraction(20))


@cache
def walk(rate: str, curvatures: Point = OURS, steps: int = 600) -> tuple[Point, ...]:
    """Return the iterates from (5, 5) down a x²/2 + b y²/2, by default x² + 2y²."""
    path = [(Fraction(5), Fraction(5))]
    for _ in range(steps):
        x, y = path[-1]
        path.append(
            (x - Fraction(rate) * curvatures[0] * x, y - Fraction(rate) * curvatures[1] * y)
        )
    return tuple(path)


def loss(point: Point) -> Fraction:
    x, y = point
    return x * x + 2 * y * y


def steps_to_a_hundredth(rate: str) -> int:
    """Return after how many steps one percent of the loss is left, for good."""
    low = [100 * loss(point) <= loss((Fraction(5), Fraction(5))) for point in walk(rate)]
    assert all(low[low.index(True) :])
    return low.index(True)


def length(rate: str, k: int) -> float:
    """Return the length of the step that follows iterate ``k``."""
    (x, y), (u, v) = walk(rate)[k], walk(rate)[k + 1]
    return math.hypot(u - x, v - y)


@cache
def said() -> dict[str, str]:
    """Return the words of each beat, by scene/beat."""
    lesson = ready(LESSONS / "03-step-size.yaml", look("h"))
    return {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("hook/bet", f"almost {round(Fraction('0.49') / Fraction('0.1'))} times"),
        ("hook/race", f"after {steps_to_a_hundredth('0.1')} steps"),
        ("rule/numbers", "the gradient is 10, 20. With an eta of 0.1"),
        ("rule/numbers", "minus 1, minus 2"),
        ("shrink/walk", f"is {length('0.1', 0):.2f} long, the second {length('0.1', 1):.2f}"),
        ("shrink/walk", f"The tenth is only {length('0.1', 9):.2f}"),
        ("shrink/walk", f"{length('0.1', 0) / length('0.1', 9):.0f} times shorter"),
        ("double/one", f"With an eta of 0.1: {steps_to_a_hundredth('0.1')}."),
        ("double/two", f"With 0.2, twice as much: {steps_to_a_hundredth('0.2')}."),
        ("double/swing", f"{steps_to_a_hundredth('0.4')}. More"),
        ("u-curve/right", f"0.4: {steps_to_a_hundredth('0.4')} steps"),
        ("u-curve/right", f"0.45: {steps_to_a_hundredth('0.45')}."),
        ("u-curve/right", f"you met first: {steps_to_a_hundredth('0.49')}."),
        ("u-curve/never", f"At {float(2 / OURS[1])} there is a wall"),
        ("units/guess", f"{SUMMED[0] / OURS[0]} times as large"),
        ("units/flip", f"from {float(2 / OURS[1])} to {float(2 / SUMMED[1])}"),
        ("clock/closer", f"Rate times steps is {Fraction('0.25') * 4}, for all three"),
        ("adam/adam", "4.9, 4.9"),
        ("myths/title", f"Halve 0.4, and {steps_to_a_hundredth('0.4')} steps become"),
        ("your-turn/answer", f"{float(Fraction('0.1') * OURS[0] / SUMMED[0])}. Every slope"),
    ],
)
def test_says_the_numbers_of_its_runs(beat: str, words: str) -> None:
    assert words in said()[beat]


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    rates = ("0.1", "0.2", "1/3", "0.4", "0.45", "0.49", "0.499")
    assert [steps_to_a_hundredth(rate) for rate in rates] == [8, 4, 3, 5, 10, 52, 524]
    assert [round(length("0.1", k), 4) for k in (0, 1, 2, 9)] == [2.2361, 1.4422, 0.9633, 0.1357]


def test_left_of_the_bottom_twice_the_rate_is_about_half_the_steps() -> None:
    for slow, fast in (("0.01", "0.02"), ("0.05", "0.1"), ("0.1", "0.2")):
        ratio = Fraction(steps_to_a_hundredth(slow), steps_to_a_hundredth(fast))
        assert Fraction("1.9") < ratio < Fraction("2.2")


def test_on_the_wall_and_beyond_it_never_arrives() -> None:
    assert {abs(y) for _, y in walk("0.5")} == {5}
    assert abs(walk("0.6")[100][1]) > 10**14


def test_the_sum_of_five_squares_is_five_times_as_steep_and_flips_for_ever() -> None:
    """The squares are those of the dots at -2..2, of a line short by x and by y."""
    for x, y in ((5, 5), (5, 0), (-1, 3)):
        assert sum((x + y * v) ** 2 for v in range(-2, 3)) == 5 * (x * x + 2 * y * y)
    assert walk("0.1", SUMMED, 4)[1:] == ((0, -5), (0, 5), (0, -5), (0, 5))


def test_a_fifth_of_the_rate_takes_the_same_path_on_the_sum() -> None:
    assert walk("0.02", SUMMED) == walk("0.1")


def test_the_shorter_the_trust_the_closer_to_the_smooth_curve() -> None:
    """After the same time, rate times steps, where the flow is known: 5 exp(-2), 5 exp(-4)."""
    flow = 5 * math.exp(-2), 5 * math.exp(-4)
    ends = [walk(rate)[steps] for rate, steps in (("0.25", 4), ("0.1", 10), ("0.01", 100))]
    gaps = [math.dist(map(float, end), flow) for end in ends]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > 5 * gaps[2]
