"""The login at YouTube: Google's flow for installed programs, in the user's own browser.

The address of the login is printed, and no browser is started: a command line can be read by
everybody on the machine, and the address has the ``state`` in it that tells this login from others.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipeline.publish.login.client import CONSOLE, Client, read_client
from pipeline.publish.login.grants import Access, Grant, LoginOver, kept_grant
from pipeline.publish.login.redirect import coming_back
from pipeline.publish.login.web import Answer, LoginRefused, ask, unexpected
from pipeline.publish.tokens import Secret

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

SCOPES = (
    "https://www.googleapis.com/auth/youtube.upload",
    "https://www.googleapis.com/auth/youtube.force-ssl",
)
"""Films go up with the first; captions, playlists and edits need the second."""
WAIT_S = 300.0
"""How long a login in the browser may take."""
_AUTH = "https://accounts.google.com/o/oauth2/auth"
_OVER = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "deleted_client"})


class YouTube:
    """YouTube as a service of ``pipeline.publish.login.grants``."""

    shown = "youtube"
    key = "youtube"

    def renewed(self, grant: Grant) -> Grant:
        """Return a grant with another access token, and another refresh token if one is given."""
        answer = ask("POST", grant.server, grant.renewal())
        if not answer.is_good and answer.codes & _OVER:
            raise LoginOver(self)
        access = answer.text("access_token")
        if not answer.is_good or not access:
            raise unexpected(answer, grant.server)
        refresh = answer.text("refresh_token")
        return replace(
            grant,
            access=Secret(access),
            refresh=Secret(refresh) if refresh else grant.refresh,
        )

    def opens(self, access: Access) -> None:
        """Ask for another access token: who gets one is logged in."""
        access.renew()

    def revoke(self, grant: Grant) -> None:
        """Have Google forget the refresh token, and with it all access."""
        url = urljoin(grant.server, "revoke")
        answer = ask("POST", url, {"token": grant.refresh})
        if not answer.is_good and "invalid_token" not in answer.codes:
            raise unexpected(answer, url)


def log_in(
    client_file: Path | None,
    say: Callable[[str], None],
    folder: Path | None = None,
    wait_s: float = WAIT_S,
) -> Grant:
    """Return what a login in the browser gives; ``say`` gets the address to open.

    Parameters
    ----------
    client_file
        The file of the OAuth client; None takes the one of the login before.
    folder
        Where tokens are kept; None is the user's own.
    wait_s
        Seconds after which a login that does not come back is given up.

    Raises
    ------
    DownhillError
        When there is no client, the owner says no, nothing comes back, or not all is granted.
    """
    client = _client(client_file, folder)
    state = Secret(os.urandom(32).hex())
    with coming_back() as back:
        url, verifier = _address(client, back.address, state)
        say(url)
        code = back.wait(state, wait_s)
        home = back.address
    form: dict[str, Secret | str] = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "client_id": client.id,
        "client_secret": client.secret,
        "redirect_uri": home,
    }
    return _granted(client, ask("POST", client.token, form))


def credentials(folder: Path | None = None) -> Credentials:
    """Return the kept login as Google's library takes it.

    It has the access token only. When the server says that this is over, another one is got and
    kept; the server says it, not this machine's clock.

    Raises
    ------
    LoginRefused
        When nobody is logged in, or Google's library is not installed.
    TokenRefused
        When others could have read or written what is kept.
    """
    access = Access(YouTube(), folder)
    try:
        from google.oauth2.credentials import Credentials
    except ImportError:
        raise not_installed() from None

    def renew(request: object, scopes: object) -> tuple[str, datetime]:
        return access.renew().text, datetime.max

    made: Credentials = Credentials(  # type: ignore[no-untyped-call]
        access.token().text, scopes=list(access.grant.scopes), refresh_handler=renew
    )
    return made


def not_installed() -> LoginRefused:
    """Return the error for a missing extra."""
    return LoginRefused("youtube: Google's client is not installed - pip install '.[youtube]'")


def _client(path: Path | None, folder: Path | None) -> Client:
    if path is not None:
        return read_client(path)
    before = kept_grant(YouTube(), folder)
    if before is None:
        what = "youtube: which OAuth client? - give its file with --client"
        raise LoginRefused(f"{what}; {CONSOLE} makes one of type “Desktop app”")
    auth = _AUTH if before.server.startswith("https:") else urljoin(before.server, "auth")
    return Client(before.client_id, before.client_secret, auth, before.server)


def _address(client: Client, home: str, state: Secret) -> tuple[str, Secret]:
    """Return the address of a login, and what proves at its end who began it (PKCE)."""
    try:
        from google_auth_oauthlib.flow import Flow
    except ImportError:
        raise not_installed() from None
    told = {
        "client_id": client.id,
        "client_secret": client.secret.text,
        "auth_uri": client.auth,
        "token_uri": client.token,
    }
    flow = Flow.from_client_config(
        {"installed": told}, SCOPES, redirect_uri=home, autogenerate_code_verifier=True
    )
    # Both, so that Google gives a refresh token also to who has logged in before.
    url, _ = flow.authorization_url(state=state.text, access_type="offline", prompt="consent")
    return url, Secret(flow.code_verifier)


def _granted(client: Client, answer: Answer) -> Grant:
    if not answer.is_good:
        if answer.codes & (_OVER | {"redirect_uri_mismatch", "invalid_request"}):
            codes = ", ".join(sorted(answer.codes))
            raise LoginRefused(f"youtube: the server refused the login ({codes}) - log in again")
        raise unexpected(answer, client.token)
    access, refresh = answer.text("access_token"), answer.text("refresh_token")
    if not access or not refresh:
        raise unexpected(answer, client.token)
    granted = frozenset(answer.text("scope").split())
    if left := [one.rpartition("/")[2] for one in SCOPES if one not in granted]:
        what = f"youtube: {' and '.join(left)} were not granted"
        raise LoginRefused(f"{what} - log in again, and tick all that is asked for")
    return Grant(Secret(access), Secret(refresh), client.id, client.secret, client.token, SCOPES)
