"""From a shown word to a spoken one: ``x²+2y²`` is "x squared plus two y squared"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from script.say.entry import Lexicon
from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH
from script.say.rules import RULES, Found, closed, opened
from script.say.tokens import FIRST_HALF, INTERVAL, SECOND_HALF, token_pattern

QUOTES = "\"'“‘«¿¡"
OPENING = f"([{QUOTES}"
CLOSING = ")]}\"'”’»"
STOPS = ".,;:?!"
YEAR = re.compile(r"(19|20)\d\d")
ALIKE = str.maketrans("\u2010\u2011\u2012\u2044\u2215\u2223\u2206\u2126", "---//|ΔΩ")
"""Characters that look like others, and are said as those."""
_SIGN = re.compile(
    r"(?<![\w)])-(?=[\d.]|[^\W\d_](?!\w))"
    r"|(?<=[\w)])(?<![A-Za-z]{2})-(?=[Α-Ωα-ω√∇(|‖])"
)
_SLASHED = re.compile(r"[A-Za-z]{2}/|/[A-Za-z]{2}")
_DERIVATIVE = re.compile(r"\bd[^\W\d_]/d[^\W\d_](?!\w)")


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks shown words by a lexicon laid over the language's.

    ``lexicon`` maps a whole word or a single symbol to what is said.
    """

    lexicon: Lexicon = field(default_factory=dict)
    language: Language = ENGLISH

    def word(self, shown: str, before: str = "", after: str = "") -> str:
        """Return how one word with its punctuation is said.

        ``before`` is the line up to the word, ``after`` the word that follows it. What no rule
        can say is left in the result as it stands: see ``unspeakable``.
        """
        source = unicodedata.normalize("NFC", shown).translate(ALIKE).replace("||", "‖")
        core = source.lstrip(QUOTES)
        if half := self._half(with_minus(core), with_minus(before), with_minus(after)):
            return half
        if not INTERVAL.match(core):
            core = source.lstrip(OPENING)
        if whole := self._whole(core):
            return whole
        bare = _balanced(core.rstrip(STOPS + CLOSING), core)
        return _join((*self._core(bare, before), *_stops(core[len(bare) :])))

    def _half(self, core: str, before: str, after: str) -> str:
        """Return how half of an interval is said, when the word is one."""
        *_, last = ("", *before.split())
        first = FIRST_HALF.fullmatch(core)
        if first and (rest := SECOND_HALF.match(after)) and first[1] + rest[2] != "()":
            return _join(tuple(opened(first[1], self._tokens(first[2]), self.language.phrases)))
        second = SECOND_HALF.match(core)
        head = FIRST_HALF.fullmatch(last.lstrip(QUOTES))
        if second and head and head[1] + second[2] != "()":
            said = closed(second[2], self._tokens(second[1]), self.language.phrases)
            return _join((*said, *_stops(core[second.end() :])))
        return ""

    def _whole(self, core: str) -> str | None:
        """Return what the lexicons say for the whole word, or less some of its punctuation."""
        for stop in range(len(core), 0, -1):
            entry = self.lexicon.get(core[:stop]) or self.language.words.get(core[:stop])
            if entry:
                return entry.say + _stops(core[stop:])
            if core[stop - 1] not in STOPS + CLOSING:
                return None
        return None

    def _core(self, core: str, before: str) -> tuple[str, ...]:
        if YEAR.fullmatch(core):
            return (core,)
        if measure := self._measure(core, before):
            return measure
        if _SLASHED.search(_DERIVATIVE.sub("", core)):
            return (core,)  # a slash between words has no one reading
        return tuple(self._tokens(core, before))

    def _measure(self, core: str, before: str) -> tuple[str, ...]:
        """Return how a unit is said, with the number before it when that touches it."""
        language = self.language
        found = re.fullmatch(rf"([−-]?(?:{language.number}))?([A-Za-zµμ/°]+)", core)
        if found is None:
            return ()
        number, unit = found.groups()
        if number and unit in language.multiples:
            return (*self._tokens(number), language.multiples[unit])
        if unit not in language.units or not (number or re.search(r"\d$", before)):
            return ()
        one = (number or before.split()[-1]).lstrip("−-") == "1"
        said = language.units[unit] if one else language.plural(language.units[unit])
        counting = language.numerals.counting
        return (*(counting(amount, said) for amount in self._tokens(number or "")), said)

    def _tokens(self, core: str, line: str = "") -> Iterator[str]:
        core = with_minus(core)
        language = self.language
        tokens = token_pattern(language.number, language.numerals.endings)
        for match in tokens.finditer(core):
            text = match.group()
            if text in self.lexicon:
                yield self.lexicon[text].say
            elif match.lastgroup is not None:
                left, right = core[: match.start()], core[match.end() :]
                found = Found(text, left, right, line, language)
                yield from RULES[match.lastgroup](found, self._tokens)


def with_minus(text: str) -> str:
    """Write U+2212 for a hyphen that is a sign or a difference: ``-7``, ``-x``, ``1-η``."""
    return _SIGN.sub("−", text)


def unspeakable(spoken: str) -> str:
    """Return the first character that is no letter, digit, apostrophe, hyphen or stop, or ""."""
    for character in spoken:
        latin = character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
        if not (latin or character in "0123456789' -" + STOPS):
            return character
    return ""


_PAIRS: Mapping[str, str] = {"(": ")", "{": "}", "[": "]"}


def _balanced(bare: str, core: str) -> str:
    """Give ``bare``, the start of ``core``, back the brackets that close its own."""
    for interval in INTERVAL.finditer(core):
        bare = core[: max(len(bare), interval.end())]
    for opening, closing in _PAIRS.items():
        missing = bare.count(opening) - bare.count(closing)
        if missing > 0 and core.startswith(closing * missing, len(bare)):
            bare += closing * missing
    return bare


def _stops(trail: str) -> str:
    """Return the stops among the punctuation after a word, each kind once and in order."""
    return "".join(dict.fromkeys(character for character in trail if character in STOPS))


def _join(tokens: tuple[str, ...]) -> str:
    """Join spoken tokens: stops and apostrophes close up on the left, hyphens on both sides."""
    said = ""
    for token in tokens:
        close = token[:1] in STOPS + "'" or token == "-" or said.endswith("-")
        said += token if close or not said else f" {token}"
    return said
