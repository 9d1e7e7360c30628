"""A browser shows held pictures, which are skipped slices, as they are, wherever it seeks to."""

import av
import numpy as np
import pytest
from small_films import RATE, aac, picture, voice

from pipeline.assemble import Segment, assemble
from pipeline.bt709 import to_rgb
from pipeline.encode import encode_segment
from tests.pipeline.chromium import served, until

pytestmark = pytest.mark.render

FPS, SIZE, SMALL = 30, (320, 180), (64, 36)
SEEN = """async ([frames, fps, width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const brush = canvas.getContext("2d", {willReadFrequently: true}), seen = [], times = [];
  const video = document.querySelector("video");
  const shown = (time) => new Promise((done, failed) => {
    setTimeout(() => failed(Error(`nothing is shown at ${time} s`)), 20000);
    video.requestVideoFrameCallback((now, frame) => done(frame.mediaTime));
    video.currentTime = time;
  });
  for (const frame of frames) {
    times.push(await shown((frame + 0.5) / fps));
    brush.drawImage(video, 0, 0, width, height);
    seen.push(Array.from(brush.getImageData(0, 0, width, height).data));
  }
  return {seen, times, seconds: video.duration, size: [video.videoWidth, video.videoHeight]};
}"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Five seconds of motion and holds, in two segments."""
    folder = tmp_path_factory.mktemp("browser")
    first = [(picture(i), 1) for i in range(20)] + [(picture(40), 55)]
    second = [(picture(9), 40)] + [(picture(9 + i), 1) for i in range(12)] + [(picture(2), 23)]
    made = []
    for number, pictures in enumerate((first, second)):
        path = folder / f"{number}.mp4"
        made.append(Segment.at(path, encode_segment(pictures, path, FPS, SIZE)))
    sound = aac(folder / "sound.m4a", voice(150 * RATE // FPS))
    assert assemble(made, sound, FPS, folder / "film.mp4") == 150
    return folder / "film.mp4"


def decoded(film):
    with av.open(str(film)) as container:
        return [to_rgb(frame) for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def address(film):
    """Where the film is served, in a page that does not play it."""
    video = '<video muted playsinline preload="auto" src="film.mp4"></video>'
    (film.parent / "film.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{video}')
    with served(film.parent) as address:
        yield address


def test_chromium_shows_every_held_picture(film, page, address):
    frames = [70, 0, 19, 20, 45, 74, 75, 100, 114, 115, 126, 127, 149, 30, 133, 60, 5]
    page.goto(f"{address}film.html")
    until(page, "document.querySelector('video').readyState > 1")
    told = page.evaluate(SEEN, [frames, FPS, *SMALL])
    assert told["size"] == list(SIZE)
    assert told["seconds"] == pytest.approx(5, abs=0.001)
    assert [round(time * FPS) for time in told["times"]] == frames
    expected = decoded(film)
    for frame, data in zip(frames, told["seen"], strict=True):
        seen = np.array(data, np.float64).reshape(SMALL[1], SMALL[0], 4)[..., :3]
        blocks = expected[frame].reshape(SMALL[1], 5, SMALL[0], 5, 3).astype(np.float64)
        gap = np.abs(seen - blocks.mean(axis=(1, 3)))
        assert gap.mean() < 1, f"frame {frame}"
    assert (
        np.abs(expected[70].astype(int) - expected[0]).mean() > 3
    )  # another picture is told apart
