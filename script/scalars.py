"""Single values read from single texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from math import isfinite
from typing import Any

from gdmath.rational import number
from script.errors import ExpressionError, Finding, ScriptErrors, did_you_mean
from script.expression import Names, Number, evaluate
from script.nodes import Scalar
from script.results import SORTS, ResultName, named
from script.say.template import fill

INTEGER = re.compile(r"[+-]?[0-9]+")
FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
RATIO = re.compile(r"[+-]?[0-9]+/[0-9]+")
LONGEST_NUMBER = 40


class Text(str):
    """On-screen text, its ``{numbers}`` filled in."""

    __slots__ = ()


class Maths(Text):
    """On-screen mathematics in Typst's notation, its ``{numbers}`` filled in."""

    __slots__ = ()


class Seconds(float):
    """A time in seconds, finite and not negative."""

    __slots__ = ()


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


SCALARS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    **{name: f"the name of {_a(sort)}" for name, (sort, _) in SORTS.items()},
    Text: "a text",
    Maths: "a text",
    Seconds: "a number of seconds",
}
"""The types one text can be read as, and what to call them in a message."""


def read_scalar(node: Scalar, hint: type, names: Names, written: Callable[[str], str] = str) -> Any:
    """Return the text of ``node`` as a value of ``hint``, one of ``SCALARS``.

    ``written`` makes of the numbers in a text, as Python prints them, what is shown.

    A quoted number is a text, and text is no number: only ``"{expression}"`` needs quotes, since
    YAML would take the brace for a mapping.

    Raises
    ------
    ScriptErrors
        With the one mistake in it.
    """
    try:
        if node.empty and hint is not str and not issubclass(hint, Text):
            raise ExpressionError(f"expected {SCALARS[hint]}, found nothing")
        if hint is bool:
            return _boolean(node)
        if hint in (int, float, Seconds):
            return _numeric(node, hint, names)
        if issubclass(hint, ResultName):
            return reference(node, (hint,), names)
        return hint(fill(node.text, names, written)) if issubclass(hint, Text) else node.text
    except ExpressionError as error:
        place = node.at(error.offset) if error.offset else node.place
        raise ScriptErrors([Finding(place, error.message, error.hint)]) from None


def shown(value: object) -> str:
    """Return a value as a writer would write it, cut when long."""
    text = (
        {True: "true", False: "false"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}..."


def _boolean(node: Scalar) -> bool:
    if node.quoted or node.text not in ("true", "false"):
        raise ExpressionError(f"expected true or false, found {shown(node.text)}")
    return node.text == "true"


def reference(node: Scalar, sorts: Collection[type[ResultName]], names: Names) -> ResultName:
    """Return the text of ``node`` as the name of a result of one of some sorts.

    Raises
    ------
    ExpressionError
        When there is none of that name.
    """
    for sort in sorts:
        if isinstance(names.get(node.text), SORTS[sort][1]):
            return sort(node.text)
    types = tuple(SORTS[sort][1] for sort in sorts)
    known = [name for name, value in names.items() if isinstance(value, types)]
    message = f"there is no {named(sorts)} {shown(node.text)}"
    raise ExpressionError(message, did_you_mean(node.text, known))


def _numeric(node: Scalar, hint: type, names: Names) -> Number:
    text = node.text.strip()
    if text.startswith("{") and text.endswith("}"):
        value = _expression(node.text, names)
    else:
        value = _literal(node, hint)
    if hint is int:
        if value != int(value):
            raise ExpressionError(f"expected a whole number, found {value}")
        return int(value)
    if hint is Seconds:
        if value < 0:
            raise ExpressionError(f"a time cannot be negative: {value}")
        return Seconds(value)
    return float(value) if isinstance(value, int) else value


def _expression(text: str, names: Names) -> Number:
    lead = text.index("{") + 1
    try:
        value = evaluate(text.strip()[1:-1], names)
    except ExpressionError as error:
        error.offset += lead
        raise
    if not isfinite(value):
        raise ExpressionError(f"this is {value}, not a finite number")
    return value


def _literal(node: Scalar, hint: type) -> Number:
    text = node.text.replace("\u2212", "-")
    expected = f"expected {SCALARS[hint]}, found {shown(node.text)}"
    if node.quoted:
        raise ExpressionError(f"{expected} in quotes", "remove the quotes")
    if len(text) > LONGEST_NUMBER:
        raise ExpressionError(expected)
    if INTEGER.fullmatch(text):
        return int(text) if hint is int else number(text)
    if clock := re.fullmatch(r"([0-9]+):([0-9]{2})", text):
        raise ExpressionError(expected, f"write {60 * int(clock[1]) + int(clock[2])}")
    if hint is int or not (FLOAT.fullmatch(text) or RATIO.fullmatch(text)):
        comma = re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text)
        raise ExpressionError(expected, f"write {text.replace(',', '.')}" if comma else "")
    try:
        return number(text)
    except ValueError as error:
        raise ExpressionError(str(error)) from None
