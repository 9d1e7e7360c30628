"""How numbers are said along one coordinate."""

from __future__ import annotations

import math

_DIGITS = 3


def said(value: float, form: str = f".{_DIGITS}g") -> str:
    """Return a number for a text on screen, by a format of Python's; without a needless zero."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = format(value, form).replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    return "0" if text.strip("-0.") == "" else text.replace("-", "−")


def fixed(value: float, decimals: int) -> str:
    """Return a number with a fixed count of decimals, for a readout that runs; zero has no sign."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text
