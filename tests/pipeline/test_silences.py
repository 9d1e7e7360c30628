"""Where somebody speaks, and where a short sound has room beside that."""

import numpy as np
import pytest

from pipeline.silences import AFTER_SPEECH, BEFORE_SPEECH, joined, room, spoken_spans
from pipeline.take import SAMPLE_RATE, Take

LENGTH = 10_000
WORDS = ((0, 40_000), (70_000, 100_000), (103_000, 120_000))
WITHIN = (-30_000, 200_000)


def take(*loud, samples=3 * SAMPLE_RATE, units=()):
    """Return a take of noise at -20 dB in the given spans, and at -60 dB elsewhere."""
    noise = np.random.RandomState(1).standard_normal(samples)
    level = np.full(samples, 10 ** (-60 / 20))
    for start, stop in loud:
        level[start:stop] = 10 ** (-20 / 20)
    steps = np.round(noise * level * 32768).clip(-32768, 32767).astype(np.int16)
    return Take(steps if loud else np.zeros(samples, np.int16), units, {}, "events")


def test_what_is_heard_is_speech_to_ten_milliseconds():
    found = spoken_spans(take((9_700, 30_100), (60_000, 90_000)))
    assert found == ((9_600, 30_240), (60_000, 90_240))


def test_a_take_without_sound_speaks_where_its_words_are():
    assert spoken_spans(take(units=((0, 500), (700, 900)))) == ((0, 500), (700, 900))
    assert spoken_spans(take(units=((0, 500), (700, 900))), join=200) == ((0, 900),)


def test_speech_to_the_last_sample_ends_there():
    assert spoken_spans(take((0, 1_500), samples=1_500)) == ((0, 1_920),)


@pytest.mark.parametrize(
    ("join", "expected"),
    [(0, ((0, 10), (12, 20), (25, 30))), (2, ((0, 20), (25, 30))), (5, ((0, 30),))],
)
def test_spans_that_are_close_are_one(join, expected):
    assert joined([(0, 5), (4, 10), (12, 20), (13, 14), (25, 30)], join) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (50_000, 50_000),
        (41_000, 40_000 + AFTER_SPEECH),
        (66_000, 70_000 - BEFORE_SPEECH - LENGTH),
        (70_000, 70_000 - BEFORE_SPEECH - LENGTH),
        (0, -BEFORE_SPEECH - LENGTH),
        (-30_000, -30_000),
        (120_000, 120_000 + AFTER_SPEECH),
        (180_000, 180_000),
    ],
    ids=["in a pause", "just after a word", "too late in a pause", "with a word", "the first word",
         "before all", "the end", "long after"],
)  # fmt: skip
def test_a_sound_stands_where_it_belongs_or_just_beside(at, expected):
    assert room(at, LENGTH, WORDS, WITHIN) == expected


@pytest.mark.parametrize("at", [20_000, 85_000, 103_000, 110_000])
def test_a_sound_never_stands_in_speech(at):
    assert room(at, LENGTH, WORDS, WITHIN) is None


def test_a_sound_stays_inside_its_limits():
    assert room(0, LENGTH, WORDS, (-LENGTH - BEFORE_SPEECH, 200_000)) == -LENGTH - BEFORE_SPEECH
    assert room(0, LENGTH, WORDS, (-LENGTH - BEFORE_SPEECH + 1, 200_000)) is None
    assert room(120_000, LENGTH, WORDS, (0, 120_000 + AFTER_SPEECH + LENGTH - 1)) is None


@pytest.mark.parametrize("seed", range(20))
def test_wherever_a_sound_is_put_it_is_clear_of_every_word(seed):
    draw = np.random.RandomState(seed)
    edges = np.sort(draw.choice(200_000, 12, replace=False)).reshape(-1, 2)
    spans = joined([tuple(map(int, edge)) for edge in edges], 0)
    for at in draw.randint(0, 200_000, 40):
        found = room(int(at), LENGTH, spans, (0, 220_000))
        if found is not None:
            assert 0 <= found <= 220_000 - LENGTH
            for start, stop in spans:
                assert found + LENGTH + BEFORE_SPEECH <= start or found >= stop + AFTER_SPEECH
