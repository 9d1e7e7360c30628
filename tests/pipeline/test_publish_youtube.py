"""A course on a channel: what is sent, in what order, and nothing when nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.publish.package import Package
from pipeline.publish.targets import NotUsable
from tests.pipeline.small_channels import CREATED, LISTED, Studio
from tests.pipeline.small_packages import course_of, edited_file, package, sha256


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return package(tmp_path / "made")


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


def test_a_film_is_scheduled_when_all_of_it_is_there(studio: Studio, made: Package) -> None:
    """It stays private, YouTube makes it public; what is edited later does not hide it again."""
    scheduled = replace(made, appears=datetime(2026, 11, 29, 9, 30, tzinfo=UTC))
    studio.publish(course_of(scheduled))
    assert studio.calls() == [*CREATED, "videos.update", *LISTED]
    ((_, held),) = studio.channel.videos.items()
    assert held["status"]["privacyStatus"] == "private"
    assert held["status"]["publishAt"] == "2026-11-29T09:30:00Z"
    assert studio.plan(course_of(scheduled)).is_empty
    studio.moment += timedelta(days=2)
    held["status"] |= {"privacyStatus": "public"}
    assert studio.plan(course_of(scheduled)).is_empty
    studio.publish(course_of(replace(scheduled, title="Another", licence="cc-by")))
    assert held["status"]["privacyStatus"] == "public"
    assert "publishAt" not in held["status"]


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
