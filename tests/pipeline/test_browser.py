"""A browser shows held pictures, which are skipped slices, as they are, wherever it seeks to."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import numpy as np
import pytest
from small_films import RATE, aac, picture, voice

from pipeline.assemble import Segment, assemble
from pipeline.bt709 import to_rgb
from pipeline.encode import encode_segment
from tests.pipeline.chromium import CHROMIUM, looking_at

pytestmark = pytest.mark.render

FPS, SIZE, SMALL = 30, (320, 180), (64, 36)
PAGE = """<!doctype html><video muted playsinline preload="auto" src="film.mp4"></video><script>
const frames = %s, fps = %d, video = document.querySelector("video");
const canvas = document.createElement("canvas"); canvas.width = %d; canvas.height = %d;
const brush = canvas.getContext("2d", {willReadFrequently: true}), seen = [], times = [];
const shown = time => new Promise((done, failed) => {
  setTimeout(() => failed(`nothing is shown at ${time} s`), 20000);
  video.requestVideoFrameCallback((now, frame) => done(frame.mediaTime));
  video.currentTime = time;
});
const tell = what => fetch("told", {method: "POST", body: JSON.stringify(what)});
onunhandledrejection = event => tell({error: String(event.reason)});
video.onerror = () => tell({error: video.error.message});
video.onloadeddata = async () => {
  for (const frame of frames) {
    times.push(await shown((frame + 0.5) / fps));
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    seen.push(Array.from(brush.getImageData(0, 0, canvas.width, canvas.height).data));
  }
  tell({seen, times, seconds: video.duration, size: [video.videoWidth, video.videoHeight]});
};
</script>"""


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


def in_chromium(film, frames, folder):
    """Return what Chromium tells of a film after seeking to frames."""
    told, done = {}, threading.Event()

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            is_film = self.path.endswith("film.mp4")
            page = PAGE % (json.dumps(frames), FPS, *SMALL)
            data = film.read_bytes() if is_film else page.encode()
            size, asked = len(data), re.match(r"bytes=(\d+)-(\d*)", self.headers["Range"] or "")
            self.send_response(206 if asked else 200)
            if asked:
                first, last = int(asked[1]), int(asked[2] or size - 1)
                data = data[first : last + 1]
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Type", "video/mp4" if is_film else "text/html")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self):
            told.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            done.set()

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with looking_at(f"http://127.0.0.1:{server.server_address[1]}/", folder / "profile"):
                assert done.wait(120), "the browser told nothing"
        finally:
            server.shutdown()
    return told


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_chromium_shows_every_held_picture(film, tmp_path):
    frames = [70, 0, 19, 20, 45, 74, 75, 100, 114, 115, 126, 127, 149, 30, 133, 60, 5]
    told = in_chromium(film, frames, tmp_path)
    assert told.get("error") is None
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
