"""The array type of the package: float64, and read-only once it is an answer."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


def frozen(values: ArrayLike | Array) -> Array:
    """Return ``values`` as a contiguous float64 array that cannot be written to.

    The memory is shared only with an array that already was read-only.
    """
    array = np.ascontiguousarray(values, dtype=np.float64)
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array


def same(left: NDArray[Any], right: NDArray[Any]) -> bool:
    """Tell whether two arrays have the same shape and bytes (so NaN equals itself)."""
    return left.shape == right.shape and left.tobytes() == right.tobytes()
