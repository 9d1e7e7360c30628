"""Captions keep every rule, and every word keeps its time."""

from __future__ import annotations

import html
from datetime import timedelta
from itertools import pairwise

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.captions import Caption, captions, to_srt, to_vtt
from pipeline.captions.breaks import (
    AFTER_CLAUSE,
    AFTER_SENTENCE,
    ANYWHERE,
    BEFORE_LINK,
    NEVER,
    break_cost,
    split_lines,
)
from pipeline.captions.caption import LINE_CHARS, OPEN_GAP_MS, SHORTEST_MS, TOO_FAST_CPS
from pipeline.narrate import narrate
from pipeline.take import SAMPLE_RATE
from pipeline.voices.silent import Silent
from script.say import Line, Unit

Spoken = list[tuple[Line, tuple[tuple[float, float], ...]]]

LESSON = (
    "We stand at five, five. The loss here is seventy-five.",
    "Every step multiplies y by minus one point four, so the point jumps across the valley and "
    "lands farther away than it started.",
    "Why?",
    "Because the steep direction shrinks quickly, while the shallow one has barely moved. After "
    "ten steps the loss has fallen to one percent of what it was.",
)


def line(text: str) -> Line:
    units = tuple(Unit(word, word, word[-1] in ".!?") for word in text.split())
    return Line(units, {}, {})


def spoken(*beats: str, pause_s: float = 0.6) -> tuple[Spoken, float]:
    """Return beats as the silent voice speaks them, and the end of the lesson."""
    clock = 0.5
    said: Spoken = []
    for text in beats:
        words = line(text)
        take = narrate(words, Silent())
        times = tuple((clock + a / SAMPLE_RATE, clock + b / SAMPLE_RATE) for a, b in take.units)
        said.append((words, times))
        clock += take.samples / SAMPLE_RATE + pause_s
    return said, clock


@pytest.mark.parametrize(
    ("before", "after", "cost"),
    [
        ("uphill.", "It", AFTER_SENTENCE),
        ("why?”", "It", AFTER_SENTENCE),
        ("four,", "so", AFTER_CLAUSE),
        ("trick:", "look", AFTER_CLAUSE),
        ("point", "and", BEFORE_LINK),
        ("jumps", "across", BEFORE_LINK),
        ("slope", "points", ANYWHERE),
        ("of", "loss", 2 * ANYWHERE),
        ("the", "slope", NEVER),
        ("The", "slope", NEVER),
        ("a", "step", NEVER),
        ("=", "0.6", NEVER),
        ("η", "=", NEVER),
        ("−", "3", NEVER),
        ("x", "→", NEVER),
    ],
)
def test_where_a_line_may_break(before: str, after: str, cost: int) -> None:
    assert break_cost(before, after) == cost


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It never settles.", ("It never settles.",)),
        (
            "so the point jumps across the valley and lands farther away",
            ("so the point jumps across the valley", "and lands farther away"),
        ),
        (
            "Take a small step downhill, and look at the slope again",
            ("Take a small step downhill,", "and look at the slope again"),
        ),
        (
            "with these two learning rates η = 0.6 gets us there much sooner",
            ("with these two learning rates", "η = 0.6 gets us there much sooner"),
        ),
    ],
)
def test_lines_are_split_where_the_sense_is(text: str, lines: tuple[str, ...]) -> None:
    words = tuple(text.split())
    costs = (*(break_cost(one, following) for one, following in pairwise(words)), 0)
    assert split_lines(words, costs, LINE_CHARS["landscape"])[1] == lines


def test_a_lesson_in_captions() -> None:
    said, end_s = spoken(*LESSON)
    shown = captions(said, end_s)
    assert [caption.text for caption in shown][2:4] == [
        "Every step multiplies y\nby minus one point four,",
        "so the point jumps across the valley\nand lands farther away than it started.",
    ]
    check_rules(shown)


def check_rules(shown: tuple[Caption, ...], chars: int = LINE_CHARS["landscape"]) -> None:
    for caption in shown:
        assert 1 <= len(caption.lines) <= 2
        assert all(0 < len(text) <= chars for text in caption.lines)
        assert 1000 <= caption.shown_ms <= 7000
        assert caption.cps <= TOO_FAST_CPS
    for one, following in pairwise(shown):
        gap = following.start_ms - one.stop_ms
        assert gap == 0 or gap >= OPEN_GAP_MS


def test_a_standing_frame_has_shorter_lines() -> None:
    said, end_s = spoken(*LESSON)
    chars = LINE_CHARS["portrait"]
    shown = captions(said, end_s, chars)
    check_rules(shown, chars)
    assert [caption.text for caption in shown][2:4] == [
        "Every step multiplies y\nby minus one point four,",
        "so the point jumps\nacross the valley",
    ]


def test_a_lone_word_stays_for_a_second() -> None:
    said: Spoken = [(line("Why?"), ((2.0, 2.3),)), (line("Because."), ((9.0, 9.9),))]
    assert [(c.start_ms, c.stop_ms) for c in captions(said, 9.95)] == [(2000, 3000), (9000, 9950)]


VOCABULARY = """
the a slope of valley and because point, downhill minus step quickly η = gradient multiplies
direction so never one
"""
SENTENCE = st.lists(st.sampled_from(VOCABULARY.split()), min_size=4, max_size=30).map(
    lambda words: f"{' '.join(words)}."
)
BEAT = st.lists(SENTENCE, min_size=1, max_size=3).map(" ".join)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(BEAT, min_size=1, max_size=5), st.floats(0, 3), st.sampled_from([*LINE_CHARS.values()])
)
def test_captions_of_plain_speech_keep_every_rule(
    beats: list[str], pause_s: float, chars: int
) -> None:
    said, end_s = spoken(*beats, pause_s=pause_s)
    check_rules(captions(said, end_s + 0.5, chars), chars)


WORD = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=60)
TIMED = st.lists(
    st.tuples(WORD, st.floats(0, 9), st.floats(0, 4), st.booleans()), min_size=1, max_size=40
)


@settings(deadline=None)
@given(TIMED, st.integers(1, 5))
def test_any_words_are_kept_in_order_and_in_time(
    words: list[tuple[str, float, float, bool]], beats: int
) -> None:
    clock = 0.0
    units, times = [], []
    for text, length, gap, ends in words:
        units.append(Unit(text, "x", ends))
        times.append((clock, clock + length))
        clock += length + gap
    cut = len(units) // beats
    said: Spoken = [
        (Line(tuple(units[a:b]), {}, {}), tuple(times[a:b]))
        for a, b in ((0, cut), (cut, len(units)))
    ]
    shown = captions(said, clock)
    assert " ".join(text for caption in shown for text in caption.lines).split() == [
        unit.shown for unit in units
    ]
    first = 0
    for caption, following in zip(shown, [*shown[1:], None], strict=True):
        stop = first + len(caption.text.split())
        assert caption.start_ms == round(times[first][0] * 1000)
        spoken_ms = round(times[stop - 1][1] * 1000)
        latest = max(spoken_ms + OPEN_GAP_MS, caption.start_ms + SHORTEST_MS)
        assert spoken_ms <= caption.stop_ms <= latest
        if following is not None:
            assert caption.stop_ms <= following.start_ms
        first = stop
    assert shown[-1].stop_ms <= round(clock * 1000)


AWKWARD = (
    "x < y",
    "a && b",
    "{x | x>0}",
    "x --> y",
    "<b>bold</b> &amp; &lt;",
    "f(x)\u00a0= 2",
    "two\nlines",
    "1\n00:00:01,000 --> 00:00:02,000",
    "∇f ≈ −3 × 10⁻³",
    "{x | x > 0}",
    "x < y && a --> b",
    "η = 0.6",
    "👍🏽 👩‍👧 🇲🇽",
    "שלום, x < 3",
    "مرحبا بالعالم",
)


def awkward() -> tuple[Caption, ...]:
    return tuple(
        Caption(3_599_000 + 1500 * i, 3_599_000 + 1500 * i + 1234, tuple(text.split("\n")))
        for i, text in enumerate(AWKWARD)
    )


def test_srt_survives_a_round_trip() -> None:
    cues = list(srt.parse(to_srt(awkward())))
    assert [cue.content for cue in cues] == list(AWKWARD)
    assert cues[0].start == timedelta(seconds=3599)
    assert cues[1].end == timedelta(seconds=3601, milliseconds=734)
    assert [cue.index for cue in cues] == list(range(1, len(AWKWARD) + 1))


def test_vtt_survives_a_round_trip() -> None:
    text = to_vtt(awkward())
    cues = list(webvtt.from_string(text))
    assert text.startswith("WEBVTT\n\n00:59:59.000 --> 01:00:00.234\nx &lt; y\n")
    assert [html.unescape(cue.raw_text) for cue in cues] == list(AWKWARD)
    assert cues[1].end == "01:00:01.734"


def test_both_formats_end_lines_alike() -> None:
    for text in (to_srt(awkward()), to_vtt(awkward())):
        assert text.endswith("\n")
        assert "\r" not in text
