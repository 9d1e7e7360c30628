"""The tokens a shown word is made of: ``x²`` is a word and a power."""

from __future__ import annotations

import re
from functools import cache

from script.say.lexicon import ACCENTS

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁿⁱˣʸᵀᵗᵏᵐ", "0123456789-+()nixyTtkm")
SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊₍₎ₙₘₜₖᵢⱼₓ", "0123456789-+()nmtkijx")
LATIN = "[A-Za-zÀ-ÖØ-öø-ɏ\u1e00-\u1eff]"
_MARKS = "".join(ACCENTS)
_GROUP = r"\{[^{}]+\} | \([^()]+\)"
_VALUE = r"(?:(?![A-Za-z]{2})[^\s,()\[\]])+"

INTERVAL = re.compile(rf"[\[(]{_VALUE},{_VALUE}\]|\[{_VALUE},{_VALUE}\)")
"""Two ends without a space between; at least one of its brackets is square."""
FIRST_HALF = re.compile(rf"([\[(])({_VALUE}),")
SECOND_HALF = re.compile(rf"({_VALUE})([\])])")
"""What an interval with a space in it is made of; of their brackets, too, one is square."""


@cache
def token_pattern(number: str, endings: str) -> re.Pattern[str]:
    """Return the pattern of a token; ``number`` and ``endings`` are those of a language.

    ``endings`` is what a number is written with that says a place in a row.
    """
    return re.compile(
        rf"""
    (?P<scientific> (?:{number}) [eE] [+−-]? \d+ (?!\w) )
  | (?P<interval>   {INTERVAL.pattern} )
  | (?P<fraction>   (?<![\d.,/]) \d+ / \d+ (?![\d.]*[\d/]) )
  | (?P<ordinal>    \d+ (?: {endings} ) (?!\w) )
  | (?P<ratio>      (?<=\d) [:–] (?=\d) )
  | (?P<logarithm>  log (?: _? (?:2|10) | [₁₂][₀]? ) (?!\w) )
  | (?P<number>     {number} )
  | (?P<power>      [⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁿⁱˣʸᵀᵗᵏᵐ]+
                  | \^ (?: {_GROUP} | [+−-]? (?: {number} | [^\W_]+ ) ) )
  | (?P<index>      [₀₁₂₃₄₅₆₇₈₉₋₊₍₎ₙₘₜₖᵢⱼₓ]+ | _ (?: {_GROUP} | \w+ ) )
  | (?P<norm>       ‖ [^‖]+ ‖ [₁₂∞]? | \| [^|]+ \| )
  | (?P<bar>        [|‖] )
  | (?P<nabla>      ∇ [²]? )
  | (?P<rate>       d [^\W\d_] / d [^\W\d_] (?!\w) )
  | (?P<initials>   (?: [A-Za-z] \. )+ [A-Za-z] (?!\w) )
  | (?P<prime>      (?<=[^\W\d_]) (?: ['’] (?=\() | ['’]{{2}} (?=\() | [′″]+ ) )
  | (?P<accented>   [^\W\d_] [{_MARKS}]+ )
  | (?P<word>       {LATIN}+ (?: ['’] {LATIN}+ )* )
  | (?P<possessive> ['’] [a-z]+ )
  | (?P<set>        \{{ )
  | (?P<symbol>     . )
    """,
        re.VERBOSE | re.DOTALL,
    )
