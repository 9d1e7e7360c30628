"""A beat's narration as a ``Line``: what is shown and what is spoken, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from script.errors import ExpressionError, Findings
from script.expression import Names
from script.nodes import Scalar
from script.say.entry import Lexicon, pronunciations
from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH
from script.say.markup import Mark, Override, Pause, Token, tokens
from script.say.speech import STOPS, Speech, unspeakable, with_minus
from script.say.template import Computed, Literal

NO_BREAK = "\u00a0"
_WORDS = re.compile(r"[^\S\u202f]+|[\S\u202f]+")
"""Spaces and words; a thin space between thousands is part of a word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One shown word, its punctuation attached, and how it is said.

    ``ends_sentence`` tells whether the voice stops after it.
    """

    shown: str
    spoken: str
    ends_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Narration ready to be spoken and captioned.

    ``marks`` gives the index of the unit each mark precedes and ``pauses`` the seconds of silence
    before a unit; both may be ``len(units)``, the end. ``sounds`` gives the pronunciations that
    the lesson's lexicon has for words of it.
    """

    units: tuple[Unit, ...]
    marks: Mapping[str, int]
    pauses: Mapping[int, float]
    sounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The text as captions and transcript show it."""
        return " ".join(unit.shown for unit in self.units)

    @property
    def spoken(self) -> str:
        """The text as a voice says it: letters, digits and plain punctuation."""
        return self._speech()[0]

    @property
    def spoken_spans(self) -> tuple[tuple[int, int], ...]:
        """Start and stop of each unit in ``spoken``."""
        return self._speech()[1]

    def _speech(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        text, spans = "", []
        for unit in self.units:
            if text and unit.spoken[0] not in STOPS:
                text += " "
            spans.append((len(text), len(text) + len(unit.spoken)))
            text += unit.spoken
        return text, tuple(spans)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a word without spaces inside. ``said`` None means: by the rules, from ``source``.

    ``source`` differs from ``shown`` where the rules would misread a computed number.
    """

    shown: str
    source: str
    said: str | None
    offset: int


_Space = None
_Items = Iterator[_Piece | Mark | Pause | None]


def parse(words: Scalar, names: Names, lexicon: Lexicon, language: Language = ENGLISH) -> Line:
    """Return the line of a beat's ``say``.

    Parameters
    ----------
    words
        The text with its markup (``script.say.markup``).
    names
        Runs and values its numbers are computed from.
    lexicon
        What is said for shown forms, over the language's own.
    language
        What it is said in: its numbers are written and spoken so.

    Raises
    ------
    ScriptErrors
        For wrong markup, numbers that cannot be computed, and symbols no rule can say.
    """
    findings = Findings()
    markup = tokens(words, findings)
    findings.check()
    spelled: list[tuple[_Piece, ...]] = []
    marks: dict[str, int] = {}
    pauses: dict[int, float] = {}
    word: list[_Piece] = []

    def close() -> None:
        if word:
            spelled.append(tuple(word))
            word.clear()

    for item in _Stream(names, language).items(markup, words, findings):
        match item:
            case _Piece():
                word.append(item)
                continue
            case Mark():
                close()
                marks[item.name] = len(spelled)
            case Pause():
                close()
                pauses[len(spelled)] = pauses.get(len(spelled), 0.0) + item.seconds
            case _:
                close()
    close()
    units = _units(spelled, Speech(lexicon, language), words, findings)
    if not units and not findings:
        findings.add(words.place, "say has no words")
    findings.check()
    return Line(tuple(units), marks, pauses, _sounds(units, lexicon))


def _sounds(units: Sequence[Unit], lexicon: Lexicon) -> Mapping[str, str]:
    """Return the pronunciations of a lexicon whose words are spoken."""
    written = pronunciations(lexicon)
    said = {word for unit in units for word in re.findall(r"[^\W\d_]+", unit.spoken.lower())}
    return {word: phones for word, phones in written.items() if word in said}


@dataclass(frozen=True, slots=True)
class _Stream:
    """Turns tokens into pieces of words, with None for the spaces between words."""

    names: Names
    language: Language

    def items(self, markup: tuple[Token, ...], words: Scalar, findings: Findings) -> _Items:
        for token in markup:
            try:
                match token:
                    case Mark() | Pause():
                        yield token
                    case Override():
                        yield from self._override(token)
                    case Literal() | Computed():
                        yield from self._pieces(token)
            except ExpressionError as error:
                hint = error.hint
                if isinstance(token, Computed) and words.text[: token.offset].endswith(("_", "^")):
                    hint = "write x_(k+1) for an index or a power that is no number"
                    yield _Piece("0", "0", None, token.offset)  # lest the word be wrong twice
                findings.add(words.at(error.offset), error.message, hint)

    def _pieces(self, token: Literal | Computed) -> Iterator[_Piece | None]:
        if isinstance(token, Computed):
            printed, figures = token.shown(self.names), self.language.figures
            yield _Piece(figures(printed), figures(_never_a_year(printed)), None, token.offset)
            return
        for match in _WORDS.finditer(token.text):
            text = match.group()
            if text.isspace():
                yield _Space
            else:
                yield _Piece(text, text, None, token.offset + match.start())

    def _override(self, token: Override) -> Iterator[_Piece | None]:
        """Pair shown and spoken words; what has fewer sets the number of units."""
        shown, spoken = (
            [word for word in _WORDS.findall("".join(map(self._text, side))) if not word.isspace()]
            for side in (token.shown, token.spoken)
        )
        plain = Speech(language=self.language)
        count = min(len(shown), len(spoken))
        for index in range(count):
            if index:
                yield _Space
            text = NO_BREAK.join(_share(shown, index, count))
            said = " ".join(plain.word(word) for word in _share(spoken, index, count))
            yield _Piece(text, text, said, token.offset)

    def _text(self, part: Literal | Computed) -> str:
        if isinstance(part, Literal):
            return part.text
        return self.language.figures(part.shown(self.names))


def _share(words: list[str], index: int, count: int) -> list[str]:
    return words[index * len(words) // count : (index + 1) * len(words) // count]


def _never_a_year(shown: str) -> str:
    """Group the thousands of a computed whole number, so that 1998 is read as a count."""
    return f"{int(shown):,}" if re.fullmatch(r"\d{4}", shown) else shown


def _units(
    spelled: list[tuple[_Piece, ...]], speech: Speech, words: Scalar, findings: Findings
) -> list[Unit]:
    """Return the words of a line with how they are said, noting what no rule can say."""
    sources = ["".join(piece.source for piece in pieces) for pieces in spelled]
    units: list[Unit] = []
    for index, pieces in enumerate(spelled):
        before, after = " ".join(sources[:index]), (*sources, "")[index + 1]
        unit = _unit(pieces, speech, before, after)
        _check_speech(unit, words, pieces[0].offset, findings)
        if units and units[-1].shown[-1:].isdigit():
            counted = speech.language.numerals.counting(units[-1].spoken, unit.spoken)
            units[-1] = replace(units[-1], spoken=counted)
        units.append(unit)
    return units


def _unit(pieces: tuple[_Piece, ...], speech: Speech, before: str, after: str) -> Unit:
    shown = with_minus("".join(piece.shown for piece in pieces))
    spoken, source = "", ""
    for piece in pieces:
        if piece.said is None:
            source += piece.source
            continue
        spoken = _glue(spoken, speech.word(source, before) if source else "")
        spoken, source = _glue(spoken, piece.said), ""
    spoken = _glue(spoken, speech.word(source, before, after) if source else "")
    return Unit(shown, spoken, spoken[-1:] in (".", "!", "?"))


def _glue(left: str, right: str) -> str:
    if not left or not right:
        return left or right
    return left + right if right[0] in STOPS + "'" else f"{left} {right}"


def _check_speech(unit: Unit, words: Scalar, offset: int, findings: Findings) -> None:
    """Note a unit that says nothing, or holds a symbol no rule can say."""
    if not unit.spoken:
        findings.add(words.at(offset), f"{unit.shown} alone says nothing", "close it up to a word")
    elif symbol := unspeakable(unit.spoken):
        at = words.text.find(symbol, offset)
        findings.add(
            words.at(at if at >= 0 else offset),
            f"no rule can say {symbol} (U+{ord(symbol):04X}) in {unit.shown}",
            f"write [{unit.shown}|how it is said] or add {symbol} to lexicon:",
        )
