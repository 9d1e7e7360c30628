"""Why a loss on a bowl cannot go flat and then drop.

Gradient descent on a quadratic leaves ``f[k] - f* = sum_i w_i r_i^(2k)`` with weights w_i >= 0.
By Cauchy and Schwarz ``(f[k] - f*)^2 <= (f[k-1] - f*)(f[k+1] - f*)``, for any learning rate, also
beyond the wall: the logarithm of the excess is convex, each step shrinks it by no more than the
step before. So a plateau followed by a drop has another cause: a saddle, noise, a cut rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array


def log_convexity(excess: ArrayLike) -> Array:
    """Return how much the logarithm of ``excess`` (n+1,) bends up at each inner step, (n-1,).

    ``ln e[k-1] - 2 ln e[k] + ln e[k+1]``: at least 0 for gradient descent on a quadratic, where
    ``excess`` is the loss above its minimum.

    Error: 4u + 2u |ln e|, and four times the relative error of ``excess``.
    Stable: any lr.
    Source: a sum of exponentials is log-convex (Boyd and Vandenberghe 2004, section 3.5.2).

    Raises
    ------
    ValueError
        When a value is not above 0: it has no logarithm.
    """
    values = np.asarray(excess, dtype=np.float64)
    if not (values > 0).all():
        raise ValueError(f"every excess must be above 0, but the least is {values.min():g}")
    bend: Array = np.diff(np.log(values), 2)
    return bend


def is_log_convex(excess: Sequence[Fraction] | Array, tolerance: float = 0.0) -> bool:
    """Tell whether ``e[k]^2 <= e[k-1] e[k+1]`` at every inner step, zeros allowed.

    Exact for fractions. For floats, whose rounding can break the law, the left side is taken
    ``tolerance`` smaller: give about 8k * u for a run of k steps.

    Error: none for fractions, else 3u.
    Stable: true for gradient descent on a quadratic at any lr.
    Source: Cauchy and Schwarz, for ``e[k] = sum_i w_i r_i^(2k)``.

    Raises
    ------
    ValueError
        When an excess is negative, or not a number.
    """
    if any(not value >= 0 for value in excess):
        raise ValueError("every excess must be at least 0: subtract the least loss first")
    triples = zip(excess[:-2], excess[1:-1], excess[2:], strict=True)
    if tolerance:
        return all(e * e * (1 - tolerance) <= before * after for before, e, after in triples)
    return all(e * e <= before * after for before, e, after in triples)
