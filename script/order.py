"""The types of what a course says of its lessons: their order, and what platforms are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from script.nodes import Place

Category = Literal["education", "science"]
"""What a platform files the films under."""
Licence = Literal["standard", "cc-by"]
"""What viewers may do with a film: what the platform says, or all but hide who made it."""
Visibility = Literal["private", "unlisted", "public"]
"""Who sees a film when it has been sent to a platform."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A lesson as its course lists it, by its id; ``needs`` are those to see before.

    ``since`` is the day on which it was first published, where the course says it.
    """

    id: str
    needs: tuple[str, ...]
    place: Place
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a course, and what one can do after it."""

    title: str
    goal: str
    lessons: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class PublishSpec:
    """What a platform is told of every film of a course.

    ``site`` is the address of its page, which ends with a slash; empty where it has none.
    ``schedule`` has the lessons, by id, that are private until a moment (UTC) and public then.
    """

    tags: tuple[str, ...] = ()
    category: Category = "education"
    licence: Licence = "standard"
    visibility: Visibility = "private"
    site: str = ""
    schedule: Mapping[str, datetime] = field(default_factory=dict)
