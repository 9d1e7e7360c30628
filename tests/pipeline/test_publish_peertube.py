"""A course at PeerTube: made, edited, put in order; a second plan has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import files
from pipeline.publish.login import LoginRefused
from pipeline.publish.package import CoursePackage, Package, PhasePackage
from pipeline.publish.planning import planned
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import STATE_FILE, State
from pipeline.publish.targets.peertube import Channel
from pipeline.publish.targets.peertube_playlists import next_step
from pipeline.publish.targets.target import NoSuchTarget, PlaceFailed, Unknown
from tests.pipeline.node_servers import missing, node_server
from tests.pipeline.peertube_server import PeerTube, peertube_server
from tests.pipeline.publishing_places import TOKEN, Place, made
from tests.pipeline.small_packages import course_of, edited_file, edited_film

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "none")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PeerTube]:
    with (
        node_server("uploadx.mjs", tmp_path_factory.mktemp("uploads")) as node,
        peertube_server(node) as server,
    ):
        yield server


@pytest.fixture
def server(uploads: PeerTube) -> PeerTube:
    uploads.clear()
    return uploads


@pytest.fixture
def place(server: PeerTube, tmp_path: Path) -> Place:
    return Place(tmp_path / "place", f"peertube://{server.host}/course")


def test_a_second_plan_has_nothing_to_do(place: Place, server: PeerTube, tmp_path: Path) -> None:
    course = course_of(made(tmp_path))
    assert list(place.plan(course).lines()) == ["small: create", "the course: update index"]
    assert server.changes == []
    assert place.publish(course) == ["small: create", "the course: update index"]
    (film,) = server.films.values()
    one = course.packages["small"]
    assert film.sha256 == one.film.sha256
    assert film.told["name"] == "A small lesson"
    assert film.told["description"] == one.description
    assert film.told["tags"] == ["a b"]  # c is too short for PeerTube
    assert (film.told["language"], film.told["category"]) == ("en", "13")
    assert film.told["privacy"] == "3"
    assert film.chapters == [
        {"timecode": 0, "title": "One"},
        {"timecode": 12, "title": "Two"},
        {"timecode": 30, "title": "Three"},
    ]
    assert film.captions == {"en": one.one("track").path.read_bytes()}
    assert film.thumbnail == one.one("thumbnail").path.read_bytes()
    assert [held["title"] for held in server.playlists.values()] == ["The first phase"]
    before = list(server.changes)
    assert list(place.plan(course).lines()) == ["small: nothing", "nothing to do"]
    assert place.publish(course) == []
    assert server.changes == before
    assert place.slept == []


EDITS: dict[str, tuple[Callable[[Package], Package], str, set[str]]] = {
    "title": (
        lambda made: replace(made, title="Another"),
        "update metadata",
        {"PUT film", "PUT film/chapters"},
    ),
    "captions": (
        lambda made: edited_file(made, "track", "WEBVTT"),
        "update captions",
        {"PUT film/captions/en"},
    ),
    "visibility": (
        lambda made: replace(made, visibility="public"),
        "update status",
        {"PUT film"},
    ),
}


@pytest.mark.parametrize(("edit", "kinds", "asked"), EDITS.values(), ids=EDITS)
def test_an_edit_sends_its_own_part(
    place: Place,
    server: PeerTube,
    tmp_path: Path,
    edit: Callable[[Package], Package],
    kinds: str,
    asked: set[str],
) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (film,) = server.films.values()
    server.changes.clear()
    course = course_of(edit(one))
    assert place.publish(course) == [f"small: {kinds}"]
    changes = {each.replace(f"/api/v1/videos/{film.uuid}", "film") for each in server.changes}
    assert changes == asked
    assert place.plan(course).is_empty


def test_another_film_takes_the_place_of_the_old_one(
    place: Place, server: PeerTube, tmp_path: Path
) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (film,) = server.films.values()
    captions = dict(film.captions)
    changed = edited_film(one, "another film " * 900)
    course = course_of(changed)
    assert place.publish(course) == ["small: replace film, update metadata"]
    assert list(server.films) == [film.uuid]
    assert film.sha256 == course.packages["small"].film.sha256
    assert film.captions == captions
    assert place.plan(course).is_empty
    record = State(place.course).of(place.target.name).lessons["small"]
    assert record.revisions == (one.revision, course.packages["small"].revision)


def test_a_server_that_lets_nobody_replace(place: Place, server: PeerTube, tmp_path: Path) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    server.replaces = False
    with pytest.raises(PlaceFailed, match=r"have its administrator allow it \(video_file"):
        place.publish(course_of(edited_file(one, "film", "another")))


def _phases(course: CoursePackage, *lessons: tuple[str, ...]) -> CoursePackage:
    phases = tuple(PhasePackage(f"Phase {n}", "", one) for n, one in enumerate(lessons, 1))
    return replace(course, phases=phases)


def _playlists(server: PeerTube) -> dict[str, list[str]]:
    names = {film.uuid: film.source.partition("-")[0] for film in server.films.values()}
    return {
        held["title"]: [names.get(film, "?") for _, film in held["films"]]
        for held in server.playlists.values()
    }


def test_another_order_moves_films(place: Place, server: PeerTube, tmp_path: Path) -> None:
    course = course_of(*(made(tmp_path, name) for name in ("a", "bb", "ccc", "dddd")))
    place.publish(_phases(course, ("a", "bb", "ccc"), ("dddd",)))
    assert _playlists(server) == {"Phase 1": ["a", "bb", "ccc"], "Phase 2": ["dddd"]}
    server.changes.clear()
    other = _phases(course, ("ccc", "a"), ("dddd", "bb"))
    assert place.publish(other) == ["the course: update index"]
    assert _playlists(server) == {"Phase 1": ["ccc", "a"], "Phase 2": ["dddd", "bb"]}
    assert {change.split("/")[3] for change in server.changes} == {"video-playlists"}
    assert place.plan(other).is_empty


def test_a_phase_with_another_title(place: Place, server: PeerTube, tmp_path: Path) -> None:
    course = course_of(made(tmp_path))
    place.publish(course)
    (number,) = server.playlists
    titled = replace(course, phases=(PhasePackage("Begin", "", ("small",)),))
    place.publish(titled)
    assert server.playlists[number]["title"] == "Begin"
    assert len(server.playlists) == 1
    assert place.plan(titled).is_empty


def test_what_others_put_into_a_playlist_stays_behind() -> None:
    there = [(1, "x"), (2, "b"), (3, "a"), (4, "y"), (5, "gone"), (6, "")]
    films, ours, steps = ["a", "b", "c"], {"a", "b", "c", "gone"}, []
    while (step := next_step(there, films, ours)) is not None:
        steps.append(step[0])
        kind, one, two = step
        if kind == "remove":
            there = [held for held in there if held[0] != one]
        elif kind == "add":
            there.append((9, films[one]))
        else:
            there.insert(two, there.pop(one - 1))
    assert [film for _, film in there] == ["a", "b", "c", "x", "y"]
    assert steps.count("remove") == 2


def test_what_was_deleted_is_sent_again(place: Place, server: PeerTube, tmp_path: Path) -> None:
    course = course_of(made(tmp_path))
    place.publish(course)
    server.films.clear()
    assert next(place.plan(course).lines()) == "small: create"
    place.publish(course)
    (film,) = server.films.values()
    assert film.captions.keys() == {"en"}
    film.captions.clear()
    assert next(place.plan(course).lines()) == "small: update captions"
    place.publish(course)
    assert film.captions.keys() == {"en"}
    server.playlists.clear()
    assert place.publish(course) == ["the course: update index"]
    assert place.plan(course).is_empty


def test_without_a_state_the_film_is_found(place: Place, server: PeerTube, tmp_path: Path) -> None:
    """Another machine that has no state makes no second film; an old one is replaced."""
    one = made(tmp_path)
    place.publish(course_of(one))
    (place.course / STATE_FILE).unlink()
    place.publish(course_of(one))
    assert len(server.films) == 1
    (place.course / STATE_FILE).unlink()
    changed = edited_film(one, "another film " * 900)
    course = course_of(changed)
    place.target = place.at(place.target.name)
    place.publish(course)
    (film,) = server.films.values()
    assert film.sha256 == changed.film.sha256
    assert place.plan(course).is_empty


def test_two_films_of_a_lesson(place: Place, server: PeerTube, tmp_path: Path) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (film,) = server.films.values()
    server.films["x" * 36] = replace(film, uuid=film.uuid[:-1] + "f")
    server.films[film.uuid[:-1] + "f"] = server.films.pop("x" * 36)
    (place.course / STATE_FILE).unlink()
    with pytest.raises(Unknown, match=r"small is there twice: .* - delete one") as told:
        place.publish(course_of(one))
    assert told.value.exit_code == 4


def test_the_state_holds_no_secret(place: Place, server: PeerTube, tmp_path: Path) -> None:
    place.publish(course_of(made(tmp_path)))
    text = (place.course / STATE_FILE).read_text()
    assert TOKEN not in text
    assert "upload" not in json.loads(text)["targets"][place.target.name]["lessons"]["small"]
    assert place.target.name == f"peertube://{server.host}/course"


def test_a_channel_that_is_not_ones_own(place: Place, server: PeerTube, tmp_path: Path) -> None:
    place.target = place.at(f"peertube://{server.host}/nobody")
    with pytest.raises(PlaceFailed, match="no channel nobody of yours - use course or other"):
        place.publish(course_of(made(tmp_path)))


def test_a_first_plan_needs_no_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And asks nobody; what was sent cannot be compared without."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    target, course = Channel("peertube://tube.example/course"), course_of(made(tmp_path))
    assert [str(step) for step in planned(course, target, Sent()).steps] == ["small: create"]
    sent = Sent({"small": Record("a-film", target.parts(course.packages["small"]))})
    with pytest.raises(
        LoginRefused, match=r"nobody is logged in - render.py login peertube://tube"
    ):
        planned(course, target, sent)


@pytest.mark.parametrize("text", ["peertube://host", "peertube://host/", "peertube://host/a/b"])
def test_a_channel_must_be_named(text: str) -> None:
    with pytest.raises(NoSuchTarget, match="it names no channel - write peertube://HOST/CHANNEL"):
        Channel(text)
