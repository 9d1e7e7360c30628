"""What is said in a lesson, taken from the transcript's page that passed the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})
_MOMENT = re.compile(r"[^#]*#t=(\d+(?:\.\d+)?)")


class _Reader(HTMLParser):
    """Makes elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self._tree = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._tree.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self._tree.end(tag)

    def handle_data(self, data: str) -> None:
        self._tree.data(data)

    def read(self, text: str) -> Element:
        """Return the root of a page without what stands before and after it."""
        body = text[text.index("<html") : text.rindex("</html>") + len("</html>")]
        self.feed(body)
        self.close()
        return self._tree.close()


@dataclass(frozen=True, slots=True)
class Told:
    """A scene of a lesson: its name, its heading and, in the film's order, its paragraphs."""

    id: str
    heading: Element
    paragraphs: tuple[Element, ...]


def told(page: Path) -> Iterator[Told]:
    """Yield the scenes of a transcript's page."""
    for section in _Reader().read(page.read_text(encoding="utf-8")).iter("section"):
        heading, *paragraphs = section
        yield Told(section.get("id", ""), heading, tuple(paragraphs))


def moments(of: Element) -> Iterator[tuple[Element, str]]:
    """Yield the links of an element that lead to a moment of the film, with its seconds."""
    for link in of.iter("a"):
        if match := _MOMENT.fullmatch(link.get("href", "")):
            yield link, match[1]
