"""What Vimeo is told of a film, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.key import digest
from pipeline.publish.package import Package, Refusal
from pipeline.publish.parts import CAPTIONS, FILM, METADATA, STATUS, THUMBNAIL, parts
from pipeline.publish.rules import Rule
from pipeline.publish.targets.films import FILM_RULES, chapters

TAGS = 20
CHAPTER_CHARS = 50
VIEWS: Mapping[str, str] = {"public": "anybody", "unlisted": "unlisted", "private": "nobody"}
_LICENCES = {"standard": {}, "cc-by": {"license": "by"}}


def told(package: Package) -> dict[str, Any]:
    """Return what is told of a film beside tags and chapters."""
    return {
        "name": package.title,
        "description": package.description,
        **_LICENCES[package.licence],
    }


def begun_as(package: Package) -> dict[str, Any]:
    """Return what is told before a film is sent: nobody but oneself is to see it then."""
    return {**told(package), "privacy": {"view": VIEWS["private"]}}


def tags(package: Package) -> list[str]:
    """Return the first tags, as many as Vimeo takes."""
    return list(package.tags[:TAGS])


def tracks(package: Package) -> dict[str, str]:
    """Return the digests of the captions by language."""
    return {one.language: one.sha256 for one in package.of("track")}


def vimeo_parts(package: Package) -> dict[str, str]:
    """Return the digests of what Vimeo takes of a package."""
    files = parts(package)
    given = (*sorted(told(package).items()), tuple(tags(package)), tuple(chapters(package)))
    return {
        FILM: files[FILM],
        METADATA: digest(given),
        CAPTIONS: digest(tuple(sorted(tracks(package).items()))),
        THUMBNAIL: files[THUMBNAIL],
        STATUS: digest(package.visibility),
    }


def chapter_titles(package: Package) -> Iterator[Refusal]:
    """1 to 50 characters."""
    for at, (_, text) in enumerate(package.chapters, 1):
        if not 0 < len(text) <= CHAPTER_CHARS:
            what = f"Vimeo takes titles of chapters of 1 to {CHAPTER_CHARS} characters"
            yield Refusal(package.origin.at(f"chapter {at}"), what, "shorten the scene's title")


RULES: tuple[Rule, ...] = (*FILM_RULES, chapter_titles)
