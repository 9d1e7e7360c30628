"""Speak a beat: from a ``Line`` and a voice to a ``Take``, with the time of every shown word.

A line is spoken phrase by phrase. A phrase ends with its sentence or at a ``[pause]``; between two
sentences is 0.35 s of silence, at a pause exactly what it asks for. Engines that keep state between
utterances hear one phrase at a time, so an edit changes the sound of its own sentence only.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

import av
import numpy as np
from numpy.typing import NDArray

from pipeline import ffmpeg
from pipeline.resample import resample
from pipeline.take import SAMPLE_RATE, Source, Take, Utterance, WordTime, quantize
from pipeline.voices import Voice
from script.say import Line

SENTENCE_PAUSE_S = 0.35
TAKE_LUFS = -20.0
"""Loudness of every take: voices differ by 9 LU, and the master starts from equal ones."""

_AT_ONCE = 4
_METERED = 2 * SAMPLE_RATE
"""Samples of which the meter is sure."""
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units ``first:stop`` of a line, spoken in one breath after ``silence_s`` seconds.

    ``spans`` gives each unit's first and end character in ``text``.
    """

    first: int
    stop: int
    silence_s: float
    text: str
    spans: tuple[tuple[int, int], ...]


def narrate(line: Line, voice: Voice) -> Take:
    """Return the beat spoken by ``voice``, levelled to ``TAKE_LUFS``.

    Unit times ascend, do not overlap and lie inside the take.

    Raises
    ------
    VoiceFailed
        When the voice cannot speak a phrase.
    """
    spoken = phrases(line)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        utterances = tuple(pool.map(voice.speak, [phrase.text for phrase in spoken]))
    pieces: list[NDArray[np.float32]] = []
    units: list[tuple[int, int]] = []
    clock = 0
    for phrase, utterance in zip(spoken, utterances, strict=True):
        silence = round(phrase.silence_s * SAMPLE_RATE)
        pcm = resample(utterance.pcm, utterance.rate)
        clock += silence
        units += [
            (
                clock + min(round(start * SAMPLE_RATE), len(pcm)),
                clock + min(round(stop * SAMPLE_RATE), len(pcm)),
            )
            for start, stop in unit_times(phrase.spans, utterance)
        ]
        pieces += [np.zeros(silence, np.float32), pcm]
        clock += len(pcm)
    least = min(utterances, key=_trust)
    last_pause = round(line.pauses.get(len(line.units), 0.0) * SAMPLE_RATE)
    pieces.append(np.zeros(last_pause, np.float32))
    starts = [*(start for start, _ in units), clock]
    return Take(
        held=quantize(levelled(np.concatenate(pieces), voice.loudness_lufs)),
        units=tuple(units),
        marks={name: starts[unit] for name, unit in line.marks.items()},
        source=least.source,
        confidence=least.confidence,
    )


def _trust(utterance: Utterance) -> tuple[int, float]:
    return -get_args(Source).index(utterance.source), utterance.confidence


def take_inputs(line: Line, voice: Voice) -> dict[str, object]:
    """Return all that a take depends on but code, as plain data: with it, its stored identity.

    The shown words are not in it: a caption can be reworded without speaking again.
    """
    return {
        "voice": dict(voice.identity()),
        "phrases": [
            [phrase.text, phrase.silence_s, [list(span) for span in phrase.spans]]
            for phrase in phrases(line)
        ],
        "last_pause_s": line.pauses.get(len(line.units), 0.0),
        "marks": dict(line.marks),
        "level_lufs": TAKE_LUFS,
        "resampler": f"swresample of av {av.__version__}",
    }


def phrases(line: Line) -> tuple[Phrase, ...]:
    """Split a line where a sentence ends and where a ``[pause]`` stands."""
    count = len(line.units)
    cuts = {i + 1 for i, unit in enumerate(line.units) if unit.ends_sentence}
    cuts |= {i for i in line.pauses if 0 < i < count}
    bounds = sorted({0, count} | cuts)
    return tuple(_phrases(line, bounds))


def _phrases(line: Line, bounds: list[int]) -> Iterator[Phrase]:
    for first, stop in pairwise(bounds):
        begin, end = line.spoken_spans[first][0], line.spoken_spans[stop - 1][1]
        yield Phrase(
            first,
            stop,
            line.pauses.get(first, SENTENCE_PAUSE_S if first else 0.0),
            line.spoken[begin:end],
            tuple((start - begin, end - begin) for start, end in line.spoken_spans[first:stop]),
        )


def unit_times(
    spans: tuple[tuple[int, int], ...], utterance: Utterance
) -> tuple[tuple[float, float], ...]:
    """Return start and stop, in seconds, of each unit of an utterance.

    A unit spoken as several words lasts from the first to the last of them. Units without a word
    of their own (an engine says "of the" as one) share the time of the unit before them, or at the
    start of the unit after them, in proportion to their characters.
    """
    found = [_words_in(span, utterance.words) for span in spans]
    heads = [i for i, words in enumerate(found) if words]
    if not heads:
        length = len(utterance.pcm) / utterance.rate
        return _share(spans, 0.0, length)
    times: list[Span] = []
    for head, after in pairwise([*heads, len(spans)]):
        first = head if times else 0
        words = found[head]
        times += _share(spans[first:after], words[0].start_s, words[-1].stop_s)
    return tuple(times)


def _words_in(span: tuple[int, int], words: tuple[WordTime, ...]) -> list[WordTime]:
    return [word for word in words if span[0] <= word.start < span[1]]


def _share(spans: tuple[tuple[int, int], ...], start: float, stop: float) -> tuple[Span, ...]:
    """Divide the time from ``start`` to ``stop`` among units by their characters."""
    weights = np.array([max(end - begin, 1) for begin, end in spans], np.float64)
    edges = start + (stop - start) * np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
    return tuple((float(a), float(b)) for a, b in pairwise(edges))


def measured_lufs(pcm: NDArray[np.float32]) -> float:
    """Return the loudness of samples of shape (n,) at 48 kHz; minus infinity for silence.

    What is too short for the meter (0.4 s) is measured as several of it.
    """
    lufs = ffmpeg.loudness(pcm).lufs
    if np.isfinite(lufs) or not pcm.any():
        return lufs
    return ffmpeg.loudness(np.tile(pcm, -(-_METERED // len(pcm)))).lufs


def levelled(pcm: NDArray[np.float32], lufs: float | None) -> NDArray[np.float32]:
    """Bring samples of shape (n,) at 48 kHz to ``TAKE_LUFS``: from ``lufs``, or as measured."""
    if not pcm.any():
        return pcm
    if lufs is None:
        lufs = measured_lufs(pcm)
    gain_db = TAKE_LUFS - lufs if np.isfinite(lufs) else 0.0
    return pcm * np.float32(10 ** (gain_db / 20))
