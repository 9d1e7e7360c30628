"""The races of lesson 13, run again by walkers written here, apart from the course's code."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.prepare import LESSONS, ready
from pipeline.resolve import ReadyLesson
from scenes.look import look

Array = NDArray[np.float64]
COLUMNS = ("gd", "tuned", "heavy", "adam")
RATES = 10 ** np.linspace(-5, 0, 101)
TURN = np.array([[1.0, -1.0], [1.0, 1.0]]) / sqrt(2)
KAPPA = {"easy": 2, "ravine": 16, "valley": 100, "asked": 100, "scales": 10_000, "turned": 10_000}
TURNED = ("asked", "turned")

TABLE = {
    "easy": (4, 4, 73, 78),
    "valley": (230, 32, 82, 78),
    "scales": (11_620, 281, 572, 83),
    "turned": (11_620, 281, 572, 3852),
}
"""What the curriculum states; for plain descent in the longest valleys, its rates' best."""

DOTS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
MISSES = np.array([-1.0, 2.0, 0.0, -2.0, 1.0])


@cache
def lesson() -> ReadyLesson:
    return ready(LESSONS / "13-bottleneck.yaml", look("l"))


@cache
def said() -> dict[str, str]:
    """Return the words of each beat, by scene/beat."""
    return {f"{s.spec.id}/{beat.spec.id}": beat.line.shown for s, beat in lesson().beats()}


def best_beta(kappa: float) -> float:
    return float(((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2)


def arrives(place: str, tool: str, rates: Array, watched: int) -> Array:
    """Return after how many steps the loss stays below a ten-thousandth, at each rate.

    The walkers of all rates go side by side; infinite where it is not below at the end.
    """
    kappa = KAPPA[place]
    hessian, start = np.diag([4 / kappa, 4.0]), np.array([8.0, 1.0])
    if place in TURNED:
        hessian, start = TURN @ hessian @ TURN.T, TURN @ start
    beta = {"gd": 0.0, "tuned": best_beta(kappa), "heavy": 0.9}.get(tool, 0.0)
    x, lr = np.tile(start, (len(rates), 1)), rates[:, None]
    limit = 1e-4 * start @ hessian @ start
    memory, squares = np.zeros_like(x), np.zeros_like(x)
    last = np.zeros(len(rates))
    with np.errstate(all="ignore"):
        for t in range(1, watched + 1):
            slope = x @ hessian
            if tool == "adam":
                memory = 0.9 * memory + 0.1 * slope
                squares = 0.999 * squares + 0.001 * slope**2
                ruler = np.sqrt(squares / (1 - 0.999**t)) + 1e-8
                x = x - lr * memory / (1 - 0.9**t) / ruler
            else:
                memory = beta * memory + slope
                x = x - lr * memory
            last[~((x @ hessian * x).sum(axis=1) <= limit)] = t
    return np.where(last < watched, last + 1, np.inf)


@cache
def fewest(place: str, tool: str) -> float:
    """Return the steps at the best of the 101 rates, watched as long as the lesson says."""
    if tool == "gd" and KAPPA[place] > 100:
        return crawl(KAPPA[place])
    watched = 6000 if KAPPA[place] > 100 else 3000
    return float(arrives(place, tool, RATES, watched).min())


def crawl(kappa: int) -> float:
    """Return the steps of plain descent at the best rate below the wall, direction by direction."""
    low, high, first = 4 / kappa, 4.0, 64 * 4 / kappa + 4.0
    best = np.inf
    for rate in RATES[RATES < 0.5]:
        slow, fast = (2 * log(abs(1 - rate * c)) for c in (low, high))
        steps = np.arange(30_000)
        loss = 64 * low * np.exp(steps * slow) + high * np.exp(steps * fast)
        above = np.flatnonzero(loss > 1e-4 * first)
        best = min(best, above[-1] + 1 if above[-1] + 1 < len(steps) else np.inf)
    return float(best)


@pytest.mark.parametrize("place", TABLE)
def test_the_table_is_that_of_the_walkers(place: str) -> None:
    assert tuple(fewest(place, tool) for tool in COLUMNS) == TABLE[place]


@pytest.mark.parametrize("place", TABLE)
def test_the_lesson_has_the_table_and_races_at_its_rates(place: str) -> None:
    results = lesson().solved.results
    for tool, steps in zip(COLUMNS, TABLE[place], strict=True):
        swept, run = results[f"best_{place}_{tool}"], results[f"{place}_{tool}"]
        assert len(swept.values) == 101  # type: ignore[union-attr]
        assert swept.fewest == steps  # type: ignore[union-attr]
        assert run.lr == pytest.approx(swept.fastest, rel=1e-5)  # type: ignore[union-attr]
        assert np.flatnonzero(run.f > 1e-4 * run.f[0])[-1] + 1 == steps  # type: ignore[union-attr]


@pytest.mark.parametrize("place", TABLE)
def test_best_beta_is_that_of_theory(place: str) -> None:
    optimizer = lesson().solved.runs[f"{place}_tuned"].run.optimizer
    assert optimizer.momentum == pytest.approx(best_beta(KAPPA[place]), rel=1e-4)  # type: ignore[attr-defined]


def test_each_landscape_crowns_another_and_no_column_wins() -> None:
    winners = {
        place: {t for t in COLUMNS if fewest(place, t) == min(TABLE[place])} for place in TABLE
    }
    assert winners == {
        "easy": {"gd", "tuned"}, "valley": {"tuned"}, "scales": {"adam"}, "turned": {"tuned"}
    }  # fmt: skip
    assert not set.intersection(*winners.values())
    worst = {tool: max(row[i] for row in TABLE.values()) for i, tool in enumerate(COLUMNS)}
    assert f"never needs more than {worst['heavy']}" in said()["grid/default"]
    assert worst["heavy"] < min(worst["gd"], worst["adam"])


def test_a_beta_of_nine_tenths_forgets_too_slowly_whatever_its_rate() -> None:
    """No rate lets the error shrink faster than by the root of beta a step."""
    for rate in RATES:
        roots = [max(abs(np.roots([1, -(1.9 - rate * c), 0.9]))) for c in (2.0, 4.0)]
        assert max(roots) >= sqrt(0.9) - 1e-9
    assert fewest("easy", "heavy") > 10 * fewest("easy", "gd")


def test_adam_flies_past_on_the_easy_bowl() -> None:
    path = lesson().solved.runs["easy_adam"].x[:78, 0]
    assert path.min() < -0.5


def at(tool: str, rate: float) -> float:
    return float(arrives("ravine", tool, np.array([rate]), 3000)[0])


def test_whoever_picks_the_rate_picks_the_winner() -> None:
    assert (at("adam", 0.1), at("gd", 0.1)) == (159, 178)
    assert "Adam wins, 159 steps to 178" in said()["fair/shared"]
    assert (at("gd", 0.3), at("adam", 0.3)) == (58, 90)
    assert "descent wins, 58 to 90" in said()["fair/flips"]
    assert at("gd", 0.5) == np.inf
    assert at("adam", 0.5) < 100
    assert (fewest("ravine", "gd"), fewest("ravine", "adam")) == (38, 72)
    assert "38 against 72" in said()["fair/tune"]


@pytest.mark.parametrize(
    ("beat", "words"),
    [
        ("hook/best", "it needs 78 steps home"),
        ("hook/wrong", "Just 4."),
        ("fair/tune", "out of 101:"),
        ("easy/why", f"its beta is {best_beta(2):.2f}:"),
        ("valley/go", "Momentum, in 32 steps"),
        ("valley/go", "Adam takes 78, descent 230"),
        ("scales/guess", f"{sqrt(KAPPA['scales']):.0f} times as large"),
        ("scales/go", "Adam, in 83!"),
        ("scales/go", "Momentum needs 281, at best, and descent over ten thousand"),
        ("turned/go", "in 281 steps, as before"),
        ("turned/go", "83 steps become 3852"),
        ("noise/cut", "from 2.857 to 2.054"),
        ("myths/fastest", "78 steps against 4."),
        ("your-turn/answer", "230 over 32, about 7 times"),
    ],
)
def test_says_the_numbers_of_the_course(beat: str, words: str) -> None:
    assert words in said()[beat]


def test_the_answer_is_that_of_the_diagonal_valley() -> None:
    descent, momentum = (fewest("asked", tool) for tool in ("gd", "tuned"))
    assert (descent, momentum) == (230, 32)
    assert round(descent / momentum) == 7
    assert momentum < fewest("asked", "adam")


def expected(lr: Fraction, steps: int, moments: Array) -> Array:
    """Return the means of (x², xy, yy) and of (x, y) after single-dot steps, over all draws."""
    rate = float(lr)
    for _ in range(steps):
        after = np.zeros((3, 3))
        for v, e in zip(DOTS, MISSES, strict=True):
            step = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1.0]])
            step[:2] -= 2 * rate * np.outer([1, v], [1, v, e])
            after += step @ moments @ step.T / 5
        moments = after
    return moments


def test_the_floor_and_where_a_tenth_of_the_rate_takes_it() -> None:
    """At 0.1 it stands 6/7 above the best line's 2, and at 0.01 it ends 2586/47807 above it."""
    rest = np.diag([0.0, 0.0, 1.0])  # at the minimum: (x, y, 1), squared
    high = expected(Fraction(1, 10), 200, rest)
    low = expected(Fraction(1, 100), 200, high)
    losses = [m[0, 0] + 2 * m[1, 1] + 2 for m in (high, low)]
    assert losses[0] == pytest.approx(2 + 6 / 7, abs=1e-6)
    assert losses[1] == pytest.approx(2 + 2586 / 47807, abs=5e-4)
    fog = lesson().solved.results["fog"]
    assert [fog.f[200], fog.f[400]] == pytest.approx(losses, abs=1e-9)  # type: ignore[union-attr]


@pytest.mark.parametrize(("tool", "lr"), [("gd", 0.1), ("heavy", 0.01), ("adam", 0.1)])
def test_every_cloud_hovers_and_shrinks_with_the_rate(tool: str, lr: float) -> None:
    draws, walkers = np.random.RandomState(1), 1000
    x, memory, squares = (np.zeros((walkers, 2)) for _ in range(3))
    above = []
    for t in range(1, 401):
        pick = draws.randint(0, 5, walkers)
        inputs = np.stack([np.ones(walkers), DOTS[pick]], axis=1)
        slope = 2 * ((x * inputs).sum(axis=1) + MISSES[pick])[:, None] * inputs
        rate = lr if t <= 200 else lr / 10
        if tool == "adam":
            memory, squares = 0.9 * memory + 0.1 * slope, 0.999 * squares + 0.001 * slope**2
            ruler = np.sqrt(squares / (1 - 0.999**t)) + 1e-8
            x = x - rate * memory / (1 - 0.9**t) / ruler
        else:
            memory = (0.9 if tool == "heavy" else 0.0) * memory + slope
            x = x - rate * memory
        above.append(float(np.mean(x[:, 0] ** 2 + 2 * x[:, 1] ** 2)))
    assert min(above[100:200]) > 0.1
    assert above[399] < 0.3 * above[199]
