"""Formulas as plain text: ``$x^2 + 2 y^2$`` becomes ``x² + 2y²`` where no formula can be set."""

from __future__ import annotations

import re
import unicodedata

from script.say.tokens import SUPERSCRIPT

_RAISED = {chr(plain): chr(raised) for raised, plain in SUPERSCRIPT.items()}
_LOWERED = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SIGNS = {
    "arrow.l": "←",
    "arrow.r": "→",
    "approx": "≈",
    "dot": "·",
    "infinity": "∞",
    "minus": "−",
    "nabla": "∇",
    "partial": "∂",
    "plus.minus": "±",
    "slash": "/",
    "sqrt": "√",
    "times": "×",
    "!=": "≠",
    "<=": "≤",
    ">=": "≥",
    "->": "→",
    "-": "−",
    "*": "·",
}
_FUNCTIONS = {"cos", "exp", "ln", "log", "max", "min", "sin"}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<script>[\^_](?:\((?P<inner>[^()\s]+)\)|(?P<bare>\d+|[A-Za-z]+)))
      | (?P<sign>!=|<=|>=|->|[-*])
      | (?P<name>[A-Za-z]+(?:\.[a-z]+)*)
      | (?P<number>[\d.,]*\d)
      | (?P<other>[^\^_"\\\#&$])""",
    re.VERBOSE,
)
_TIGHT = {"(", "[", "∇", "∂", "√", "/"}
"""What stands close to what follows it."""


class NotPlain(ValueError):
    """A formula that plain text cannot show."""


def plain(text: str) -> str:
    """Return a text with its formulas as plain text.

    Raises
    ------
    NotPlain
        For a formula with parts that have no plain form: exponents and indices that Unicode has
        no characters for, names that are not known here.
    """
    pieces = text.split("$")
    if len(pieces) % 2 == 0:
        raise NotPlain(text)
    return "".join(_formula(one) if at % 2 else one for at, one in enumerate(pieces))


def _formula(maths: str) -> str:
    """Return a formula in Typst's notation as plain text; factors stand close together."""
    found, at, gap = "", 0, False
    before = ""
    maths = maths.strip()
    while at < len(maths):
        token = _TOKEN.match(maths, at)
        if token is None:
            raise NotPlain(maths)
        at = token.end()
        if token.lastgroup == "space":
            gap = True
            continue
        sort = "script" if token["script"] else str(token.lastgroup)
        shown = _shown(token, sort)
        if gap and not _are_close(before, sort, shown, found):
            found += " "
        found, before, gap = found + shown, sort, False
    return found


def _shown(token: re.Match[str], sort: str) -> str:
    text = token.group()
    if sort == "script":
        table = _RAISED if text[0] == "^" else _LOWERED
        letters = token["inner"] or token["bare"]
        if not set(letters) <= table.keys():
            raise NotPlain(text)
        return "".join(table[letter] for letter in letters)
    if sort == "sign":
        return _SIGNS[text]
    if sort != "name" or len(text) == 1 or text in _FUNCTIONS:
        return text
    if text in _SIGNS:
        return _SIGNS[text]
    case = "CAPITAL" if text[0].isupper() else "SMALL"
    try:
        spelt = "LAMDA" if text.lower() == "lambda" else text.upper()
        return unicodedata.lookup(f"GREEK {case} LETTER {spelt}")
    except KeyError:
        raise NotPlain(text) from None


def _are_close(before: str, sort: str, shown: str, found: str) -> bool:
    """Tell whether a token stands close to what is before it: the factors of a product."""
    if sort == "script" or shown in ("/", ")") or found[-1:] in _TIGHT:
        return True
    return before == "number" and sort == "name" and shown.isalpha()
