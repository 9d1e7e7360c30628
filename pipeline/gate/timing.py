"""What is said of word times that were not found in the sound with certainty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.gate.problem import Problem
from pipeline.take import Take

UNSURE = 0.5
"""Word times below this confidence are told."""


def _guessed(take: Take) -> bool:
    return take.source == "proportion"


def _unsure(take: Take) -> bool:
    return take.source in ("alignment", "matching") and take.confidence < UNSURE


_TOLD: tuple[tuple[Callable[[Take], bool], str], ...] = (
    (_guessed, "words are timed by the number of their letters only: captions and cues may be off"),
    (_unsure, "words were hard to find in the sound: listen to the captions and cues"),
)


def timing_problems(takes: Mapping[str, Take]) -> tuple[Problem, ...]:
    """Return a problem for each way in which takes, by ``scene/beat``, are badly timed."""
    told = ((says, [name for name, take in takes.items() if is_so(take)]) for is_so, says in _TOLD)
    return tuple(
        Problem("word_times", f"{says}: {', '.join(beats)}") for says, beats in told if beats
    )
