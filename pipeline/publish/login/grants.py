"""What a service gave after a login, as it is kept among the tokens, and how it stays usable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.publish.login.web import LoginRefused
from pipeline.publish.tokens import Secret, TokenRefused, keep_token, kept_token

VERSION = 1


@dataclass(frozen=True, slots=True)
class Grant:
    """What opens an account, and where it is asked for anew.

    ``access`` opens it for a while, ``refresh`` gets another ``access``; where it is empty,
    ``access`` stays good until it is revoked. ``client_id`` and ``client_secret`` are what the
    service at ``server`` knows this program by.
    """

    access: Secret
    refresh: Secret
    client_id: str
    client_secret: Secret
    server: str
    scopes: tuple[str, ...] = ()

    def renewal(self) -> Mapping[str, Secret | str]:
        """Return the form that asks for another access token (RFC 6749, section 6)."""
        return {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }


class Service(Protocol):
    """A platform that one logs in at."""

    @property
    def shown(self) -> str:
        """How a command line names it."""

    @property
    def key(self) -> str:
        """What its token is kept as."""

    def renewed(self, grant: Grant) -> Grant:
        """Return a grant whose access is good again.

        Raises
        ------
        LoginOver
            When the server gives none any more.
        ServiceAway
            When it says nothing.
        """

    def opens(self, access: Access) -> None:
        """Ask the server whether a grant still opens the account; raises as ``renewed`` does."""

    def revoke(self, grant: Grant) -> None:
        """Have the server forget a grant; one it does not know any more is revoked."""


class LoginOver(LoginRefused):
    """A login that the server does not take any more."""

    def __init__(self, service: Service) -> None:
        what = f"{service.shown}: the login is over: revoked, or unused for too long"
        super().__init__(f"{what} - log in again: render.py login {service.shown}")


class Access:
    """The kept login of a service.

    Raises
    ------
    LoginRefused
        When nobody is logged in.
    TokenRefused
        When others could have read or written what is kept.
    """

    def __init__(self, service: Service, folder: Path | None = None) -> None:
        self._service, self._folder = service, folder
        self.grant = self._kept()

    def token(self) -> Secret:
        """Return what opens the account; when the server says it does not, ``renew``."""
        return self.grant.access

    def renew(self) -> Secret:
        """Get another token from the server, keep it, and return it; raises as ``renewed``."""
        try:
            self.grant = self._service.renewed(self.grant)
        except LoginOver:
            now = self._kept()
            if now.access == self.grant.access:
                raise
            self.grant = now  # another process was given the next token meanwhile
        else:
            keep_grant(self._service, self.grant, self._folder)
        return self.grant.access

    def _kept(self) -> Grant:
        found = kept_grant(self._service, self._folder)
        if found is None:
            what = f"{self._service.shown}: nobody is logged in"
            raise LoginRefused(f"{what} - render.py login {self._service.shown}")
        return found


def keep_grant(service: Service, grant: Grant, folder: Path | None = None) -> None:
    """Keep a grant in the place of the one before; raises as ``keep_token`` does."""
    told = {
        "version": VERSION,
        "access": grant.access.text,
        "refresh": grant.refresh.text,
        "client_id": grant.client_id,
        "client_secret": grant.client_secret.text,
        "server": grant.server,
        "scopes": list(grant.scopes),
    }
    keep_token(service.key, Secret(json.dumps(told, indent=1)), folder)


def kept_grant(service: Service, folder: Path | None = None) -> Grant | None:
    """Return the grant of a service; None where there is none.

    Raises
    ------
    TokenRefused
        When others could have read or written it, or it cannot be read.
    """
    token = kept_token(service.key, folder)
    if token is None:
        return None
    try:
        told = json.loads(token.text)
        if told["version"] != VERSION or not told["access"]:
            raise ValueError
        return Grant(
            Secret(str(told["access"])),
            Secret(str(told["refresh"])),
            str(told["client_id"]),
            Secret(str(told["client_secret"])),
            str(told["server"]),
            tuple(map(str, told["scopes"])),
        )
    except (ValueError, KeyError, TypeError):
        what = f"{service.shown}: what is kept of the login cannot be read"
        raise TokenRefused(f"{what} - log in again: render.py login {service.shown}") from None
