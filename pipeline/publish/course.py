"""The course that is published, from its file and its finished lessons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.progress import Stage, quiet
from pipeline.publish.package import CoursePackage, PhasePackage, Refusal
from pipeline.publish.reading import Shelf, read_packages
from script.errors import ScriptErrors
from script.files import COURSE_FILE, nodes_of, original_of
from script.load import load_course
from script.nodes import Map, Scalar
from script.schema import Course


def read_course(
    folder: Path, paths: Sequence[Path], shelf: Shelf, stage: Stage = quiet
) -> tuple[CoursePackage, tuple[Refusal, ...]]:
    """Return the course of a folder with the packages of some of its lessons.

    ``paths`` are files of lessons and translations. What is refused is left out of the packages
    and told in the second value.

    Raises
    ------
    ScriptErrors
        When ``course.yaml`` has mistakes, or is not there.
    """
    course = load_course(folder / COURSE_FILE)
    order = [one.id for one in (*course.listed, *course.shorts)]
    refused = [_unlisted(path, folder) for path in paths if _id(path) not in order]
    listed = sorted((p for p in paths if _id(p) in order), key=lambda p: order.index(_id(p)))
    packages, more = read_packages(listed, course, shelf, stage)
    made = CoursePackage(
        title=course.title,
        language=course.language,
        phases=_phases(course),
        packages={one.name: one for one in packages if one.name == one.lesson},
        translations={one.name: one for one in packages if one.name != one.lesson},
        publish=course.publish,
    )
    return made, (*refused, *more)


def _phases(course: Course) -> tuple[PhasePackage, ...]:
    if not course.phases:
        return (PhasePackage(course.title, "", course.lessons),)
    return tuple(
        PhasePackage(phase.title, phase.goal, tuple(one.id for one in phase.lessons))
        for phase in course.phases
    )


def _unlisted(path: Path, folder: Path) -> Refusal:
    what = f"{_id(path)} is not in {COURSE_FILE}"
    return Refusal(str(path), what, f"list it in {folder / COURSE_FILE}")


def _id(path: Path) -> str:
    """Return the id of a lesson, or of the one that a file translates; else its file's name."""
    lesson = original_of(path)
    try:
        node = nodes_of(lesson)
    except ScriptErrors:
        return lesson.stem
    name = node.get("lesson") if isinstance(node, Map) else None
    return name.text if isinstance(name, Scalar) else lesson.stem
