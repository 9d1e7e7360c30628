r"""TeX's commands in narration, as captions show them: ``\frac{1}{3}`` is 1/3, ``\eta`` is η."""

from __future__ import annotations

import re
from collections.abc import Mapping

from script.errors import ExpressionError, did_you_mean
from script.say.lexicon import FUNCTIONS, GREEK

_CHARACTERS = {
    "nabla": "∇",
    "partial": "∂",
    "infty": "∞",
    "ell": "ℓ",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "cdot": "·",
    "times": "×",
    "div": "÷",
    "pm": "±",
    "mp": "∓",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ll": "≪",
    "gg": "≫",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "equiv": "≡",
    "sim": "∼",
    "propto": "∝",
    "in": "∈",
    "notin": "∉",
    "subset": "⊂",
    "cup": "∪",
    "cap": "∩",
    "emptyset": "∅",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "mapsto": "↦",
    "Rightarrow": "⇒",
    "Leftrightarrow": "⇔",
    "mid": "|",
    "perp": "⊥",
    "langle": "⟨",
    "rangle": "⟩",
    "ldots": "…",
    "dots": "…",
}

COMMANDS: Mapping[str, str] = {
    **{name: letter for letter, name in GREEK.items() if letter.islower()},
    **{name.title(): letter for letter, name in GREEK.items() if letter.isupper()},
    **{f"var{GREEK[letter]}": letter for letter in "εθφ"},
    "epsilon": "ε",
    "theta": "θ",
    "mu": "μ",
    "sigma": "σ",
    "phi": "φ",
    "Sigma": "Σ",
    **{name: name for name in FUNCTIONS if name.islower() and name != "sqrt"},
    **_CHARACTERS,
}
"""Commands without arguments, and what stands for them."""

_GROUP = r"\{([^{}]*)\}"
_FRACTION = re.compile(rf"\\frac{_GROUP}{_GROUP}")
_ROOT = re.compile(rf"\\sqrt{_GROUP}")
_NAMED = re.compile(r"\\([A-Za-z]+)")
_SIMPLE = re.compile(r"[\d.]*|[^\W\d_]\w*|[^\W\d_]\([^()]*\)")


def command(text: str, at: int) -> tuple[str, int]:
    r"""Return what the command that begins at ``at`` looks like, and the offset after it.

    Raises
    ------
    ExpressionError
        For a command there is not, or one without its arguments.
    """
    if fraction := _FRACTION.match(text, at):
        over, under = (_part(fraction[i], fraction.start(i)) for i in (1, 2))
        return f"{over}/{under}", fraction.end()
    if root := _ROOT.match(text, at):
        return f"√{_part(root[1], root.start(1))}", root.end()
    named = _NAMED.match(text, at)
    if named is None:
        raise ExpressionError("a backslash begins a command of TeX", r"such as \eta", at)
    if named[1] in ("frac", "sqrt"):
        sample = r"\frac{1}{3}" if named[1] == "frac" else r"\sqrt{2}"
        raise ExpressionError(f"{named[0]} lacks its braces", f"write {sample}", at)
    if named[1] not in COMMANDS:
        alike = [name for name in COMMANDS if name[0].islower() == named[1][0].islower()]
        hint = did_you_mean(named[1], alike)
        raise ExpressionError(f"there is no {named[0]} here", hint, at)
    return COMMANDS[named[1]], named.end()


def _part(text: str, offset: int) -> str:
    """Return an argument, in parentheses where it is more than one value."""
    shown, at = "", 0
    while at < len(text):
        if text[at] != "\\":
            shown, at = shown + text[at], at + 1
            continue
        try:
            said, at = command(text, at)
        except ExpressionError as error:
            error.offset += offset
            raise
        shown += said
    shown = "".join(shown.split()).replace("-", "−")
    return shown if _SIMPLE.fullmatch(shown) else f"({shown})"
