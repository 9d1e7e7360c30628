"""The numbers an objective is made from, and what is said when they make no sense."""

from __future__ import annotations

from enum import Enum
from math import isfinite
from typing import Any, TypeAlias

from gdmath.rational import number

Matrix: TypeAlias = tuple[tuple[float, ...], ...]


def require_finite(**arguments: Any) -> None:
    """Raise a ValueError for the first infinity or NaN in numbers, lists or lists of lists."""
    for name, value in arguments.items():
        if isinstance(value, tuple):
            for index, entry in enumerate(value):
                require_finite(**{f"{name}[{index}]": entry})
        elif not isfinite(value):
            raise ValueError(f"{name} must be a finite number, not {value}")


def require_member(name: str, value: Any, kind: type[Enum]) -> None:
    """Raise a ValueError unless ``value`` is a member of the enum ``kind``."""
    if not isinstance(value, kind):
        allowed = " or ".join(str(member.value) for member in kind)
        raise ValueError(f"{name} must be {allowed} (a {kind.__name__}), not {value!r}")


def require_rows(name: str, rows: Matrix, columns: int | None = None) -> None:
    """Raise a ValueError unless ``rows`` is a list of lists of one length (``columns``)."""
    if not rows or not rows[0]:
        raise ValueError(f"{name} must have at least one row of numbers, not {rows}")
    columns = len(rows[0]) if columns is None else columns
    for index, row in enumerate(rows):
        if len(row) != columns:
            raise ValueError(f"{name}[{index}] must have {columns} numbers, not {len(row)}: {row}")


def scalar(name: str, value: float) -> float:
    """Return a number as it was written, a float or a ``Ratio``; refuse infinities and NaN."""
    require_finite(**{name: value})
    return number(value)


def vector(name: str, values: tuple[float, ...]) -> tuple[float, ...]:
    """Return numbers as they were written; refuse infinities and NaN."""
    return tuple(scalar(f"{name}[{index}]", value) for index, value in enumerate(values))


def matrix(name: str, rows: Matrix) -> Matrix:
    """Return rows of numbers as they were written; refuse infinities and NaN."""
    return tuple(vector(f"{name}[{index}]", row) for index, row in enumerate(rows))
