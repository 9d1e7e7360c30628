"""The array type of the package: float64, and read-only once it is an answer.

Objectives and optimizers are written for any float dtype, and for exact numbers as well.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.rational import fraction

Array: TypeAlias = NDArray[np.float64]

quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")
"""Decorates a function whose infinities and NaN are values, not warnings."""


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


def like(x: Array, values: Any) -> Array:
    """Return the numbers ``values`` (nested tuples, an array) as an array to compute with ``x``.

    It has the dtype of ``x``. Where that is object (exact numbers), each is the fraction it was
    written as, so ``0.1`` is one tenth.
    """
    if isinstance(values, np.ndarray):
        return values.astype(x.dtype, copy=False)
    if x.dtype != object:
        return _rounded(values, x.dtype)
    exact: Array = np.asarray(_fractions(values), dtype=object)
    return exact


@lru_cache(maxsize=1024)
def _rounded(values: Any, dtype: np.dtype[Any]) -> Array:
    array = np.asarray(values, dtype=dtype)
    array.setflags(write=False)
    return array


def _fractions(values: Any) -> Any:
    return [_fractions(v) for v in values] if isinstance(values, tuple) else fraction(values)


_FEW = 8
"""Terms that are added faster one by one than by a ufunc."""


def total(values: Array, axis: int = -1) -> Array:
    """Return the sum along ``axis``, added from first to last.

    Numpy's own sum changes its order with the size and layout of the array; this one gives a
    point the same bits alone as in any batch, and rounds after every addition also in float16.

    Error: for n terms at most n - 1 half-ulps of the sum of their magnitudes.
    """
    terms = np.moveaxis(values, axis, 0)
    if len(terms) > _FEW and type(terms) is np.ndarray:  # running sums are added in order
        last: Array = np.add.accumulate(terms, axis=0)[-1]
        return last
    result: Array = terms[0, ...]
    for k in range(1, len(terms)):
        result = result + terms[k, ...]
    return result


def mean(values: Array, axis: int = -1) -> Array:
    """Return ``total`` divided by the number of terms."""
    average: Array = total(values, axis) / values.shape[axis]
    return average
