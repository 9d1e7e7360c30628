import subprocess
from itertools import pairwise

import av
import imageio_ffmpeg
import numpy as np
import pytest

from pipeline.bt709 import Converter, to_rgb
from pipeline.encode import (
    GOP_S,
    EncodeError,
    _configure,
    _encode,
    count_frames,
    encode_segment,
)

pytestmark = pytest.mark.render

SIZE = (320, 180)
FPS = 30
OKABE_ITO = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"]
COLOURS = [*OKABE_ITO, "#FFFFFF", "#000000", "#0C0E13", "#F4F4F2"]


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def flat(colour, size=SIZE):
    picture = np.full((size[1], size[0], 4), 255, np.uint8)
    picture[..., :3] = rgb(colour)
    return picture


def moving(number, size=SIZE, seed=0):
    """Return a picture with texture, and a square that moves with ``number``."""
    noise = np.random.RandomState(seed).randint(0, 60, (size[1] // 4, size[0] // 4, 3))
    picture = np.full((size[1], size[0], 4), 255, np.uint8)
    picture[..., :3] = noise.repeat(4, 0).repeat(4, 1).astype(np.uint8)[: size[1], : size[0]]
    left = 5 * number % (size[0] - 30)
    picture[40:70, left : left + 30, :3] = rgb("#E69F00")
    return picture


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray() for frame in container.decode(video=0)]


def keyframes(path):
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    return [index for index, packet in enumerate(packets) if packet.is_keyframe]


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_survive_to_within_two_levels(tmp_path, colour):
    path = tmp_path / "flat.mp4"
    encode_segment([(flat(colour), 3)], path, FPS, SIZE)
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert np.abs(to_rgb(frame).astype(int) - rgb(colour)).max() <= 2


def test_green_has_the_code_values_of_bt709(tmp_path):
    path = tmp_path / "flat.mp4"
    encode_segment([(flat("#009E73"), 1)], path, FPS, SIZE)
    (picture,) = decoded(path)
    # ITU-R BT.709-6, items 3.2 to 3.4 and 4.6, by hand for (0, 158, 115).
    luma = 16 + 219 * (0.7152 * 158 + 0.0722 * 115) / 255
    blue = 128 + 224 * (115 / 255 - (luma - 16) / 219) / 1.8556
    red = 128 + 224 * (0 - (luma - 16) / 219) / 1.5748
    height = SIZE[1]
    planes = picture[:height], picture[height : height * 5 // 4], picture[height * 5 // 4 :]
    for plane, value in zip(planes, (luma, blue, red), strict=True):
        assert abs(np.median(plane) - value) <= 1


def test_the_stream_itself_says_bt709_limited(tmp_path):
    path = tmp_path / "flat.mp4"
    encode_segment([(flat("#009E73"), 1)], path, FPS, SIZE)
    with av.open(str(path)) as container:
        extradata = container.streams.video[0].codec_context.extradata
        data = [bytes(packet) for packet in container.demux(video=0)]
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = extradata
    frames = decoder.decode(av.Packet(data[0])) + decoder.decode(None)
    tags = [frames[0].color_primaries, frames[0].color_trc, frames[0].colorspace]
    assert [*tags, frames[0].color_range] == [1, 1, 1, 1]


HOLDS = [(1,), (1, 1), (5, 40, 1, 3, 20), (61,), (60, 60), (200, 2, 7, 8, 9, 10), (59, 1, 1)]


@pytest.mark.parametrize("holds", HOLDS)
@pytest.mark.parametrize("fps", [15, 30])
def test_planned_frames_are_frames_in_the_file(tmp_path, holds, fps):
    path = tmp_path / "s.mp4"
    written = encode_segment([(moving(i), n) for i, n in enumerate(holds)], path, fps, SIZE)
    assert written == sum(holds) == count_frames(path) == len(decoded(path))


@pytest.mark.parametrize("holds", HOLDS)
def test_a_keyframe_comes_at_least_every_two_seconds(tmp_path, holds):
    path = tmp_path / "s.mp4"
    encode_segment([(moving(i), n) for i, n in enumerate(holds)], path, FPS, SIZE)
    keys = keyframes(path)
    assert keys[0] == 0
    assert all(b - a <= GOP_S * FPS for a, b in pairwise([*keys, sum(holds)]))


@pytest.mark.parametrize("holds", HOLDS)
def test_held_frames_decode_like_the_picture_they_hold(tmp_path, holds):
    path = tmp_path / "s.mp4"
    pictures = [moving(i) for i in range(len(holds))]
    encode_segment(zip(pictures, holds, strict=True), path, FPS, SIZE)
    shown = [picture for picture, n in zip(pictures, holds, strict=True) for _ in range(n)]
    converter = Converter(SIZE)
    for frame, picture in zip(decoded(path), shown, strict=True):
        error = frame.astype(float) - converter.convert(picture).to_ndarray()
        assert 10 * np.log10(255**2 / (error**2).mean()) > 33


def test_a_long_hold_stands_still_to_the_bit(tmp_path):
    path = tmp_path / "s.mp4"
    encode_segment([(moving(0), 1), (moving(1), 1), (moving(2), 150)], path, FPS, SIZE)
    frames = decoded(path)
    keys = [0, *[k for k in keyframes(path) if k > 2], len(frames)]
    for first, stop in pairwise(keys):
        for one, next_ in pairwise(frames[max(first, 2) : stop]):
            assert np.array_equal(one, next_)


def test_a_hold_is_nearly_free_in_bytes(tmp_path):
    encode_segment([(moving(0), 1)], tmp_path / "one.mp4", FPS, SIZE)
    encode_segment([(moving(0), 60)], tmp_path / "held.mp4", FPS, SIZE)
    sizes = [(tmp_path / name).stat().st_size for name in ("one.mp4", "held.mp4")]
    assert sizes[1] - sizes[0] < 59 * 40


def test_a_hold_is_decoded_clean_by_another_build_of_ffmpeg(tmp_path):

    path = tmp_path / "s.mp4"
    encode_segment([(moving(i), 1 + 11 * (i % 2)) for i in range(12)], path, FPS, SIZE)

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "warning", "-err_detect", "explode"]
    command += ["-i", str(path), "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    frames = np.frombuffer(done.stdout, np.uint8).reshape(-1, SIZE[1] * 3 // 2, SIZE[0])
    assert np.array_equal(frames, np.stack(decoded(path)))


def test_the_same_frames_give_the_same_bytes(tmp_path):
    frames = [(moving(i), 1 + 9 * (i == 3)) for i in range(8)]
    paths = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for path in paths:
        encode_segment(frames, path, FPS, SIZE)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_bytes_do_not_depend_on_the_processor():
    def stream(asm):
        encoder = av.CodecContext.create("libx264", "w")
        _configure(encoder, FPS, SIZE)
        options = dict(encoder.options)
        options["x264-params"] += asm
        encoder.options = options
        converter = Converter(SIZE)
        return [_encode(encoder, converter.convert(moving(i)), i, i == 0) for i in range(10)]

    assert stream("") == stream(":asm=0")


def test_segments_of_one_look_share_their_parameter_sets(tmp_path):
    parameters = set()
    for seed in range(3):
        path = tmp_path / f"{seed}.mp4"
        encode_segment([(moving(i, seed=seed), 1) for i in range(seed + 1)], path, FPS, SIZE)
        with av.open(str(path)) as container:
            parameters.add(container.streams.video[0].codec_context.extradata)
    assert len(parameters) == 1


@pytest.mark.parametrize(
    ("frames", "fps", "size", "message"),
    [
        ([], FPS, SIZE, "0 frames"),
        ([(moving(0), 0)], FPS, SIZE, "held for 0 frames"),
        ([(moving(0)[:, :-2], 1)], FPS, SIZE, r"a picture of \(180, 318, 4\)"),
        ([(moving(0).astype(float), 1)], FPS, SIZE, "float64"),
        ([(moving(0), 1)], 29, SIZE, "29 frames a second do not divide 48000"),
        ([(moving(0), 1)], FPS, (321, 180), "must be even"),
    ],
)
def test_what_cannot_be_encoded_is_refused(tmp_path, frames, fps, size, message):
    with pytest.raises(EncodeError, match=message):
        encode_segment(frames, tmp_path / "s.mp4", fps, size)


@pytest.mark.parametrize("size", [(320, 180), (854, 480), (64, 62)])
def test_converting_changed_rows_is_converting_the_picture(size):
    rng = np.random.RandomState(1)
    width, height = size
    running = Converter(size)
    picture = rng.randint(0, 256, (height, width, 4)).astype(np.uint8)
    for _ in range(25):
        top, left = rng.randint(height), rng.randint(width)
        picture = picture.copy()
        patch = picture[top : top + rng.randint(1, 40), left : left + rng.randint(1, 40)]
        patch[...] = rng.randint(0, 256, patch.shape)
        whole = Converter(size).convert(picture).to_ndarray()
        assert np.array_equal(running.convert(picture).to_ndarray(), whole)
