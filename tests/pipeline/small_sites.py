"""A small course with all that a site shows, and what its pages link to and hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from small_packages import course_of, package, sha256

from pipeline.captions import BeatText, SceneText, Transcript, to_html
from pipeline.gate.transcript import Page
from pipeline.publish.package import ROLES, Asset, CoursePackage, Origin, Package
from pipeline.publish.site.site_files import Source
from script.nodes import Place, Scalar
from script.order import PublishSpec
from script.quiz import Quiz
from script.say import parse

CHOICE = Quiz("Where < is it?", ("At 0", "At 1 & more"), 1, None, "It moved.")
NUMBER = Quiz("How far?", (), 0.5814, 0.01, "A step multiplies.")
_ENDLESS = re.compile(r"<(source|track)([^>]*)>")
"""Elements without an end that a transcript has not."""
ADDRESS = "https://example.org/course/"


def lesson(folder: Path, name: str = "small", **changes: Any) -> Package:
    """Return a package with a real transcript's page of two scenes and three beats."""
    made = folder / name
    made.mkdir(parents=True, exist_ok=True)
    said = [
        parse(Scalar(text, Place("l.yaml", 1, 1)), {}, {}) for text in ("One.", "x < 5.", "Go.")
    ]
    one, two, three = (BeatText(f"b{n}", 12.5 * n + 0.5, line) for n, line in enumerate(said))
    scenes = (SceneText("main", "One", 0.0, (one,)), SceneText("quiz", "Two", 12.5, (two, three)))
    language = changes.get("language", "en")
    page = to_html(Transcript("A small lesson", f"{name}.mp4", scenes, language))
    (made / f"{name}.transcript.html").write_text(page, encoding="utf-8")
    whole = package(folder, name, **{"quiz": CHOICE, **changes})
    return replace(whole, assets=tuple(replace(one, language=language) for one in whole.assets))


def course(folder: Path, site: str = ADDRESS, **changes: Any) -> CoursePackage:
    """Return a course of two lessons, a short, and a Spanish translation of the first lesson."""
    first = lesson(folder, "small", number=1, **changes)
    second = lesson(folder, "other", number=2, title="Another lesson", quiz=NUMBER)
    short = lesson(folder, "faq", title="Why?", is_short=True, phase=None, chapters=())
    spanish = lesson(folder, "small.es", title="Una lección", language="es")
    whole = course_of(first, second, short, order=("small", "missing", "other"))
    return replace(whole, translations={spanish.name: spanish}, publish=PublishSpec(site=site))


def built_package(built: Any) -> Package:
    """Return the package of the small lesson as it was really built."""
    sizes = {"film": (256, 144), "download": (256, 144), "thumbnail": (1280, 720)}
    there = {path.name.removeprefix("small"): path for path in built.delivery.files}
    assets = tuple(
        Asset(role, there[ending], sha256(there[ending]), "en", sizes.get(role))
        for ending, role in ROLES.items()
        if ending in there
    )
    chapters, seconds = built.plan.chapters(), built.plan.seconds
    words = ("small", "small", 1, "A small lesson", "Take a step.", "", (), "en", None)
    return Package(*words, seconds, chapters, assets, CHOICE, origin=Origin(Path("l.yaml")))


def text(files: Mapping[str, Source], name: str) -> str:
    """Return a page of a site."""
    return files[name].data.decode()


def read(files: Mapping[str, Source], name: str) -> Page:
    """Return a page of a site as the gate reads pages."""
    page = Page("", 0.0)
    page.feed(_ENDLESS.sub(r"<\1\2></\1>", text(files, name)))
    page.close()
    return page


def pages(files: Mapping[str, Source]) -> list[str]:
    """Return the names of a site's pages."""
    return [name for name in files if name.endswith(".html")]


def linked(files: Mapping[str, Source], name: str) -> dict[str, Any]:
    """Return what search engines read in a page."""
    page = text(files, name)
    start = page.index(">", page.index('<script type="application/ld+json"')) + 1
    found: dict[str, Any] = json.loads(page[start : page.index("</script>", start)])
    return found


def addresses(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield all that a page loads or leads to: tag, scheme or nothing, path without fragment."""
    for tag, given in page.elements:
        for name in ("src", "href", "poster"):
            if (value := given.get(name)) is not None and not value.startswith("#"):
                parts = urlsplit(value)
                yield tag, parts.scheme, unquote(parts.path)
