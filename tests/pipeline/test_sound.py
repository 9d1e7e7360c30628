"""The master is as loud as promised, in time and repeatable; ffmpeg opens only what it is given."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray

from pipeline import ffmpeg, sound
from pipeline.ffmpeg import ToolFailed
from pipeline.narrate import TAKE_LUFS, levelled
from pipeline.resample import resample
from pipeline.take import SAMPLE_RATE
from pipeline.voices.espeak import Espeak

pytestmark = pytest.mark.render

TEXT = (
    "Every step multiplies y by minus one point four, so the point jumps across the valley.",
    "Look at the slope, take a small step downhill, and look again.",
)


@cache
def narration(variant: str, gain_db: float) -> NDArray[np.float32]:
    """Return about 11 s of speech on a bed of 14 s."""
    spoken = [Espeak(variant=variant).speak(text) for text in TEXT]
    gain = np.float32(10 ** (gain_db / 20))
    takes = [resample(u.pcm, u.rate) * gain for u in spoken]
    laid = np.zeros(14 * SAMPLE_RATE, np.float32)
    first, second = SAMPLE_RATE // 2, SAMPLE_RATE // 2 + len(takes[0]) + SAMPLE_RATE
    for start, pcm in zip((first, second), takes, strict=True):
        laid[start : start + len(pcm)] = pcm
    return laid


@cache
def mastered(variant: str = "en-us+f2", gain_db: float = -4.0) -> NDArray[np.float32]:
    return sound.master(narration(variant, gain_db))


@pytest.mark.parametrize(
    ("variant", "gain_db"),
    [("en-us+f2", -4.0), ("en-us+klatt", -4.0), ("en-us+Gene", 0.0), ("en-us+f2", -20.0)],
)
def test_a_master_is_at_minus_14_lufs_under_its_peak(variant: str, gain_db: float) -> None:
    master = mastered(variant, gain_db)
    meter = pyloudnorm.Meter(SAMPLE_RATE)
    assert meter.integrated_loudness(master.astype(np.float64)) == pytest.approx(-14, abs=0.3)
    assert ffmpeg.loudness(master).true_peak <= -1.5


def test_a_master_is_stereo_and_as_long_as_its_bed() -> None:
    assert mastered().shape == (14 * SAMPLE_RATE, 2)
    assert mastered().dtype == np.float32
    assert np.array_equal(mastered()[:, 0], mastered()[:, 1])


def test_a_master_is_in_time_with_its_bed() -> None:
    bed, left = narration("en-us+f2", -4.0), mastered()[:, 0]
    reach = 200
    part = slice(SAMPLE_RATE, 3 * SAMPLE_RATE)
    lags = range(-reach, reach + 1)
    likeness = [float(np.dot(bed[part], left[part.start + lag : part.stop + lag])) for lag in lags]
    assert abs(lags[int(np.argmax(likeness))]) <= 2


def test_a_master_repeats_its_bytes() -> None:
    again = sound.master(narration("en-us+f2", -4.0))
    assert again.tobytes() == mastered().tobytes()


def test_silence_stays_silent() -> None:
    master = sound.master(np.zeros(SAMPLE_RATE, np.float32))
    assert master.shape == (SAMPLE_RATE, 2)
    assert not master.any()


def test_a_word_too_short_for_the_meter_is_as_loud_as_the_others() -> None:
    speech = narration("en-us+f2", -4.0)
    long = speech[SAMPLE_RATE // 2 : 4 * SAMPLE_RATE]
    take = long * np.float32(10 ** ((TAKE_LUFS - ffmpeg.loudness(long).lufs) / 20))
    word = take[: SAMPLE_RATE // 3]
    assert not np.isfinite(ffmpeg.loudness(word).lufs)
    power = [float(np.square(sound.master(part)[: len(word)]).mean()) for part in (word, take)]
    assert abs(10 * np.log10(power[0] / power[1])) < 2


def test_takes_of_a_second_add_up_to_the_same_loudness() -> None:
    """The meter's blocks in which a word begins or ends are half quiet, and count."""
    laid = [np.zeros((SAMPLE_RATE // 2, 2), np.float32)]
    said = ("One step.", "It bends.", "And down.", "Again.", "Here is a bowl.")
    for number, text in enumerate(said):
        spoken = Espeak().speak(text)
        take = levelled(resample(spoken.pcm, spoken.rate), None)
        assert len(take) < 1.3 * SAMPLE_RATE
        laid += [sound.master(take), np.zeros((SAMPLE_RATE // 2 + 1_700 * number, 2), np.float32)]
    lesson = np.concatenate(laid) + sound.room_tone(sum(map(len, laid)))
    lufs = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(lesson.astype(np.float64))
    print(f"{lufs:.2f} LUFS")
    assert lufs == pytest.approx(-14, abs=0.5)
    assert ffmpeg.loudness(lesson).true_peak <= -1.4


def test_a_click_cannot_be_loud_and_is_not_clipped() -> None:
    bed = np.zeros(3 * SAMPLE_RATE, np.float32)
    bed[SAMPLE_RATE : SAMPLE_RATE + 400] = np.hanning(400)
    master = sound.master(bed)
    assert len(master) == len(bed)
    assert ffmpeg.loudness(master).true_peak <= -1.5


def test_aac_is_what_the_platforms_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "sound.m4a"
    sound.encode_aac(mastered(), path)
    with av.open(str(path)) as container:
        (stream,) = container.streams
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert isinstance(stream, av.AudioStream)
        assert (stream.codec_context.name, stream.profile) == ("aac", "LC")
        assert (stream.rate, stream.channels) == (SAMPLE_RATE, 2)
        assert sum(packet.size for packet in packets) * 8 / 14 >= 192_000
        assert "creation_time" not in container.metadata
    decoded = ffmpeg.file_loudness(path)
    assert decoded.lufs == pytest.approx(-14, abs=0.3)
    assert decoded.true_peak <= -1.0


def test_aac_repeats_its_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        sound.encode_aac(mastered(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("name", ["-y.m4a", "it's 1:2, [a]=b;.m4a", "http:x.m4a", "%03d.m4a"])
def test_any_file_name_is_only_a_file_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sound.encode_aac(mastered()[: SAMPLE_RATE * 2], Path(name))
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert ffmpeg.file_loudness(Path(name)).lufs > -30


def test_a_playlist_that_calls_itself_sound_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.wav"
    sound.encode_aac(mastered()[:SAMPLE_RATE], secret)
    fake = tmp_path / "voice.wav"
    fake.write_text(f"ffconcat version 1.0\nfile {secret.name}\n")
    with pytest.raises(ToolFailed, match="Invalid data"):
        ffmpeg.file_loudness(fake, "wav")


def test_a_failure_shows_the_last_words_of_ffmpeg(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match=r"^ffmpeg failed:\n(.*\n)*.*No such file or directory"):
        ffmpeg.file_loudness(tmp_path / "missing.mp4")
    with pytest.raises(ToolFailed, match="No such filter"):
        ffmpeg.filter_pcm(np.zeros(10, np.float32), ("no_filter", {}))


def test_version_is_of_the_bundled_binary() -> None:
    assert Path(ffmpeg.binary()).is_file()
    assert re.match(r"n?\d+\.\d+", ffmpeg.version())


def test_rivals_of_ffmpeg_python_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ffmpeg.rivals() == ()
    package = tmp_path / "typed_ffmpeg-3.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: typed-ffmpeg\nVersion: 3.0\n")
    (package / "top_level.txt").write_text("ffmpeg\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert ffmpeg.rivals() == ("typed-ffmpeg",)


def test_both_sides_of_a_take_decode_to_the_same(tmp_path):
    path = tmp_path / "a.m4a"
    sound.encode_aac(mastered() + sound.room_tone(len(mastered())), path)
    with av.open(str(path)) as container:
        sides = np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)
    assert sides.any()
    np.testing.assert_array_equal(sides[0], sides[1])


def test_a_short_room_tone_is_the_beginning_of_a_long_one():
    np.testing.assert_array_equal(sound.room_tone(999), sound.room_tone(40 * SAMPLE_RATE)[:999])
