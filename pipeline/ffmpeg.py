"""The one door to ffmpeg: the binary of imageio-ffmpeg, run through ffmpeg-python.

Every input names its demuxer and may open files and pipes only, so a file that pretends to be a
playlist opens nothing. Every output is bit-exact: one thread, no creation time, no encoder tag.
"""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, nan
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from pipeline.take import SAMPLE_RATE
from script.errors import DownhillError

_STDERR_LINES = 12
_QUIET = ("-hide_banner", "-nostdin", "-nostats", "-y")
_BITEXACT = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata": -1, "threads": 1}


class ToolFailed(DownhillError):
    """An external program is missing or failed; the message ends with the tail of its errors."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What EBU R 128 says of a sound: integrated loudness (LUFS) and true peak (dBTP).

    Both are minus infinity for silence; the peak is not a number where it was not looked for. Mono
    counts as two equal channels, as it will be heard.
    ``silence_s`` is the longest stretch of a decoded file below ``DEAD_DB``, in seconds.
    """

    lufs: float
    true_peak: float
    silence_s: float = 0.0


@functools.cache
def binary() -> str:
    """Return the path of the ffmpeg program.

    Raises
    ------
    ToolFailed
        When imageio-ffmpeg has none for this machine.
    """
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ToolFailed(f"no ffmpeg for this machine: {error}") from error


@functools.cache
def version() -> str:
    """Return the version of ffmpeg, such as ``n9.0.2``; raises as ``binary`` does."""
    binary()
    try:
        return str(imageio_ffmpeg.get_ffmpeg_version())
    except OSError as error:
        raise ToolFailed(f"ffmpeg does not start: {error}") from error


def rivals() -> tuple[str, ...]:
    """Return the installed packages that share ffmpeg-python's import name, and so break it."""
    installed = importlib.metadata.packages_distributions().get("ffmpeg", [])
    return tuple(sorted(set(installed) - {"ffmpeg-python"}))


def pcm_input(channels: int) -> Any:
    """Return standard input as raw float32 samples at 48 kHz."""
    return _input("pipe:0", "f32le", ar=SAMPLE_RATE, ac=channels).audio


def raw_input(path: Path, channels: int) -> Any:
    """Return a file of raw float32 samples at 48 kHz."""
    return _input(_safe(path), "f32le", ar=SAMPLE_RATE, ac=channels).audio


def file_input(path: Path, demuxer: str) -> Any:
    """Return a file, read by the named demuxer (``mov``, ``wav``, ...) and no other."""
    return _input(_safe(path), demuxer)


def pcm_output(stream: Any, channels: int) -> Any:
    """Send a stream to standard output as raw float32 samples at 48 kHz."""
    return ffmpeg.output(stream, "pipe:1", f="f32le", ar=SAMPLE_RATE, ac=channels, threads=1)


def file_output(stream: Any, path: Path, muxer: str, **options: object) -> Any:
    """Send a stream to a file, written by the named muxer, bit-exact."""
    return ffmpeg.output(stream, _safe(path), f=muxer, **_BITEXACT, **options)


def run(output: Any, stdin: bytes | None = None) -> tuple[bytes, str]:
    """Run ffmpeg; return its standard output and its messages.

    Raises
    ------
    ToolFailed
        When it fails; the message carries the last lines it printed.
    """
    try:
        out, err = output.global_args(*_QUIET).run(
            cmd=binary(), input=stdin, capture_stdout=True, capture_stderr=True
        )
    except ffmpeg.Error as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines()
        raise ToolFailed("ffmpeg failed:\n  " + "\n  ".join(lines[-_STDERR_LINES:])) from None
    except OSError as error:
        raise ToolFailed(f"ffmpeg does not start: {error}") from error
    return out, err.decode(errors="replace")


def filter_pcm(
    pcm: NDArray[np.float32], *filters: tuple[str, Mapping[str, object]], peak: bool = True
) -> Filtered:
    """Pass 48 kHz samples through filters and measure what comes out.

    ``pcm`` is of shape (n,) for mono or (n, channels), and so is the result. Each filter is its
    name and options. Without ``peak`` the true peak is not looked for, which takes time.
    """
    channels = 1 if pcm.ndim == 1 else pcm.shape[1]
    stream = pcm_input(channels)
    for name, options in filters:
        stream = stream.filter(name, **options)
    out, messages = run(
        pcm_output(_meter(stream, peak=peak), channels), np.ascontiguousarray(pcm, "<f4").tobytes()
    )
    samples = np.frombuffer(out, "<f4").reshape(-1, *pcm.shape[1:])
    return Filtered(samples, _loudness(messages, peak=peak))


@dataclass(frozen=True, slots=True)
class Filtered:
    """Samples that passed through filters, and their loudness."""

    pcm: NDArray[np.float32]
    loudness: Loudness


def loudness(pcm: NDArray[np.float32]) -> Loudness:
    """Measure samples of shape (n,) or (n, channels) at 48 kHz."""
    return filter_pcm(pcm).loudness


def momentary(pcm: NDArray[np.float32]) -> tuple[Loudness, NDArray[np.float64]]:
    """Measure samples of shape (n, channels); return also their momentary loudness (LUFS).

    That is one number every 0.1 s, over the 0.4 s that end there (EBU Tech 3341).
    """
    stream = _meter(pcm_input(pcm.shape[1]), framelog="info")
    data = np.ascontiguousarray(pcm, "<f4").tobytes()
    _, messages = run(ffmpeg.output(stream, "pipe:1", f="null", threads=1), data)
    return _loudness(messages), _moments(messages)


def file_loudness(path: Path, demuxer: str = "mov") -> Loudness:
    """Decode the first sound stream of a file and measure it."""
    return _of_file(path, demuxer, "quiet")[0]


def file_momentary(path: Path) -> tuple[Loudness, NDArray[np.float64]]:
    """Decode the sound of an MP4 and measure it as ``momentary`` does."""
    loudness, messages = _of_file(path, "mov", "info")
    return loudness, _moments(messages)


def _of_file(path: Path, demuxer: str, framelog: str) -> tuple[Loudness, str]:
    stream = file_input(path, demuxer)["a:0"]
    stream = stream.filter("silencedetect", noise=f"{DEAD_DB}dB", duration=0.01)
    metered = _meter(stream, framelog)
    _, messages = run(ffmpeg.output(metered, "pipe:1", f="null", threads=1))
    silences = re.findall(r"silence_duration: (\S+)", messages)
    dead = max(map(float, silences), default=0.0)
    return replace(_loudness(messages), silence_s=dead), messages


def _moments(messages: str) -> NDArray[np.float64]:
    return np.array([float(lufs) for lufs in re.findall(r" M:\s*(\S+) S:", messages)])


def _input(name: str, demuxer: str, **options: object) -> Any:
    return ffmpeg.input(name, f=demuxer, protocol_whitelist="file,pipe", threads=1, **options)


def _safe(path: Path) -> str:
    """Return a name ffmpeg takes for a file, not for an option or a protocol."""
    return f"file:{path}"


def _meter(stream: Any, framelog: str = "quiet", *, peak: bool = True) -> Any:
    looked_for = "true" if peak else "none"
    return stream.filter("ebur128", peak=looked_for, framelog=framelog, dualmono="true")


def _loudness(messages: str, *, peak: bool = True) -> Loudness:
    """Read the summary of the ``ebur128`` filter."""
    integrated = re.search(r"^\s*I:\s+(\S+) LUFS", messages, re.MULTILINE)
    highest = re.search(r"^\s*Peak:\s+(\S+) dBFS", messages, re.MULTILINE)
    if integrated is None or (peak and highest is None):
        raise ToolFailed("ffmpeg gave no loudness")
    lufs = float(integrated.group(1))
    true_peak = nan if highest is None else float(highest.group(1))
    return Loudness(lufs if lufs > SILENCE_LUFS else -inf, true_peak)


SILENCE_LUFS = -70.0
"""The absolute gate of EBU R 128: the meter hears nothing below it."""
DEAD_DB = -90.0
"""Samples that stay below this are silence, and not the tone of a room."""
