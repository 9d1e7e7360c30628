"""What course.yaml says of the order of lessons, and every way in which it can be wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.prepare import LESSONS
from script.course import check_course
from script.errors import Findings, ScriptErrors
from script.files import find_lessons
from script.load import load_course, load_lesson
from script.order import PublishSpec

PHASES = """\
title: A course
phases:
- {title: One, goal: Begin., lessons: [a, {lesson: b, needs: [a]}]}
- {title: Two, goal: End., lessons: [{lesson: c, needs: [a, b]}]}
shorts: [{lesson: s, needs: [b]}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the lessons a, b, c and the short s."""
    for name in "abcs":
        (tmp_path / f"{name}.yaml").write_text(f"lesson: {name}\ntitle: {name.upper()}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(course: str) -> list[str]:
    """Return what is wrong with a course, in itself or with its files."""
    Path("course.yaml").write_text(course, encoding="utf-8")
    findings = Findings()
    with findings:
        check_course(load_course(Path("course.yaml")), findings)
    with pytest.raises(ScriptErrors) as caught:
        findings.check()
    return str(caught.value).splitlines()


def test_phases_give_the_order(folder: Path) -> None:
    Path("course.yaml").write_text(PHASES)
    course = load_course(Path("course.yaml"))
    assert course.lessons == ("a", "b", "c")
    assert [(phase.title, phase.goal) for phase in course.phases] == [
        ("One", "Begin."),
        ("Two", "End."),
    ]
    assert {one.id: one.needs for one in (*course.listed, *course.shorts)} == {
        "a": (),
        "b": ("a",),
        "c": ("a", "b"),
        "s": ("b",),
    }
    findings = Findings()
    check_course(course, findings)
    findings.check()


def test_publishing_is_private_unless_the_course_says_otherwise(folder: Path) -> None:
    Path("course.yaml").write_text(PHASES)
    assert load_course(Path("course.yaml")).publish == PublishSpec(visibility="private")
    Path("course.yaml").write_text(f"{PHASES}publish: {{tags: [a b, c], visibility: unlisted}}\n")
    publish = load_course(Path("course.yaml")).publish
    assert (publish.tags, publish.visibility) == (("a b", "c"), "unlisted")


@pytest.mark.parametrize("written", ["https://x.org/a", "https://x.org/a/"])
def test_the_address_of_the_course_ends_with_a_slash(folder: Path, written: str) -> None:
    Path("course.yaml").write_text(f"{PHASES}publish: {{site: '{written}'}}\n")
    assert load_course(Path("course.yaml")).publish.site == "https://x.org/a/"


def test_a_lesson_is_there_since_its_day_or_that_of_the_course(folder: Path) -> None:
    listed = "lessons: [a, {lesson: b, since: 2026-02-28}, c]\nshorts: [s]"
    Path("course.yaml").write_text(f"title: x\n{listed}\n")
    course = load_course(Path("course.yaml"))
    assert [one.since for one in course.listed] == [None, date(2026, 2, 28), None]
    Path("course.yaml").write_text(f"title: x\n{listed}\npublish: {{since: 2026-01-02}}\n")
    course = load_course(Path("course.yaml"))
    days = [one.since for one in (*course.listed, *course.shorts)]
    assert days == [date(2026, 1, 2), date(2026, 2, 28), date(2026, 1, 2), date(2026, 1, 2)]


def test_a_film_appears_at_a_moment_that_is_the_same_everywhere(folder: Path) -> None:
    told = "schedule: {b: 2027-01-08T09:00:00+01:00, s: '2027-01-08T09:00Z'}"
    Path("course.yaml").write_text(f"{PHASES}publish: {{{told}}}\n")
    schedule = load_course(Path("course.yaml")).publish.schedule
    assert schedule == {
        "b": datetime(2027, 1, 8, 8, tzinfo=UTC),
        "s": datetime(2027, 1, 8, 9, tzinfo=UTC),
    }


WRONG = {
    "schedule-of-nobody": (
        "lessons: [a, b, c]\nshorts: [s]\npublish: {schedule: {bb: 2027-01-08T09:00Z}}",
        ["course.yaml:4:22: there is no lesson bb - did you mean b?"],
    ),
    "schedule-without-a-zone": (
        "lessons: [a, b, c]\nshorts: [s]\npublish: {schedule: {b: 2027-01-08T09:00:00}}",
        [
            "course.yaml:4:25: when b appears is a day, a time and how far it is from UTC"
            " - write it as 2027-01-08T09:00:00+01:00"
        ],
    ),
    "schedule-that-is-no-mapping": (
        "lessons: [a, b, c]\nshorts: [s]\npublish: {schedule: soon}",
        ["course.yaml:4:21: expected a mapping, found soon"],
    ),
    "no-day": (
        "publish: {since: 2026-02-30}",
        ["course.yaml:2:18: 2026-02-30 is no day - write it as 2026-03-01"],
    ),
    "no-day-of-a-lesson": (
        "lessons: [{lesson: a, since: soon}, b, c, s]",
        ["course.yaml:2:30: soon is no day - write it as 2026-03-01"],
    ),
    "day-written-otherwise": (
        "publish: {since: 20260301}",
        ["course.yaml:2:18: 20260301 is no day - write it as 2026-03-01"],
    ),
    "twice": ("lessons: [a, b, a, c, s]", ["course.yaml:2:17: a is already there in line 2"]),
    "twice-as-a-short": (
        "lessons: [a, b, c, s]\nshorts: [b]",
        ["course.yaml:3:10: b is already there in line 2"],
    ),
    "no-such-lesson": (
        "lessons: [a, bb, b, c, s]",
        ["course.yaml:2:14: there is no lesson bb"],
    ),
    "misspelt": (
        "phases:\n- {title: t, goal: g, lessons: [a, b, c, ss]}",
        [
            "course.yaml:3:42: there is no lesson ss - did you mean s?",
            "s.yaml:1:9: s is in no phase of course.yaml",
        ],
    ),
    "in-no-phase": (
        "phases:\n- {title: t, goal: g, lessons: [a, b, s]}",
        ["c.yaml:1:9: c is in no phase of course.yaml"],
    ),
    "in-no-list": ("lessons: [a, c, s]", ["b.yaml:1:9: b is in no list of course.yaml"]),
    "needs-nobody": (
        "lessons: [aa, {lesson: b, needs: [ab]}, c, s]",
        ["course.yaml:2:35: there is no lesson ab - did you mean b?"],
    ),
    "needs-a-later-one": (
        "lessons: [{lesson: a, needs: [c]}, b, c, s]",
        ["course.yaml:2:31: c comes later than a - list a after it"],
    ),
    "needs-itself": (
        "lessons: [a, {lesson: b, needs: [b]}, c, s]",
        ["course.yaml:2:34: b would have to come before itself: b -> b"],
    ),
    "goes-round": (
        "lessons: [{lesson: a, needs: [c]}, {lesson: b, needs: [a]}, {lesson: c, needs: [b]}, s]",
        ["course.yaml:2:31: a would have to come before itself: a -> c -> b -> a"],
    ),
    "empty-phase": (
        "phases:\n- {title: t, goal: g, lessons: []}",
        ["course.yaml:3:3: the phase has no lessons"],
    ),
    "both": (
        "lessons: [a]\nphases:\n- {title: t, goal: g, lessons: [b]}",
        ["course.yaml:1:1: where a course has phases, its lessons belong to them"],
    ),
    "no-goal": ("phases:\n- {title: t, lessons: [a]}", ["course.yaml:3:3: missing goal"]),
    "key": (
        "lessons: [{lesson: a, need: [b]}]",
        ["course.yaml:2:23: unknown key need - did you mean needs?"],
    ),
    "visibility": (
        "publish: {visibility: publik}",
        ["course.yaml:2:23: there is no publik here - did you mean public?"],
    ),
    "tag": (
        "publish: {tags: [a<b]}",
        ["course.yaml:2:10: a tag is words without < > and commas, not “a<b”"],
    ),
    "no-address": (
        "publish: {site: example.org/course}",
        ["course.yaml:2:10: example.org/course is no address such as https://example.org/course/"],
    ),
    "tag-twice": ("publish: {tags: [a, b, a]}", ["course.yaml:2:10: the tag a is there twice"]),
    "tags": (
        "publish: {tags: [" + ", ".join(f"tag {n:05}" for n in range(42)) + "]}",
        ["course.yaml:2:10: all tags together have 503 characters, over 500"],
    ),
}


@pytest.mark.parametrize(("written", "messages"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_at_its_place(
    folder: Path, written: str, messages: list[str]
) -> None:
    assert told(f"title: A course\n{written}\n") == sorted(messages)


def test_as_many_tags_as_fit(folder: Path) -> None:
    tags = [f"tag {n:05}" for n in range(41)]  # 11 characters each with its quotes, 40 commas
    Path("course.yaml").write_text(f"title: x\npublish: {{tags: [{', '.join(tags)}]}}\n")
    assert len(load_course(Path("course.yaml")).publish.tags) == 41


def test_numbers_and_titles_of_lessons_are_checked(folder: Path) -> None:
    (folder / "b.yaml").write_text("lesson: b\nnumber: 3\ntitle: a < b\n")
    (folder / "c.yaml").write_text(f"lesson: c\ntitle: {'t' * 101}\n")
    (folder / "d.yaml").write_text("lesson: a\ntitle: Again\n")
    assert told(PHASES) == [
        "b.yaml:2:9: b is number 2 of the course - write 2",
        "b.yaml:3:8: no platform takes < or > in a title",
        "c.yaml:2:8: the title has 101 characters, over 100",
        "d.yaml:1:9: a.yaml is called a too",
    ]


def test_check_tells_what_is_wrong_with_the_course(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("course.yaml").write_text("title: A course\nlessons: [a, b, c, t]\n")
    assert main(["check", "a.yaml"]) == 2
    assert "course.yaml:2:20: there is no lesson t - use s" in capsys.readouterr().err


class TestTheCourse:
    def test_agrees_with_its_files(self) -> None:
        findings = Findings()
        check_course(load_course(LESSONS / "course.yaml"), findings)
        findings.check()

    def test_every_lesson_but_the_first_builds_on_one_before(self) -> None:
        course = load_course(LESSONS / "course.yaml")
        assert [one.id for one in course.listed if not one.needs] == [course.lessons[0]]

    def test_files_stand_in_its_order(self) -> None:
        course = load_course(LESSONS / "course.yaml")
        files = [load_lesson(path, course).id for path in find_lessons(LESSONS)]
        assert files == [*course.lessons, *(one.id for one in course.shorts)]
