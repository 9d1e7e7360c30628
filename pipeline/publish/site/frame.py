"""What all pages of a site have: head, way to the course, and what is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from pipeline.publish.site.elements import element, page
from pipeline.publish.site.site_files import SiteFiles
from pipeline.publish.site.wording import Wording
from scenes.palette import DARK, LIGHT, Palette

HOME = "index.html"
_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: nothing but what stands beside it."""
_COLORS = ("background", "panel", "faint", "ink", "muted", "step", "right", "warning")
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="6" fill="{background}"/><path d="M5 7c4 16 8 18 11 18s7-2 11-18" fill="none" '
    'stroke="{step}" stroke-width="3"/><circle cx="16" cy="25" r="3.5" fill="{path}"/></svg>\n'
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself; ``linked`` is what search engines read, as JSON-LD.

    ``name`` is that of its file, ``picture`` the path of one that stands for it. ``others`` are
    the same page in other languages: their tags with their files.
    """

    name: str
    language: str
    title: str
    description: str
    linked: Mapping[str, Any]
    picture: str | None = None
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The course that pages belong to; ``url`` is where they will be, or empty.

    Style and script join ``files``, too. ``scripts`` are paths of others that run before it;
    ``is_course`` is false where a lesson's page stands alone, without that of the course.
    """

    course: str
    language: str
    url: str
    files: SiteFiles
    scripts: tuple[str, ...] = ()
    is_course: bool = True

    def absolute(self, name: str) -> str:
        """Return the address of a file of the site; from the page itself where that is not known.

        The page of the course is the folder.
        """
        if not self.url:
            return name
        return urljoin(self.url, "" if name == HOME else name)

    def page(self, head: Head, words: Wording, main: Sequence[Element | None]) -> str:
        """Return a whole page."""
        body = element(
            "body",
            {},
            element("a", {"class": "skip", "href": "#main"}, words.skip),
            self._header(head, words),
            element("main", {"id": "main"}, *main),
        )
        return page(element("html", {"lang": head.language}, self._head(head), body))

    def _header(self, head: Head, words: Wording) -> Element | None:
        """Return the way to the course, which its own page need not show."""
        if head.name == HOME or not self.is_course:
            return None
        lang = {"lang": self.language} if self.language != head.language else {}
        home = element("a", {"href": HOME, **lang}, self.course)
        return element("header", {}, element("nav", {"aria-label": words.course}, home))

    def _head(self, head: Head) -> Element:
        style = self.files.made(stylesheet().encode(), "site", ".css")
        script = self.files.made((_HERE / "site.js").read_bytes(), "site", ".js")
        icon = _ICON.format(background=DARK.background, step=DARK.step, path=DARK.path)
        title = head.title if head.name == HOME else f"{head.title} · {self.course}"
        return element(
            "head",
            {},
            element("meta", {"charset": "utf-8"}),
            _meta("viewport", "width=device-width, initial-scale=1"),
            element("meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            element("title", {}, title),
            _meta("description", head.description),
            _meta("color-scheme", "light dark"),
            _link("icon", self.files.made(icon.encode(), "icon", ".svg")),
            _link("stylesheet", style),
            *(element("script", {"src": one, "defer": ""}) for one in (*self.scripts, script)),
            *self._addresses(head),
            element("script", {"type": "application/ld+json"}, _data(head.linked)),
        )

    def _addresses(self, head: Head) -> list[Element]:
        """Return what needs the whole address of a page, which others link to and show."""
        if not self.url:
            return []
        found = [_link("canonical", self.absolute(head.name))]
        for tag, name in head.others:
            found.append(_link("alternate", self.absolute(name), hreflang=tag))
        told = {"title": head.title, "description": head.description, "site_name": self.course}
        told["url"] = self.absolute(head.name)
        if head.picture:
            told["image"] = self.absolute(head.picture)
        return [*found, *(_meta(f"og:{name}", text, "property") for name, text in told.items())]


def stylesheet() -> str:
    """Return the style, in the colours of the films."""
    both = [_variables(palette, prefix) for palette, prefix in ((LIGHT, ""), (DARK, "  "))]
    dark = f"@media (prefers-color-scheme: dark) {{\n{both[1]}}}\n"
    return both[0] + dark + (_HERE / "site.css").read_text(encoding="utf-8")


def _variables(palette: Palette, indent: str) -> str:
    lines = "".join(f"{indent}  --{name}: {getattr(palette, name)};\n" for name in _COLORS)
    return f"{indent}:root {{\n{lines}{indent}}}\n"


def _data(linked: Mapping[str, Any]) -> str:
    """Return JSON that may stand in a page: no text in it can end the element."""
    return json.dumps(linked, indent=1, ensure_ascii=False).replace("<", "\\u003c")


def _meta(name: str, content: str, key: str = "name") -> Element:
    return element("meta", {key: name, "content": content})


def _link(rel: str, href: str, **more: str) -> Element:
    return element("link", {"rel": rel, "href": href, **more})
