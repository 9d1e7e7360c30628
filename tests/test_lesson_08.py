"""Lesson 8 says what its runs do: held against recursions in fractions and in 16 bits."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from pipeline.prepare import LESSONS, ready
from scenes.look import look

NEVER_ENDS = LESSONS / "08-never-ends.yaml"
Point = tuple[Fraction, Fraction]


def walk(lr: str, steps: int) -> list[Point]:
    """Return the steps down x² + 2y² from (5, 5)."""
    x, y = Fraction(5), Fraction(5)
    path = [(x, y)]
    for _ in range(steps):
        x, y = x - Fraction(lr) * 2 * x, y - Fraction(lr) * 4 * y
        path.append((x, y))
    return path


def loss(point: Point) -> Fraction:
    x, y = point
    return x * x + 2 * y * y


def first(path: list[Point], limit: Fraction) -> int:
    """Return the first step at which the loss is at most ``limit``."""
    return next(k for k, point in enumerate(path) if loss(point) <= limit)


def bfloat16(value: float) -> float:
    """Return a positive or negative number rounded to the 8 leading bits that bfloat16 keeps."""
    (bits,) = struct.unpack("I", struct.pack("f", value))
    bits += 0x7FFF + (bits >> 16 & 1)
    rounded: float = struct.unpack("f", struct.pack("I", bits >> 16 << 16))[0]
    return rounded


def rounded_walk(lr: float, steps: int) -> list[tuple[float, float]]:
    """Return the steps down (x - 1)² + 2(y - 1)² from (6, 6), every result in bfloat16."""
    rate = bfloat16(lr)
    x = y = 6.0
    path = [(x, y)]
    for _ in range(steps):
        x, y = (
            bfloat16(value - bfloat16(rate * bfloat16(bfloat16(curvature * value) - curvature)))
            for value, curvature in ((x, 2.0), (y, 4.0))
        )
        path.append((x, y))
    return path


@cache
def said() -> dict[str, str]:
    """Return the words of each beat, by scene/beat."""
    lesson = ready(NEVER_ENDS, look("h"))
    return {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}


def shown(scene: str) -> set[str]:
    """Return every text in the params of a scene's panels."""
    lesson = ready(NEVER_ENDS, look("h"))
    (found,) = (one for one in lesson.scenes if one.spec.id == scene)
    return set(_texts([panel.params for panel in found.panels]))


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))
    elif isinstance(thing, Iterable):
        for part in thing:
            yield from _texts(part)


GOOD, TINY, TENFOLD = walk("1/10", 10), walk("1/1000", 1200), walk("1/100", 110)
FROZEN = rounded_walk(0.001, 60)
AS_LOW = first(TINY, loss(GOOD[10]))
HALF_LIFE = math.log(2) / -math.log(0.998)
DECADE = 1 / -math.log10(0.998**2)


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("ten/guess", "This rate is 100 times smaller"),
        ("ten/step", "10 and 20. The step is a thousandth of that: 0.01 in x, 0.02 in y"),
        ("ten/zoom", f"x has done {float(100 - 20 * TINY[10][0]):.0f} percent of its way"),
        ("ten/zoom", f"Each step leaves {float(20 * TINY[1][0]):.1f} percent of x"),
        ("half-life/ask", f"{math.log(2) / -math.log(0.8):.2f} steps. Guess"),
        ("half-life/run", f"halfway: {HALF_LIFE:.2f} steps"),
        ("race/good", f"a loss of {float(loss(GOOD[10])):.2f}"),
        ("race/walk", f"Each step takes {float(100 - 20 * TINY[1][0]):.1f} percent of x"),
        ("race/result", f"{AS_LOW} steps, for what took ten"),
        ("race/result", f"a walk {AS_LOW / 10:.0f} times longer"),
        ("why/compare", f"One big step leaves {float(20 * GOOD[1][0]):.0f} percent of x"),
        ("why/compare", f"small ones leave {float(20 * TINY[100][0]):.1f}"),
        ("flow/power", f"the power {math.log(0.6) / math.log(0.8):.3f}"),
        ("flow/power", f"Now it is {math.log(0.996) / math.log(0.998):.3f}, on its way to 2"),
        ("flat/log", f"every {DECADE:.0f} steps"),
        ("flat/ends", f"After {first(TINY, Fraction(75, 100))} steps, one percent"),
        ("flat/lands", "x would need a rate of 0.5, y one of 0.25"),
        ("rounding/want", "x stands at 6. Its step wants 5.99: no such number"),
        ("rounding/back", f"the nearest one: {FROZEN[1][0]:.0f}"),
        ("test/slow", f"after {first(TENFOLD, Fraction(75, 100))} steps, not 890"),
        ("myths/safe", "112 times the steps"),
        ("your-turn/answer", "35, and 103: three half-lives"),
        ("recap/keep", "112 times the steps"),
    ],
)
def test_says_the_numbers_of_its_runs(beat: str, words: str) -> None:
    assert words in said()[beat]


def test_the_numbers_of_the_course() -> None:
    """What was worked out before there was a lesson."""
    assert [AS_LOW, first(TINY, Fraction(75, 100)), first(TENFOLD, Fraction(75, 100))] == [
        1119,
        890,
        89,
    ]
    assert f"{float(TINY[10][0]):.3f}, {float(TINY[10][1]):.3f}" == "4.901, 4.804"
    assert f"{float(loss(TINY[10])):.2f}" == "70.17"


@pytest.mark.parametrize(("part", "steps"), [(2, 35), (8, 103)])
def test_answers_its_question(part: int, steps: int) -> None:
    assert TENFOLD[steps][0] < Fraction(5, part) < TENFOLD[steps - 1][0]
    assert math.ceil(math.log2(part) * math.log(2) / -math.log(0.98)) == steps


def test_the_sum_on_its_answer_is_right() -> None:
    half_life = math.log(2) / -math.log(0.98)
    (line,) = (text for text in shown("your-turn") if "times" in text and "=" in text)
    factor, one, product = map(float, re.findall(r"\d+(?:\.\d+)?", line))
    assert (factor, one) == (3, round(half_life, 2))
    assert product == round(factor * half_life, 2) == round(factor * one, 2)


@pytest.mark.parametrize(("axis", "rate"), [(0, "0.5"), (1, "0.25")])
def test_each_coordinate_needs_a_rate_of_its_own_to_be_zero(axis: int, rate: str) -> None:
    left = walk(rate, 3)[-1]
    assert left[axis] == 0
    assert left[1 - axis] != 0


def test_the_race_turns_the_guess_into_the_answer() -> None:
    guess, race = shown("ten"), shown("race")
    for line in ("0.1 / 0.001", "thin ? / 10"):
        assert line in guess
        assert line in race
    assert f"{AS_LOW} / 10" in race
    assert f"approx {AS_LOW / 10:.0f}" in race


def test_the_rounded_run_freezes_where_it_says() -> None:
    stop = next(k for k, point in enumerate(FROZEN) if point == FROZEN[-1])
    x, y = FROZEN[stop]
    assert {point[0] for point in FROZEN} == {6.0}
    words = f"After {stop} steps, all is still. The loss reads "
    assert words in said()["stuck/freeze"]
    assert bfloat16((x - 1) ** 2 + 2 * (y - 1) ** 2) == 55.0
    assert "The loss reads 55, for ever" in said()["stuck/freeze"]
    assert f"its slope in x is still {2 * (x - 1):.0f}" in said()["stuck/flat"]


def test_the_gap_of_its_numbers_and_what_lies_between() -> None:
    below = next(6 - j / 10_000 for j in range(1, 1000) if bfloat16(6 - j / 10_000) < 6)
    assert bfloat16(below) == FROZEN[1][1] == 5.96875
    assert bfloat16(5.99) == 6.0
    assert 6 - below > 0.01, "a step of a hundredth is less than half of the gap"


def test_ten_times_the_rate_wakes_both() -> None:
    x, y = rounded_walk(0.01, 900)[-1]
    low = (x - 1) ** 2 + 2 * (y - 1) ** 2
    assert 0.01 < low < 1, "it freezes again, far below 55 and above the bottom"
    assert rounded_walk(0.01, 899)[-1] == (x, y)
