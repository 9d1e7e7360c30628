"""The logins at a hidden prompt: PeerTube's name and password, Vimeo's token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.publish.login import (
    Access,
    Grant,
    LoginOver,
    LoginRefused,
    PeerTube,
    ServiceAway,
    Vimeo,
    YouTube,
    keep_grant,
    kept_grant,
    peertube_at,
)
from pipeline.publish.login.web import ask, is_safe
from pipeline.publish.tokens import Secret
from tests.pipeline.oauth_server import MARK, PASSWORD, SECOND, VIMEO_SCOPE, Accounts, accounts


@pytest.fixture
def server() -> Iterator[Accounts]:
    with accounts() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "tokens"


def _typed(*texts: str) -> Callable[[str], Secret]:
    left = list(texts)
    return lambda prompt: Secret(left.pop(0))


def _peertube(server: Accounts, folder: Path) -> Access:
    tube = peertube_at(f"peertube://{server.host}")
    keep_grant(tube, tube.log_in("teacher", _typed(PASSWORD)), folder)
    return Access(tube, folder)


def test_a_password_gives_tokens_and_is_not_kept(server: Accounts, folder: Path) -> None:
    access = _peertube(server, folder)
    assert access.token().text in server.access
    [file] = folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "pass-" not in file.read_text()
    PeerTube(server.host).opens(access)
    assert server.seen[-1] == "GET /api/v1/users/me"


def test_tokens_of_peertube_are_renewed_once_each(server: Accounts, folder: Path) -> None:
    access = _peertube(server, folder)
    before = access.grant
    server.access.clear()
    PeerTube(server.host).opens(access)
    assert access.grant.access != before.access
    assert access.grant.refresh != before.refresh
    assert kept_grant(PeerTube(server.host), folder) == access.grant
    with pytest.raises(LoginOver, match=f"log in again: render.py login peertube://{server.host}"):
        PeerTube(server.host).renewed(before)


def test_a_second_factor_is_asked_for(server: Accounts) -> None:
    server.two_factors = True
    tube = PeerTube(server.host)
    assert tube.log_in("teacher", _typed(PASSWORD, SECOND)).access.text in server.access
    with pytest.raises(LoginRefused, match="invalid_two_factor"):
        tube.log_in("teacher", _typed(PASSWORD, "000000"))


def test_a_wrong_password_is_told_without_it(server: Accounts) -> None:
    with pytest.raises(LoginRefused, match="name or password is wrong") as refused:
        PeerTube(server.host).log_in("teacher", _typed(f"wrong {MARK}"))
    assert MARK not in str(refused.value)


def test_a_server_that_is_no_peertube_gets_no_password(server: Accounts) -> None:
    server.fails = 404
    with pytest.raises(ServiceAway, match="something else than was asked"):
        PeerTube(server.host).log_in("teacher", lambda prompt: pytest.fail("it was asked for"))
    with pytest.raises(ServiceAway, match="it does not answer"):
        PeerTube("127.0.0.1:9").log_in("teacher", lambda prompt: pytest.fail("it was asked for"))


def test_a_token_goes_to_the_server_that_gave_it(server: Accounts, folder: Path) -> None:
    grant = _peertube(server, folder).grant
    other = PeerTube("other.example")
    for use in (other.renewed, other.revoke):
        with pytest.raises(LoginRefused, match="is another server's"):
            use(grant)
    assert kept_grant(other, folder) is None


@pytest.mark.parametrize(
    "text",
    [
        "peertube:",
        "peertube://",
        "https://tube.example",
        "peertube://teacher@tube.example",
        f"peertube://teacher:{MARK}@tube.example",
        "peertube://tube.example:x",
    ],
)
def test_what_names_no_server_is_refused(text: str) -> None:
    with pytest.raises(LoginRefused, match="this names no server") as refused:
        peertube_at(text)
    assert MARK not in str(refused.value)


def test_servers_are_told_apart() -> None:
    hosts = ("tube.example", "tube-example", "tube.example:8443", "Tube.example")
    assert len({peertube_at(f"peertube://{one}").key for one in hosts}) == 3
    assert peertube_at("peertube://tube.example/channel").root == "https://tube.example"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://tube.example/", True),
        ("http://127.0.0.1:8080/", True),
        ("http://tube.example/", False),
        ("http://localhost/", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://127.0.0.1@evil.example/", False),
        ("https://a:b@tube.example/", False),
        ("ftp://127.0.0.1/", False),
        ("https:///path", False),
    ],
)
def test_where_a_secret_may_go(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


def test_a_secret_goes_nowhere_else() -> None:
    with pytest.raises(LoginRefused, match="a secret is sent to https://") as refused:
        ask("POST", f"http://tube.invalid/{MARK}", {"token": Secret(MARK)})
    assert MARK not in str(refused.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_server_sends_a_secret_on(server: Accounts, status: int) -> None:
    with accounts() as other:
        server.fails, server.moved = status, f"{other.root}/token"
        with pytest.raises(ServiceAway, match=f"something else than was asked .*{status}"):
            YouTube().renewed(Grant(Secret("a"), Secret("b"), "", Secret(""), f"{server.root}/x"))
        assert other.seen == []


def test_a_token_of_vimeo_is_tried_before_it_is_kept(server: Accounts, folder: Path) -> None:
    vimeo, token = Vimeo(server.root), server.tokens()["access_token"]
    keep_grant(vimeo, vimeo.log_in(Secret(f" {token}\t")), folder)
    access = Access(vimeo, folder)
    assert access.token() == Secret(token)
    assert access.grant.scopes == tuple(sorted(VIMEO_SCOPE.split()))
    vimeo.opens(access)
    vimeo.revoke(access.grant)
    with pytest.raises(LoginOver, match="log in again: render"):
        vimeo.opens(access)
    with pytest.raises(LoginOver):
        access.renew()


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", "this is no token"),
        (" ", "this is no token"),
        (f"a\r\nHost: {MARK}", "this is no token"),
        (f"é{MARK}", "this is no token"),
        (f"unknown-{MARK}", "it does not know this token"),
    ],
)
def test_what_is_no_token_is_told_without_it(server: Accounts, token: str, message: str) -> None:
    with pytest.raises(LoginRefused, match=message) as refused:
        Vimeo(server.root).log_in(Secret(token))
    assert MARK not in str(refused.value)


def test_a_token_that_may_too_little_is_refused(server: Accounts) -> None:
    server.scope = "private public"
    token = Secret(server.tokens()["access_token"])
    with pytest.raises(LoginRefused, match="may not upload and edit - make one with the scopes"):
        Vimeo(server.root).log_in(token)


def test_what_is_revoked_twice_is_revoked(server: Accounts, folder: Path) -> None:
    access = _peertube(server, folder)
    for _ in range(2):
        PeerTube(server.host).revoke(access.grant)
    assert not server.access
    server.fails = 500
    with pytest.raises(ServiceAway):
        PeerTube(server.host).revoke(access.grant)


def test_a_grant_shows_nothing_of_itself(server: Accounts, folder: Path) -> None:
    grant = _peertube(server, folder).grant
    assert isinstance(grant, Grant)
    assert MARK not in f"{grant} {grant!r} {replace(grant, scopes=('a',))}"
