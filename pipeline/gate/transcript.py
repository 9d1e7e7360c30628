"""Rules of the transcript's page: what a browser must find to show it and to jump from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from pipeline.gate.problem import Problem

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})
_FETCHED = frozenset({"script", "link", "img", "iframe", "object", "embed", "source"})
_HEADING = re.compile(r"h([1-6])")
_MOMENT = re.compile(r"([^#]+)#t=(\d+(?:\.\d+)?)")


@dataclass(slots=True)
class Page(HTMLParser):
    """A page as it is read: its elements in order, and what is wrong with their nesting.

    ``film`` is what it may link into, ``seconds`` how long that is.
    """

    film: str
    seconds: float
    doctype: str = ""
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    nesting: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_decl(self, decl: str) -> None:
        """Note the document type."""
        self.doctype = decl.lower()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note an end that closes another element than the last one."""
        if not self.open or self.open.pop() != tag:
            self.nesting.append(f"</{tag}> closes another element")

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute, in order."""
        return [value for _, given in self.elements if (value := given.get(name)) is not None]

    def moments(self) -> list[tuple[str, float]]:
        """Return the films and seconds that are linked to, in order."""
        found = [_MOMENT.fullmatch(href) for href in self.values("href")]
        return [(match[1], float(match[2])) for match in found if match]


def html5(page: Page) -> Iterator[str]:
    """Says that it is HTML, its language, that it is UTF-8, and its title."""
    tags = [tag for tag, _ in page.elements]
    if page.doctype != "doctype html":
        yield "no doctype of HTML"
    if not page.values("lang") or page.values("charset") != ["utf-8"] or "title" not in tags:
        yield "no language, character set or title"


def nested(page: Page) -> Iterator[str]:
    """Every element is closed, the last one opened first."""
    yield from page.nesting
    if page.open:
        yield f"<{page.open[-1]}> is not closed"


def headings(page: Page) -> Iterator[str]:
    """One heading of the page, and no level left out."""
    levels = [int(match[1]) for tag, _ in page.elements if (match := _HEADING.fullmatch(tag))]
    if levels.count(1) != 1 or any(two > one + 1 for one, two in pairwise([0, *levels])):
        yield f"headings of levels {levels}"


def self_contained(page: Page) -> Iterator[str]:
    """Nothing is fetched."""
    for tag in (tag for tag, _ in page.elements if tag in _FETCHED):
        yield f"<{tag}> fetches a file"


def links_lead_somewhere(page: Page) -> Iterator[str]:
    """Each link leads to a part of the page, or to the film."""
    ids = Counter(page.values("id"))
    for name, count in ids.items():
        if count > 1:
            yield f"{count} elements are called {name}"
    for href in page.values("href"):
        moment = _MOMENT.fullmatch(href)
        if href.removeprefix("#") not in ids and (moment is None or moment[1] != page.film):
            yield f"a link to {href} leads nowhere"


def moments_of_the_film(page: Page) -> Iterator[str]:
    """Links to moments that ascend and lie in the film."""
    times = [time for _, time in page.moments()]
    if times != sorted(times) or any(time > page.seconds for time in times):
        yield f"moments {times} do not ascend within {page.seconds:.1f} s"


TRANSCRIPT_RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    html5,
    nested,
    headings,
    self_contained,
    links_lead_somewhere,
    moments_of_the_film,
)


def transcript_problems(file: Path, film: str, seconds: float) -> tuple[Problem, ...]:
    """Return every broken rule of the page of a transcript of a film of so many seconds."""
    page = Page(film, seconds)
    page.feed(file.read_text(encoding="utf-8"))
    page.close()
    return tuple(
        Problem(rule.__name__, message) for rule in TRANSCRIPT_RULES for message in rule(page)
    )
