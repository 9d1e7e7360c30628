from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from small_films import FPS, RATE, SIZE, film, m4a, picture, voice

from pipeline.assemble import MUX
from pipeline.bt709 import Converter
from pipeline.encode import SETTINGS
from pipeline.gate import FILM_RULES, Expected, film_problems

pytestmark = pytest.mark.render

FRAMES = 120
EXPECTED = Expected(FPS, SIZE, FRAMES)
TICKS = RATE // FPS


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    samples = voice(FRAMES * TICKS)
    return m4a(tmp_path_factory.mktemp("sound") / "sound.m4a", samples)


def make(
    out,
    sound,
    *,
    settings=None,
    x264="keyint=60",
    pixel_format="yuv420p",
    tags=(1, 1, 1, 1),
    aspect=1,
    size=SIZE,
    time=lambda index: index * TICKS,
    mux=MUX,
    first_sound=0,
):
    """Write a film with chosen faults, in the plainest way PyAV offers."""
    with av.open(str(out), "w", format="mp4", options=mux) as container:
        video = container.add_stream("libx264", rate=FPS)
        context = video.codec_context
        context.width, context.height = size
        context.pix_fmt = pixel_format
        context.time_base = Fraction(1, RATE)
        context.sample_aspect_ratio = Fraction(aspect)
        context.colorspace, context.color_primaries, context.color_trc = tags[:3]
        context.color_range = tags[3]
        own = {**SETTINGS, **(settings or {})}
        own["x264-params"] += ":" + x264
        context.options = own
        with av.open(str(sound)) as source:
            audio = container.add_stream_from_template(source.streams.audio[0])
            packets = [packet for packet in source.demux(audio=0) if packet.size]
        converter = Converter(size)
        for index in range(FRAMES):
            frame = converter.convert(picture(index, size))
            if pixel_format != "yuv420p":
                frame = frame.reformat(format=pixel_format)
            frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range = tags
            frame.time_base, frame.pts = Fraction(1, RATE), time(index)
            container.mux(context.encode(frame))
        container.mux(context.encode(None))
        for packet in packets:
            if packet.pts >= first_sound:
                packet.stream = audio
                container.mux(packet)
    return out


def rules(path, expected=EXPECTED):
    return {problem.rule for problem in film_problems(path, expected)}


def test_an_assembled_film_passes(tmp_path):
    path, frames = film(tmp_path)
    assert film_problems(path, Expected(FPS, SIZE, frames)) == ()


def test_the_plain_film_passes(tmp_path, sound):
    assert film_problems(make(tmp_path / "film.mp4", sound), EXPECTED) == ()


def uneven(index):
    return index * TICKS + (TICKS // 2 if index % 7 == 3 else 0)


BROKEN = {
    "no faststart": (
        {"mux": {k: v for k, v in MUX.items() if k != "movflags"}},
        {"index_first"},
    ),
    "edit list": (
        {"mux": {"movflags": "+faststart"}, "first_sound": -1024},
        {"no_edit_list", "starts_at_zero"},
    ),
    "late picture": (
        {"mux": {"movflags": "+faststart"}, "time": lambda i: (i + 3) * TICKS},
        {"no_edit_list", "starts_at_zero"},
    ),
    "baseline": (
        {"settings": {"profile": "baseline"}, "x264": "keyint=60:cabac=0:8x8dct=0:weightp=0"},
        {"high_profile", "cabac"},
    ),
    "main": ({"settings": {"profile": "main"}}, {"high_profile"}),
    "interlaced": ({"x264": "keyint=60:interlaced=1"}, {"progressive"}),
    "4:4:4": (
        {"settings": {"profile": "high444"}, "pixel_format": "yuv444p"},
        {"high_profile", "pixel_format"},
    ),
    "another size": ({"size": (480, 270)}, {"frame_size"}),
    "anamorphic": ({"aspect": Fraction(4, 3)}, {"square_pixels"}),
    "long GOP": ({"x264": "keyint=300"}, {"closed_gop"}),
    "open GOP": (
        {
            "settings": {"preset": "medium"},
            "x264": "keyint=30:bframes=2:b-adapt=0:open-gop=1:rc-lookahead=40:ref=2",
        },
        {"closed_gop"},
    ),
    "variable rate": ({"time": uneven, "x264": "keyint=60:force-cfr=0"}, {"constant_rate"}),
    "another rate": ({"time": lambda i: i * TICKS * 2}, {"constant_rate", "same_length"}),
    "full range": ({"tags": (1, 1, 1, 2)}, {"colour"}),
    "BT.601": ({"tags": (6, 6, 6, 1)}, {"colour"}),
    "no colour tags": ({"tags": (2, 2, 2, 0)}, {"colour"}),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_picture_is_caught(tmp_path, sound, fault):
    options, expected = BROKEN[fault]
    assert rules(make(tmp_path / "film.mp4", sound, **options)) == expected


def quiet(samples):
    return samples * 0.4


def clipping(samples):
    loud = samples.copy()
    loud[:, ::9000] = 1.0
    loud[:, 1::9000] = -1.0
    return loud


def dead(samples):
    gap = samples.copy()
    gap[:, 60_000:67_000] = 0
    return gap


@pytest.mark.parametrize(
    ("change", "options", "expected"),
    [
        (lambda s: s[:, :-4000], {}, {"same_length"}),
        (lambda s: np.concatenate([s, s[:, :4000]], 1), {}, {"same_length"}),
        (quiet, {}, {"loudness"}),
        (lambda s: s * 0, {}, {"loudness", "sound_bit_rate", "room_tone"}),
        (dead, {}, {"room_tone"}),
        (clipping, {}, {"true_peak"}),
        (lambda s: s * 1.08, {"bit_rate": 176_000}, {"sound_bit_rate"}),
        (lambda s: s[:, : 4 * 44_100], {"rate": 44_100}, {"sound_format"}),
        (lambda s: s[:1], {"bit_rate": 256_000}, {"sound_format"}),
    ],
    ids=["short", "long", "quiet", "silent", "dead", "clipping", "176 kb/s", "44.1 kHz", "mono"],
)
def test_a_broken_sound_is_caught(tmp_path, change, options, expected):
    sound = m4a(tmp_path / "sound.m4a", change(voice(FRAMES * TICKS)), **options)
    assert expected <= rules(make(tmp_path / "film.mp4", sound)) <= expected | {"sound_bit_rate"}


def test_a_silent_lesson_may_be_silent(tmp_path):
    sound = m4a(tmp_path / "sound.m4a", voice(FRAMES * TICKS) * 0)
    path = make(tmp_path / "film.mp4", sound)
    assert rules(path, replace(EXPECTED, silent=True)) == set()


def test_missing_frames_are_caught(tmp_path, sound):
    path = make(tmp_path / "film.mp4", sound)
    assert rules(path, replace(EXPECTED, frames=121)) == {"frame_count"}
    (problem,) = film_problems(path, replace(EXPECTED, frames=121))
    assert str(problem) == "frame_count: 120 frames, not 121"


@pytest.mark.parametrize("data", [b"", b"not a film", b"\0\0\0\4moov"])
def test_what_is_no_film_is_one_problem(tmp_path, data):
    path = tmp_path / "film.mp4"
    assert rules(path) == {"readable"}
    path.write_bytes(data)
    assert rules(path) == {"readable"}


def test_a_film_cut_short_is_caught(tmp_path, sound):
    path = make(tmp_path / "film.mp4", sound)
    path.write_bytes(path.read_bytes()[:-20_000])
    assert rules(path)


def test_every_film_rule_has_a_film_that_breaks_it():
    broken = set().union(*(expected for _, expected in BROKEN.values()))
    sound = {"same_length", "loudness", "sound_bit_rate", "true_peak", "sound_format", "room_tone"}
    assert broken | sound | {"frame_count"} == {rule.__name__ for rule in FILM_RULES}
