"""The built-in lexicon: how letters, symbols, units and names of functions are said.

Over it lie the language's words (``script.say.english``), the course's and the lesson's.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
_SMALL_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ς": "sigma",
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "µ": "mu",
}
# fmt: on

GREEK: Mapping[str, str] = {
    **_SMALL_GREEK,
    **{letter.upper(): name for letter, name in _SMALL_GREEK.items()},
}
"""The letters; a capital is said as the small one."""

ACCENTS: Mapping[str, str] = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u0308": "double dot",
    "\u20d7": "vector",
}
"""Marks over a single letter, said after it: ``ŷ`` is "y hat"."""

SYMBOLS: Mapping[str, str] = {
    "=": "equals",
    "≠": "does not equal",
    "≡": "is identical to",
    "≜": "is defined as",
    "∝": "is proportional to",
    "∼": "is distributed as",
    "∈": "in",
    "∉": "not in",
    "⊂": "inside",
    "⊆": "inside or equal to",
    "∪": "or",
    "∩": "and",
    "∅": "the empty set",
    "∀": "for all",
    "∃": "there is",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "+": "plus",
    "−": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "×": "times",
    "·": "times",
    "⋅": "times",
    "*": "times",
    "∗": "times",
    "⋆": "star",
    "÷": "divided by",
    "∘": "after",
    "⊗": "tensor",
    "⊙": "times, entry by entry,",
    "⊥": "is perpendicular to",
    "∥": "is parallel to",
    "→": "to",
    "←": "becomes",
    "↔": "to and from",
    "⇒": "so",
    "⟹": "so",
    "⇔": "exactly when",
    "↦": "maps to",
    "↑": "up",
    "↓": "down",
    "∞": "infinity",
    "√": "the square root of",
    "∛": "the cube root of",
    "∂": "partial",
    "ℓ": "L",
    "ℝ": "R",
    "ℕ": "N",
    "ℤ": "Z",
    "∑": "the sum of",
    "∏": "the product of",
    "∫": "the integral of",
    "⟨": "the inner product of",
    "⌊": "the floor of",
    "⌈": "the ceiling of",
    "%": "percent",
    "&": "and",
    "#": "number",
    "§": "section",
    "½": "one half",
    "¼": "one quarter",
    "¾": "three quarters",
    "⅓": "one third",
    "⅔": "two thirds",
    "⅕": "one fifth",
    "⅛": "one eighth",
    "…": ",",
    "—": ",",
    "–": ",",
}
"""Said wherever they stand."""

SILENT = frozenset("()[]}⟩⌋⌉")
"""Brackets that are only seen."""

RELATIONS: Mapping[str, str] = {
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "≪": "much less than",
    "≫": "much more than",
    "≈": "about",
    "≃": "about",
    "≅": "about",
    "~": "about",
}
"""Said as they are before a value (``<1``), and with "is" between two (``x < 1``)."""

UNITS: Mapping[str, str] = {
    "s": "second",
    "ms": "millisecond",
    "µs": "microsecond",
    "μs": "microsecond",
    "ns": "nanosecond",
    "min": "minute",
    "h": "hour",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "dB": "decibel",
    "px": "pixel",
    "fps": "frame per second",
    "kb/s": "kilobit per second",
    "KB": "kilobyte",
    "kB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "m": "meter",
    "cm": "centimeter",
    "mm": "millimeter",
    "km": "kilometer",
    "m/s": "meter per second",
    "km/h": "kilometer per hour",
    "g": "gram",
    "kg": "kilogram",
    "W": "watt",
    "kW": "kilowatt",
    "rad": "radian",
    "°": "degree",
    "°C": "degree Celsius",
    "°F": "degree Fahrenheit",
}
"""Said so right after a number, in the plural but after one."""

MULTIPLES: Mapping[str, str] = {"k": "thousand", "M": "million", "B": "billion"}
"""Said so when they touch the number before them: ``7B``."""

FUNCTIONS: Mapping[str, str] = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "arcsin": "arc sine",
    "arccos": "arc cosine",
    "arctan": "arc tangent",
    "sinh": "hyperbolic sine",
    "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent",
    "exp": "exp",
    "ln": "natural log",
    "log": "log",
    "max": "max",
    "min": "min",
    "argmax": "arg max",
    "argmin": "arg min",
    "sqrt": "the square root",
    "abs": "the absolute value",
    "sgn": "sign",
    "sign": "sign",
    "diag": "the diagonal matrix",
    "det": "the determinant",
    "tr": "the trace",
    "rank": "the rank",
    "Var": "the variance",
    "Cov": "the covariance",
    "softmax": "soft max",
    "sigmoid": "sigmoid",
}
"""Names of functions; before a parenthesis "of" follows them, as it follows single letters."""
