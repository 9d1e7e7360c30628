from fractions import Fraction

import av
import numpy as np
import pytest
from small_films import FPS, RATE, SIZE, aac, picture, segments, voice

from pipeline.assemble import AssembleError, Segment, assemble
from pipeline.encode import encode_segment
from pipeline.probe import probe

pytestmark = pytest.mark.render


def clicks(samples, *times):
    pcm = np.zeros((2, samples), np.float32)
    for time in times:
        pcm[:, time : time + 4] = 0.9
    return pcm


def heard(path):
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def shown(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


@pytest.mark.parametrize("fps", [15, 24, 25, 30, 50, 60])
def test_a_film_has_every_frame_and_one_clock(tmp_path, fps):
    lengths = (1, 20, 3, 37)
    made = segments(tmp_path, lengths, fps)
    sound = aac(tmp_path / "sound.m4a", voice(sum(lengths) * RATE // fps))
    out = tmp_path / "film.mp4"
    assert assemble(made, sound, fps, out) == sum(lengths)
    movie = probe(out)
    assert set(movie.video.durations) == {RATE // fps}
    assert movie.video.frames == sum(lengths)
    assert (movie.video.time_base, movie.video.start, movie.sound.start) == (
        Fraction(1, RATE),
        0,
        0,
    )
    assert movie.video.seconds == movie.sound.length
    assert movie.edit_lists == 0
    assert movie.boxes.index("moov") < movie.boxes.index("mdat")


def test_joining_changes_no_picture(tmp_path):
    made = segments(tmp_path, (20, 1, 40))
    sound = aac(tmp_path / "sound.m4a", clicks(61 * RATE // FPS))
    assemble(made, sound, FPS, tmp_path / "film.mp4")
    apart = [frame for segment in made for frame in shown(segment.path)]
    together = shown(tmp_path / "film.mp4")
    assert len(together) == 61
    assert all(np.array_equal(a, b) for a, b in zip(apart, together, strict=True))


def test_a_click_is_heard_at_its_own_sample(tmp_path):
    times = [1600, 48_000, 70_000, 95_000]
    made = segments(tmp_path, (30, 30))
    sound = aac(tmp_path / "sound.m4a", clicks(60 * RATE // FPS, *times))
    assemble(made, sound, FPS, tmp_path / "film.mp4")
    loud = np.flatnonzero(np.abs(heard(tmp_path / "film.mp4")[0]) > 0.5)
    assert [int(n) for n in loud if n - 1 not in loud] == times


def test_the_same_parts_give_the_same_bytes(tmp_path):
    made = segments(tmp_path, (10, 20))
    sound = aac(tmp_path / "sound.m4a", voice(30 * RATE // FPS))
    for name in ("a.mp4", "b.mp4"):
        assemble(made, sound, FPS, tmp_path / name)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data == (tmp_path / "b.mp4").read_bytes()
    assert b"Lavf" not in data


@pytest.fixture
def parts(tmp_path):
    made = segments(tmp_path, (15, 15))
    return made, aac(tmp_path / "sound.m4a", voice(30 * RATE // FPS))


def test_a_segment_with_other_frames_than_planned_is_refused(parts, tmp_path):
    made, sound = parts
    wrong = [made[0], Segment.at(made[1].path, 16)]
    with pytest.raises(AssembleError, match=r"segment-1\.mp4: 15 frames, not 16"):
        assemble(wrong, sound, FPS, tmp_path / "film.mp4")


def test_a_segment_of_another_look_is_refused(parts, tmp_path):
    made, sound = parts
    path = tmp_path / "large.mp4"
    encode_segment([(picture(0, (640, 360)), 15)], path, FPS, (640, 360))
    with pytest.raises(AssembleError, match=r"large\.mp4: encoded with another look"):
        assemble([made[0], Segment.at(path, 15)], sound, FPS, tmp_path / "film.mp4")


@pytest.mark.parametrize("frames", [27, 33])
def test_a_sound_of_another_length_is_refused(parts, tmp_path, frames):
    made, _ = parts
    sound = aac(tmp_path / "other.m4a", voice(frames * RATE // FPS))
    with pytest.raises(AssembleError, match=r"s of sound for 1\.000 s of picture"):
        assemble(made, sound, FPS, tmp_path / "film.mp4")


def test_a_lesson_needs_segments(parts, tmp_path):
    with pytest.raises(AssembleError, match="at least one segment"):
        assemble([], parts[1], FPS, tmp_path / "film.mp4")


def test_a_failed_film_leaves_the_last_one(parts, tmp_path):
    made, sound = parts
    out = tmp_path / "out" / "film.mp4"
    out.parent.mkdir()
    out.write_bytes(b"the last one")
    made[1].path.write_bytes(made[1].path.read_bytes()[:2000])
    with pytest.raises(AssembleError, match=r"segment-1\.mp4"):
        assemble(made, sound, FPS, out)
    assert out.read_bytes() == b"the last one"
    assert list(out.parent.iterdir()) == [out]


def test_pictures_keep_their_size(parts, tmp_path):
    made, sound = parts
    assemble(made, sound, FPS, tmp_path / "film.mp4")
    assert probe(tmp_path / "film.mp4").video.size == SIZE
