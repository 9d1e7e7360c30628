"""A recording becomes a take: its words keep their times, whatever is cut and moved."""

import hashlib

import numpy as np
import pytest

from pipeline import ffmpeg
from pipeline.decode import Sound
from pipeline.narrate import TAKE_LUFS
from pipeline.recordings import recorded_take as rt
from pipeline.recordings.recorded_take import BadRecording, carried, cut, found_words, opened
from pipeline.take import SAMPLE_RATE, WordTime
from tests.pipeline.beeps import GAP_S, RATE, WORD_S, align_beeps, beeped, encoded, record
from tests.pipeline.test_narrate import line


@pytest.fixture(autouse=True)
def _beeps(monkeypatch):
    monkeypatch.setattr(rt, "align", align_beeps)


def take_of(text, spoken, **how):
    """Return the take of a recording that says ``text``, for a line."""
    sound = Sound(beeped(text, ends_s=0, **how), RATE)
    said = cut(sound, found_words(sound, (text,), "r.wav"), (text,), 0)
    return rt.recorded_take(said, text, spoken)


def onsets(take):
    """Return where tones begin in a take, in seconds."""
    found = align_beeps("x " * len(take.units), take.pcm / np.abs(take.pcm).max(), SAMPLE_RATE)
    return [word.start_s for word in found.words]


def starts(take):
    return [start / SAMPLE_RATE for start, _ in take.units]


def test_words_are_where_they_sound():
    spoken = line("y", "is", ("−1.4.", "minus one point four."), marks={"m": 2, "end": 3})
    take = take_of(spoken.spoken, spoken)
    step = WORD_S + GAP_S
    assert starts(take) == pytest.approx([0, step, 2 * step], abs=0.002)
    assert take.units[2][1] / SAMPLE_RATE == pytest.approx(5 * step + WORD_S, abs=0.002)
    assert take.marks == {"m": take.units[2][0], "end": take.samples}
    assert (take.source, take.confidence) == ("alignment", 0.9)


@pytest.mark.parametrize("amplitude", [0.03, 0.8])
def test_it_is_as_loud_as_every_take(amplitude):
    take = take_of("one two three four", line("one", "two", "three", "four"), amplitude=amplitude)
    assert ffmpeg.loudness(take.pcm).lufs == pytest.approx(TAKE_LUFS, abs=0.2)


@pytest.mark.parametrize(
    ("pauses", "gaps"),
    [
        ({}, [0.15, 0.15]),
        ({1: 0.1}, [0.15, 0.15]),
        ({1: 1.5}, [1.5, 0.15]),
        ({1: 0.4, 2: 0.6}, [0.4, 0.6]),
    ],
)
def test_a_pause_lasts_as_long_as_it_asks_for_at_the_least(pauses, gaps):
    take = take_of("one two three", line("one", "two", "three", pauses=pauses))
    found = [b[0] - a[1] for a, b in zip(take.units, take.units[1:], strict=False)]
    assert [gap / SAMPLE_RATE for gap in found] == pytest.approx(gaps, abs=0.003)
    assert starts(take) == pytest.approx(onsets(take), abs=0.003)


def test_pauses_at_both_ends_are_silence():
    plain = take_of("one two", line("one", "two"))
    take = take_of("one two", line("one", "two", pauses={0: 0.5, 2: 0.75}, marks={"end": 2}))
    assert take.samples == plain.samples + round(1.25 * SAMPLE_RATE)
    assert starts(take) == pytest.approx([s + 0.5 for s in starts(plain)])
    assert not take.pcm[: round(0.49 * SAMPLE_RATE)].any()
    assert not take.pcm[-round(0.74 * SAMPLE_RATE) :].any()
    assert take.marks["end"] == take.samples - round(0.75 * SAMPLE_RATE)


def test_a_long_take_is_cut_between_its_beats():
    says = ("one two three", "four", "five six")
    sound = Sound(beeped(" ".join(says), gap_s=0.6, ends_s=0), RATE)
    words = found_words(sound, says, "r.wav")
    parts = [cut(sound, words, says, i) for i in range(3)]
    for text, part in zip(says, parts, strict=True):
        found = align_beeps(text, part.pcm, part.rate).words
        assert [(w.start, w.stop) for w in part.words] == [(w.start, w.stop) for w in found]
        for ours, theirs in zip(part.words, found, strict=True):
            assert ours.start_s == pytest.approx(theirs.start_s, abs=0.002)
            assert ours.stop_s == pytest.approx(theirs.stop_s, abs=0.002)
    assert len(parts[1].pcm) / RATE == pytest.approx(0.04 + WORD_S + 0.12, abs=0.003)


def test_beats_that_are_said_without_a_breath_share_what_is_between():
    says = ("one two", "three")
    sound = Sound(beeped("one two three", gap_s=0.06, ends_s=0), RATE)
    first, second = (cut(sound, found_words(sound, says, "r.wav"), says, i) for i in range(2))
    assert len(first.pcm) + len(second.pcm) == pytest.approx(len(sound.pcm), abs=2)
    assert second.words[0].start_s == pytest.approx(0.03, abs=0.002)


def test_a_beat_that_nobody_says_is_mute():
    says = ("one", "...", "two")
    sound = Sound(beeped("one two", ends_s=0), RATE)
    assert cut(sound, found_words(sound, says, "r.wav"), says, 1) is None


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Take a step.", "Take a step.", {"Take": 0, "a": 1, "step.": 2}),
        ("Take a step.", "Take one big step!", {"Take": 0, "step!": 2}),
        ("one two three", "three four one", {"one": 0}),
        ("It is. It is.", "It is.", {"It": 0, "is.": 1}),
        ("one two", "quite another thing", {}),
    ],
)
def test_words_of_a_text_that_changed_keep_their_times(old, new, kept):
    words = tuple(
        WordTime(at.start, at.stop, float(i), i + 0.5)
        for i, at in enumerate(align_beeps(old, beeped(old), RATE).words)
    )
    found = carried(words, old, new)
    assert {new[word.start : word.stop]: int(word.start_s) for word in found} == kept


def test_a_take_of_a_text_that_changed_has_a_time_for_every_word():
    spoken = line("Take", "one", "big", "step.")
    take = take_of("Take a step.", spoken)
    times = [sample for unit in take.units for sample in unit]
    assert times == sorted(times)
    assert len(take.units) == 4
    assert take.units[3][0] / SAMPLE_RATE == pytest.approx(2 * (WORD_S + GAP_S), abs=0.002)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_silence_around_a_recording_is_gone(tmp_path):
    path = record(tmp_path, "r", "one two", ends_s=2)
    found = opened(path, digest(path))
    assert found.seconds == pytest.approx(2 * WORD_S + GAP_S + 0.12, abs=0.03)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no sound", "r.wav: this is no WAV, FLAC or MP3 file - save it as WAV"),
        (encoded(beeped("one", amplitude=0.003, noise=0)), "r.wav: it is too quiet"),
    ],
)
def test_a_bad_recording_says_which_file(tmp_path, data, told):
    path = tmp_path / "r.wav"
    path.write_bytes(data)
    with pytest.raises(BadRecording, match=told) as caught:
        opened(path, digest(path))
    assert caught.value.exit_code == 2


def test_a_recording_that_changes_meanwhile_is_not_used(tmp_path):
    path = record(tmp_path, "r", "one two")
    with pytest.raises(BadRecording, match="it was changed while it was read"):
        opened(path, "0" * 64)


@pytest.mark.parametrize("text", ["one two three four", "one two"])
def test_words_that_are_missing_or_too_many_are_told(text):
    sound = Sound(beeped("one two three", ends_s=0), RATE)
    with pytest.raises(BadRecording, match=rf"r.wav: the sound does not say '{text}': 3 tones"):
        found_words(sound, (text,), "r.wav")


def test_word_times_survive_storage():
    words = found_words(Sound(beeped("one two", ends_s=0), RATE), ("one", "two"), "r.wav")
    assert rt.loads(rt.dumps(words)) == words
