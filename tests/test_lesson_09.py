"""The numbers that lesson 9 says, against fractions worked out apart from the course's own code."""

from fractions import Fraction
from math import log10, sqrt

import pytest

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

X0 = Fraction(5)
CURVATURES = (2, 4)


def _losses(
    lr: Fraction, steps: int, start: tuple[Fraction, Fraction] = (X0, X0)
) -> list[Fraction]:
    """Return the losses of x² + 2y², step by step."""
    x, y = start
    losses = [x**2 + 2 * y**2]
    for _ in range(steps):
        x, y = x - lr * 2 * x, y - lr * 4 * y
        losses.append(x**2 + 2 * y**2)
    return losses


GOOD = _losses(Fraction(1, 10), 20)
SPIT = _losses(Fraction(6, 10), 10)
CRAWL = _losses(Fraction(1, 1000), 1000)
EDGE = _losses(Fraction(1, 2), 10)
TRAP = _losses(Fraction(6, 10), 10, (X0, Fraction(1, 20)))
ASKED = _losses(Fraction(1, 20), 30)
SLOPE = log10(ASKED[30] / ASKED[20]) / 10


@pytest.fixture(scope="module")
def lesson() -> ReadyLesson:
    return ready(LESSONS / "09-three-curves.yaml", look("l"))


@pytest.fixture(scope="module")
def said(lesson: ReadyLesson) -> str:
    return " ".join(beat.line.shown for scene in lesson.scenes for beat in scene.beats)


def _steps_to_one_percent(losses: list[Fraction]) -> int:
    return next(k for k, loss in enumerate(losses) if loss <= losses[0] / 100)


@pytest.mark.parametrize(
    "words",
    [
        f"the loss climbs past {int(SPIT[10] / 1000)} thousand",
        f"One is {float(CRAWL[10] / GOOD[10]):.0f} times the other",
        f"Twenty-five times {0.8**2:.2f}, plus fifty times {0.6**2:.2f}",
        f": {GOOD[1]}. Lesson six got that by hand",
        f"with 0.8. Twice its log: minus {-2 * log10(0.8):.3f}",
        f"minus 1.4. Drop the sign, twice the log: plus {2 * log10(1.4):.3f}",
        f"with 0.998: minus {-2 * log10(0.998):.4f}",
        f"a loss of {EDGE[10]}, for ever",
        f"falls by {float(100 * (1 - min(TRAP) / TRAP[0])):.1f} percent",
        f"{_steps_to_one_percent(CRAWL)} steps. About right: {_steps_to_one_percent(GOOD)}",
        f"with {float(100 * CRAWL[10] / CRAWL[0]):.0f} percent still to go",
        f"Each step leaves 0.8 of x: {0.8**2:.2f} of its square",
        f"falls by {-SLOPE:.3f} a step",
        f"is {10**SLOPE:.2f}, for the loss",
        f"its root: {sqrt(10**SLOPE):.2f}",
    ],
)
def test_says_the_numbers_of_its_bowl(said: str, words: str) -> None:
    assert words in said


def test_the_numbers_are_those_of_the_course() -> None:
    """What the curriculum states for this lesson, typed once more."""
    assert float(SPIT[10]) == pytest.approx(41834.13, abs=0.01)
    assert float(GOOD[10]) == pytest.approx(0.290058455, abs=1e-9)
    assert float(CRAWL[10]) == pytest.approx(70.1672, abs=1e-4)
    assert (_steps_to_one_percent(CRAWL), _steps_to_one_percent(GOOD)) == (890, 8)
    assert [2 * log10(r) for r in (0.8, 1.4, 0.998)] == pytest.approx(
        [-0.1938, 0.2923, -0.0017], abs=5e-5
    )


def test_a_flat_line_that_lies_on_top_stays_there() -> None:
    """On the other bowl, x²/8 + 2y² from (8, 1), the steep term is below from the first step."""
    x, y = Fraction(8), Fraction(1)
    for _ in range(11):
        assert x**2 / 8 > 2 * y**2
        x, y = x - x / 40, y - 4 * y / 10


@pytest.mark.parametrize("losses", [GOOD, SPIT, CRAWL[:100], EDGE, TRAP, ASKED])
def test_the_log_of_the_loss_only_bends_upward(losses: list[Fraction]) -> None:
    """Each step's factor is at least the one before: exactly, not to rounding."""
    for before, here, after in zip(losses, losses[1:], losses[2:], strict=False):
        assert here * here <= before * after


@pytest.mark.parametrize(
    ("lr", "losses"), [(Fraction(1, 10), GOOD), (Fraction(6, 10), SPIT), (Fraction(1, 1000), CRAWL)]
)
def test_one_equation_gives_all_three_runs(lr: Fraction, losses: list[Fraction]) -> None:
    a, b = (1 - lr * curvature for curvature in CURVATURES)
    assert losses == [25 * a ** (2 * k) + 50 * b ** (2 * k) for k in range(len(losses))]
