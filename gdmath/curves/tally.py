"""How many of the 208 stored trainings are of a kind: by their rate, their curve, their advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdmath.curves.campaign import Trial, Truth
from gdmath.curves.reading import Advice, Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """A question to the campaign: in how many trainings all that is given here is so.

    Attributes
    ----------
    truth : Truth | None
        What is true of the rate.
    verdict : Verdict | None
        What the rules read in the curve.
    advice : Advice | None
        What the two-run test says about the rate.
    """

    truth: Truth | None = None
    verdict: Verdict | None = None
    advice: Advice | None = None

    def __call__(self, trials: Iterable[Trial]) -> int:
        """Return how many of ``trials`` are so."""
        return sum(map(self.holds, trials))

    def holds(self, trial: Trial) -> bool:
        """Tell whether all that is asked for is so of ``trial``."""
        pairs = (
            (self.truth, trial.truth),
            (self.verdict, trial.verdict),
            (self.advice, trial.advice),
        )
        return all(wanted is None or wanted is found for wanted, found in pairs)
