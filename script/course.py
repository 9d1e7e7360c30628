"""The order of a course: its phases, what each lesson needs, and whether its files agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from script.course_forms import CourseForm, ListedForm, PublishForm
from script.errors import Findings, did_you_mean
from script.files import find_lessons, nodes_of
from script.nodes import Map, Node, Place, Scalar
from script.order import Listed, Phase, PublishSpec
from script.schedule import read_schedule
from script.schema import Course

TITLE_CHARS = 100
"""Characters that platforms take for a title."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a course lists: its lessons in order, the phases they belong to, and its shorts."""

    listed: tuple[Listed, ...]
    phases: tuple[Phase, ...]
    shorts: tuple[Listed, ...]
    publish: PublishSpec


def order_of(form: CourseForm, findings: Findings) -> Order:
    """Return the order of a course, noting every lesson that cannot stand where it stands."""
    usual = _day(form.publish.since if form.publish else None, findings)

    def listed(one: ListedForm) -> Listed:
        needs = tuple(need.text for need in one.needs)
        since = _day(one.since, findings) or usual
        return Listed(one.lesson.text, needs, one.lesson.place, since)

    phases = []
    for phase in form.phases:
        if not phase.lessons:
            findings.add(phase.place, "the phase has no lessons")
        phases.append(Phase(phase.title, phase.goal, tuple(map(listed, phase.lessons))))
    lessons = [*form.lessons, *(one for phase in form.phases for one in phase.lessons)]
    _check_once([*lessons, *form.shorts], findings)
    _check_needs(lessons, form.shorts, findings)
    return Order(
        tuple(map(listed, lessons)),
        tuple(phases),
        tuple(map(listed, form.shorts)),
        _publish_spec(
            form.publish, [one.lesson.text for one in (*lessons, *form.shorts)], findings
        ),
    )


def _publish_spec(
    form: PublishForm | None, lessons: Sequence[str], findings: Findings
) -> PublishSpec:
    if form is None:
        return PublishSpec()
    site = f"{form.site.rstrip('/')}/" if form.site else ""
    schedule = read_schedule(form.schedule, lessons, findings)
    return PublishSpec(form.tags, form.category, form.licence, form.visibility, site, schedule)


def _day(written: Scalar | None, findings: Findings) -> date | None:
    """Return the day that is written, as ``2026-03-01``; what is none is noted."""
    if written is None:
        return None
    try:
        day = date.fromisoformat(written.text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written.text:
        findings.add(written.place, f"{written.text} is no day", "write it as 2026-03-01")
    return day


def _check_once(lessons: Iterable[ListedForm], findings: Findings) -> None:
    seen: dict[str, Place] = {}
    for one in lessons:
        name, place = one.lesson.text, one.lesson.place
        if name in seen:
            findings.add(place, f"{name} is already there in line {seen[name].line}")
        seen.setdefault(name, place)


def _check_needs(
    lessons: Sequence[ListedForm], shorts: Sequence[ListedForm], findings: Findings
) -> None:
    """Note what is needed and is not there, comes later, or needs in turn what needs it."""
    at = {one.lesson.text: index for index, one in reversed([*enumerate(lessons)])}
    needs = {one.lesson.text: [need.text for need in one.needs] for one in lessons}
    for one in (*lessons, *shorts):
        name = one.lesson.text
        for need in one.needs:
            if need.text not in at:
                hint = did_you_mean(need.text, at)
                findings.add(need.place, f"there is no lesson {need.text}", hint)
            elif name not in at or at[need.text] < at[name]:
                continue
            elif way := _way(need.text, name, needs):
                told = " -> ".join([name, *way])
                findings.add(need.place, f"{name} would have to come before itself: {told}")
            else:
                hint = f"list {name} after it"
                findings.add(need.place, f"{need.text} comes later than {name}", hint)


def _way(start: str, goal: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lessons from one to another that it needs, however far; empty if it does not."""
    ways, seen = [[start]], {start}
    for way in ways:
        if way[-1] == goal:
            return way
        for need in needs.get(way[-1], ()):
            if need not in seen:
                seen.add(need)
                ways.append([*way, need])
    return []


def check_course(course: Course, findings: Findings) -> None:
    """Note where a course and the lesson files beside it do not agree.

    Each lesson that it lists must be there, and each that is there be listed, once; its
    ``number``, if it has one, is its place in the order, and its title one that platforms take.
    A file that cannot be read is left to whoever loads it.
    """
    files: dict[str, tuple[Path, Map]] = {}
    for path, name, node in _lessons(course.path.parent):
        files.setdefault(name.text, (path, node))
    listed = (*course.listed, *course.shorts)
    for one in listed:
        if one.id not in files:
            hint = did_you_mean(one.id, files.keys() - {other.id for other in listed})
            findings.add(one.place, f"there is no lesson {one.id}", hint)
    known, where = {one.id for one in listed}, "no phase" if course.phases else "no list"
    for path, name, node in _lessons(course.path.parent):
        if name.text not in known:
            findings.add(name.place, f"{name.text} is in {where} of {course.path.name}")
        elif files[name.text][0] != path:
            findings.add(name.place, f"{files[name.text][0].name} is called {name.text} too")
        _check_title(node, findings)
    for place, one in enumerate(course.listed, 1):
        number = files[one.id][1].get("number") if one.id in files else None
        if isinstance(number, Scalar) and number.text.isdecimal() and int(number.text) != place:
            what = f"{one.id} is number {place} of the course"
            findings.add(number.place, what, f"write {place}")


def _check_title(lesson: Map, findings: Findings) -> None:
    title = lesson.get("title")
    if isinstance(title, Scalar):
        if len(title.text) > TITLE_CHARS:
            what = f"the title has {len(title.text)} characters, over {TITLE_CHARS}"
            findings.add(title.place, what)
        if set(title.text) & set("<>"):
            findings.add(title.place, "no platform takes < or > in a title")


def _lessons(folder: Path) -> Iterator[tuple[Path, Scalar, Map]]:
    """Yield the lesson files of a folder that say what they are called."""
    for path in find_lessons(folder):
        node: Node | None = None
        with Findings():
            node = nodes_of(path)
        name = node.get("lesson") if isinstance(node, Map) else None
        if isinstance(node, Map) and isinstance(name, Scalar):
            yield path, name, node
