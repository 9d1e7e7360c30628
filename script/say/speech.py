"""From a shown word to a spoken one: ``x²+2y²`` is "x squared plus two y squared"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from script.say import numbers
from script.say.lexicon import FUNCTIONS, GREEK, RELATIONS, SYMBOLS, UNITS, WORDS

OPENING = "([{\"'“‘«"
CLOSING = ")]}\"'”’»"
STOPS = ".,;:?!"
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀᵗᵏ", "0123456789-+nTtk")
SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₙₜₖᵢⱼₓ", "0123456789-+ntkijx")
YEAR = re.compile(r"(19|20)\d\d")
LATIN = "[A-Za-zÀ-ÖØ-öø-ɏ]"
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"

TOKEN = re.compile(
    rf"""
    (?P<scientific> (?:{NUMBER}) [eE] [+−-]? \d+ (?!\w) )
  | (?P<fraction>   (?<![\d.,/]) \d+ / \d+ (?![\d.]*[\d/]) )
  | (?P<ordinal>    \d+ (?:st|nd|rd|th) (?!\w) )
  | (?P<ratio>      (?<=\d) [:–] (?=\d) )
  | (?P<number>     {NUMBER} )
  | (?P<power>      [⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿᵀᵗᵏ]+
                  | \^ (?: [({{] [^(){{}}]+ [)}}] | [+−-]? (?: {NUMBER} | [^\W_]+ ) ) )
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
    """Speaks shown words by a lexicon laid over the built-in one.

    ``lexicon`` maps a whole word or a single symbol to what is said.
    """

    lexicon: Mapping[str, str] = field(default_factory=dict)

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
            said = self.lexicon.get(core[:stop]) or WORDS.get(core[:stop])
            if said:
                return said + _stops(core[stop:])
            if core[stop - 1] not in STOPS + CLOSING:
                return None
        return None

    def _core(self, core: str, before: str) -> tuple[str, ...]:
        if YEAR.fullmatch(core):
            return (core,)
        number = re.fullmatch(rf"([−-]?(?:{NUMBER}))?([A-Za-z/°]+)", core)
        if number and number[2] in UNITS and (number[1] or re.search(r"\d$", before)):
            one = (number[1] or before).lstrip("−-") == "1"
            amount = self._tokens(number[1]) if number[1] else ()
            return (*amount, UNITS[number[2]] if one else _plural(UNITS[number[2]]))
        if re.search(r"[A-Za-z]{2}/|/[A-Za-z]{2}", core):
            return (core,)  # a slash between words has no one reading
        return tuple(self._tokens(core))

    def _tokens(self, core: str) -> Iterator[str]:
        core = with_minus(core)
        for match in TOKEN.finditer(core):
            yield from self._token(match, core)

    def _token(self, match: re.Match[str], core: str) -> Iterator[str]:
        text, after = match.group(), core[match.end() :]
        joined = bool(re.search(r"[\w)]$", core[: match.start()]))
        if text in self.lexicon:
            yield self.lexicon[text]
            return
        match match.lastgroup:
            case "scientific":
                base, _, exponent = text.lower().partition("e")
                yield f"{numbers.decimal(base)} times ten"
                yield from self._power(exponent)
            case "fraction":
                top, bottom = text.split("/")
                yield numbers.fraction(int(top), int(bottom))
            case "ordinal":
                yield numbers.ordinal(int(text[:-2]))
            case "ratio":
                yield "to"
            case "number":
                yield numbers.decimal(text)
                if after[:1] == "(":
                    yield "times"
            case "power":
                yield from self._power(text.translate(SUPERSCRIPT).strip("^(){}"))
            case "index":
                yield from self._index(text.translate(SUBSCRIPT).lstrip("_"))
            case "norm":
                if joined:
                    yield "times"
                yield "the length of" if text[0] == "‖" else "the absolute value of"
                yield from self._tokens(text[1:-1])
            case "nabla":
                if joined:
                    yield "times"
                yield "the gradient of" if after else "the gradient"
            case "initials":
                yield text.replace(".", " ")
            case "prime":
                yield "prime of"
            case "word":
                yield text.replace("’", "'")
                if after[:1] == "(" and (len(text) == 1 or text in FUNCTIONS):
                    yield "of"
            case "possessive":
                yield text.replace("’", "'")
            case "bracket":
                pass
            case _:
                yield from self._symbol(text, match.start(), core)

    def _power(self, exponent: str) -> Iterator[str]:
        if exponent in numbers.POWERS:
            yield numbers.POWERS[exponent]
        else:
            yield "to the"
            yield from self._tokens(exponent.removeprefix("+"))

    def _index(self, index: str) -> Iterator[str]:
        if index.isdecimal():
            yield f"sub {numbers.cardinal(int(index))}"
        elif len(index) == 1:
            yield f"sub {GREEK.get(index, index)}"
        else:
            yield from self._tokens(index)

    def _symbol(self, symbol: str, at: int, core: str) -> Iterator[str]:
        if symbol in GREEK:
            yield GREEK[symbol]
            if core[at + 1 : at + 2] == "(":
                yield "of"
        elif symbol in RELATIONS:
            prefix = at == 0 and len(core) > 1
            yield RELATIONS[symbol] if prefix else f"is {RELATIONS[symbol]}"
        elif symbol == "–" and 0 < at < len(core) - 1:
            yield "-"
        elif symbol == "/":
            yield "over"
        elif symbol == "*" and not re.match(r"[\w(]", core[at + 1 :]):
            yield "star"
        elif symbol == "." and 0 < at < len(core) - 1:
            yield "dot"
        elif symbol == "°":
            yield "degree" if core[:at].lstrip("−") == "1" else "degrees"
        else:
            yield SYMBOLS.get(symbol, symbol)


def with_minus(text: str) -> str:
    """Write U+2212 for a hyphen that is the sign of a number or of a single letter."""
    return re.sub(r"(?<![\w)])-(?=[\d.]|[^\W\d_](?!\w))", "−", text)


def _plural(unit: str) -> str:
    """Return the plural of a unit; its first word takes the s."""
    return unit if unit.endswith("hertz") else re.sub(r"^\w+", r"\g<0>s", unit)


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
