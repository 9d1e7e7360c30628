"""Code cut into tokens, by what they are in Python: enough to set it, never to run it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    r"""(?P<comment>\#.*)
      | (?P<string>"[^"]*"? | '[^']*'?)
      | (?P<name>[^\W\d]\w*)
      | (?P<number>\d[\w.]*)
      | (?P<space>\s+)
      | (?P<sign>.)""",
    re.VERBOSE,
)

What = Literal["comment", "string", "name", "keyword", "number", "space", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line, from its character ``start`` on."""

    text: str
    what: What
    start: int


def tokens(line: str) -> Iterator[Token]:
    """Yield the tokens of a line; together they are the line.

    A pattern of its own rather than ``tokenize``, which changes between versions of Python and
    refuses what is not Python yet: ``theta <- theta - eta * grad``, a line cut short.
    """
    for match in _TOKEN.finditer(line):
        text, what = match.group(), match.lastgroup or "sign"
        if what == "name" and keyword.iskeyword(text):
            what = "keyword"
        yield Token(text, what, match.start())  # type: ignore[arg-type]
