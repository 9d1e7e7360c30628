"""What search engines read in the pages: schema.org's words, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.publish.package import Package

_CONTEXT = "https://schema.org"
LICENCES: Mapping[str, tuple[str, str]] = {
    "cc-by": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
}
"""Name and address of the licences that have one."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a lesson's page, film and poster are; ``bytes`` is the size of the film."""

    lesson: Package
    page: str
    film: str
    poster: str
    bytes: int


def video(at: Address, course: str) -> dict[str, Any]:
    """Return a lesson as a ``VideoObject``, each chapter a ``Clip`` that a link can begin at."""
    lesson = at.lesson
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": ["VideoObject", "LearningResource"],
        "name": lesson.title,
        "description": lesson.objective,
        "inLanguage": lesson.language,
        "duration": duration(lesson.seconds),
        "thumbnailUrl": [at.poster],
        "contentUrl": at.film,
        "url": at.page,
        "isFamilyFriendly": True,
        "isPartOf": {"@type": "Course", "name": course},
    }
    if lesson.since:
        made["uploadDate"] = made["datePublished"] = lesson.since.isoformat()
    if lesson.tags:
        made["keywords"] = ", ".join(lesson.tags)
    if licence := LICENCES.get(lesson.licence):
        made["license"] = licence[1]
    clips = list(_clips(lesson, at.page))
    return made | ({"hasPart": clips} if clips else {})


def _clips(lesson: Package, page: str) -> Iterable[dict[str, Any]]:
    ends = [*lesson.chapters, (lesson.seconds, "")]
    for (start, title), (end, _) in pairwise(ends):
        yield {
            "@type": "Clip",
            "name": title,
            "startOffset": int(start),
            "endOffset": int(end),
            "url": f"{page}?t={int(start)}",
        }


def course(title: str, language: str, url: str, lessons: Iterable[Address]) -> dict[str, Any]:
    """Return a course at an address, with its lessons."""
    parts = [
        {"@type": "LearningResource", "name": one.lesson.title, "url": one.page} for one in lessons
    ]
    about = {"@context": _CONTEXT, "@type": "Course", "name": title, "inLanguage": language}
    return {**about, "url": url, "hasPart": parts}


def duration(seconds: float) -> str:
    """Return a length as ISO 8601 writes it, in whole seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"PT{minutes}M{rest}S"
