"""Numbers of fewer digits than a float: each operation rounds to the nearest one, ties to even."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A binary number format.

    Attributes
    ----------
    digits : int
        Binary digits of precision.
    least : int
        The smallest number above zero is two to this power.
    beyond : int
        Numbers that round to two to this power or more are infinite.
    """

    digits: int
    least: int
    beyond: int

    def rounded(self, value: float) -> float:
        """Return the nearest number of the format; of two that are as near, the even one."""
        if value == 0 or not math.isfinite(value):
            return value
        quantum = max(math.frexp(value)[1] - self.digits, self.least)
        near = math.ldexp(round(math.ldexp(value, -quantum)), quantum)
        return math.copysign(math.inf, value) if abs(near) >= 2.0**self.beyond else near


FORMATS: Mapping[str, Format] = {
    "float32": Format(24, -149, 128),
    "float16": Format(11, -24, 16),
    "bfloat16": Format(8, -133, 128),
}
"""The formats by their names in a script (IEEE 754-2019; bfloat16 is a short binary32)."""


class Short(float):
    """A number of a format: what is computed with it and any number is one, too.

    Both operands are numbers of the format, or rounded to it first. A float has more than twice
    the digits and two to spare, so its sum, difference, product and quotient, rounded once more,
    are those of the format to the last bit (Figueroa 1995).
    """

    __slots__ = ("format",)
    format: Format

    def __new__(cls, value: float, format: Format) -> Short:
        """Return the number of the format that is nearest to a value."""
        made = super().__new__(cls, format.rounded(float(value)))
        made.format = format
        return made

    def _of(self, value: float) -> Short:
        return Short(value, self.format)

    def __neg__(self) -> Short:
        return self._of(-float(self))

    def __add__(self, other: float) -> Short:
        return self._of(float(self) + float(self._of(other)))

    __radd__ = __add__

    def __mul__(self, other: float) -> Short:
        return self._of(float(self) * float(self._of(other)))

    __rmul__ = __mul__

    def __sub__(self, other: float) -> Short:
        return self._of(float(self) - float(self._of(other)))

    def __rsub__(self, other: float) -> Short:
        return self._of(float(self._of(other)) - float(self))

    def __truediv__(self, other: float) -> Short:
        divisor = float(self._of(other))
        if divisor == 0:
            return self._of(math.nan if float(self) == 0 else math.copysign(math.inf, self))
        return self._of(float(self) / divisor)
