"""A course on a channel: what comes after what, in playlists and from film to film."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.publish.package import CoursePackage, NotPublished, PhasePackage
from pipeline.publish.targets import PlaceFailed
from tests.pipeline.small_channels import CREATED, Studio, holds, superseded
from tests.pipeline.small_packages import course_of, edited_file, package
from tests.pipeline.youtube_server import Fault


def test_another_film_supersedes_the_one_before(studio: Studio, tmp_path: Path) -> None:
    one, two, three = (
        package(tmp_path / "made", name, visibility="public") for name in ("one", "two", "three")
    )
    studio.publish(course_of(one, two, three))
    studio.calls()
    old = studio.sent.lessons["two"].remote
    course = course_of(one, superseded(two), three)
    assert str(studio.plan(course).steps[1]) == "two: supersede (1 upload, 552 units)"
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


def test_every_film_leads_to_the_next_whatever_came_between(studio: Studio, tmp_path: Path) -> None:
    """The second film arrives, the first one is not retired, and then comes a third."""
    first = package(tmp_path / "made", visibility="public")
    studio.publish(course_of(first))
    second = superseded(first)
    studio.server.faults["videos.update"] = [Fault("ok"), Fault("status", 403, "forbidden")]
    with pytest.raises(PlaceFailed, match="forbidden"):
        studio.publish(course_of(second), supersede=True)
    third = edited_file(second, "film", "a third film")
    text = second.description.replace(second.revision, third.revision)
    studio.publish(course_of(replace(third, description=text)), supersede=True)
    record, videos = studio.sent.lessons["small"], studio.channel.videos
    chain = [*record.former, record.remote]
    assert len(chain) == len(videos) == 3
    told = {video: held["snippet"]["description"] for video, held in videos.items()}
    for old, new in pairwise(chain):
        assert videos[old]["status"]["privacyStatus"] == "unlisted"
        assert f"A newer version: https://youtu.be/{new}\n" in told[old]
        assert f"An earlier version: https://youtu.be/{old}\n" in told[new]


def test_a_film_that_was_removed_is_superseded_without_a_link(
    studio: Studio, tmp_path: Path
) -> None:
    first = package(tmp_path / "made", visibility="public")
    studio.publish(course_of(first))
    old = studio.sent.lessons["small"].remote
    del studio.channel.videos[old]
    second = course_of(superseded(first))
    studio.publish(second, supersede=True)
    holds(studio, second)
    ((_, held),) = studio.channel.videos.items()
    assert "An earlier version" not in held["snippet"]["description"]


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


def test_what_was_superseded_before_it_appeared_never_does(studio: Studio, tmp_path: Path) -> None:
    scheduled = package(tmp_path / "made", appears=datetime(2026, 11, 29, 9, 30, tzinfo=UTC))
    studio.publish(course_of(scheduled))
    old = studio.sent.lessons["small"].remote
    studio.publish(course_of(superseded(scheduled)), supersede=True)
    status = studio.channel.videos[old]["status"]
    assert (status["privacyStatus"], "publishAt" in status) == ("private", False)
