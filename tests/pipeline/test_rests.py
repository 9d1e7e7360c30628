"""After a new formula the voice rests, unless the writer says otherwise."""

import pytest

from pipeline import voices
from pipeline.plan import PAUSE_S, SCENE_PAUSE_S
from pipeline.prepare import planned, ready
from pipeline.rests import AFTER_FORMULA_S, resting, rests_at_the_end
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from script.nodes import Place, Scalar
from script.say import parse
from tests.pipeline.small_lessons import FPS, small_look, write

BOARD = """\
lesson: small
title: A formula
objective: Read it.
minutes: 1
voice: silent
scenes:
- id: board
  title: On the board
  kind: formula
  with:
    lines:
    - {id: bowl, terms: ["f", "= x^2", "+ 2 y^2"]}
    - {id: slope, terms: ["f'", "= 2 x"]}
    - {id: twin, terms: ["f'", "= x + x"], replaces: slope}
  beats:
  - id: one
    say: SAY
    do:
    - DO
  - id: last
    say: That was all.
"""


def line(text):
    return parse(Scalar(text, Place("a.yaml", 1, 1)), {}, {})


def beat_of(folder, say, *cues):
    text = BOARD.replace("SAY", say).replace("DO", "\n    - ".join(cues))
    lesson = ready(write(folder, text), small_look())
    return planned(lesson, small_look(), voices.get("silent"), Store(folder / "store")).beats[0]


@pytest.mark.parametrize(
    ("text", "marks", "pauses"),
    [
        ("Here it is. [a] Look at it. And on we go.", ["a"], {6: 1.0}),
        ("Here it is. Look at it.", [None], {3: 1.0}),
        ("Here [a] it is. [b] Look. And on.", ["a", "b"], {3: 1.0, 4: 1.0}),
        ("Here it is. [a] Look at it.", ["a"], {}),
        ("Here [a] it is. [pause 0.2] Look.", ["a"], {3: 0.2}),
        ("Here [a] it is. [pause 3] Look.", ["a"], {3: 3.0}),
        ("Here it is. Look.", [], {}),
    ],
    ids=["in the middle", "from the start", "two", "the last sentence", "a short pause of its own",
         "a long one", "no formula"],
)  # fmt: skip
def test_a_rest_follows_the_sentence_of_a_formula(text, marks, pauses):
    assert resting(line(text), marks).pauses == pauses


def test_a_rest_at_the_end_is_the_beats():
    assert rests_at_the_end(line("Here it is. [a] Look at it."), ["a"])
    assert not rests_at_the_end(line("Here [a] it is. Look at it."), ["a"])
    assert not rests_at_the_end(line("Here it is. [a] Look at it. [pause 0.3]"), ["a"])


def silence_after(beat, word):
    """Return the seconds between a word and the one after it."""
    return (beat.take.units[word + 1][0] - beat.take.units[word][1]) / SAMPLE_RATE


@pytest.mark.parametrize(
    ("cues", "rest"),
    [
        (["{write: bowl, at: a}"], 1.0),
        (["{write: {line: bowl, to: f}, at: a}"], 0.35),
        (["{write: {line: bowl, to: f}}", "{write: bowl, at: a}"], 1.0),
        (["{show: bowl, at: a}"], 1.0),
        (["{write: bowl, for: 0.1}", "{dim: bowl, at: a, for: 0.1}"], 0.35),
        (["{show: slope, for: 0.1}", "{transform: {line: slope, into: twin}, at: a}"], 1.0),
    ],
    ids=["written", "half of it", "the rest of it", "shown", "dimmed", "turned into another"],
)
def test_what_brings_a_formula_makes_the_voice_rest(tmp_path, cues, rest):
    beat = beat_of(tmp_path, "Listen. Here [a] it is. Go on.", *cues)
    assert silence_after(beat, 3) == pytest.approx(rest, abs=0.001)


@pytest.mark.parametrize(
    ("say", "pause", "expected"),
    [
        ("Here [a] it is.", "", AFTER_FORMULA_S),
        ("Here [a] it is. Go on.", "", PAUSE_S),
        ("Here [a] it is.", "\n    pause: 0.2", 0.2),
    ],
)
def test_a_beat_that_ends_with_a_formula_rests(tmp_path, say, pause, expected):
    beat = beat_of(tmp_path, say, "{show: bowl, at: a, for: 0.1}" + pause)
    spoken = -(-beat.take.samples * FPS // SAMPLE_RATE)
    assert beat.frames - round(0.5 * FPS) - spoken == round(expected * FPS)
    assert AFTER_FORMULA_S == SCENE_PAUSE_S
