"""Arithmetic with fewer digits: every operation of a run rounded as float32, float16 or bfloat16.

A number of a narrower format is also a float64. So each operation is computed in float64 and its
result rounded once, to nearest with ties to even. For ``+ - * /`` and the square root that gives
the very bits of arithmetic done in the narrow format, because float64 has more than twice its
digits and two to spare. ``Rounded`` arrays do this by themselves, so objectives and optimizers
are written once, for every precision.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdmath.array import Array

BFLOAT16_CUT = 45
"""Bits that a bfloat16 lacks at the end of a float64: it keeps 7 of 52 after the point."""


class Precision(StrEnum):
    """The number format a run is computed in. ``digits`` counts binary digits of precision.

    ========  ======  =========  ===============
    format    digits  largest    smallest normal
    ========  ======  =========  ===============
    float64   53      1.8e308    2.2e-308
    float32   24      3.4e38     1.2e-38
    float16   11      65504      6.1e-5
    bfloat16  8       3.4e38     1.2e-38
    ========  ======  =========  ===============

    Source: IEEE 754-2019 (binary64, binary32, binary16); bfloat16 has binary32's exponent.
    """

    digits: int

    FLOAT64 = "float64", 53
    FLOAT32 = "float32", 24
    FLOAT16 = "float16", 11
    BFLOAT16 = "bfloat16", 8

    def __new__(cls, word: str, digits: int) -> Precision:
        """Make a member that equals ``word`` and knows its ``digits``."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.digits = digits
        return member

    def round(self, values: ArrayLike) -> Array:
        """Return each value as the nearest number of this format, in float64; ties go to even.

        What is past the largest number by half a unit or more becomes infinite.
        """
        array = np.asarray(values, dtype=np.float64)
        if self is Precision.BFLOAT16:
            return _to_bfloat16(array)
        with np.errstate(over="ignore", under="ignore"):
            rounded: Array = array.astype(np.dtype(self.value)).astype(np.float64)
        return rounded

    def array(self, values: ArrayLike) -> Array:
        """Return ``values`` rounded to this format, as an array that goes on rounding.

        In float64 that is a plain array.
        """
        if self is Precision.FLOAT64:
            return np.array(values, dtype=np.float64)
        rounded: Array = _rounded(np.array(values, dtype=np.float64), self)
        return rounded


class Rounded(np.ndarray[Any, np.dtype[np.float64]]):
    """A float64 array of numbers of a narrower format, whose operations all round to it.

    - A constant that meets one (the learning rate, an entry of a matrix) is rounded first.
    - ``+ - * /`` and ``sqrt`` are those of the narrow format, bit for bit, subnormals included.
    - Any other function (``exp``, ``tanh``, a power) is float64's, rounded once.
    - Sums and products over an axis, and ``@``, go from first to last, rounding at each term.
    - Comparisons and the like give plain arrays of truth values.

    What would escape the rounding (``np.dot``, ``einsum``, ``linalg``) is refused.

    Source: Figueroa 1995, "When is double rounding innocuous?".
    """

    precision: Precision

    def __array_finalize__(self, source: Any) -> None:
        self.precision = getattr(source, "precision", Precision.FLOAT32)

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **keywords: Any
    ) -> Any:
        """Apply ``ufunc`` to rounded inputs and round what it gives."""
        result: Any
        if out is not None:
            result = getattr(ufunc, method)(*inputs, **keywords)
            out[0].view(np.ndarray)[...] = result
            return out[0]
        precision = self.precision
        plain = [_plain(value, precision) for value in inputs]
        if ufunc is np.matmul:
            return _rounded(_matmul(plain[0], plain[1], precision), precision)
        if method == "reduce" and ufunc in (np.add, np.multiply):
            return _rounded(_in_order(ufunc, plain[0], precision, **keywords), precision)
        if method not in ("__call__", "reduce"):
            raise TypeError(f"{ufunc.__name__}.{method} is not known for rounded arrays")
        result = getattr(ufunc, method)(*plain, **keywords)
        if isinstance(result, tuple):
            return tuple(_rounded(part, precision) for part in result)
        return _rounded(result, precision)

    def __array_function__(
        self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any
    ) -> Any:
        """Let numpy's functions that move numbers about pass, and keep their results rounded."""
        if func not in MOVERS:
            raise TypeError(f"{func.__name__} is not known for rounded arrays")
        return _rounded(super().__array_function__(func, types, args, kwargs), self.precision)


MOVERS: frozenset[Callable[..., Any]] = frozenset(
    {
        *(np.where, np.stack, np.concatenate, np.broadcast_to, np.expand_dims, np.squeeze),
        *(np.zeros_like, np.ones_like, np.full_like, np.empty_like, np.take, np.reshape),
        *(np.moveaxis, np.swapaxes, np.transpose, np.flip, np.diff, np.copy, np.shape, np.ndim),
        *(np.sum, np.prod, np.mean, np.any, np.all, np.max, np.min, np.amax, np.amin, np.clip),
        *(np.nan_to_num, np.isclose, np.array_equal, np.atleast_1d, np.atleast_2d, np.copyto),
    }
)
"""The functions of numpy that only move numbers, or are made of operations that round."""


def _plain(value: Any, precision: Precision) -> Any:
    """Return an operand as a plain array, its numbers rounded; truth values and counts stay."""
    if isinstance(value, Rounded) and value.precision is precision:
        return value.view(np.ndarray)
    array = np.asarray(value)
    return precision.round(array) if array.dtype.kind in "fiu" else array


def _rounded(values: Any, precision: Precision) -> Any:
    """Return numbers as a ``Rounded`` array, anything else as it is."""
    array = np.asarray(values)
    if array.dtype.kind != "f":
        return values
    result = precision.round(array).view(Rounded)
    result.precision = precision
    return result


def _in_order(
    ufunc: np.ufunc,
    array: Array,
    precision: Precision,
    axis: Any = 0,
    keepdims: bool = False,
    **keywords: Any,
) -> Array:
    """Return the sum or product along an axis, one term after the other, rounded at each."""
    if any(value is not None and value is not True for value in keywords.values()):
        raise TypeError(f"{ufunc.__name__}.reduce takes only axis and keepdims here")
    if axis is None:
        axis = tuple(range(array.ndim))
    axes = sorted(a % array.ndim for a in (axis if isinstance(axis, tuple) else (axis,)))
    kept = [a for a in range(array.ndim) if a not in axes]
    shape = [array.shape[a] for a in kept]
    terms = array.transpose(*axes, *kept).reshape(-1, *shape)
    total: Array = np.full(shape, float(ufunc.identity), dtype=np.float64)
    for term in terms:
        total = precision.round(ufunc(total, term))
    return np.expand_dims(total, tuple(axes)) if keepdims else total


def _matmul(left: Array, right: Array, precision: Precision) -> Array:
    """Return ``left @ right``: rounded products, summed in order."""
    row, column = left.ndim == 1, right.ndim == 1
    left = left[None, :] if row else left
    right = right[:, None] if column else right
    terms = precision.round(left[..., :, :, None] * right[..., None, :, :])
    product = _in_order(np.add, terms, precision, axis=-2)
    product = product[..., 0] if column else product
    return product[..., 0, :] if row and not column else product[..., 0] if row else product


def _to_bfloat16(array: Array) -> Array:
    """Round float64 to 8 binary digits, to a multiple of 2**-133 below the normal numbers."""
    bits = np.ascontiguousarray(array).view(np.uint64)
    odd = (bits >> np.uint64(BFLOAT16_CUT)) & np.uint64(1)
    half = np.uint64(2 ** (BFLOAT16_CUT - 1) - 1)
    mask = np.uint64(2**64 - 2**BFLOAT16_CUT)
    normal: Array = ((bits + half + odd) & mask).view(np.float64).reshape(array.shape)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        small = np.rint(array * 2.0**133) * 2.0**-133
        finite = np.where(np.abs(array) < 2.0**-126, small, normal)
        finite = np.where(np.abs(finite) >= 2.0**128, np.copysign(np.inf, array), finite)
    return np.where(np.isfinite(array), finite, array)
