"""What a login asks of a server: over TLS or on this machine only, without redirections.

Nothing here puts what is sent or answered into a message: an error tells the host, the status and
a short code word of the server's, no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from pipeline.publish.tokens import Secret
from script.errors import DownhillError

HERE = "127.0.0.1"
"""The only host that is asked without TLS."""
_CONNECT_S, _READ_S = 10.0, 30.0
_LARGEST = 65_536
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class ServiceAway(DownhillError):
    """A server that does not answer, or says something else than was asked; later it may."""


class LoginRefused(DownhillError):
    """A login that a server or a person refused, or that is over."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``told`` is its JSON, empty where it is none."""

    status: int
    told: Mapping[str, Any] = field(repr=False)

    @property
    def is_good(self) -> bool:
        """True when the server did what was asked."""
        return 200 <= self.status < 300

    @property
    def codes(self) -> frozenset[str]:
        """The words by which the server says what is wrong."""
        found = (self.told.get(key) for key in ("error", "code"))
        return frozenset(one for one in found if isinstance(one, str) and _CODE.fullmatch(one))

    def text(self, key: str) -> str:
        """Return a text of the answer; empty where there is none."""
        found = self.told.get(key)
        return found if isinstance(found, str) else ""


def is_safe(url: str) -> bool:
    """Tell whether a secret may be sent to an address: by TLS, or to this machine."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or parts.fragment:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == HERE)
    )


def ask(
    method: str,
    url: str,
    form: Mapping[str, Secret | str] | None = None,
    bearer: Secret | None = None,
    headers: Mapping[str, Secret | str] | None = None,
) -> Answer:
    """Send a form, or nothing, and return the answer.

    Raises
    ------
    LoginRefused
        When the address is not one that secrets may be sent to.
    ServiceAway
        When there is no answer, or the server is busy or broken (429, 5xx).
    """
    import urllib3

    if not is_safe(url):
        raise LoginRefused(f"{host_of(url)}: a secret is sent to https:// or {HERE} only")
    sent = {"Accept": "application/json"}
    if bearer is not None:
        sent["Authorization"] = f"Bearer {bearer.text}"
    sent |= {name: _plain(one) for name, one in (headers or {}).items()}
    body = None
    if form is not None:
        body = urlencode({name: _plain(one) for name, one in form.items()}).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request(
                method,
                url,
                body=body,
                headers=sent,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=_CONNECT_S, read=_READ_S),
                preload_content=False,
            )
            data = answer.read(_LARGEST)
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        what = f"{host_of(url)}: it does not answer ({type(error).__name__})"
        raise ServiceAway(f"{what} - try again later") from None
    if answer.status == 429 or answer.status >= 500:
        what = f"{host_of(url)}: it is busy or broken (status {answer.status})"
        raise ServiceAway(f"{what} - try again later")
    return Answer(answer.status, _json(data))


def unexpected(answer: Answer, url: str) -> ServiceAway:
    """Return the error for an answer that nobody foresaw."""
    words = ", ".join([f"status {answer.status}", *sorted(answer.codes)])
    return ServiceAway(f"{host_of(url)}: it answered something else than was asked ({words})")


def host_of(url: str) -> str:
    """Return the host of an address, with its port, and nothing else of it."""
    return urlsplit(url).netloc.rpartition("@")[2] or "no host"


def _plain(one: Secret | str) -> str:
    return one.text if isinstance(one, Secret) else one


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
