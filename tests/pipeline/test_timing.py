"""Word times that are guessed, or were hard to find, are told."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.gate import timing_problems
from pipeline.take import Source, Take


def take(source: Source, confidence: float) -> Take:
    return Take(np.zeros(10, np.int16), ((0, 10),), {}, source, confidence)


@pytest.mark.parametrize(
    ("source", "confidence", "told"),
    [
        ("events", 1.0, ""),
        ("model", 0.0, ""),
        ("alignment", 0.5, ""),
        ("alignment", 0.4, "hard to find in the sound"),
        ("matching", 0.4, "hard to find in the sound"),
        ("proportion", 0.0, "by the number of their letters only"),
    ],
)
def test_what_is_unsure_is_told(source: Source, confidence: float, told: str) -> None:
    found = timing_problems({"a/b": take(source, confidence)})
    assert len(found) == bool(told)
    assert all(told in str(one) and str(one).endswith(": a/b") for one in found)


def test_beats_are_told_together() -> None:
    takes = {"a/b": take("proportion", 0.0), "a/c": take("events", 1.0)}
    takes |= {"a/d": take("proportion", 0.0), "a/e": take("matching", 0.1)}
    assert [str(one).rpartition(": ")[2] for one in timing_problems(takes)] == ["a/b, a/d", "a/e"]
