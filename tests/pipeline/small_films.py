"""Small films for the tests of assembling and of the gate."""

from fractions import Fraction

import av
import numpy as np

from pipeline.assemble import Segment, assemble
from pipeline.encode import encode_segment
from pipeline.track import read

SIZE = (320, 180)
FPS = 30
RATE = 48_000


def picture(number, size=SIZE):
    """Return a green RGBA picture with a square that moves with ``number``."""
    pixels = np.full((size[1], size[0], 4), 255, np.uint8)
    pixels[..., :3] = (0, 158, 115)
    left = 7 * number % (size[0] - 30)
    pixels[20:50, left : left + 30, :3] = (230, 159, 0)
    return pixels


def segments(folder, lengths, fps=FPS, size=SIZE):
    """Encode one segment of each length (frames), its last half held."""
    made = []
    for index, length in enumerate(lengths):
        path = folder / f"segment-{index}.mp4"
        moving = [(picture(i, size), 1) for i in range(length - length // 2)]
        held = [(picture(0, size), length // 2)] if length > 1 else []
        made.append(Segment.at(path, encode_segment(moving + held, path, fps, size)))
    return made


def voice(samples, db=-8.4, seed=0):
    """Return noise of shape (2, samples) in syllables, about as loud as speech at ``db``."""
    noise = np.random.RandomState(seed).standard_normal(samples) * 10 ** (db / 20) / 2.4
    pulse = 0.6 + 0.4 * np.sin(np.arange(samples) / RATE * 2 * np.pi * 4)
    return np.tile(np.clip(noise * pulse, -0.7, 0.7), (2, 1)).astype(np.float32)


def aac(path, pcm, rate=RATE, bit_rate=256_000, container="mp4"):
    """Encode samples of shape (channels, n) as AAC in an m4a; return it as a track."""
    return read(m4a(path, pcm, rate, bit_rate, container))


def m4a(path, pcm, rate=RATE, bit_rate=256_000, container="mp4"):
    """Encode samples of shape (channels, n) as AAC in a file."""
    layout = "stereo" if len(pcm) == 2 else "mono"
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream("aac", rate=rate, layout=layout)
        stream.bit_rate = bit_rate
        for start in range(0, pcm.shape[1], 1024):
            block = np.ascontiguousarray(pcm[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def film(folder, lengths=(45, 30, 45), fps=FPS):
    """Make a film that keeps every rule; return its path and frames."""
    made = segments(folder, lengths, fps)
    frames = sum(lengths)
    sound = aac(folder / "sound.m4a", voice(frames * RATE // fps))
    assemble(made, sound, fps, folder / "film.mp4")
    return folder / "film.mp4", frames
