"""The markup of narration: ``At [loss] y = {big.x[0][1]:.0f} [pause 1] [η|the rate]``.

``[name]`` between words marks the next word, ``[pause 1.5]`` is silence, ``[shown|spoken]`` says
one thing and shows another, ``{expression:format}`` is a number. ``[[ ]] {{ }}`` are themselves.
Commands of TeX (``script.say.tex``) become characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from script.errors import ExpressionError, Findings
from script.nodes import Scalar
from script.say.template import Computed, Literal, computed, parts
from script.say.tex import command

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
PAUSE = re.compile(r"pause\s+([0-9]+(?:\.[0-9]+)?)")
LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """``[name]``: a moment a cue can hang on."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Pause:
    """``[pause 1.5]``: silence in seconds."""

    seconds: float
    offset: int


@dataclass(frozen=True, slots=True)
class Override:
    """``[shown|spoken]``: both sides may hold numbers."""

    shown: tuple[Literal | Computed, ...]
    spoken: tuple[Literal | Computed, ...]
    offset: int


Token = Literal | Computed | Mark | Pause | Override


def tokens(words: Scalar, findings: Findings) -> tuple[Token, ...]:
    """Split narration into its tokens, noting mistakes in ``findings``."""
    text = words.text
    found: list[Token] = []
    at = 0
    while at < len(text):
        try:
            token, after = _token(text, at)
        except ExpressionError as error:
            findings.add(words.at(error.offset), error.message, error.hint)
            token, after = Literal(text[at], at), _after_mistake(text, at)
        if isinstance(token, Mark | Pause) and _inside_word(text, at, after):
            findings.add(
                words.at(at), f"{text[at:after]} stands inside a word", "put spaces around it"
            )
        found.append(token)
        at = after
    return tuple(found)


def marks(words: Scalar, findings: Findings) -> Mapping[str, int]:
    """Return the marks of a narration and their offsets, noting a name used twice."""
    found: dict[str, int] = {}
    for token in tokens(words, findings):
        if isinstance(token, Mark):
            if token.name in found:
                findings.add(words.at(token.offset), f"[{token.name}] marks two places")
            found[token.name] = token.offset
    return found


def _token(text: str, at: int) -> tuple[Token, int]:
    if text.startswith(("{{", "}}", "[[", "]]"), at):
        return Literal(text[at], at), at + 2
    if text[at] == "{":
        return computed(text, at)
    if text[at] == "[":
        return _bracket(text, at)
    if text[at] == "\\":
        shown, after = command(text, at)
        return Literal(shown, at), after
    if text[at] in "}]":
        raise ExpressionError(f"this {text[at]} closes nothing", f"write {text[at] * 2}", at)
    plain = re.compile(r"[^\[\]{}\\]+").match(text, at)
    assert plain is not None
    return Literal(plain.group(), at), plain.end()


def _after_mistake(text: str, at: int) -> int:
    """Return where to read on after a bracket that could not be read."""
    whole = re.compile(r"\[[^\[\]{}]*\]").match(text, at)
    return whole.end() if whole else at + 1


def _bracket(text: str, at: int) -> tuple[Token, int]:
    """Read the ``[...]`` that opens at ``at``; brackets of expressions inside it are skipped."""
    stop = at + 1
    bars: list[int] = []
    while stop < len(text) and text[stop] != "]":
        if text[stop] == "[":
            raise ExpressionError("this [ is not closed", "write [[ for a bracket", at)
        if text[stop] == "{" and not text.startswith("{{", stop):
            stop = computed(text, stop)[1]
        else:
            bars += [stop] if text[stop] == "|" else []
            stop += 2 if text.startswith(("{{", "}}"), stop) else 1
    if stop >= len(text):
        raise ExpressionError("this [ is not closed", "write [[ for a bracket", at)
    inside = text[at + 1 : stop]
    if bars:
        return _override(text, at, bars, stop), stop + 1
    if pause := PAUSE.fullmatch(inside):
        if float(pause[1]) > LONGEST_PAUSE_S:
            raise ExpressionError(f"a pause lasts at most {LONGEST_PAUSE_S:.0f} seconds", "", at)
        return Pause(float(pause[1]), at), stop + 1
    if NAME.fullmatch(inside) and inside != "pause":
        return Mark(inside, at), stop + 1
    raise ExpressionError(
        f"[{inside}] is no mark, pause or override",
        "write [name], [pause 1.5], [shown|spoken], or [[ for a bracket",
        at,
    )


def _override(text: str, at: int, bars: list[int], stop: int) -> Override:
    if len(bars) > 1:
        raise ExpressionError("this override has two bars", "write [shown|spoken]", bars[1])
    sides = ((at + 1, bars[0]), (bars[0] + 1, stop))
    filled = []
    for first, last in sides:
        if not text[first:last].strip():
            raise ExpressionError("one side of this override is empty", "write [shown|spoken]", at)
        try:
            filled.append(parts(text[first:last]))
        except ExpressionError as error:
            error.offset += first
            raise
    shifted = [
        tuple(_moved(part, first) for part in side)
        for side, (first, _) in zip(filled, sides, strict=True)
    ]
    return Override(shifted[0], shifted[1], at)


def _moved(part: Literal | Computed, by: int) -> Literal | Computed:
    if isinstance(part, Literal):
        return Literal(part.text, part.offset + by)
    return Computed(part.expression, part.spec, part.offset + by)


def _inside_word(text: str, at: int, after: int) -> bool:
    """Tell whether a mark touches a word on either side (other marks are fine)."""
    before = text[at - 1] if at else " "
    behind = text[after] if after < len(text) else " "
    return not (before.isspace() or before == "]") or not (behind.isspace() or behind == "[")
