"""``login``: opens an account to publishing, says whether it is open, and closes it again."""

from __future__ import annotations

import getpass
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from pipeline.publish.login import (
    SCHEME,
    Access,
    Grant,
    LoginRefused,
    Service,
    ServiceAway,
    Vimeo,
    YouTube,
    keep_grant,
    kept_grant,
    peertube_at,
    youtube,
)
from pipeline.publish.login.vimeo import MADE_AT
from pipeline.publish.tokens import Secret, forget_token, tokens_folder
from script.errors import did_you_mean

SERVICES = ("youtube", f"{SCHEME}HOST", "vimeo")
"""What ``login`` takes."""


@dataclass(frozen=True, slots=True)
class Login:
    """What ``login`` is asked for: to log in, or one of the three things after that."""

    service: str
    client: Path | None = None
    status: bool = False
    revoke: bool = False
    forget: bool = False


def login(asked: Login) -> int:
    """Log in at a service, or say whether that was done, or undo it.

    Raises
    ------
    DownhillError
        When there is no such service, it refuses or is away, or others can get at the tokens.
    """
    service = service_at(asked.service)
    if asked.client is not None and not isinstance(service, YouTube):
        raise LoginRefused(f"{service.shown}: --client is for youtube")
    if asked.status:
        return _status(service)
    if asked.revoke or asked.forget:
        return _revoke(service, only_here=asked.forget)
    keep_grant(service, _granted(service, asked.client))
    print(f"{service.shown}: logged in; the token is kept in {tokens_folder()}")
    return 0


def service_at(text: str) -> Service:
    """Return the service that a command line names.

    Raises
    ------
    LoginRefused
        When there is none.
    """
    if text == YouTube.shown:
        return YouTube()
    if text == "vimeo":
        return Vimeo()
    if "://" in text:
        return peertube_at(text)
    what = f"there is no service {text}"
    raise LoginRefused(f"{what} - {did_you_mean(text, SERVICES)}")


def _granted(service: Service, client: Path | None) -> Grant:
    if isinstance(service, YouTube):
        return youtube.log_in(client, _show)
    if isinstance(service, Vimeo):
        return service.log_in(_hidden(f"personal access token of {MADE_AT}: "))
    server = peertube_at(service.shown)
    print(f"your name at {server.host}: ", end="", file=sys.stderr, flush=True)
    name = sys.stdin.readline().strip()
    if not name:
        raise LoginRefused(f"{server.shown}: no name was given")
    return server.log_in(name, _hidden)


def _show(url: str) -> None:
    print("open this address in a browser on this machine:")
    print(url, flush=True)


def _status(service: Service) -> int:
    access = Access(service)
    try:
        service.opens(access)
    except ServiceAway as error:
        print(f"{service.shown}: a login is kept; whether it is still good is not known")
        raise ServiceAway(str(error)) from None
    print(f"{service.shown}: logged in")
    for scope in access.grant.scopes:
        print(f"  may {scope}")
    return 0


def _revoke(service: Service, *, only_here: bool) -> int:
    if not only_here and (grant := kept_grant(service)) is not None:
        try:
            service.revoke(grant)
        except ServiceAway as error:
            what = f"{error}; the token is kept, so that it can be revoked then"
            raise ServiceAway(f"{what} (--forget removes it from this machine only)") from None
    if not forget_token(service.key):
        print(f"{service.shown}: nobody is logged in")
        return 0
    print(f"{service.shown}: {'forgotten here' if only_here else 'revoked, and forgotten here'}")
    return 0


def _hidden(prompt: str) -> Secret:
    """Return what is typed at a terminal that does not show it; nowhere else it is asked for."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return Secret(getpass.getpass(prompt))
    except (getpass.GetPassWarning, EOFError):
        what = "a secret is typed at a terminal that does not show it"
        raise LoginRefused(f"{what}, and here is none") from None
