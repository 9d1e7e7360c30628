"""Matching a sound with eSpeak NG saying the same text, whose word times are known."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.align.aligned import Aligned, AlignFailed
from pipeline.align.evidence import LOUD_DB, Doubt, highest_mean, levels
from pipeline.align.features import HOP, RATE, features
from pipeline.align.warp import distances, mean_along, warp
from pipeline.resample import resample
from pipeline.take import Utterance, WordTime
from pipeline.voices.espeak import Espeak

FRAME_S = HOP / RATE

LONGEST_S = 60.0
"""Of sound and of model: a minute against a minute is 36 million pairs of frames."""
LIKENESS = 0.87
"""Mean distance along the best path, over that along the best to the same speech in disorder:
backwards, and begun at a third and at two thirds. 0.74 for another voice that says the same, 0.92
on average where something else is said."""
WINDOW = 30
FAR = 0.35, 1.1
"""Limit of the mean distance over ``WINDOW`` steps: a constant, and times the median."""
STEPS = 40
STANDING = 0.42
"""The most of ``STEPS`` steps in which one speaks and the other stands still, beyond what their
lengths make necessary."""

Path = NDArray[np.intp]


def speaker(language: str) -> Espeak:
    """Return eSpeak NG for a language."""
    return Espeak() if language.partition("-")[0] == "en" else Espeak(variant=language.lower())


def matched(text: str, pcm: NDArray[np.float32], rate: int, language: str) -> Aligned:
    """Return the word times of a text in any language that eSpeak NG speaks.

    Raises
    ------
    AlignFailed
        When the sound does not say the text.
    VoiceFailed
        When eSpeak NG does not run here, or has no such language.
    """
    model = speaker(language).speak(text)
    sound = resample(pcm, rate, RATE)
    spoken = resample(model.pcm, model.rate, RATE)
    if max(len(sound), len(spoken)) > LONGEST_S * RATE:
        raise AlignFailed(f"only {LONGEST_S:.0f} s at once can be matched with eSpeak NG")
    ours, theirs = features(sound), features(spoken)
    distance = distances(ours, theirs)
    path = warp(distance)
    loud = [_loud(one, len(frames)) for one, frames in ((sound, ours), (spoken, theirs))]
    worst = max(_doubts(path, distance, loud), key=lambda doubt: doubt.measure)
    if worst.measure > 1:
        raise AlignFailed(f"the sound does not say {text!r}: {worst.said}")
    words = tuple(_times(model, path, loud[0]))
    return Aligned(words, "matching", round(1 - worst.measure / 2, 3))


def _doubts(
    path: Path, distance: NDArray[np.float64], loud: Sequence[NDArray[np.bool_]]
) -> Iterator[Doubt]:
    third = distance.shape[1] // 3
    mixed = distance[:, ::-1], *(np.roll(distance, turn * third, axis=1) for turn in (1, 2))
    chance = np.mean([mean_along(warp(one), one) for one in mixed])
    likeness = mean_along(path, distance) / float(chance)
    yield Doubt(likeness / LIKENESS, "it does not sound like it")

    apart = distance[path[:, 0], path[:, 1]]
    far, at = highest_mean(apart, WINDOW)
    limit = FAR[0] + FAR[1] * float(np.median(apart))
    yield Doubt(far / limit, f"something else is said at {path[at, 0] * FRAME_S:.1f} s")

    lengths = distance.shape
    for side, said in enumerate(("there is more in the sound", "something is missing")):
        stands = np.diff(path[:, 1 - side], prepend=-1) == 0
        share, at = highest_mean(stands & loud[side][path[:, side]], STEPS)
        limit = STANDING + max(1 - lengths[1 - side] / lengths[side], 0.0)
        yield Doubt(share / limit, f"{said}, at {path[at, 0] * FRAME_S:.1f} s")


def _loud(sound: NDArray[np.float32], frames: int) -> NDArray[np.bool_]:
    loud = np.zeros(frames, np.bool_)
    level = levels(sound, HOP)[:frames]
    loud[: len(level)] = level > LOUD_DB
    return loud


def _times(model: Utterance, path: Path, loud: NDArray[np.bool_]) -> Iterator[WordTime]:
    """Yield the words of the model at the times of the sound: they ascend and end with it.

    A word that would begin in a pause begins where the pause ends.
    """
    count = np.bincount(path[:, 1])
    ours = np.bincount(path[:, 1], path[:, 0]) / count
    theirs = np.arange(len(ours))
    before, end = 0.0, float(len(loud))
    for word in model.words:
        edges = np.interp([word.start_s / FRAME_S, word.stop_s / FRAME_S], theirs, ours)
        start, stop = (float(edge) for edge in edges)
        sounding = np.flatnonzero(loud[int(start) : int(stop)])
        if len(sounding):
            start = max(start, int(start) + int(sounding[0]))
        start = min(max(start, before), end)
        before = min(max(stop, start), end)
        yield WordTime(word.start, word.stop, start * FRAME_S, before * FRAME_S)


def identity() -> str:
    """Return the version of eSpeak NG."""
    return importlib.metadata.version("espeakng-loader")
