"""Earcons: what they sound like, and that they stand between the words wherever they are asked."""

from typing import get_args

import numpy as np
import pytest

from pipeline import voices
from pipeline.earcons import LENGTH, sound_of
from pipeline.plan import FADE_S, LEAD_S, PAUSE_S, Plan
from pipeline.prepare import planned, ready
from pipeline.silences import spoken_spans
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET
from script.errors import ScriptErrors
from script.schema import Earcon
from tests.pipeline.small_lessons import FPS, edited, small_look, write

NAMES = get_args(Earcon)
ONE = ("{reveal: 0, at: go, for: 0.3}\n    pause: 0.4", "{reveal: 0, at: go}\n    pause: 1")


def plan_with(folder, *changes, voice="silent") -> Plan:
    lesson = ready(write(folder, edited(*changes)), small_look())
    return planned(lesson, small_look(), voices.get(voice), Store(folder / "store"))


def told(folder, *changes) -> list[str]:
    with pytest.raises(ScriptErrors) as caught:
        plan_with(folder, *changes)
    return [str(one).rpartition("small.yaml:")[2] for one in caught.value.findings]


def pitch(samples):
    """Return the strongest frequency, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / (8 * len(samples))


@pytest.mark.parametrize("name", NAMES)
class TestEverySound:
    def test_begins_and_ends_in_silence(self, name):
        made = sound_of(name)
        assert len(made) == LENGTH
        assert np.abs(made[:20]).max() < 0.002
        assert np.abs(made[-200:]).max() < 0.002

    def test_never_jumps(self, name):
        """A tone of 2,400 Hz at most, and nothing that clicks: no step beyond its slope."""
        made = sound_of(name)
        assert np.abs(np.diff(made)).max() < 2 * np.pi * 2400 / SAMPLE_RATE * np.abs(made).max()

    def test_is_the_same_each_time(self, name):
        once = sound_of(name).copy()
        sound_of.cache_clear()
        assert np.array_equal(sound_of(name), once)


def test_a_question_rises_and_an_answer_comes_down():
    early, late = slice(0, SAMPLE_RATE // 10), slice(LENGTH // 2, LENGTH)
    question, answer = sound_of("question"), sound_of("answer")
    assert pitch(question[late]) / pitch(question[early]) == pytest.approx(3 / 2, rel=0.02)
    assert pitch(answer[late]) / pitch(answer[early]) == pytest.approx(2 / 3, rel=0.02)


def test_a_sound_at_the_start_of_a_scene_begins_with_its_picture(tmp_path):
    beat = plan_with(tmp_path, (ONE[0], "{sound: question}\n    pause: 1")).beats[0]
    (placed,) = beat.earcons
    begins = placed.at + beat.voice_start
    assert 0 < begins <= 3 * PACKET < FADE_S * SAMPLE_RATE
    assert placed.stop < 0 < LEAD_S


def test_a_sound_without_a_mark_stands_before_the_first_word(tmp_path):
    plan = plan_with(tmp_path, ONE, ("{reveal: 1, for: 0.3}", "{reveal: 1, sound: answer}"))
    (placed,) = plan.beats[1].earcons
    assert placed.stop < 0
    assert placed.at + plan.beats[1].voice_start > plan.beats[0].sound.stop * PACKET
    assert plan.beats[0].earcons == ()


def test_the_pause_between_two_beats_is_long_enough(tmp_path):
    usual = (ONE[0], "{reveal: 0, at: go}")
    plan = plan_with(tmp_path, usual, ("{reveal: 1, for: 0.3}", "{reveal: 1, sound: answer}"))
    paused = plan.beats[0].frames / FPS - LEAD_S - plan.beats[0].take.samples / SAMPLE_RATE
    assert paused <= PAUSE_S + 2 / FPS
    assert len(plan.beats[1].earcons) == 1


def test_a_sound_at_a_mark_stands_in_the_pause_before_it(tmp_path):
    words = ("Take one [go] step.", "Take one [pause 0.6] [go] step.")
    beat = plan_with(tmp_path, words, (ONE[0], "{reveal: 0, at: go, sound: answer}")).beats[0]
    (placed,) = beat.earcons
    word = beat.take.marks["go"]
    assert beat.take.units[1][1] < placed.at < placed.stop < word
    assert word - placed.stop < 0.1 * SAMPLE_RATE


def test_a_sound_after_the_last_word_makes_its_beat_longer(tmp_path):
    words = ("Take one [go] step.", "Take one [go] step. [end]")
    quiet = plan_with(tmp_path, words, (ONE[0], "{reveal: 0, at: go}\n    pause: 0.1")).beats[0]
    cue = "{sound: answer, at: end, after: 2}\n    pause: 0.1"
    beat = plan_with(tmp_path, words, (ONE[0], cue)).beats[0]
    (placed,) = beat.earcons
    assert placed.at == beat.take.marks["end"] + 2 * SAMPLE_RATE
    end = (beat.start + beat.frames) * SAMPLE_RATE // FPS - beat.voice_start
    assert placed.stop < end
    assert beat.frames > quiet.frames


def test_sounds_of_neighbours_do_not_meet(tmp_path):
    end = ("Take one [go] step.", "Take one [go] step. [end]")
    last = (ONE[0], "{sound: question, at: end}\n    pause: 1.5")
    first = ("{reveal: 1, for: 0.3}", "{reveal: 1, sound: answer}")
    one, two = plan_with(tmp_path, end, last, first).beats[:2]
    assert one.sound.stop <= two.sound.start
    assert [len(one.earcons), len(two.earcons)] == [1, 1]


def test_a_picture_knows_nothing_of_a_sound(tmp_path):
    plain = plan_with(tmp_path / "a", ONE)
    sounding = plan_with(tmp_path / "b", (ONE[0], ONE[1].replace("go}", "go, sound: question}")),
                         ("Take one [go]", "Take one [pause 0.7] [go]"))  # fmt: skip
    paused = plan_with(tmp_path / "c", ONE, ("Take one [go]", "Take one [pause 0.7] [go]"))
    assert sounding.beats[0].earcons
    assert sounding.beats[0].shot == paused.beats[0].shot != plain.beats[0].shot


ROOM = "this sound needs 0.51 s in which nobody speaks"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            [(ONE[0], "{reveal: 0, at: go, sound: answer}")],
            f"17:27: {ROOM} - write [pause 0.6] before [go]",
        ),
        (
            [(ONE[0], "{sound: question, after: 1}")],
            f"17:8: {ROOM} - leave out after",
        ),
        (
            [("{reveal: 1, for: 0.3}", "{reveal: 1, sound: answer}")],
            f"22:19: {ROOM} - give the beat above it a pause of 0.6",
        ),
        (
            [
                (ONE[0], "{sound: question}\n    - {sound: answer}"),
            ],
            f"18:8: {ROOM} - only one has room before the first word",
        ),
    ],
    ids=["in a sentence", "in the first words", "a short pause", "two at once"],
)
def test_a_sound_that_has_no_room_is_told(tmp_path, changes, line):
    assert told(tmp_path, *changes) == [line]


@pytest.mark.render
def test_a_sound_stands_clear_of_a_real_voice(tmp_path):
    words = ("Take one [go] step.", "Take one. [pause 0.6] [go] Step.")
    changes = [words, (ONE[0], "{reveal: 0, at: go, sound: answer}\n    - {sound: question}")]
    beat = plan_with(tmp_path, *changes, voice="espeak").beats[0]
    assert [one.earcon for one in beat.earcons] == ["question", "answer"]
    for one in beat.earcons:
        for start, stop in spoken_spans(beat.take):
            assert one.stop < start or stop < one.at
