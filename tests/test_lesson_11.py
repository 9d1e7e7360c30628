"""Lesson 11 says what momentum does: held against recursions written here, mostly in fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, log, sqrt

import pytest

from pipeline.prepare import LESSONS, ready
from scenes.look import look

MEMORY = LESSONS / "11-memory.yaml"
Pair = tuple[Fraction, Fraction]
BOWL: Pair = (Fraction(2), Fraction(4))
RAVINE: Pair = (Fraction(1, 4), Fraction(4))
HUNDREDTH = Fraction(1, 100)


def walk(lr: str, beta: str, steps: int, curvatures: Pair, start: Pair) -> list[Pair]:
    """Return the points of ``v <- beta v + slope``, ``point <- point - lr v``."""
    path, speed = [start], (Fraction(0), Fraction(0))
    for _ in range(steps):
        point = path[-1]
        x, y = (
            Fraction(beta) * v + c * p for v, c, p in zip(speed, curvatures, point, strict=True)
        )
        speed = x, y
        path.append((point[0] - Fraction(lr) * x, point[1] - Fraction(lr) * y))
    return path


def bowl(lr: str, beta: str, steps: int = 60) -> list[Pair]:
    return walk(lr, beta, steps, BOWL, (Fraction(5), Fraction(5)))


def ravine(lr: str, beta: str, steps: int = 40) -> list[Pair]:
    return walk(lr, beta, steps, RAVINE, (Fraction(8), Fraction(1)))


def losses(path: list[Pair], curvatures: Pair = BOWL) -> list[Fraction]:
    a, b = curvatures
    return [(a * x * x + b * y * y) / 2 for x, y in path]


def settled(values: list[Fraction]) -> int:
    """Return the first step from which all losses are at most a hundredth of the first."""
    return 1 + max(k for k, loss in enumerate(values) if loss > HUNDREDTH * values[0])


def steps_to_a_hundredth(rate: float) -> int:
    return ceil(log(100) / -log(rate))


@cache
def said() -> dict[str, str]:
    """Return the words of each beat, by scene/beat."""
    lesson = ready(MEMORY, look("l"))
    return {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}


PLAIN, HEAVY = ravine("2/5", "0"), ravine("2/5", "1/2")
SLOPES = [(x / 4, 4 * y) for x, y in PLAIN]
ALONG, ACROSS = (sum((slope[i] for slope in SLOPES[:5]), Fraction(0)) for i in (0, 1))
EASY, TOO_MUCH = losses(bowl("1/10", "0")), losses(bowl("1/10", "9/10"))


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("ravine/count", f"{settled(losses(PLAIN, RAVINE))} steps, until one percent"),
        ("ravine/count", f"y has its wall at {float(2 / RAVINE[1])}"),
        ("sums/slopes", f"{SLOPES[0][0]} along, and {SLOPES[0][1]} across"),
        ("sums/slopes", f"{float(SLOPES[1][0])} along, but minus {float(-SLOPES[1][1])} across"),
        ("sums/cancel", f"add up: {float(ALONG):.1f}"),
        ("sums/cancel", f"mostly cancel: {float(ACROSS):.1f}"),
        ("by-hand/second", "half of it is kept: 1 and 2"),
        ("by-hand/second", f"Together, {float((HEAVY[1][0] - HEAVY[2][0]) / Fraction(2, 5)):.1f}"),
        ("race/go", f"{settled(losses(HEAVY, RAVINE))}. And"),
        ("dial/edge", f"from {float(2 / BOWL[1])} to {float(Fraction(12, 10) * 2 / BOWL[1])}!"),
        ("dial/home", f"slowly: {settled(losses(bowl('3/5', '1/4')))} steps"),
        ("dial/home", f"0.5: {settled(losses(bowl('3/5', '1/2')))}."),
        ("why/wall", f"that is {float(Fraction(3, 2) * 2 / BOWL[1])}, and 0.6"),
        ("even/go", f"from 0.01 to {1 / (1 - 0.9):.0f} times as much"),
        ("overshoot/guess", f"plain descent needs {settled(EASY)} steps"),
        ("overshoot/swing", f"{settled(TOO_MUCH)}. It flies"),
        ("prize/ravine", f"after every {steps_to_a_hundredth(3 / 5)} steps"),
        ("prize/ravine", f"not {steps_to_a_hundredth(15 / 17)}"),
        ("prize/ravine", f"best rate is {float(4 / (Fraction(1, 2) + 2) ** 2)}: beyond"),
        ("prize/guess", f"{steps_to_a_hundredth(9999 / 10001) // 1000} thousand"),
        ("prize/root", f"{steps_to_a_hundredth(99 / 101)}. Half as steep"),
        ("your-turn/answer", "1.5 times the old wall is 0.75"),
        ("your-turn/answer", "0.1 over one minus 0.9 is 1"),
    ],
)
def test_says_the_numbers_of_momentum(beat: str, words: str) -> None:
    assert words in said()[beat]


def test_across_the_slopes_cancel_and_along_they_add_up() -> None:
    """The sum of five is shorter than its first across, and each term adds to it along."""
    assert abs(ACROSS) < abs(SLOPES[0][1])
    assert all(along > 0 for along, _ in SLOPES)
    assert all(a * b < 0 for (_, a), (_, b) in pairwise(SLOPES))
    assert ALONG > ACROSS
    assert SLOPES[0][0] < SLOPES[0][1]


def test_the_second_step_turns_down_the_valley() -> None:
    (_, _), (x, y), (to_x, to_y) = HEAVY[:3]
    assert abs(to_x - x) > 5 * abs(to_y - y)


@pytest.mark.parametrize("beta", ["1/5", "1/2"])
def test_memory_moves_the_wall(beta: str) -> None:
    """At 2 (1 + beta) / curvature it flips for ever, a little below it comes home."""
    wall = 2 * (1 + Fraction(beta)) / BOWL[1]
    at = [abs(y) for _, y in bowl(str(wall), beta, 40)]
    assert at[40] == pytest.approx(float(at[39]), rel=1e-6)
    assert at[40] > 1
    below = bowl(str(wall * Fraction(95, 100)), beta, 200)
    assert abs(below[-1][1]) < abs(below[100][1]) < 1


def test_a_slope_that_flips_counts_one_over_one_plus_beta() -> None:
    """At the wall, in the end: the velocity is the slope divided by 1 + beta."""
    path = bowl("3/5", "1/5", 40)
    velocity = (path[39][1] - path[40][1]) / Fraction(3, 5)
    assert float(velocity / (4 * path[39][1])) == pytest.approx(1 / 1.2, rel=1e-6)


def test_too_much_memory_lets_the_loss_rise_on_its_way() -> None:
    assert sum(b > a for a, b in pairwise(TOO_MUCH[:60])) == 25
    assert TOO_MUCH[4] > TOO_MUCH[3]
    assert TOO_MUCH[60] < HUNDREDTH * TOO_MUCH[0]


def noise_left(lr: float, beta: float) -> float:
    """Return the mean loss that unit noise in each slope leaves on the bowl, by iteration."""
    total = 0.0
    for curvature in (2.0, 4.0):
        xx = xv = vv = 0.0  # the covariances of a coordinate and its velocity
        a, b, c, d = 1 - lr * curvature, -lr * beta, curvature, beta
        for _ in range(3000):
            xx, xv, vv = (
                a * a * xx + 2 * a * b * xv + b * b * vv + lr * lr,
                a * c * xx + (a * d + b * c) * xv + b * d * vv - lr,
                c * c * xx + 2 * c * d * xv + d * d * vv + 1,
            )
        total += curvature / 2 * xx
    return total


def test_at_the_same_rate_memory_makes_noise_worse() -> None:
    times = noise_left(0.1, 0.9) / noise_left(0.1, 0)
    assert f"noise floor is {times:.0f} times as high" in said()["myths/noise"]
    assert noise_left(0.01, 0.9) == pytest.approx(0.0504, abs=5e-5)
    assert noise_left(0.1, 0) == pytest.approx(0.0590, abs=5e-5)


def test_nesterov_has_the_lower_wall() -> None:
    """The steep side, 4: at the wall a root of z² - (1 + b)(1 - p) z + b (1 - p) is -1."""
    beta, wall = 0.9, 2 * 1.9 / (2.8 * 4)
    left = 1 - wall * 4
    assert 1 + (1 + beta) * left + beta * left == pytest.approx(0)
    assert wall < 2 / 4 < 2 * 1.9 / 4


def test_the_best_pair_of_the_ravine_lies_beyond_the_old_wall() -> None:
    """Both double roots have the size 3/5 that the plot of costs is drawn with."""
    lr, beta = 0.64, 0.36
    assert sqrt(beta) == pytest.approx((sqrt(16) - 1) / (sqrt(16) + 1))
    for curvature in (0.25, 4.0):
        assert (1 + beta - lr * curvature) ** 2 == pytest.approx(4 * beta)
    assert 2 / 4 < lr < 2 * (1 + beta) / 4
