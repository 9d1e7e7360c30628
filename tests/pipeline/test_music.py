"""Music of a user: what is refused and where, what is kept, and when a build sees it changed."""

import numpy as np
import pytest

from pipeline import cli, voices
from pipeline.decode import decode_stereo
from pipeline.music import MusicGone, keep, kept
from pipeline.prepare import planned, ready
from pipeline.soundtrack import sound_inputs
from pipeline.store import Store
from pipeline.take import SAMPLE_RATE
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import FPS, SIZE, edited, small_look, write
from tests.pipeline.small_music import chords, encode, write_wav

pytestmark = pytest.mark.render

MUSIC = ("voice: silent", "voice: silent\nmusic: {file: theme.wav}")


def lesson_with(folder, pcm, *changes):
    write_wav(folder / "theme.wav", pcm)
    return ready(write(folder, edited(*(changes or (MUSIC,)))), small_look())


def clipped(pcm):
    return np.clip(pcm * 12, -1, 1)


BROKEN = [
    (lambda pcm: pcm[:240_000], "theme.wav lasts 5.0 s - use music of 10 s or more"),
    (lambda pcm: pcm * 0, "theme.wav is silent - use another file"),
    (clipped, r"theme.wav is clipped in \d+ places - export it again at a lower level"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN, ids=["short", "silent", "clipped"])
def test_music_that_no_lesson_can_use_is_told_at_its_line(tmp_path, change, message):
    lesson = lesson_with(tmp_path, change(chords()))
    store = Store(tmp_path / "store")
    with pytest.raises(ScriptErrors, match=rf"small\.yaml:6:8: {message}$"):
        planned(lesson, small_look(), voices.get("silent"), store)
    assert store.used == frozenset()


def test_what_is_no_music_is_told_by_check_and_build(tmp_path, capsys):
    (tmp_path / "theme.wav").write_text("ffconcat version 1.0\nfile secret.wav\n")
    path = write(tmp_path, edited(MUSIC))
    told = f"{path}:6:8: theme.wav cannot be used: this is no WAV, FLAC or MP3 file\n"
    assert cli.main(["check", str(path)]) == 2
    assert capsys.readouterr().err == told
    out = ["-r", SIZE, "--output", str(tmp_path / "out"), "--store", str(tmp_path / "store")]
    assert cli.main(["build", str(path), *out]) == 2
    assert capsys.readouterr().err == told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3"])
def test_each_format_becomes_stereo_at_our_rate(tmp_path, suffix):
    music = chords()
    path = encode(tmp_path / f"theme.{suffix}", music)
    pcm = decode_stereo(path.read_bytes(), SAMPLE_RATE)
    assert pcm.shape[1] == 2
    assert len(music) <= len(pcm) <= len(music) + 2 * 1152
    assert np.square(pcm).mean() == pytest.approx(np.square(music).mean(), rel=0.15)


def test_another_rate_and_one_channel_become_ours(tmp_path):
    path = write_wav(tmp_path / "mono.wav", chords()[::2, :1], rate=24_000)
    pcm = decode_stereo(path.read_bytes(), SAMPLE_RATE)
    assert len(pcm) == pytest.approx(12 * SAMPLE_RATE, abs=100)
    assert np.array_equal(pcm[:, 0], pcm[:, 1])
    assert np.corrcoef(pcm[:, 0], chords()[: len(pcm), 0])[0, 1] > 0.999


def test_music_that_changes_meanwhile_is_told(tmp_path):
    music = lesson_with(tmp_path, chords()).music
    write_wav(tmp_path / "theme.wav", chords(loud_db=1))
    with pytest.raises(ScriptErrors, match=r"6:8: theme.wav was changed while it was read$"):
        keep(music, Store(tmp_path / "store"))


def test_loud_music_that_is_not_cut_off_is_good(tmp_path):
    loud = chords() / np.abs(chords()).max()
    lesson = lesson_with(tmp_path, loud)
    keep(lesson.music, Store(tmp_path / "store"))


def test_music_is_decoded_once_and_known_by_what_it_is(tmp_path):
    store = Store(tmp_path / "store")
    one = lesson_with(tmp_path / "a", chords()).music
    twin = lesson_with(tmp_path / "b", chords()).music
    other = lesson_with(tmp_path / "c", chords(loud_db=3)).music
    keep(one, store)
    (tmp_path / "b" / "theme.wav").unlink()
    keep(twin, store)
    assert np.array_equal(kept(twin, store).steps, kept(one, store).steps)
    with pytest.raises(MusicGone, match=r"^theme.wav: removed from the store meanwhile$"):
        kept(other, store)


@pytest.mark.parametrize(
    "change",
    ["level: -40", "below: 30", "fade: 1", "file: theme.wav"],
)
def test_each_setting_makes_another_sound(tmp_path, change):
    def asked(folder, settings, pcm):
        music = ("voice: silent", f"voice: silent\nmusic: {{{settings}}}")
        lesson = lesson_with(folder, pcm, music)
        plan = planned(lesson, small_look(), voices.get("silent"), Store(tmp_path / "store"))
        return sound_inputs(plan.beats, plan.look, plan.ready.music)

    plain = asked(tmp_path / "a", "file: theme.wav", chords())
    assert asked(tmp_path / "b", "file: theme.wav", chords()) == plain
    own = change if change.startswith("file") else f"file: theme.wav, {change}"
    other = chords(loud_db=2) if change.startswith("file") else chords()
    assert asked(tmp_path / "c", own, other) != plain


def test_a_build_sees_that_its_music_changed(tmp_path, capsys):
    path = write(tmp_path, edited(MUSIC))
    write_wav(tmp_path / "theme.wav", chords())
    words = ["build", str(path), "-r", SIZE, "--fps", str(FPS), "--output", str(tmp_path / "out")]
    words += ["--store", str(tmp_path / "store")]

    def said():
        assert cli.main(words) == 0
        return capsys.readouterr().out.splitlines()[0]

    assert said().endswith("5 rendered")
    assert said().endswith("nothing to do")
    write_wav(tmp_path / "theme.wav", chords(loud_db=2))
    assert said().endswith("0 rendered")
