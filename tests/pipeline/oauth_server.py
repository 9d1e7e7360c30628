"""Accounts on this machine: what Google, PeerTube and Vimeo say to a login, and how they forget.

Each secret that goes over the wire has ``MARK`` in it, so that a test can look for all of them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit

MARK = "hushhush"
CLIENT_ID = "downhill-tests.apps.example"
CLIENT_SECRET = f"client-{MARK}"
PASSWORD = f"pass-{MARK} äöü&="
SECOND = f"246-{MARK}"
VIMEO_SCOPE = "private public upload edit"
Told = tuple[int, Mapping[str, Any]]


@dataclass(eq=False)
class Accounts(ThreadingHTTPServer):
    """The server; what it knows can be changed while it runs.

    ``fails`` answers everything with a status, ``moved`` leads elsewhere; ``scope`` is what is
    granted; ``seen`` are the paths that were asked for, without what was sent.
    """

    daemon_threads = True
    scope: str | None = None
    fails: int | None = None
    moved: str = ""
    two_factors: bool = False
    rotates: bool = False
    seen: list[str] = field(default_factory=list)
    granted: dict[str, dict[str, str]] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.root = f"http://{self.host}"

    def client(self, file: Path, **changes: Any) -> Path:
        """Write the client's file as Google's console gives it."""
        told = {
            "client_id": CLIENT_ID,
            "project_id": "tests",
            "auth_uri": f"{self.root}/auth",
            "token_uri": f"{self.root}/token",
            "client_secret": CLIENT_SECRET,
            "redirect_uris": ["http://localhost"],
        }
        file.write_text(json.dumps({"installed": {**told, **changes}}))
        file.chmod(0o600)
        return file

    def agree(self, url: str, **instead: str) -> str:
        """Do what a browser does in which the owner says yes; return what the program says.

        ``instead`` are other values of what is sent back, such as another ``state``.
        """
        asked = {name: one[0] for name, one in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["access_type"] == "offline"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{MARK}-{len(self.granted)}"
        self.granted[code] = asked
        back = {"state": asked["state"], "code": code, "scope": asked["scope"], **instead}
        return call(f"{asked['redirect_uri']}?{urlencode(back)}")

    def tokens(self) -> dict[str, Any]:
        """Return new tokens."""
        self.count += 1
        access = f"access-{MARK}-{self.count}"
        self.access.add(access)
        return {"access_token": access, "expires_in": 3599, "token_type": "Bearer"}

    def with_refresh(self, **more: Any) -> dict[str, Any]:
        """Return new tokens, the one that gets others, too."""
        refresh = f"refresh-{MARK}-{self.count + 1}"
        self.refresh.add(refresh)
        return {**self.tokens(), "refresh_token": refresh, **more}

    def answer(
        self, method: str, path: str, form: Mapping[str, str], bearer: str, otp: str
    ) -> Told:
        """Return what is said to a request."""
        self.seen.append(f"{method} {path}")
        if self.fails:
            return self.fails, {"error": "server_error", "detail": MARK}
        known = {
            "POST /token": lambda: self._google(form),
            "POST /revoke": lambda: self._revoked(form["token"]),
            "GET /api/v1/oauth-clients/local": lambda: (
                (200, {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET})
            ),
            "POST /api/v1/users/token": lambda: self._peertube(form, otp),
            "GET /api/v1/users/me": lambda: (200 if bearer in self.access else 401, {}),
            "POST /api/v1/users/revoke-token": lambda: self._closed(bearer, 200),
            "GET /oauth/verify": lambda: (
                (200, {"scope": self.scope or VIMEO_SCOPE})
                if bearer in self.access
                else (401, {"error": f"You must provide a valid token {MARK}"})
            ),
            "DELETE /tokens": lambda: self._closed(bearer, 204),
        }
        found = known.get(f"{method} {path}")
        return found() if found else (404, {})

    def _google(self, form: Mapping[str, str]) -> Told:
        if (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 400, {"error": "invalid_grant", "error_description": MARK}
            return 200, self.with_refresh() if self.rotates else self.tokens()
        asked = self.granted.pop(form["code"], None)
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        scope = asked["scope"] if self.scope is None else self.scope
        return 200, self.with_refresh(scope=scope)

    def _peertube(self, form: Mapping[str, str], otp: str) -> Told:
        if (form["client_id"], form["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            return 400, {"code": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return 401, {"code": "invalid_grant"}
            self.refresh.discard(form["refresh_token"])
            return 200, self.with_refresh()
        if (form["username"], form["password"]) != ("teacher", PASSWORD):
            return 400, {"code": "invalid_grant", "detail": form["password"]}
        if self.two_factors and otp != SECOND:
            return 401, {"code": "invalid_two_factor" if otp else "missing_two_factor"}
        return 200, self.with_refresh()

    def _revoked(self, token: str) -> Told:
        if token not in self.refresh:
            return 400, {"error": "invalid_token"}
        self.refresh.discard(token)
        return 200, {}

    def _closed(self, bearer: str, status: int) -> Told:
        if bearer not in self.access:
            return 401, {}
        self.access.discard(bearer)
        self.refresh.clear()
        return status, {}


class _Handler(BaseHTTPRequestHandler):
    server: Accounts

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        form = {name: one[0] for name, one in sent.items()}
        bearer = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        path = urlsplit(self.path).path
        otp = self.headers.get("x-peertube-otp") or ""
        status, told = self.server.answer(self.command, path, form, bearer, otp)
        data = b"" if status == 204 else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.server.moved:
            self.send_header("Location", self.server.moved)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = _do

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def accounts() -> Iterator[Accounts]:
    """Give a server that runs while the block does."""
    made = Accounts()
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join()


def call(url: str, **headers: str) -> str:
    """Return what is answered to a request, whatever the status."""
    with suppress(ConnectionError):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
                text: str = answer.read().decode()
                return text
        except HTTPError as error:
            with error:
                return error.read().decode()
    return ""
