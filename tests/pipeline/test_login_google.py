"""The login at YouTube against a server of ours: got in a browser, renewed, revoked."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import google_auth_httplib2
import pytest
from google.auth.transport.requests import Request

from pipeline.publish.login import (
    Access,
    LoginOver,
    LoginRefused,
    ServiceAway,
    YouTube,
    credentials,
    keep_grant,
    kept_grant,
    youtube,
)
from pipeline.publish.tokens import TokenRefused
from tests.pipeline.oauth_server import MARK, Accounts, accounts

YOU = YouTube()


@pytest.fixture
def server() -> Iterator[Accounts]:
    with accounts() as made:
        yield made


@pytest.fixture(autouse=True)
def _no_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the library has no other way


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "tokens"


def _in_browser(server: Accounts, **instead: str) -> Callable[[str], None]:
    """Return what opens an address in a browser whose owner says yes."""
    return lambda url: threading.Thread(target=server.agree, args=(url,), kwargs=instead).start()


@pytest.fixture
def logged_in(server: Accounts, folder: Path, tmp_path: Path) -> Accounts:
    client = server.client(tmp_path / "client.json")
    keep_grant(YOU, youtube.log_in(client, _in_browser(server), folder, 20), folder)
    return server


def test_a_login_is_kept_and_opens_the_account(logged_in: Accounts, folder: Path) -> None:
    kept = kept_grant(YOU, folder)
    assert kept is not None
    assert kept.scopes == youtube.SCOPES
    assert kept.access.text in logged_in.access
    assert kept.refresh.text in logged_in.refresh
    assert logged_in.seen == ["POST /token"]
    made = credentials(folder)
    assert (made.token, made.valid, made.refresh_token) == (kept.access.text, True, None)


def test_what_is_over_is_renewed_and_written_back(logged_in: Accounts, folder: Path) -> None:
    made = credentials(folder)
    made.refresh(Request())
    kept = kept_grant(YOU, folder)
    assert kept is not None
    assert made.token == kept.access.text == f"access-{MARK}-2"
    assert kept.refresh.text == f"refresh-{MARK}-1"
    assert made.valid
    logged_in.rotates = True
    made.refresh(Request())
    kept = kept_grant(YOU, folder)
    assert kept is not None
    assert (made.token, kept.refresh.text) == (f"access-{MARK}-3", f"refresh-{MARK}-3")


def test_google_s_client_goes_on_when_the_server_says_it_is_over(
    logged_in: Accounts, folder: Path
) -> None:
    http = google_auth_httplib2.AuthorizedHttp(credentials(folder))
    logged_in.access.clear()
    assert http.request(f"{logged_in.root}/api/v1/users/me")[0].status == 200
    assert logged_in.seen[1:] == ["GET /api/v1/users/me", "POST /token", "GET /api/v1/users/me"]
    http.close()


def test_the_second_login_needs_no_client_file(logged_in: Accounts, folder: Path) -> None:
    again = youtube.log_in(None, _in_browser(logged_in), folder, 20)
    assert again.refresh.text == f"refresh-{MARK}-2"


def test_without_any_client_nothing_is_begun(folder: Path) -> None:
    with pytest.raises(LoginRefused, match="give its file with --client"):
        youtube.log_in(None, pytest.fail, folder)
    with pytest.raises(LoginRefused, match=r"nobody is logged in - render\.py login youtube"):
        credentials(folder)


def test_revoked_elsewhere_it_is_told_in_one_line(logged_in: Accounts, folder: Path) -> None:
    logged_in.refresh.clear()
    with pytest.raises(LoginOver) as over:
        credentials(folder).refresh(Request())
    assert str(over.value).count("\n") == 0
    assert str(over.value).endswith("log in again: render.py login youtube")
    assert kept_grant(YOU, folder) is not None


def test_what_another_process_renewed_is_taken(logged_in: Accounts, folder: Path) -> None:
    logged_in.rotates = True
    mine, other = Access(YOU, folder), Access(YOU, folder)
    logged_in.refresh.add(mine.grant.refresh.text)
    other.renew()
    logged_in.refresh.discard(mine.grant.refresh.text)
    assert mine.renew() == other.token()


def test_a_server_that_is_away_ends_no_login(logged_in: Accounts, folder: Path) -> None:
    before = kept_grant(YOU, folder)
    logged_in.fails = 503
    with pytest.raises(ServiceAway, match=r"status 503.* - try again later") as away:
        Access(YOU, folder).renew()
    assert MARK not in str(away.value)
    assert kept_grant(YOU, folder) == before


def test_a_code_for_another_proof_is_refused(
    server: Accounts, folder: Path, tmp_path: Path
) -> None:
    client = server.client(tmp_path / "client.json")
    with pytest.raises(LoginRefused, match=r"refused the login \(invalid_grant\) - log in again"):
        youtube.log_in(client, _in_browser(server, code="planted"), folder, 20)
    assert kept_grant(YOU, folder) is None


def test_a_planted_answer_does_not_end_the_wait(
    server: Accounts, folder: Path, tmp_path: Path
) -> None:
    client = server.client(tmp_path / "client.json")
    with pytest.raises(LoginRefused, match="nothing came back"):
        youtube.log_in(client, _in_browser(server, state="another"), folder, 0.5)


def test_all_that_publishing_needs_must_be_granted(
    server: Accounts, folder: Path, tmp_path: Path
) -> None:
    server.scope = youtube.SCOPES[0]
    client = server.client(tmp_path / "client.json")
    with pytest.raises(LoginRefused, match=r"youtube\.force-ssl were not granted - log in again"):
        youtube.log_in(client, _in_browser(server), folder, 20)


def test_without_google_s_library_it_says_what_to_install(
    logged_in: Accounts, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("google_auth_oauthlib.flow", "google.oauth2.credentials"):
        monkeypatch.setitem(sys.modules, name, None)
    for use in (lambda: credentials(folder), lambda: youtube.log_in(None, pytest.fail, folder)):
        with pytest.raises(LoginRefused, match=r"pip install '\.\[youtube\]'"):
            use()


CLIENTS: dict[str, tuple[dict[str, Any], str]] = {
    "elsewhere": ({"token_uri": "https://evil.example/token"}, "sends the login to evil.example"),
    "in-the-open": ({"token_uri": "http://oauth2.googleapis.com/token"}, "which is not Google"),
    "like-google": (
        {"auth_uri": "https://accounts.google.com.evil.example/"},
        "sends the login to accounts.google.com.evil.example",
    ),
    "name-before": (
        {"auth_uri": "https://accounts.google.com@evil.example/"},
        "sends the login to evil.example",
    ),
    "no-url": ({"token_uri": "token"}, "sends the login to no host"),
    "bad-port": ({"token_uri": "https://oauth2.googleapis.com:x/"}, "which is not Google"),
}


@pytest.mark.parametrize(("changes", "message"), CLIENTS.values(), ids=CLIENTS)
def test_a_client_that_leads_elsewhere_is_refused(
    server: Accounts, folder: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    client = server.client(tmp_path / "client.json", **changes)
    with pytest.raises(LoginRefused, match=message):
        youtube.log_in(client, pytest.fail, folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is no JSON"),
        ("[]", "it is no OAuth client"),
        ("{}", "it is no OAuth client"),
        (json.dumps({"web": {"client_secret": MARK}}), "it is the client of a web server"),
        (json.dumps({"installed": {"client_secret": MARK}}), "it is no OAuth client"),
    ],
)
def test_what_is_no_client_is_refused(
    folder: Path, tmp_path: Path, text: str, message: str
) -> None:
    client = tmp_path / "client.json"
    client.write_text(text)
    client.chmod(0o600)
    with pytest.raises(LoginRefused, match=f"{message} - make one of type") as refused:
        youtube.log_in(client, pytest.fail, folder)
    assert MARK not in str(refused.value)


def _in_repository(client: Path) -> None:
    (client.parent / ".git").mkdir()


def _link(client: Path) -> None:
    client.rename(client.with_name("other.json"))
    client.symlink_to(client.with_name("other.json"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda client: client.chmod(0o644), "open to others - chmod 600"),
        (lambda client: client.chmod(0o602), "open to others - chmod 600"),
        (_link, "it is a link"),
        (_in_repository, "it is in the repository"),
        (lambda client: client.unlink(), "No such file"),
        (lambda client: client.write_bytes(b"\xff"), "it is no text"),
    ],
    ids=["read", "written", "link", "repository", "away", "no-text"],
)
def test_the_client_s_file_is_the_user_s_alone(
    server: Accounts,
    folder: Path,
    tmp_path: Path,
    change: Callable[[Path], object],
    message: str,
) -> None:
    client = server.client(tmp_path / "client.json")
    change(client)
    with pytest.raises(TokenRefused, match=message):
        youtube.log_in(client, pytest.fail, folder)
