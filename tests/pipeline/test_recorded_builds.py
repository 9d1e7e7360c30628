"""A lesson with recordings: what is drawn again, what is said, and when there is nothing to do."""

import shutil

import pytest

from pipeline.build import render, status
from pipeline.cast import cast
from pipeline.prepare import planned
from pipeline.probe import probe
from pipeline.recordings.accepted import ACCEPTED
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from tests.pipeline.small_lessons import (
    BEATS,
    LESSON,
    SIZE,
    build,
    edited,
    resolved,
    run,
    small_look,
    write,
)
from tests.pipeline.small_recordings import say, speech

pytestmark = pytest.mark.render
WORDS = set(BEATS[:2])
BUILD = ("build", "small.yaml", "--resolution", SIZE, "--fps", "15", "-q", "l", "-j", "1")


def plan_in(folder, text=LESSON):
    lesson = resolved(folder, text)
    return planned(lesson, small_look(), cast(lesson), Store(folder / "takes"))


def stale(plan, store):
    return {one.beat.name for one in status(plan, store) if not one.is_cached}


def frames(plan):
    """Return what of a beat a voice can move: its length, and when its actions begin."""
    return {
        beat.name: (beat.frames, [(cue.start, cue.frames) for cue in beat.shot.cues])
        for beat in plan.beats
    }


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("words/one", "Take one step.", {"words/one"}),
        ("bowl/look", "Here is a bowl.", {"bowl/look"}),
        ("words", "Take one step. And then another.", WORDS),
    ],
)
def test_a_recording_costs_the_beats_whose_frames_it_moves(built, tmp_path, name, text, expected):
    say(tmp_path, name, text, pace=0.7)
    plan = plan_in(tmp_path)
    before, after = frames(built.plan), frames(plan)
    assert {beat for beat in BEATS if before[beat] != after[beat]} == expected
    assert stale(plan, built.store) == expected


def test_a_recording_in_place_of_another_costs_what_moves(built, tmp_path):
    """Another level or more silence around it moves nothing; another pace moves its own beat."""
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    say(tmp_path, "words/one", "Take one step.")
    first = plan_in(tmp_path)
    drawn, one = build(first, store, tmp_path / "out")
    assert drawn == {"words/one"}
    digest = probe(one.film).sound.digest
    say(tmp_path, "words/one", "Take one step.", gain=0.5, ends_s=0.6)
    softer = plan_in(tmp_path)
    drawn, two = build(softer, store, tmp_path / "out")
    assert drawn == set()
    sounds = [plan.beats[0].take.steps.tobytes() for plan in (first, softer)]
    assert two.is_new == (sounds[0] != sounds[1])
    say(tmp_path, "words/one", "Take one step.", pace=0.85)
    drawn, three = build(plan_in(tmp_path), store, tmp_path / "out")
    assert drawn == {"words/one"}
    assert three.is_new
    assert probe(three.film).sound.digest != digest


def test_a_wording_that_is_read_otherwise_costs_nothing_until_it_is_recorded_again(built, tmp_path):
    """A stale recording is heard as it is."""
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    say(tmp_path, "bowl/look", "Here is a bowl.")
    assert run("accept-recordings", write(tmp_path), cwd=tmp_path).returncode == 0
    first = plan_in(tmp_path)
    render(status(first, store), first, store, jobs=2)
    plan = plan_in(tmp_path, edited(("Here is a bowl.", "Here is the bowl.")))
    assert frames(plan) == frames(first)
    assert stale(plan, store) == set()


def test_a_recording_is_heard_in_its_beat_and_nowhere_else(tmp_path):
    say(tmp_path, "bowl/look", "Here is a bowl.", ends_s=2)
    plan = plan_in(tmp_path)
    assert [beat.name for beat in plan.beats if not beat.take.is_silent] == ["bowl/look"]
    pcm, rate = speech("Here is a bowl.")
    assert plan.beats[2].take.samples / SAMPLE_RATE == pytest.approx(len(pcm) / rate, abs=0.15)


ONE = "Take one step downhill, look around, and measure the slope before the next one."
TWO = "And afterwards another, considerably shorter, until everything underneath is horizontal."
LONG = edited(
    ("Take one [go] step.", ONE.replace("one step", "one [go] step")), ("And then another.", TWO)
)


def test_notes_answers_and_acceptance(tmp_path):
    """From a first recording to a stale one, as a user sees it."""
    write(tmp_path, LONG)
    path = say(tmp_path, "words/one", ONE)

    def asked():
        found = run(*BUILD, cwd=tmp_path)
        assert found.returncode == 0, found.stderr
        return found.stdout.splitlines()[0], found.stderr

    unaccepted = "note: 1 recording is not accepted: listen, then render.py accept-recordings small"
    told, notes = asked()
    assert told.endswith("5 rendered")
    assert unaccepted in notes
    told, again = asked()
    assert told.endswith("nothing to do")
    assert unaccepted in again

    say(tmp_path, "words/one", ONE, pace=0.85)
    assert asked()[0].endswith("0 rendered")  # only the rest after its step is longer
    say(tmp_path, "words/two", TWO)
    assert asked()[0].endswith("1 rendered")

    accepted = run("accept-recordings", "small.yaml", cwd=tmp_path)
    assert accepted.stdout == f"voice/small/{ACCEPTED}: 2 files, 2 of 5 beats\n"
    told, notes = asked()
    assert told.endswith("nothing to do")
    assert "accept" not in notes

    write(tmp_path, LONG.replace("measure the slope", "measure its slope"))
    assert "note: words/one reads otherwise than when" in asked()[1]
    path.unlink()
    told, notes = asked()
    assert told.endswith("0 rendered")  # its step comes in the same frame, and a rest after it
    assert "words/one" not in notes


def test_a_bad_recording_ends_a_build_and_nothing_is_written(tmp_path):
    write(tmp_path)
    say(tmp_path, "words/one", "Take one step.", gain=1e-4)
    found = run(*BUILD, cwd=tmp_path)
    assert found.returncode == 2
    assert found.stderr.startswith("small.yaml:14:5: voice/small/words/one.wav: it is ")
    assert found.stderr.count("\n") == 1
    assert not (tmp_path / "build" / "small").exists()
