"""Whether words that were laid over a sound are what it says.

A text can be laid over anything: what is missing in the sound is squeezed into a tenth of a second,
what is too much in it is taken for silence or drawn over a neighbour. Each of these costs more than
the same voice costs where text and sound agree, and the sound of what is taken for silence is loud.

The limits were set with 970 utterances of five lessons; those of time stretch with slow speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.align.sphinx import FRAME_S, Stretch

LOUD_DB = -30.0
"""Below the loudest twentieth of a sound: what is louder is no pause."""
SOFT_DB = -20.0
"""The same: what is never louder is no word but a consonant that fades: the v of a slow "five"."""
WINDOW = 30
"""Frames over which a misfit is looked for: a word of two syllables."""
PHONE = 10
"""Of a longer phone only so many frames count there: one vowel said otherwise is no other word."""

LONGEST_WORD_S = 1.5
STRAY_RUN_S = 0.1
USUAL_PHONE, SLOWEST = 9, 1.5
"""Frames of the median phone of speech at 150 words a minute; in slower speech both limits above
are longer by as much, at most so many times."""
STRAY_SHARE = 0.15
COST = 27.0
WINDOW_COST = 35.0, 1.5
WORD_COST = 50.0, 2.0
"""Limits of the mean cost of a window and of a word: a constant, and times the voice's median."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that speaks against an alignment: how many times its limit it is, and in words."""

    measure: float
    said: str


def doubts(laid: Sequence[Stretch], levels: NDArray[np.float64]) -> tuple[Doubt, ...]:
    """Return what is measured of an alignment; 1 is the most that correct speech comes to.

    Parameters
    ----------
    laid
        All stretches, words and what is between them, without gaps.
    levels
        The level of each frame in dB under the loudest of the sound, shape (frames,).
    """
    return tuple(_doubts(laid, levels))


def _doubts(laid: Sequence[Stretch], levels: NDArray[np.float64]) -> Iterator[Doubt]:
    words = [stretch for stretch in laid if stretch.is_word]
    costs, in_words = _by_frame(laid)
    loud = np.zeros(len(costs), np.bool_)
    loud[: len(levels)] = levels[: len(costs)] > LOUD_DB
    typical = float(np.median(costs[in_words]))

    slow = _slowness(words)
    longest = max(words, key=_frames)
    yield Doubt(
        _frames(longest) * FRAME_S / (slow * LONGEST_WORD_S),
        f"{longest.word!r} would last {_frames(longest) * FRAME_S:.1f} s",
    )
    unclaimed = _runs(loud & ~in_words)
    runs = [(start, stop) for start, stop in unclaimed if levels[start:stop].max() > SOFT_DB]
    start, stop = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    run, at = stop - start, (start + stop) // 2
    yield Doubt(
        run * FRAME_S / (slow * STRAY_RUN_S),
        f"there is more in the sound, {_near(words, at)}",
    )
    yield Doubt(
        sum(stop - start for start, stop in runs) / max(int(loud.sum()), 1) / STRAY_SHARE,
        f"much of the sound belongs to no word, {_near(words, at)}",
    )
    yield Doubt(float(costs[in_words].mean()) / COST, "the words do not sound like this")

    counted = _counted(laid)
    heard = np.where(loud | in_words, costs, 0.0)[counted]
    worst, middle = highest_mean(heard, WINDOW)
    at = int(counted[min(middle, len(counted) - 1)])
    yield Doubt(worst / _limit(WINDOW_COST, typical), f"something else is said {_near(words, at)}")
    worst_word = max(words, key=_mean_cost)
    yield Doubt(
        _mean_cost(worst_word) / _limit(WORD_COST, typical),
        f"{worst_word.word!r} is not heard at {worst_word.first * FRAME_S:.1f} s",
    )


def highest_mean(values: NDArray[np.generic], window: int) -> tuple[float, int]:
    """Return the highest mean of ``window`` values in a row, or of all, and the middle of them."""
    count = min(window, len(values))
    means = np.convolve(values, np.full(count, 1 / count), "valid")
    return float(means.max()), int(means.argmax()) + count // 2


def levels(pcm: NDArray[np.float32], hop: int) -> NDArray[np.float64]:
    """Return the level of each ``hop`` samples in dB under the sound's loudest twentieth."""
    count = max(len(pcm) // hop, 1)
    frames = np.pad(pcm, (0, max(count * hop - len(pcm), 0)))[: count * hop].reshape(count, hop)
    power = np.square(frames.astype(np.float64)).mean(axis=1)
    loudest = float(np.percentile(power, 95))
    return np.asarray(10 * np.log10(np.maximum(power, 1e-14) / max(loudest, 1e-14)))


def _by_frame(laid: Sequence[Stretch]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return what each frame costs, and whether it is in a word."""
    costs = [np.full(p.frames, p.cost / p.frames) for s in laid for p in s.phones]
    in_words = [np.full(_frames(stretch), stretch.is_word) for stretch in laid]
    return np.concatenate(costs), np.concatenate(in_words)


def _counted(laid: Sequence[Stretch]) -> NDArray[np.intp]:
    """Return the frames that count where a misfit is looked for: the first ``PHONE`` of a phone."""
    phones = (phone for stretch in laid for phone in stretch.phones)
    return np.concatenate(
        [np.arange(phone.first, min(phone.stop, phone.first + PHONE)) for phone in phones]
    )


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the first frame of each run of true flags, and the one after it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _slowness(words: Sequence[Stretch]) -> float:
    """Return how many times slower than usual is spoken, from 1 to ``SLOWEST``.

    The median does not mind a clause that is squeezed together, or a word drawn over another.
    """
    phones = [phone.frames for word in words for phone in word.phones]
    return float(np.clip(np.median(phones) / USUAL_PHONE, 1.0, SLOWEST))


def _near(words: Sequence[Stretch], frame: int) -> str:
    """Return where a frame is, in words."""
    word = min(words, key=lambda word: abs(word.first + word.stop - 2 * frame))
    return f"near {word.word!r}, at {frame * FRAME_S:.1f} s"


def _limit(limit: tuple[float, float], typical: float) -> float:
    return limit[0] + limit[1] * typical


def _frames(stretch: Stretch) -> int:
    return stretch.stop - stretch.first


def _mean_cost(stretch: Stretch) -> float:
    return stretch.cost / _frames(stretch)
