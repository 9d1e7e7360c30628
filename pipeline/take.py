"""The types of sound: an utterance as a voice returns it, and a beat spoken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
"""Samples a second of every take, bed and file; every frame rate divides it."""


Source = Literal["events", "alignment", "matching", "proportion", "model"]
"""Where word times come from, the surest first: ``events`` of the engine; forced ``alignment`` of
the sound with the text; ``matching`` with an engine that says the same and has events;
``proportion`` of the letters; ``model`` is that of a voice without sound."""


@dataclass(frozen=True, slots=True)
class WordTime:
    """When the characters ``start:stop`` of the spoken text sound, in seconds."""

    start: int
    stop: int
    start_s: float
    stop_s: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a voice returns: mono float32 PCM in [-1, 1] at ``rate``, and its words' times.

    ``source`` says where the times come from and ``confidence`` (0 to 1) how far to trust them.
    """

    pcm: NDArray[np.float32]
    rate: int
    words: tuple[WordTime, ...]
    source: Source = "events"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class StoredSteps:
    """Samples in a file from the byte ``first`` on: read each time, so that no lesson is too long.

    ``sha256`` is that of their bytes.
    """

    path: Path
    first: int
    count: int
    sha256: str
    is_silent: bool

    def read(self) -> NDArray[np.int16]:
        """Return them; OSError when the file is gone."""
        found = np.fromfile(self.path, "<i2", self.count, offset=self.first)
        return found.astype(np.int16, copy=False)


@dataclass(frozen=True, slots=True)
class Take:
    """One beat spoken.

    ``held`` are its samples: mono int16 of shape (n,) at 48 kHz, in steps of 2**-15, the pause
    after the last word not included; or where they are.
    ``units`` gives start and stop, in samples, of each unit of the beat's ``Line``; ``marks``
    gives the sample at which each mark's next word starts. ``source`` and ``confidence`` are those
    of the least sure of its utterances.
    """

    held: NDArray[np.int16] | StoredSteps
    units: tuple[tuple[int, int], ...]
    marks: Mapping[str, int]
    source: Source
    confidence: float = 1.0

    @property
    def steps(self) -> NDArray[np.int16]:
        """The sound in steps of 2**-15; of a stored take it is read anew each time."""
        return self.held.read() if isinstance(self.held, StoredSteps) else self.held

    @property
    def samples(self) -> int:
        """Length in samples."""
        return self.held.count if isinstance(self.held, StoredSteps) else len(self.held)

    @property
    def pcm(self) -> NDArray[np.float32]:
        """The sound as float32 in [-1, 1), computed anew each time."""
        return as_float(self.steps)

    @property
    def sha256(self) -> str:
        """The digest of its samples, as they are stored."""
        return self.held.sha256 if isinstance(self.held, StoredSteps) else _sha256(self.held)

    @property
    def is_silent(self) -> bool:
        """True when there is nothing to hear."""
        if isinstance(self.held, StoredSteps):
            return self.held.is_silent
        return not self.held.any()


def dumps(take: Take) -> bytes:
    """Return a take as bytes: a line of JSON, then the samples as little-endian int16."""
    head: dict[str, Any] = {"units": take.units, "marks": dict(take.marks), "source": take.source}
    head["confidence"] = take.confidence
    samples = take.steps.astype("<i2", copy=False)
    return json.dumps(head, sort_keys=True).encode() + b"\n" + samples.tobytes()


def loads(data: bytes) -> Take:
    """Return the take that ``dumps`` wrote; equal to it in every sample.

    Raises
    ------
    ValueError
        When the bytes are not a take.
    """
    line, _, samples = data.partition(b"\n")
    try:
        head = json.loads(line)
        units = tuple((int(start), int(stop)) for start, stop in head["units"])
        return Take(
            held=np.frombuffer(samples, "<i2").astype(np.int16, copy=False),
            units=units,
            marks={str(name): int(sample) for name, sample in head["marks"].items()},
            source=_source(head["source"]),
            confidence=float(head["confidence"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a take: {error}") from error


def stored(path: Path) -> Take:
    """Return the take that ``dumps`` wrote into a file, which keeps its samples; raises likewise.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    data = path.read_bytes()
    whole = loads(data)
    first = data.index(b"\n") + 1
    kept = StoredSteps(path, first, whole.samples, whole.sha256, whole.is_silent)
    return replace(whole, held=kept)


def _sha256(steps: NDArray[np.int16]) -> str:
    return hashlib.sha256(steps.astype("<i2", copy=False).data).hexdigest()


def _source(name: object) -> Source:
    for known in get_args(Source):
        if name == known:
            return cast(Source, known)
    raise ValueError(f"no source of word times is called {name!r}")


def quantize(pcm: NDArray[np.float32]) -> NDArray[np.int16]:
    """Round samples to the steps of 2**-15 that a take is stored in, clipped to [-1, 1)."""
    return np.clip(np.round(pcm * _STEPS), -_STEPS, _STEPS - 1).astype(np.int16)


def as_float(steps: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return steps of 2**-15 as float32 in [-1, 1), computed anew each time."""
    return steps.astype(np.float32) / _STEPS


_STEPS = np.float32(32768)
