"""Where a browser comes back to after a login: one answer, on this machine, for a short while.

Anybody on the machine can call the port. An answer counts only with the ``state`` that went out
with this login; all others are turned away, and the wait goes on.
"""

from __future__ import annotations

import hmac
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pipeline.publish.login.web import HERE, LoginRefused
from pipeline.publish.tokens import Secret

_DONE = "The login is done. This page can be closed."
_NOT = "The login was refused. This page can be closed."
_ALIEN = "This is no answer to the login that was begun."


class Redirect(ThreadingHTTPServer):
    """Waits at ``address`` for the answer to one login."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False

    def __init__(self) -> None:
        super().__init__((HERE, 0), _Handler)
        self.host = f"{HERE}:{self.server_address[1]}"
        self.address = f"http://{self.host}/"
        self._state = Secret("")
        self._answers: queue.Queue[Secret] = queue.Queue(maxsize=1)

    def wait(self, state: Secret, seconds: float) -> Secret:
        """Return the code that comes with a ``state``.

        Raises
        ------
        LoginRefused
            When the account's owner says no, or nothing comes in time.
        """
        self._state = state
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        try:
            code = self._answers.get(timeout=seconds)
        except queue.Empty:
            what = f"nothing came back from the browser within {seconds:.0f} s"
            raise LoginRefused(f"{what} - log in again") from None
        finally:
            self.shutdown()
        if not code.text:
            raise LoginRefused("the login was refused in the browser - nothing is kept")
        return code

    def judge(self, path: str) -> tuple[HTTPStatus, str, Secret | None]:
        """Return what to say to a request, and the code in it if it counts; empty for a no."""
        parts = urlsplit(path)
        given = parse_qs(parts.query, max_num_fields=20)
        if parts.path != "/" or len(given.get("state", ())) != 1:
            return HTTPStatus.NOT_FOUND, _ALIEN, None
        if not hmac.compare_digest(given["state"][0].encode(), self._state.text.encode()):
            return HTTPStatus.FORBIDDEN, _ALIEN, None
        codes = given.get("code", []) if "error" not in given else []
        if len(codes) > 1:
            return HTTPStatus.BAD_REQUEST, _ALIEN, None
        if codes:
            return HTTPStatus.OK, _DONE, Secret(codes[0])
        return HTTPStatus.OK, _NOT, Secret("")

    def take(self, code: Secret) -> None:
        """End the wait with a code; after the first one nothing is taken."""
        with suppress(queue.Full):
            self._answers.put_nowait(code)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: what went wrong may have a secret in it."""


@contextmanager
def coming_back() -> Iterator[Redirect]:
    """Give a place to come back to; it is closed with the block."""
    with Redirect() as made:
        yield made


class _Handler(BaseHTTPRequestHandler):
    """Hands requests to ``Redirect``."""

    server: Redirect
    timeout = 10.0

    def do_GET(self) -> None:
        """Answer in words, which nobody is to keep or to pass on."""
        status, words, code = HTTPStatus.MISDIRECTED_REQUEST, _ALIEN, None
        if self.headers.get("Host") == self.server.host:
            try:
                status, words, code = self.server.judge(self.path)
            except ValueError:
                status = HTTPStatus.BAD_REQUEST
        data = f"{words}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(data)
        if code is not None:  # the browser has been told before the program goes on
            self.server.take(code)

    def log_message(self, *words: object) -> None:
        """Say nothing: the path has the code."""
