"""Sound files of others, as samples: WAV, FLAC and MP3, known by their first bytes.

The demuxer is the one of those bytes and the file is handed over as bytes, so a playlist that
calls itself a sound opens nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray

from script.errors import DownhillError

LONGEST_S = 1800
"""Seconds a sound may last; a scene spoken in one go has ten minutes."""
_RATES = (4_000, 384_000)


class NotSound(DownhillError):
    """Bytes that are no sound file, a damaged one, or one that is too long."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, float32 of shape (n,): the mean of the channels, at the file's own ``rate`` (Hz).

    They may leave [-1, 1] where the file does (MP3, float WAV).
    """

    pcm: NDArray[np.float32]
    rate: int

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / self.rate


def demuxer(data: bytes) -> str | None:
    """Return what reads a file (``wav``, ``flac`` or ``mp3``), by its first bytes, or None."""
    if data[:4] in (b"RIFF", b"RF64") and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"fLaC":
        return "flac"
    is_frame = len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x06
    return "mp3" if data[:3] == b"ID3" or is_frame else None


def decode(data: bytes) -> Sound:
    """Return the sound of a file.

    Raises
    ------
    NotSound
        When it is no WAV, FLAC or MP3, cannot be decoded, is empty, or lasts over half an hour.
    """
    planar = av.AudioResampler(format="fltp")
    channels, rate = _decoded(data, planar, lambda part: part.mean(axis=0, dtype=np.float32))
    return Sound(channels, rate)


def decode_stereo(data: bytes, rate: int) -> NDArray[np.float32]:
    """Return the sound of a file as stereo of shape (n, 2) at ``rate`` (Hz); raises likewise.

    What has one channel has it on both sides, 3 dB lower.
    """
    stereo = av.AudioResampler(format="fltp", layout="stereo", rate=rate)
    return _decoded(data, stereo, np.transpose)[0]


Shaped = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""What is made of samples of shape (channels, n)."""


def _decoded(
    data: bytes, resampler: av.AudioResampler, shaped: Shaped
) -> tuple[NDArray[np.float32], int]:
    """Return the samples of a file, resampled and shaped, and the file's own rate."""
    kind = demuxer(data)
    if kind is None:
        raise NotSound("this is no WAV, FLAC or MP3 file")
    try:
        pieces, rate = _pieces(data, kind, resampler, shaped)
    except (av.error.FFmpegError, ValueError, LookupError, OSError) as error:
        raise NotSound(f"this {kind.upper()} file cannot be decoded: {error}") from error
    pcm = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    if not len(pcm):
        raise NotSound(f"this {kind.upper()} file has no sound in it")
    if not np.isfinite(pcm).all():
        raise NotSound(f"this {kind.upper()} file has samples that are no numbers")
    return pcm, rate


def _pieces(
    data: bytes, kind: str, resampler: av.AudioResampler, shaped: Shaped
) -> tuple[list[NDArray[np.float32]], int]:
    """Decode the first sound stream; return what it holds, piece by piece, and its rate."""
    options = {"protocol_whitelist": "pipe"}
    source = io.BytesIO(data)
    with av.open(source, "r", format=kind, options=options, metadata_errors="ignore") as file:
        stream = file.streams.audio[0]
        rate = int(stream.codec_context.sample_rate)
        if not _RATES[0] <= rate <= _RATES[1]:
            raise ValueError(f"{rate} samples a second")
        pieces, left = [], LONGEST_S * rate
        for frame in file.decode(stream):
            pieces += [shaped(_float(part)) for part in resampler.resample(frame)]
            left -= frame.samples
            if left < 0:
                raise ValueError(f"it lasts over {LONGEST_S // 60} minutes")
        pieces += [shaped(_float(part)) for part in resampler.resample(None)]
    return pieces, rate


def _float(part: av.AudioFrame) -> NDArray[np.float32]:
    return np.asarray(part.to_ndarray(), np.float32)
