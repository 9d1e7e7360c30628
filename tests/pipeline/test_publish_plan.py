"""A plan says what changed and no more; what was killed is done again; twice is nothing to do."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import files
from pipeline.publish.package import CoursePackage, NotPublished, Package
from pipeline.publish.planning import Doing, done, planned
from pipeline.publish.state import STATE_FILE, BadState, State, alone
from pipeline.publish.targets import NoSuchTarget, target_at
from pipeline.publish.targets.folder import Folder
from tests.pipeline.small_packages import CHAPTERS, course_of, edited_file, package, sha256


class Place:
    """A course's folder and a folder to publish in."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course = root / "course"
        self.course.mkdir(parents=True)
        self.out = root / "out"
        self.target = Folder(self.out, self.course)

    def plan(self, course: CoursePackage) -> Doing:
        return planned(course, self.target, State(self.course).of(self.target.name))

    def publish(self, course: CoursePackage, *, supersede: bool = False) -> list[str]:
        told: list[str] = []
        with alone(self.course) as state:
            doing = planned(course, self.target, state.of(self.target.name))
            done(doing, course, self.target, state, supersede=supersede, told=told.append)
        return told

    def bytes(self) -> dict[str, str]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        kept = (path for path in found if path.is_relative_to(self.out) or path.name == STATE_FILE)
        return {str(path.relative_to(self.root)): sha256(path) for path in kept}


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place")


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return package(tmp_path / "made")


def test_a_second_plan_has_nothing_to_do(place: Place, made: Package) -> None:
    course = course_of(made)
    assert list(place.plan(course).lines()) == ["small: create", "the course: update index"]
    assert not place.out.exists()
    assert not (place.course / STATE_FILE).exists()
    assert place.publish(course) == ["small: create", "the course: update index"]
    assert list(place.plan(course).lines()) == ["small: nothing", "nothing to do"]
    before = place.bytes()
    assert place.publish(course) == []
    assert place.bytes() == before


EDITS: dict[str, tuple[Callable[[Package], Package], str]] = {
    "title": (lambda made: replace(made, title="Another"), "update metadata"),
    "description": (lambda made: replace(made, description="Other words."), "update metadata"),
    "tags": (lambda made: replace(made, tags=("d",)), "update metadata"),
    "chapters": (
        lambda made: replace(made, chapters=(*CHAPTERS[:2], (30.0, "Other"))),
        "update metadata",
    ),
    "phase": (lambda made: replace(made, phase="Another"), "update metadata"),
    "visibility": (lambda made: replace(made, visibility="unlisted"), "update metadata"),
    "captions": (lambda made: edited_file(made, "captions", "other"), "update captions"),
    "track": (lambda made: edited_file(made, "track", "other"), "update captions"),
    "transcript": (lambda made: edited_file(made, "transcript", "other"), "update files"),
    "quiz": (lambda made: edited_file(made, "quiz", "other"), "update files"),
    "two": (
        lambda made: replace(edited_file(made, "captions", "other"), title="Another"),
        "update metadata, update captions",
    ),
    "thumbnail": (
        lambda made: edited_file(made, "thumbnail", "not looked at"),
        "update thumbnail",
    ),
}


@pytest.mark.parametrize(("edit", "kinds"), EDITS.values(), ids=EDITS)
def test_an_edit_sends_its_own_part(
    place: Place, made: Package, edit: Callable[[Package], Package], kinds: str
) -> None:
    place.publish(course_of(made))
    folder = place.out / made.stem
    film = _written(folder / made.film.path.name)
    course = course_of(edit(made))
    assert place.publish(course) == [f"small: {kinds}"]
    assert place.plan(course).is_empty
    assert _written(folder / made.film.path.name) == film
    one = course.packages["small"]
    for asset in one.assets:
        assert sha256(folder / asset.path.name) == asset.sha256
    assert (folder / "title.txt").read_text() == f"{one.title}\n"
    assert (folder / "description.txt").read_text() == f"{one.description}\n"


def _written(path: Path) -> tuple[int, int]:
    """Return what changes when a file is written again, even with the same bytes."""
    return path.stat().st_ino, path.stat().st_mtime_ns


def test_another_film_is_superseded_only_when_that_is_asked_for(
    place: Place, made: Package
) -> None:
    place.publish(course_of(made))
    before, old = place.bytes(), made.revision
    course = course_of(edited_file(made, "film", "another film"))
    assert [str(step) for step in place.plan(course).steps] == ["small: supersede"]
    assert place.plan(course).supersedes
    with pytest.raises(NotPublished, match=r"small.yaml: the film of small is another one"):
        place.publish(course)
    assert place.bytes() == before
    place.publish(course, supersede=True)
    record = State(place.course).of(place.target.name).lessons["small"]
    assert record.revisions == (old, course.packages["small"].revision)
    assert place.plan(course).is_empty


def test_another_order_changes_the_index_alone(place: Place, tmp_path: Path) -> None:
    one, two = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    place.publish(course_of(one, two))
    assert place.publish(course_of(one, two, order=("two", "one"))) == ["the course: update index"]
    assert (place.out / "course.md").read_text().splitlines()[-2:] == ["1. two", "2. one"]


def test_what_is_not_asked_for_stays_in_the_index(place: Place, tmp_path: Path) -> None:
    one, two = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    place.publish(course_of(one, two))
    assert place.plan(course_of(two, order=("one", "two"))).is_empty


def test_what_the_course_has_no_more_is_told(place: Place, tmp_path: Path) -> None:
    one, two = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    place.publish(course_of(one, two))
    notes = place.plan(course_of(one)).notes
    assert notes == ("two is published, and the course has it no more",)


@pytest.mark.parametrize("role", ["film", "captions", "thumbnail", "transcript"])
def test_what_was_deleted_there_is_sent_again(place: Place, made: Package, role: str) -> None:
    course = course_of(made)
    place.publish(course)
    before = place.bytes()
    (place.out / made.stem / made.one(role).path.name).unlink()
    assert not place.plan(course).is_empty
    place.publish(course)
    assert place.bytes() == before


def test_files_that_no_lesson_has_any_more_are_removed(place: Place, made: Package) -> None:
    place.publish(course_of(made))
    less = replace(made, assets=tuple(one for one in made.assets if one.role != "quiz"))
    assert place.publish(course_of(less)) == ["small: update files"]
    assert not (place.out / made.stem / made.one("quiz").path.name).exists()


class Killed(BaseException):
    """As if the process were gone: nothing that follows is done."""


def _killing(at: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Make the ``at``-th rename never happen; return how many were begun."""
    count = 0
    real = os.replace

    def rename(source: os.PathLike[str], to: os.PathLike[str]) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise Killed
        real(source, to)

    monkeypatch.setattr(os, "replace", rename)
    return lambda: count


def _moments() -> Iterator[int]:
    yield from range(1, 40)


def test_killed_at_any_moment_it_goes_on_to_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file takes its name by a rename, the state too: so each of them is a moment to die."""
    made = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    course = course_of(*made)
    whole = Place(tmp_path / "whole")
    whole.publish(course)
    wanted = whole.bytes()
    killed = 0
    for at in _moments():
        place = Place(tmp_path / f"killed-{at}")
        with monkeypatch.context() as patch:
            begun = _killing(at, patch)
            try:
                place.publish(course)
            except Killed:
                killed += 1
            if begun() < at:
                break
        place.publish(course)
        assert place.bytes() == wanted, at
        assert place.plan(course).is_empty
    assert killed == begun() > 20


def test_a_file_that_changed_since_the_plan_is_not_sent(place: Place, made: Package) -> None:
    course = course_of(made)
    with alone(place.course) as state:
        doing = planned(course, place.target, state.of(place.target.name))
        made.film.path.write_text("no longer what passed")
        with pytest.raises(NotPublished, match="not the file that passed the gate"):
            done(doing, course, place.target, state)
    assert not place.out.exists()


def test_what_breaks_a_rule_keeps_all_from_being_sent(place: Place, tmp_path: Path) -> None:
    good, bad = package(tmp_path / "made", "good"), package(tmp_path / "made", "bad", title="a<b")
    with pytest.raises(NotPublished, match=r"small.yaml:1:3: no platform takes < in the title"):
        place.publish(course_of(good, bad))
    assert place.bytes() == {}


def test_the_state_of_version_1_is_read(place: Place, made: Package) -> None:
    place.publish(course_of(made))
    path = place.course / STATE_FILE
    written = path.read_text()
    assert '"version": 2,' in written
    path.write_text(written.replace('"version": 2,', '"version": 1,'))
    assert place.plan(course_of(made)).is_empty
    assert place.publish(course_of(replace(made, title="Another"))) == ["small: update metadata"]
    assert '"version": 2,' in path.read_text()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 1}', '{"version": 1, "targets": {"a": {"lessons": 3}}}']
)
def test_a_damaged_state_is_no_reason_to_send_again(place: Place, text: str) -> None:
    (place.course / STATE_FILE).write_text(text)
    with pytest.raises(BadState, match=STATE_FILE):
        State(place.course)


def test_a_later_state_is_left_alone(place: Place) -> None:
    (place.course / STATE_FILE).write_text(json.dumps({"version": 3, "targets": {}}))
    with pytest.raises(BadState, match="it is of version 3"):
        State(place.course)


def test_one_publishes_a_course_at_a_time(place: Place) -> None:
    busy = pytest.raises(BadState, match="somebody is publishing")
    with alone(place.course), busy, alone(place.course):
        pass
    with alone(place.course):
        pass


def test_what_a_killed_one_left_beside_the_state_is_removed(place: Place) -> None:
    left = place.course / ".publish-state.1.part.json"
    left.write_text("{")
    with alone(place.course):
        assert not left.exists()


def test_the_state_holds_no_path_of_this_machine(place: Place, made: Package) -> None:
    place.publish(course_of(made))
    assert str(place.root) not in (place.course / STATE_FILE).read_text()
    assert place.target.name == "folder:../out"


@pytest.mark.parametrize("text", ["", "folder:", "youtub", "sites"])
def test_no_such_target(text: str, tmp_path: Path) -> None:
    with pytest.raises(NoSuchTarget, match="there is no such target - use folder"):
        target_at(text, tmp_path)
