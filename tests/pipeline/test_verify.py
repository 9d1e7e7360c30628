"""``build --verify``: a lesson made again from nothing, and every way the two can differ."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from pipeline import cli
from pipeline.build import footage, status
from pipeline.encode import encode_segment
from pipeline.store import Store, artifact
from pipeline.verify import Making, compare
from tests.pipeline.small_lessons import FPS, SIZE, write

pytestmark = pytest.mark.render


@pytest.fixture
def length(built):
    """The frames of ``words/two``."""
    return built.plan.beats[1].frames


@pytest.fixture(scope="module")
def made(built):
    stored = {
        one.beat.name: footage(one.identity, built.store) for one in status(built.plan, built.store)
    }
    return Making(built.plan, stored, [built.delivery])


def clip(path, *holds):
    """Write a segment of grey pictures, each of a brightness and held for some frames."""
    pictures = [(np.full((144, 256, 4), light, dtype=np.uint8), held) for light, held in holds]
    encode_segment(pictures, path, FPS, (256, 144))
    return path


def with_segment(made, path):
    return replace(made, footage=made.footage | {"words/two": _of(made, segment=path)})


def _of(made, **changed):
    return replace(made.footage["words/two"], **changed)


def with_file(made, name, path):
    files = tuple(path if file.name == name else file for file in made.deliveries[0].files)
    return replace(made, deliveries=[replace(made.deliveries[0], files=files)])


def test_a_lesson_is_the_same_as_itself(made):
    found = compare(made, made)
    assert found.differences == ()
    assert found.frames == sum(beat.frames for beat in made.plan.beats)
    assert found.samples == pytest.approx(found.frames * 48_000 / FPS, abs=1024)
    assert found.files == len(made.deliveries[0].files)


def test_a_frame_that_differs_is_named(made, length, tmp_path):
    one = clip(tmp_path / "one.mp4", (90, length))
    other = clip(tmp_path / "other.mp4", (90, 3), (99, 2), (90, length - 5))
    shorter = clip(tmp_path / "shorter.mp4", (90, length - 1))
    one, other, shorter = (with_segment(made, path) for path in (one, other, shorter))
    (told,) = compare(one, other).differences
    assert told.startswith(f"small/words/two: frame 3 of {length} differs, and ")
    (told,) = compare(one, shorter).differences
    assert told == f"small/words/two: frame {length - 1} of {length} differs"


def test_the_same_frames_in_other_bytes_are_told_apart(made, length, tmp_path):
    one = clip(tmp_path / "one.mp4", (90, length))
    other = tmp_path / "other.mp4"
    other.write_bytes(one.read_bytes() + b"\0\0\0\x08free")
    (told,) = compare(with_segment(made, one), with_segment(made, other)).differences
    assert told == "small/words/two: other bytes, the same frames"


@pytest.mark.parametrize(
    ("touch", "told"),
    [
        (lambda pixels: pixels, "other bytes, the same pixels"),
        (lambda pixels: pixels ^ 1, "other pixels"),
    ],
)
def test_a_last_picture_that_differs_is_named(made, tmp_path, touch, told):
    pixels = np.asarray(Image.open(_of(made).still))
    Image.fromarray(touch(pixels)).save(tmp_path / "other.png", compress_level=9)
    still = _of(made, still=tmp_path / "other.png")
    other = replace(made, footage=made.footage | {"words/two": still})
    assert compare(made, other).differences == (f"small/words/two: its last picture: {told}",)


def test_a_voice_that_differs_is_named(made):
    beat = made.plan.beats[1]
    steps = beat.take.steps.copy()
    steps[777] += 1
    beats = (made.plan.beats[0], replace(beat, take=replace(beat.take, held=steps)))
    other = replace(made, plan=replace(made.plan, beats=beats + made.plan.beats[2:]))
    told = ("small/words/two: the voice differs from sample 777",)
    assert compare(made, other).differences == told


def test_a_beat_that_is_not_made_again_is_named(made):
    other = replace(made, plan=replace(made.plan, beats=made.plan.beats[:-1]))
    assert compare(made, other).differences == ("small: other beats than before",)


@pytest.mark.parametrize("name", ["small.srt", "small.chapters.txt", "small.png"])
def test_a_file_that_differs_is_named(made, tmp_path, name):
    ours = next(file for file in made.deliveries[0].files if file.name == name)
    other = tmp_path / name
    other.write_bytes(ours.read_bytes() + b"\n")
    assert compare(made, with_file(made, name, other)).differences == (f"{name}: other bytes",)
    fewer = [replace(made.deliveries[0], files=(made.deliveries[0].film,))]
    assert f"{name}: not made again" in compare(made, replace(made, deliveries=fewer)).differences


def test_the_first_sample_that_differs_is_named(made, monkeypatch):
    real, calls = compare.__globals__["_samples"], []

    def one_other(path):
        calls.append(path)
        heard = real(path).copy()
        heard[100_000] += len(calls) - 1
        return heard

    monkeypatch.setitem(compare.__globals__, "_samples", one_other)
    (told,) = compare(made, made).differences
    beat = next(b for b in made.plan.beats if b.start <= 31 < b.start + b.frames)
    assert told == (
        f"small.mp4: {beat.name}: the sound differs from sample 100000, in frame {31 - beat.start}"
    )


def test_a_film_in_other_bytes_is_told_apart(made, tmp_path):
    film = tmp_path / "small.mp4"
    film.write_bytes(made.deliveries[0].film.read_bytes() + b"\0\0\0\x08free")
    told = ("small.mp4: other bytes, the same frames and samples",)
    assert compare(made, with_file(made, "small.mp4", film)).differences == told


def command(folder, root):
    line = ("build", write(folder), "-r", SIZE, "--fps", FPS, "--verify")
    return [str(word) for word in (*line, "--output", folder / "out", "--store", root)]


def test_verify_makes_everything_again_and_finds_it_the_same(built, tmp_path, capsys):
    root = shutil.copytree(built.root, tmp_path / "store")
    assert cli.main(command(tmp_path, root)) == 0
    told = capsys.readouterr().out.splitlines()
    frames = sum(beat.frames for beat in built.plan.beats)
    assert told[-1].startswith(f"small: made again from nothing, {frames} frames, ")
    assert told[-1].endswith(f" samples, {len(built.delivery.files)} files: the same")
    assert [path.name for path in (tmp_path / "out" / "small").iterdir()] == ["144p15"]


def test_verify_finds_a_stored_segment_of_other_frames(built, length, tmp_path, capsys):
    root = shutil.copytree(built.root, tmp_path / "store")
    key = status(built.plan, built.store)[1].identity.key
    folder = Store(root).get(key).parent
    inputs = json.loads((folder / "about.json").read_text())["inputs"]
    clip(folder / "data", (90, length))
    artifact.complete(folder, key, inputs)
    assert cli.main(command(tmp_path, root)) == 3
    told = f"words/two: frame 0 of {length} differs, and {length - 1} more"
    lines = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("note")]
    download = "small.download.mp4: other bytes"
    assert lines == [f"small/{told}", download, f"small.mp4: {told}"]
    assert [path.name for path in (tmp_path / "out" / "small").iterdir()] == ["144p15"]
