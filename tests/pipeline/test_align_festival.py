"""Alignment held against an engine that knows its own word times, on 20 beats of the course."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline import voices
from pipeline.align import align, sphinx
from pipeline.take import Utterance
from pipeline.voices import Voice
from tests.pipeline.speech import beats, spoken

LESSONS = "56789"
BEATS = 4
"""Of each lesson: 20 in all."""
MEAN_S = 0.020
WORST_S = 0.100


@pytest.fixture
def festival() -> Voice:
    if "festival" not in voices.names():
        pytest.skip("there is no voice festival")
    voice = voices.get("festival")
    if missing := voice.missing() or sphinx.missing():
        pytest.skip(missing)
    return voice


def test_word_times_are_those_of_festival(festival: Voice) -> None:
    said = [text for lesson in LESSONS for beat in beats(lesson)[:BEATS] for text in beat]
    errors = np.concatenate([starts_apart(text, spoken(festival, text)) for text in said])
    size = np.abs(errors)
    print(
        f"\n{len(size)} words of {len(said)} sentences in {len(LESSONS) * BEATS} beats: "
        f"mean error {1000 * size.mean():.1f} ms, median {1000 * np.median(errors):+.1f} ms, "
        f"95 % within {1000 * np.percentile(size, 95):.0f} ms, at most {1000 * size.max():.0f} ms"
    )
    assert len(size) > 400
    assert size.mean() <= MEAN_S
    assert size.max() <= WORST_S


def starts_apart(text: str, told: Utterance) -> np.ndarray:
    """Return how much later each word starts by alignment, in seconds."""
    found = align(text, told.pcm, told.rate)
    assert found.source == "alignment", text
    known = {word.start: word.start_s for word in told.words}
    shared = [word for word in found.words if word.start in known]
    assert len(shared) >= len(told.words) * 0.9, text
    return np.array([word.start_s - known[word.start] for word in shared])
