"""Pace: what is spoken or read too fast, or lasts too short or long, is told at the beat's line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline import commands
from pipeline.pace import paced, remarks, words_a_minute
from pipeline.plan import plan
from pipeline.take import SAMPLE_RATE, Take
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import resolved, run, small_look, write

LESSON = """\
lesson: paced
title: Paced
objective: Say it.
minutes: 1
voice: silent
scenes:
- id: one
  title: One
  kind: statements
  with: {items: [One.]}
  beats:
  - id: said
    say: "SAY"
    pause: 0.5
"""

TWELVE = "We take one step and look at the slope again from here."


def planned(folder, say, seconds, aspect="landscape", pause_s=0.0):
    """Return a plan of one beat whose words share ``seconds`` evenly, after ``pause_s``."""
    lesson = resolved(folder, LESSON.replace("SAY", say))
    using = small_look()
    if aspect == "portrait":
        using = replace(using, width=using.height, height=using.width)
    line = lesson.scenes[0].beats[0].line
    count = len(line.units)
    total = seconds + pause_s
    edges = [round((pause_s + seconds * i / count) * SAMPLE_RATE) for i in range(count + 1)]
    take = Take(
        np.zeros(round(total * SAMPLE_RATE), np.int16),
        tuple(pairwise(edges)),
        {},
        "model",
    )
    return plan(lesson, {"one/said": take}, using)


def told(made):
    return [
        ("error" if one.is_error else "note", one.finding.message.partition(": ")[2])
        for one in remarks(made)
    ]


@pytest.mark.parametrize(
    ("seconds", "level", "message"),
    [
        (12 * 60 / 181, "error", "181 words a minute, over 180"),
        (12 * 60 / 179, "note", "179 words a minute, over 165"),
        (12 * 60 / 166, "note", "166 words a minute, over 165"),
        (12 * 60 / 109, "note", "109 words a minute, under 110"),
    ],
)
def test_a_pace_out_of_bounds_is_told(tmp_path, seconds, level, message):
    assert (level, message) in told(planned(tmp_path, TWELVE, seconds))


@pytest.mark.parametrize("pace", [111, 145, 164])
def test_a_pace_within_bounds_is_not(tmp_path, pace):
    assert not [
        said for _, said in told(planned(tmp_path, TWELVE, 12 * 60 / pace)) if "words" in said
    ]


def test_numbers_count_as_they_are_spoken(tmp_path):
    say = "At 41834.13 the loss is far away, 0.6 times that."
    made = planned(tmp_path, say, 10)
    spoken = (
        "At forty-one thousand eight hundred thirty-four point one three the loss is far away, "
        "zero point six times that."
    )
    assert made.beats[0].beat.line.spoken == spoken
    assert words_a_minute(made.beats[0]) == pytest.approx(6 * (spoken.count(" ") + 1))


def test_two_words_have_no_pace(tmp_path):
    assert words_a_minute(planned(tmp_path, "Down again.", 0.2).beats[0]) is None


def test_pauses_of_the_script_are_not_slow_speech(tmp_path):
    said = f"[pause 8] {TWELVE}"
    assert words_a_minute(planned(tmp_path, said, 5, pause_s=8).beats[0]) == pytest.approx(144)


@pytest.mark.parametrize(
    ("seconds", "message"), [(2.5, "lasts 3.6 s, under 4"), (25, "lasts 26.1 s, over 25")]
)
def test_a_beat_too_short_or_long_is_told(tmp_path, seconds, message):
    made = planned(tmp_path, f"{TWELVE} And so on it goes.", seconds)
    assert ("note", message) in told(made)


def test_a_beat_of_four_to_twenty_five_seconds_is_fine(tmp_path):
    for seconds in (3.0, 23.8):
        assert not [s for _, s in told(planned(tmp_path, TWELVE, seconds)) if s.startswith("lasts")]


@pytest.mark.parametrize(("seconds", "level", "limit"), [(2.25, "note", 17), (1.9, "error", 20)])
def test_a_caption_that_is_read_too_fast_is_told(tmp_path, seconds, level, limit):
    say = "Thirty-nine characters stand right here."
    found = [(one, s) for one, s in told(planned(tmp_path, say, seconds)) if "characters a s" in s]
    assert [one for one, _ in found] == [level]
    assert str(limit) in found[0][1]
    assert say in found[0][1]


def test_a_line_that_does_not_fit_the_frame_is_an_error(tmp_path):
    say = f"{'a' * 30} it is, and it stays so."
    found = told(planned(tmp_path, say, 6, "portrait"))
    assert [
        level for level, said in found if "has a line of 30 characters, not at most 26" in said
    ] == ["error"]
    assert not [said for _, said in told(planned(tmp_path, say, 6)) if "has a line of" in said]


def test_a_line_that_breaks_after_an_article_is_told(tmp_path):
    say = f"We look at the {'slope' * 8}."
    found = [said for _, said in told(planned(tmp_path, say, 6)) if "breaks" in said]
    assert found == [f"a caption breaks its lines at the | {'slope' * 8}."]


def test_remarks_stand_at_the_words_of_the_beat(tmp_path):
    made = planned(tmp_path, TWELVE, 3)
    with pytest.raises(ScriptErrors) as caught:
        paced(made)
    place = tmp_path / "small.yaml"
    assert str(caught.value).splitlines()[0] == (
        f"{place}:13:10: one/said: 240 words a minute, over 180 - take words out, or speak slower"
    )
    notes = paced(planned(tmp_path, TWELVE, 4.2))
    assert notes[0].startswith(f"{place}:13:10: one/said: 171 words a minute, over 165")


def test_check_and_build_refuse_what_is_too_fast_before_anything_is_drawn(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, LESSON.replace("SAY", f"{'a' * 60} is much too long for one line."))
    with pytest.raises(ScriptErrors, match=r"13:10: one/said: the caption at .* has a line of 60"):
        commands.check([str(path)])
    done = run("build", path, "-r", "256,144", "--fps", "15", cwd=tmp_path)
    assert done.returncode == 2
    assert "has a line of 60 characters, not at most 42" in done.stderr
    assert sorted(file.name for file in (tmp_path / "build").iterdir()) == ["store"]


def test_check_notes_a_voice_that_is_not_here_and_goes_on(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = write(tmp_path, LESSON.replace("SAY", TWELVE))
    monkeypatch.setattr("pipeline.voices.silent.Silent.missing", lambda self: "not today")
    assert commands.check([str(path)]) == 0
    told = capsys.readouterr()
    reason = f"{path}:5:8: voice silent: not today"
    assert told.err == f"note: {path}: its pace is not checked: {reason}\n"
    assert told.out.endswith("1 scenes, 1 beats, no finding\n")
