"""The calls an expression may make."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from script.errors import ExpressionError


def _first(mask: NDArray[np.bool_]) -> int:
    """Return the first index at which a comparison holds."""
    return int(_true_indices("first", mask)[0])


def _last(mask: NDArray[np.bool_]) -> int:
    """Return the last index at which a comparison holds."""
    return int(_true_indices("last", mask)[-1])


def _true_indices(name: str, mask: Any) -> NDArray[np.intp]:
    if not isinstance(mask, np.ndarray) or mask.dtype != np.bool_ or mask.ndim != 1:
        raise ExpressionError(
            f"{name}() takes a comparison", f"write {name}(good.f < 1) or {name}(good.x[:,0] < 1)"
        )
    indices = np.flatnonzero(mask)
    if not indices.size:
        raise ExpressionError(f"the comparison holds at none of steps 0 to {len(mask) - 1}")
    return indices


def _whole(rounding: Callable[[float], int]) -> Callable[[float], int]:
    """Refuse arrays for a rounding that makes whole numbers."""

    def rounded(value: float) -> int:
        if isinstance(value, np.ndarray):
            raise ExpressionError("only a single number can be rounded")
        return rounding(value)

    return rounded


def _rounded(value: float, digits: int = 0) -> float | int:
    """Round half to even, as Python does."""
    if isinstance(value, np.ndarray) or not isinstance(digits, int) or abs(digits) > 20:
        raise ExpressionError("only a single number can be rounded", "write round(value, digits)")
    return round(value, digits) if digits else round(value)


def _extreme(of_array: Callable[..., Any], of_numbers: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``min`` or ``max``: of an array, or of two numbers and more."""

    def extreme(*values: Any) -> Any:
        return of_array(values[0]) if len(values) == 1 else of_numbers(values)

    return extreme


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "ln": np.log,
    "log10": np.log10,
    "abs": np.abs,
    "min": _extreme(np.min, min),
    "max": _extreme(np.max, max),
    "round": _rounded,
    "floor": _whole(math.floor),
    "ceil": _whole(math.ceil),
    "first": _first,
    "last": _last,
    "len": len,
}
"""The calls an expression may make."""
