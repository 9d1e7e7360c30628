"""Where the words of a lesson's package are written, for whoever has to mend them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.publish.package import Origin
from script.files import COURSE_FILE, nodes_of
from script.nodes import Map, Node, Place, scalars
from script.schema import Lesson


def origin_of(lesson: Lesson, wanted: Mapping[str, str]) -> Origin:
    """Return where the texts of a lesson stand.

    ``wanted`` maps what each is called, such as ``title``, to how it is written. What cannot be
    found, as a text whose numbers were filled in, has no place. The course's ``tags`` have theirs.
    """
    places: dict[str, Place] = {}
    written: dict[str, Place] = {}
    for scalar in scalars(nodes_of(lesson.path)):
        written.setdefault(_words(scalar.text), scalar.place)
    for what, text in wanted.items():
        if (found := written.get(_words(text))) is not None:
            places[what] = found
    course = lesson.path.parent / COURSE_FILE
    if course.is_file() and (tags := _tags(nodes_of(course))) is not None:
        places["tags"] = tags
    return Origin(lesson.path, places)


def _words(text: str) -> str:
    return " ".join(text.split())


def _tags(course: Node) -> Place | None:
    publish = course.get("publish") if isinstance(course, Map) else None
    tags = publish.get("tags") if isinstance(publish, Map) else None
    return None if tags is None else tags.place
