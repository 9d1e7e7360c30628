"""Asking a platform over HTTP: an answer, or why there is none, and when to ask again."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from pipeline.publish.login.web import HERE, host_of, is_safe
from pipeline.publish.targets.target import PlaceFailed
from pipeline.publish.tokens import Secret

if TYPE_CHECKING:
    from urllib3 import PoolManager

GO_ON = "what was sent stays; publish again to go on"
_WORDS = 200
"""Characters of what a server says of its own mistake."""


class Unanswered(Exception):
    """No answer, or one that asks to come again: nobody knows what was done.

    ``wait_s`` is how many seconds the server asked for, if it did. ``is_undone`` is set when it
    says that it did nothing.
    """

    def __init__(self, why: str, wait_s: float | None = None, *, is_undone: bool = False) -> None:
        super().__init__(why)
        self.wait_s = wait_s
        self.is_undone = is_undone


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; the names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    def json(self) -> Any:
        """Return what it says; ``Unanswered`` where that is cut off or no JSON."""
        try:
            return json.loads(self.data)
        except ValueError:
            raise Unanswered("an answer that is no JSON") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something is asked again in a row, and how many seconds lie between.

    The first wait is ``first_s``, each other twice the one before, up to ``longest_s``. Who asks
    for more than ``patience_s`` is not waited for.
    """

    tries: int = 7
    first_s: float = 1.0
    longest_s: float = 60.0
    patience_s: float = 300.0


class Patience:
    """Waits between tries that come to nothing, and gives up when there were too many in a row."""

    def __init__(
        self, who: str, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._who = who
        self._limits = limits or Limits()
        self._sleep = sleep
        self._failed = 0

    def failed(self, lost: Unanswered) -> None:
        """Wait before the next try.

        Raises
        ------
        PlaceFailed
            When there were too many, or the server asks for a longer time than one waits.
        """
        limits = self._limits
        self._failed += 1
        wait = lost.wait_s
        if wait is not None and wait > limits.patience_s:
            what = f"{self._who}: {lost}, and asks to come again in {wait:.0f} s"
            raise PlaceFailed(f"{what} - {GO_ON}")
        if self._failed >= limits.tries:
            raise PlaceFailed(f"{self._who}: {lost}, {self._failed} times in a row - {GO_ON}")
        usual = min(limits.first_s * 2 ** (self._failed - 1), limits.longest_s)
        self._sleep(usual if wait is None else wait)

    def moved(self) -> None:
        """Count from nothing again: something went on."""
        self._failed = 0


class Key(Protocol):
    """What opens an account, and gets another token when that one is too old."""

    def token(self) -> Secret:
        """Return the token there is."""

    def renew(self) -> Secret:
        """Return another one; raise what says that nobody is logged in any more."""


class Api:
    """One server, and what opens it; a token goes nowhere else.

    Parameters
    ----------
    root
        ``https://host[:port]``; without TLS only this machine itself.
    key
        Its token is sent with each request; None for servers that want none.
    silence_s
        Seconds without a byte after which an answer is given up.
    """

    def __init__(
        self,
        root: str,
        key: Key | None = None,
        *,
        silence_s: float = 60.0,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not is_safe(root):
            raise PlaceFailed(f"{host_of(root)}: a film is sent to https:// or {HERE} only")
        parts = urlsplit(root)
        self.root = f"{parts.scheme}://{parts.netloc}"
        self._key = key
        self._silence_s = silence_s
        self._limits = limits
        self._sleep = sleep

    def beside(self, root: str) -> Api:
        """Return another server, without the token, that is waited for as this one is."""
        return Api(root, silence_s=self._silence_s, limits=self._limits, sleep=self._sleep)

    def patience(self) -> Patience:
        """Return what waits between tries of one thing."""
        return Patience(self.root, self._limits, self._sleep)

    def once(
        self,
        method: str,
        way: str,
        *,
        body: bytes | None = None,
        told: Mapping[str, Any] | Sequence[Any] | None = None,
        fields: Iterable[tuple[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once; ``way`` begins with ``/``.

        ``told`` is sent as JSON, ``fields`` as the fields of a form (a file as name, bytes, media
        type).

        Raises
        ------
        Unanswered
            When there is no answer, or it is 429 or 5xx.
        """
        sent = {"Accept": "application/json", **(headers or {})}
        given: dict[str, Any] = {"body": body}
        if told is not None:
            given = {"body": json.dumps(told, ensure_ascii=False).encode()}
            sent.setdefault("Content-Type", "application/json; charset=utf-8")
        elif fields is not None:
            given = {"fields": list(fields), "encode_multipart": True}
        elif body is None and method in ("PUT", "POST", "PATCH"):
            sent["Content-Length"] = "0"
        if self._key is None:
            return self._answered(method, way, sent, given)
        answer = self._answered(method, way, sent | _opening(self._key.token()), given)
        if answer.status == 401:
            answer = self._answered(method, way, sent | _opening(self._key.renew()), given)
        return answer

    def _answered(
        self, method: str, way: str, headers: Mapping[str, str], given: Mapping[str, Any]
    ) -> Answer:
        import urllib3

        try:
            answer = self._pool.request(
                method, f"{self.root}{way}", headers=headers, redirect=False, **given
            )
        except urllib3.exceptions.HTTPError as error:
            raise Unanswered(f"no answer ({type(error).__name__})") from None
        found = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status == 429 or answer.status >= 500:
            is_undone = answer.status == 429
            raise Unanswered(f"HTTP {answer.status}", _wait(found), is_undone=is_undone)
        return Answer(answer.status, found, answer.data)

    def ask(self, method: str, way: str, fine: Sequence[int] = (200, 204), **given: Any) -> Answer:
        """Ask until there is an answer: only what may be asked twice. As ``once`` otherwise.

        Raises
        ------
        PlaceFailed
            When there is none, or another one than ``fine``.
        """
        patience = self.patience()
        while True:
            try:
                answer = self.once(method, way, **given)
                if method == "GET" and answer.status == 200:
                    answer.json()  # all that is asked for is JSON: this one may be cut off
                break
            except Unanswered as lost:
                patience.failed(lost)
        if answer.status not in fine:
            raise self.refused(method, way, answer)
        return answer

    def refused(self, method: str, way: str, answer: Answer) -> PlaceFailed:
        """Return what says that a request was refused."""
        said = _reason(answer)
        if self._key is not None:
            said = said.replace(self._key.token().text, str(self._key.token()))
        what = f"{self.root}: {method} {way.partition('?')[0]} is answered {answer.status}{said}"
        return PlaceFailed(f"{what} - {GO_ON}")

    @cached_property
    def _pool(self) -> PoolManager:
        import urllib3

        logging.getLogger("urllib3").setLevel(logging.ERROR)  # else it tells addresses of uploads
        silence = urllib3.Timeout(connect=min(10.0, self._silence_s), read=self._silence_s)
        return urllib3.PoolManager(retries=False, timeout=silence)


def _opening(token: Secret) -> dict[str, str]:
    return {"Authorization": f"Bearer {token.text}"}


def _wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After``; a date counts from the answer's own."""
    text = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        return max((until - parsedate_to_datetime(headers.get("date", ""))).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None


def _reason(answer: Answer) -> str:
    """Return what a server says of a mistake, on one line: in PeerTube's words, or Vimeo's."""
    try:
        told = json.loads(answer.data)
        said = told.get("detail") or told.get("developer_message") or told.get("error") or ""
    except (ValueError, AttributeError):
        return ""
    line = " ".join(str(said).split())[:_WORDS]
    return f" ({line})" if line else ""
