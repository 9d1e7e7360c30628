"""A course at Vimeo: made, edited, put in order; a second plan has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import files
from pipeline.publish.package import CoursePackage, Package, PhasePackage
from pipeline.publish.state import STATE_FILE, State
from pipeline.publish.targets import target_at
from pipeline.publish.targets.target import PlaceFailed, Unknown
from pipeline.publish.targets.vimeo import Account
from tests.pipeline.faulty_proxy import Fault, faulty_proxy
from tests.pipeline.node_servers import missing, node_server
from tests.pipeline.publishing_places import TOKEN, Place, made
from tests.pipeline.small_packages import course_of, edited_film
from tests.pipeline.upload_faults import is_making, is_piece
from tests.pipeline.vimeo_server import VimeoOfTests, vimeo_server

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "none")


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "flush", lambda path: None)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VimeoOfTests]:
    with (
        node_server("tus.mjs", tmp_path_factory.mktemp("tus")) as node,
        vimeo_server(node) as server,
    ):
        yield server


@pytest.fixture
def server(running: VimeoOfTests) -> VimeoOfTests:
    running.clear()
    return running


@pytest.fixture
def place(server: VimeoOfTests, tmp_path: Path) -> Place:
    return Place(tmp_path / "place", server.url)


def test_a_second_plan_has_nothing_to_do(
    place: Place, server: VimeoOfTests, tmp_path: Path
) -> None:
    one = replace(made(tmp_path), licence="cc-by")
    course = course_of(one)
    assert list(place.plan(course).lines()) == ["small: create", "the course: update index"]
    assert server.changes == []
    assert place.publish(course) == ["small: create", "the course: update index"]
    (film,) = server.films.values()
    assert server.sha256(film) == one.film.sha256
    assert film.told == {
        "name": "A small lesson",
        "description": one.description,
        "license": "by",
        "privacy": {"view": "nobody"},
    }
    assert film.tags == ["a b", "c"]
    chapters = [(each["timecode"], each["title"]) for each in film.chapters.values()]
    assert chapters == [(0, "One"), (12, "Two"), (30, "Three")]
    (track,) = film.tracks.values()
    assert (track["language"], track["active"]) == ("en", True)
    assert track["bytes"] == one.one("track").path.read_text()
    (picture,) = film.pictures.values()
    assert picture["bytes"].encode("latin-1") == one.one("thumbnail").path.read_bytes()
    before = list(server.changes)
    assert list(place.plan(course).lines()) == ["small: nothing", "nothing to do"]
    assert place.publish(course) == []
    assert server.changes == before
    assert TOKEN not in (place.course / STATE_FILE).read_text()


EDITS: dict[str, tuple[Callable[[Package], Package], str]] = {
    "title": (lambda made: replace(made, title="Another"), "update metadata"),
    "tags": (lambda made: replace(made, tags=("c", "d")), "update metadata"),
    "chapters": (
        lambda made: replace(made, chapters=(*made.chapters[:2], (31.0, "Other"))),
        "update metadata",
    ),
    "visibility": (lambda made: replace(made, visibility="unlisted"), "update status"),
}


@pytest.mark.parametrize(("edit", "kinds"), EDITS.values(), ids=EDITS)
def test_an_edit_sends_its_own_part(
    place: Place,
    server: VimeoOfTests,
    tmp_path: Path,
    edit: Callable[[Package], Package],
    kinds: str,
) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (film,) = server.films.values()
    uploads, tracks = list(film.uploads), dict(film.tracks)
    changed = edit(one)
    assert place.publish(course_of(changed)) == [f"small: {kinds}"]
    assert film.told["name"] == changed.title
    assert film.tags == list(changed.tags)
    titles = [each["title"] for each in film.chapters.values()]
    assert titles == [title for _, title in changed.chapters]
    views = {"private": "nobody", "unlisted": "unlisted"}
    assert film.told["privacy"]["view"] == views[changed.visibility]
    assert (film.uploads, film.tracks) == (uploads, tracks)
    assert place.plan(course_of(changed)).is_empty


def test_another_film_is_another_version(
    place: Place, server: VimeoOfTests, tmp_path: Path
) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (film,) = server.films.values()
    changed = edited_film(one, "another film " * 900)
    assert place.publish(course_of(changed)) == ["small: replace film, update metadata"]
    assert len(server.films) == 1
    assert server.sha256(film) == changed.film.sha256
    assert [each.filename for each in film.uploads] == ["", f"small-{changed.revision}.mp4"]
    assert place.plan(course_of(changed)).is_empty
    record = State(place.course).of("vimeo").lessons["small"]
    assert record.revisions == (one.revision, changed.revision)


def test_without_a_state_the_film_is_found(
    place: Place, server: VimeoOfTests, tmp_path: Path
) -> None:
    one = made(tmp_path)
    place.publish(course_of(one))
    (place.course / STATE_FILE).unlink()
    place.publish(course_of(one))
    (film,) = server.films.values()
    assert len(film.uploads) == 1
    assert place.plan(course_of(one)).is_empty


@pytest.mark.parametrize("gives_links", [True, False])
def test_a_film_without_its_bytes_is_gone_on_with(
    place: Place, server: VimeoOfTests, tmp_path: Path, gives_links: bool
) -> None:
    """Also by another machine; where it is not told where the bytes go, as another version."""
    server.gives_links = gives_links
    one = made(tmp_path)
    with faulty_proxy(server.uploads.url) as through:
        server.files = through.url
        through.faults += [Fault("answer", is_piece, 2, status=503) for _ in range(9)]
        with pytest.raises(PlaceFailed, match="HTTP 503, 5 times in a row"):
            place.publish(course_of(one))
    server.files = ""
    for left in (place.root / "sessions").iterdir():
        left.unlink()
    place.publish(course_of(one))
    (film,) = server.films.values()
    assert server.sha256(film) == one.film.sha256
    assert len(film.uploads) == (1 if gives_links else 2)
    assert place.plan(course_of(one)).is_empty


def test_what_may_have_been_made_is_not_made_again(
    place: Place, server: VimeoOfTests, tmp_path: Path
) -> None:
    course = course_of(made(tmp_path))
    with faulty_proxy(server.url) as proxy:
        place.target = place.at(proxy.url)
        proxy.faults.append(Fault("answer", is_making, status=500))
        with pytest.raises(Unknown, match="no film there has its line - look there") as told:
            place.publish(course)
        assert told.value.exit_code == 4
        with pytest.raises(Unknown):
            place.publish(course)
        assert server.films == {}
        proxy.faults.append(Fault("answer", is_making, status=429))
        state = json.loads((place.course / STATE_FILE).read_text())
        del state["targets"]["vimeo"]["lessons"]["small"]["upload"]
        (place.course / STATE_FILE).write_text(json.dumps(state))
        place.publish(course)
    assert len(server.films) == 1


def _phases(course: CoursePackage, *lessons: tuple[str, ...]) -> CoursePackage:
    phases = tuple(PhasePackage(f"Phase {n}", "", one) for n, one in enumerate(lessons, 1))
    return replace(course, phases=phases)


def test_another_order_changes_the_showcases_alone(
    place: Place, server: VimeoOfTests, tmp_path: Path
) -> None:
    course = course_of(*(made(tmp_path, name) for name in ("a", "bb", "ccc")))
    place.publish(_phases(course, ("a", "bb"), ("ccc",)))
    server.changes.clear()
    other = _phases(course, ("bb", "a"), ("ccc",))
    assert place.publish(other) == ["the course: update index"]
    assert {change.split("/")[2] for change in server.changes} == {"albums"}
    films = {f"/videos/{name}": film.told["description"] for name, film in server.films.items()}
    shown = [
        [films[uri].rpartition("lesson: ")[2].split()[0] for uri in album["films"]]
        for album in server.albums.values()
    ]
    assert shown == [["bb", "a"], ["ccc"]]
    assert place.plan(other).is_empty


def test_what_the_command_line_calls_it(tmp_path: Path) -> None:
    assert isinstance(target_at("vimeo", tmp_path), Account)
