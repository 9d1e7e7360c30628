"""Compares two makings of one lesson: every frame, every sample, every byte."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.awaited import Footage
from pipeline.deliver import DOWNLOAD, Delivery
from pipeline.plan import Plan, PlannedBeat, samples_per_frame
from script.errors import DownhillError


class NotTheSame(DownhillError):
    """A lesson that was made again from nothing and came out otherwise."""


@dataclass(frozen=True, slots=True)
class Making:
    """A lesson made once: its plan, each beat's footage by ``scene/beat``, and its files."""

    plan: Plan
    footage: Mapping[str, Footage]
    deliveries: Sequence[Delivery]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much was compared, and what differs, one line each."""

    frames: int
    samples: int
    files: int
    differences: tuple[str, ...]


def compare(one: Making, other: Making) -> Comparison:
    """Compare two makings: words spoken, pictures, and the files as a viewer decodes them.

    A difference names the beat and its first frame or sample that differs.
    """
    beats = {beat.name: beat for beat in other.plan.beats}
    told = []
    if [beat.name for beat in one.plan.beats] != list(beats):
        told.append(f"{_lesson(one)}: other beats than before")
    for beat in one.plan.beats:
        if beat.name in beats:
            told += [
                f"{_lesson(one)}/{beat.name}: {difference}"
                for difference in _of_beat(beat, beats[beat.name], one, other)
            ]
    frames = samples = 0
    pairs = list(_pairs(one, other))
    for ours, theirs, beats_in in pairs:
        if theirs is None:
            told.append(f"{ours.name}: not made again")
        elif ours.suffix == ".mp4" and not ours.name.endswith(DOWNLOAD):
            seen = _Film(one.plan, beats_in)
            told += [f"{ours.name}: {difference}" for difference in seen.compare(ours, theirs)]
            frames += seen.frames
            samples += seen.samples
        elif ours.read_bytes() != theirs.read_bytes():
            told.append(f"{ours.name}: other bytes")
    return Comparison(frames, samples, len(pairs), tuple(told))


def _lesson(making: Making) -> str:
    return making.plan.ready.lesson.id


def _of_beat(one: PlannedBeat, other: PlannedBeat, mine: Making, its: Making) -> Iterator[str]:
    """Yield what differs between a beat's takes, segments and last pictures."""
    first = _first_difference(one.take.steps, other.take.steps)
    if first is not None:
        yield f"the voice differs from sample {first}"
    ours, theirs = mine.footage[one.name], its.footage[one.name]
    if ours.segment.read_bytes() != theirs.segment.read_bytes():
        frames = _frames_that_differ(ours.segment, theirs.segment)
        yield _told_frames(frames, one.frames) if frames else "other bytes, the same frames"
    if ours.still.read_bytes() != theirs.still.read_bytes():
        same = np.array_equal(_picture(ours.still), _picture(theirs.still))
        yield "its last picture: " + ("other bytes, the same pixels" if same else "other pixels")


def _pairs(one: Making, other: Making) -> Iterator[tuple[Path, Path | None, Sequence[PlannedBeat]]]:
    """Yield the files of one, those of the other by the same name, and the beats of a film."""
    for ours, theirs in zip(one.deliveries, other.deliveries, strict=True):
        named = {file.name: file for file in theirs.files}
        for file in ours.files:
            beats = one.plan.beats if ours is one.deliveries[0] else one.plan.of_scene(file.stem)
            yield file, named.get(file.name), beats


class _Film:
    """Compares two films of the same beats as they are decoded; counts what it compared."""

    def __init__(self, plan: Plan, beats: Sequence[PlannedBeat]) -> None:
        self._plan = plan
        self._beats = beats
        self.frames = 0
        self.samples = 0

    def compare(self, ours: Path, theirs: Path) -> Iterator[str]:
        """Yield what differs between the decoded films, then whether their bytes do."""
        by_beat: dict[str, list[int]] = {}
        for mine, its in zip_longest(_frames(ours), _frames(theirs)):
            if mine is None or its is None or not np.array_equal(mine, its):
                name, frame = self._beat_at(self.frames)
                by_beat.setdefault(name, []).append(frame)
            self.frames += 1
        lengths = {beat.name: beat.frames for beat in self._beats}
        for name, frames in by_beat.items():
            yield f"{name}: {_told_frames(frames, lengths[name])}"
        mine, its = _samples(ours), _samples(theirs)
        self.samples = max(len(mine), len(its))
        first = _first_difference(mine, its)
        if first is not None:
            name, frame = self._beat_at(first // samples_per_frame(self._plan.look))
            yield f"{name}: the sound differs from sample {first}, in frame {frame}"
        if not by_beat and first is None and ours.read_bytes() != theirs.read_bytes():
            yield "other bytes, the same frames and samples"

    def _beat_at(self, frame: int) -> tuple[str, int]:
        """Return the beat that shows a frame of the film, and the frame's number in it."""
        start = self._beats[0].start
        for beat in self._beats:
            if frame < beat.start - start + beat.frames:
                return beat.name, frame - (beat.start - start)
        last = self._beats[-1]
        return last.name, frame - (last.start - start)


def _told_frames(frames: Sequence[int], of: int) -> str:
    more = f", and {len(frames) - 1} more" if frames[1:] else ""
    return f"frame {frames[0]} of {of} differs{more}"


def _frames_that_differ(one: Path, other: Path) -> list[int]:
    pairs = zip_longest(_frames(one), _frames(other))
    return [
        index
        for index, (mine, its) in enumerate(pairs)
        if mine is None or its is None or not np.array_equal(mine, its)
    ]


def _frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    with av.open(os.fspath(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            picture: NDArray[np.uint8] = frame.to_ndarray()  # type: ignore[assignment]
            yield picture


def _samples(path: Path) -> NDArray[np.float32]:
    """Return the decoded sound, (samples, channels)."""
    with av.open(os.fspath(path)) as container:
        stream = container.streams.audio[0]
        decoded = [frame.to_ndarray().T for frame in container.decode(stream)]
    return np.concatenate(decoded)


def _picture(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _first_difference(one: NDArray[np.generic], other: NDArray[np.generic]) -> int | None:
    """Return the first row that differs, or where the shorter one ends; None when equal."""
    length = min(len(one), len(other))
    unequal = (one[:length] != other[:length]).reshape(length, -1).any(axis=1)
    if unequal.any():
        return int(unequal.argmax())
    return None if len(one) == len(other) else length
