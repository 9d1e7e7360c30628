"""Whatever goes wrong on the way: one film of a lesson, whole, or a stop that says to look."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from pipeline.publish.package import NotPublished, Package
from pipeline.publish.targets import NotUsable, PlaceFailed, Unknown
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.small_channels import PIECE, Studio, holds, superseded
from tests.pipeline.small_packages import course_of, package
from tests.pipeline.youtube_server import TOKEN, Fault


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return package(tmp_path / "made", visibility="public")


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


def test_a_film_that_arrived_unheard_and_was_edited_since_is_superseded(
    studio: Studio, made: Package
) -> None:
    """It is not left behind: it leads to the one that came after it."""
    studio.server.faults["piece"] = [Fault("ok"), *[LOST] * 20]
    studio.server.faults["ask"] = [CUT] * 20
    with pytest.raises(PlaceFailed):
        studio.publish(course_of(made))
    studio.server.faults.clear()
    ((old, _),) = studio.channel.videos.items()
    edited = superseded(made)
    studio.publish(course_of(edited))
    holds(studio, course_of(edited))
    record = studio.sent.lessons["small"]
    assert (record.former, record.revisions) == ((old,), (made.revision, edited.revision))
    assert (
        f"https://youtu.be/{record.remote}" in studio.channel.videos[old]["snippet"]["description"]
    )


def test_a_film_that_did_not_arrive_and_was_edited_since_is_forgotten(
    studio: Studio, made: Package
) -> None:
    studio.server.faults["piece"] = [CUT] * 20
    with pytest.raises(PlaceFailed):
        studio.publish(course_of(made))
    studio.server.faults.clear()
    edited = superseded(made)
    studio.publish(course_of(edited))
    holds(studio, course_of(edited))
    assert len(studio.channel.videos) == 1


def test_a_token_that_is_over_is_renewed(
    studio: Studio, made: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[str] = []

    def renew(request: Any, scopes: Any) -> tuple[str, datetime]:
        renewed.append("once")
        return TOKEN, datetime.max

    login = Credentials("an old one", scopes=["x"], refresh_handler=renew)
    monkeypatch.setattr(studio, "wire", Wire(login, studio.server.root, PIECE))
    studio.publish(course_of(made))
    holds(studio, course_of(made))
    studio.wire.close()
    assert renewed == ["once"]


def test_what_youtube_refuses_is_told(studio: Studio, made: Package) -> None:
    studio.server.faults["thumbnails.set"] = [Fault("status", 403, "forbidden")]
    with pytest.raises(PlaceFailed, match="small is refused \\(403 forbidden: a fault\\)"):
        studio.publish(course_of(made))


def test_a_login_that_is_over_is_told(studio: Studio, made: Package) -> None:
    studio.server.faults["channels.list"] = [Fault("status", 401, "authError")] * 3
    with pytest.raises(NotUsable, match="render\\.py login youtube"):
        studio.publish(course_of(made))
