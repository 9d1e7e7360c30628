"""Points in, values out: what the methods of all objectives share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

import numpy as np

from gdmath.array import Array, quiet


class _HasDim(Protocol):
    @property
    def dim(self) -> int: ...


Self = TypeVar("Self", bound=_HasDim)


def pointwise(method: Callable[[Self, Array], Array]) -> Callable[[Self, Array], Array]:
    """Decorate a method that takes points of shape (..., dim).

    Integers become float64. Overflow and invalid operations neither raise nor warn.

    Raises
    ------
    ValueError
        When the points have another shape.
    """
    calm = quiet(method)

    @wraps(method)
    def checked(self: Self, x: Array) -> Array:
        points = np.asanyarray(x)
        if points.ndim == 0 or points.shape[-1] != self.dim:
            raise ValueError(f"x must have the shape (..., {self.dim}), not {points.shape}")
        return calm(self, points if points.dtype.kind in "fO" else points.astype(np.float64))

    return checked


def pair(first: Array, second: Array) -> Array:
    """Return two arrays (...) as one of shape (..., 2)."""
    return np.stack((first, second), axis=-1)


def symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    """Return the matrices (..., 2, 2) with these entries, each of shape (...)."""
    return np.stack((pair(xx, xy), pair(xy, yy)), axis=-2)
