"""The vertical axis of a plot: linear, logarithmic, or on the way between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.axes import log_texts, round_spacing, tick_text, ticks
from scenes.stage import Mistake

Span = tuple[float, float]
"""The lowest and the highest value in sight."""

_HEADROOM = 0.08
"""What a linear axis shows beyond its values, as a fraction of their span."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick: its number, its height (0 at the foot of the axis, 1 at its top), its opacity."""

    text: str
    height: float
    opacity: float


@dataclass(frozen=True, slots=True)
class Axis:
    """What both scales show; ``log`` is None when there is a value that is not above zero.

    ``bend`` is everywhere the way from the linear (0) to the logarithmic scale (1).
    """

    linear: Span
    log: Span | None

    def heights(self, values: ArrayLike, bend: float) -> NDArray[np.float64]:
        """Return where values stand: 0 at the foot of the axis, 1 at its top."""
        data = np.asarray(values, dtype=np.float64)
        low, high = self.linear
        heights: NDArray[np.float64] = (data - low) / (high - low)
        if bend > 0 and self.log is not None:
            low, high = np.log10(self.log)
            logs = np.log10(np.maximum(data, np.finfo(np.float64).tiny))
            bent: NDArray[np.float64] = (logs - low) / (high - low)
            heights = bent if bend >= 1 else heights + (bent - heights) * bend
        return heights

    def ticks(self, bend: float, most: int) -> Iterator[Tick]:
        """Yield the ticks in sight; those of the two scales fade across each other."""
        straight, bent = min(max(1 - 2 * bend, 0.0), 1.0), min(max(2 * bend - 1, 0.0), 1.0)
        for value in ticks(*self.linear, most):
            height = float(self.heights(value, bend))
            if straight > 0 and -1e-9 <= height <= 1 + 1e-9:
                yield Tick(tick_text(value), height, straight)
        if bent > 0 and self.log is not None:
            powers = tuple(_powers(*self.log, most))
            for value, text in zip(powers, log_texts(powers), strict=True):
                height = float(self.heights(value, bend))
                if -1e-9 <= height <= 1 + 1e-9:
                    yield Tick(text, height, bent)


def axis(values: Iterable[NDArray[np.float64]], window: Span | None, log: Span | None) -> Axis:
    """Return an axis for values; windows that are given stand, others fit the values.

    Raises
    ------
    Mistake
        For a window that is empty, or logarithmic and not above zero; when no value is finite.
    """
    data = np.concatenate([value[np.isfinite(value)] for value in values])
    if not len(data):
        raise Mistake("there is no finite value to plot")
    for name, span in (("window", window), ("log_window", log)):
        if span is not None and not span[0] < span[1]:
            raise Mistake(f"{name}: its first number must be below its second")
    if log is not None and log[0] <= 0:
        raise Mistake("log_window: a logarithmic axis has no zero, start above it")
    low, high = min(float(data.min()), 0.0), max(float(data.max()), 0.0)
    room = _HEADROOM * (high - low or 1.0)
    fitting = low - room if low < 0 else low, high + room if high > 0 or low == high else high
    return Axis(window or fitting, (log or _decades(data)) if data.min() > 0 else None)


def _decades(values: NDArray[np.float64]) -> Span:
    """Return the whole powers of ten round positive values."""
    low = math.floor(math.log10(values.min()) + 1e-9)
    high = math.ceil(math.log10(values.max()) - 1e-9)
    return 10.0**low, 10.0 ** max(high, low + 1)


_CLOSE = 3
"""Decades between ticks up to which they begin at the foot of the axis."""


def _powers(low: float, high: float, most: int) -> Iterator[float]:
    """Yield powers of ten in [low, high], at most ``most``; 2 and 5 times them if they are few.

    Where they are many, their exponents are multiples of 5, 10, 20, 50, ...
    """
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    decades = max(last - first + 1, 1)
    fine = 3 * decades <= most
    step = math.ceil(decades / most)
    if step > _CLOSE:
        step = round(round_spacing(max(decades / most, 5)))
        first = math.ceil(first / step) * step
    for power in range(first - fine, last + 1, step):
        for factor in (1, 2, 5) if fine else (1,):
            if low * (1 - 1e-9) <= factor * 10.0**power <= high * (1 + 1e-9):
                yield factor * 10.0**power


def round_span(values: NDArray[np.float64]) -> Span:
    """Return the nearest 1, 2 or 5 times a power of ten around positive values, apart."""
    factors = np.array([1, 2, 5, 10, 20, 50, 100])
    low, high = float(values.min()), float(values.max())
    below = factors * 10.0 ** (math.floor(math.log10(low)) - 1)
    above = factors * 10.0 ** math.floor(math.log10(high))
    bottom = float(below[below <= low * (1 + 1e-9)].max())
    return bottom, float(above[(above >= high * (1 - 1e-9)) & (above > bottom)].min())
