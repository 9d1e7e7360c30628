"""YAML with nothing guessed: every value keeps its text and its place in the file.

A YAML library's own loader reads ``1e-3`` as text, ``1:30`` as 90, ``on`` as true, ``010`` as 8
and keeps the last of two equal keys. Here the parser's events become nodes as they are, and the
declared type of each value decides how its text is read (``script.typed``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from script.errors import Finding, Findings, ScriptErrors

DEEPEST = 40
"""Lists and maps may nest so deep."""

QUOTES = ("'", '"', "|", ">")
QUOTE = "put the text in quotes, or after >"
FLOW = "mend the indent; text that starts with [ or { needs quotes"
PROBLEMS = (
    ("mapping values are not allowed", "a second colon in one line", QUOTE, False),
    ("cannot start any token", "this character cannot start a value", QUOTE, False),
    ("quoted scalar", "a quotation mark is not closed", "", True),
    ("flow sequence", "a [ list is not closed, or text follows it", QUOTE, True),
    ("flow mapping", "a { map is not closed, or text follows it", QUOTE, True),
    ("block collection", "this line does not continue the list above it", "indent it", False),
    ("block mapping", "this line does not fit the keys above it", FLOW, False),
    ("simple key", "a colon is missing after this key", "", True),
)
"""What the parser says, what a writer should read, the fix, and whether the start is the place."""

EVENT_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file as the user named it, line and column counted from 1."""

    file: str
    line: int
    col: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as it was written; ``quoted`` tells ``"1"`` from ``1``.

    ``source`` is its source text from ``place`` on, with quotes, indentation and block header.
    """

    text: str
    place: Place
    quoted: bool = False
    source: str = field(default="", repr=False, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was written (``key:``) or YAML's words for it, ``null`` and ``~``."""
        return not self.quoted and self.text in ("", "null", "~")

    def at(self, offset: int) -> Place:
        """Return the place of the character ``offset`` of ``text``.

        Walks text and source side by side, since folding and escapes change their lengths. After
        an escaped character the column is that of the character before it.
        """
        source = self.source
        cursor = found = _skip_header(source) if self.source else 0
        for wanted in self.text[: offset + 1]:
            if wanted.isspace():
                ahead = re.compile(r"\s").search(source, cursor)
                match = ahead.start() if ahead else -1
            else:
                match = source.find(wanted, cursor)
            if match >= 0:
                found, cursor = match, match + 1
        before = source[:found]
        lines = before.count("\n")
        col = len(before) - before.rfind("\n") if lines else self.place.col + len(before)
        return Place(self.place.file, self.place.line + lines, col)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping: keys are scalars, in the order of the file, each at most once."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None."""
        return next((value for name, value in self.items if name.text == key), None)


Node = Scalar | Sequence | Map


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield the scalars in a node, in the order of the file; keys are none of them."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Map):
        for _, value in node.items:
            yield from scalars(value)
    else:
        for item in node.items:
            yield from scalars(item)


def compose(text: str, file: str) -> Node:
    """Return the nodes of a YAML document.

    Parameters
    ----------
    text
        The document. A byte-order mark and any of the three line endings are fine.
    file
        Its name, as findings should give it.

    Raises
    ------
    ScriptErrors
        For text that is not YAML, and for what the language of lessons leaves out: anchors and
        aliases, merge keys, tags, keys that are not plain text, equal keys, several documents.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        events = list(yaml.parse(text, Loader=EVENT_LOADER))
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise ScriptErrors([_not_yaml(error, text, file)]) from None
    composer = _Composer(file, text)
    node = composer.document(iter(events))
    composer.findings.check()
    assert node is not None  # a document without a node has a finding
    return node


class _Composer:
    """Builds nodes from a stream of events, collecting findings."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.findings = Findings()

    def document(self, events: Iterator[Any]) -> Node | None:
        next(events)  # the start of the stream
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            self.findings.add(Place(self.file, 1, 1), "the file is empty")
            return None
        node = self.node(next(events), events, 0)
        next(events)  # the end of the document
        after = next(events)
        if isinstance(after, yaml.DocumentStartEvent):
            self.findings.add(self.place(after), "a file holds one document", "remove the ---")
        return node

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self.place(event)
        if depth > DEEPEST:
            raise ScriptErrors([Finding(place, f"nested more than {DEEPEST} deep")])
        if isinstance(event, yaml.AliasEvent):
            self.findings.add(place, f"*{event.anchor} is an alias", "write the value out again")
            return Scalar("", place)
        if event.anchor is not None:
            self.findings.add(place, f"&{event.anchor} is an anchor", "write the value out again")
        if event.tag is not None:
            self.findings.add(
                place, f"{_shorthand(event.tag)} is a tag", "remove it: the key says the type"
            )
        if isinstance(event, yaml.ScalarEvent):
            first, last = event.start_mark, event.end_mark
            source = self.text[first.index : last.index] if first and last else ""
            return Scalar(event.value, place, event.style in QUOTES, source)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self.node(item, events, depth + 1))
            return Sequence(tuple(items), place)
        return Map(tuple(self.pairs(events, depth)), place)

    def pairs(self, events: Iterator[Any], depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Place] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.findings.add(key.place, "a key is one word, not a list or a map")
            elif key.text == "<<" and not key.quoted:
                self.findings.add(key.place, "<< is a merge key", "write the keys out again")
            elif key.text == "":
                self.findings.add(key.place, "a key is missing before the colon")
            elif key.text in seen:
                first = seen[key.text].line
                self.findings.add(key.place, f"{key.text} is already there in line {first}")
            else:
                seen[key.text] = key.place
                yield key, value


def _shorthand(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _skip_header(source: str) -> int:
    """Return where the text of a scalar begins in its source: after ``|-``, ``>`` or a quote."""
    header = re.match(r"[|>][^\n]*\n|[\"']", source)
    return header.end() if header else 0


def _not_yaml(error: yaml.YAMLError | UnicodeEncodeError, text: str, file: str) -> Finding:
    """Turn a parser's error into a finding in plain words."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # the reader met a character YAML does not allow
        position = int(getattr(error, "position", getattr(error, "start", 0)))
        before = text[:position]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        code = f"U+{ord(text[position]):04X}" if position < len(text) else "a character"
        return Finding(place, f"{code} cannot stand in a YAML file", "remove it")
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return Finding(Place(file, mark.line + 1, 1), "a tab cannot indent YAML", "use spaces")
    problem, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
    for wanted, message, hint, at_start in PROBLEMS:
        if wanted in f"{context}: {problem}":
            if at_start and getattr(error, "context_mark", None) is not None:
                mark = error.context_mark  # type: ignore[union-attr]
            return Finding(Place(file, mark.line + 1, mark.column + 1), message, hint)
    return Finding(Place(file, mark.line + 1, mark.column + 1), f"not YAML: {problem}")
