"""The music bed: looped without a gap, faded, and far under the speech while somebody speaks."""

from pathlib import Path

import numpy as np
import pytest

from pipeline import ffmpeg
from pipeline.bed import ATTACK_S, CROSSFADE_S, HOLD_S, RELEASE_S, bed
from pipeline.music_file import DecodedMusic
from pipeline.take import SAMPLE_RATE, quantize
from script.nodes import Place
from script.schema import MusicSpec
from tests.pipeline.meter import loudest_moment, loudness_over, lufs
from tests.pipeline.small_music import chords

pytestmark = pytest.mark.render

LENGTH = 60 * SAMPLE_RATE
SPOKEN = ((4, 9), (10, 14), (25, 31), (40, 58))
"""Seconds: music may come up between 14 and 25, 31 and 40."""


def samples(seconds):
    return round(seconds * SAMPLE_RATE)


SPANS = tuple((samples(a), samples(b)) for a, b in SPOKEN)


def spec(level=-30.0, below=22.0, fade=2.0):
    return MusicSpec(Path("theme.wav"), level, below, fade, Place("a.yaml", 1, 1))


@pytest.fixture(scope="module")
def decoded():
    steps = quantize(chords(12.0))
    loudness, moments = ffmpeg.momentary(steps.astype(np.float32) / 32768)
    return DecodedMusic(steps, loudness.lufs, moments)


def laid(decoded, spoken=SPANS, length=LENGTH, **settings):
    made = bed(decoded, spec(**settings), spoken, length)
    return made.block(0, length).astype(np.float64)


def test_moments_are_those_of_the_standard(decoded):
    pcm = decoded.steps / 32768
    assert decoded.lufs == pytest.approx(lufs(pcm), abs=0.1)
    assert len(decoded.momentary) == 120
    for index in (3, 31, 77, 119):
        stop = (index + 1) * SAMPLE_RATE // 10
        window = loudness_over(pcm, [(stop - samples(0.4), stop)])
        assert decoded.momentary[index] == pytest.approx(window, abs=0.3)


@pytest.mark.parametrize("below", [20.0, 22.0, 30.0])
def test_music_stays_under_the_speech_in_every_moment(decoded, below):
    pcm = laid(decoded, below=below)
    assert loudest_moment(pcm, SPANS) <= -14 - below + 0.1
    assert loudness_over(pcm, SPANS) > -14 - below - 12


def test_music_is_at_its_level_where_nobody_speaks(decoded):
    pcm = laid(decoded, spoken=())
    assert lufs(pcm) == pytest.approx(-30, abs=1.0)


@pytest.fixture(scope="module")
def steady_gain(decoded):
    """The gain (dB) of music that is always as loud; at a seam it is taken for 3 dB louder."""
    steady = DecodedMusic(decoded.steps, -20.0, np.full(120, -20.0))
    return 20 * np.log10(bed(steady, spec(fade=0.0), SPANS, LENGTH).gain)


FREE, DOWN = -10.0, -16.0
"""From -20 LUFS to a level of -30, and to 22 dB under speech at -14."""


@pytest.mark.parametrize(
    ("second", "expected"),
    [(2, FREE), (5, DOWN), (9.2, DOWN), (13, DOWN), (18, FREE), (28, DOWN), (36, FREE), (48, DOWN)],
)
def test_music_comes_up_in_a_long_silence_and_not_in_a_short_one(steady_gain, second, expected):
    assert steady_gain[round(100 * second)] == pytest.approx(expected, abs=0.05)


def test_music_is_down_before_the_first_word_and_waits_after_the_last(steady_gain):
    gain, free, down = steady_gain, FREE, DOWN
    assert gain[round(100 * (25 - ATTACK_S)) - 1] == pytest.approx(free, abs=0.05)
    assert gain[2500] == pytest.approx(down, abs=0.05)
    assert gain[round(100 * (14 + HOLD_S))] == pytest.approx(down, abs=0.05)
    assert gain[round(100 * (14 + HOLD_S + RELEASE_S)) + 1] == pytest.approx(free, abs=0.05)


def test_no_gain_jumps(decoded):
    """Up and down, 10 ms after 10 ms: at most 0.5 dB, so nothing clicks or pumps."""
    gain = bed(decoded, spec(fade=0.0), SPANS, LENGTH).gain
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 0.5


def test_the_end_sounds_into_the_beginning(decoded):
    made = bed(decoded, spec(fade=0.0), (), LENGTH)
    flat = type(made)(decoded, np.ones_like(made.gain), LENGTH)
    pcm, own = flat.block(0, LENGTH), decoded.steps / np.float32(32768)
    period = len(own) - samples(CROSSFADE_S)
    assert np.array_equal(pcm[:period], own[:period])
    after = samples(CROSSFADE_S)
    assert np.array_equal(pcm[period + after : 2 * period], own[after:period])
    seam = pcm[period : period + after]
    assert np.abs(seam[:50] - own[period : period + 50]).max() < 0.02
    assert np.abs(seam[-50:] - own[after - 50 : after]).max() < 0.02
    assert np.abs(np.diff(pcm, axis=0)).max() <= 2 * np.abs(np.diff(own, axis=0)).max()


def test_a_lesson_shorter_than_its_music_hears_its_beginning(decoded):
    made = bed(decoded, spec(), (), samples(6))
    assert made.block(0, samples(6)).any()


@pytest.mark.parametrize("fade", [0.0, 2.0, 5.0])
def test_music_fades_in_and_out(decoded, fade):
    gain = bed(decoded, spec(fade=fade), (), LENGTH).gain
    steady = gain[1000:5000].min()
    if fade:
        assert gain[0] == 0
        assert gain[LENGTH // 480] == pytest.approx(0, abs=1e-9)
        assert gain[round(50 * fade)] == pytest.approx(gain[round(100 * fade) + 1] / 2, rel=0.5)
    else:
        assert gain[0] > steady / 2


def test_blocks_are_parts_of_the_whole(decoded):
    made = bed(decoded, spec(), SPANS, LENGTH)
    whole = made.block(0, LENGTH)
    parts = [made.block(at, min(77_777, LENGTH - at)) for at in range(0, LENGTH, 77_777)]
    assert np.array_equal(np.concatenate(parts), whole)
