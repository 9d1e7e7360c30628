"""Whatever goes wrong on the way: one film of a lesson, whole, or a stop that says to look."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import files
from pipeline.publish.package import CoursePackage, NotPublished, Package
from pipeline.publish.targets import Later, NotUsable, PlaceFailed, Unknown
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.small_channels import Studio, studios
from tests.pipeline.small_packages import course_of, edited_file, package
from tests.pipeline.youtube_server import Fault, Server


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
    return package(tmp_path / "made", visibility="public")


def holds(studio: Studio, course: CoursePackage) -> None:
    """Check that a channel has each lesson of a course once, whole, in order; nothing is left."""
    channel = studio.channel
    films = {name: record.remote for name, record in studio.sent.lessons.items()}
    former = [one for record in studio.sent.lessons.values() for one in record.former]
    assert sorted(channel.videos) == sorted([*films.values(), *former])
    for name, one in course.packages.items():
        video = films[name]
        assert channel.films[video] == one.film.sha256
        assert channel.text_of(video, "en") == one.one("captions").sha256
        assert channel.thumbnails[video] == one.one("thumbnail").sha256
        assert channel.videos[video]["status"]["privacyStatus"] == one.visibility
        assert channel.videos[video]["snippet"]["title"] == one.title
    ((playlist, _),) = channel.playlists.items()
    assert channel.shown(playlist) == [films[name] for name in course.phases[0].lessons]
    assert len(channel.captions) == len(channel.videos)
    assert studio.plan(course).is_empty
    assert list((studio.root / "sessions").iterdir()) == []


LATER = Fault("status", 503)
CUT, LOST = Fault("before"), Fault("after")
FAULTS: dict[str, dict[str, list[Fault]]] = {
    "an upload is not begun": {"videos.insert": [CUT]},
    "an upload is begun and nobody hears of it": {"videos.insert": [LOST]},
    "a server that is not well": {"videos.insert": [LATER, LATER], "piece": [LATER]},
    "a server in haste": {"videos.insert": [Fault("status", 429, wait="7")]},
    "too fast for it": {"captions.insert": [Fault("status", 403, "rateLimitExceeded")]},
    "a piece is cut": {"piece": [CUT]},
    "a piece arrives and nobody hears of it": {"piece": [LOST]},
    "half a piece arrives": {"piece": [Fault("shorter")]},
    "half of the last piece arrives": {"piece": [Fault("ok"), Fault("shorter")]},
    "the last piece is cut": {"piece": [Fault("ok"), CUT]},
    "the last answer is lost": {"piece": [Fault("ok"), LOST]},
    "the last answer is lost twice": {"piece": [Fault("ok"), LOST], "ask": [LOST, CUT]},
    "the address expires": {"piece": [Fault("expired")]},
    "the address expires at the end": {"piece": [LOST], "ask": [Fault("expired")]},
    "all is there, and the address is gone": {"piece": [Fault("ok"), Fault("lost")]},
    "captions arrive and nobody hears of it": {"captions.insert": [LOST]},
    "a thumbnail arrives and nobody hears of it": {"thumbnails.set": [LOST, LATER]},
    "a status arrives and nobody hears of it": {"videos.update": [LOST]},
    "a playlist is made and nobody hears of it": {"playlists.insert": [LOST]},
    "a playlist is not made": {"playlists.insert": [CUT, LATER]},
    "an entry is made and nobody hears of it": {"playlistItems.insert": [LOST]},
    "an entry is not made": {"playlistItems.insert": [CUT, LATER]},
    "a list is lost": {"playlistItems.list": [LOST, CUT], "channels.list": [LOST]},
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_what_goes_wrong_is_mended(
    studio: Studio, made: Package, faults: dict[str, list[Fault]]
) -> None:
    for method, planned in faults.items():
        studio.server.faults[method] = list(planned)
    course = course_of(made)
    studio.publish(course)
    assert not any(studio.server.faults.values())
    holds(studio, course)


def test_one_waits_as_long_as_a_server_asks_for(studio: Studio, made: Package) -> None:
    studio.server.faults["thumbnails.set"] = [Fault("status", 429, wait="7"), LATER]
    studio.publish(course_of(made))
    assert studio.waited == [7.0, 2.0]


@pytest.mark.parametrize("method", ["videos.insert", "piece", "captions.insert"])
def test_a_server_that_stays_away_ends_it_and_the_next_goes_on(
    studio: Studio, made: Package, method: str
) -> None:
    studio.server.faults[method] = [CUT] * 20
    studio.server.faults["ask"] = [CUT] * 20 * (method == "piece")
    with pytest.raises(PlaceFailed, match="what was sent stays; publish again to go on"):
        studio.publish(course_of(made))
    studio.server.faults.clear()
    studio.publish(course_of(made))
    holds(studio, course_of(made))


def test_a_film_that_may_be_there_is_not_sent_again(studio: Studio, made: Package) -> None:
    """The last answer is lost, the address gone, and the uploads do not show the film (yet)."""
    course, channel = course_of(made), studio.channel
    hidden: dict[str, Any] = {}
    real = channel.arrived

    def unseen(body: dict[str, Any], data: bytes) -> dict[str, Any]:
        video = real(body, data)
        hidden[video["id"]] = channel.videos.pop(video["id"])
        return video

    channel.arrived = unseen  # type: ignore[method-assign]
    studio.server.faults["piece"] = [Fault("ok"), Fault("lost")]
    for _ in range(2):
        with pytest.raises(Unknown, match=f"ends with “lesson: small rev {made.revision}”") as told:
            studio.publish(course)
        assert told.value.exit_code == 4
        assert len(hidden) == 1
    assert sum(studio.waited) >= 60
    channel.videos |= hidden
    studio.publish(course)
    holds(studio, course)


def test_two_films_of_a_lesson_are_a_reason_to_stop(studio: Studio, made: Package) -> None:
    body = {"snippet": {"title": "A", "description": made.description}, "status": {}}
    twice = [studio.channel.arrived(body, b"x")["id"] for _ in range(2)]
    with pytest.raises(Unknown, match="are both small - remove all but one") as told:
        studio.publish(course_of(made))
    assert all(name in str(told.value) for name in twice)
    assert len(studio.channel.videos) == 2


def test_a_film_that_the_state_does_not_know_is_found(studio: Studio, made: Package) -> None:
    """Somebody else published it, or the state is an old one."""
    studio.publish(course_of(made))
    (studio.course / "publish-state.json").unlink()
    studio.calls()
    studio.publish(course_of(made))
    assert "videos.insert" not in studio.calls()
    holds(studio, course_of(made))


def test_a_day_that_is_over_ends_it_and_the_next_goes_on(studio: Studio, tmp_path: Path) -> None:
    """10,000 units are enough for 19 lessons; two more are left for the day after."""
    course = course_of(*(package(tmp_path / "made", f"l{n:02}") for n in range(21)))
    days = list(studio.plan(course).lines())[-2:]
    assert days == [
        "2026-11-27, of 100 uploads, 10,000 units left: 19 uploads, 9,550 units: "
        + ", ".join(f"l{n:02}" for n in range(19)),
        "2026-11-28, of 100 uploads, 10,000 units left: 2 uploads, 1,000 units: l19, l20",
    ]
    with pytest.raises(Later, match="publish again after 2026-11-28 08:00 UTC") as told:
        studio.publish(course)
    assert told.value.exit_code == 5
    assert len(studio.channel.videos) == 19
    ((playlist, _),) = studio.channel.playlists.items()
    assert len(studio.channel.shown(playlist)) == 19
    studio.moment = studio.moment.replace(day=28, hour=8)
    studio.channel.new_day()
    studio.publish(course)
    holds(studio, course)


def test_a_day_that_others_used_up_is_told_by_the_server(studio: Studio, tmp_path: Path) -> None:
    made = [package(tmp_path / "made", name) for name in ("one", "two")]
    studio.channel.units = 700
    with pytest.raises(Later, match=r"it takes no more today \(quotaExceeded\)"):
        studio.publish(course_of(*made))
    assert studio.sent.spent.units == 10_000
    assert len(studio.channel.videos) == 2  # the second one has its film, and waits for captions
    with pytest.raises(Later, match="publish again after"):
        studio.publish(course_of(*made))
    studio.moment = studio.moment.replace(day=28, hour=9)
    studio.channel.new_day()
    studio.publish(course_of(*made))
    holds(studio, course_of(*made))


def test_no_film_is_sent_when_the_day_has_no_more_uploads(studio: Studio, tmp_path: Path) -> None:
    one, two = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    studio.publish(course_of(one, two))
    studio.channel.uploads = 0
    another, titled = edited_file(one, "film", "another film"), replace(two, title="Another")
    with pytest.raises(Later):
        studio.publish(course_of(another, titled), supersede=True)
    assert (studio.sent.spent.uploads, len(studio.channel.videos)) == (100, 2)
    assert str(studio.plan(course_of(another, titled)).steps[1]) == "two: nothing"


def test_a_file_that_changes_while_it_is_sent_does_not_arrive(
    studio: Studio, made: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Wire.begin

    def begin(self: Wire, film: Path, given: Any) -> str:
        film.write_text("other bytes, as many"[: film.stat().st_size])
        return real(self, film, given)

    monkeypatch.setattr(Wire, "begin", begin)
    with pytest.raises(NotPublished, match="changed while it was sent"):
        studio.publish(course_of(made))
    assert studio.channel.videos == {}


def test_what_youtube_refuses_is_told(studio: Studio, made: Package) -> None:
    studio.server.faults["thumbnails.set"] = [Fault("status", 403, "forbidden")]
    with pytest.raises(PlaceFailed, match="small is refused \\(403 forbidden: a fault\\)"):
        studio.publish(course_of(made))


def test_a_login_that_is_over_is_told(studio: Studio, made: Package) -> None:
    studio.server.faults["channels.list"] = [Fault("status", 401, "authError")] * 3
    with pytest.raises(NotUsable, match="render\\.py login youtube"):
        studio.publish(course_of(made))


class Killed(BaseException):
    """As if the process were gone: nothing that follows is done."""


def _killing(at: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Kill at one of all moments: before and after each request, and at each change of a file."""
    count = 0

    def moment() -> None:
        nonlocal count
        count += 1
        if count == at:
            raise Killed

    for name in ("call", "begin", "ask", "send"):
        real = getattr(Wire, name)

        def between(self: Wire, *given: Any, real: Any = real) -> Any:
            moment()
            answer = real(self, *given)
            moment()
            return answer

        monkeypatch.setattr(Wire, name, between)
    renamed = os.replace

    def rename(*given: Any, **more: Any) -> None:
        moment()
        renamed(*given, **more)

    monkeypatch.setattr(os, "replace", rename)
    return lambda: count


def _killed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, courses: list[CoursePackage], at: int
) -> bool:
    """Publish courses one after the other, killed at a moment of the last, and go on."""
    studio.server.fresh()
    studio = Studio(studio.root / f"killed-{at}", studio.server, studio.wire)
    *before, last = courses
    for course in before:
        studio.publish(course, supersede=True)
    with monkeypatch.context() as patch:
        begun = _killing(at, patch)
        try:
            studio.publish(last, supersede=True)
        except Killed:
            pass
        else:
            assert begun() < at
            return False
    studio.publish(last, supersede=True)
    holds(studio, last)
    return True


def _moments(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, courses: list[CoursePackage], step: int
) -> int:
    """Return about how many moments there were to be killed at; each ``step``-th was tried."""
    at = 1
    while _killed(studio, monkeypatch, courses, at):
        at += step
    return at


def test_killed_at_any_moment_it_goes_on_to_the_same_end(
    studio: Studio,
    made: Package,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
) -> None:
    """All moments with ``--campaign``, every third otherwise."""
    step = campaign_size(3, 1)
    assert _moments(studio, monkeypatch, [course_of(made)], step) > 40


def test_killed_while_it_supersedes_it_goes_on_to_the_same_end(
    studio: Studio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
) -> None:
    """All moments with ``--campaign``, every eighth otherwise."""
    first = package(tmp_path / "made", visibility="public")
    second = edited_file(package(tmp_path / "again", visibility="public"), "film", "another")
    text = first.description.replace(first.revision, second.revision)
    courses = [course_of(first), course_of(replace(second, description=text))]
    assert _moments(studio, monkeypatch, courses, campaign_size(8, 1)) > 40
