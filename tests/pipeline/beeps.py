"""Recordings whose words are tones, so that when each one sounds is known to the sample."""

from __future__ import annotations

import io

import av
import numpy as np

from pipeline.align import Aligned, AlignFailed
from pipeline.align.words import words
from pipeline.take import WordTime

RATE = 48_000
WORD_S, GAP_S = 0.25, 0.15
SILENCE_S = 0.5


def beeped(text, *, amplitude=0.3, noise=1e-4, gap_s=GAP_S, ends_s=SILENCE_S, rate=RATE):
    """Return a text of tones, a tone a word, with some noise: mono float32 of shape (n,)."""
    tone = amplitude * np.sin(2 * np.pi * 440 / rate * np.arange(round(WORD_S * rate)))
    pieces = [np.zeros(round(ends_s * rate))]
    for _ in words(text):
        pieces += [tone, np.zeros(round(gap_s * rate))]
    pieces[-1] = np.zeros(round(ends_s * rate))
    pcm = np.concatenate(pieces)
    return (pcm + noise * np.random.RandomState(0).normal(size=len(pcm))).astype(np.float32)


def encoded(pcm, kind="wav", rate=RATE, channels=1):
    """Return samples as a file of a kind: ``wav`` (16 bit), ``flac`` or ``mp3``."""
    codec, sample = {
        "wav": ("pcm_s16le", "s16"),
        "flac": ("flac", "s16"),
        "mp3": ("libmp3lame", "fltp"),
    }[kind]
    layout = {1: "mono", 2: "stereo"}[channels]
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        steps = np.clip(np.round(pcm * 32768), -32768, 32767).astype(np.int16)
        packed = np.repeat(steps, channels)[np.newaxis]
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate
        resampler = av.AudioResampler(sample, layout, rate, frame_size=stream.frame_size or 0)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


def align_beeps(text, pcm, rate, language="en", written=None):
    """Align a text of tones, as ``pipeline.align.align`` does speech."""
    found = words(text)
    loud = np.abs(pcm) > 0.02
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2]
    apart = np.flatnonzero(starts[1:] - stops[:-1] > 0.05 * rate)
    starts, stops = starts[[0, *(apart + 1)]], stops[[*apart, -1]]
    if len(starts) != len(found):
        raise AlignFailed(f"the sound does not say {text!r}: {len(starts)} tones")
    return Aligned(
        tuple(
            WordTime(word.start, word.stop, float(start / rate), float(stop / rate))
            for word, start, stop in zip(found, starts, stops, strict=True)
        ),
        "alignment",
        0.9,
    )


def record(folder, name, text, kind="wav", **how):
    """Write a recording of a text into a folder of recordings; return its path."""
    path = folder / f"{name}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(beeped(text, **how), kind))
    return path
