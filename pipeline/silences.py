"""Where a take is silent, and where in it a short sound has room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.take import SAMPLE_RATE, Take

SPEECH_DB = -45.0
"""Loudest 10 ms of what counts as silence, dB rms; a take is at -20 LUFS."""
AFTER_SPEECH = round(0.1 * SAMPLE_RATE)
"""Samples of silence between a word and a sound that follows it."""
BEFORE_SPEECH = round(0.05 * SAMPLE_RATE)
"""Samples of silence between a sound and the word it comes before."""

_WINDOW = SAMPLE_RATE // 100
_STEPS = 32768
Span = tuple[int, int]
"""First sample, and the one after the last."""


def spoken_spans(take: Take, join: int = 0) -> tuple[Span, ...]:
    """Return where somebody speaks in a take, in samples, to 10 ms; ascending.

    Spans less than ``join`` samples apart are one. What is heard counts, not word times; of a
    voice without sound, its words do.
    """
    if take.is_silent:
        return joined(take.units, join)
    loud = 10 ** (SPEECH_DB / 20) * _STEPS
    padded = np.pad(take.steps, (0, -len(take.steps) % _WINDOW)).astype(np.float64)
    power = np.square(padded.reshape(-1, _WINDOW)).mean(axis=1)
    edges = np.flatnonzero(np.diff(np.r_[False, power > loud**2, False]))
    spans = [(int(a) * _WINDOW, int(b) * _WINDOW) for a, b in edges.reshape(-1, 2)]
    return joined(spans, join)


def joined(spans: Sequence[Span], join: int) -> tuple[Span, ...]:
    """Return ascending spans, those less than ``join`` samples apart (or overlapping) as one."""
    found: list[Span] = []
    for start, stop in spans:
        if found and start - found[-1][1] <= join:
            found[-1] = found[-1][0], max(stop, found[-1][1])
        else:
            found.append((start, stop))
    return tuple(found)


def room(at: int, length: int, spoken: Sequence[Span], within: Span) -> int | None:
    """Return where a sound may begin that belongs to the sample ``at``, or None: nowhere.

    It begins there if it can; else just before the word that ``at`` begins, or just after the
    word that ends there.

    Parameters
    ----------
    at
        Where it should begin.
    length
        Its samples.
    spoken
        Where somebody speaks: ascending.
    within
        It begins no earlier than the first of these samples and is over before the second.
    """
    free = [
        (before[1] + AFTER_SPEECH, after[0] - BEFORE_SPEECH - length)
        for before, after in pairwise(
            [
                (within[0] - AFTER_SPEECH, within[0] - AFTER_SPEECH),
                *spoken,
                (within[1] + BEFORE_SPEECH, within[1] + BEFORE_SPEECH),
            ]
        )
    ]
    nearest = [min(max(at, first), last) for first, last in free if first <= last]
    reach = at - length - BEFORE_SPEECH - _WINDOW, at + AFTER_SPEECH + _WINDOW
    allowed = [start for start in nearest if reach[0] <= start <= reach[1]]
    return min(allowed, key=lambda start: (abs(start - at), start), default=None)
