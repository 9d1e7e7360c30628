"""Sound files are known by their first bytes, and read by nothing else."""

import struct

import numpy as np
import pytest

from pipeline.decode import LONGEST_S, NotSound, decode, demuxer
from tests.pipeline.beeps import RATE, beeped, encoded

TEXT = "one two three"
EXACT, LOSSY = 1 / 32768, 0.05


@pytest.mark.parametrize(
    ("kind", "error"), [("wav", EXACT), ("flac", EXACT), ("mp3", LOSSY)], ids=["wav", "flac", "mp3"]
)
@pytest.mark.parametrize("channels", [1, 2])
def test_each_format_gives_its_samples(kind, error, channels):
    pcm = beeped(TEXT)
    data = encoded(pcm, kind, channels=channels)
    found = decode(data)
    assert demuxer(data) == kind
    assert found.rate == RATE
    assert found.pcm.dtype == np.float32
    assert len(pcm) <= len(found.pcm) <= len(pcm) + 2 * 1152
    assert np.abs(found.pcm[: len(pcm)] - pcm).max() < error
    assert found.seconds == len(found.pcm) / RATE


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
def test_the_rate_is_that_of_the_file(rate):
    found = decode(encoded(beeped(TEXT, rate=rate), rate=rate))
    assert found.rate == rate
    assert found.seconds == pytest.approx(len(beeped(TEXT)) / RATE, abs=1e-3)


def test_channels_are_averaged():
    left, right = np.full(4800, 8000, "<i2"), np.full(4800, -4000, "<i2")
    body = np.column_stack([left, right]).tobytes()
    assert decode(wav(body, channels=2)).pcm == pytest.approx(np.full(4800, 2000 / 32768), abs=1e-6)


def wav(body, *, channels=1, codec=1, bits=16, rate=RATE, size=None):
    frame = channels * bits // 8
    head = struct.pack("<HHIIHH", codec, channels, rate, rate * frame, frame, bits)
    chunks = b"fmt " + struct.pack("<I", len(head)) + head
    size = len(body) if size is None else size
    chunks += b"data" + struct.pack("<I", size) + body
    return b"RIFF" + struct.pack("<I", min(len(chunks) + 4, 2**32 - 1)) + b"WAVE" + chunks


def test_a_wav_that_was_streamed_does_not_know_its_length():
    body = np.arange(4800, dtype="<i2").tobytes()
    assert decode(wav(body, size=0xFFFFFFFF)).pcm == pytest.approx(np.arange(4800) / 32768)


PLAYLIST = b"ffconcat version 1.0\nfile secret.wav\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "this is no WAV, FLAC or MP3 file"),
        (b"hello", "this is no WAV, FLAC or MP3 file"),
        (PLAYLIST, "this is no WAV, FLAC or MP3 file"),
        (b"#EXTM3U\nhttp://127.0.0.1:9/a.ts\n", "this is no WAV, FLAC or MP3 file"),
        (b"\x1aE\xdf\xa3" + bytes(64), "this is no WAV, FLAC or MP3 file"),
        (b"RIFF\0\0\0\0WAVE" + PLAYLIST, "this WAV file cannot be decoded"),
        (b"fLaC" + PLAYLIST, "this FLAC file cannot be decoded"),
        (b"ID3" + PLAYLIST, "this MP3 file cannot be decoded"),
        (wav(b""), "this WAV file (has no sound in it|cannot be decoded)"),
        (wav(bytes(96), rate=100), "this WAV file cannot be decoded: 100 samples a second"),
        (wav(np.full(64, np.nan, "<f4").tobytes(), codec=3, bits=32), "that are no numbers"),
        (encoded(beeped(TEXT), "flac")[:100], "this FLAC file"),
    ],
    ids=[
        "empty", "text", "playlist", "m3u", "matroska", "wav playlist", "flac playlist",
        "mp3 playlist", "no samples", "rate", "not a number", "cut",
    ],
)  # fmt: skip
def test_what_is_no_sound_is_told(data, told):
    with pytest.raises(NotSound, match=told):
        decode(data)


def test_a_playlist_opens_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.wav").write_bytes(encoded(beeped(TEXT)))
    for head in (b"", b"RIFF\0\0\0\0WAVE", b"fLaC", b"ID3\x04\0\0\0\0\0\0"):
        with pytest.raises(NotSound):
            decode(head + PLAYLIST)


def test_a_sound_may_last_half_an_hour():
    rate = 4_000
    body = bytes(2 * (LONGEST_S * rate + rate))
    with pytest.raises(NotSound, match="it lasts over 30 minutes"):
        decode(wav(body, rate=rate))
    assert decode(wav(body[: 2 * LONGEST_S * rate], rate=rate)).seconds == LONGEST_S
