"""A sound file that a user names: what it is by its first bytes, and its samples.

The demuxer is chosen here and pinned: a playlist or a script that is named ``theme.wav`` is not
opened as what it is, and nothing else is opened through it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import ffmpeg
from pipeline.take import SAMPLE_RATE
from script.errors import DownhillError

FORMATS = "WAV, FLAC, MP3, Ogg or M4A"
_HEAD = 12
_MAGIC = ((b"fLaC", "flac"), (b"OggS", "ogg"), (b"ID3", "mp3"))
_MPEG_SYNC = 0xFFE0
"""The eleven bits that every frame of MPEG audio begins with (ISO/IEC 11172-3, 2.4.1.3)."""
_MPEG_LAYER = 0x0006
"""The two bits of its layer; none of them is how ADTS begins, which is not MP3."""


class NoSound(DownhillError):
    """A file that is not a sound we read, or a damaged one."""


def demuxer_of(head: bytes) -> str | None:
    """Return the name of ffmpeg's demuxer for a file that begins with ``head``, or None.

    ``head`` should be twelve bytes long.
    """
    for magic, demuxer in _MAGIC:
        if head.startswith(magic):
            return demuxer
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mov"
    first = int.from_bytes(head[:2])
    if len(head) >= 2 and first & _MPEG_SYNC == _MPEG_SYNC and first & _MPEG_LAYER:
        return "mp3"
    return None


def read_sound(path: Path, channels: int, longest_s: float) -> NDArray[np.float32]:
    """Return the samples of a sound file at 48 kHz, of shape (n, channels).

    Peaks of lossy files may be beyond -1 and 1.

    Raises
    ------
    NoSound
        When it cannot be read, is none of ``FORMATS``, holds no sound, or lasts longer than
        ``longest_s`` seconds.
    """
    try:
        with path.open("rb") as file:
            demuxer = demuxer_of(file.read(_HEAD))
    except OSError as error:
        raise NoSound(f"{path.name} cannot be read: {error.strerror}") from error
    if demuxer is None:
        raise NoSound(f"{path.name} is not {FORMATS}")
    try:
        source = ffmpeg.file_input(path, demuxer)["a:0"]
        out, _ = ffmpeg.run(ffmpeg.pcm_output(source, channels, t=longest_s + 1))
    except ffmpeg.ToolFailed as error:
        reason = str(error).splitlines()[-1].strip()
        raise NoSound(f"{path.name} cannot be decoded: {reason}") from error
    pcm = np.frombuffer(out, "<f4").reshape(-1, channels)
    if not len(pcm):
        raise NoSound(f"{path.name} holds no sound")
    if len(pcm) > longest_s * SAMPLE_RATE:
        raise NoSound(f"{path.name} lasts longer than {longest_s / 60:.0f} minutes")
    return pcm
