"""The sound of a beat: its take mastered to -14 LUFS and encoded as AAC; and the quiet between.

Earcons sound under the speech; they are laid over the mastered take, and do not change its level.

The chain is high-pass, light compression, then gain and a limiter that works at 192 kHz (so it
sees the peaks between samples), repeated with a corrected gain until the meter agrees. Two-pass
``loudnorm`` was tried and misses by up to 2 LU on synthetic speech.

Each take is mastered and encoded by itself, so that an edit costs the sound of its own sentence;
``pipeline.track`` lays the packets side by side. Quiet is gated out by the meter, so a lesson of
takes at -14 LUFS is at -14 LUFS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import ffmpeg
from pipeline.earcons import PlacedEarcon, sound_of
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET

TARGET_LUFS = -14.0
TOLERANCE_LU = 0.15
"""A master is repeated until it is this close; the meter's last digit is 0.1."""
MIX_TOLERANCE_LU = 0.25
"""The same of a mix, which costs more to repeat."""
PEAK_DBTP = -1.5
"""True peak of a master; AAC adds up to 0.5 dB to it."""
DECODED_PEAK_DBTP = -1.0
"""True peak of what AAC decodes to, at most."""
AAC_BIT_RATE = 256_000
ROOM_TONE_DB = -80.0
"""White noise under the master, dB rms: far below hearing, and the encoder, which spends no bits on
digital silence, keeps its rate (246 kb/s instead of 163 over a narrated lesson)."""

_AAC = {"acodec": "aac", "aac_coder": "fast"}
_CENTRED = {"aac_ms": 1, "aac_tns": 0, "aac_pns": 0, "aac_is": 0}
"""For two sides that are equal: both decode to the same, and a fifth of the time is saved."""
_ROUNDS = 8
_NOISE = 30 * SAMPLE_RATE
"""Samples of noise that are made at once: takes are seldom longer, and making it costs."""
_METERED = 2 * SAMPLE_RATE
"""Samples of which the meter is sure."""
_METER_BLOCK = round(0.4 * SAMPLE_RATE)
"""Samples the meter looks at together (ITU-R BS.1770). A take is measured with as much silence
around it, as it has in a lesson: the blocks in which it begins and ends count there, too."""
_LIMITER_RATE = 192_000
_HIGH_PASS = ("highpass", {"f": 70, "poles": 2})
_COMPRESSOR = (
    "acompressor",
    {"threshold": "-24dB", "ratio": 3, "attack": 10, "release": 150, "knee": 6, "makeup": 1},
)


QUIET = 128 * PACKET
"""Samples of room tone that a track repeats: 2.7 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What is heard of a beat: ``samples`` in all, whole packets, the first and the last quiet.

    ``pcm`` is the take, mono of shape (n,) at 48 kHz; it begins ``before`` samples after the
    piece does.
    """

    pcm: NDArray[np.float32]
    before: int
    samples: int
    earcons: Sequence[PlacedEarcon] = ()


def mastered(piece: Piece) -> NDArray[np.float32]:
    """Return a piece as stereo of shape (samples, 2): its take mastered, with its earcons."""
    laid = np.zeros(piece.samples, np.float32)
    laid[piece.before : piece.before + len(piece.pcm)] = piece.pcm
    done = master(laid)
    for one in piece.earcons:
        done[piece.before + one.at : piece.before + one.stop] += _stereo(sound_of(one.earcon))
    return done


def spoken(piece: Piece, path: Path) -> None:
    """Write the sound of a piece, mastered and in its room; raises as ``encode_aac`` does."""
    encode_aac(mastered(piece) + room_tone(piece.samples), path)


def quiet(path: Path) -> None:
    """Write ``QUIET`` samples of room tone, the quiet between takes; raises as ``encode_aac``."""
    encode_aac(room_tone(QUIET), path)


def silence(path: Path) -> None:
    """Write ``QUIET`` samples of nothing, for a lesson without a voice; raises likewise."""
    encode_aac(np.zeros((QUIET, 2), np.float32), path)


def master(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a take as stereo of shape (n, 2) at -14 LUFS and at most -1.5 dBTP.

    A silent take stays silent. The length never changes. One that cannot be that loud under that
    peak comes back as loud as it can be; one too short for the meter (0.4 s) gets the gain that
    several of it would get.
    """
    if not mono.any():
        return _stereo(mono)
    among = np.pad(mono, _METER_BLOCK)
    compressed = ffmpeg.filter_pcm(among, _HIGH_PASS, _COMPRESSOR, peak=False)
    if np.ptp(np.flatnonzero(mono)) < _METER_BLOCK or not np.isfinite(compressed.loudness.lufs):
        return _stereo(_fit(_repeated(mono), len(mono)))
    gain_db = TARGET_LUFS - compressed.loudness.lufs
    ceiling_db = PEAK_DBTP
    best, best_error = among, np.inf
    for _ in range(_ROUNDS):
        limited = ffmpeg.filter_pcm(compressed.pcm, *_gain_and_limit(gain_db, ceiling_db))
        error = TARGET_LUFS - limited.loudness.lufs
        over_db = limited.loudness.true_peak - PEAK_DBTP
        if over_db <= 0 and abs(error) < best_error:
            best, best_error = limited.pcm, abs(error)
        if best_error <= TOLERANCE_LU:
            break
        gain_db += error
        ceiling_db -= max(over_db, 0.0)
    return _stereo(_fit(best[_METER_BLOCK:], len(mono)))


def encode_aac(stereo: NDArray[np.float32], path: Path) -> None:
    """Write samples of shape (n, 2), equal sides, as AAC-LC at 48 kHz into an MP4 (``.m4a``) file.

    The same samples give the same bytes. As in every AAC file the first 1,024 decoded samples are
    the encoder's own; the file's edit list says so.

    Raises
    ------
    ToolFailed
        When ffmpeg cannot write the file.
    """
    data = np.ascontiguousarray(stereo, "<f4").tobytes()
    ffmpeg.run(_aac(ffmpeg.pcm_input(channels=2), path, **_CENTRED), data)


def encode_mix(raw: Path, path: Path, *, speaks: bool) -> None:
    """Write a file of raw stereo samples as AAC, as ``encode_aac`` does, level and peaks held.

    Where voice and music add up to more than a peak may have, the limiter lowers both. When
    somebody ``speaks``, it is at -14 LUFS: long stretches of music can count in the meter's mean.
    What the decoded AAC is off is corrected, and it is encoded again.

    Raises
    ------
    ToolFailed
        When ffmpeg fails.
    """
    gain_db, ceiling_db = 0.0, PEAK_DBTP
    for _ in range(_ROUNDS):
        stream = ffmpeg.raw_input(raw, channels=2)
        for name, options in _gain_and_limit(gain_db, ceiling_db):
            stream = stream.filter(name, **options)
        ffmpeg.run(_aac(stream, path))
        decoded = ffmpeg.file_loudness(path)
        over_db = decoded.true_peak - DECODED_PEAK_DBTP
        error = TARGET_LUFS - decoded.lufs if speaks else 0.0
        if over_db <= 0 and abs(error) <= MIX_TOLERANCE_LU:
            return
        gain_db += error
        ceiling_db -= over_db + 0.05 if over_db > 0 else 0.0


def _aac(stream: Any, path: Path, **options: object) -> Any:
    return ffmpeg.file_output(stream, path, "mp4", audio_bitrate=AAC_BIT_RATE, **_AAC, **options)


def _repeated(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a take too short or too quiet for the meter, at the level of a run of such takes."""
    run = np.tile(mono[np.flatnonzero(mono)[0] :], -(-_METERED // len(mono)))
    compressed = ffmpeg.filter_pcm(run, _HIGH_PASS, _COMPRESSOR, peak=False)
    if not np.isfinite(compressed.loudness.lufs):
        return mono
    gain_db = TARGET_LUFS - compressed.loudness.lufs
    alone = ffmpeg.filter_pcm(mono, _HIGH_PASS, _COMPRESSOR, peak=False).pcm
    return ffmpeg.filter_pcm(alone, *_gain_and_limit(gain_db, PEAK_DBTP)).pcm


def _gain_and_limit(gain_db: float, ceiling_db: float) -> tuple[tuple[str, dict[str, object]], ...]:
    limiter: dict[str, object] = {
        "limit": f"{10 ** (ceiling_db / 20):.6f}",
        "attack": 5,
        "release": 60,
        "level": "disabled",
        "latency": "true",
    }
    return (
        ("volume", {"volume": f"{gain_db:.3f}dB"}),
        ("aresample", {"osr": _LIMITER_RATE}),
        ("alimiter", limiter),
        ("aresample", {"osr": SAMPLE_RATE}),
    )


def _fit(mono: NDArray[np.float32], samples: int) -> NDArray[np.float32]:
    """Cut or fill with silence to exactly ``samples``: resampling may round the last one."""
    return np.pad(mono[:samples], (0, max(samples - len(mono), 0)))


def room_tone(samples: int) -> NDArray[np.float32]:
    """Return the quiet of a room, stereo of shape (samples, 2); one side repeats the other."""
    noise = _noise(-(-samples // _NOISE) * _NOISE)[:samples]
    return _stereo(noise * np.float32(10 ** (ROOM_TONE_DB / 20)))


@lru_cache(maxsize=4)
def _noise(samples: int) -> NDArray[np.float32]:
    """Return white noise of level 1; a shorter one is its beginning."""
    return np.random.Generator(np.random.PCG64(0)).standard_normal(samples, np.float32)


def _stereo(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.repeat(mono[:, np.newaxis], 2, axis=1)
