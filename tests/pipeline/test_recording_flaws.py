"""What is wrong with a recording as a sound is measured, and what is right is let through."""

import numpy as np
import pytest

from pipeline.decode import Sound
from pipeline.recordings.flaws import clipped, flaws, over_noise_db
from pipeline.speech_span import speech_span
from tests.pipeline.beeps import GAP_S, RATE, SILENCE_S, WORD_S, beeped

TEXT = "one two three four five"


def sound(rate=RATE, **how):
    return Sound(beeped(TEXT, rate=rate, **how), rate)


def test_a_good_recording_has_no_flaw():
    assert flaws(sound()) == ()


@pytest.mark.parametrize("amplitude", [0.015, 0.1, 0.9])
def test_loud_and_soft_voices_are_fine(amplitude):
    assert flaws(sound(amplitude=amplitude, noise=amplitude / 1000)) == ()


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (sound(rate=8_000), ["8000 samples a second, 16000 are the least"]),
        (Sound(beeped(TEXT)[:4800], RATE), ["it lasts 0.10 s"]),
        (sound(amplitude=1.5), ["peaks are cut off (clipping)"]),
        (sound(amplitude=0.003, noise=0), ["it is too quiet: -"]),
        (Sound(np.zeros(RATE, np.float32), RATE), ["it is silent, -45 is the least"]),
        (sound(noise=0.05), ["dB over the noise, 20 are the least"]),
        (sound(rate=8_000, amplitude=1.5), ["8000 samples", "clipping"]),
    ],
    ids=["rate", "length", "clipping", "quiet", "silent", "noise", "two at once"],
)
def test_each_flaw_is_told_with_its_measure(bad, told):
    found = flaws(Sound(bad.pcm.clip(-1, 1), bad.rate))
    assert len(found) == len(told)
    for (message, hint), part in zip(found, told, strict=True):
        assert part in message
        assert hint


@pytest.mark.parametrize(
    ("samples", "count"),
    [
        ([0.0, 1.0, 1.0, 0.0], 0),
        ([1.0, 1.0, 1.0], 1),
        ([1.0, 1.0, 1.0, 0.5, -1.0, -1.0, -1.0, -1.0], 2),
        ([0.99] * 9, 0),
        ([], 0),
    ],
)
def test_a_cut_peak_is_a_run_at_full_scale(samples, count):
    assert clipped(np.array(samples, np.float32)) == count


@pytest.mark.parametrize("decibels", [15, 30, 50])
def test_the_distance_to_the_noise_is_measured(decibels):
    noise = 0.3 / np.sqrt(2) * 10 ** (-decibels / 20)
    assert over_noise_db(sound(noise=noise)) == pytest.approx(decibels, abs=1.5)


def test_one_short_word_is_measured():
    short = beeped("one")[: round((SILENCE_S + WORD_S / 2) * RATE)]
    assert flaws(Sound(short, RATE)) == ()


def test_in_a_moment_nothing_needs_to_be_quiet():
    tone = beeped("one", ends_s=0)
    assert over_noise_db(Sound(tone, RATE)) == float("inf")


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("noise", [0, 1e-4, 3e-3])
def test_silence_is_cut_at_both_ends(rate, noise):
    pcm = beeped(TEXT, rate=rate, noise=noise)
    first, stop = speech_span(pcm, rate)
    spoken_s = 5 * WORD_S + 4 * GAP_S
    assert first / rate == pytest.approx(SILENCE_S - 0.04, abs=0.011)
    assert stop / rate == pytest.approx(SILENCE_S + spoken_s + 0.08, abs=0.011)


@pytest.mark.parametrize("pcm", [np.zeros(RATE, np.float32), np.zeros(0, np.float32)])
def test_silence_alone_is_left_as_it_is(pcm):
    assert speech_span(pcm, RATE) == (0, len(pcm))


def test_a_sound_without_silence_is_left_as_it_is():
    pcm = beeped("one", ends_s=0)
    assert speech_span(pcm, RATE) == (0, len(pcm))
