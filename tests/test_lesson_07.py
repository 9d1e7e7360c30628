"""Lesson 7 says what its runs do: held against recursions written here, in fractions and floats."""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest

from pipeline.prepare import LESSONS, ready
from scenes.look import look

SPAT_OUT = LESSONS / "07-spat-out.yaml"
Point = tuple[Fraction, Fraction]


def walk(
    lr: str, start: tuple[str, str] = ("5", "5"), curvatures: Point | None = None
) -> list[Point]:
    """Return 13 steps down a x²/2 + b y²/2, by default x² + 2y²."""
    a, b = curvatures or (Fraction(2), Fraction(4))
    x, y = map(Fraction, start)
    path = [(x, y)]
    for _ in range(13):
        x, y = x - Fraction(lr) * a * x, y - Fraction(lr) * b * y
        path.append((x, y))
    return path


def losses(path: list[Point]) -> list[Fraction]:
    return [x * x + 2 * y * y for x, y in path]


def shown(value: Fraction | float, form: str) -> str:
    return format(float(value), form).replace("-", "−")


@cache
def said() -> dict[str, str]:
    """Return the words of each beat, by scene/beat."""
    lesson = ready(SPAT_OUT, look("h"))
    return {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}


SPIT, LOSS = walk("3/5"), losses(walk("3/5"))
TRAP = losses(walk("3/5", ("5", "1/20")))
EDGE = walk("1/2")
ROUND = walk("3/5", curvatures=(Fraction(2), Fraction(2)))
YOURS = walk("1/5", curvatures=(Fraction(2), Fraction(10)))


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("hook/guess", f"That is {shown(Fraction('0.6') / Fraction('0.1'), '.0f')} times the rate"),
        ("first-jump/gradient", "the gradient: 10, 20"),
        ("first-jump/gradient", "minus 6 in x, and minus 12 in y"),
        ("first-jump/land", f"{shown(SPIT[1][0], '.0f')}, {shown(SPIT[1][1], '.0f')}."),
        ("first-jump/land", f"from {shown(LOSS[0], '.0f')} to {shown(LOSS[1], '.0f')}"),
        ("circle/steeper", f"a loss of {shown(LOSS[2], '.2f')}"),
        ("circle/more", f"{shown(LOSS[3], '.0f')}. And again: {shown(LOSS[4], '.0f')}"),
        ("who/split", f"x goes to {shown(SPIT[1][0], '.0f')}, to {shown(SPIT[2][0], '.1f')}"),
        ("who/split", f"to {shown(SPIT[3][0], '.2f')}. It is almost home"),
        ("who/split", f"y is at {shown(SPIT[3][1], '.1f')}"),
        ("who/the-blame", f"In x, each jump multiplies by {shown(SPIT[1][0] / 5, '.1f')}"),
        ("who/the-blame", f"In y, each jump multiplies by {shown(SPIT[1][1] / 5, '.1f')}"),
        ("factors/y", "0.6 times that: 2.4 times y"),
        ("factors/x", "takes 1.2 times x"),
        ("dial/quarter", f"The factor is {shown(walk('1/4')[1][1] / 5, '.0f')}"),
        ("dial/bounce", f"The factor is {shown(walk('2/5')[1][1] / 5, '.1f')}"),
        ("dial/twice", f"the factor is {shown(EDGE[1][1] / 5, '.0f')}"),
        ("wall/lowest", "The wall of x stands at 1, the wall of y at 0.5"),
        ("wall/edge", f"from {shown(EDGE[1][1], '.0f')} to {shown(EDGE[2][1], '.0f')} and back"),
        ("wall/edge", f"the ring of {shown(losses(EDGE)[2], '.0f')}"),
        ("round/moral", "its wall at 1"),
        ("trap/falls", f"falls by {shown(100 * (1 - TRAP[3] / TRAP[0]), '.1f')} percent"),
        ("your-turn/answer", "two over 10: 0.2"),
        ("your-turn/answer", f"the factor is {shown(YOURS[1][1] / 5, '.0f')}"),
    ],
)
def test_says_the_numbers_of_its_runs(beat: str, words: str) -> None:
    assert words in said()[beat]


def test_what_it_says_in_words_is_so() -> None:
    assert all(Fraction("1.9") < b / a < 2 for a, b in pairwise(LOSS[1:]))
    assert [float(x) for x, _ in EDGE[1:]] == [0.0] * 13
    assert [float(y) for _, y in EDGE[:5]] == [5.0, -5.0, 5.0, -5.0, 5.0]
    assert {point[1] for point in YOURS} == {5, -5}
    assert TRAP[0] > TRAP[1] > TRAP[2] > TRAP[3]
    assert all(a < b for a, b in pairwise(TRAP[3:]))
    assert TRAP[13] > TRAP[0]


def test_counts_the_steps_of_the_round_bowl() -> None:
    near = next(k for k, (x, _) in enumerate(ROUND) if abs(x) <= Fraction(5, 100))
    assert f"after {near} steps less than one percent of the way" in said()["round/race"]
    assert abs(ROUND[near][0]) < Fraction(5, 100)


def test_names_the_steps_at_which_single_precision_gives_up() -> None:
    """The same run with every result rounded to 32 bits by the machine's own packing."""
    x = y = 5.0
    infinite = nan = 0
    for k in range(1, 300):
        x, y = (
            single(value - single(single(0.6) * single(curvature * value)))
            for value, curvature in ((x, 2.0), (y, 4.0))
        )
        loss = single(single(x * x) + single(2 * single(y * y)))
        infinite = infinite or (k if math.isinf(loss) else 0)
        nan = nan or (k if math.isnan(loss) else 0)
    assert f"at step {infinite}: infinity" in said()["not-a-number/inf"]
    assert f"not a number, at step {nan}." in said()["not-a-number/nan"]


def single(value: float) -> float:
    """Return a number rounded to 32 bits; infinity beyond them."""
    try:
        rounded: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return rounded
