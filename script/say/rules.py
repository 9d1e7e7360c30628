"""The rule for each token of a shown word: ``x²`` is "x", and "squared"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from script.say.language import Language
from script.say.lexicon import RELATIONS, SILENT
from script.say.phrases import Phrases
from script.say.tokens import LATIN, SUBSCRIPT, SUPERSCRIPT


@dataclass(frozen=True, slots=True)
class Found:
    """A token of a word, what stands left and right of it in the word, and the line so far.

    ``language`` is what all of it is said in.
    """

    text: str
    left: str
    right: str
    line: str
    language: Language

    @property
    def says(self) -> Phrases:
        """The words that its language has between values."""
        return self.language.phrases

    @property
    def is_joined(self) -> bool:
        """True when a value touches it on the left: a product, unless a function's name."""
        named = re.search(rf"{LATIN}+$", self.left)
        is_function = named is not None and named.group() in self.language.functions
        return bool(re.search(r"[\w)]$", self.left)) and not is_function

    def number(self, text: str) -> str:
        """Return a number, written in the language, in words."""
        return self.language.numerals.decimal(self.language.printed(text))


Speak = Callable[[str], Iterator[str]]
"""Says a part of a word by the same rules."""
Rule = Callable[[Found, Speak], Iterator[str]]


def _scientific(found: Found, speak: Speak) -> Iterator[str]:
    base, _, exponent = found.text.lower().partition("e")
    yield f"{found.number(base)} {found.says.ten_to}"
    yield from _raised(exponent, found.language, speak)


def _interval(found: Found, speak: Speak) -> Iterator[str]:
    low, high = found.text[1:-1].split(",")
    yield from opened(found.text[0], speak(low), found.says)
    yield from closed(found.text[-1], speak(high), found.says)


def opened(bracket: str, low: Iterator[str], says: Phrases) -> Iterator[str]:
    """Yield the first half of an interval, with ``[`` or, its end left out, ``(``."""
    yield says.interval
    if bracket == "(":
        yield says.above
    yield from low


def closed(bracket: str, high: Iterator[str], says: Phrases) -> Iterator[str]:
    """Yield the second half of an interval, with ``]`` or, its end left out, ``)``."""
    yield says.up_to
    if bracket == ")":
        yield says.below
    yield from high


def _fraction(found: Found, speak: Speak) -> Iterator[str]:
    top, bottom = found.text.split("/")
    yield found.language.numerals.fraction(int(top), int(bottom))


def _ordinal(found: Found, speak: Speak) -> Iterator[str]:
    figures = re.match(r"\d+", found.text)
    assert figures is not None  # or it would be no ordinal
    ending = found.text[figures.end() :]
    yield found.language.numerals.ordinal(int(figures.group()), ending)


def _ratio(found: Found, speak: Speak) -> Iterator[str]:
    yield found.says.ratio


def _logarithm(found: Found, speak: Speak) -> Iterator[str]:
    base = found.text.translate(SUBSCRIPT).removeprefix("log").lstrip("_")
    yield f"{found.says.log_base} {found.language.numerals.decimal(base)}"
    if found.right[:1] == "(":
        yield found.says.of


def _number(found: Found, speak: Speak) -> Iterator[str]:
    yield found.number(found.text)
    if found.right[:1] == "(":
        yield found.says.times


def _power(found: Found, speak: Speak) -> Iterator[str]:
    exponent = _inside(found.text.translate(SUPERSCRIPT).removeprefix("^"))
    if exponent in ("-1", "−1") and (found.left[-1:].isupper() or found.right[:1] == "("):
        yield found.says.inverse
    elif exponent in ("*", "⋆"):
        yield found.says.star
    else:
        yield from _raised(exponent, found.language, speak)
    if found.right[:1] == "(":
        named = re.search(rf"({LATIN}+)$", found.left)
        yield (
            found.says.of
            if named and found.language.is_function(named.group())
            else found.says.times
        )


def _raised(exponent: str, language: Language, speak: Speak) -> Iterator[str]:
    if exponent in language.numerals.powers:
        yield language.numerals.powers[exponent]
    else:
        yield language.phrases.raised
        yield from speak(exponent.removeprefix("+"))


def _index(found: Found, speak: Speak) -> Iterator[str]:
    index = _inside(found.text.translate(SUBSCRIPT).removeprefix("_"))
    is_name = len(index) > 2 and index.isalpha()
    if not is_name:
        yield found.says.index
    if re.fullmatch("[i-n]{2}", index):
        index = " ".join(index)  # two indices, as of a matrix
    for part in index.split():
        yield from speak(part)
    if found.right[:1] == "(":
        yield found.says.of


def _inside(group: str) -> str:
    """Return what braces or parentheses hold, or the text as it is."""
    return group[1:-1] if group[:1] + group[-1:] in ("{}", "()") else group


def _norm(found: Found, speak: Speak) -> Iterator[str]:
    if found.is_joined:
        yield found.says.times
    inside = found.text.rstrip("₁₂∞")[1:-1]
    sort = found.text[-1].translate(SUBSCRIPT) if found.text[0] == "‖" else "|"
    named = {
        "|": found.says.absolute_of,
        "1": found.says.one_norm_of,
        "∞": found.says.maximum_norm_of,
    }
    yield named.get(sort, found.says.length_of)
    yield from speak(inside)
    if re.match(r"[\^⁰¹²³⁴⁵⁶⁷⁸⁹]", found.right):
        yield ","


def _bar(found: Found, speak: Speak) -> Iterator[str]:
    """Say one bar: an absolute value that words divide, a condition, or the rule of a set."""
    before = found.line + found.left
    if found.text == "|" and (bool(found.left) == bool(found.right)):
        yield found.says.such_that if before.count("{") > before.count("}") else found.says.given
    elif not found.left:
        yield found.says.absolute_of if found.text == "|" else found.says.length_of
    elif found.right or before.count(found.text) % 2 == 0:
        yield found.text  # it closes nothing: no rule can say it


def _nabla(found: Found, speak: Speak) -> Iterator[str]:
    if found.is_joined:
        yield found.says.times
    yield found.says.hessian if len(found.text) > 1 else found.says.gradient
    if found.right:
        yield found.says.of


def _rate(found: Found, speak: Speak) -> Iterator[str]:
    for index, letter in enumerate(found.text[1::3]):
        yield found.says.rate_by if index else found.says.rate
        yield from speak(letter)


def _initials(found: Found, speak: Speak) -> Iterator[str]:
    yield found.text.replace(".", " ")


def _prime(found: Found, speak: Speak) -> Iterator[str]:
    count = len(found.text.replace("″", "''"))
    yield found.says.prime if count == 1 else found.says.double_prime
    if found.right[:1] == "(":
        yield found.says.of


def _accented(found: Found, speak: Speak) -> Iterator[str]:
    yield from speak(found.text[0])
    yield from (found.language.accents[mark] for mark in found.text[1:])


def _word(found: Found, speak: Speak) -> Iterator[str]:
    text, language = found.text.replace("’", "'"), found.language
    base, mark = unicodedata.normalize("NFD", text)[:1], unicodedata.normalize("NFD", text)[1:]
    if len(text) == 1 and mark in language.accents:
        yield from (base, language.accents[mark])
    elif text == "E" and found.right[:1] == "[":
        yield found.says.expected
        yield found.says.of
    else:
        if len(text) == 1 and found.left[-1:] == ")":
            yield found.says.times
        yield language.functions.get(text, text)
    if found.right[:1] == "(" and language.is_function(text):
        yield found.says.of


def _possessive(found: Found, speak: Speak) -> Iterator[str]:
    yield found.text.replace("’", "'")


def _set(found: Found, speak: Speak) -> Iterator[str]:
    yield found.says.set_of


def _symbol(found: Found, speak: Speak) -> Iterator[str]:
    symbol, left, right = found.text, found.left, found.right
    language = found.language
    if symbol in language.greek:
        if left[-1:] == ")":
            yield found.says.times
        yield language.greek[symbol]
        if right[:1] == "(":
            yield found.says.of
    elif symbol in language.relations:
        yield from _relation(found)
    elif symbol == "(" and left[-1:] in (")", "]"):
        yield found.says.times
    elif symbol == "–" and left and right:
        yield "-"
    elif symbol == "/":
        yield found.says.over
    elif symbol in "*⋆" and left and not re.match(r"[\w(]", right):
        yield found.says.star
        if right[:1] == "(":
            yield found.says.of
    elif symbol == "." and left and right:
        yield found.says.dot
    elif symbol == "°":
        yield found.says.degree if left.lstrip("−") == "1" else found.says.degrees
    elif symbol not in SILENT:
        yield language.symbols.get(symbol, symbol)


_CHAINED = re.compile(rf"[={''.join(RELATIONS)}]\s*\S+\s*$")


def _relation(found: Found) -> Iterator[str]:
    """Say a relation; the second of ``0 < x < 1`` is about what the first one ended with."""
    said = found.language.relations[found.text]
    if not found.left and found.right:
        yield said
    elif _CHAINED.search(found.line + found.left):
        yield from (",", found.says.chained.format(said))
    else:
        yield found.says.relation.format(said)


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
"""How each group of ``token_pattern`` is said."""
