"""What is told of a film at any platform that takes another one in its place, and asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.publish import rules
from pipeline.publish.package import Package, Refusal
from pipeline.publish.rules import Rule


def filename(package: Package) -> str:
    """Return the name that a film is sent under: by it one sees which one is there."""
    return f"{package.stem}-{package.revision}{package.film.path.suffix}"


def chapters(package: Package) -> list[tuple[int, str]]:
    """Return starts in whole seconds and titles."""
    return [(int(start), title) for start, title in package.chapters]


def captioned(package: Package) -> Iterator[Refusal]:
    """With captions as WebVTT."""
    if next(package.of("track"), None) is None:
        place = str(package.film.path.parent)
        yield Refusal(place, "there are no captions", f"render.py build {package.stem}")


FILM_RULES: tuple[Rule, ...] = (rules.title, rules.description, rules.thumbnail, captioned)
"""What all of these ask for."""
