"""Music made for the tests: chords that swell, with a loud bar now and then."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from pipeline.take import SAMPLE_RATE

CODECS = {"wav": "pcm_s16le", "flac": "flac", "mp3": "libmp3lame"}


def chords(seconds: float = 12.0, loud_db: float = 8.0) -> NDArray[np.float32]:
    """Return stereo of shape (n, 2): a chord of two seconds after another, the fourth louder."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    bar = (time // 2).astype(int)
    root = 220 * 2 ** (np.array([0, 5, 7, 3])[bar % 4] / 12)
    phase = 2 * np.pi * np.cumsum(root) / SAMPLE_RATE
    notes = [np.sin(phase * step + 0.3 * step) for step in (1, 5 / 4, 3 / 2, 2)]
    swell = 0.6 + 0.4 * np.sin(np.pi * (time % 2) / 2)
    level = 0.05 * swell * np.where(bar % 4 == 3, 10 ** (loud_db / 20), 1.0)
    return np.stack([level * sum(notes), level * sum(notes[::-1][:3])], axis=1).astype(np.float32)


def write_wav(path: Path, pcm: NDArray[np.float32], rate: int = SAMPLE_RATE) -> Path:
    """Write samples of shape (n, channels) as 16-bit WAV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(pcm.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        steps = np.clip(np.round(pcm * 32767), -32767, 32767)
        file.writeframes(np.ascontiguousarray(steps, "<i2").tobytes())
    return path


def encode(path: Path, pcm: NDArray[np.float32]) -> Path:
    """Write stereo samples in the format that the file's suffix names."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(CODECS[path.suffix[1:]], rate=SAMPLE_RATE, layout="stereo")
        steps = np.ascontiguousarray(np.round(pcm * 32767).astype(np.int16).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(steps, format="s16", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        resampler = av.AudioResampler(
            stream.codec_context.format, "stereo", SAMPLE_RATE, stream.codec_context.frame_size
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return path
