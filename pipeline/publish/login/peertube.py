"""The login at a PeerTube server: name and password once, for tokens; neither is kept.

What is asked: ``/api/v1/oauth-clients/local``, ``/api/v1/users/token``, ``/api/v1/users/me`` and
``/api/v1/users/revoke-token`` of PeerTube's REST API.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.publish.login.grants import Access, Grant, LoginOver
from pipeline.publish.login.web import HERE, Answer, LoginRefused, ask, is_safe, unexpected
from pipeline.publish.tokens import Secret

SCHEME = "peertube://"
_TOKEN = "/api/v1/users/token"
_OTP = "x-peertube-otp"


@dataclass(frozen=True, slots=True)
class PeerTube:
    """A PeerTube server as a service of ``pipeline.publish.login.grants``; ``host`` with a port."""

    host: str

    @property
    def shown(self) -> str:
        """How a command line names it."""
        return f"{SCHEME}{self.host}"

    @property
    def key(self) -> str:
        """What its token is kept as: another name for each server, whatever it is called."""
        return f"peertube-{hashlib.sha256(self.host.encode()).hexdigest()[:16]}"

    @property
    def root(self) -> str:
        """Its address, without a slash at the end."""
        local = self.host.partition(":")[0] == HERE
        return f"{'http' if local else 'https'}://{self.host}"

    def renewed(self, grant: Grant) -> Grant:
        """Return a grant with other tokens: a refresh token is good once."""
        answer = ask("POST", self._at(grant, _TOKEN), grant.renewal())
        if not answer.is_good and (answer.status == 401 or "invalid_grant" in answer.codes):
            raise LoginOver(self)
        access, refresh = self._tokens(answer)
        return replace(grant, access=access, refresh=refresh)

    def opens(self, access: Access) -> None:
        """Ask whose account it is; where the token is too old, with another one."""
        url = self._at(access.grant, "/api/v1/users/me")
        answer = ask("GET", url, bearer=access.token())
        if answer.status == 401:
            answer = ask("GET", url, bearer=access.renew())
        if answer.status == 401:
            raise LoginOver(self)
        if not answer.is_good:
            raise unexpected(answer, url)

    def revoke(self, grant: Grant) -> None:
        """Have the server forget both tokens."""
        url = self._at(grant, "/api/v1/users/revoke-token")
        answer = ask("POST", url, {}, bearer=grant.access)
        if not answer.is_good and answer.status != 401:
            raise unexpected(answer, url)

    def log_in(self, name: str, hidden: Callable[[str], Secret]) -> Grant:
        """Return what the server gives for a name and a password, which ``hidden`` asks for.

        Raises
        ------
        LoginRefused
            When they are wrong.
        ServiceAway
            When it is no PeerTube server, or does not answer.
        """
        url = f"{self.root}/api/v1/oauth-clients/local"
        client = ask("GET", url)
        id, secret = client.text("client_id"), Secret(client.text("client_secret"))
        if not client.is_good or not id or not secret.text:
            raise unexpected(client, url)
        form: dict[str, Secret | str] = {
            "grant_type": "password",
            "response_type": "code",
            "client_id": id,
            "client_secret": secret,
            "username": name,
            "password": hidden(f"password of {name} at {self.host}: "),
        }
        answer = ask("POST", self.root + _TOKEN, form)
        if "missing_two_factor" in answer.codes:
            second = {_OTP: hidden("the code of your second factor: ")}
            answer = ask("POST", self.root + _TOKEN, form, headers=second)
        if not answer.is_good and answer.status in (400, 401, 403):
            words = ", ".join(sorted(answer.codes)) or f"status {answer.status}"
            raise LoginRefused(f"{self.shown}: name or password is wrong ({words}) - log in again")
        access, refresh = self._tokens(answer)
        return Grant(access, refresh, id, secret, self.root)

    def _tokens(self, answer: Answer) -> tuple[Secret, Secret]:
        access, refresh = answer.text("access_token"), answer.text("refresh_token")
        if not answer.is_good or not access or not refresh:
            raise unexpected(answer, self.root)
        return Secret(access), Secret(refresh)

    def _at(self, grant: Grant, path: str) -> str:
        """Return an address of the server that gave a grant: no other one ever sees it."""
        if grant.server != self.root:
            what = f"{self.shown}: what is kept of the login is another server's"
            raise LoginRefused(f"{what} - log in again: render.py login {self.shown}")
        return self.root + path


def peertube_at(text: str) -> PeerTube:
    """Return the server of ``peertube://HOST`` or ``peertube://HOST:PORT``.

    Raises
    ------
    LoginRefused
        For any other text.
    """
    host = urlsplit(text).netloc.lower()
    if not text.startswith(SCHEME) or not is_safe(f"https://{host}/"):
        shown = text.rpartition("@")[2]
        what = f"{shown}: this names no server - write {SCHEME}HOST, without name and password"
        raise LoginRefused(what)
    return PeerTube(host)
