"""What Google knows a program by: the file that its console gives for a "Desktop app"."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.publish.login.web import HERE, LoginRefused, host_of, is_safe
from pipeline.publish.tokens import Secret, own_file

CONSOLE = "https://console.cloud.google.com/apis/credentials"
_HOSTS = ("accounts.google.com", "oauth2.googleapis.com", HERE)
"""Where a login may go: a file that names another place was made by nobody's friend."""


@dataclass(frozen=True, slots=True)
class Client:
    """An OAuth client; ``auth`` and ``token`` are the addresses that it logs in at."""

    id: str
    secret: Secret
    auth: str
    token: str


def read_client(path: Path) -> Client:
    """Return the client of a file; the file is the user's alone, as a token's is.

    Raises
    ------
    TokenRefused
        When others can read it, or it stands in a repository.
    LoginRefused
        When it is no client for a program on a desk, or would send secrets elsewhere.
    """
    text = own_file(path)
    again = f"make one of type “Desktop app” at {CONSOLE}"
    try:
        told = json.loads(text.text)
    except ValueError:
        raise LoginRefused(f"{path}: it is no JSON - {again}") from None
    if isinstance(told, dict) and "web" in told:
        raise LoginRefused(f"{path}: it is the client of a web server - {again}")
    try:
        one = told["installed"]
        made = Client(
            str(one["client_id"]),
            Secret(str(one["client_secret"])),
            str(one["auth_uri"]),
            str(one["token_uri"]),
        )
    except (KeyError, TypeError):
        raise LoginRefused(f"{path}: it is no OAuth client - {again}") from None
    for address in (made.auth, made.token):
        if not is_safe(address) or urlsplit(address).hostname not in _HOSTS:
            what = f"it sends the login to {host_of(address)}, which is not Google"
            raise LoginRefused(f"{path}: {what} - {again}")
    return made
