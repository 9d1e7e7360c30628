"""What happened in a run, and at which step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from gdmath.array import Array

if TYPE_CHECKING:
    from gdmath.run import Run

FRACTIONS: Mapping[str, Fraction] = MappingProxyType(
    {
        "half": Fraction(1, 2),
        "tenth": Fraction(1, 10),
        "hundredth": Fraction(1, 100),
        "thousandth": Fraction(1, 1000),
        "ten_thousandth": Fraction(1, 10**4),
        "millionth": Fraction(1, 10**6),
    }
)
"""Shares of the starting loss that a lesson may wait for."""


def events(run: Run, x: Array, f: Array) -> dict[str, int]:
    """Return the step number of each thing that happened, by name.

    ==================  ==================================================================
    event               the first step at which
    ==================  ==================================================================
    ``first_inf``       the loss or a parameter is infinite
    ``first_nan``       the loss or a parameter is no number
    ``first_uphill``    the loss is higher than one step before
    ``frozen``          the parameters are what they are at the end, bit for bit, after at
                        least one step that did not move them
    ``reaches_half``    the loss is at most half of the first; also ``tenth``, ``hundredth``,
                        ``thousandth``, ``ten_thousandth``, ``millionth``
    ``stays_half``      the same, and it never rises above that again in this run
    ``plateau``         a plateau begins, see ``plateau``
    ``plateau_end``     it ends
    ==================  ==================================================================

    Losses are counted above the least one, where that is known. What did not happen is not in
    it.
    """
    return dict(_happened(run, x, f))


def _happened(run: Run, x: Array, f: Array) -> Iterator[tuple[str, int]]:
    yield from _first("first_inf", np.isinf(f) | np.isinf(x).any(axis=-1))
    yield from _first("first_nan", np.isnan(f) | np.isnan(x).any(axis=-1))
    yield from _first("first_uphill", np.append(False, f[1:] > f[:-1]))
    still = frozen_at(x)
    if still is not None:
        yield "frozen", still
    excess = f - (run.objective.f_min or 0.0)
    if excess[0] > 0:
        for name, part in FRACTIONS.items():
            there = excess <= float(part) * excess[0]
            yield from _first(f"reaches_{name}", there)
            yield from _first(f"stays_{name}", np.logical_and.accumulate(there[::-1])[::-1])
    flat = plateau(f)
    if flat is not None:
        yield "plateau", flat[0]
        yield "plateau_end", flat[1]


def _first(
    name: str, seen: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Iterator[tuple[str, int]]:
    if seen.any():
        yield name, int(seen.argmax())


def frozen_at(x: Array) -> int | None:
    """Return the first step from which ``x`` (n+1, dim) is always the last point, or None.

    None when the last step still moved it, or there is no step.
    """
    same = (x == x[-1]).all(axis=-1)
    if len(x) < 2 or not same[-2]:
        return None
    moved = np.flatnonzero(~same)
    return int(moved[-1]) + 1 if moved.size else 0


def plateau(f: Array) -> tuple[int, int] | None:
    """Return where the first plateau of the losses ``f`` (n+1,) begins and ends, or None.

    A plateau is a stretch of at least a fifth of all steps, five or more, over which the loss
    stays within 2 % of its value at the beginning, and after which it falls at least 20 % below
    its value at the end. The end is the last step within the 2 %.

    Source: the course's rule of thumb; the thresholds are no law.
    """
    n = len(f) - 1
    width = max(5, -(-n // 5))
    if n <= width or not np.isfinite(f).all():
        return None
    lowest_later = np.append(np.minimum.accumulate(f[::-1])[::-1][1:], np.inf)
    level = np.abs(f[: n - width])
    flat_so_far = np.abs(f[width:n] - f[: n - width]) < 0.02 * level
    drops_later = lowest_later[width:n] <= 0.8 * f[width:n]
    for begin in np.flatnonzero(flat_so_far & drops_later):
        off = np.abs(f[begin + 1 :] - f[begin]) >= 0.02 * level[begin]
        end = int(begin) + int(off.argmax())
        if end - begin >= width and lowest_later[end] <= 0.8 * f[end]:
            return int(begin), end
    return None
