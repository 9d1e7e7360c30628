"""The built-in lexicon: how symbols and abbreviations are said. Courses and lessons add to it."""

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

SYMBOLS: Mapping[str, str] = {
    "=": "equals",
    "≠": "does not equal",
    "≡": "is identical to",
    "∝": "is proportional to",
    "∈": "in",
    "+": "plus",
    "−": "minus",
    "±": "plus or minus",
    "×": "times",
    "·": "times",
    "⋅": "times",
    "*": "times",
    "÷": "divided by",
    "→": "to",
    "←": "becomes",
    "⇒": "so",
    "⟹": "so",
    "↦": "maps to",
    "∞": "infinity",
    "√": "the square root of",
    "∂": "partial",
    "ℓ": "L",
    "∑": "the sum of",
    "∫": "the integral of",
    "%": "percent",
    "&": "and",
    "½": "one half",
    "¼": "one quarter",
    "¾": "three quarters",
    "⅓": "one third",
    "⅔": "two thirds",
    "…": ",",
    "—": ",",
    "–": ",",
}
"""Said wherever they stand."""

RELATIONS: Mapping[str, str] = {
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "≪": "much less than",
    "≫": "much more than",
    "≈": "about",
    "~": "about",
}
"""Said as they are before a value (``<1``), and with "is" between two (``x < 1``)."""

WORDS: Mapping[str, str] = {
    "e.g.": "for example",
    "i.e.": "that is",
    "vs.": "versus",
    "vs": "versus",
    "cf.": "compare",
    "etc.": "and so on",
    "Dr.": "Doctor",
    "Mr.": "Mister",
    "Ms.": "Miz",
    "NaN": "not a number",
    "inf": "infinity",
    "kb/s": "kilobits per second",
    "…": "and so on",
    "==": "equals",
    "+=": "plus equals",
    "-=": "minus equals",
    "<=": "is at most",
    ">=": "is at least",
    "->": "to",
    "-": "minus",
}
"""Said so where they are the whole word."""

UNITS: Mapping[str, str] = {
    "s": "second",
    "ms": "millisecond",
    "min": "minute",
    "h": "hour",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "px": "pixel",
    "fps": "frame per second",
    "KB": "kilobyte",
    "kB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "m": "meter",
    "cm": "centimeter",
    "mm": "millimeter",
    "km": "kilometer",
    "kg": "kilogram",
    "°": "degree",
}
"""Said so right after a number, in the plural but after one."""

# fmt: off
FUNCTIONS = frozenset({
    "sin", "cos", "tan", "arcsin", "arccos", "arctan", "exp", "ln", "log", "max", "min", "sqrt",
})
# fmt: on
"""Names read as "name of" before a parenthesis, as single letters are."""
