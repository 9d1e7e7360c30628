"""A course in a bucket: right types and caches, nothing half there, the index last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.package import CoursePackage
from pipeline.publish.planning import Doing, done, planned
from pipeline.publish.state import State, alone
from pipeline.publish.targets import PlaceFailed, target_at
from pipeline.publish.targets.bucket import Bucket
from pipeline.store.objects import NoSuchStore, Objects
from tests.pipeline.object_server import ObjectServer, object_server
from tests.pipeline.small_packages import course_of, edited_file, package, sha256


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectServer]:
    with object_server() as server:
        yield server


@pytest.fixture
def there(tmp_path: Path) -> str:
    """Return a place that works as a bucket does and needs no server."""
    return f"file://{tmp_path}/there"


def _names(there: str) -> set[str]:
    root = Path(there.removeprefix("file://"))
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def url(
    server: ObjectServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server.bucket(f"b{abs(hash(request.node.name)):x}")


def _plan(course: CoursePackage, target: Bucket, folder: Path) -> Doing:
    return planned(course, target, State(folder).of(target.name))


def _publish(course: CoursePackage, target: Bucket, folder: Path) -> list[str]:
    told: list[str] = []
    with alone(folder) as state:
        doing = planned(course, target, state.of(target.name))
        done(doing, course, target, state, told=told.append)
    return told


def _heads(server: ObjectServer, url: str) -> dict[str, dict[str, Any]]:
    """Return what a bucket says of each of its objects, by its name under the prefix."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    client = server.client()
    return {
        key.removeprefix(f"{prefix}/"): client.get_object(Bucket=bucket, Key=key)
        for key in server.keys(bucket)
    }


def test_all_of_a_course_in_a_bucket(server: ObjectServer, url: str, tmp_path: Path) -> None:
    course = course_of(package(tmp_path, "one"), package(tmp_path, "two"))
    target = Bucket(url)
    assert _publish(course, target, tmp_path)[-1] == "the course: update index"
    heads = _heads(server, url)
    types = {Path(name).suffix: head["ContentType"] for name, head in heads.items()}
    assert types[".mp4"] == "video/mp4"
    assert types[".vtt"] == "text/vtt; charset=utf-8"
    assert types[".png"] == "image/png"
    assert types[".json"] == "application/json"
    assert heads.pop("index.json")["CacheControl"] == "no-cache"
    assert {head["CacheControl"] for head in heads.values()} == {
        "public, max-age=31536000, immutable"
    }
    loads = {
        name: head["ContentDisposition"] for name, head in heads.items() if ".download" in name
    }
    assert set(loads.values()) == {
        'attachment; filename="one.download.mp4"',
        'attachment; filename="two.download.mp4"',
    }
    assert list(_plan(course, Bucket(url), tmp_path).lines())[-1] == "nothing to do"


def test_from_the_index_one_gets_to_every_byte(there: str, tmp_path: Path) -> None:
    course = course_of(package(tmp_path, "one"), package(tmp_path, "two"))
    _publish(course, Bucket(there), tmp_path)
    root = tmp_path / "there"
    index = json.loads((root / "index.json").read_text())
    assert [phase["lessons"] for phase in index["phases"]] == [["one", "two"]]
    for name, remote in index["lessons"].items():
        lesson, made = json.loads((root / remote).read_text()), course.packages[name]
        assert (lesson["title"], lesson["description"]) == (made.title, made.description)
        assert len(lesson["files"]) == len(made.assets)
        for file, asset in zip(lesson["files"], made.assets, strict=True):
            assert sha256(root / file["object"]) == file["sha256"] == asset.sha256


def test_an_edit_sends_what_is_new_and_leaves_what_was_there(there: str, tmp_path: Path) -> None:
    made, target = package(tmp_path), Bucket(there)
    _publish(course_of(made), target, tmp_path)
    before = _names(there)
    titled = course_of(replace(made, title="Another"))
    assert _publish(titled, target, tmp_path) == [
        "small: update metadata",
        "the course: update index",
    ]
    assert _names(there) - before == {target.remote(titled.packages["small"])}
    filmed = course_of(edited_file(titled.packages["small"], "film", "another film"))
    assert _publish(filmed, target, tmp_path)[0].startswith("small: replace film")
    assert before < _names(there)
    assert _plan(filmed, target, tmp_path).is_empty


@pytest.mark.parametrize("at", range(1, 10))
def test_a_server_that_goes_away_leaves_the_old_index(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whatever object is the one that fails: readers see what was there, then all of what is."""
    made, target = package(tmp_path), Bucket(there)
    _publish(course_of(made), target, tmp_path)
    sent = State(tmp_path).of(target.name)
    old = target.index(course_of(made), sent.lessons)
    changed = made
    for role in ("film", "captions", "track", "thumbnail", "transcript", "quiz", "chapters"):
        changed = edited_file(changed, role, f"another {role}")
    course, real, count = course_of(changed), Objects.put, 0

    def put(self: Objects, *given: Any) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise ConnectionResetError("gone")
        real(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Objects, "put", put)
        with pytest.raises(PlaceFailed, match="what was sent stays"):
            _publish(course, target, tmp_path)
    assert target.has_index(old, sent)
    _publish(course, target, tmp_path)
    assert _plan(course, target, tmp_path).is_empty
    assert not target.has_index(old, sent)


def test_what_was_deleted_there_is_sent_again(there: str, tmp_path: Path) -> None:
    course, target = course_of(package(tmp_path)), Bucket(there)
    _publish(course, target, tmp_path)
    wanted = _names(there)
    for name in sorted(wanted):
        (tmp_path / "there" / name).unlink()
        assert not _plan(course, target, tmp_path).is_empty, name
        _publish(course, target, tmp_path)
        assert _names(there) == wanted


def test_what_is_not_whole_there_is_sent_again(there: str, tmp_path: Path) -> None:
    course, target = course_of(package(tmp_path)), Bucket(there)
    _publish(course, target, tmp_path)
    for file in sorted(tmp_path.glob("there/files/*/*")):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        assert not _plan(course, target, tmp_path).is_empty, file
        _publish(course, target, tmp_path)
        assert file.read_bytes() == whole


def test_any_url_with_a_scheme_is_a_bucket(there: str, tmp_path: Path) -> None:
    assert isinstance(target_at(there, tmp_path), Bucket)


def test_a_password_is_nowhere_in_the_state(tmp_path: Path) -> None:
    assert Bucket("s3://me:secret@bucket/course").name == "s3://me@bucket/course"


@pytest.mark.parametrize("url", ["s4://bucket/course", "s3://", "s3:///course"])
def test_a_url_that_nothing_opens(url: str, tmp_path: Path) -> None:
    with pytest.raises(NoSuchStore, match="--to s"):
        target_at(url, tmp_path)
