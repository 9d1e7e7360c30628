"""The rule for each token of a shown word: ``x²`` is "x", and "squared"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from script.say import numbers
from script.say.english import PHRASES as SAY
from script.say.lexicon import ACCENTS, FUNCTIONS, GREEK, RELATIONS, SILENT, SYMBOLS
from script.say.tokens import LATIN, SUBSCRIPT, SUPERSCRIPT


@dataclass(frozen=True, slots=True)
class Found:
    """A token of a word, what stands left and right of it in the word, and the line so far."""

    text: str
    left: str
    right: str
    line: str

    @property
    def is_joined(self) -> bool:
        """True when a value touches it on the left: a product, unless a function's name."""
        named = re.search(rf"{LATIN}+$", self.left)
        is_function = named is not None and named.group() in FUNCTIONS
        return bool(re.search(r"[\w)]$", self.left)) and not is_function


Speak = Callable[[str], Iterator[str]]
"""Says a part of a word by the same rules."""
Rule = Callable[[Found, Speak], Iterator[str]]


def _scientific(found: Found, speak: Speak) -> Iterator[str]:
    base, _, exponent = found.text.lower().partition("e")
    yield f"{numbers.decimal(base)} {SAY.ten_to}"
    yield from _raised(exponent, speak)


def _interval(found: Found, speak: Speak) -> Iterator[str]:
    low, high = found.text[1:-1].split(",")
    yield from opened(found.text[0], speak(low))
    yield from closed(found.text[-1], speak(high))


def opened(bracket: str, low: Iterator[str]) -> Iterator[str]:
    """Yield the first half of an interval, with ``[`` or, its end left out, ``(``."""
    yield SAY.interval
    if bracket == "(":
        yield SAY.above
    yield from low


def closed(bracket: str, high: Iterator[str]) -> Iterator[str]:
    """Yield the second half of an interval, with ``]`` or, its end left out, ``)``."""
    yield SAY.up_to
    if bracket == ")":
        yield SAY.below
    yield from high


def _fraction(found: Found, speak: Speak) -> Iterator[str]:
    top, bottom = found.text.split("/")
    yield numbers.fraction(int(top), int(bottom))


def _ordinal(found: Found, speak: Speak) -> Iterator[str]:
    yield numbers.ordinal(int(found.text[:-2]))


def _ratio(found: Found, speak: Speak) -> Iterator[str]:
    yield SAY.ratio


def _logarithm(found: Found, speak: Speak) -> Iterator[str]:
    base = found.text.translate(SUBSCRIPT).removeprefix("log").lstrip("_")
    yield f"{SAY.log_base} {numbers.decimal(base)}"
    if found.right[:1] == "(":
        yield SAY.of


def _number(found: Found, speak: Speak) -> Iterator[str]:
    yield numbers.decimal(found.text)
    if found.right[:1] == "(":
        yield SAY.times


def _power(found: Found, speak: Speak) -> Iterator[str]:
    exponent = _inside(found.text.translate(SUPERSCRIPT).removeprefix("^"))
    if exponent in ("-1", "−1") and (found.left[-1:].isupper() or found.right[:1] == "("):
        yield SAY.inverse
    elif exponent in ("*", "⋆"):
        yield SAY.star
    else:
        yield from _raised(exponent, speak)
    if found.right[:1] == "(":
        named = re.search(rf"({LATIN}+)$", found.left)
        yield SAY.of if named and is_function(named.group()) else SAY.times


def _raised(exponent: str, speak: Speak) -> Iterator[str]:
    if exponent in numbers.POWERS:
        yield numbers.POWERS[exponent]
    else:
        yield SAY.raised
        yield from speak(exponent.removeprefix("+"))


def _index(found: Found, speak: Speak) -> Iterator[str]:
    index = _inside(found.text.translate(SUBSCRIPT).removeprefix("_"))
    is_name = len(index) > 2 and index.isalpha()
    if not is_name:
        yield SAY.index
    if re.fullmatch("[i-n]{2}", index):
        index = " ".join(index)  # two indices, as of a matrix
    for part in index.split():
        yield from speak(part)
    if found.right[:1] == "(":
        yield SAY.of


def _inside(group: str) -> str:
    """Return what braces or parentheses hold, or the text as it is."""
    return group[1:-1] if group[:1] + group[-1:] in ("{}", "()") else group


def _norm(found: Found, speak: Speak) -> Iterator[str]:
    if found.is_joined:
        yield SAY.times
    inside = found.text.rstrip("₁₂∞")[1:-1]
    sort = found.text[-1].translate(SUBSCRIPT) if found.text[0] == "‖" else "|"
    named = {"|": SAY.absolute_of, "1": SAY.one_norm_of, "∞": SAY.maximum_norm_of}
    yield named.get(sort, SAY.length_of)
    yield from speak(inside)
    if re.match(r"[\^⁰¹²³⁴⁵⁶⁷⁸⁹]", found.right):
        yield ","


def _bar(found: Found, speak: Speak) -> Iterator[str]:
    """Say one bar: an absolute value that words divide, a condition, or the rule of a set."""
    before = found.line + found.left
    if found.text == "|" and (bool(found.left) == bool(found.right)):
        yield SAY.such_that if before.count("{") > before.count("}") else SAY.given
    elif not found.left:
        yield SAY.absolute_of if found.text == "|" else SAY.length_of
    elif found.right or before.count(found.text) % 2 == 0:
        yield found.text  # it closes nothing: no rule can say it


def _nabla(found: Found, speak: Speak) -> Iterator[str]:
    if found.is_joined:
        yield SAY.times
    yield SAY.hessian if len(found.text) > 1 else SAY.gradient
    if found.right:
        yield SAY.of


def _rate(found: Found, speak: Speak) -> Iterator[str]:
    for index, letter in enumerate(found.text[1::3]):
        yield SAY.rate_by if index else SAY.rate
        yield from speak(letter)


def _initials(found: Found, speak: Speak) -> Iterator[str]:
    yield found.text.replace(".", " ")


def _prime(found: Found, speak: Speak) -> Iterator[str]:
    count = len(found.text.replace("″", "''"))
    yield SAY.prime if count == 1 else SAY.double_prime
    if found.right[:1] == "(":
        yield SAY.of


def _accented(found: Found, speak: Speak) -> Iterator[str]:
    yield from speak(found.text[0])
    yield from (ACCENTS[mark] for mark in found.text[1:])


def _word(found: Found, speak: Speak) -> Iterator[str]:
    text = found.text.replace("’", "'")
    base, mark = unicodedata.normalize("NFD", text)[:1], unicodedata.normalize("NFD", text)[1:]
    if len(text) == 1 and mark in ACCENTS:
        yield from (base, ACCENTS[mark])
    elif text == "E" and found.right[:1] == "[":
        yield SAY.expected
        yield SAY.of
    else:
        if len(text) == 1 and found.left[-1:] == ")":
            yield SAY.times
        yield FUNCTIONS.get(text, text)
    if found.right[:1] == "(" and is_function(text):
        yield SAY.of


def is_function(name: str) -> bool:
    """Tell whether a name before a parenthesis is that of a function."""
    return len(name) == 1 or name in FUNCTIONS


def _possessive(found: Found, speak: Speak) -> Iterator[str]:
    yield found.text.replace("’", "'")


def _set(found: Found, speak: Speak) -> Iterator[str]:
    yield SAY.set_of


def _symbol(found: Found, speak: Speak) -> Iterator[str]:
    symbol, left, right = found.text, found.left, found.right
    if symbol in GREEK:
        if left[-1:] == ")":
            yield SAY.times
        yield GREEK[symbol]
        if right[:1] == "(":
            yield SAY.of
    elif symbol in RELATIONS:
        yield from _relation(found)
    elif symbol == "(" and left[-1:] in (")", "]"):
        yield SAY.times
    elif symbol == "–" and left and right:
        yield "-"
    elif symbol == "/":
        yield SAY.over
    elif symbol in "*⋆" and left and not re.match(r"[\w(]", right):
        yield SAY.star
        if right[:1] == "(":
            yield SAY.of
    elif symbol == "." and left and right:
        yield SAY.dot
    elif symbol == "°":
        yield SAY.degree if left.lstrip("−") == "1" else SAY.degrees
    elif symbol not in SILENT:
        yield SYMBOLS.get(symbol, symbol)


_CHAINED = re.compile(rf"[={''.join(RELATIONS)}]\s*\S+\s*$")


def _relation(found: Found) -> Iterator[str]:
    """Say a relation; the second of ``0 < x < 1`` is about what the first one ended with."""
    said = RELATIONS[found.text]
    if not found.left and found.right:
        yield said
    elif _CHAINED.search(found.line + found.left):
        yield from (",", SAY.chained.format(said))
    else:
        yield SAY.relation.format(said)


RULES: Mapping[str, Rule] = {
    "scientific": _scientific,
    "interval": _interval,
    "fraction": _fraction,
    "ordinal": _ordinal,
    "ratio": _ratio,
    "logarithm": _logarithm,
    "number": _number,
    "power": _power,
    "index": _index,
    "norm": _norm,
    "bar": _bar,
    "nabla": _nabla,
    "rate": _rate,
    "initials": _initials,
    "prime": _prime,
    "accented": _accented,
    "word": _word,
    "possessive": _possessive,
    "set": _set,
    "symbol": _symbol,
}
"""How each group of ``TOKEN`` is said."""
