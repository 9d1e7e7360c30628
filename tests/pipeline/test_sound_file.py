"""A user's sound is opened as what its bytes are, and as nothing else."""

import numpy as np
import pytest

from pipeline.sound_file import FORMATS, NoSound, demuxer_of, read_sound
from pipeline.take import SAMPLE_RATE
from tests.pipeline.small_music import CODECS, chords, encode, write_wav

pytestmark = pytest.mark.render


@pytest.mark.parametrize("suffix", CODECS)
def test_every_format_is_read_whatever_its_name(tmp_path, suffix):
    music = chords(3.0)
    path = encode(tmp_path / f"theme.{suffix}", music)
    renamed = path.rename(tmp_path / "theme.txt")
    pcm = read_sound(renamed, 2, 60)
    assert pcm.shape[1] == 2
    assert len(pcm) == pytest.approx(len(music), abs=4000)
    heard = np.sqrt(np.square(pcm).mean() / np.square(music).mean())
    assert heard == pytest.approx(1, abs=0.05)


def test_another_rate_and_one_channel_become_ours(tmp_path):
    mono = chords(2.0)[::2, :1]
    pcm = read_sound(write_wav(tmp_path / "mono.wav", mono, rate=24_000), 2, 60)
    assert len(pcm) == pytest.approx(2 * SAMPLE_RATE, abs=100)
    assert np.array_equal(pcm[:, 0], pcm[:, 1])


@pytest.mark.parametrize(
    "head",
    [b"", b"R", b"RIFF1234AVI ", b"ffconcat version 1.0", b"#EXTM3U\n", b"<svg>", b"\x7fELF",
     b"\xff\xf1\x50\x80", b"\xff\xd8\xff\xe0", bytes(12)],
)  # fmt: skip
def test_what_is_no_sound_has_no_demuxer(head):
    assert demuxer_of(head) is None


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"RIFF\x24\x00\x00\x00WAVE", "wav"),
        (b"fLaC\x00\x00\x00\x22", "flac"),
        (b"OggS\x00\x02", "ogg"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\x00\x00\x00\x1cftypM4A ", "mov"),
    ],
)
def test_the_first_bytes_name_the_demuxer(head, name):
    assert demuxer_of(head) == name


def broken(folder, name):
    path = folder / name
    match name:
        case "gone.wav":
            pass
        case "list.wav":
            path.write_text("ffconcat version 1.0\nfile secret.wav\n")
        case "text.flac":
            path.write_text("fLaC and then nothing of the kind")
        case "empty.wav":
            write_wav(path, np.zeros((0, 2), np.float32))
        case "long.wav":
            write_wav(path, chords(3.0))
        case _:
            path.mkdir()
    return path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.wav", r"^gone\.wav cannot be read: No such file or directory$"),
        ("folder", r"^folder cannot be read: Is a directory$"),
        ("list.wav", rf"^list\.wav is not {FORMATS}$"),
        ("text.flac", r"^text\.flac cannot be decoded: .*Invalid data"),
        ("empty.wav", r"^empty\.wav (cannot be decoded|holds no sound)"),
        ("long.wav", r"^long\.wav lasts longer than 0 minutes$"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(tmp_path, name, message):
    with pytest.raises(NoSound, match=message) as caught:
        read_sound(broken(tmp_path, name), 2, 2.0)
    assert "\n" not in str(caught.value)


def test_a_playlist_inside_a_sound_opens_nothing(tmp_path):
    """An M4A whose sound is said to lie in another file: that file is not read."""
    encode(tmp_path / "secret.m4a", chords(2.0))
    data = (tmp_path / "secret.m4a").read_bytes()
    assert b"url \x00\x00\x00\x01" in data  # flag 1: the sound is in this file
    elsewhere = data.replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00")
    (tmp_path / "theme.m4a").write_bytes(elsewhere.split(b"mdat")[0] + b"mdat" + bytes(64))
    with pytest.raises(NoSound):
        read_sound(tmp_path / "theme.m4a", 2, 60)
