"""What leaves for YouTube, and to whom; what is there without it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.api import Unanswered
from pipeline.publish.rules import broken
from pipeline.publish.sent import Sent
from pipeline.publish.sessions import Sessions
from pipeline.publish.targets import NotUsable, target_at
from pipeline.publish.targets.youtube import YouTube
from pipeline.publish.targets.youtube_answers import Refused
from pipeline.publish.targets.youtube_costs import COSTS
from pipeline.publish.targets.youtube_texts import LINKS_BYTES, YOUTUBE, leading_on, linked
from pipeline.publish.targets.youtube_wire import ROOT, Wire
from pipeline.publish.tokens import Secret, TokenRefused
from tests.pipeline.small_channels import Studio, credentials
from tests.pipeline.small_packages import package
from tests.pipeline.youtube_schema import Wrong, check_body, check_query, document, method_of


@pytest.fixture(scope="module")
def google() -> Wire:
    return Wire(credentials())


@pytest.mark.parametrize(
    "root",
    [
        "http://youtube.googleapis.com/",
        "https://example.org/",
        "http://127.0.0.1/",
        "http://127.0.0.1:80@example.org/",
        "http://localhost:8000/",
        "http://127.0.0.1:8000",
    ],
)
def test_a_token_goes_to_google_or_stays_on_this_machine(root: str) -> None:
    with pytest.raises(ValueError, match=r"is not http://127.0.0.1:PORT/"):
        Wire(credentials(), root)


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("https://youtube.googleapis.com/upload/x?upload_id=1", True),
        ("https://www.googleapis.com/upload/x?upload_id=1", True),
        ("https://googleapis.com.example.org/upload", False),
        ("https://example.org/googleapis.com/", False),
        ("https://me@www.googleapis.com/upload", False),
        ("http://www.googleapis.com/upload", False),
        ("http://127.0.0.1:1/upload", False),
    ],
)
def test_an_upload_goes_to_google_only(
    google: Wire, address: str, is_own: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def request(uri: str, **given: Any) -> Any:
        asked.append(uri)
        raise ConnectionResetError

    monkeypatch.setattr(google._http, "request", request)  # no test asks Google
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    with pytest.raises(Unanswered if is_own else Refused, match=None if is_own else "another"):
        google.ask(address, film)
    assert asked == ([address] if is_own else [])


def test_the_client_speaks_to_google_unless_told_otherwise(google: Wire) -> None:
    request = google._method("videos.list")(part="id", id="x")
    assert request.uri.startswith("https://youtube.googleapis.com/youtube/v3/videos?")
    assert document()["rootUrl"] == ROOT


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions("youtube UC1", tmp_path / "uploads")


def test_where_an_upload_goes_is_this_users_alone(sessions: Sessions, tmp_path: Path) -> None:
    sessions.keep("ab" * 32, Secret("https://x/?upload_id=1"))
    (file,) = (tmp_path / "uploads").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    found = sessions.kept("ab" * 32)
    assert found is not None
    assert (found.text, str(found)) == ("https://x/?upload_id=1", "(secret)")
    assert Sessions("youtube UC2", tmp_path / "uploads").kept("ab" * 32) is None
    file.chmod(0o644)
    with pytest.raises(TokenRefused, match="open to others"):
        sessions.kept("ab" * 32)
    file.chmod(0o600)
    sessions.forget("ab" * 32)
    assert sessions.kept("ab" * 32) is None


def test_every_method_that_costs_is_one_of_the_document() -> None:
    known = {
        one["id"].removeprefix("youtube.")
        for resource in document()["resources"].values()
        for one in resource.get("methods", {}).values()
    }
    assert set(COSTS) <= known


@pytest.mark.parametrize(
    ("verb", "path", "query", "body", "what"),
    [
        ("GET", "/youtube/v3/video", {}, None, "no method"),
        ("GET", "/youtube/v3/videos", {}, None, "needs part"),
        ("GET", "/youtube/v3/videos", {"part": ["id"], "ids": ["x"]}, None, "no parameter ids"),
        ("GET", "/youtube/v3/videos", {"part": ["id"], "maxResults": ["51"]}, None, "is not from"),
        ("PUT", "/youtube/v3/videos", {"part": ["snippet"]}, None, "needs a body"),
        ("PUT", "/youtube/v3/videos", {"part": ["snippet"]}, {"snippet": {}}, "needs id"),
        ("PUT", "/youtube/v3/videos", {"part": ["id"]}, {"id": 3}, "is int, not string"),
        ("PUT", "/youtube/v3/videos", {"part": ["id"]}, {"id": "x", "name": ""}, "has no name"),
        (
            "PUT",
            "/youtube/v3/videos",
            {"part": ["snippet"]},
            {"id": "x", "status": {}},
            "not among the parts",
        ),
        (
            "PUT",
            "/youtube/v3/videos",
            {"part": ["status"]},
            {"id": "x", "status": {"privacyStatus": "hidden"}},
            "is not hidden",
        ),
    ],
)
def test_the_server_of_the_tests_sees_what_is_wrong(
    verb: str, path: str, query: dict[str, list[str]], body: Any, what: str
) -> None:
    def checked() -> None:
        method = method_of(verb, path)
        check_query(method, query)
        check_body(method, query["part"], body)

    with pytest.raises(Wrong, match=what):
        checked()


RULES: dict[str, tuple[dict[str, Any], str]] = {
    "no room for links": (
        {"description": "x" * (5_000 - LINKS_BYTES + 1)},
        "small.yaml:2:3: the description has 4,881 bytes, over the 4,880 that leave room for links",
    ),
    "long film": ({"seconds": 43_201.0}, "the film lasts 12.0 h, over 12"),
    "long phase": ({"phase": "x" * 151}, "the phase's title has 151 characters, over 150"),
    "phase of signs": ({"phase": "a > b"}, "no playlist takes < or > in its title"),
}


@pytest.mark.parametrize(("changes", "what"), RULES.values(), ids=RULES)
def test_what_youtube_does_not_take_is_refused_first(
    tmp_path: Path, changes: dict[str, Any], what: str
) -> None:
    (refusal,) = broken(package(tmp_path, **changes), YOUTUBE)
    assert what in str(refusal)


def test_links_leave_the_mark_where_it_is() -> None:
    text = "Learn.\n\nlesson: small rev 35f3bdd6"
    assert linked(text, "") == text
    both = leading_on(linked(text, "a" * 11), "b" * 11)
    assert both.splitlines()[-1] == "lesson: small rev 35f3bdd6"
    assert len(both.encode()) - len(text.encode()) <= LINKS_BYTES
    assert leading_on(both, "c" * 11) == both.replace("b" * 11, "c" * 11)


def test_what_is_not_installed_is_told(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.publish.targets.youtube_wire", None)
    target = YouTube(credentials)
    with pytest.raises(NotUsable, match=r"pip install '\.\[youtube\]'"):
        target.has_index("[]", Sent(account="UC1"))


def test_nothing_is_asked_of_anybody_to_choose_a_target(tmp_path: Path) -> None:
    assert isinstance(target_at("youtube", tmp_path), YouTube)
