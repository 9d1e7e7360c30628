"""The keys of ``course.yaml``: each dataclass is a mapping a writer may write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from script.forms import MusicForm
from script.nodes import Map, Node, Place, Scalar
from script.order import Category, Licence, Visibility
from script.schema import Theme

TAGS_CHARS = 500
"""Characters all tags may have, with the commas between them and quotes around those of words."""
ADDRESS = re.compile(r"https?://[^\s<>\"'?#/@]+(/[^\s<>\"'?#]*)?")
"""The address of a page that others can be under: without a user, a query or a fragment."""


def tags_chars(tags: Sequence[str]) -> int:
    """Return how many characters tags have, as platforms count them."""
    return sum(len(tag) + 2 * (" " in tag) for tag in tags) + len(tags[1:])


@dataclass(frozen=True, slots=True)
class ListedForm:
    """``{lesson: ten-steps, needs: [step-size], since: 2026-03-01}``, or ``ten-steps`` alone."""

    lesson: Scalar
    needs: tuple[Scalar, ...] = ()
    since: Scalar | None = None


@dataclass(frozen=True, slots=True)
class PhaseForm:
    """``{title: ..., goal: ..., lessons: [...]}``."""

    title: str
    goal: str
    lessons: tuple[ListedForm, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class PublishForm:
    """``{tags: [calculus], category: education, licence: cc-by, visibility: private}``.

    ``site`` is the address of the course's page, such as ``https://example.org/course/``, and
    ``since`` the day on which all lessons were published that name none of their own. ``schedule``
    says when films appear by themselves.
    """

    tags: tuple[str, ...] = ()
    category: Category = "education"
    licence: Licence = "standard"
    visibility: Visibility = "private"
    site: str = ""
    since: Scalar | None = None
    schedule: Map | None = None

    def __post_init__(self) -> None:
        if self.site and not ADDRESS.fullmatch(self.site):
            raise ValueError(f"{self.site} is no address such as https://example.org/course/")
        for tag in self.tags:
            if not tag.strip() or set(tag) & set("<>,"):
                raise ValueError(f"a tag is words without < > and commas, not “{tag}”")
        if twice := next((tag for tag in self.tags if self.tags.count(tag) > 1), None):
            raise ValueError(f"the tag {twice} is there twice")
        if (length := tags_chars(self.tags)) > TAGS_CHARS:
            raise ValueError(f"all tags together have {length} characters, over {TAGS_CHARS}")


@dataclass(frozen=True, slots=True)
class CourseForm:
    """``course.yaml``; its lessons stand in ``lessons`` or, where it has them, in ``phases``."""

    title: str
    lessons: tuple[ListedForm, ...] = ()
    phases: tuple[PhaseForm, ...] = ()
    shorts: tuple[ListedForm, ...] = ()
    publish: PublishForm | None = None
    voice: Node | None = None
    theme: Theme = "dark"
    language: Scalar | None = None
    lexicon: Map | None = None
    music: MusicForm | None = None

    def __post_init__(self) -> None:
        if self.lessons and self.phases:
            raise ValueError("where a course has phases, its lessons belong to them")
