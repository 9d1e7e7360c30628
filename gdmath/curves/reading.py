"""The course's rules for reading a loss curve, and the test that asks it a second question.

The thresholds were chosen on small networks and two moons. They are rules of the course, not
laws: a curve shows that a rate is too high, but hardly ever that it is too low.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Self

from gdmath.curves.curve import Features, LossCurve, features

PEAK_OF_DIVERGED = 1.5
PEAK_OF_BOUNCING = 2.0
RISING_OF_BOUNCING = OSCILLATION_OF_BOUNCING = 0.25
GAP_OF_OVERFITTING = MEMORISED_OF_OVERFITTING = 0.10
DROP_OF_FLAT = 0.01
LATE_OF_CRAWLING = END_OF_CRAWLING = 0.5

BETTER = 0.9
"""A run is better than another when its end is below this share of the other's."""

FACTOR: float = 10**0.5
"""By what the two-run test multiplies and divides the rate: three, near enough."""


class Verdict(StrEnum):
    """What a curve shows. ``sentence`` says it in plain English, ``remedy`` what to do about it."""

    sentence: str
    remedy: str

    DIVERGED = (
        "diverged",
        "It ends above where it started, or not in numbers at all.",
        "The rate is far too high: divide it by ten.",
    )
    BOUNCING = (
        "bouncing",
        "It jumps up again and again instead of going down.",
        "The rate is probably too high: lower it, or warm it up.",
    )
    OVERFITTING = (
        "overfitting",
        "The training loss goes on falling while the validation loss climbs.",
        "The rate is innocent: stop at the best epoch, regularise, or get more data.",
    )
    FLAT = (
        "flat",
        "It has not come down.",
        "Compare it with the loss of guessing, and look at the gradient and the size of a step.",
    )
    CRAWLING = (
        "crawling",
        "It falls smoothly, and at the end it is still falling.",
        "The rate is too low, or it was stopped too early: raise the rate.",
    )
    HEALTHY_LOOKING = (
        "healthy-looking",
        "Nothing looks wrong, which does not mean that nothing is.",
        "Run it again at three times the rate and at a third of it.",
    )

    def __new__(cls, word: str, sentence: str, remedy: str) -> Self:
        """Make a member that equals ``word`` and knows its ``sentence`` and ``remedy``."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        member.remedy = remedy
        return member


LOOKS_TOO_HIGH = frozenset({Verdict.DIVERGED, Verdict.BOUNCING})
"""The verdicts of a rate that is too high; about half of the best rates bounce as well."""


class Advice(StrEnum):
    """What the two-run test says about the rate. ``sentence`` says why."""

    sentence: str

    RAISE = "raise", "Three times the rate ends clearly lower."
    LOWER = "lower", "A third of the rate ends clearly lower."
    KEEP = "keep", "Neither three times the rate nor a third of it ends clearly lower."

    def __new__(cls, word: str, sentence: str) -> Self:
        """Make a member that equals ``word`` and knows its ``sentence``."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.sentence = sentence
        return member


def diverged(seen: Features) -> bool:
    """Tell whether the loss ended above its start and was over 1.5 times that, or not finite."""
    return seen.end > 1 and seen.peak > PEAK_OF_DIVERGED


def bouncing(seen: Features) -> bool:
    """Tell whether the loss more than doubled, or rises in a quarter of the epochs and wobbles."""
    wobbles = seen.rising >= RISING_OF_BOUNCING and seen.oscillation >= OSCILLATION_OF_BOUNCING
    return seen.peak > PEAK_OF_BOUNCING or wobbles


def overfitting(seen: Features) -> bool:
    """Tell whether V rose by over a tenth from its least, while L fell by over a tenth."""
    return seen.gap > GAP_OF_OVERFITTING and seen.memorised > MEMORISED_OF_OVERFITTING


def flat(seen: Features) -> bool:
    """Tell whether the loss did not end even a hundredth below its start."""
    return seen.end > 1 - DROP_OF_FLAT


def crawling(seen: Features) -> bool:
    """Tell whether the loss never rose, has over half left, and still falls at half speed."""
    lazy = seen.late > LATE_OF_CRAWLING and seen.end > END_OF_CRAWLING
    return lazy and seen.rising == 0


RULES: tuple[tuple[Verdict, Callable[[Features], bool]], ...] = (
    (Verdict.DIVERGED, diverged),
    (Verdict.BOUNCING, bouncing),
    (Verdict.OVERFITTING, overfitting),
    (Verdict.FLAT, flat),
    (Verdict.CRAWLING, crawling),
)
"""In this order: the first that applies is the verdict."""


def judge(seen: Features) -> Verdict:
    """Return the verdict of the first rule that applies, ``HEALTHY_LOOKING`` when none does."""
    return next((verdict for verdict, rule in RULES if rule(seen)), Verdict.HEALTHY_LOOKING)


def read_curve(curve: LossCurve) -> Verdict:
    """Return what ``curve`` shows.

    Raises
    ------
    ValueError
        As ``features`` does.
    """
    return judge(features(curve))


def two_run_test(curve: LossCurve, higher: LossCurve, lower: LossCurve) -> Advice:
    """Say what to do about the rate of ``curve``, given its runs at ``FACTOR`` times and below.

    Raise it when ``higher`` ends at least a tenth lower; if not, lower it when ``lower`` does.
    Ends are medians of the last five epochs, so that one lucky epoch does not decide.
    """
    if higher.end < BETTER * curve.end:
        return Advice.RAISE
    return Advice.LOWER if lower.end < BETTER * curve.end else Advice.KEEP
