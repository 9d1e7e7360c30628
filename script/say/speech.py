"""From a shown word to a spoken one: ``x²+2y²`` is "x squared plus two y squared"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH

OPENING = "([{\"'“‘«¿¡"
CLOSING = ")]}\"'”’»"
STOPS = ".,;:?!"
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀᵗᵏ", "0123456789-+nTtk")
SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₙₜₖᵢⱼₓ", "0123456789-+ntkijx")
YEAR = re.compile(r"(19|20)\d\d")
LATIN = "[A-Za-zÀ-ÖØ-öø-ɏ]"


@cache
def _tokens_of(number: str, endings: str) -> re.Pattern[str]:
    """Return the pattern of a token; ``number`` and ``endings`` are those of a language."""
    return re.compile(
        rf"""
    (?P<scientific> (?:{number}) [eE] [+−-]? \d+ (?!\w) )
  | (?P<fraction>   (?<![\d.,/]) \d+ / \d+ (?![\d.]*[\d/]) )
  | (?P<ordinal>    \d+ (?:{endings}) (?!\w) )
  | (?P<ratio>      (?<=\d) [:–] (?=\d) )
  | (?P<number>     {number} )
  | (?P<power>      [⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀᵗᵏ]+
                  | \^ (?: [({{] [^(){{}}]+ [)}}] | [+−-]? (?: {number} | [^\W_]+ ) ) )
  | (?P<index>      [₀₁₂₃₄₅₆₇₈₉₋₊ₙₜₖᵢⱼₓ]+ | _ \w+ )
  | (?P<norm>       ‖ [^‖]+ ‖ | \| [^|]+ \| )
  | (?P<nabla>      ∇ )
  | (?P<initials>   (?: [A-Za-z] \. )+ [A-Za-z] (?!\w) )
  | (?P<prime>      (?<=[^\W\d_]) ['’] (?=\() )
  | (?P<word>       {LATIN}+ (?: ['’] {LATIN}+ )* )
  | (?P<possessive> ['’] [a-z]+ )
  | (?P<bracket>    [()\[\]{{}}] )
  | (?P<symbol>     . )
    """,
        re.VERBOSE | re.DOTALL,
    )


@dataclass(frozen=True, slots=True)
class Speech:
    """Speaks shown words by a lexicon laid over that of their language.

    ``lexicon`` maps a whole word or a single symbol to what is said.
    """

    lexicon: Mapping[str, str] = field(default_factory=dict)
    language: Language = ENGLISH

    def word(self, shown: str, before: str = "") -> str:
        """Return how one word with its punctuation is said, given the word ``before`` it.

        What no rule can say is left in the result as it stands: see ``unspeakable``.
        """
        core = shown.lstrip(OPENING)
        if whole := self._whole(core):
            return whole
        bare = _balanced(core.rstrip(STOPS + CLOSING), core)
        return _join((*self._core(bare, before), *_stops(core[len(bare) :])))

    def _whole(self, core: str) -> str | None:
        """Return what the lexicons say for the whole word, or less some of its punctuation."""
        for stop in range(len(core), 0, -1):
            said = self.lexicon.get(core[:stop]) or self.language.words.get(core[:stop])
            if said:
                return said + _stops(core[stop:])
            if core[stop - 1] not in STOPS + CLOSING:
                return None
        return None

    def _core(self, core: str, before: str) -> tuple[str, ...]:
        if YEAR.fullmatch(core):
            return (core,)
        number = re.fullmatch(rf"([−-]?(?:{self.language.number}))?([A-Za-z/°]+)", core)
        units = self.language.units
        if number and number[2] in units and (number[1] or re.search(r"\d$", before)):
            one = (number[1] or before).lstrip("−-") == "1"
            unit = units[number[2]] if one else self.language.plural(units[number[2]])
            counting = self.language.numerals.counting
            return (*(counting(said, unit) for said in self._tokens(number[1] or "")), unit)
        if re.search(r"[A-Za-z]{2}/|/[A-Za-z]{2}", core):
            return (core,)  # a slash between words has no one reading
        return tuple(self._tokens(core))

    def _tokens(self, core: str) -> Iterator[str]:
        core = with_minus(core)
        tokens = _tokens_of(self.language.number, self.language.numerals.endings)
        for match in tokens.finditer(core):
            yield from self._token(match, core)

    def _token(self, match: re.Match[str], core: str) -> Iterator[str]:
        text, after = match.group(), core[match.end() :]
        numerals, says = self.language.numerals, self.language.phrases
        joined = bool(re.search(r"[\w)]$", core[: match.start()]))
        if text in self.lexicon:
            yield self.lexicon[text]
            return
        match match.lastgroup:
            case "scientific":
                base, _, exponent = text.lower().partition("e")
                yield f"{self._number(base)} {says.ten_to}"
                yield from self._power(exponent)
            case "fraction":
                top, bottom = text.split("/")
                yield numerals.fraction(int(top), int(bottom))
            case "ordinal":
                figures, ending = re.fullmatch(r"(\d+)(.+)", text).groups()  # type: ignore[union-attr]
                yield numerals.ordinal(int(figures), ending)
            case "ratio":
                yield says.ratio
            case "number":
                yield self._number(text)
                if after[:1] == "(":
                    yield says.times
            case "power":
                yield from self._power(text.translate(SUPERSCRIPT).strip("^(){}"))
            case "index":
                yield from self._index(text.translate(SUBSCRIPT).lstrip("_"))
            case "norm":
                if joined:
                    yield says.times
                yield says.length_of if text[0] == "‖" else says.absolute_of
                yield from self._tokens(text[1:-1])
            case "nabla":
                if joined:
                    yield says.times
                yield says.gradient_of if after else says.gradient
            case "initials":
                yield text.replace(".", " ")
            case "prime":
                yield says.prime_of
            case "word":
                yield text.replace("’", "'")
                if after[:1] == "(" and (len(text) == 1 or text in self.language.functions):
                    yield says.of
            case "possessive":
                yield text.replace("’", "'")
            case "bracket":
                pass
            case _:
                yield from self._symbol(text, match.start(), core)

    def _number(self, text: str) -> str:
        return self.language.numerals.decimal(self.language.printed(text))

    def _power(self, exponent: str) -> Iterator[str]:
        if exponent in self.language.numerals.powers:
            yield self.language.numerals.powers[exponent]
        else:
            yield self.language.phrases.raised
            yield from self._tokens(exponent.removeprefix("+"))

    def _index(self, index: str) -> Iterator[str]:
        sub = self.language.phrases.index
        if index.isdecimal():
            yield f"{sub} {self.language.numerals.cardinal(int(index))}"
        elif len(index) == 1:
            yield f"{sub} {self.language.greek.get(index, index)}"
        else:
            yield from self._tokens(index)

    def _symbol(self, symbol: str, at: int, core: str) -> Iterator[str]:
        language, says = self.language, self.language.phrases
        if symbol in language.greek:
            yield language.greek[symbol]
            if core[at + 1 : at + 2] == "(":
                yield says.of
        elif symbol in language.relations:
            prefix, relation = at == 0 and len(core) > 1, language.relations[symbol]
            yield relation if prefix else says.relation.format(relation)
        elif symbol == "–" and 0 < at < len(core) - 1:
            yield "-"
        elif symbol == "/":
            yield says.over
        elif symbol == "*" and not re.match(r"[\w(]", core[at + 1 :]):
            yield says.star
        elif symbol == "." and 0 < at < len(core) - 1:
            yield says.dot
        elif symbol == "°":
            yield says.degree if core[:at].lstrip("−") == "1" else says.degrees
        else:
            yield language.symbols.get(symbol, symbol)


def with_minus(text: str) -> str:
    """Write U+2212 for a hyphen that is the sign of a number or of a single letter."""
    return re.sub(r"(?<![\w)])-(?=[\d.]|[^\W\d_](?!\w))", "−", text)


def unspeakable(spoken: str) -> str:
    """Return the first character that is no letter, digit, apostrophe, hyphen or stop, or ""."""
    for character in spoken:
        latin = character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
        if not (latin or character in "0123456789' -" + STOPS):
            return character
    return ""


def _balanced(bare: str, core: str) -> str:
    """Give ``bare``, the start of ``core``, back the brackets that close its own."""
    for opening, closing in ("()", "{}"):
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
