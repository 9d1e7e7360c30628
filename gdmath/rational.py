"""Numbers as the writer meant them: ``0.1`` is one tenth, ``1/3`` is one third.

The loop computes in float64, so it works with the float nearest to what was written. The exact
run works with what was written. The difference is the first rounding error of a run: the float
``0.1`` is 5.6e-18 more than one tenth.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any


class Ratio(float):
    """A float that remembers the fraction it was rounded from.

    Only needed for a number that no short decimal can write, such as ``1/3``. In every float
    operation it is the nearest float64, and the result is a plain float.
    """

    __slots__ = ("_fraction",)
    _fraction: Fraction

    def __new__(cls, value: str | float | Fraction) -> Ratio:
        """Round ``value`` (text such as ``1/3``, or a number) to the nearest float64."""
        exact = fraction(value)
        self = super().__new__(cls, float(exact))
        object.__setattr__(self, "_fraction", exact)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Ratio is immutable: cannot set {name!r}")

    @property
    def fraction(self) -> Fraction:
        """The number as it was written."""
        return self._fraction

    def __reduce__(self) -> tuple[Any, ...]:
        return Ratio, (str(self._fraction),)

    def __str__(self) -> str:
        return str(self._fraction)

    def __repr__(self) -> str:
        return f"Ratio('{self._fraction}')"


def fraction(value: str | float | Fraction) -> Fraction:
    """Return the rational number that ``value`` was written as.

    A float stands for the shortest decimal that reads back as the same float, which is the
    decimal the writer typed if it had 15 digits or fewer: ``fraction(0.1) == Fraction(1, 10)``,
    whereas ``Fraction(0.1)`` is 3602879701896397/36028797018963968.

    Raises
    ------
    ValueError
        For text that is no number, and for infinities and NaN.
    """
    if isinstance(value, Ratio):
        return value.fraction
    if isinstance(value, float):
        return Fraction(repr(float(value)))
    try:
        return Fraction(value)
    except ZeroDivisionError:
        raise ValueError(f"division by zero in {value!r}") from None


def number(value: str | float | Fraction) -> float:
    """Return ``value`` as a float from which ``fraction`` gets back what was written.

    That is a plain float where its shortest decimal says it all (``"1e-3"``, ``"1/8"``), and a
    ``Ratio`` otherwise (``"1/3"``).

    Raises
    ------
    ValueError
        For text that is no number, for infinities and NaN, and for what float64 cannot hold.
    """
    exact = fraction(value)
    try:
        rounded = float(exact)
    except OverflowError:
        raise ValueError(f"{value} is beyond the range of a float64") from None
    return rounded if fraction(rounded) == exact else Ratio(exact)
