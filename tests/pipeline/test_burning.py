"""Captions burned in: a lesson's or the command line's to ask for; an edit costs its beats only."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest

from pipeline.build import render, status
from pipeline.captions.burned import burned
from pipeline.captions.caption import LINE_CHARS
from pipeline.deliver import deliver
from pipeline.plan import LEAD_S
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from scenes.look import look
from script.errors import ScriptErrors
from script.load import load_lesson
from tests.pipeline.small_lessons import BEATS, FPS, LESSON, edited, plan_of, run, small_look, write

BURNED = replace(small_look(), burned=True)


def shots(folder, text=LESSON, using=BURNED):
    return {beat.name: beat.shot for beat in plan_of(folder, text, using).beats}


def test_words_begin_in_the_frame_that_shows_them(tmp_path):
    plan = plan_of(tmp_path, LESSON, BURNED)
    for beat in plan.beats:
        lead = round(LEAD_S * FPS) if beat is plan.of_scene(beat.scene.spec.id)[0] else 0
        words = [w for one in beat.shot.captions for line in one.lines for w in line]
        assert [word.text for word in words] == [unit.shown for unit in beat.beat.line.units]
        assert [word.start for word in words] == [
            lead + start * FPS // SAMPLE_RATE for start, _ in beat.take.units
        ]
        for one in beat.shot.captions:
            assert one.start == one.lines[0][0].start < one.stop <= beat.frames
        starts = [one.start for one in beat.shot.captions]
        stops = [one.stop for one in beat.shot.captions]
        assert all(stop <= start for stop, start in zip(stops, starts[1:], strict=False))


def test_lines_fit_the_frame_they_are_in(tmp_path):
    say = "Every step multiplies y by minus one point four, so it never settles anywhere."
    text = edited(("Here is a bowl.", say))
    upright = replace(BURNED, width=144, height=256)
    for using in (BURNED, upright):
        lines = [
            " ".join(word.text for word in line)
            for one in shots(tmp_path, text, using)["bowl/look"].captions
            for line in one.lines
        ]
        assert max(map(len, lines)) <= LINE_CHARS[using.aspect]
        assert " ".join(lines) == say


def test_without_the_wish_there_is_nothing_in_the_shot(tmp_path):
    assert {one.captions for one in shots(tmp_path, using=small_look()).values()} == {()}


EDITS = {
    "a wording that keeps the frames": (
        edited(("Here is a bowl", "There is a hill")),
        {"bowl/look"},
    ),
    "what is shown but not said": (edited(("a bowl.", "a [3D\u00a0bowl|bowl].")), {"bowl/look"}),
    "a longer sentence": (edited(("And then another.", "And then one more.")), {"words/two"}),
    "a longer pause": (
        edited(("a bowl.\n    pause: 0.3", "a bowl.\n    pause: 0.6")),
        {"bowl/look"},
    ),
    "a title": (edited(("title: On a bowl", "title: In a bowl")), set()),
}


@pytest.mark.render
def test_an_edit_draws_again_only_the_beats_whose_words_or_times_it_changes(tmp_path):
    store = Store(tmp_path / "made")
    plan = plan_of(tmp_path, LESSON, BURNED)
    render(status(plan, store), plan, store, jobs=2)
    for name, (text, expected) in EDITS.items():
        stale = {
            one.beat.name
            for one in status(plan_of(tmp_path, text, BURNED), store)
            if not one.is_cached
        }
        assert stale == expected, name
    plain = status(plan_of(tmp_path, LESSON, small_look()), store)
    assert {one.beat.name for one in plain if not one.is_cached} == set(BEATS)


@pytest.mark.render
def test_the_film_shows_them_and_its_other_files_do_not(tmp_path):
    using = replace(look("l", FPS, aspect="portrait", burned=True), width=144, height=256)
    plan = plan_of(tmp_path, LESSON, using)
    store = Store(tmp_path / "store")
    made = deliver(plan, render(status(plan, store), plan, store), store, tmp_path / "out")
    beat = plan.beats[2]
    spoken = beat.start + beat.shot.captions[0].start
    with av.open(str(made.film)) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    rows = slice(round(256 * 0.69), round(256 * 0.78))  # where captions of a standing frame are
    bright = [int((frames[i][rows].min(axis=2) > 150).sum()) for i in (beat.start, spoken + 2)]
    assert bright[0] == 0
    assert bright[1] > 20
    still = next(file for file in made.files if file.suffix == ".png" and "board" not in file.name)
    from PIL import Image

    with Image.open(still) as picture:
        low = np.asarray(picture)[round(1280 * 0.69) : round(1280 * 0.78)]
    assert len(np.unique(low.reshape(-1, 3), axis=0)) == 1


@pytest.mark.render
def test_the_command_line_and_the_lesson_ask_for_them(tmp_path):
    path = write(tmp_path)
    options = ("-r", "256,144", "--fps", "15", "--voice", "silent")
    made = run("build", path, *options, "--burn", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "build" / "small" / "144p15-burned" / "small.mp4").is_file()
    write(tmp_path, edited(("voice: silent", "voice: silent\ncaptions: burned")))
    again = run("build", path, *options, cwd=tmp_path)
    assert "0 rendered" in again.stdout or "nothing to do" in again.stdout
    assert not (tmp_path / "build" / "small" / "144p15").exists()


def test_a_wrong_wish_is_answered(tmp_path):
    path = write(tmp_path, edited(("voice: silent", "voice: silent\ncaptions: burnt")))
    with pytest.raises(ScriptErrors, match=r"6:11: there is no burnt here - did you mean burned\?"):
        load_lesson(path)


def test_a_silent_end_keeps_the_caption_within_the_beat(tmp_path):
    beat = plan_of(tmp_path, LESSON, BURNED).beats[0]
    (one,) = burned(
        beat.beat.line, beat.take, 0, beat.take.samples * FPS // SAMPLE_RATE + 1, BURNED
    )
    assert one.stop <= beat.take.samples * FPS // SAMPLE_RATE + 1
