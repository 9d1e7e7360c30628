"""Text with numbers in it: ``{100 * good.f[10] / good.f[0]:.1f}`` becomes what gdmath computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gdmath.rational import Ratio
from script.errors import ExpressionError
from script.expression import Names, Number, evaluate

MINUS = "\u2212"
LONGEST = 12
"""Characters a number may have that is printed without a format."""

SPEC = re.compile(r"[+ ]?z?0?\d{0,2},?(\.\d{1,2})?[deEfFgG%]?")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, slots=True)
class Literal:
    """Text as it stands, from ``offset`` on."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Computed:
    """``{expression:spec}``: a number and how to print it. ``offset`` is that of the brace."""

    expression: str
    spec: str
    offset: int

    def value(self, names: Names) -> Number:
        """Return its number; an ``ExpressionError`` has its offset in the whole text."""
        try:
            return evaluate(self.expression, names)
        except ExpressionError as error:
            lead = len(self.expression) - len(self.expression.lstrip())
            error.offset += self.offset + 1 + lead
            raise

    def shown(self, names: Names, maths: bool = False) -> str:
        """Return its number as printed, in prose or inside ``$...$``.

        Without a format, a learning rate written ``1/3`` prints as that.
        """
        value = self.value(names)
        if not SPEC.fullmatch(self.spec):
            raise ExpressionError(
                f"{self.spec} is not a number format", "write one such as .2f", self.offset
            )
        if isinstance(value, Ratio) and not self.spec:
            return str(value)
        if not self.spec and len(str(value)) > LONGEST:
            raise ExpressionError(
                f"{value} is too long to read", "round it: {...:.2f}", self.offset
            )
        try:
            text = format(value, self.spec)
        except ValueError:
            hint = "write .0f for a whole number" if self.spec.endswith("d") else "write .2f"
            raise ExpressionError(
                f"{value} does not fit the format {self.spec}", hint, self.offset
            ) from None
        return _in_maths(text) if maths else _in_prose(text)


def _in_prose(text: str) -> str:
    base, power, exponent = text.lower().partition("e")
    if power and base[-1:].isdigit():
        text = f"{base}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return text.replace("inf", "∞").replace("nan", "NaN").replace("-", MINUS)


def _in_maths(text: str) -> str:
    base, power, exponent = text.lower().partition("e")
    if power and base[-1:].isdigit():
        text = f"{base} times 10^({int(exponent)})"
    return text.replace("inf", "infinity").replace("nan", '"NaN"')


def computed(text: str, start: int) -> tuple[Computed, int]:
    """Read the ``{...}`` that opens at ``start``; return it and the offset after it.

    The format begins at the last colon outside brackets, so slices keep theirs.

    Raises
    ------
    ExpressionError
        When the brace is not closed.
    """
    stop = text.find("}", start)
    inside = text[start + 1 : stop]
    if stop < 0 or "{" in inside:
        raise ExpressionError("this { is not closed", "write {{ for a brace", start)
    depth = 0
    for index, character in enumerate(inside):
        depth += (character in "([") - (character in ")]")
        if character == ":" and depth == 0:
            return Computed(inside[:index], inside[index + 1 :], start), stop + 1
    return Computed(inside, "", start), stop + 1


def parts(text: str) -> tuple[Literal | Computed, ...]:
    """Split a template into literal text and numbers.

    Raises
    ------
    ExpressionError
        For a brace without its partner.
    """
    found: list[Literal | Computed] = []
    at = 0
    while at < len(text):
        if text.startswith(("{{", "}}"), at):
            found.append(Literal(text[at], at))
            at += 2
        elif text[at] == "{":
            number, at = computed(text, at)
            found.append(number)
        elif text[at] == "}":
            raise ExpressionError("this } closes nothing", "write }} for a brace", at)
        else:
            stop = min((i for i in (text.find("{", at), text.find("}", at)) if i >= 0), default=-1)
            stop = stop if stop >= 0 else len(text)
            found.append(Literal(text[at:stop], at))
            at = stop
    return tuple(found)


def fill(template: str, names: Names, written: Callable[[str], str] = str) -> str:
    """Return on-screen text with its numbers in place, each as ``written`` makes it of Python's.

    In prose a minus is U+2212 and ``2.0e-03`` prints as 2.0×10⁻³; inside ``$...$`` both are
    written as Typst mathematics. ``{{`` and ``}}`` are braces.

    Raises
    ------
    ExpressionError
        With the offset of the mistake in ``template``.
    """
    filled = ""
    maths = False
    for part in parts(template):
        if isinstance(part, Literal):
            filled += part.text
            maths ^= len(re.findall(r"(?<!\\)\$", part.text)) % 2 == 1
        else:
            filled += written(part.shown(names, maths))
    return filled
