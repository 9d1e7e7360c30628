"""The page of the course: its phases, a card for each lesson, and how far a viewer has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.site import linked
from pipeline.publish.site.elements import element
from pipeline.publish.site.frame import HOME, Frame, Head
from pipeline.publish.site.lesson_page import address, file_name
from pipeline.publish.site.media import card
from pipeline.publish.site.wording import Wording, wording


def index_page(course: CoursePackage, frame: Frame) -> str:
    """Return the page of a course; the pictures it shows join the files of the frame."""
    words = wording(course.language)
    lessons = [address(one, frame) for one in course.packages.values()]
    about = linked.course(course.title, course.language, frame.absolute(HOME), lessons)
    goals = " ".join(phase.goal for phase in course.phases if phase.goal)
    head = Head(HOME, course.language, course.title, goals or course.title, about)
    go_on = {"id": "go-on", "hidden": "", "data-text": words.go_on}
    main = [
        element("h1", {}, course.title),
        element("p", go_on, element("a", {"href": HOME})),
        *_phases(course, frame, words),
    ]
    return frame.page(head, words, main)


def _phases(course: CoursePackage, frame: Frame, words: Wording) -> Iterator[Element]:
    for number, phase in enumerate(course.phases, 1):
        lessons = [course.packages[one] for one in phase.lessons if one in course.packages]
        if not lessons:
            continue
        # A course without phases has one that is called like it.
        title = phase.title if phase.title != course.title else words.course
        yield _phase(f"phase-{number}", title, phase.goal, lessons, frame, words)
    if shorts := [one for one in course.packages.values() if one.is_short]:
        yield _phase("shorts", words.shorts, "", shorts, frame, words)


def _phase(
    id: str, title: str, goal: str, lessons: Iterable[Package], frame: Frame, words: Wording
) -> Element:
    done = {"class": "done", "hidden": "", "data-text": words.done}
    return element(
        "section",
        {"class": "phase", "aria-labelledby": id},
        element("h2", {"id": id}, title),
        element("p", {"class": "goal"}, goal) if goal else None,
        element("p", done),
        element("ol", {"class": "cards"}, *(_card(one, frame, words) for one in lessons)),
    )


def _card(lesson: Package, frame: Frame, words: Wording) -> Element:
    picture = lesson.one("thumbnail")
    image = {"src": card(lesson, frame.files), "alt": ""}
    if picture.size:
        image |= {"width": str(picture.size[0]), "height": str(picture.size[1])}
    number = "" if lesson.number is None else f"{lesson.number}. "
    title = element("a", {"href": file_name(lesson)}, f"{number}{lesson.title}")
    minutes = words.minutes.format(minutes=max(1, round(lesson.seconds / 60)))
    return element(
        "li",
        {"class": "upright" if lesson.is_short else "lying", "data-lesson": lesson.lesson},
        element("img", {**image, "loading": "lazy", "decoding": "async"}),
        element("h3", {}, title),
        element("p", {}, lesson.objective),
        element(
            "p",
            {"class": "length"},
            minutes,
            element("span", {"class": "mark", "hidden": ""}, f" · ✓ {words.watched}"),
        ),
    )
