"""A course on a channel: what is sent, in what order, and nothing when nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import files
from pipeline.publish.package import CoursePackage, NotPublished, Package, PhasePackage
from pipeline.publish.targets import NotUsable
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.small_channels import Studio, studios
from tests.pipeline.small_packages import course_of, edited_file, package, sha256
from tests.pipeline.youtube_server import Server


@pytest.fixture(scope="module")
def wired() -> Iterator[tuple[Server, Wire]]:
    with studios() as wired:
        yield wired


@pytest.fixture
def studio(wired: tuple[Server, Wire], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setattr(files, "flush", lambda path: None)
    wired[0].fresh()
    return Studio(tmp_path / "studio", *wired)


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return package(tmp_path / "made")


CREATED = ["videos.insert", "piece", "piece", "captions.insert", "thumbnails.set"]
LISTED = ["playlists.insert", "playlistItems.insert"]


def test_a_lesson_gets_to_the_channel_whole(studio: Studio, made: Package) -> None:
    course = course_of(made)
    assert list(studio.plan(course).lines()) == [
        "small: create (1 upload, 450 units)",
        "the course: update index (100 units)",
        "2026-11-27, of 100 uploads, 10,000 units left: 1 upload, 550 units: small",
    ]
    assert studio.channel.calls == []
    studio.publish(course)
    assert studio.calls() == [*CREATED, *LISTED]
    channel = studio.channel
    ((video, held),) = channel.videos.items()
    assert channel.films[video] == made.film.sha256
    assert channel.text_of(video, "en") == made.one("captions").sha256
    assert channel.thumbnails[video] == made.one("thumbnail").sha256
    assert held["snippet"] == {
        "title": "A small lesson",
        "description": made.description,
        "tags": ["a b", "c"],
        "categoryId": "27",
        "defaultLanguage": "en",
        "defaultAudioLanguage": "en",
    }
    assert held["status"] == {
        "privacyStatus": "private",
        "selfDeclaredMadeForKids": False,
        "embeddable": True,
        "license": "youtube",
        "uploadStatus": "uploaded",
    }
    ((playlist, told),) = channel.playlists.items()
    assert told["snippet"]["title"] == "The first phase"
    assert told["status"] == {"privacyStatus": "private"}
    assert channel.shown(playlist) == [video]
    assert list(studio.plan(course).lines()) == ["small: nothing", "nothing to do"]
    assert studio.publish(course) == []
    assert studio.calls() == []


def test_the_units_of_a_plan_are_those_that_are_spent(studio: Studio, made: Package) -> None:
    course = course_of(made)
    doing = studio.plan(course)
    planned = sum(step.cost.units for step in doing.steps) + doing.index_cost.units
    studio.publish(course)
    spent = 10_000 - studio.channel.units
    assert planned <= spent <= planned + 10
    assert studio.channel.uploads == 99
    assert (studio.sent.spent.uploads, studio.sent.spent.units) == (1, spent - 1)  # who one is


EDITS: dict[str, tuple[Callable[[Package], Package], str, list[str]]] = {
    "title": (
        lambda made: replace(made, title="Another"),
        "update metadata (50 units)",
        ["videos.update"],
    ),
    "captions": (
        lambda made: edited_file(made, "captions", "other\r\nwords\n"),
        "update captions (450 units)",
        ["captions.update"],
    ),
    "thumbnail": (
        lambda made: edited_file(made, "thumbnail", "not looked at"),
        "update thumbnail (50 units)",
        ["thumbnails.set"],
    ),
    "visibility": (
        lambda made: replace(made, visibility="unlisted"),
        "update status (50 units)",
        ["videos.update"],
    ),
    "licence": (
        lambda made: replace(made, licence="cc-by"),
        "update status (50 units)",
        ["videos.update"],
    ),
    "title and captions": (
        lambda made: replace(edited_file(made, "captions", "other"), title="Another"),
        "update metadata, update captions (500 units)",
        ["videos.update", "captions.update"],
    ),
    "transcript": (lambda made: edited_file(made, "transcript", "other"), "", []),
    "track": (lambda made: edited_file(made, "track", "other"), "", []),
}


@pytest.mark.parametrize(("edit", "step", "calls"), EDITS.values(), ids=EDITS)
def test_an_edit_sends_its_own_part(
    studio: Studio,
    made: Package,
    edit: Callable[[Package], Package],
    step: str,
    calls: list[str],
) -> None:
    studio.publish(course_of(made))
    studio.calls()
    one = edit(made)
    course = course_of(one)
    assert studio.publish(course) == ([f"small: {step}"] if step else [])
    assert studio.calls() == calls
    assert studio.plan(course).is_empty
    ((video, held),) = studio.channel.videos.items()
    assert held["snippet"]["title"] == one.title
    assert held["status"]["privacyStatus"] == one.visibility
    assert (
        held["status"]["license"] == {"standard": "youtube", "cc-by": "creativeCommon"}[one.licence]
    )
    assert studio.channel.text_of(video, "en") == one.one("captions").sha256
    assert studio.channel.thumbnails[video] == one.one("thumbnail").sha256


def test_a_public_film_is_seen_when_all_of_it_is_there(studio: Studio, made: Package) -> None:
    course = course_of(replace(made, visibility="public"))
    studio.publish(course)
    assert studio.calls() == [*CREATED, "videos.update", *LISTED]
    ((_, held),) = studio.channel.videos.items()
    assert held["status"]["privacyStatus"] == "public"
    assert studio.plan(course).is_empty


def _superseded(made: Package) -> Package:
    """Return the lesson after an edit of a sentence: film, captions and chapters are others."""
    one = edited_file(edited_file(made, "film", "another film"), "captions", "other words")
    text = made.description.replace(made.revision, one.revision).replace("0:12", "0:14")
    return replace(one, description=text)


def test_another_film_supersedes_the_one_before(studio: Studio, tmp_path: Path) -> None:
    one, two, three = (
        package(tmp_path / "made", name, visibility="public") for name in ("one", "two", "three")
    )
    studio.publish(course_of(one, two, three))
    studio.calls()
    old = studio.sent.lessons["two"].remote
    course = course_of(one, _superseded(two), three)
    assert str(studio.plan(course).steps[1]) == "two: supersede (1 upload, 551 units)"
    with pytest.raises(NotPublished, match="--supersede"):
        studio.publish(course)
    assert studio.calls() == []
    studio.publish(course, supersede=True)
    assert studio.calls() == [
        *CREATED,
        "videos.update",
        "videos.update",
        "playlistItems.insert",
        "playlistItems.delete",
    ]
    record, channel = studio.sent.lessons["two"], studio.channel
    new = record.remote
    assert (record.former, len(channel.videos)) == ((old,), 4)
    assert channel.videos[old]["status"]["privacyStatus"] == "unlisted"
    assert channel.videos[new]["status"]["privacyStatus"] == "public"
    before, after = (channel.videos[name]["snippet"]["description"] for name in (old, new))
    assert before == f"A newer version: https://youtu.be/{new}\n\n{two.description}"
    lines = after.splitlines()
    assert lines[-3] == f"An earlier version: https://youtu.be/{old}"
    assert lines[-1] == f"lesson: two rev {course.packages['two'].revision}"
    assert "0:14 Two" in lines
    assert channel.text_of(new, "en") == course.packages["two"].one("captions").sha256
    ((playlist, _),) = channel.playlists.items()
    films = {name: held.remote for name, held in studio.sent.lessons.items()}
    assert channel.shown(playlist) == [films["one"], new, films["three"]]
    assert studio.plan(course).is_empty
    retitled = course_of(one, replace(course.packages["two"], title="Another"), three)
    studio.publish(retitled)
    assert channel.videos[new]["snippet"]["description"] == after
    assert studio.plan(retitled).is_empty


def test_another_order_moves_one_entry(studio: Studio, tmp_path: Path) -> None:
    names = ("one", "two", "three", "four")
    packages = [package(tmp_path / "made", name) for name in names]
    studio.publish(course_of(*packages))
    studio.calls()
    course = course_of(*packages, order=("two", "three", "four", "one"))
    assert list(studio.plan(course).lines())[4:] == [
        "the course: update index (50 units)",
        "2026-11-27, of 96 uploads, 7,947 units left: 50 units: playlists",
    ]
    assert studio.publish(course) == ["the course: update index (50 units)"]
    assert studio.calls() == ["playlistItems.update"]
    assert studio.plan(course).is_empty


def _phases(course: CoursePackage, **titles: tuple[str, ...]) -> CoursePackage:
    return replace(
        course, phases=tuple(PhasePackage(one, "Begin.", held) for one, held in titles.items())
    )


def test_phases_have_playlists_and_lessons_move_between_them(
    studio: Studio, tmp_path: Path
) -> None:
    names = ("one", "two", "three")
    packages = [package(tmp_path / "made", name) for name in names]
    course = course_of(*packages)
    studio.publish(_phases(course, A=("one", "two"), B=("three",)))
    studio.calls()
    films = {name: held.remote for name, held in studio.sent.lessons.items()}
    lists = {name: one.remote for name, one in studio.sent.playlists.items()}
    channel = studio.channel
    channel.do(
        "playlistItems.insert",
        {},
        {
            "snippet": {
                "playlistId": lists["A"],
                "resourceId": {"kind": "youtube#video", "videoId": films["three"]},
            }
        },
        b"",
    )
    moved = _phases(course, A=("one",), B=("two", "three"))
    studio.publish(moved)
    assert studio.calls() == [*["playlistItems.delete"] * 2, "playlistItems.insert"]
    assert channel.shown(lists["A"]) == [films["one"]]
    assert channel.shown(lists["B"]) == [films["two"], films["three"]]
    renamed = _phases(course, A=("one",), C=("two", "three"))
    studio.publish(renamed)
    assert studio.calls() == ["playlists.update"]
    assert channel.playlists[lists["B"]]["snippet"]["title"] == "C"
    assert studio.plan(renamed).is_empty


def test_a_film_that_was_removed_there_is_sent_again(studio: Studio, made: Package) -> None:
    course = course_of(made)
    studio.publish(course)
    old = studio.sent.lessons["small"].remote
    del studio.channel.videos[old]
    assert str(studio.plan(course).steps[0]) == "small: create (1 upload, 450 units)"
    studio.publish(course)
    ((playlist, _),) = studio.channel.playlists.items()
    ((new, held),) = studio.channel.videos.items()
    assert studio.channel.shown(playlist) == [new]
    assert old not in held["snippet"]["description"]
    assert studio.plan(course).is_empty


def test_captions_that_were_removed_there_are_added(studio: Studio, made: Package) -> None:
    studio.publish(course_of(made))
    studio.channel.captions.clear()
    studio.publish(course_of(edited_file(made, "captions", "other")))
    assert studio.calls()[-2:] == ["captions.update", "captions.insert"]


def test_another_channel_is_refused(
    studio: Studio, made: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.publish(course_of(made))
    monkeypatch.setattr("tests.pipeline.youtube_channel.CHANNEL", "UC-another")
    with pytest.raises(NotUsable, match="on the channel UC-of-ours - log in to that one"):
        studio.plan(course_of(made))


def test_the_state_holds_ids_and_no_secret(studio: Studio, made: Package) -> None:
    studio.publish(course_of(made))
    text = (studio.course / "publish-state.json").read_text()
    assert "upload_id" not in text
    assert str(studio.root) not in text
    assert list((studio.root / "sessions").iterdir()) == []
    record = studio.sent.lessons["small"]
    assert record.ids == {"captions en": next(iter(studio.channel.captions))}
    assert sha256(made.film.path) == studio.channel.films[record.remote]
